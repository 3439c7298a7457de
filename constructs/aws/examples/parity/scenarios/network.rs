//! Scenarios about networks.

use super::{Scenario, stack};
use cumulo::App;
use cumulo::cidr;
use cumulo::ec2::{Connectable, Peer, Port, SecurityGroup, Vpc};

/// Scenarios of this file.
pub const SCENARIOS: &[Scenario] = &[
    ("security-groups", security_groups),
    ("vpc-default", vpc_default),
    ("vpc-one-nat", vpc_one_nat),
];

fn vpc_default(app: &App) {
    Vpc::builder(&stack(app), "Vpc").build();
}

fn vpc_one_nat(app: &App) {
    Vpc::builder(&stack(app), "Vpc").cidr(cidr!("10.20.0.0/16")).max_azs(2).nat_gateways(1).build();
}

fn security_groups(app: &App) {
    let stack = stack(app);
    let vpc = Vpc::builder(&stack, "Vpc").max_azs(2).build();
    let web = SecurityGroup::builder(&stack, "Web").vpc(&vpc).description("web tier").build();
    let db = SecurityGroup::builder(&stack, "Db")
        .vpc(&vpc)
        .description("data tier")
        .allow_all_outbound(false)
        .build();
    web.add_ingress_rule(&Peer::any_ipv4(), Port::tcp(443).described("https from anywhere"));
    db.allow_from(&web, Port::tcp(5432).described("postgres from web"));
    db.allow_internally(Port::all_traffic().described("cluster traffic"));
}
