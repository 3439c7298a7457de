//! Change sets before the question: what each stack's deployment would do.

use super::changes::{Change, of_change_set, of_templates};
use super::cloud::{AwsError, Cloud, FailureKind};
use super::model::{
    ChangeSet, ChangeSetIds, DeployedStack, NewChangeSet, Parameter, TemplateSource, token,
};
use super::names::Names;
use super::target::Target;
use super::template::Template;
use super::upload::Bucket;
use crate::error::Failure;
use crate::host::{Event, Host, Operation, StackPlan, When};
use std::collections::BTreeMap;
use std::time::Duration;

/// CloudFormation's words for a change set without changes.
const NO_CHANGES: [&str; 2] = ["didn't contain changes", "No updates are to be performed"];

/// Time in which CloudFormation is expected to finish a change set.
const CHANGE_SET_PATIENCE: Duration = Duration::from_secs(30 * 60);

/// A change set that waits for its execution.
#[derive(Clone, Debug)]
pub struct Ready {
    /// Its ids.
    pub ids: ChangeSetIds,
    /// Whether the stack is made by it.
    pub creates_stack: bool,
    /// Whether the stack came into being with it, so that nothing is left when both are deleted.
    pub owns_stack: bool,
    /// The changes.
    pub changes: Vec<Change>,
}

/// What is known of a stack's deployment before it starts.
#[derive(Clone, Debug)]
pub enum Prepared {
    /// The stack is as it should be.
    Unchanged,
    /// A change set is made.
    Ready(Ready),
    /// The change set needs values of stacks that change in the same run.
    Later {
        /// Changes of the template.
        changes: Vec<Change>,
    },
    /// The change set can be made once the failed creation is deleted.
    AfterCleanup {
        /// ARN of the failed creation.
        failed: String,
        /// Everything in the template.
        changes: Vec<Change>,
    },
}

/// What all change sets of a run share.
#[derive(Clone, Debug)]
pub struct Run {
    /// Name of the change sets and start of the requests' tokens, unique among all runs.
    pub id: String,
    /// Buckets for templates by region.
    pub buckets: BTreeMap<String, Bucket>,
}

/// Makes the change set of a stack; `None` when there is nothing to change.
pub async fn prepare(
    cloud: &impl Cloud,
    host: &dyn Host,
    run: &Run,
    target: &Target,
    deployed: Option<&DeployedStack>,
) -> Result<Option<Ready>, Failure> {
    let old = deployed_template(cloud, target, deployed).await?;
    if let (Some(deployed), Some(old)) = (deployed, &old)
        && is_same(target, deployed, old)
    {
        return Ok(None);
    }
    let (template, url) = match run.buckets.get(&target.region) {
        Some(bucket) if target.package.needs_bucket() => {
            let uploaded = bucket.upload(cloud, &target.stack.name, &target.package).await?;
            let stack = target.stack.name.clone();
            host.emit(Event::Uploaded { stack, bucket: bucket.name.clone() });
            uploaded
        }
        _ => (target.package.template.clone(), None),
    };
    let creates_stack = deployed.is_none_or(|stack| stack.status.is_in_review());
    let request = NewChangeSet {
        stack: target.stack.name.clone(),
        name: run.id.clone(),
        token: token(&run.id, &target.stack.name),
        creates_stack,
        parameters: parameters(target, &template, deployed.filter(|_| !creates_stack))?,
        capabilities: template.capabilities(),
        template: match url {
            Some(url) => TemplateSource::Url(url),
            None => TemplateSource::Body(template.text.clone()),
        },
        tags: target.stack.tags.clone(),
        notification_arns: target.stack.notification_arns.clone(),
        include_nested_stacks: template.nested_stacks().next().is_some(),
    };
    let ids = create(cloud, &target.region, &request).await?;
    let change_set = finished(cloud, &target.region, &request.stack, &ids).await;
    let ready = |changes| Ready {
        ids: ids.clone(),
        creates_stack,
        owns_stack: deployed.is_none(),
        changes,
    };
    let change_set = match change_set {
        Ok(change_set) => change_set,
        Err(error) => {
            discard(cloud, &target.region, &ready(Vec::new())).await?;
            return Err(error);
        }
    };
    if change_set.status == "FAILED" {
        discard(cloud, &target.region, &ready(Vec::new())).await?;
        let reason = change_set.reason.unwrap_or_else(|| "no reason was given".to_owned());
        if !creates_stack && NO_CHANGES.iter().any(|words| reason.contains(words)) {
            return Ok(None);
        }
        return Err(Failure::new(format!(
            "CloudFormation cannot make a change set for {}",
            request.stack
        ))
        .detail(reason)
        .next("correct the program, then run `cumulo validate` and deploy again"));
    }
    let mut changes =
        of_change_set(&change_set, old.as_ref(), &target.package.template, &target.names);
    add_nested(cloud, target, &change_set, &mut changes).await?;
    Ok(Some(ready(changes)))
}

