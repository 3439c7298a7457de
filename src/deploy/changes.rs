//! Changes by construct path: from a change set, or from two templates where no change set can be made yet.

use super::model::{ChangeSet, RawChange};
use super::names::Names;
use super::template::{Template, type_of};
use serde::Serialize;
use serde_json::Value;

/// Types whose resources hold data that is gone with them.
const STATEFUL: &[&str] = &[
    "AWS::Backup::BackupVault",
    "AWS::CloudFormation::Stack",
    "AWS::CodeCommit::Repository",
    "AWS::Cognito::UserPool",
    "AWS::DocDB::DBCluster",
    "AWS::DynamoDB::GlobalTable",
    "AWS::DynamoDB::Table",
    "AWS::EC2::Volume",
    "AWS::ECR::Repository",
    "AWS::EFS::FileSystem",
    "AWS::ElastiCache::CacheCluster",
    "AWS::ElastiCache::ReplicationGroup",
    "AWS::KMS::Key",
    "AWS::Kinesis::Stream",
    "AWS::Logs::LogGroup",
    "AWS::Neptune::DBCluster",
    "AWS::OpenSearchService::Domain",
    "AWS::RDS::DBCluster",
    "AWS::RDS::DBInstance",
    "AWS::Redshift::Cluster",
    "AWS::S3::Bucket",
    "AWS::SQS::Queue",
    "AWS::SecretsManager::Secret",
];

/// What happens to a resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Action {
    /// It is made.
    Create,
    /// It is changed in place.
    Update,
    /// It is made anew and the old one goes.
    Replace,
    /// It may be made anew: only the execution shows.
    MayReplace,
    /// It goes.
    Delete,
    /// The stack forgets it, and it stays.
    Keep,
    /// The stack takes an existing one over.
    Import,
}

/// One resource that changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Change {
    /// What happens.
    pub action: Action,
    /// Construct path without the stage; the logical id where no construct is known.
    pub path: String,
    /// Logical id.
    pub logical_id: String,
    /// Resource type.
    #[serde(rename = "type")]
    pub resource_type: String,
    /// Where the construct stands in the program.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Properties that change.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub properties: Vec<PropertyChange>,
    /// Path of the changed construct that this change follows from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub because_of: Option<String>,
    /// Whether data is gone afterwards.
    pub loses_data: bool,
}

/// One property that changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PropertyChange {
    /// Name; `tags`, `metadata` and so on for what is not a property.
    pub name: String,
    /// Value in the deployed template.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
    /// Value in the new template.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// Whether it is the property that demands a new resource.
    pub replaces: bool,
}

/// Changes of a change set; values stand in the two templates.
pub fn of_change_set(
    change_set: &ChangeSet,
    old: Option<&Template>,
    new: &Template,
    names: &Names,
) -> Vec<Change> {
    let changes = change_set.changes.iter().filter(|raw| raw.action != "SyncWithActual");
    changes.map(|raw| of_raw(raw, old, new, names)).collect()
}

fn of_raw(raw: &RawChange, old: Option<&Template>, new: &Template, names: &Names) -> Change {
    let before = old.and_then(|template| template.resource(&raw.logical_id));
    let after = new.resource(&raw.logical_id);
    let action = match (raw.action.as_str(), raw.replacement.as_str()) {
        ("Add", _) => Action::Create,
        ("Import", _) => Action::Import,
        ("Remove", _) if raw.policy_action == "Retain" || is_kept(before, "DeletionPolicy") => {
            Action::Keep
        }
        ("Remove", _) => Action::Delete,
        (_, "True") => Action::Replace,
        (_, "Conditional") => Action::MayReplace,
        _ => Action::Update,
    };
    let mut properties: Vec<PropertyChange> = Vec::new();
    let mut direct = false;
    let mut because_of = None;
    for detail in &raw.details {
        direct |= detail.source == "DirectModification" || detail.source == "ParameterReference";
        if let Some(entity) = &detail.causing_entity {
            let logical_id = entity.split('.').next().unwrap_or(entity);
            if names.knows(logical_id) {
                because_of.get_or_insert_with(|| names.path(logical_id));
            }
        }
        let replaces = detail.requires_recreation == "Always";
        if detail.property.is_empty() {
            continue;
        }
        match properties.iter_mut().find(|known| known.name == detail.property) {
            Some(known) => known.replaces |= replaces,
            None => {
                let value = |resource: Option<&Value>| {
                    resource
                        .and_then(|resource| resource.get("Properties")?.get(&detail.property))
                        .filter(|_| !is_secret(&detail.property))
                        .and_then(short)
                };
                properties.push(PropertyChange {
                    name: detail.property.clone(),
                    before: value(before),
                    after: value(after),
                    replaces,
                });
            }
        }
    }
    if action != Action::Create && properties.is_empty() {
        for scope in raw.scope.iter().filter(|scope| *scope != "Properties") {
            properties.push(PropertyChange {
                name: scope.to_lowercase(),
                before: None,
                after: None,
                replaces: false,
            });
        }
    }
    let retained = matches!(
        raw.policy_action.as_str(),
        "Retain" | "Snapshot" | "ReplaceAndRetain" | "ReplaceAndSnapshot"
    );
    Change {
        action,
        path: names.path(&raw.logical_id),
        logical_id: raw.logical_id.clone(),
        resource_type: raw.resource_type.clone(),
        source: names.source(&raw.logical_id),
        properties,
        because_of: because_of.filter(|_| !direct),
        loses_data: !retained && loses_data(action, &raw.resource_type, before, after),
    }
}

