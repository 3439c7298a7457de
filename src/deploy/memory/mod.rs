//! An in-memory CloudFormation for tests; `BEHAVIOUR.md` beside this file says what it does.

mod work;

use super::cloud::{AwsError, Cloud, FailureKind};
use super::model::{
    ChangeSet, ChangeSetIds, DeployedResource, DeployedStack, Identity, NewChangeSet, RawChange,
    RawDetail, StackEvent, StackStatus, TemplateSource,
};
use super::template::{Template, type_of};
use indexmap::IndexMap;
use serde_json::Value;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::time::Duration;
use work::Step;

/// Properties whose change replaces a resource.
const REPLACING: [&str; 3] = ["QueueName", "FifoQueue", "TableName"];

/// Account of the credentials.
pub const ACCOUNT: &str = "111111111111";

/// What happens to a call.
#[derive(Clone, Copy, Debug)]
pub enum Fault {
    /// It is carried out and its answer lost, and the SDK makes it again.
    Lost,
    /// It is not carried out, and there is no answer.
    NoAnswer,
    /// It is refused because of too many requests.
    Throttled,
}

/// Stacks, change sets and buckets of one account.
#[derive(Default)]
pub struct Memory {
    state: RefCell<State>,
}

#[derive(Default)]
struct State {
    millis: i64,
    ids: u32,
    stacks: Vec<Stack>,
    change_sets: Vec<Held>,
    buckets: BTreeSet<String>,
    objects: BTreeMap<String, String>,
    calls: Vec<String>,
    faults: Vec<(String, usize, Fault)>,
    broken: BTreeMap<String, String>,
    stuck: BTreeSet<String>,
}

#[derive(Default)]
struct Stack {
    name: String,
    seen: DeployedStack,
    template: Option<Template>,
    resources: IndexMap<String, DeployedResource>,
    events: Vec<StackEvent>,
    steps: VecDeque<Step>,
    policy: Option<String>,
}

struct Held {
    seen: ChangeSet,
    name: String,
    request: NewChangeSet,
    template: Template,
    looks: u32,
}

impl Memory {
    /// Lets a call of the action (from 1) meet a fault.
    pub fn fault(&self, action: &str, call: usize, fault: Fault) {
        self.state.borrow_mut().faults.push((action.to_owned(), call, fault));
    }

    /// Lets every creation and update of a resource fail.
    pub fn break_resource(&self, logical_id: &str, reason: &str) {
        self.state.borrow_mut().broken.insert(logical_id.to_owned(), reason.to_owned());
    }

    /// Lets the resource be made again.
    pub fn repair_resource(&self, logical_id: &str) {
        self.state.borrow_mut().broken.remove(logical_id);
    }

    /// Lets the resource's way back fail as well.
    pub fn stick(&self, logical_id: &str) {
        self.state.borrow_mut().stuck.insert(logical_id.to_owned());
    }

    /// Gives the account a bucket.
    pub fn add_bucket(&self, name: &str) {
        self.state.borrow_mut().buckets.insert(name.to_owned());
    }

    /// The buckets.
    pub fn buckets(&self) -> Vec<String> {
        self.state.borrow().buckets.iter().cloned().collect()
    }

    /// Objects by bucket and key.
    pub fn objects(&self) -> BTreeMap<String, String> {
        self.state.borrow().objects.clone()
    }

    /// How often an action was called.
    pub fn calls(&self, action: &str) -> usize {
        self.state.borrow().calls.iter().filter(|call| *call == action).count()
    }

    /// Names and statuses of the stacks that are not deleted.
    pub fn stacks(&self) -> Vec<(String, String)> {
        let state = self.state.borrow();
        let alive = state.stacks.iter().filter(|stack| !stack.seen.status.is_deleted());
        alive.map(|stack| (stack.name.clone(), stack.seen.status.0.clone())).collect()
    }

    /// Number of change sets that wait for their execution.
    pub fn waiting_change_sets(&self) -> usize {
        let state = self.state.borrow();
        state.change_sets.iter().filter(|held| held.seen.execution_status == "AVAILABLE").count()
    }

    /// The stack's policy.
    pub fn policy(&self, stack: &str) -> Option<String> {
        let mut state = self.state.borrow_mut();
        state.find(stack).and_then(|stack| stack.policy.clone())
    }

