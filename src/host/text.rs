//! Events in words. The same sentences serve terminals and logs.

use super::event::{
    DestroyPlan, DestroyResource, Event, Operation, Plan, ResourceProgress, StackFailure,
    StackPlan, State, When,
};
use super::style::{BAD, CHANGED, Glyphs, KEPT, QUIET, REPLACED, STRONG, count, duration, paint};
use crate::deploy::changes::{Action, Change, Counts};
use std::fmt::Write as _;

/// Most properties of one resource that the plan shows.
const MOST_PROPERTIES: usize = 4;

/// Turns events into text.
#[derive(Clone, Copy, Debug)]
pub struct Writer {
    /// Glyphs to use.
    pub glyphs: Glyphs,
}

impl Writer {
    /// The event as lines, each with its line end; empty for what has no words here.
    pub fn text(self, event: &Event) -> String {
        match event {
            Event::Environment { stage, account, regions, identity, endpoint } => {
                let who = identity.rsplit_once(':').map_or(identity.as_str(), |(_, who)| who);
                let mut text = format!(
                    "{}   account {account}   {}   as {who}\n",
                    paint(STRONG, stage),
                    regions.join(", ")
                );
                if let Some(endpoint) = endpoint {
                    let _ = writeln!(text, "endpoint {endpoint} (not AWS)");
                }
                text
            }
            Event::Attached { stack, status } => {
                format!("{stack} is busy ({status}), started by an earlier run; attaching\n")
            }
            Event::Settled { stack, status } => {
                format!("{stack} is at rest ({status}); going on\n")
            }
            Event::BucketCreated { bucket } => {
                format!("made the private bucket {bucket} for templates\n")
            }
            Event::Uploaded { stack, bucket } => {
                format!("put the templates of {stack} into the bucket {bucket}\n")
            }
            Event::Plan(plan) => self.plan(plan, false),
            Event::Details(plan) => self.plan(plan, true),
            Event::PlanGrew(stack) => format!(
                "\nthe change set of {} holds more than could be foreseen:\n{}\n",
                stack.stack,
                self.stack_changes(stack, false)
            ),
            Event::Started { stack, operation, .. } => {
                format!("{stack}   {}\n", doing(*operation))
            }
            Event::Resource(progress) => self.resource(progress),
            Event::Waiting { stack, running } => {
                if running.is_empty() {
                    return format!("{stack}   waiting for CloudFormation\n");
                }
                let names = running
                    .iter()
                    .map(|one| format!("{} {}", one.path, duration(one.seconds)))
                    .collect::<Vec<_>>();
                format!("{stack}   still at work: {}\n", names.join(", "))
            }
            Event::Retrying { stack, message } => {
                format!("{stack}   {message}; asking again, the operation goes on meanwhile\n")
            }
            Event::Finished { stack, operation, seconds } => {
                let (glyph, style) = self.glyphs.state(State::Done);
                format!(
                    "{} {stack} {} in {}\n",
                    paint(style, glyph),
                    done(*operation),
                    duration(*seconds)
                )
            }
            Event::Failure(failure) => self.failure(failure),
            Event::Outputs { .. } => String::new(),
            Event::Discarded { stacks } if stacks.is_empty() => String::new(),
            Event::Discarded { stacks } => {
                format!("deleted the change sets of {}\n", stacks.join(", "))
            }
            Event::DestroyPlan(plan) => self.destroy_plan(plan),
            Event::Leftovers { stack, resources } => self.leftovers(stack, resources),
            Event::Deployed { stage, created, updated, unchanged, seconds } => {
                self.deployed(stage, [*created, *updated, *unchanged], *seconds)
            }
            Event::Destroyed { stage, stacks: 0, .. } => {
                let (glyph, style) = self.glyphs.state(State::Done);
                format!("{} nothing to destroy: {stage} has no stacks\n", paint(style, glyph))
            }
            Event::Destroyed { stage, stacks, kept, seconds } => {
                let (glyph, style) = self.glyphs.state(State::Done);
                let kept = match kept {
                    0 => String::new(),
                    kept => format!("; {} kept", count(*kept, "resource")),
                };
                format!(
                    "{} {stage} destroyed: {} deleted in {}{kept}\n",
                    paint(style, glyph),
                    count(*stacks, "stack"),
                    duration(*seconds)
                )
            }
        }
    }

    /// The outputs, one per line, for standard output.
    pub fn outputs(self, event: &Event) -> String {
        let Event::Outputs { stacks } = event else { return String::new() };
        let mut text = String::new();
        for (stack, outputs) in stacks {
            let width = outputs.keys().map(|key| key.chars().count()).max().unwrap_or(0);
            for (key, value) in outputs {
                let _ = writeln!(text, "{stack}.{key:<width$}   {value}");
            }
        }
        text
    }

