//! What a build does, step by step.

use crate::codebuild::BuildSpec;
use crate::ecr::Repository;
use indexmap::IndexMap;
use serde_json::{Value as Json, json};

/// Form of the files with test results that CodeBuild reads.
///
/// Source: <https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html>
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReportFormat {
    /// JUnit's XML, which most test runners write.
    JunitXml,
    /// NUnit's XML.
    NunitXml,
    /// Cucumber's JSON.
    CucumberJson,
    /// TestNG's XML.
    TestNgXml,
    /// Visual Studio's TRX.
    VisualStudioTrx,
    /// Coverage as Clover writes it.
    CloverXml,
    /// Coverage as Cobertura writes it.
    CoberturaXml,
}

impl ReportFormat {
    fn name(self) -> &'static str {
        match self {
            Self::JunitXml => "JUNITXML",
            Self::NunitXml => "NUNITXML",
            Self::CucumberJson => "CUCUMBERJSON",
            Self::TestNgXml => "TESTNGXML",
            Self::VisualStudioTrx => "VISUALSTUDIOTRX",
            Self::CloverXml => "CLOVERXML",
            Self::CoberturaXml => "COBERTURAXML",
        }
    }
}

/// What a build does: a build spec whose parts have types.
///
/// ```
/// use cumulo::patterns::{BuildSteps, ReportFormat};
/// let quality = BuildSteps::new()
///     .install(["pip install -r requirements-dev.txt"])
///     .build(["ruff check .", "pytest --junitxml=reports/tests.xml"])
///     .report("reports/tests.xml", ReportFormat::JunitXml);
/// assert_eq!(quality.to_json()["version"], "0.2");
/// ```
///
/// Source: <https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html>
#[derive(Clone, Debug, Default)]
pub struct BuildSteps {
    runtimes: IndexMap<String, String>,
    phases: IndexMap<&'static str, Vec<String>>,
    report: Option<(String, ReportFormat)>,
    artifacts: Vec<String>,
}

impl BuildSteps {
    /// Nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// A language of the build image and its version: `runtime("python", "3.13")`.
    #[must_use]
    pub fn runtime(mut self, language: impl Into<String>, version: impl Into<String>) -> Self {
        self.runtimes.insert(language.into(), version.into());
        self
    }

    /// Commands that install what the build needs.
    #[must_use]
    pub fn install(self, commands: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.phase("install", commands)
    }

    /// Commands before the build, such as a login.
    #[must_use]
    pub fn pre_build(self, commands: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.phase("pre_build", commands)
    }

    /// Commands that build or test. One that fails ends the build.
    #[must_use]
    pub fn build(self, commands: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.phase("build", commands)
    }

    /// Commands after the build, also after one that failed.
    #[must_use]
    pub fn post_build(self, commands: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.phase("post_build", commands)
    }

    /// Files with results of tests, such as `reports/*.xml`, which the console then shows.
    #[must_use]
    pub fn report(mut self, files: impl Into<String>, format: ReportFormat) -> Self {
        self.report = Some((files.into(), format));
        self
    }

    /// Files that the build hands on.
    #[must_use]
    pub fn artifacts(mut self, files: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.artifacts.extend(files.into_iter().map(Into::into));
        self
    }

    fn phase(
        mut self,
        phase: &'static str,
        commands: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        self.phases.entry(phase).or_default().extend(commands.into_iter().map(Into::into));
        self
    }

    /// Builds the image of the folder's `Dockerfile` and pushes it to `REPOSITORY_URI`, with the commit as its tag.
    ///
    /// A commit that was built before is not built again. `imagedefinitions.json` and `imageDetail.json` name the
    /// image by its digest, so that every environment gets the very same one.
    pub fn image() -> Self {
        const EXISTS: &str =
            "aws ecr describe-images --repository-name $REPOSITORY_NAME --image-ids imageTag=$TAG";
        Self::new()
            .pre_build([
                "aws ecr get-login-password | docker login --username AWS --password-stdin ${REPOSITORY_URI%%/*}",
                "export TAG=$(echo $CODEBUILD_RESOLVED_SOURCE_VERSION | cut -c1-12)",
            ])
            .build([format!(
                "{EXISTS} || (docker build --tag $REPOSITORY_URI:$TAG . && docker push $REPOSITORY_URI:$TAG)"
            )])
            .post_build([
                format!("export IMAGE=$REPOSITORY_URI@$({EXISTS} --query 'imageDetails[0].imageDigest' --output text)"),
                r#"printf '[{"name":"%s","imageUri":"%s"}]' $CONTAINER_NAME $IMAGE > imagedefinitions.json"#.into(),
                r#"printf '{"ImageURI":"%s"}' $IMAGE > imageDetail.json"#.into(),
            ])
            .artifacts(["imagedefinitions.json", "imageDetail.json"])
    }

    /// Whether tests write reports.
    pub(super) fn has_report(&self) -> bool {
        self.report.is_some()
    }

    /// The build spec, as `buildspec.yml` would say it.
    pub fn to_json(&self) -> Json {
        self.with_report_group("reports")
    }

    /// The build spec with reports in the group of this name or ARN.
    pub(super) fn with_report_group(&self, group: &str) -> Json {
        let mut phases = serde_json::Map::new();
        if !self.runtimes.is_empty() && !self.phases.contains_key("install") {
            phases.insert("install".into(), json!({ "runtime-versions": self.runtimes }));
        }
        for (name, commands) in &self.phases {
            let mut phase = json!({ "commands": commands });
            if *name == "install" && !self.runtimes.is_empty() {
                phase["runtime-versions"] = json!(self.runtimes);
            }
            phases.insert((*name).to_owned(), phase);
        }
        let mut spec = json!({ "version": "0.2", "phases": phases });
        if let Some((files, format)) = &self.report {
            spec["reports"] = json!({ group: { "files": [files], "file-format": format.name() } });
        }
        if !self.artifacts.is_empty() {
            spec["artifacts"] = json!({ "files": self.artifacts });
        }
        spec
    }
}

impl From<&BuildSteps> for BuildSpec {
    fn from(steps: &BuildSteps) -> Self {
        BuildSpec::from_object(steps.to_json())
    }
}

/// Lets a build push images, and see which there are.
#[track_caller]
pub(super) fn grant_image(repository: &Repository, build: &dyn crate::iam::Grantable) {
    repository.grant_pull_push(build);
    repository.grant(build, ["ecr:DescribeImages"]);
}
