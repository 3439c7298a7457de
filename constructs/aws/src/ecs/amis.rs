//! Images of instances that AWS makes for ECS.

use crate::ec2::{MachineImage, OperatingSystemType};

/// Hardware that an image is made for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AmiHardwareType {
    /// 64-bit x86.
    #[default]
    Standard,
    /// 64-bit Arm.
    Arm,
    /// Instances with GPUs.
    Gpu,
    /// Instances with Inferentia or Trainium.
    Neuron,
}

impl AmiHardwareType {
    fn path(self) -> &'static str {
        match self {
            AmiHardwareType::Standard => "",
            AmiHardwareType::Arm => "arm64/",
            AmiHardwareType::Gpu => "gpu/",
            AmiHardwareType::Neuron => "neuron/",
        }
    }
}

/// Images of instances with Docker and the ECS agent; the newest at each deployment.
///
/// ```
/// use cumulo::ecs::{AmiHardwareType, EcsOptimizedImage};
/// let arm = EcsOptimizedImage::amazon_linux_2023_for(AmiHardwareType::Arm);
/// ```
///
/// Source: <https://docs.aws.amazon.com/AmazonECS/latest/developerguide/retrieve-ecs-optimized_AMI.html>
#[derive(Clone, Copy, Debug)]
pub struct EcsOptimizedImage;

impl EcsOptimizedImage {
    /// Amazon Linux 2023 for 64-bit x86.
    pub fn amazon_linux_2023() -> MachineImage {
        Self::amazon_linux_2023_for(AmiHardwareType::Standard)
    }

    /// Amazon Linux 2023.
    pub fn amazon_linux_2023_for(hardware: AmiHardwareType) -> MachineImage {
        Self::linux("amazon-linux-2023", hardware)
    }

    /// Amazon Linux 2 for 64-bit x86; its support ends in June 2026.
    pub fn amazon_linux_2() -> MachineImage {
        Self::amazon_linux_2_for(AmiHardwareType::Standard)
    }

    /// Amazon Linux 2; its support ends in June 2026.
    pub fn amazon_linux_2_for(hardware: AmiHardwareType) -> MachineImage {
        Self::linux("amazon-linux-2", hardware)
    }

    /// Bottlerocket for 64-bit x86.
    pub fn bottlerocket() -> MachineImage {
        let name = "/aws/service/bottlerocket/aws-ecs-1/x86_64/latest/image_id";
        let script = crate::ec2::UserData::custom("");
        MachineImage::from_ssm_parameter(name, OperatingSystemType::Linux).user_data(script)
    }

    fn linux(generation: &str, hardware: AmiHardwareType) -> MachineImage {
        let name = format!(
            "/aws/service/ecs/optimized-ami/{generation}/{}recommended/image_id",
            hardware.path()
        );
        MachineImage::from_ssm_parameter(name, OperatingSystemType::Linux)
    }
}