    fn deployed(self, stage: &str, stacks: [usize; 3], seconds: u64) -> String {
        let (glyph, style) = self.glyphs.state(State::Done);
        let glyph = paint(style, glyph);
        let [created, updated, unchanged] = stacks;
        if created + updated == 0 {
            return format!(
                "{glyph} {stage}: no changes ({} compared)\n",
                count(unchanged, "stack")
            );
        }
        let parts = [(created, "created"), (updated, "updated"), (unchanged, "unchanged")];
        let parts = parts.iter().filter(|(number, _)| *number > 0);
        let parts: Vec<String> =
            parts.map(|(number, word)| format!("{} {word}", count(*number, "stack"))).collect();
        format!("{glyph} {stage} deployed: {} in {}\n", parts.join(", "), duration(seconds))
    }

    fn plan(self, plan: &Plan, details: bool) -> String {
        let mut text = String::new();
        for stack in &plan.stacks {
            text.push('\n');
            text.push_str(&self.stack_plan(stack, details));
        }
        let Counts { create, update, replace, delete } = plan.counts();
        let _ = writeln!(
            text,
            "\n{create} to create, {update} to update, {replace} to replace, {delete} to delete"
        );
        text
    }

    fn stack_plan(self, stack: &StackPlan, details: bool) -> String {
        let word = match stack.operation {
            Operation::Create => "new stack",
            Operation::Update => "update",
            Operation::Delete => "delete",
            Operation::Unchanged => "no changes",
        };
        let mut text = format!("{}   {word}\n", paint(STRONG, &stack.stack));
        if stack.removes_failed_creation {
            let _ = writeln!(
                text,
                "  its first creation failed and left nothing behind; the empty stack is deleted first"
            );
        }
        if let When::After { stacks } = &stack.when {
            let known = match (stack.operation, stack.changes.is_empty()) {
                (Operation::Create, _) => "; its template holds",
                (_, false) => "; its template changes",
                (_, true) => "; its template stays as it is",
            };
            let others = stacks.join(", ");
            let _ = writeln!(
                text,
                "  reads values of {others}, so its change set is made after that{known}"
            );
        }
        text.push_str(&self.stack_changes(stack, details));
        match stack.termination_protection {
            Some(true) => {
                let _ = writeln!(text, "  termination protection is switched on");
            }
            Some(false) => {
                let _ =
                    writeln!(text, "  termination protection is {}", paint(BAD, "switched off"));
            }
            None => {}
        }
        text
    }

    fn stack_changes(self, stack: &StackPlan, details: bool) -> String {
        let width = stack.changes.iter().map(|change| change.path.chars().count()).max();
        let width = width.unwrap_or(0).min(50);
        let mut text = String::new();
        // Causes come first; what follows from them after.
        let (causes, effects): (Vec<&Change>, Vec<&Change>) =
            stack.changes.iter().partition(|change| change.because_of.is_none());
        for change in causes.into_iter().chain(effects) {
            text.push_str(&self.change(change, width, details));
        }
        if stack.when == When::Now
            && stack.operation == Operation::Update
            && stack.changes.is_empty()
        {
            text.push_str("  only outputs, tags or settings of the stack change\n");
        }
        text
    }

    fn change(self, change: &Change, width: usize, details: bool) -> String {
        let (glyph, word, style) = self.glyphs.action(change.action);
        let mut text = format!(
            "  {} {:<width$}   {}",
            paint(style, format_args!("{glyph} {word:<7}")),
            change.path,
            paint(QUIET, &change.resource_type)
        );
        if let Some(cause) = &change.because_of {
            let _ = write!(text, "   because of {cause}");
        }
        if change.loses_data {
            let _ = write!(text, "   {}", paint(REPLACED, "DATA IS LOST"));
        }
        text.push('\n');
        let most = if details { usize::MAX } else { MOST_PROPERTIES };
        for property in change.properties.iter().take(most) {
            let value = |value: &Option<String>| value.clone();
            let arrow = self.glyphs.arrow();
            let values = match (value(&property.before), value(&property.after)) {
                (Some(before), Some(after)) if before != after => {
                    format!("   {before} {arrow} {after}")
                }
                (None, Some(after)) => format!("   {arrow} {after}"),
                (Some(before), None) => format!("   {before} {arrow} (other)"),
                _ => String::new(),
            };
            let replaces = if property.replaces { "   forces the replacement" } else { "" };
            let _ = writeln!(text, "      {}{values}{}", property.name, paint(REPLACED, replaces));
        }
        if change.properties.len() > most {
            let _ = writeln!(text, "      and {} more", change.properties.len() - most);
        }
        if details && let Some(source) = &change.source {
            let _ = writeln!(text, "      {}", paint(QUIET, source));
        }
        text
    }