/// Changes between two templates, for stacks whose change set cannot be made yet.
///
/// Whether an update replaces the resource is CloudFormation's to say, so that every changed
/// resource stands as [`Action::Update`].
pub fn of_templates(old: Option<&Template>, new: &Template, names: &Names) -> Vec<Change> {
    let mut changes = Vec::new();
    let mut add = |action, logical_id: &str, resource: &Value, properties, loses_data| {
        changes.push(Change {
            action,
            path: names.path(logical_id),
            logical_id: logical_id.to_owned(),
            resource_type: type_of(resource).to_owned(),
            source: names.source(logical_id),
            properties,
            because_of: None,
            loses_data,
        });
    };
    for (logical_id, resource) in new.resources() {
        let before = old.and_then(|template| template.resource(logical_id));
        match before {
            None => add(Action::Create, logical_id, resource, Vec::new(), false),
            Some(before) if before != resource => {
                let changed = changed_properties(before, resource);
                let replaced = type_of(before) != type_of(resource);
                let action = if replaced { Action::Replace } else { Action::Update };
                let lost = loses_data(action, type_of(before), Some(before), Some(resource));
                add(action, logical_id, resource, changed, lost);
            }
            Some(_) => {}
        }
    }
    for (logical_id, resource) in old.into_iter().flat_map(Template::resources) {
        if new.resource(logical_id).is_none() {
            let action = if is_kept(Some(resource), "DeletionPolicy") {
                Action::Keep
            } else {
                Action::Delete
            };
            let lost = loses_data(action, type_of(resource), Some(resource), None);
            add(action, logical_id, resource, Vec::new(), lost);
        }
    }
    changes
}

fn changed_properties(before: &Value, after: &Value) -> Vec<PropertyChange> {
    let empty = serde_json::Map::new();
    let section = |resource: &Value, name: &str| resource.get(name).cloned();
    let properties = |resource| section(resource, "Properties").unwrap_or(Value::Null);
    let (old, new) = (properties(before), properties(after));
    let (old, new) = (old.as_object().unwrap_or(&empty), new.as_object().unwrap_or(&empty));
    let mut names: Vec<&String> = new.keys().collect();
    names.extend(old.keys().filter(|name| !new.contains_key(*name)));
    let mut changed: Vec<PropertyChange> = names
        .into_iter()
        .filter(|name| old.get(*name) != new.get(*name))
        .map(|name| PropertyChange {
            name: name.clone(),
            before: old.get(name).filter(|_| !is_secret(name)).and_then(short),
            after: new.get(name).filter(|_| !is_secret(name)).and_then(short),
            replaces: false,
        })
        .collect();
    for other in ["Condition", "CreationPolicy", "DeletionPolicy", "DependsOn", "Metadata"]
        .into_iter()
        .chain(["UpdatePolicy", "UpdateReplacePolicy"])
    {
        if section(before, other) != section(after, other) {
            changed.push(PropertyChange {
                name: other.to_owned(),
                before: section(before, other).as_ref().and_then(short),
                after: section(after, other).as_ref().and_then(short),
                replaces: false,
            });
        }
    }
    changed
}

/// Whether the resource's data is gone when `resource_type` goes without a trace.
fn loses_data(
    action: Action,
    resource_type: &str,
    before: Option<&Value>,
    after: Option<&Value>,
) -> bool {
    let kept = match action {
        Action::Delete => is_saved(before, "DeletionPolicy"),
        Action::Replace | Action::MayReplace => is_saved(after, "UpdateReplacePolicy"),
        _ => true,
    };
    !kept && is_stateful(resource_type)
}

/// Whether resources of the type hold data.
pub fn is_stateful(resource_type: &str) -> bool {
    STATEFUL.contains(&resource_type)
}

/// Whether the policy keeps the resource.
pub fn is_kept(resource: Option<&Value>, policy: &str) -> bool {
    let value = resource.and_then(|resource| resource.get(policy)?.as_str());
    matches!(value, Some("Retain" | "RetainExceptOnCreate"))
}

/// Whether the policy keeps the resource or its data.
pub fn is_saved(resource: Option<&Value>, policy: &str) -> bool {
    let value = resource.and_then(|resource| resource.get(policy)?.as_str());
    is_kept(resource, policy) || value == Some("Snapshot")
}

/// Values of properties that may hold secrets are never shown.
fn is_secret(property: &str) -> bool {
    ["Password", "Secret", "Token", "Credential"].iter().any(|word| property.contains(word))
}

/// A value where it is short enough to stand in a line.
fn short(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Number(_) | Value::Bool(_) => value.to_string(),
        _ => return None,
    };
    (text.chars().count() <= 60 && !text.contains('\n')).then_some(text)
}

/// Numbers of a plan's summary line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Counts {
    /// Resources that are made or taken over.
    pub create: usize,
    /// Resources that change in place.
    pub update: usize,
    /// Resources that are, or may be, made anew.
    pub replace: usize,
    /// Resources that go or are forgotten.
    pub delete: usize,
}

impl Counts {
    /// Counts changes.
    pub fn of<'a>(changes: impl IntoIterator<Item = &'a Change>) -> Self {
        let mut counts = Self::default();
        for change in changes {
            match change.action {
                Action::Create | Action::Import => counts.create += 1,
                Action::Update => counts.update += 1,
                Action::Replace | Action::MayReplace => counts.replace += 1,
                Action::Delete | Action::Keep => counts.delete += 1,
            }
        }
        counts
    }
}
