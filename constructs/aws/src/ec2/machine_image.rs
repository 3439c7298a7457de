//! Machine images: what an instance starts from.

use super::{InstanceArchitecture, OperatingSystemType, UserData};
use crate::{Aws, Construct, Fn, IntoValue, Mapping, Parameter, ParameterType, Value};

/// What an instance starts from.
///
/// Nothing is looked up at synthesis: the latest images of AWS are SSM parameters that CloudFormation
/// reads in each deployment. An image that must not change is named by its id.
///
/// ```
/// use cumulo::ec2::{AmazonLinux2023, InstanceArchitecture, MachineImage};
/// let latest = MachineImage::latest_amazon_linux_2023();
/// let arm = MachineImage::from(AmazonLinux2023::new().architecture(InstanceArchitecture::Arm64));
/// let fixed = MachineImage::generic_linux([("eu-west-1", "ami-0123456789abcdef0")]);
/// ```
///
/// Source: <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/finding-an-ami-parameter-store.html>
#[derive(Clone, Debug)]
pub struct MachineImage {
    of: Of,
    os_type: OperatingSystemType,
    user_data: Option<UserData>,
}

#[derive(Clone, Debug)]
enum Of {
    SsmParameter(String),
    ResolvedAtLaunch(String),
    PerRegion(Vec<(&'static str, &'static str)>),
    Id(Value<String>),
}

/// An image in a stack.
#[derive(Clone, Debug)]
pub struct MachineImageConfig {
    /// Id of the image, `ami-…`.
    pub image_id: Value<String>,
    /// Its operating system.
    pub os_type: OperatingSystemType,
    /// The script that its instances start with.
    pub user_data: UserData,
}

impl MachineImage {
    /// The latest Amazon Linux 2023 for Intel and AMD; see [`AmazonLinux2023`] for others.
    pub fn latest_amazon_linux_2023() -> Self {
        AmazonLinux2023::new().into()
    }

    /// The latest Amazon Linux 2 for Intel and AMD; its support ends in June 2026.
    pub fn latest_amazon_linux_2() -> Self {
        AmazonLinux2::new().kernel("5.10").into()
    }

    /// The latest image of a version of Windows, such as `Windows_Server-2022-English-Full-Base`.
    pub fn latest_windows(version: &str) -> Self {
        let name = format!("/aws/service/ami-windows-latest/{version}");
        Self::from_ssm_parameter(name, OperatingSystemType::Windows)
    }

    /// The image whose id stands in an SSM parameter; CloudFormation reads it in each deployment.
    pub fn from_ssm_parameter(name: impl Into<String>, os_type: OperatingSystemType) -> Self {
        Self { of: Of::SsmParameter(name.into()), os_type, user_data: None }
    }

    /// The image whose id stands in an SSM parameter; EC2 reads it whenever an instance starts. For launch templates.
    pub fn resolve_ssm_parameter_at_launch(
        name: impl Into<String>,
        os_type: OperatingSystemType,
    ) -> Self {
        Self { of: Of::ResolvedAtLaunch(name.into()), os_type, user_data: None }
    }

    /// A Linux image by its id in each region.
    pub fn generic_linux(images: impl IntoIterator<Item = (&'static str, &'static str)>) -> Self {
        Self::per_region(images, OperatingSystemType::Linux)
    }

    /// A Windows image by its id in each region.
    pub fn generic_windows(images: impl IntoIterator<Item = (&'static str, &'static str)>) -> Self {
        Self::per_region(images, OperatingSystemType::Windows)
    }

    /// An image by its id, `ami-…`.
    pub fn from_id(id: impl IntoValue<String>, os_type: OperatingSystemType) -> Self {
        Self { of: Of::Id(id.into_value()), os_type, user_data: None }
    }

    fn per_region(
        images: impl IntoIterator<Item = (&'static str, &'static str)>,
        os_type: OperatingSystemType,
    ) -> Self {
        Self { of: Of::PerRegion(images.into_iter().collect()), os_type, user_data: None }
    }

    /// The script that its instances start with, where they bring none of their own. Default: an empty one.
    #[must_use]
    pub fn user_data(mut self, user_data: UserData) -> Self {
        self.user_data = Some(user_data);
        self
    }

    /// The image as something in `scope` uses it.
    ///
    /// # Findings
    /// `image-region` when the image has no id in the stack's region.
    #[track_caller]
    pub fn get_image(&self, scope: &dyn Construct) -> MachineImageConfig {
        let image_id = match &self.of {
            Of::SsmParameter(name) => parameter(scope, name),
            Of::ResolvedAtLaunch(name) => format!("resolve:ssm:{name}").into_value(),
            Of::PerRegion(images) => per_region(scope, images),
            Of::Id(id) => id.clone(),
        };
        let user_data =
            self.user_data.clone().unwrap_or_else(|| UserData::for_operating_system(self.os_type));
        MachineImageConfig { image_id, os_type: self.os_type, user_data }
    }
}

