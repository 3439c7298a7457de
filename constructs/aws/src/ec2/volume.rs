//! Volumes of their own, which outlive instances.

use super::{EbsVolumeType, Instance};
use crate::bag::{bag, flag, number, opt};
use crate::cfn::ec2::CfnVolume;
use crate::iam::{Conditions, Grant, Grantable, PolicyStatement, Principal, ResourceWithPolicy};
use crate::kms::Key;
use crate::{
    CfnType, Construct, Expr, IntoValue, Node, RemovalPolicy, Resource, Size, Tags, Value, text,
};
use bon::bon;

/// An EBS volume, which instances of its zone attach while they run.
///
/// ```
/// use cumulo::{App, Size, Stack, ec2::Volume};
/// let app = App::new();
/// let stack = Stack::builder(&app, "Data").build();
/// Volume::builder(&stack, "Disk")
///     .availability_zone("eu-west-1a")
///     .size(Size::gibibytes(100))
///     .encrypted(true)
///     .build();
/// # cumulo::testing::Template::of(&app, "Data");
/// ```
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-volume.html>
#[derive(Clone, Debug)]
pub struct Volume {
    node: Node,
    cfn: Option<Resource<CfnVolume>>,
    id: Value<String>,
    zone: Value<String>,
    key: Option<Key>,
}

#[bon]
impl Volume {
    /// A volume; gp3 unless said otherwise.
    ///
    /// # Findings
    /// `volume-size` when it has neither a size nor a snapshot, `volume-key` when it has a key and is not encrypted.
    #[builder]
    #[track_caller]
    pub fn new(
        #[builder(start_fn)] scope: &dyn Construct,
        #[builder(start_fn)] id: &str,
        /// Zone, which must be that of the instance.
        #[builder(with = |zone: impl IntoValue<String>| zone.into_value())]
        availability_zone: Value<String>,
        /// Size, 1 GiB to 64 TiB by the type. Default: that of the snapshot.
        size: Option<Size>,
        /// Id of the snapshot whose data it begins with. Default: it is empty.
        #[builder(with = |id: impl IntoValue<String>| id.into_value())]
        snapshot_id: Option<Value<String>>,
        /// Type. Default: gp3.
        #[builder(default = EbsVolumeType::Gp3)]
        volume_type: EbsVolumeType,
        /// Operations per second that gp3, io1 and io2 have ready. Default: 3,000 of gp3.
        iops: Option<u32>,
        /// MiB per second that gp3 has ready, 125 to 1,000. Default: 125.
        throughput: Option<u32>,
        /// Whether the data is encrypted at rest. Default: as the account says.
        encrypted: Option<bool>,
        /// Key that encrypts it. Default: the account's key for EBS.
        encryption_key: Option<&Key>,
        /// Whether several instances can attach it; io1 and io2 only.
        #[builder(default)]
        enable_multi_attach: bool,
        /// Whether it works on after a check found that its data may be inconsistent. Default: not said.
        auto_enable_io: Option<bool>,
        /// Name, a tag. Default: none.
        volume_name: Option<&str>,
        /// What happens to it when it leaves the stack.
        #[builder(default = RemovalPolicy::Retain)]
        removal_policy: RemovalPolicy,
    ) -> Volume {
        let node = scope.node().child(id);
        if size.is_none() && snapshot_id.is_none() {
            node.error(
                "volume-size",
                "the volume has neither a size nor a snapshot to begin with",
                "give `size` or `snapshot_id`",
            );
        }
        if encryption_key.is_some() && encrypted != Some(true) {
            node.error(
                "volume-key",
                "the volume has a key and is not encrypted",
                "say `.encrypted(true)`, or leave the key out",
            );
        }
        let gibibytes = size.map(|size| i64::try_from(size.to_gibibytes()).unwrap_or(i64::MAX));
        let key = encryption_key.map(Key::key_arn);
        let cfn = bag::<CfnVolume>([
            ("AutoEnableIO", flag(auto_enable_io)),
            ("AvailabilityZone", Expr::from(&availability_zone)),
            ("Encrypted", flag(encrypted)),
            ("Iops", number(iops)),
            ("KmsKeyId", opt(key.as_ref())),
            ("MultiAttachEnabled", Expr::from(enable_multi_attach)),
            ("Size", number(gibibytes)),
            ("SnapshotId", opt(snapshot_id.as_ref())),
            ("Throughput", number(throughput)),
            ("VolumeType", Expr::from(volume_type.name())),
        ])
        .add_to(&node, "Resource");
        cfn.apply_removal_policy(removal_policy);
        if let Some(name) = volume_name {
            Tags::of(&node).add("Name", name);
        }
        if let Some(key) = encryption_key {
            let stack = node.stack();
            let use_by_ebs = PolicyStatement::allow()
                .principals([Principal::account_root()])
                .actions(["kms:DescribeKey", "kms:GenerateDataKeyWithoutPlainText"])
                .all_resources()
                .conditions(
                    Conditions::new()
                        .string_equals("kms:ViaService", ec2_service(&node))
                        .string_equals("kms:CallerAccount", stack.account()),
                );
            key.add_to_resource_policy(use_by_ebs);
        }
        let id = cfn.reference();
        Volume { node, id, zone: availability_zone, key: encryption_key.cloned(), cfn: Some(cfn) }
    }

