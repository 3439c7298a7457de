//! Operations of the in-memory CloudFormation: steps that become due as its clock moves.

use super::{Stack, State, invalid};
use crate::deploy::changes::is_kept;
use crate::deploy::cloud::AwsError;
use crate::deploy::model::{DeployedResource, NewChangeSet, RawChange, StackEvent, StackStatus};
use crate::deploy::template::Template;
use indexmap::IndexMap;
use serde_json::Value;
use std::time::Duration;

/// Something that happens to a stack when its time has come.
pub enum Step {
    /// The stack's status changes.
    Status { status: &'static str, reason: Option<&'static str> },
    /// A resource's status changes.
    Resource {
        logical_id: String,
        resource_type: String,
        status: &'static str,
        reason: Option<String>,
    },
    /// What an update made is now what the stack is.
    Settle(Box<Settled>),
}

/// What a stack is after a successful operation.
pub struct Settled {
    template: Template,
    request: NewChangeSet,
    outputs: IndexMap<String, String>,
}

impl State {
    /// Lets time pass and does what has become due, a step a second.
    pub fn pass(&mut self, time: Duration) {
        let before = self.millis / 1000;
        self.millis += i64::try_from(time.as_millis()).unwrap_or(i64::MAX);
        for _ in before..self.millis / 1000 {
            let ids: Vec<String> = self.stacks.iter().map(|stack| stack.seen.id.clone()).collect();
            for id in ids {
                let step = self.find(&id).and_then(|stack| stack.steps.pop_front());
                if let Some(step) = step {
                    self.happen(&id, step);
                }
            }
        }
    }

    fn happen(&mut self, id: &str, step: Step) {
        match step {
            Step::Status { status, reason } => {
                self.stack_event(id, status, reason);
                let done = status.ends_with("_COMPLETE") || status.ends_with("_FAILED");
                for held in self.change_sets.iter_mut().filter(|held| held.seen.stack_id == id) {
                    if done && held.seen.execution_status == "EXECUTE_IN_PROGRESS" {
                        held.seen.execution_status = "EXECUTE_COMPLETE".to_owned();
                    }
                }
            }
            Step::Resource { logical_id, resource_type, status, reason } => {
                let event_id = self.id("event", &logical_id);
                let millis = self.millis;
                let Some(stack) = self.find(id) else { return };
                let physical_id = format!("{}-{logical_id}", stack.name);
                stack.events.push(StackEvent {
                    id: event_id,
                    stack_id: id.to_owned(),
                    logical_id: logical_id.clone(),
                    physical_id: physical_id.clone(),
                    resource_type: resource_type.clone(),
                    status: status.to_owned(),
                    reason: reason.clone(),
                    millis,
                    token: None,
                });
                let resource = DeployedResource {
                    logical_id: logical_id.clone(),
                    physical_id,
                    resource_type,
                    status: status.to_owned(),
                    reason,
                };
                stack.resources.insert(logical_id, resource);
            }
            Step::Settle(settled) => {
                let Some(stack) = self.find(id) else { return };
                stack.template = Some(settled.template);
                stack.seen.tags = settled.request.tags;
                stack.seen.outputs = settled.outputs;
                let set = settled.request.parameters.into_iter();
                let set = set.filter_map(|parameter| Some((parameter.name, parameter.value?)));
                stack.seen.parameters.extend(set);
            }
        }
    }

    /// Writes an event of the stack itself and gives it the status.
    pub fn stack_event(&mut self, id: &str, status: &str, reason: Option<&str>) {
        let event_id = self.id("event", "stack");
        let millis = self.millis;
        let Some(stack) = self.find(id) else { return };
        stack.seen.status = StackStatus(status.to_owned());
        stack.seen.reason = reason.map(str::to_owned);
        stack.events.push(StackEvent {
            id: event_id,
            stack_id: id.to_owned(),
            logical_id: stack.name.clone(),
            physical_id: id.to_owned(),
            resource_type: "AWS::CloudFormation::Stack".to_owned(),
            status: status.to_owned(),
            reason: reason.map(str::to_owned),
            millis,
            token: None,
        });
    }

    /// Plans the steps of an executed change set.
    pub fn begin(
        &mut self,
        id: &str,
        request: &NewChangeSet,
        template: Template,
        changes: &[RawChange],
    ) {
        let creates = request.creates_stack;
        let (begun, done) = if creates {
            ("CREATE_IN_PROGRESS", "CREATE_COMPLETE")
        } else {
            ("UPDATE_IN_PROGRESS", "UPDATE_COMPLETE")
        };
        let mut steps = vec![Step::Status { status: begun, reason: Some("User Initiated") }];
        let mut finished: Vec<&RawChange> = Vec::new();
        let mut broken = None;
        for change in changes.iter().filter(|change| change.action != "Remove") {
            let is_new = change.action == "Add";
            let (running, complete, failed) = if is_new {
                ("CREATE_IN_PROGRESS", "CREATE_COMPLETE", "CREATE_FAILED")
            } else {
                ("UPDATE_IN_PROGRESS", "UPDATE_COMPLETE", "UPDATE_FAILED")
            };
            steps.push(resource(change, running, None));
            if let Some(reason) = self.broken.get(&change.logical_id) {
                steps.push(resource(change, failed, Some(reason)));
                broken = Some(change);
                break;
            }
            steps.push(resource(change, complete, None));
            finished.push(change);
        }
        match broken {
            Some(broken) => {
                self.cancel_the_rest(changes, &finished, broken, &mut steps);
                self.roll_back(creates, &finished, broken, &mut steps);
            }
            None => {
                let old = self.find(id).and_then(|stack| stack.template.clone());
                for change in changes.iter().filter(|change| change.action == "Remove") {
                    let before = old.as_ref().and_then(|old| old.resource(&change.logical_id));
                    delete(change, before, &mut steps);
                }
                let name = request.stack.clone();
                let outputs = outputs(&name, &template);
                let request = request.clone();
                steps.push(Step::Settle(Box::new(Settled { template, request, outputs })));
                steps.push(Step::Status { status: done, reason: None });
            }
        }
        self.start(id, steps);
    }