/// The template's parameter for an SSM parameter; all uses in a stack share one.
#[track_caller]
fn parameter(scope: &dyn Construct, name: &str) -> Value<String> {
    let stack = scope.node().stack();
    let id = format!("SsmParameterValue:{name}:C96584B6-F00A-464E-AD19-53AFF4B05118.Parameter");
    match stack.node().find(&id.replace('/', "--")) {
        Some(parameter) => parameter.reference(),
        None => Parameter::builder(&stack, &id)
            .parameter_type(ParameterType::Ssm("AWS::EC2::Image::Id".into()))
            .default(name)
            .build()
            .value(),
    }
}

#[track_caller]
fn per_region(scope: &dyn Construct, images: &[(&'static str, &'static str)]) -> Value<String> {
    let region = scope.node().stack().region();
    let Some(region) = region.literal() else {
        let images = images.iter().map(|(region, id)| (*region, [("ami", *id)]));
        let mapping = Mapping::new(scope, "AmiMap", images);
        return Fn::find_in_map(&mapping, Aws::region(), "ami");
    };
    if let Some((_, id)) = images.iter().find(|(known, _)| *known == region) {
        return id.into_value();
    }
    let known: Vec<&str> = images.iter().map(|(region, _)| *region).collect();
    scope.node().error_here(
        "image-region",
        format!("the image has no id in {region}, only in {}", known.join(", ")),
        format!("add the id of the image in {region}"),
    );
    "".into_value()
}

/// The latest Amazon Linux 2023.
#[derive(Clone, Copy, Debug)]
pub struct AmazonLinux2023 {
    architecture: InstanceArchitecture,
    minimal: bool,
    kernel: &'static str,
}

impl Default for AmazonLinux2023 {
    fn default() -> Self {
        Self { architecture: InstanceArchitecture::X86_64, minimal: false, kernel: "6.1" }
    }
}

impl AmazonLinux2023 {
    /// The standard edition for Intel and AMD.
    pub fn new() -> Self {
        Self::default()
    }

    /// For this processor.
    #[must_use]
    pub fn architecture(mut self, architecture: InstanceArchitecture) -> Self {
        self.architecture = architecture;
        self
    }

    /// The edition with few packages.
    #[must_use]
    pub fn minimal(mut self) -> Self {
        self.minimal = true;
        self
    }

    /// Version of the kernel, such as `6.12`. Default: 6.1.
    #[must_use]
    pub fn kernel(mut self, version: &'static str) -> Self {
        self.kernel = version;
        self
    }
}

impl From<AmazonLinux2023> for MachineImage {
    fn from(linux: AmazonLinux2023) -> Self {
        let edition = if linux.minimal { "ami-minimal" } else { "ami" };
        let architecture = architecture_name(linux.architecture);
        let name = format!(
            "/aws/service/ami-amazon-linux-latest/al2023-{edition}-kernel-{}-{architecture}",
            linux.kernel
        );
        Self::from_ssm_parameter(name, OperatingSystemType::Linux)
    }
}

/// An image of Amazon Linux 2, whose support ends in June 2026.
#[derive(Clone, Copy, Debug)]
pub struct AmazonLinux2 {
    architecture: InstanceArchitecture,
    minimal: bool,
    kernel: Option<&'static str>,
    storage: &'static str,
}

impl Default for AmazonLinux2 {
    fn default() -> Self {
        Self {
            architecture: InstanceArchitecture::X86_64,
            minimal: false,
            kernel: None,
            storage: "gp2",
        }
    }
}

impl AmazonLinux2 {
    /// The standard edition for x86 with the first kernel, 4.14.
    pub fn new() -> Self {
        Self::default()
    }

    /// Processor architecture. Default: x86-64.
    #[must_use]
    pub fn architecture(mut self, architecture: InstanceArchitecture) -> Self {
        self.architecture = architecture;
        self
    }

    /// The edition with few packages.
    #[must_use]
    pub fn minimal(mut self) -> Self {
        self.minimal = true;
        self
    }

    /// Another kernel, such as `5.10`.
    #[must_use]
    pub fn kernel(mut self, version: &'static str) -> Self {
        self.kernel = Some(version);
        self
    }

    /// Storage of the root volume: `gp2` or `ebs`. Default: `gp2`.
    #[must_use]
    pub fn storage(mut self, storage: &'static str) -> Self {
        self.storage = storage;
        self
    }
}

impl From<AmazonLinux2> for MachineImage {
    fn from(linux: AmazonLinux2) -> Self {
        let edition = if linux.minimal { "ami-minimal" } else { "ami" };
        let kernel = linux.kernel.map_or_else(String::new, |version| format!("kernel-{version}-"));
        let architecture = architecture_name(linux.architecture);
        let name = format!(
            "/aws/service/ami-amazon-linux-latest/amzn2-{edition}-{kernel}hvm-{architecture}-{}",
            linux.storage
        );
        Self::from_ssm_parameter(name, OperatingSystemType::Linux)
    }
}

fn architecture_name(architecture: InstanceArchitecture) -> &'static str {
    match architecture {
        InstanceArchitecture::Arm64 => "arm64",
        InstanceArchitecture::X86_64 => "x86_64",
    }
}
