//! Hand-made cloud assemblies.

use serde_json::{Map, Value, json};
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// A cloud assembly with one stage, `test`, in a folder of its own.
pub struct Assembly {
    folder: TempDir,
    account: String,
    app: String,
    protected: bool,
    artifacts: Map<String, Value>,
}

impl Assembly {
    pub fn new(account: &str) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        std::fs::create_dir(folder.path().join("test")).expect("the stage's folder");
        let assembly = Self {
            folder,
            account: account.to_owned(),
            app: "shop".to_owned(),
            protected: false,
            artifacts: Map::new(),
        };
        assembly.write();
        assembly
    }

    pub fn protect(&mut self) {
        self.protected = true;
        self.write();
    }

    pub fn rename_app(&mut self, app: &str) {
        self.app = app.to_owned();
        for artifact in self.artifacts.values_mut() {
            artifact["properties"]["tags"]["app"] = json!(app);
        }
        self.write();
    }

    /// Adds the stack `test-ID`, or gives it another template.
    pub fn stack(&mut self, id: &str, template: &Value, dependencies: &[&str]) {
        let file = format!("{id}.template.json");
        let text = serde_json::to_string_pretty(template).expect("a template");
        std::fs::write(self.stage().join(&file), text).expect("a template file");
        let mut metadata = Map::new();
        for (line, logical_id) in
            template["Resources"].as_object().into_iter().flat_map(Map::keys).enumerate()
        {
            let entry = json!([{
                "type": "aws:cdk:logicalId",
                "data": logical_id,
                "trace": [format!("src/main.rs:{}:5", line + 10)],
            }]);
            metadata.insert(format!("/test/{id}/{logical_id}/Resource"), entry);
        }
        let artifact = json!({
            "type": "aws:cloudformation:stack",
            "environment": format!("aws://{}/us-east-1", self.account),
            "displayName": format!("test/{id}"),
            "dependencies": dependencies,
            "properties": {
                "stackName": format!("test-{id}"),
                "templateFile": file,
                "tags": { "app": self.app, "stage": "test" },
            },
            "metadata": metadata,
        });
        self.artifacts.insert(id.to_owned(), artifact);
        self.write();
    }

    /// Sets a property of the stack's artifact.
    pub fn set(&mut self, id: &str, property: &str, value: Value) {
        self.artifacts[id]["properties"][property] = value;
        self.write();
    }

    /// Writes a file beside the stage's templates.
    pub fn file(&self, name: &str, content: &str) {
        std::fs::write(self.stage().join(name), content).expect("a file");
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    fn stage(&self) -> PathBuf {
        self.folder.path().join("test")
    }

    fn write(&self) {
        let outer = json!({
            "version": "36.0.0",
            "cumulo:app": { "name": self.app },
            "artifacts": { "test": {
                "type": "cdk:cloud-assembly",
                "properties": { "directoryName": "test", "displayName": "test" },
            } },
        });
        let inner = json!({
            "version": "36.0.0",
            "cumulo:stage": {
                "name": "test",
                "account": self.account,
                "region": "us-east-1",
                "protected": self.protected,
            },
            "artifacts": self.artifacts,
        });
        for (folder, manifest) in [(self.folder.path().to_path_buf(), outer), (self.stage(), inner)]
        {
            let text = serde_json::to_string_pretty(&manifest).expect("a manifest");
            std::fs::write(folder.join("manifest.json"), text).expect("a manifest file");
        }
    }
}

/// A queue whose messages stay hidden for `seconds`, and its ARN.
pub fn queue(seconds: u32) -> Value {
    json!({
        "Resources": {
            "Jobs": { "Type": "AWS::SQS::Queue", "Properties": { "VisibilityTimeout": seconds } },
        },
        "Outputs": { "JobsArn": { "Value": { "Fn::GetAtt": ["Jobs", "Arn"] } } },
    })
}

/// A topic, and a parameter that holds the ARN of the queue in the stack `test-Data`.
pub fn topic_of_queue() -> Value {
    json!({
        "Resources": {
            "News": { "Type": "AWS::SNS::Topic" },
            "Address": { "Type": "AWS::SSM::Parameter", "Properties": {
                "Type": "String",
                "Value": { "Fn::GetStackOutput": { "StackName": "test-Data", "OutputName": "JobsArn" } },
            } },
        },
        "Outputs": { "NewsArn": { "Value": { "Ref": "News" } } },
    })
}

/// A queue beside something that CloudFormation waits for in vain.
pub fn failing(seconds: u32) -> Value {
    let mut template = queue(seconds);
    template["Resources"]["Signal"] = json!({
        "Type": "AWS::CloudFormation::WaitCondition",
        "DependsOn": "Jobs",
        "Properties": { "Timeout": "1", "Count": 1, "Handle": { "Ref": "Handle" } },
    });
    template["Resources"]["Handle"] = json!({ "Type": "AWS::CloudFormation::WaitConditionHandle" });
    template
}
