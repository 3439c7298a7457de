//! What builds run in.

use crate::ecr::Repository;
use crate::secretsmanager::Secret;
use crate::{IntoValue, Value};

/// How large the machine of a build is.
///
/// Source: <https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-compute-types.html>
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ComputeType {
    /// 2 vCPUs, 4 GiB.
    Small,
    /// 4 vCPUs, 8 GiB.
    Medium,
    /// 8 vCPUs, 16 GiB.
    Large,
    /// 36 vCPUs, 72 GiB.
    XLarge,
    /// 72 vCPUs, 144 GiB.
    X2Large,
    /// Lambda with 1 GiB.
    Lambda1Gb,
    /// Lambda with 2 GiB.
    Lambda2Gb,
    /// Lambda with 4 GiB.
    Lambda4Gb,
    /// Lambda with 8 GiB.
    Lambda8Gb,
    /// Lambda with 10 GiB.
    Lambda10Gb,
}

impl ComputeType {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Small => "BUILD_GENERAL1_SMALL",
            Self::Medium => "BUILD_GENERAL1_MEDIUM",
            Self::Large => "BUILD_GENERAL1_LARGE",
            Self::XLarge => "BUILD_GENERAL1_XLARGE",
            Self::X2Large => "BUILD_GENERAL1_2XLARGE",
            Self::Lambda1Gb => "BUILD_LAMBDA_1GB",
            Self::Lambda2Gb => "BUILD_LAMBDA_2GB",
            Self::Lambda4Gb => "BUILD_LAMBDA_4GB",
            Self::Lambda8Gb => "BUILD_LAMBDA_8GB",
            Self::Lambda10Gb => "BUILD_LAMBDA_10GB",
        }
    }
}

/// The kind of Windows in an image.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum WindowsImageType {
    /// Windows Server 2016.
    #[default]
    Standard,
    /// Windows Server 2019.
    Server2019,
    /// Windows Server 2022.
    Server2022,
}

impl WindowsImageType {
    fn container(self) -> &'static str {
        match self {
            WindowsImageType::Standard => WINDOWS,
            WindowsImageType::Server2019 => WINDOWS_2019,
            WindowsImageType::Server2022 => WINDOWS_2022,
        }
    }
}

/// The image in which a build runs, and the kind of machine that this takes.
///
/// ```
/// use cumulo::codebuild::BuildImage;
/// let of_aws = BuildImage::standard_7_0();
/// let own = BuildImage::linux_from_docker_registry("example/builder:7");
/// ```
///
/// Source: <https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-available.html>
#[derive(Clone, Debug)]
pub struct BuildImage {
    pub(super) id: Value<String>,
    pub(super) container: &'static str,
    pub(super) of_codebuild: bool,
    pub(super) repository: Option<Repository>,
    pub(super) credentials: Option<Secret>,
}

const LINUX: &str = "LINUX_CONTAINER";
const ARM: &str = "ARM_CONTAINER";
const GPU: &str = "LINUX_GPU_CONTAINER";
const LAMBDA: &str = "LINUX_LAMBDA_CONTAINER";
const ARM_LAMBDA: &str = "ARM_LAMBDA_CONTAINER";
const MAC: &str = "MAC_ARM";
const WINDOWS: &str = "WINDOWS_CONTAINER";
const WINDOWS_2019: &str = "WINDOWS_SERVER_2019_CONTAINER";
const WINDOWS_2022: &str = "WINDOWS_SERVER_2022_CONTAINER";

macro_rules! images {
    ($($name:ident $container:ident $id:literal;)*) => {$(
        #[doc = concat!("`", $id, "`.")]
        pub fn $name() -> Self {
            Self::of_codebuild($id, $container)
        }
    )*};
}

