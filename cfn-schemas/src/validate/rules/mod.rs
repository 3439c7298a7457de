//! The rules beyond the schemas' own keywords. To add one: a file with `RULE`, a `mod` line, a line in [`RULES`].

mod arguments;

use super::keywords;
use super::report::{At, Report};
use super::view::View;
use crate::finding::Level;

macro_rules! rules {
    ($($name:ident),* $(,)?) => {
        $(mod $name;)*
        /// Every rule, called once per template.
        pub(crate) static RULES: &[Rule] = &[$($name::RULE),*];
    };
}

rules![
    alarm_period,
    and_function,
    base64,
    bucket_ownership,
    cidr,
    circular,
    cloudfront_origin,
    condition_functions,
    conditions,
    creation_policy,
    database_engine,
    dead_letter_queue,
    deletion_policy,
    depends_on,
    description,
    dynamic_references,
    equals_function,
    essential_container,
    fargate_size,
    fargate_task,
    find_in_map,
    for_each,
    get_att,
    get_azs,
    get_stack_output,
    if_function,
    import_value,
    inline_code,
    inline_runtime,
    instance_image,
    join,
    lambda_timeout,
    lambda_variables,
    language_extensions,
    listener_certificate,
    load_balancer_subnets,
    mapping_limit,
    mappings,
    names_shared,
    not_function,
    null_values,
    or_function,
    output_condition,
    output_limit,
    output_names,
    output_required,
    output_value,
    outputs,
    parameter_default,
    parameter_limit,
    parameter_names,
    parameter_type,
    parameters,
    pipeline_artifacts,
    pipeline_source,
    policy_document,
    queue_timeout,
    read_only,
    record_values,
    reference,
    resource_condition,
    resource_limit,
    resource_type,
    resources,
    rule_ports,
    same_identity,
    schedule_expression,
    sections,
    select,
    serverless,
    service_fargate,
    service_network,
    split,
    sub,
    sub_missing,
    subnet_overlap,
    subnet_range,
    table_attributes,
    table_throughput,
    tags,
    transform,
    unused_condition,
    unused_mapping,
    unused_parameter,
    update_policy,
    update_replace_policy,
    yaml_scalars,
];

/// A rule over the whole template.
pub(crate) struct Rule {
    /// Id of cfn-lint where it has the same rule, `C…` for our own.
    pub(crate) id: &'static str,
    pub(crate) level: Level,
    /// What it finds, in one sentence.
    pub(crate) summary: &'static str,
    pub(crate) check: for<'t> fn(&View<'t>, &mut Report<'_, 't>),
}

/// Types whose `DeletionPolicy` and `UpdateReplacePolicy` may be `Snapshot`.
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html>
const TAKES_SNAPSHOTS: &[&str] = &[
    "AWS::DocDB::DBCluster",
    "AWS::EC2::Volume",
    "AWS::ElastiCache::CacheCluster",
    "AWS::ElastiCache::ReplicationGroup",
    "AWS::Neptune::DBCluster",
    "AWS::RDS::DBCluster",
    "AWS::RDS::DBInstance",
    "AWS::Redshift::Cluster",
];

/// What there is to know about a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RuleInfo {
    /// Id that findings carry.
    pub id: &'static str,
    /// Level of its findings; single findings may be warnings though the rule is an error.
    pub level: Level,
    /// What it finds.
    pub summary: &'static str,
}

/// The rules of this folder, of the schemas' keywords and of the reader, sorted by id.
pub(super) fn all() -> Vec<RuleInfo> {
    let own =
        RULES.iter().map(|rule| RuleInfo { id: rule.id, level: rule.level, summary: rule.summary });
    let schemas =
        keywords::ALL.iter().map(|k| RuleInfo { id: k.id, level: k.level, summary: k.summary });
    let reader = [
        ("E0000", Level::Error, "The template cannot be read"),
        ("E1002", Level::Error, "The template is too large"),
        ("W1100", Level::Warning, "A YAML merge key"),
        ("W1101", Level::Warning, "A YAML alias"),
    ];
    let reader = reader.into_iter().map(|(id, level, summary)| RuleInfo { id, level, summary });
    let mut all: Vec<RuleInfo> = own.chain(schemas).chain(reader).collect();
    all.sort_unstable();
    all
}