/// Adds the changes inside nested stacks, below the paths of those stacks' resources.
async fn add_nested(
    cloud: &impl Cloud,
    target: &Target,
    change_set: &ChangeSet,
    changes: &mut Vec<Change>,
) -> Result<(), AwsError> {
    let nested_in = |change_set: &ChangeSet, above: &dyn Fn(&str) -> String| {
        let nested = change_set
            .changes
            .iter()
            .filter_map(|raw| Some((above(&raw.logical_id), raw.nested_change_set.clone()?)));
        nested.collect::<Vec<_>>()
    };
    let mut open = nested_in(change_set, &|id| target.names.path(id));
    while let Some((path, id)) = open.pop() {
        let Some(inner) = cloud.change_set(&target.region, "", &id).await? else { continue };
        let below = |logical_id: &str| format!("{path}/{logical_id}");
        open.extend(nested_in(&inner, &below));
        // The templates of nested stacks are not at hand, so that names of properties must do.
        let found = of_change_set(&inner, None, &Template::default(), &Names::default());
        changes
            .extend(found.into_iter().map(|change| Change { path: below(&change.path), ..change }));
    }
    Ok(())
}

/// What the template says, for a stack whose change set cannot be made yet.
pub async fn foresee(
    cloud: &impl Cloud,
    target: &Target,
    deployed: Option<&DeployedStack>,
) -> Result<Vec<Change>, AwsError> {
    let old = match deployed {
        Some(deployed) if deployed.status.is_failed_creation() => None,
        deployed => deployed_template(cloud, target, deployed).await?,
    };
    Ok(of_templates(old.as_ref(), &target.package.template, &target.names))
}

/// Deletes a change set that is not wanted, and the empty stack that came with it.
pub async fn discard(cloud: &impl Cloud, region: &str, ready: &Ready) -> Result<(), AwsError> {
    cloud.delete_change_set(region, &ready.ids.change_set).await?;
    if ready.owns_stack {
        cloud
            .delete_stack(region, &ready.ids.stack, &token("cumulo-discard", &ready.ids.stack))
            .await?;
    }
    Ok(())
}

/// What the user is shown of a stack.
pub fn plan(
    target: &Target,
    deployed: Option<&DeployedStack>,
    prepared: &Prepared,
    waits_for: Vec<String>,
) -> StackPlan {
    let exists = deployed
        .is_some_and(|stack| !stack.status.is_in_review() && !stack.status.is_failed_creation());
    let operation = match prepared {
        Prepared::Unchanged => Operation::Unchanged,
        _ if exists => Operation::Update,
        _ => Operation::Create,
    };
    let (when, change_set, changes) = match prepared {
        Prepared::Unchanged => (When::Now, None, Vec::new()),
        Prepared::Ready(ready) => {
            (When::Now, Some(ready.ids.change_set.clone()), ready.changes.clone())
        }
        Prepared::Later { changes } => (When::After { stacks: waits_for }, None, changes.clone()),
        Prepared::AfterCleanup { changes, .. } => (When::AfterCleanup, None, changes.clone()),
    };
    let protected_now = deployed.is_some_and(|stack| stack.termination_protection);
    StackPlan {
        stack: target.stack.name.clone(),
        operation,
        when,
        change_set,
        removes_failed_creation: matches!(prepared, Prepared::AfterCleanup { .. }),
        termination_protection: target
            .stack
            .termination_protection
            .filter(|wanted| *wanted != protected_now),
        changes,
    }
}