    /// Notes the call, and gives the fault that it meets.
    fn called(&self, action: &str) -> Result<bool, AwsError> {
        let mut state = self.state.borrow_mut();
        state.calls.push(action.to_owned());
        let call = state.calls.iter().filter(|call| *call == action).count();
        let fault = state.faults.iter().find(|(name, at, _)| name == action && *at == call);
        match fault.map(|(_, _, fault)| *fault) {
            None => Ok(false),
            Some(Fault::Lost) => Ok(true),
            Some(Fault::NoAnswer) => Err(error(
                action,
                FailureKind::NoAnswer { endpoint: None },
                "",
                "no answer in time",
            )),
            Some(Fault::Throttled) => {
                Err(error(action, FailureKind::Throttled, "Throttling", "Rate exceeded"))
            }
        }
    }

    /// Carries a call out, twice where its first answer is lost.
    fn carry_out<T>(
        &self,
        action: &str,
        work: impl Fn(&mut State) -> Result<T, AwsError>,
    ) -> Result<T, AwsError> {
        let lost = self.called(action)?;
        let mut state = self.state.borrow_mut();
        if lost {
            // Nobody hears the first answer.
            let _ = work(&mut state);
        }
        work(&mut state)
    }
}

fn error(action: &str, kind: FailureKind, code: &str, message: &str) -> AwsError {
    AwsError {
        action: format!("cloudformation:{action}"),
        kind,
        code: code.to_owned(),
        message: message.to_owned(),
    }
}

fn invalid(action: &str, message: String) -> AwsError {
    error(action, FailureKind::Other, "ValidationError", &message)
}

impl State {
    fn find(&mut self, stack: &str) -> Option<&mut Stack> {
        self.stacks.iter_mut().rev().find(|known| {
            known.seen.id == stack || known.name == stack && !known.seen.status.is_deleted()
        })
    }

    fn id(&mut self, kind: &str, name: &str) -> String {
        self.ids += 1;
        format!("arn:aws:cloudformation:us-east-1:{ACCOUNT}:{kind}/{name}/{}", self.ids)
    }

    fn create_change_set(&mut self, request: &NewChangeSet) -> Result<ChangeSetIds, AwsError> {
        let action = "CreateChangeSet";
        if self
            .change_sets
            .iter()
            .any(|held| held.name == request.name && held.request.stack == request.stack)
        {
            let message = format!("ChangeSet {} already exists", request.name);
            return Err(error(
                action,
                FailureKind::AlreadyExists,
                "AlreadyExistsException",
                &message,
            ));
        }
        let text = match &request.template {
            TemplateSource::Body(body) => body.clone(),
            TemplateSource::Url(url) => self
                .objects
                .get(url)
                .cloned()
                .ok_or_else(|| invalid(action, format!("{url} is not there")))?,
        };
        let template = Template::parse(text).map_err(|why| invalid(action, why))?;
        let existing = self.find(&request.stack).map(|stack| stack.seen.clone());
        let stack_id = match (&existing, request.creates_stack) {
            (None, false) => {
                let message = format!("Stack [{}] does not exist", request.stack);
                return Err(invalid(action, message));
            }
            (Some(stack), true) if !stack.status.is_in_review() => {
                return Err(invalid(action, format!("Stack [{}] already exists", request.stack)));
            }
            (Some(stack), false) if !is_open(&stack.status) => {
                let message = format!("Stack:{} is in {} state", stack.id, stack.status.0);
                return Err(invalid(action, message));
            }
            (Some(stack), _) => stack.id.clone(),
            (None, true) => self.review(&request.stack),
        };
        let id = self.id("changeSet", &request.name);
        let failure = self.missing_value(&template);
        let old = self.find(&stack_id).and_then(|stack| stack.template.clone());
        let mut changes = raw_changes(old.as_ref(), &template);
        let same_tags = existing.is_some_and(|stack| stack.tags == request.tags);
        let same_outputs =
            old.as_ref().map(|old| &old.value["Outputs"]) == Some(&template.value["Outputs"]);
        let nothing = changes.is_empty() && same_tags && same_outputs;
        let failure = failure.or_else(|| {
            nothing.then(|| "The submitted information didn't contain changes.".to_owned())
        });
        if failure.is_some() {
            changes.clear();
        }
        let seen = ChangeSet {
            id: id.clone(),
            stack_id: stack_id.clone(),
            status: if failure.is_some() { "FAILED" } else { "CREATE_COMPLETE" }.to_owned(),
            execution_status: if failure.is_some() { "UNAVAILABLE" } else { "AVAILABLE" }
                .to_owned(),
            reason: failure,
            changes,
        };
        let (name, request) = (request.name.clone(), request.clone());
        self.change_sets.push(Held { seen, name, request, template, looks: 0 });
        Ok(ChangeSetIds { change_set: id, stack: stack_id })
    }

