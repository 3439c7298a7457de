//! What kind of thing a text names: the schemas' `format`.

use std::net::{Ipv4Addr, Ipv6Addr};

use super::keywords::{self, Keyword};

/// A format of the schemas that is checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    Ipv4Network,
    Ipv6Network,
    /// A thing of AWS: row of [`THINGS`].
    Thing(usize),
}

/// Name of the format, in words, how such a text starts (empty: anyhow), and the rule about that.
const THINGS: &[(&str, &str, &str, &Keyword)] = &[
    (
        "AWS::EC2::SecurityGroup.Id",
        "the id of a security group",
        "sg-",
        &keywords::SECURITY_GROUP_ID,
    ),
    ("AWS::EC2::Subnet.Id", "the id of a subnet", "subnet-", &keywords::SUBNET_ID),
    ("AWS::EC2::VPC.Id", "the id of a VPC", "vpc-", &keywords::VPC_ID),
    ("AWS::EC2::Image.Id", "the id of an image", "", &keywords::FORMAT),
    ("AWS::IAM::Role.Arn", "the ARN of a role", "", &keywords::FORMAT),
    ("AWS::Lambda::Function.Arn", "the ARN of a function", "", &keywords::FORMAT),
    ("AWS::SNS::Topic.Arn", "the ARN of a topic", "", &keywords::FORMAT),
    ("AWS::SQS::Queue.Arn", "the ARN of a queue", "", &keywords::FORMAT),
    ("AWS::ACM::Certificate.Arn", "the ARN of a certificate", "", &keywords::FORMAT),
];

impl Format {
    pub(crate) fn parse(name: &str) -> Option<Format> {
        match name {
            "ipv4-network" => Some(Format::Ipv4Network),
            "ipv6-network" => Some(Format::Ipv6Network),
            _ => THINGS.iter().position(|(known, ..)| *known == name).map(Format::Thing),
        }
    }

    /// In words: `the id of a subnet`.
    pub(crate) fn describe(self) -> &'static str {
        match self {
            Format::Ipv4Network => "an IPv4 block such as 10.0.0.0/16",
            Format::Ipv6Network => "an IPv6 block such as 2001:db8::/56",
            Format::Thing(row) => THINGS[row].1,
        }
    }

    /// The rule that a plain text breaks, if it does.
    pub(crate) fn broken_by(self, text: &str) -> Option<&'static Keyword> {
        match self {
            Format::Ipv4Network => (!is_network::<Ipv4Addr>(text, 32)).then_some(&keywords::FORMAT),
            Format::Ipv6Network => {
                (!is_network::<Ipv6Addr>(text, 128)).then_some(&keywords::FORMAT)
            }
            Format::Thing(row) => {
                let (_, _, start, keyword) = THINGS[row];
                (!text.starts_with(start)).then_some(keyword)
            }
        }
    }
}

fn is_network<A: std::str::FromStr>(text: &str, bits: u8) -> bool {
    let Some((address, mask)) = text.split_once('/') else { return false };
    address.parse::<A>().is_ok() && mask.parse::<u8>().is_ok_and(|mask| mask <= bits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn networks_have_an_address_and_a_mask() {
        for (text, v4, v6) in [
            ("10.0.0.0/16", true, false),
            ("0.0.0.0/0", true, false),
            ("10.0.0.0", false, false),
            ("10.0.0.0/33", false, false),
            ("10.0.256.0/8", false, false),
            ("::/0", false, true),
            ("2001:db8::/129", false, false),
        ] {
            assert_eq!(Format::Ipv4Network.broken_by(text).is_none(), v4, "{text}");
            assert_eq!(Format::Ipv6Network.broken_by(text).is_none(), v6, "{text}");
        }
    }
}