impl BuildImage {
    images! {
        standard_4_0 LINUX "aws/codebuild/standard:4.0";
        standard_5_0 LINUX "aws/codebuild/standard:5.0";
        standard_6_0 LINUX "aws/codebuild/standard:6.0";
        standard_7_0 LINUX "aws/codebuild/standard:7.0";
        standard_8_0 LINUX "aws/codebuild/standard:8.0";
        amazon_linux_2_4 LINUX "aws/codebuild/amazonlinux2-x86_64-standard:4.0";
        amazon_linux_2_5 LINUX "aws/codebuild/amazonlinux2-x86_64-standard:5.0";
        amazon_linux_2023_4 LINUX "aws/codebuild/amazonlinux-x86_64-standard:4.0";
        amazon_linux_2023_5 LINUX "aws/codebuild/amazonlinux-x86_64-standard:5.0";
        amazon_linux_2023_6 LINUX "aws/codebuild/amazonlinux-x86_64-standard:6.0";
        amazon_linux_2_coretto_8 LINUX "aws/codebuild/amazonlinux2-x86_64-standard:corretto8";
        amazon_linux_2_coretto_11 LINUX "aws/codebuild/amazonlinux2-x86_64-standard:corretto11";
        amazon_linux_2023_coretto_8 LINUX "aws/codebuild/amazonlinux-x86_64-standard:corretto8";
        amazon_linux_2023_coretto_11 LINUX "aws/codebuild/amazonlinux-x86_64-standard:corretto11";
        arm_amazon_linux_2_standard_2_0 ARM "aws/codebuild/amazonlinux2-aarch64-standard:2.0";
        arm_amazon_linux_2_standard_3_0 ARM "aws/codebuild/amazonlinux2-aarch64-standard:3.0";
        arm_amazon_linux_2023_standard_2_0 ARM "aws/codebuild/amazonlinux-aarch64-standard:2.0";
        windows_server_core_2019_base_2_0 WINDOWS_2019 "aws/codebuild/windows-base:2019-2.0";
        windows_server_core_2019_base_3_0 WINDOWS_2019 "aws/codebuild/windows-base:2019-3.0";
        windows_server_core_2022_base_3_0 WINDOWS_2022 "aws/codebuild/windows-base:2022-1.0";
        lambda_node_22 LAMBDA "aws/codebuild/amazonlinux-x86_64-lambda-standard:nodejs22";
        lambda_node_24 LAMBDA "aws/codebuild/amazonlinux-x86_64-lambda-standard:nodejs24";
        lambda_python_3_12 LAMBDA "aws/codebuild/amazonlinux-x86_64-lambda-standard:python3.12";
        lambda_python_3_13 LAMBDA "aws/codebuild/amazonlinux-x86_64-lambda-standard:python3.13";
        lambda_ruby_3_4 LAMBDA "aws/codebuild/amazonlinux-x86_64-lambda-standard:ruby3.4";
        lambda_corretto_21 LAMBDA "aws/codebuild/amazonlinux-x86_64-lambda-standard:corretto21";
        lambda_go_1_24 LAMBDA "aws/codebuild/amazonlinux-x86_64-lambda-standard:go1.24";
        lambda_dotnet_8 LAMBDA "aws/codebuild/amazonlinux-x86_64-lambda-standard:dotnet8";
        arm_lambda_node_22 ARM_LAMBDA "aws/codebuild/amazonlinux-aarch64-lambda-standard:nodejs22";
        arm_lambda_node_24 ARM_LAMBDA "aws/codebuild/amazonlinux-aarch64-lambda-standard:nodejs24";
        arm_lambda_python_3_12 ARM_LAMBDA "aws/codebuild/amazonlinux-aarch64-lambda-standard:python3.12";
        arm_lambda_python_3_13 ARM_LAMBDA "aws/codebuild/amazonlinux-aarch64-lambda-standard:python3.13";
        arm_lambda_ruby_3_4 ARM_LAMBDA "aws/codebuild/amazonlinux-aarch64-lambda-standard:ruby3.4";
        arm_lambda_corretto_21 ARM_LAMBDA "aws/codebuild/amazonlinux-aarch64-lambda-standard:corretto21";
        arm_lambda_go_1_24 ARM_LAMBDA "aws/codebuild/amazonlinux-aarch64-lambda-standard:go1.24";
        arm_lambda_dotnet_8 ARM_LAMBDA "aws/codebuild/amazonlinux-aarch64-lambda-standard:dotnet8";
        mac_base_14 MAC "aws/codebuild/macos-arm-base:14";
        mac_base_15 MAC "aws/codebuild/macos-arm-base:15";
        mac_base_26 MAC "aws/codebuild/macos-arm-base:26";
        arm_amazon_linux_2023_standard_3_0 ARM "aws/codebuild/amazonlinux-aarch64-standard:3.0";
        arm_amazon_linux_2023_standard_4_0 ARM "aws/codebuild/amazonlinux-aarch64-standard:4.0";
    }

    /// An image of CodeBuild by its name, for those that this crate does not know.
    pub fn linux_from_code_build_image_id(id: impl IntoValue<String>) -> Self {
        Self { id: id.into_value(), ..Self::of_codebuild("", LINUX) }
    }