    /// A volume that exists already.
    #[builder(finish_fn = build)]
    #[track_caller]
    pub fn from_volume_attributes(
        #[builder(start_fn)] scope: &dyn Construct,
        #[builder(start_fn)] id: &str,
        /// Id of the volume, `vol-…`.
        #[builder(with = |id: impl IntoValue<String>| id.into_value())]
        volume_id: Value<String>,
        /// Its zone.
        #[builder(with = |zone: impl IntoValue<String>| zone.into_value())]
        availability_zone: Value<String>,
        /// Key that encrypts it. Default: none that a grant needs.
        encryption_key: Option<&Key>,
    ) -> Volume {
        Volume {
            node: scope.node().child(id),
            cfn: None,
            id: volume_id,
            zone: availability_zone,
            key: encryption_key.cloned(),
        }
    }
}

/// The name by which keys know that EC2 asks for someone.
fn ec2_service(node: &Node) -> Value<String> {
    text!("ec2.{}.amazonaws.com", node.stack().region())
}

impl Volume {
    /// The resource; `None` when it is imported.
    pub fn cfn(&self) -> Option<&Resource<CfnVolume>> {
        self.cfn.as_ref()
    }

    /// Id of the volume, `vol-…`.
    pub fn volume_id(&self) -> Value<String> {
        self.id.clone()
    }

    /// Zone of the volume.
    pub fn availability_zone(&self) -> Value<String> {
        self.zone.clone()
    }

    /// Allows to attach the volume to these instances; to all where none are given.
    ///
    /// A grant to the role of an instance of this stack that names the instance itself is a cycle;
    /// use [`grant_attach_volume_by_resource_tag`](Volume::grant_attach_volume_by_resource_tag) for that.
    #[track_caller]
    pub fn grant_attach_volume(&self, grantee: &dyn Grantable, instances: &[&Instance]) -> Grant {
        let grant = self.grant(grantee, "ec2:AttachVolume", instances, None);
        self.grant_key(grantee, grant)
    }

    /// Allows to detach the volume from these instances; from all where none are given.
    #[track_caller]
    pub fn grant_detach_volume(&self, grantee: &dyn Grantable, instances: &[&Instance]) -> Grant {
        self.grant(grantee, "ec2:DetachVolume", instances, None)
    }

    /// Allows to attach the volume to everything that stands in these constructs, which get a tag that says so.
    ///
    /// `tag_key_suffix` ends the tag's key; by default it is made of the constructs.
    #[track_caller]
    pub fn grant_attach_volume_by_resource_tag(
        &self,
        grantee: &dyn Grantable,
        constructs: &[&dyn Construct],
        tag_key_suffix: Option<&str>,
    ) -> Grant {
        let tag = self.tag("VolumeGrantAttach", constructs, tag_key_suffix);
        let grant = self.grant(grantee, "ec2:AttachVolume", &[], Some(tag));
        self.grant_key(grantee, grant)
    }

    /// Allows to detach the volume from everything that stands in these constructs, which get a tag that says so.
    #[track_caller]
    pub fn grant_detach_volume_by_resource_tag(
        &self,
        grantee: &dyn Grantable,
        constructs: &[&dyn Construct],
        tag_key_suffix: Option<&str>,
    ) -> Grant {
        let tag = self.tag("VolumeGrantDetach", constructs, tag_key_suffix);
        self.grant(grantee, "ec2:DetachVolume", &[], Some(tag))
    }

    /// Gives volume and constructs the tag that the grant asks for; answers key and value.
    fn tag(&self, kind: &str, constructs: &[&dyn Construct], suffix: Option<&str>) -> [String; 2] {
        let ids = constructs.iter().map(|construct| construct.node().unique_id());
        let all: String = std::iter::once(self.node.unique_id()).chain(ids).collect();
        let value = crate::names::md5_hex(&all);
        let suffix = suffix.map_or_else(|| value[..10].to_uppercase(), str::to_owned);
        let key = format!("{kind}-{suffix}");
        Tags::of(self).add(&key, value.as_str());
        constructs.iter().for_each(|one| Tags::of(*one).add(&key, value.as_str()));
        [key, value]
    }

    #[track_caller]
    fn grant(
        &self,
        grantee: &dyn Grantable,
        action: &'static str,
        instances: &[&Instance],
        tag: Option<[String; 2]>,
    ) -> Grant {
        let stack = self.node.stack();
        let arn = |resource: Value<String>| stack.format_arn("ec2", resource);
        let mut arns = vec![arn(text!("volume/{}", self.id))];
        match instances {
            [] => arns.push(arn("instance/*".into_value())),
            some => {
                arns.extend(some.iter().map(|one| arn(text!("instance/{}", one.instance_id()))))
            }
        }
        let mut statement = PolicyStatement::allow().actions([action]).resources(arns);
        if let Some([key, value]) = tag {
            let key = format!("ec2:ResourceTag/{key}");
            let tagged = Conditions::new().with("ForAnyValue:StringEquals", key, value);
            statement = statement.conditions(tagged);
        }
        Grant::add_to_principal(&self.node, grantee, statement)
    }

    /// Lets EC2 use the volume's key for who attaches it.
    #[track_caller]
    fn grant_key(&self, grantee: &dyn Grantable, grant: Grant) -> Grant {
        let Some(key) = &self.key else { return grant };
        let conditions = Conditions::new()
            .with("Bool", "kms:GrantIsForAWSResource", true)
            .string_equals("kms:ViaService", ec2_service(&self.node))
            .string_equals("kms:GrantConstraintType", "EncryptionContextSubset");
        let statement = PolicyStatement::allow()
            .actions(["kms:CreateGrant"])
            .resources([key.key_arn()])
            .conditions(conditions);
        grant.and(Grant::add_to_principal(&self.node, grantee, statement))
    }
}

impl Construct for Volume {
    fn node(&self) -> &Node {
        &self.node
    }
}
