//! Disks of instances.

use crate::bag::{flag, number};
use crate::kms::Key;
use crate::{Expr, IntoValue, Size, Value};

/// A disk of an instance.
///
/// ```
/// use cumulo::{Size, ec2::{BlockDevice, EbsVolumeType}};
/// let root = BlockDevice::ebs("/dev/xvda", Size::gibibytes(30)).volume_type(EbsVolumeType::Gp3).encrypted(true);
/// ```
///
/// Source: <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/block-device-mapping-concepts.html>
#[derive(Clone, Debug)]
pub struct BlockDevice {
    name: String,
    of: Of,
    disabled: bool,
}

#[derive(Clone, Debug)]
enum Of {
    Ebs(Box<Ebs>),
    Ephemeral(u8),
    None,
}

#[derive(Clone, Debug, Default)]
struct Ebs {
    size: Option<Size>,
    snapshot: Option<Value<String>>,
    volume_type: Option<EbsVolumeType>,
    iops: Option<u32>,
    throughput: Option<u32>,
    encrypted: Option<bool>,
    key: Option<Value<String>>,
    delete_on_termination: Option<bool>,
}

/// Kind of an EBS volume.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EbsVolumeType {
    /// General purpose SSD.
    Gp3,
    /// General purpose SSD of the generation before.
    Gp2,
    /// SSD with a number of operations of its own.
    Io1,
    /// SSD with a number of operations of its own, more durable.
    Io2,
    /// Hard disk for large files.
    St1,
    /// Hard disk for what is seldom read.
    Sc1,
    /// Magnetic disk.
    Standard,
}

impl EbsVolumeType {
    pub(crate) fn name(self) -> &'static str {
        match self {
            EbsVolumeType::Gp3 => "gp3",
            EbsVolumeType::Gp2 => "gp2",
            EbsVolumeType::Io1 => "io1",
            EbsVolumeType::Io2 => "io2",
            EbsVolumeType::St1 => "st1",
            EbsVolumeType::Sc1 => "sc1",
            EbsVolumeType::Standard => "standard",
        }
    }
}

impl BlockDevice {
    /// An EBS volume of this size at a device name such as `/dev/xvda`.
    pub fn ebs(device_name: &str, size: Size) -> Self {
        let ebs = Ebs { size: Some(size), ..Ebs::default() };
        Self { name: device_name.to_owned(), of: Of::Ebs(Box::new(ebs)), disabled: false }
    }

    /// An EBS volume with the content of a snapshot, `snap-…`.
    pub fn ebs_from_snapshot(device_name: &str, snapshot_id: impl IntoValue<String>) -> Self {
        let ebs = Ebs { snapshot: Some(snapshot_id.into_value()), ..Ebs::default() };
        Self { name: device_name.to_owned(), of: Of::Ebs(Box::new(ebs)), disabled: false }
    }

    /// A disk of the host, which is empty at each start; by its number, from 0.
    pub fn ephemeral(device_name: &str, volume: u8) -> Self {
        Self { name: device_name.to_owned(), of: Of::Ephemeral(volume), disabled: false }
    }

    /// No disk where the image has one.
    pub fn none(device_name: &str) -> Self {
        Self { name: device_name.to_owned(), of: Of::None, disabled: false }
    }

    /// Size of a volume that begins with a snapshot's data; not smaller than that. Default: the snapshot's.
    #[must_use]
    pub fn volume_size(self, size: Size) -> Self {
        self.change(|ebs| ebs.size = Some(size))
    }

    /// Kind of the volume. Default: gp2.
    #[must_use]
    pub fn volume_type(self, volume_type: EbsVolumeType) -> Self {
        self.change(|ebs| ebs.volume_type = Some(volume_type))
    }

    /// Operations per second, of gp3, io1 and io2.
    #[must_use]
    pub fn iops(self, iops: u32) -> Self {
        self.change(|ebs| ebs.iops = Some(iops))
    }

    /// MiB per second, of gp3: 125 to 2,000.
    #[must_use]
    pub fn throughput(self, mebibytes_per_second: u32) -> Self {
        self.change(|ebs| ebs.throughput = Some(mebibytes_per_second))
    }

    /// Whether the volume is encrypted. Default: as the account's settings say.
    #[must_use]
    pub fn encrypted(self, encrypted: bool) -> Self {
        self.change(|ebs| ebs.encrypted = Some(encrypted))
    }

    /// Key that the volume is encrypted with. Default: the account's key for EBS.
    #[must_use]
    pub fn kms_key(self, key: &Key) -> Self {
        let arn = key.key_arn();
        self.change(|ebs| ebs.key = Some(arn))
    }

    /// Whether the volume goes with its instance. Default: true.
    #[must_use]
    pub fn delete_on_termination(self, delete: bool) -> Self {
        self.change(|ebs| ebs.delete_on_termination = Some(delete))
    }

    fn change(mut self, change: impl FnOnce(&mut Ebs)) -> Self {
        if let Of::Ebs(ebs) = &mut self.of {
            change(ebs);
        }
        self
    }

    /// Takes away a device that the image brings along; what else is said of it does not matter.
    #[must_use]
    pub fn mapping_disabled(mut self) -> Self {
        self.disabled = true;
        self
    }

    /// The device in a launch template.
    pub(crate) fn render(&self) -> Expr {
        self.rendered(Ebs::render, Expr::from(""))
    }

    /// The device in an instance, whose type knows less of volumes.
    pub(crate) fn render_for_instance(&self) -> Expr {
        let ebs = |ebs: &Ebs| Ebs { throughput: None, ..ebs.clone() }.render();
        self.rendered(ebs, Expr::object::<&str>([]))
    }

    fn rendered(&self, ebs: impl Fn(&Ebs) -> Expr, none: Expr) -> Expr {
        let (volume, disk) = match &self.of {
            Of::Ebs(volume) => (ebs(volume), Expr::Null),
            Of::Ephemeral(number) => (Expr::Null, Expr::from(format!("ephemeral{number}"))),
            Of::None => (Expr::Null, Expr::Null),
        };
        let disabled = self.disabled || matches!(self.of, Of::None);
        Expr::object([
            ("DeviceName", Expr::from(self.name.clone())),
            ("Ebs", volume),
            ("NoDevice", if disabled { none } else { Expr::Null }),
            ("VirtualName", disk),
        ])
    }
}

impl Ebs {
    fn render(&self) -> Expr {
        let gibibytes =
            self.size.map(|size| i64::try_from(size.to_gibibytes()).unwrap_or(i64::MAX));
        Expr::object([
            ("DeleteOnTermination", flag(self.delete_on_termination)),
            ("Encrypted", flag(self.encrypted)),
            ("Iops", number(self.iops)),
            ("KmsKeyId", crate::bag::opt(self.key.as_ref())),
            ("SnapshotId", crate::bag::opt(self.snapshot.as_ref())),
            ("Throughput", number(self.throughput)),
            ("VolumeSize", number(gibibytes)),
            ("VolumeType", self.volume_type.map_or(Expr::Null, |of| Expr::from(of.name()))),
        ])
    }
}
