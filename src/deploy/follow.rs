//! Follows a stack's operation by its events, to the end.

use super::cloud::{AwsError, Cloud};
use super::failure::is_cancelled;
use super::model::{StackEvent, StackStatus};
use super::names::Names;
use crate::host::{Event, Host, Operation, ResourceProgress, Running, State};
use indexmap::{IndexMap, IndexSet};
use std::collections::HashSet;
use std::time::Duration;

const FIRST_PAUSE: Duration = Duration::from_millis(200);
const LONGEST_PAUSE: Duration = Duration::from_secs(3);
/// Silence after which the user is told that the run is alive.
const HEARTBEAT: Duration = Duration::from_secs(30);
/// Time without any answer from AWS after which the run gives up; the operation itself goes on.
const PATIENCE: Duration = Duration::from_secs(300);
/// Looks at a finished stack without events after which its status is believed.
const QUIET_LOOKS: u32 = 8;

/// An operation that CloudFormation carries out.
pub struct Followed<'a> {
    /// Region of the stack.
    pub region: &'a str,
    /// Name of the stack.
    pub stack: &'a str,
    /// Its ARN.
    pub stack_id: &'a str,
    /// Construct paths.
    pub names: &'a Names,
    /// Newest event before the operation.
    pub since: Option<String>,
    /// Token of the request that started it, where this run did.
    pub token: Option<&'a str>,
}

/// How an operation ended.
#[derive(Clone, Debug, Default)]
pub struct Ended {
    /// Status of the stack.
    pub status: StackStatus,
    /// What CloudFormation says about it.
    pub reason: Option<String>,
    /// All events of the operation, oldest first, those of nested stacks among them.
    pub events: Vec<StackEvent>,
    /// How long it took.
    pub seconds: u64,
}

/// The newest event before the operation that is running, to attach to it.
pub async fn event_before_running_operation(
    cloud: &impl Cloud,
    region: &str,
    stack_id: &str,
) -> Result<Option<String>, AwsError> {
    let events = cloud.events(region, stack_id, None).await?;
    let is_start = |event: &&StackEvent| {
        event.is_of_stack()
            && matches!(
                event.status.as_str(),
                "CREATE_IN_PROGRESS" | "UPDATE_IN_PROGRESS" | "DELETE_IN_PROGRESS"
            )
    };
    let mut older = events.iter().skip_while(|event| !is_start(event));
    older.next();
    Ok(older.next().map(|event| event.id.clone()))
}

/// Tells every step of the operation until CloudFormation is done with it.
///
/// # Errors
/// When AWS refuses an answer, or gives none for five minutes.
pub async fn follow(
    cloud: &impl Cloud,
    host: &dyn Host,
    followed: &Followed<'_>,
) -> Result<Ended, AwsError> {
    let mut tracker = Tracker::new(followed);
    let mut pause = FIRST_PAUSE;
    let (mut silent, mut unanswered) = (Duration::ZERO, Duration::ZERO);
    let mut quiet_looks = 0;
    loop {
        match look(cloud, host, &mut tracker).await {
            Ok((news, status)) => {
                unanswered = Duration::ZERO;
                if news {
                    (pause, silent, quiet_looks) = (FIRST_PAUSE, Duration::ZERO, 0);
                }
                if let Some((status, reason)) = status {
                    quiet_looks += 1;
                    if tracker.has_ended || quiet_looks >= QUIET_LOOKS {
                        return Ok(tracker.end(status, reason));
                    }
                }
            }
            Err(error) if error.is_passing() && unanswered < PATIENCE => {
                if unanswered.is_zero() {
                    let (stack, message) = (followed.stack.to_owned(), error.to_string());
                    host.emit(Event::Retrying { stack, message });
                }
                unanswered += pause;
            }
            Err(error) => return Err(error),
        }
        cloud.pause(pause).await;
        silent += pause;
        tracker.waited += pause;
        if silent >= HEARTBEAT {
            silent = Duration::ZERO;
            host.emit(Event::Waiting {
                stack: followed.stack.to_owned(),
                running: tracker.running(),
            });
        }
        pause = (pause * 7 / 5).min(LONGEST_PAUSE);
    }
}

type Rest = Option<(StackStatus, Option<String>)>;

/// Looks once: whether there is news, and the status if the stack is at rest.
async fn look(
    cloud: &impl Cloud,
    host: &dyn Host,
    tracker: &mut Tracker<'_>,
) -> Result<(bool, Rest), AwsError> {
    let followed = tracker.followed;
    // The status is asked for first: events that come after it are then never missed.
    let stack = cloud.stack(followed.region, followed.stack_id).await?;
    let mut news = false;
    let mut index = 0;
    while index < tracker.stacks.len() {
        let stack_id = tracker.stacks[index].clone();
        let until = tracker.newest.get(&stack_id).cloned();
        let mut events = cloud.events(followed.region, &stack_id, until.as_deref()).await?;
        events.reverse();
        if let Some(newest) = events.last() {
            tracker.newest.insert(stack_id, newest.id.clone());
        }
        for event in events {
            news |= tracker.take(host, event);
        }
        index += 1;
    }
    let rest = match stack {
        None => Some((StackStatus("DELETE_COMPLETE".to_owned()), None)),
        Some(stack) if stack.status.is_in_progress() || stack.status.is_in_review() => None,
        Some(stack) => Some((stack.status, stack.reason)),
    };
    Ok((news, rest))
}

