//! Scenarios about DNS and certificates.

use super::{Scenario, stack};
use cumulo::App;
use cumulo::acm::{Certificate, CertificateValidation};
use cumulo::ec2::Vpc;
use cumulo::elbv2::{ApplicationLoadBalancer, FixedResponse, Listen};
use cumulo::route53::{HostedZone, Record, RecordSet};

/// Scenarios of this file.
pub const SCENARIOS: &[Scenario] = &[("dns-certificate", dns_certificate)];

fn dns_certificate(app: &App) {
    let stack = stack(app);
    let zone = HostedZone::builder(&stack, "Zone").zone_name("example.com").build();
    let certificate = Certificate::builder(&stack, "Cert")
        .domain_name("*.example.com")
        .validation(CertificateValidation::from_dns(&zone))
        .build();
    let vpc = Vpc::builder(&stack, "Vpc").max_azs(2).build();
    let lb = ApplicationLoadBalancer::builder(&stack, "Lb").vpc(&vpc).internet_facing(true).build();
    lb.add_listener("Https", Listen::https(443, &certificate))
        .default_action(FixedResponse::new(200))
        .build();
    RecordSet::builder(&stack, "Alias")
        .zone(&zone)
        .record_name("www")
        .record(Record::a_alias(&lb))
        .build();
}
