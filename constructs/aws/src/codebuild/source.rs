//! Where projects get code from.

use super::FilterGroup;
use crate::bag::{flag, list, number, opt};
use crate::codecommit::Repository;
use crate::iam::Role;
use crate::s3::Bucket;
use crate::{Expr, IntoValue, Value, text};

/// The code that a project builds.
///
/// ```
/// use cumulo::codebuild::{EventAction, FilterGroup, Source};
/// let shop = Source::github("acme", "shop")
///     .webhook_filters([FilterGroup::in_event_of([EventAction::Push]).and_branch_is("main")]);
/// ```
///
/// Options that a kind of source does not know change nothing.
#[derive(Clone, Debug)]
pub struct Source {
    kind: Kind,
    identifier: Option<String>,
    version: Option<Value<String>>,
    clone_depth: Option<u32>,
    fetch_submodules: bool,
    report_build_status: bool,
    webhook: Option<bool>,
    batch: Option<bool>,
    filters: Vec<FilterGroup>,
    ignore_ssl_errors: Option<bool>,
    build_status_context: Option<String>,
    build_status_url: Option<String>,
}

#[derive(Clone, Debug)]
enum Kind {
    None,
    Pipeline,
    Hosted(&'static str, Value<String>),
    /// All repositories of an organization of GitHub.
    Organization(String),
    CodeCommit(Box<Repository>),
    S3(Box<Bucket>, String),
}

impl Source {
    fn of(kind: Kind) -> Self {
        Self {
            kind,
            identifier: None,
            version: None,
            clone_depth: None,
            fetch_submodules: false,
            report_build_status: true,
            webhook: None,
            batch: None,
            filters: Vec::new(),
            ignore_ssl_errors: None,
            build_status_context: None,
            build_status_url: None,
        }
    }

    /// No code: the build spec stands in the template.
    pub fn none() -> Self {
        Self::of(Kind::None)
    }

    /// Code that a pipeline hands over.
    pub(super) fn pipeline() -> Self {
        Self::of(Kind::Pipeline)
    }

    /// A repository of GitHub.
    pub fn github(owner: &str, repository: &str) -> Self {
        let url = Value::new(format!("https://github.com/{owner}/{repository}.git"));
        Self::of(Kind::Hosted("GITHUB", url))
    }

    /// All repositories of an organization of GitHub, for its runners: what is built is what starts the build.
    pub fn github_organization(owner: &str) -> Self {
        Self::of(Kind::Organization(owner.to_owned()))
    }

    /// A repository of a GitHub Enterprise server, by the URL that Git uses.
    pub fn github_enterprise(https_clone_url: impl IntoValue<String>) -> Self {
        Self::of(Kind::Hosted("GITHUB_ENTERPRISE", https_clone_url.into_value()))
    }

    /// A repository of Bitbucket.
    pub fn bitbucket(owner: &str, repository: &str) -> Self {
        let url = Value::new(format!("https://bitbucket.org/{owner}/{repository}.git"));
        Self::of(Kind::Hosted("BITBUCKET", url))
    }

    /// A repository of CodeCommit.
    pub fn code_commit(repository: &Repository) -> Self {
        Self::of(Kind::CodeCommit(Box::new(repository.clone())))
    }

    /// A ZIP file or folder in a bucket.
    pub fn s3(bucket: &Bucket, path: impl Into<String>) -> Self {
        Self::of(Kind::S3(Box::new(bucket.clone()), path.into()))
    }

    /// Name of a secondary source.
    #[must_use]
    pub fn identifier(mut self, identifier: impl Into<String>) -> Self {
        self.identifier = Some(identifier.into());
        self
    }

    /// Branch, tag or commit; of a bucket the object's version. Default: the newest of the default branch.
    #[must_use]
    pub fn branch_or_ref(mut self, version: impl IntoValue<String>) -> Self {
        self.version = Some(version.into_value());
        self
    }

    /// How many commits Git gets. Default: all.
    #[must_use]
    pub fn clone_depth(mut self, commits: u32) -> Self {
        self.clone_depth = Some(commits);
        self
    }

    /// Whether Git gets submodules too. Default: false.
    #[must_use]
    pub fn fetch_submodules(mut self, fetch: bool) -> Self {
        self.fetch_submodules = fetch;
        self
    }

    /// Whether the repository shows how the build went. Default: true.
    #[must_use]
    pub fn report_build_status(mut self, report: bool) -> Self {
        self.report_build_status = report;
        self
    }

    /// Name of the build in the repository.
    #[must_use]
    pub fn build_status_context(mut self, name: impl Into<String>) -> Self {
        self.build_status_context = Some(name.into());
        self
    }

    /// Where people get from the build's status in the repository. Default: to the build.
    #[must_use]
    pub fn build_status_url(mut self, url: impl Into<String>) -> Self {
        self.build_status_url = Some(url.into());
        self
    }