/// What is known of an operation so far.
struct Tracker<'a> {
    followed: &'a Followed<'a>,
    /// The stack and the nested ones that have appeared.
    stacks: IndexSet<String>,
    /// Newest event that was seen, by stack.
    newest: IndexMap<String, String>,
    seen: HashSet<String>,
    events: Vec<StackEvent>,
    /// First step of resources that are being worked on.
    started: IndexMap<(String, String), i64>,
    /// Since the last step, by the run's own clock.
    waited: Duration,
    undoing: bool,
    has_ended: bool,
}

impl<'a> Tracker<'a> {
    fn new(followed: &'a Followed<'a>) -> Self {
        let newest = followed.since.iter();
        Self {
            followed,
            stacks: IndexSet::from([followed.stack_id.to_owned()]),
            newest: newest.map(|id| (followed.stack_id.to_owned(), id.clone())).collect(),
            seen: HashSet::new(),
            events: Vec::new(),
            started: IndexMap::new(),
            waited: Duration::ZERO,
            undoing: false,
            has_ended: false,
        }
    }

    /// Takes one event in; whether it was news.
    fn take(&mut self, host: &dyn Host, event: StackEvent) -> bool {
        if !self.seen.insert(event.id.clone()) || self.is_of_earlier_operation(&event) {
            return false;
        }
        if event.is_of_stack() {
            if event.stack_id == self.followed.stack_id {
                self.undoing |= event.status.contains("ROLLBACK_IN_PROGRESS");
                self.has_ended =
                    event.status.ends_with("_COMPLETE") || event.status.ends_with("_FAILED");
            }
        } else {
            let is_nested = event.resource_type == "AWS::CloudFormation::Stack"
                && event.physical_id.starts_with("arn:");
            if is_nested {
                self.stacks.insert(event.physical_id.clone());
            }
            self.tell(host, &event);
        }
        self.waited = Duration::ZERO;
        self.events.push(event);
        true
    }

    /// A nested stack's events reach back to its creation.
    fn is_of_earlier_operation(&self, event: &StackEvent) -> bool {
        if event.stack_id == self.followed.stack_id {
            return false;
        }
        match (&event.token, self.followed.token) {
            (Some(token), Some(ours)) => token != ours,
            _ => self.events.first().is_some_and(|first| event.millis < first.millis),
        }
    }

    fn tell(&mut self, host: &dyn Host, event: &StackEvent) {
        let key = (event.stack_id.clone(), event.logical_id.clone());
        let Some((operation, step)) = event.status.split_once('_') else { return };
        let operation = match operation {
            "DELETE" => Operation::Delete,
            "UPDATE" => Operation::Update,
            _ => Operation::Create,
        };
        let state = match step {
            "IN_PROGRESS" => State::Running,
            "SKIPPED" => State::Kept,
            "FAILED" if is_cancelled(event) => State::Cancelled,
            "FAILED" => State::Failed,
            _ if self.undoing => State::Undone,
            _ => State::Done,
        };
        let begun = self.started.get(&key).copied();
        if state == State::Running {
            // CloudFormation reports a second IN_PROGRESS when it knows the physical id.
            if begun.is_some() {
                return;
            }
            self.started.insert(key, event.millis);
        } else {
            self.started.shift_remove(&key);
        }
        host.emit(Event::Resource(ResourceProgress {
            stack: self.followed.stack.to_owned(),
            path: self.path(event),
            logical_id: event.logical_id.clone(),
            resource_type: event.resource_type.clone(),
            operation,
            state,
            seconds: begun
                .filter(|_| state != State::Running)
                .map(|begun| seconds_between(begun, event.millis)),
            reason: event.reason.clone().filter(|_| state == State::Failed),
        }));
    }

    fn path(&self, event: &StackEvent) -> String {
        path_of(self.followed, &self.events, event)
    }

    fn running(&self) -> Vec<Running> {
        let newest = self.events.iter().map(|event| event.millis).max().unwrap_or(0);
        let of = |((stack_id, logical_id), begun): (&(String, String), &i64)| Running {
            path: self.path(&StackEvent {
                stack_id: stack_id.clone(),
                logical_id: logical_id.clone(),
                ..StackEvent::default()
            }),
            seconds: seconds_between(*begun, newest) + self.waited.as_secs(),
        };
        self.started.iter().map(of).collect()
    }

    fn end(mut self, status: StackStatus, reason: Option<String>) -> Ended {
        self.events.sort_by_key(|event| event.millis);
        let first = self.events.first().map_or(0, |event| event.millis);
        let last = self.events.last().map_or(0, |event| event.millis);
        Ended { status, reason, seconds: seconds_between(first, last), events: self.events }
    }
}

/// Construct path of an event's resource; in a nested stack below the path of that stack's resource.
pub fn path_of(followed: &Followed<'_>, events: &[StackEvent], event: &StackEvent) -> String {
    if event.stack_id == followed.stack_id {
        return followed.names.path(&event.logical_id);
    }
    let parent = events
        .iter()
        .find(|other| other.physical_id == event.stack_id && other.stack_id != event.stack_id);
    match parent {
        Some(parent) => {
            format!("{}/{}", path_of(followed, events, parent), event.logical_id)
        }
        None => event.logical_id.clone(),
    }
}

fn seconds_between(begun: i64, ended: i64) -> u64 {
    u64::try_from((ended - begun) / 1000).unwrap_or(0)
}