    fn resource(self, progress: &ResourceProgress) -> String {
        let (glyph, style) = self.glyphs.state(progress.state);
        let word = match (progress.state, progress.operation) {
            (State::Running, operation) => doing(operation),
            (State::Done, operation) => done(operation),
            (State::Failed, _) => "failed",
            (State::Cancelled, _) => "cancelled",
            (State::Undone, Operation::Delete) => "removed again",
            (State::Undone, _) => "put back",
            (State::Kept, _) => "kept",
        };
        let time = progress.seconds.filter(|seconds| *seconds > 0);
        let time = time.map(|seconds| format!("   {}", duration(seconds))).unwrap_or_default();
        let mut text = format!("  {} {}   {word}{time}\n", paint(style, glyph), progress.path);
        if let Some(reason) = &progress.reason {
            let _ = writeln!(text, "      {reason}");
        }
        text
    }

    fn failure(self, failure: &StackFailure) -> String {
        let (glyph, style) = self.glyphs.state(State::Failed);
        let end = if failure.rolled_back {
            "rolled back".to_owned()
        } else {
            format!("ended in {}", failure.status)
        };
        let mut text = format!(
            "\n{} {} failed after {} and {end}\n\n",
            paint(style, glyph),
            failure.stack,
            duration(failure.seconds)
        );
        let place = failure.path.as_deref().unwrap_or(&failure.stack);
        let _ = write!(text, "{}   {place}", paint(BAD, "cause"));
        if let Some(resource_type) = &failure.resource_type {
            let _ = write!(text, "   {}", paint(QUIET, resource_type));
        }
        if let Some(source) = &failure.source {
            let _ = write!(text, "   {source}");
        }
        let _ = writeln!(text, "\n        {}", failure.message);
        if let Some(permission) = &failure.missing_permission {
            let _ = writeln!(text, " fix    allow {permission} for the deploying role");
        }
        for (path, reason) in &failure.stuck {
            let _ = writeln!(
                text,
                "{}   {path} could not be put back: {reason}",
                paint(CHANGED, "stuck")
            );
        }
        if failure.cancelled > 0 {
            let _ = writeln!(
                text,
                "{}",
                paint(
                    QUIET,
                    format!(
                        "not causes: {} cancelled by the failure",
                        count(failure.cancelled, "resource")
                    )
                )
            );
        }
        text.push('\n');
        text
    }

    fn destroy_plan(self, plan: &DestroyPlan) -> String {
        let mut text = String::new();
        for stack in &plan.stacks {
            let _ = writeln!(
                text,
                "\n{}   {}",
                paint(STRONG, &stack.stack),
                count(stack.resources.len(), "resource")
            );
            let width = stack.resources.iter().map(|one| one.path.chars().count()).max();
            let width = width.unwrap_or(0).min(50);
            for resource in &stack.resources {
                let action = if resource.kept { Action::Keep } else { Action::Delete };
                let (glyph, word, style) = self.glyphs.action(action);
                let lost = if resource.loses_data {
                    format!("   {}", paint(REPLACED, "DATA IS LOST"))
                } else {
                    String::new()
                };
                let _ = writeln!(
                    text,
                    "  {} {:<width$}   {}{lost}",
                    paint(style, format_args!("{glyph} {word:<7}")),
                    resource.path,
                    paint(QUIET, &resource.resource_type)
                );
            }
        }
        let all = || plan.stacks.iter().flat_map(|stack| &stack.resources);
        let kept = all().filter(|resource| resource.kept).count();
        let _ = writeln!(
            text,
            "\n{} with {} to delete, {kept} to keep. This cannot be undone.",
            count(plan.stacks.len(), "stack"),
            count(all().count() - kept, "resource")
        );
        text
    }

    fn leftovers(self, stack: &str, resources: &[DestroyResource]) -> String {
        let mut text = format!("{stack} leaves in the account:\n");
        for resource in resources {
            let (glyph, style) = self.glyphs.state(State::Kept);
            let _ = writeln!(
                text,
                "  {} {}   {}   {}",
                paint(style, glyph),
                resource.path,
                paint(KEPT, &resource.resource_type),
                resource.physical_id
            );
        }
        text
    }
}

/// The operation while it goes on.
pub fn doing(operation: Operation) -> &'static str {
    match operation {
        Operation::Create => "creating",
        Operation::Update => "updating",
        Operation::Delete => "deleting",
        Operation::Unchanged => "unchanged",
    }
}

fn done(operation: Operation) -> &'static str {
    match operation {
        Operation::Create => "created",
        Operation::Update => "updated",
        Operation::Delete => "deleted",
        Operation::Unchanged => "unchanged",
    }
}