    fn cancel_the_rest(
        &self,
        changes: &[RawChange],
        finished: &[&RawChange],
        broken: &RawChange,
        steps: &mut Vec<Step>,
    ) {
        let is_open = |change: &&RawChange| {
            change.action == "Add"
                && change.logical_id != broken.logical_id
                && !finished.iter().any(|done| done.logical_id == change.logical_id)
        };
        for change in changes.iter().filter(is_open) {
            steps.push(resource(change, "CREATE_FAILED", Some("Resource creation cancelled")));
        }
    }

    fn roll_back(
        &self,
        creates: bool,
        finished: &[&RawChange],
        broken: &RawChange,
        steps: &mut Vec<Step>,
    ) {
        let (begun, done, stuck) = if creates {
            ("ROLLBACK_IN_PROGRESS", "ROLLBACK_COMPLETE", "ROLLBACK_FAILED")
        } else {
            ("UPDATE_ROLLBACK_IN_PROGRESS", "UPDATE_ROLLBACK_COMPLETE", "UPDATE_ROLLBACK_FAILED")
        };
        steps.push(Step::Status {
            status: begun,
            reason: Some("The following resource(s) failed to create or update."),
        });
        let mut end = done;
        for change in finished.iter().rev().copied().chain([broken]) {
            let is_new = change.action == "Add";
            if self.stuck.contains(&change.logical_id) {
                let status = if is_new { "DELETE_FAILED" } else { "UPDATE_FAILED" };
                steps.push(resource(change, status, Some("it does not want to go back")));
                end = stuck;
            } else if is_new {
                steps.push(resource(change, "DELETE_IN_PROGRESS", None));
                steps.push(resource(change, "DELETE_COMPLETE", None));
            } else {
                steps.push(resource(change, "UPDATE_IN_PROGRESS", None));
                steps.push(resource(change, "UPDATE_COMPLETE", None));
            }
        }
        steps.push(Step::Status { status: end, reason: None });
    }

    /// Plans the steps of a deletion.
    pub fn begin_deletion(&mut self, name: &str) -> Result<(), AwsError> {
        let stuck = self.stuck.clone();
        let Some(stack) = self.find(name) else { return Ok(()) };
        if stack.seen.status.is_deleted() || stack.seen.status.0 == "DELETE_IN_PROGRESS" {
            return Ok(());
        }
        if stack.seen.termination_protection {
            let message =
                format!("Stack [{name}] cannot be deleted while TerminationProtection is enabled");
            return Err(invalid("DeleteStack", message));
        }
        let id = stack.seen.id.clone();
        let mut steps =
            vec![Step::Status { status: "DELETE_IN_PROGRESS", reason: Some("User Initiated") }];
        let mut end = "DELETE_COMPLETE";
        for (logical_id, held) in stack.resources.iter().rev() {
            if held.status == "DELETE_COMPLETE" {
                continue;
            }
            let change = RawChange {
                logical_id: logical_id.clone(),
                resource_type: held.resource_type.clone(),
                ..RawChange::default()
            };
            if stuck.contains(logical_id) {
                steps.push(resource(&change, "DELETE_FAILED", Some("it is not empty")));
                end = "DELETE_FAILED";
                continue;
            }
            let definition = stack.template.as_ref().and_then(|it| it.resource(logical_id));
            delete(&change, definition, &mut steps);
        }
        steps.push(Step::Status { status: end, reason: None });
        if stack.seen.status.is_in_review() {
            // There is nothing to wait for.
            self.stack_event(&id, "DELETE_COMPLETE", None);
            return Ok(());
        }
        self.start(&id, steps);
        Ok(())
    }

    /// Does the first step at once and leaves the others to time.
    fn start(&mut self, id: &str, steps: Vec<Step>) {
        let mut steps = steps.into_iter();
        if let Some(first) = steps.next() {
            self.happen(id, first);
        }
        let Some(Stack { steps: waiting, .. }) = self.find(id) else { return };
        waiting.extend(steps);
    }
}

fn delete(change: &RawChange, definition: Option<&Value>, steps: &mut Vec<Step>) {
    if is_kept(definition, "DeletionPolicy") {
        steps.push(resource(change, "DELETE_SKIPPED", None));
    } else {
        steps.push(resource(change, "DELETE_IN_PROGRESS", None));
        steps.push(resource(change, "DELETE_COMPLETE", None));
    }
}

fn resource(change: &RawChange, status: &'static str, reason: Option<&str>) -> Step {
    Step::Resource {
        logical_id: change.logical_id.clone(),
        resource_type: change.resource_type.clone(),
        status,
        reason: reason.map(str::to_owned),
    }
}

fn outputs(stack: &str, template: &Template) -> IndexMap<String, String> {
    let outputs = template.value["Outputs"].as_object();
    let value = |output: &Value| match &output["Value"] {
        Value::String(text) => text.clone(),
        value => match value["Ref"].as_str() {
            Some(logical_id) => format!("{stack}-{logical_id}"),
            None => "computed".to_owned(),
        },
    };
    outputs.into_iter().flatten().map(|(key, output)| (key.clone(), value(output))).collect()
}