    /// Makes the empty stack of a first change set.
    fn review(&mut self, name: &str) -> String {
        let id = self.id("stack", name);
        let status = StackStatus("REVIEW_IN_PROGRESS".to_owned());
        let seen = DeployedStack { id: id.clone(), status, ..DeployedStack::default() };
        self.stacks.push(Stack { name: name.to_owned(), seen, ..Stack::default() });
        self.stack_event(&id, "REVIEW_IN_PROGRESS", Some("User Initiated"));
        id
    }

    fn missing_value(&self, template: &Template) -> Option<String> {
        let alive = || self.stacks.iter().filter(|stack| !stack.seen.outputs.is_empty());
        let needs = template.needs();
        let has_export = |name: &str| {
            alive()
                .any(|stack| stack.template.as_ref().is_some_and(|it| it.exports().contains(name)))
        };
        let export = needs.exports.iter().find(|name| !has_export(name));
        let stack = needs.stacks.iter().find(|name| !alive().any(|stack| stack.name == **name));
        export
            .map(|name| format!("No export named {name} found"))
            .or_else(|| stack.map(|name| format!("Stack {name} does not exist")))
    }

    fn execute(&mut self, id: &str) -> Result<(), AwsError> {
        let action = "ExecuteChangeSet";
        let Some(place) = self.change_sets.iter().position(|held| held.seen.id == id) else {
            let message = format!("ChangeSet [{id}] does not exist");
            return Err(error(action, FailureKind::Other, "ChangeSetNotFound", &message));
        };
        let held = &mut self.change_sets[place];
        if held.seen.execution_status != "AVAILABLE" {
            let status = &held.seen.execution_status;
            let message =
                format!("ChangeSet [{id}] cannot be executed in its current status of [{status}]");
            let kind = FailureKind::InvalidChangeSetStatus;
            return Err(error(action, kind, "InvalidChangeSetStatus", &message));
        }
        held.seen.execution_status = "EXECUTE_IN_PROGRESS".to_owned();
        let (stack, request) = (held.seen.stack_id.clone(), held.request.clone());
        let (template, changes) = (held.template.clone(), held.seen.changes.clone());
        self.change_sets.retain(|held| held.seen.stack_id != stack || held.seen.id == id);
        self.begin(&stack, &request, template, &changes);
        Ok(())
    }
}

fn is_open(status: &StackStatus) -> bool {
    status.is_success() || status.0 == "UPDATE_ROLLBACK_COMPLETE"
}

fn raw_changes(old: Option<&Template>, new: &Template) -> Vec<RawChange> {
    let change = |action: &str, logical_id: &str, resource: &Value| RawChange {
        action: action.to_owned(),
        logical_id: logical_id.to_owned(),
        resource_type: type_of(resource).to_owned(),
        ..RawChange::default()
    };
    let mut changes = Vec::new();
    for (logical_id, resource) in new.resources() {
        let Some(before) = old.and_then(|old| old.resource(logical_id)) else {
            changes.push(change("Add", logical_id, resource));
            continue;
        };
        if before == resource {
            continue;
        }
        let properties = |resource: &Value| resource["Properties"].as_object().cloned();
        let (before, after) =
            (properties(before).unwrap_or_default(), properties(resource).unwrap_or_default());
        let names: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
        let changed = names.into_iter().filter(|name| before.get(*name) != after.get(*name));
        let details: Vec<RawDetail> = changed
            .map(|name| RawDetail {
                property: name.clone(),
                requires_recreation: if REPLACING.contains(&name.as_str()) {
                    "Always".to_owned()
                } else {
                    "Never".to_owned()
                },
                source: "DirectModification".to_owned(),
                causing_entity: None,
            })
            .collect();
        let replaces = details.iter().any(|detail| detail.requires_recreation == "Always");
        changes.push(RawChange {
            replacement: if replaces { "True" } else { "False" }.to_owned(),
            details,
            ..change("Modify", logical_id, resource)
        });
    }
    for (logical_id, resource) in old.into_iter().flat_map(Template::resources) {
        if new.resource(logical_id).is_none() {
            changes.push(change("Remove", logical_id, resource));
        }
    }
    changes
}

impl Cloud for Memory {
    async fn identity(&self) -> Result<Identity, AwsError> {
        let arn = format!("arn:aws:iam::{ACCOUNT}:user/tester");
        Ok(Identity { account: ACCOUNT.to_owned(), arn })
    }

    async fn stack(&self, _: &str, stack: &str) -> Result<Option<DeployedStack>, AwsError> {
        self.carry_out("DescribeStacks", |state| {
            Ok(state.find(stack).map(|stack| stack.seen.clone()))
        })
    }