async fn deployed_template(
    cloud: &impl Cloud,
    target: &Target,
    deployed: Option<&DeployedStack>,
) -> Result<Option<Template>, AwsError> {
    let Some(deployed) = deployed.filter(|stack| !stack.status.is_in_review()) else {
        return Ok(None);
    };
    let text = cloud.template(&target.region, &deployed.id).await?;
    // A template that another tool deployed may be beyond this reader; values are not shown then.
    Ok(text.and_then(|text| Template::parse(text).ok()))
}

/// Whether no change set is needed to know that nothing changes.
fn is_same(target: &Target, deployed: &DeployedStack, old: &Template) -> bool {
    let template = &target.package.template;
    let needs = template.needs();
    let depends_on_more_than_its_text = template.value.get("Transform").is_some()
        || template.nested_stacks().next().is_some()
        || needs.unknown
        || !needs.exports.is_empty()
        || !needs.stacks.is_empty()
        // Dynamic references and parameters of the parameter store are read anew by each change set.
        || template.text.contains("{{resolve:")
        || template.text.contains("AWS::SSM::Parameter::Value");
    let own = &target.stack.parameters;
    !depends_on_more_than_its_text
        && !deployed.status.is_in_review()
        && old.text.trim() == template.text.trim()
        && deployed.tags == target.stack.tags
        && own.iter().all(|(name, value)| deployed.parameters.get(name) == Some(value))
}

/// Values from the assembly; what it leaves open keeps the deployed value, or the default.
fn parameters(
    target: &Target,
    template: &Template,
    deployed: Option<&DeployedStack>,
) -> Result<Vec<Parameter>, Failure> {
    let mut parameters = Vec::new();
    let mut missing = Vec::new();
    for (name, definition) in template.parameters() {
        let value = target.stack.parameters.get(name).cloned();
        let was_set = deployed.is_some_and(|stack| stack.parameters.contains_key(name));
        if value.is_some() || was_set {
            parameters.push(Parameter { name: name.to_owned(), value });
        } else if definition.get("Default").is_none() {
            missing.push(name);
        }
    }
    if missing.is_empty() {
        return Ok(parameters);
    }
    Err(Failure::new(format!(
        "{} has parameters without a value: {}",
        target.stack.name,
        missing.join(", ")
    ))
    .next("give each a default in the program, or use a stage value instead of a parameter"))
}

/// Makes the change set, also when AWS made it and its answer was lost.
async fn create(
    cloud: &impl Cloud,
    region: &str,
    request: &NewChangeSet,
) -> Result<ChangeSetIds, AwsError> {
    let error = match cloud.create_change_set(region, request).await {
        Ok(ids) => return Ok(ids),
        Err(error) => error,
    };
    // The name is this run's own: whatever has it was made by a request whose answer was lost.
    if matches!(error.kind, FailureKind::AlreadyExists | FailureKind::NoAnswer { .. })
        && let Ok(Some(made)) = cloud.change_set(region, &request.stack, &request.name).await
    {
        return Ok(ChangeSetIds { change_set: made.id, stack: made.stack_id });
    }
    Err(error)
}

/// Waits until CloudFormation is done with the change set.
async fn finished(
    cloud: &impl Cloud,
    region: &str,
    stack: &str,
    ids: &ChangeSetIds,
) -> Result<ChangeSet, Failure> {
    let mut pause = Duration::from_millis(200);
    let mut waited = Duration::ZERO;
    loop {
        match cloud.change_set(region, stack, &ids.change_set).await {
            Ok(Some(change_set)) if !is_unfinished(&change_set.status) => return Ok(change_set),
            Ok(Some(_)) => {}
            Ok(None) => {
                return Err(Failure::new(format!(
                    "the change set of {stack} is gone before it was executed"
                ))
                .next("somebody else deploys this stack or deleted the change set; run the same command again"));
            }
            Err(error) if error.is_passing() && waited < CHANGE_SET_PATIENCE => {}
            Err(error) => return Err(error.into()),
        }
        if waited >= CHANGE_SET_PATIENCE {
            return Err(Failure::new(format!(
                "CloudFormation has not finished the change set of {stack} in {} minutes",
                waited.as_secs() / 60
            )));
        }
        cloud.pause(pause).await;
        waited += pause;
        pause = (pause * 3 / 2).min(Duration::from_secs(2));
    }
}

fn is_unfinished(status: &str) -> bool {
    matches!(status, "CREATE_PENDING" | "CREATE_IN_PROGRESS" | "")
}
