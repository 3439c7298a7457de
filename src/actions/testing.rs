//! Stages of hand-made stacks, deployed to an in-memory CloudFormation.

use super::deploy::{self, Deployment, Report};
use super::destroy::{self, Destruction};
use crate::deploy::memory::{ACCOUNT, Memory};
use crate::deploy::target::{Target, targets};
use crate::error::{Exit, Failure};
use crate::host::{Answer, Host, RecordingHost};
use cumulo_core::assembly::{ResourceOrigin, Stack, Stage};
use indexmap::IndexMap;
use serde_json::{Value, json};
use std::cell::Cell;
use std::sync::Arc;
use tempfile::TempDir;

/// The stage `test` of the app `shop`, and the account that it is deployed to.
pub struct World {
    pub cloud: Memory,
    pub folder: TempDir,
    pub stage: Stage,
    pub yes: bool,
    pub allow_replace: Vec<String>,
    runs: Cell<u32>,
}

/// How a run ended, and what it told.
pub struct Ran {
    pub result: Result<Report, Failure>,
    pub host: Arc<RecordingHost>,
}

impl World {
    pub fn new() -> Self {
        let stage = Stage {
            name: Some("test".to_owned()),
            account: Some(ACCOUNT.to_owned()),
            region: Some("us-east-1".to_owned()),
            protected: false,
            stacks: Vec::new(),
        };
        let folder = tempfile::tempdir().expect("a temporary folder");
        let cloud = Memory::default();
        Self { cloud, folder, stage, yes: false, allow_replace: Vec::new(), runs: Cell::new(0) }
    }

    /// Adds the stack `test-ID`, or gives it another template.
    pub fn stack(&mut self, id: &str, template: &Value, dependencies: &[&str]) -> &mut Stack {
        let template_file = self.folder.path().join(format!("{id}.template.json"));
        std::fs::write(&template_file, template.to_string()).expect("a template");
        let resources = template["Resources"].as_object().expect("resources");
        let origin = |(line, logical_id): (usize, &String)| {
            let path = format!("test/{id}/{logical_id}/Resource");
            let source = Some(format!("src/main.rs:{}:5", line + 10));
            (logical_id.clone(), ResourceOrigin { path, source })
        };
        let stack = Stack {
            id: id.to_owned(),
            name: format!("test-{id}"),
            path: format!("test/{id}"),
            account: Some(ACCOUNT.to_owned()),
            region: None,
            template_file,
            dependencies: dependencies.iter().map(|id| (*id).to_owned()).collect(),
            tags: IndexMap::from([("app".to_owned(), "shop".to_owned())]),
            parameters: IndexMap::new(),
            termination_protection: None,
            notification_arns: Vec::new(),
            stack_policy: None,
            nested_templates: IndexMap::new(),
            origins: resources.keys().enumerate().map(origin).collect(),
        };
        let place = self.stage.stacks.iter().position(|known| known.id == id);
        let place = place.unwrap_or(self.stage.stacks.len());
        self.stage.stacks.truncate(self.stage.stacks.len().max(place));
        if place < self.stage.stacks.len() {
            self.stage.stacks[place] = stack;
        } else {
            self.stage.stacks.push(stack);
        }
        &mut self.stage.stacks[place]
    }

    pub fn targets(&self) -> Vec<Target> {
        targets(&self.stage, &self.stage.stacks, None).expect("templates in an order")
    }

    pub fn deployment(&self) -> Deployment {
        self.runs.set(self.runs.get() + 1);
        Deployment {
            app: Some("shop".to_owned()),
            stage: "test".to_owned(),
            protected: self.stage.protected,
            account: ACCOUNT.to_owned(),
            targets: self.targets(),
            yes: self.yes,
            allow_replace: self.allow_replace.iter().cloned().collect(),
            run: format!("run-{}", self.runs.get()),
        }
    }

    /// Deploys and answers questions in this order.
    pub async fn deploy(&self, answers: &[Answer]) -> Ran {
        self.deploy_until(answers, std::future::pending()).await
    }

    /// Deploys until the interruption.
    pub async fn deploy_until(
        &self,
        answers: &[Answer],
        interrupt: impl Future<Output = ()>,
    ) -> Ran {
        let host = Arc::new(RecordingHost::answering(answers.iter().copied()));
        let shared: Arc<dyn Host> = host.clone();
        let result = deploy::deploy(&self.cloud, &shared, &self.deployment(), interrupt).await;
        Ran { result, host }
    }

    /// Destroys and answers questions in this order.
    pub async fn destroy(
        &self,
        answers: &[Answer],
    ) -> (Result<destroy::Report, Failure>, Arc<RecordingHost>) {
        let host = Arc::new(RecordingHost::answering(answers.iter().copied()));
        let shared: Arc<dyn Host> = host.clone();
        let destruction = Destruction {
            app: Some("shop".to_owned()),
            stage: "test".to_owned(),
            targets: self.targets(),
            yes: self.yes,
            run: "destroy".to_owned(),
        };
        (destroy::destroy(&self.cloud, &shared, &destruction).await, host)
    }
}

impl Ran {
    /// The report of a run that must have succeeded.
    #[track_caller]
    pub fn fine(self) -> Report {
        match self.result {
            Ok(report) => report,
            Err(failure) => panic!("{failure:?}\n{}", self.host.text()),
        }
    }

    /// The failure of a run that must have ended with this code.
    #[track_caller]
    pub fn failed(self, exit: Exit) -> (Failure, String) {
        let text = self.host.text();
        match self.result {
            Err(failure) if failure.exit == exit => (failure, text),
            other => panic!("expected {exit:?}, got {other:?}\n{text}"),
        }
    }
}

/// A queue whose messages stay hidden for `seconds`.
pub fn queue(seconds: u32) -> Value {
    json!({
        "Resources": {
            "Jobs": { "Type": "AWS::SQS::Queue", "Properties": { "VisibilityTimeout": seconds } },
        },
        "Outputs": {
            "JobsUrl": { "Value": { "Ref": "Jobs" } },
            "PublishOutputRefJobs": { "Value": { "Ref": "Jobs" } },
        },
    })
}

/// A topic that reads an output of the stack `test-Data`.
pub fn reader() -> Value {
    json!({ "Resources": { "News": { "Type": "AWS::SNS::Topic", "Properties": {
        "DisplayName": {
            "Fn::GetStackOutput": { "StackName": "test-Data", "OutputName": "JobsUrl" },
        },
    } } } })
}