    async fn resources(&self, _: &str, stack: &str) -> Result<Vec<DeployedResource>, AwsError> {
        self.carry_out("ListStackResources", |state| {
            let stack = state.find(stack);
            Ok(stack.map(|stack| stack.resources.values().cloned().collect()).unwrap_or_default())
        })
    }

    async fn template(&self, _: &str, stack: &str) -> Result<Option<String>, AwsError> {
        self.carry_out("GetTemplate", |state| {
            Ok(state.find(stack).and_then(|stack| Some(stack.template.as_ref()?.text.clone())))
        })
    }

    async fn newest_event(&self, _: &str, stack: &str) -> Result<Option<String>, AwsError> {
        self.carry_out("DescribeStackEvents", |state| {
            Ok(state.find(stack).and_then(|stack| Some(stack.events.last()?.id.clone())))
        })
    }

    async fn events(
        &self,
        _: &str,
        stack: &str,
        until: Option<&str>,
    ) -> Result<Vec<StackEvent>, AwsError> {
        self.carry_out("DescribeStackEvents", |state| {
            let Some(stack) = state.find(stack) else { return Ok(Vec::new()) };
            let newest_first = stack.events.iter().rev();
            let is_new = |event: &&StackEvent| Some(event.id.as_str()) != until;
            Ok(newest_first.take_while(is_new).cloned().collect())
        })
    }

    async fn create_change_set(
        &self,
        _: &str,
        request: &NewChangeSet,
    ) -> Result<ChangeSetIds, AwsError> {
        self.carry_out("CreateChangeSet", |state| state.create_change_set(request))
    }

    async fn change_set(
        &self,
        _: &str,
        stack: &str,
        change_set: &str,
    ) -> Result<Option<ChangeSet>, AwsError> {
        self.carry_out("DescribeChangeSet", |state| {
            let held = state.change_sets.iter_mut().find(|held| {
                held.seen.id == change_set
                    || held.name == change_set
                        && (held.request.stack == stack || held.seen.stack_id == stack)
            });
            let Some(held) = held else { return Ok(None) };
            held.looks += 1;
            let mut seen = held.seen.clone();
            if held.looks == 1 {
                seen.status = "CREATE_PENDING".to_owned();
                seen.changes.clear();
            }
            Ok(Some(seen))
        })
    }

    async fn delete_change_set(&self, _: &str, change_set: &str) -> Result<(), AwsError> {
        self.carry_out("DeleteChangeSet", |state| {
            state.change_sets.retain(|held| held.seen.id != change_set);
            Ok(())
        })
    }

    async fn execute_change_set(&self, _: &str, change_set: &str, _: &str) -> Result<(), AwsError> {
        self.carry_out("ExecuteChangeSet", |state| state.execute(change_set))
    }

    async fn delete_stack(&self, _: &str, stack: &str, _: &str) -> Result<(), AwsError> {
        self.carry_out("DeleteStack", |state| state.begin_deletion(stack))
    }

    async fn set_termination_protection(
        &self,
        _: &str,
        stack: &str,
        on: bool,
    ) -> Result<(), AwsError> {
        self.carry_out("UpdateTerminationProtection", |state| {
            if let Some(stack) = state.find(stack) {
                stack.seen.termination_protection = on;
            }
            Ok(())
        })
    }

    async fn set_stack_policy(&self, _: &str, stack: &str, policy: &str) -> Result<(), AwsError> {
        self.carry_out("SetStackPolicy", |state| {
            if let Some(stack) = state.find(stack) {
                stack.policy = Some(policy.to_owned());
            }
            Ok(())
        })
    }

    async fn bucket_exists(&self, _: &str, _: &str, bucket: &str) -> Result<bool, AwsError> {
        self.carry_out("HeadBucket", |state| Ok(state.buckets.contains(bucket)))
    }

    async fn create_private_bucket(&self, _: &str, bucket: &str) -> Result<(), AwsError> {
        self.carry_out("CreateBucket", |state| {
            state.buckets.insert(bucket.to_owned());
            Ok(())
        })
    }

    async fn put_object(
        &self,
        region: &str,
        _: &str,
        bucket: &str,
        key: &str,
        body: Vec<u8>,
    ) -> Result<(), AwsError> {
        self.carry_out("PutObject", |state| {
            let url = format!("https://{bucket}.s3.{region}.amazonaws.com/{key}");
            state.objects.insert(url, String::from_utf8_lossy(&body).into_owned());
            Ok(())
        })
    }

    async fn pause(&self, time: Duration) {
        self.state.borrow_mut().pass(time);
        // Others get their turn, and an interruption is heard.
        tokio::task::yield_now().await;
    }
}