    /// Whether changes of the repository start builds. Default: true where filters are given.
    #[must_use]
    pub fn webhook(mut self, webhook: bool) -> Self {
        self.webhook = Some(webhook);
        self
    }

    /// Whether such changes start batches of builds. Default: false.
    #[must_use]
    pub fn webhook_triggers_batch_build(mut self, batch: bool) -> Self {
        self.batch = Some(batch);
        self
    }

    /// Which changes start builds: those of one of these groups. Default: every push.
    #[must_use]
    pub fn webhook_filters(mut self, filters: impl IntoIterator<Item = FilterGroup>) -> Self {
        self.filters = filters.into_iter().collect();
        self
    }

    /// Whether the certificate of a GitHub Enterprise server is not checked. Default: false.
    #[must_use]
    pub fn ignore_ssl_errors(mut self, ignore: bool) -> Self {
        self.ignore_ssl_errors = Some(ignore);
        self
    }

    pub(super) fn is_none(&self) -> bool {
        matches!(self.kind, Kind::None)
    }

    /// Whether changes start batches of builds.
    pub(super) fn starts_batches(&self) -> bool {
        self.batch == Some(true)
    }

    pub(super) fn badge_supported(&self) -> bool {
        matches!(self.kind, Kind::Hosted(..))
    }

    pub(super) fn has_identifier(&self) -> bool {
        self.identifier.is_some()
    }

    pub(super) fn version(&self) -> Expr {
        opt(self.version.as_ref())
    }

    /// Version of a secondary source, by its name.
    pub(super) fn secondary_version(&self) -> Option<Expr> {
        let version = self.version.as_ref()?;
        let name = self.identifier.clone().unwrap_or_default();
        Some(Expr::object([
            ("SourceIdentifier", Expr::from(name)),
            ("SourceVersion", Expr::from(version)),
        ]))
    }

    /// Lets the project's role read the code.
    #[track_caller]
    pub(super) fn grant(&self, role: &Role) {
        match &self.kind {
            Kind::CodeCommit(repository) => {
                repository.grant_pull(role);
            }
            Kind::S3(bucket, path) => {
                bucket.grant_read_objects(role, path);
            }
            _ => {}
        }
    }

    /// `Triggers` of a project.
    pub(super) fn triggers(&self) -> Expr {
        let webhook = self.webhook.or((!self.filters.is_empty()).then_some(true));
        let Some(webhook) = webhook else { return Expr::Null };
        let batch = self.batch.filter(|batch| *batch);
        let scope = match &self.kind {
            Kind::Organization(owner) => Expr::object([("Name", Expr::from(owner.clone()))]),
            _ => Expr::Null,
        };
        Expr::object([
            ("BuildType", if batch.is_some() { "BUILD_BATCH".into() } else { Expr::Null }),
            ("FilterGroups", list(self.filters.iter().map(FilterGroup::to_expr))),
            ("ScopeConfiguration", scope),
            ("Webhook", Expr::from(webhook)),
        ])
    }

    /// `Source` of a project.
    pub(super) fn to_expr(&self, build_spec: Option<&Value<String>>) -> Expr {
        let (kind, location) = match &self.kind {
            Kind::None => ("NO_SOURCE", Expr::Null),
            Kind::Pipeline => ("CODEPIPELINE", Expr::Null),
            Kind::Hosted(kind, url) => (*kind, Expr::from(url)),
            Kind::Organization(_) => ("GITHUB", "CODEBUILD_DEFAULT_WEBHOOK_SOURCE_LOCATION".into()),
            Kind::CodeCommit(repository) => {
                ("CODECOMMIT", repository.repository_clone_url_http().into_expr())
            }
            Kind::S3(bucket, path) => {
                ("S3", text!("{}/{}", bucket.bucket_name(), path).into_expr())
            }
        };
        let hosted = matches!(self.kind, Kind::Hosted(..) | Kind::Organization(_));
        let submodules =
            self.fetch_submodules.then(|| Expr::object([("FetchSubmodules", Expr::from(true))]));
        let text = |text: &Option<String>| text.clone().map_or(Expr::Null, Expr::from);
        let status = match (&self.build_status_context, &self.build_status_url) {
            (None, None) => Expr::Null,
            (context, url) => Expr::object([("Context", text(context)), ("TargetUrl", text(url))]),
        };
        let name = self.identifier.clone().map_or(Expr::Null, Expr::from);
        Expr::object([
            ("BuildSpec", opt(build_spec)),
            ("BuildStatusConfig", status),
            ("GitCloneDepth", number(self.clone_depth)),
            ("GitSubmodulesConfig", submodules.unwrap_or(Expr::Null)),
            ("InsecureSsl", flag(self.ignore_ssl_errors)),
            ("Location", location),
            ("ReportBuildStatus", flag(hosted.then_some(self.report_build_status))),
            ("SourceIdentifier", name),
            ("Type", Expr::from(kind)),
        ])
    }
}
