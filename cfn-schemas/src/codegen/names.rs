//! How names of CloudFormation become names of Rust.
//!
//! A name depends on nothing but the name it comes from, so that a refresh of the schemas never renames what users
//! already wrote.

/// Spellings that would fall apart into single letters.
const WORDS: [(&str, &str); 21] = [
    ("DDoS", "Ddos"),
    ("DynamoDB", "Dynamodb"),
    ("ETag", "Etag"),
    ("FSx", "Fsx"),
    ("GiB", "Gib"),
    ("GitHub", "Github"),
    ("GitLab", "Gitlab"),
    ("GraphQL", "Graphql"),
    ("IoT", "Iot"),
    ("IPv", "Ipv"),
    ("KiB", "Kib"),
    ("MiB", "Mib"),
    ("MongoDB", "Mongodb"),
    ("MySQL", "Mysql"),
    ("OAuth", "Oauth"),
    ("PostgreSQL", "Postgresql"),
    ("SaaS", "Saas"),
    ("TiB", "Tib"),
    ("VCpu", "Vcpu"),
    ("XRay", "Xray"),
    ("vCpu", "Vcpu"),
];

/// Words of Rust that `r#` makes usable.
const KEYWORDS: [&str; 48] = [
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn",
    "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let",
    "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return",
    "static", "struct", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use",
    "virtual", "where", "while", "yield",
];

/// Words that cannot be raw identifiers, and `new`, which is the constructor.
const TAKEN: [&str; 5] = ["crate", "new", "self", "super", "_"];

/// Module and feature of a resource type: `s3` of `AWS::S3::Bucket`.
pub fn service(type_name: &str) -> String {
    type_name.split("::").nth(1).unwrap_or_default().to_lowercase()
}

/// The resource part of a type name: `Bucket` of `AWS::S3::Bucket`.
pub fn resource(type_name: &str) -> String {
    type_name.split("::").skip(2).collect()
}

/// Type of a definition: its own name, of `AWS::Lambda::Function.Environment` the last part, as a Rust type.
pub fn definition(name: &str) -> String {
    let name = if name.contains("::") { name.rsplit('.').next().unwrap_or(name) } else { name };
    upper_camel(name)
}

/// Type of something described in place: the name of what holds it and the name of the property.
pub fn inline(holder: &str, property: &str) -> String {
    holder.to_owned() + &upper_camel(property)
}

/// The name with a capital first letter and without anything but letters and digits.
fn upper_camel(name: &str) -> String {
    let parts = name.split(|c: char| !c.is_ascii_alphanumeric()).filter(|part| !part.is_empty());
    let camel: String = parts.map(|part| part[..1].to_ascii_uppercase() + &part[1..]).collect();
    if camel.starts_with(|c: char| c.is_ascii_digit()) { format!("N{camel}") } else { camel }
}

/// Method, field or module of a property or resource: `vpc_id` of `VpcId`, `r#type` of `Type`.
pub fn snake(name: &str) -> String {
    let snake = words(name).join("_");
    match snake.as_str() {
        snake if KEYWORDS.contains(&snake) => format!("r#{snake}"),
        taken if TAKEN.contains(&taken) => format!("{taken}_"),
        digits if digits.starts_with(|c: char| c.is_ascii_digit()) => format!("n{digits}"),
        _ => snake,
    }
}

/// Method of an attribute: `attr_endpoint_address` of `Endpoint.Address`.
pub fn attribute(name: &str) -> String {
    format!("attr_{}", words(name).join("_"))
}

/// Constant of an allowed value: `AWS_KMS` of `aws:kms`, `V1_2` of `1.2`.
pub fn constant(value: &str) -> String {
    let name = match value {
        "" => "EMPTY".to_owned(),
        "*" => "ALL".to_owned(),
        signed
            if signed.starts_with('-') && signed[1..].starts_with(|c: char| c.is_ascii_digit()) =>
        {
            format!("MINUS_{}", words(signed).join("_").to_uppercase())
        }
        _ => words(value).join("_").to_uppercase(),
    };
    match name.chars().next() {
        None => {
            value.chars().map(|c| format!("U{:04X}", u32::from(c))).collect::<Vec<_>>().join("_")
        }
        Some(digit) if digit.is_ascii_digit() => format!("V{name}"),
        Some(_) if name == "SELF" => "SELF_".to_owned(),
        Some(_) => name,
    }
}

