//! Networks.

use super::*;
use cumulo::ec2::NatGateways;
use cumulo::patterns::{NaclProfile, Network, Tier};

#[test]
fn network_of_a_protected_stage_has_a_nat_gateway_per_zone_and_flow_logs() {
    let (test, prod) = stages(|stack| {
        Network::builder(stack, "Network").build();
    });
    assert_eq!(count(&test, "AWS::EC2::NatGateway"), 1);
    assert_eq!(count(&prod, "AWS::EC2::NatGateway"), 2);
    assert_eq!(count(&test, "AWS::EC2::FlowLog"), 0);
    assert_eq!(count(&prod, "AWS::EC2::FlowLog"), 1);
    assert_eq!(prod.properties("AWS::Logs::LogGroup")["RetentionInDays"], 90);
    assert_eq!(
        prod.resources("AWS::Logs::LogGroup")[0].1["DeletionPolicy"],
        "RetainExceptOnCreate"
    );
}

#[test]
fn subnets_are_named_after_app_stage_tier_and_zone() {
    let (test, _) = stages(|stack| {
        Network::builder(stack, "Network").build();
    });
    let subnets = test.resources("AWS::EC2::Subnet");
    let names: Vec<&Json> = subnets.iter().map(|(_, body)| tag(body, "Name")).collect();
    let zone = serde_json::json!({ "Fn::Select": [0, { "Fn::GetAZs": "" }] });
    assert_eq!(names[0]["Fn::Join"][1][0], "shop-test-public-");
    assert_eq!(names[0]["Fn::Join"][1][1], zone);
    assert_eq!(names[2]["Fn::Join"][1][0], "shop-test-private-");
}

#[test]
fn no_subnet_hands_out_public_addresses() {
    let (test, _) = stages(|stack| {
        Network::builder(stack, "Network").isolated_subnets(true).build();
    });
    let subnets = test.resources("AWS::EC2::Subnet");
    assert_eq!(subnets.len(), 6);
    for (_, subnet) in subnets {
        assert_eq!(subnet["Properties"]["MapPublicIpOnLaunch"], false);
    }
}

#[test]
fn a_further_zone_or_tier_moves_no_subnet() {
    let blocks = |azs, isolated| -> Vec<Json> {
        let (test, _) = stages(|stack| {
            Network::builder(stack, "Network").max_azs(azs).isolated_subnets(isolated).build();
        });
        let subnets = test.resources("AWS::EC2::Subnet");
        let mut blocks: Vec<Json> = subnets
            .iter()
            .map(|(id, body)| format!("{id} {}", body["Properties"]["CidrBlock"]).into())
            .collect();
        blocks.sort_by_key(ToString::to_string);
        blocks
    };
    let (small, large) = (blocks(2, false), blocks(3, true));
    assert!(small.iter().all(|block| large.contains(block)), "{small:?}\n{large:?}");
}

#[test]
fn a_network_without_nat_lets_containers_start_by_endpoints_that_share_a_group() {
    let (test, _) = stages(|stack| {
        let network = Network::builder(stack, "Network").nat(NatGateways::None).build();
        network.add_container_endpoints();
        assert_eq!(network.subnets(Tier::Private).len(), 2);
        assert!(network.vpc().private_subnets().is_empty());
    });
    assert_eq!(count(&test, "AWS::EC2::NatGateway"), 0);
    assert_eq!(count(&test, "AWS::EC2::VPCEndpoint"), 5);
    let group = test.properties("AWS::EC2::SecurityGroup");
    assert_eq!(group["SecurityGroupIngress"][0]["FromPort"], 443);
    assert_eq!(group["SecurityGroupEgress"][0]["CidrIp"], "255.255.255.255/32");
}

#[test]
fn network_acls_let_private_subnets_be_reached_from_public_ones_only() {
    let (test, _) = stages(|stack| {
        Network::builder(stack, "Network").nacl_profile(NaclProfile::PrivateFromPublicOnly).build();
    });
    assert_eq!(count(&test, "AWS::EC2::NetworkAcl"), 1);
    assert_eq!(count(&test, "AWS::EC2::SubnetNetworkAclAssociation"), 2);
    let entries = test.resources("AWS::EC2::NetworkAclEntry");
    let allowed = entries.iter().filter(|(_, entry)| {
        let entry = &entry["Properties"];
        entry["Egress"] == false && entry["Protocol"] == -1 && entry["RuleAction"] == "allow"
    });
    assert_eq!(allowed.count(), 4, "two public and two private subnets");
}

#[test]
fn a_network_in_more_zones_than_planned_is_a_finding() {
    let found = found(|stack| {
        Network::builder(stack, "Network").max_azs(5).build();
    });
    assert!(found.contains(&"network-zones".to_owned()));
}

#[test]
fn a_regional_nat_gateway_serves_all_zones() {
    let (_, prod) = stages(|stack| {
        Network::builder(stack, "Network").regional_nat(true).build();
    });
    assert_eq!(prod.properties("AWS::EC2::NatGateway")["AvailabilityMode"], "regional");
    assert_eq!(count(&prod, "AWS::EC2::EIP"), 0);
}
