//! Instances that run a cluster's tasks.

use crate::autoscaling::{AutoScalingGroup, RollingUpdate, UpdatePolicy};
use crate::ec2::{
    BlockDevice, EbsVolumeType, InstanceArchitecture, InstanceType, KeyPair, LaunchTemplate,
    MachineImage, Peer, Port, SecurityGroup,
};
use crate::ecs::{AmiHardwareType, AsgCapacityProvider, Cluster, EcsOptimizedImage};
use crate::iam::{ManagedPolicy, Principal, Role};
use crate::{Duration, Node, Size};

/// How the instances are made, and how many there are.
pub(super) struct Hosts<'a> {
    pub(super) instance_type: InstanceType,
    pub(super) machine_image: Option<MachineImage>,
    pub(super) key_pair: Option<&'a KeyPair>,
    pub(super) min: u32,
    pub(super) max: u32,
    pub(super) desired: Option<u32>,
    pub(super) disk: Size,
    pub(super) open_egress: bool,
}

impl Hosts<'_> {
    /// The instances as a capacity provider of the cluster.
    #[track_caller]
    pub(super) fn join(self, node: &Node, cluster: &Cluster) -> AsgCapacityProvider {
        let group = self.security_group(node, cluster);
        let core = ManagedPolicy::from_aws_managed_policy_name("AmazonSSMManagedInstanceCore");
        let role = Role::builder(node, "HostRole")
            .assumed_by(Principal::service("ec2.amazonaws.com"))
            .managed_policies([core])
            .build();
        let disk = BlockDevice::ebs("/dev/xvda", self.disk)
            .volume_type(EbsVolumeType::Gp3)
            .encrypted(true);
        let hardware = match self.instance_type.architecture() {
            InstanceArchitecture::Arm64 => AmiHardwareType::Arm,
            InstanceArchitecture::X86_64 => AmiHardwareType::Standard,
        };
        let image = self
            .machine_image
            .unwrap_or_else(|| EcsOptimizedImage::amazon_linux_2023_for(hardware));
        // Containers have networks of their own, one hop further than the metadata service's answers go:
        // the role of the instance is the agent's alone.
        let template = LaunchTemplate::builder(node, "LaunchTemplate")
            .instance_type(self.instance_type)
            .machine_image(image)
            .role(&role)
            .security_group(&group)
            .maybe_key_pair(self.key_pair)
            .block_devices([disk])
            .require_imdsv2(true)
            .http_endpoint(true)
            .http_put_response_hop_limit(1)
            .build();
        // One instance at a time is replaced by one with the newer image, and its tasks move before.
        let in_service = self.min.min(self.max.saturating_sub(1));
        let update = RollingUpdate::builder()
            .max_batch_size(1)
            .min_instances_in_service(in_service)
            .pause_time(Duration::minutes(2))
            .build();
        let hosts = AutoScalingGroup::builder(node, "Hosts")
            .vpc(cluster.vpc())
            .launch_template(&template)
            .min_capacity(self.min)
            .max_capacity(self.max)
            .update_policy(UpdatePolicy::Rolling(update))
            .build();
        // Deployments that change no size leave the number as scaling made it.
        if let Some(desired) = self.desired {
            check_desired(node, self.min, self.max, desired);
            if let Some(cfn) = hosts.cfn() {
                cfn.edit_properties(|group| group.set("DesiredCapacity", desired.to_string()));
            }
        }
        // Instances that are protected from scaling in would keep the stack from being deleted;
        // draining moves their tasks away all the same.
        let capacity = AsgCapacityProvider::builder(node, "Capacity")
            .auto_scaling_group(&hosts)
            .enable_managed_termination_protection(false)
            .enable_managed_draining(true)
            .build();
        cluster.add_asg_capacity_provider(&capacity).build();
        capacity
    }

    #[track_caller]
    fn security_group(&self, node: &Node, cluster: &Cluster) -> SecurityGroup {
        use crate::ec2::Connectable;
        let group = SecurityGroup::builder(node, "HostSecurityGroup")
            .vpc(cluster.vpc())
            .description("Instances of the cluster and the tasks on them")
            .allow_all_outbound(self.open_egress)
            .build();
        if !self.open_egress {
            let https = Port::https().described("HTTPS to AWS and to other services");
            group.add_egress_rule(&Peer::any_ipv4(), https);
        }
        cluster.connections().add_security_group(&group);
        group
    }
}

fn check_desired(node: &Node, min: u32, max: u32, desired: u32) {
    if !(min..=max).contains(&desired) {
        node.error(
            "group-size",
            format!("{desired} instances are wanted, of at least {min} and at most {max}"),
            "choose a number between them, or other bounds",
        );
    }
}