    /// An image of CodeBuild for ARM by its name.
    pub fn arm_from_code_build_image_id(id: impl IntoValue<String>) -> Self {
        Self { id: id.into_value(), ..Self::of_codebuild("", ARM) }
    }

    /// An image of CodeBuild for builds in Lambda, by its name.
    pub fn lambda_from_code_build_image_id(id: impl IntoValue<String>) -> Self {
        Self { id: id.into_value(), ..Self::of_codebuild("", LAMBDA) }
    }

    /// An image of CodeBuild for builds in Lambda on ARM, by its name.
    pub fn arm_lambda_from_code_build_image_id(id: impl IntoValue<String>) -> Self {
        Self { id: id.into_value(), ..Self::of_codebuild("", ARM_LAMBDA) }
    }

    /// An image for Windows in a registry that everybody can read.
    pub fn windows_from_docker_registry(
        name: impl IntoValue<String>,
        kind: WindowsImageType,
    ) -> Self {
        Self::own(name.into_value(), kind.container())
    }

    /// An image for Windows in a repository of ECR, by its tag or digest.
    pub fn windows_from_ecr_repository(
        repository: &Repository,
        tag_or_digest: impl IntoValue<String>,
        kind: WindowsImageType,
    ) -> Self {
        Self::in_repository(repository, tag_or_digest.into_value(), kind.container())
    }

    /// An image for machines with graphics processors, by its name with registry and tag.
    pub fn gpu_from_image_uri(uri: impl IntoValue<String>) -> Self {
        Self::own(uri.into_value(), GPU)
    }

    /// An image in a registry that everybody can read.
    pub fn linux_from_docker_registry(name: impl IntoValue<String>) -> Self {
        Self::own(name.into_value(), LINUX)
    }

    /// An image for ARM in a registry that everybody can read.
    pub fn arm_from_docker_registry(name: impl IntoValue<String>) -> Self {
        Self::own(name.into_value(), ARM)
    }

    /// An image in a repository of ECR, by its tag or digest.
    pub fn linux_from_ecr_repository(
        repository: &Repository,
        tag_or_digest: impl IntoValue<String>,
    ) -> Self {
        Self::in_repository(repository, tag_or_digest.into_value(), LINUX)
    }

    /// An image for ARM in a repository of ECR, by its tag or digest.
    pub fn arm_from_ecr_repository(
        repository: &Repository,
        tag_or_digest: impl IntoValue<String>,
    ) -> Self {
        Self::in_repository(repository, tag_or_digest.into_value(), ARM)
    }

    /// Name and password for a registry that not everybody can read.
    #[must_use]
    pub fn secrets_manager_credentials(mut self, secret: &Secret) -> Self {
        self.credentials = Some(secret.clone());
        self
    }

    /// Its name, with registry and tag.
    pub fn image_id(&self) -> &Value<String> {
        &self.id
    }

    fn of_codebuild(id: &'static str, container: &'static str) -> Self {
        Self { of_codebuild: true, ..Self::own(Value::new(id), container) }
    }

    fn own(id: Value<String>, container: &'static str) -> Self {
        Self { id, container, of_codebuild: false, repository: None, credentials: None }
    }

    fn in_repository(repository: &Repository, tag: Value<String>, container: &'static str) -> Self {
        let id = repository.repository_uri_for_tag_or_digest(tag);
        Self { repository: Some(repository.clone()), ..Self::own(id, container) }
    }

    /// The size of machines where none is given.
    pub(super) fn default_compute_type(&self) -> ComputeType {
        match self.container {
            ARM | GPU => ComputeType::Large,
            LAMBDA | ARM_LAMBDA => ComputeType::Lambda1Gb,
            MAC | WINDOWS | WINDOWS_2019 | WINDOWS_2022 => ComputeType::Medium,
            _ => ComputeType::Small,
        }
    }

    /// Whether builds run in Lambda, which needs no credentials for its images.
    pub(super) fn is_for_lambda(&self) -> bool {
        matches!(self.container, LAMBDA | ARM_LAMBDA)
    }

    /// Lets the project's role read the image.
    #[track_caller]
    pub(super) fn grant(&self, role: &crate::iam::Role) {
        if let Some(repository) = &self.repository {
            repository.grant_pull(role);
        }
        if let Some(secret) = &self.credentials {
            secret.grant_read(role);
        }
    }
}