/// The words of a name in lower case. Acronyms are one word, their plural `s` belongs to them, digits to what precedes.
fn words(name: &str) -> Vec<String> {
    let name = WORDS.iter().fold(name.to_owned(), |name, (from, to)| name.replace(from, to));
    let chars: Vec<char> = name.chars().collect();
    let mut words = vec![String::new()];
    for (at, &c) in chars.iter().enumerate() {
        if !c.is_ascii_alphanumeric() {
            words.push(String::new());
            continue;
        }
        if c.is_ascii_uppercase() && at > 0 && starts_word(&chars, at) {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut() {
            word.push(c.to_ascii_lowercase());
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// Whether the capital letter at `at` begins a word.
fn starts_word(chars: &[char], at: usize) -> bool {
    if !chars[at - 1].is_ascii_uppercase() {
        return true;
    }
    // Within capitals the last one begins the next word, unless a lone plural `s` follows: `DBName`, `ARNs`.
    let next = chars.get(at + 1);
    let after = chars.get(at + 2);
    let plural = next == Some(&'s') && after.is_none_or(|c| !c.is_ascii_lowercase());
    next.is_some_and(char::is_ascii_lowercase) && !plural
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn properties_read_like_rust() {
        for (name, expected) in [
            ("VpcId", "vpc_id"),
            ("DBInstanceClass", "db_instance_class"),
            ("EnableDNS", "enable_dns"),
            ("IPv6CidrBlock", "ipv6_cidr_block"),
            ("Ipv6CidrBlock", "ipv6_cidr_block"),
            ("MemorySizeInMBs", "memory_size_in_mbs"),
            ("TargetGroupARNs", "target_group_arns"),
            ("VPCZoneIdentifier", "vpc_zone_identifier"),
            ("SubnetIDs", "subnet_ids"),
            ("SSEAlgorithm", "sse_algorithm"),
            ("S3Bucket", "s3_bucket"),
            ("EC2InstanceId", "ec2_instance_id"),
            ("OAuthScopes", "oauth_scopes"),
            ("IoTRoleArn", "iot_role_arn"),
            ("VCpuCount", "vcpu_count"),
            ("MaxvCpus", "max_vcpus"),
            ("SizeInGiB", "size_in_gib"),
            ("ETag", "etag"),
            ("EBSOptimized", "ebs_optimized"),
            ("AuthenticateOidcConfig", "authenticate_oidc_config"),
            ("Route53HealthCheck", "route53_health_check"),
            ("deadLetterTargetArn", "dead_letter_target_arn"),
            ("aws-region", "aws_region"),
            ("Type", "r#type"),
            ("Self", "self_"),
            ("New", "new_"),
        ] {
            assert_eq!(snake(name), expected, "{name}");
        }
    }

    #[test]
    fn values_become_constants() {
        for (value, expected) in [
            ("aws:kms", "AWS_KMS"),
            ("t2.micro", "T2_MICRO"),
            ("perMessageGroupId", "PER_MESSAGE_GROUP_ID"),
            ("1.2", "V1_2"),
            ("-1", "MINUS_1"),
            ("*", "ALL"),
            ("", "EMPTY"),
            (">=", "U003E_U003D"),
            ("Self", "SELF_"),
        ] {
            assert_eq!(constant(value), expected, "{value}");
        }
    }

    #[test]
    fn type_names_keep_their_spelling() {
        assert_eq!(service("AWS::ElasticLoadBalancingV2::LoadBalancer"), "elasticloadbalancingv2");
        assert_eq!(resource("AWS::EC2::VPC"), "VPC");
        assert_eq!(definition("AWS::Lambda::Function.Environment"), "Environment");
        assert_eq!(definition("ipv6Cidrs"), "Ipv6Cidrs");
        assert_eq!(
            inline("ServerSideEncryptionByDefault", "SSEAlgorithm"),
            "ServerSideEncryptionByDefaultSSEAlgorithm"
        );
        assert_eq!(attribute("Endpoint.Address"), "attr_endpoint_address");
    }
}
