//! What starts a pipeline besides its source actions.

use crate::Expr;
use crate::bag::list;

/// Patterns that a name must match, and patterns that it must not.
#[derive(Clone, Debug, Default)]
struct Patterns {
    includes: Vec<String>,
    excludes: Vec<String>,
}

impl Patterns {
    fn to_expr(&self) -> Expr {
        if self.includes.is_empty() && self.excludes.is_empty() {
            return Expr::Null;
        }
        Expr::object([
            ("Excludes", list(self.excludes.iter().cloned())),
            ("Includes", list(self.includes.iter().cloned())),
        ])
    }
}

macro_rules! patterns {
    ($($field:ident $includes:ident $excludes:ident $what:literal;)*) => {$(
        #[doc = concat!("Only where ", $what, " matches one of these patterns.")]
        #[must_use]
        pub fn $includes(mut self, patterns: impl IntoIterator<Item = impl Into<String>>) -> Self {
            self.$field.includes = patterns.into_iter().map(Into::into).collect();
            self
        }

        #[doc = concat!("Only where ", $what, " matches none of these patterns.")]
        #[must_use]
        pub fn $excludes(mut self, patterns: impl IntoIterator<Item = impl Into<String>>) -> Self {
            self.$field.excludes = patterns.into_iter().map(Into::into).collect();
            self
        }
    )*};
}

/// Pushes that start a pipeline: of a tag, or of branches and files.
#[derive(Clone, Debug, Default)]
pub struct GitPushFilter {
    tags: Patterns,
    branches: Patterns,
    paths: Patterns,
}

impl GitPushFilter {
    /// All pushes.
    pub fn new() -> Self {
        Self::default()
    }

    patterns! {
        tags tags_includes tags_excludes "the tag";
        branches branches_includes branches_excludes "the branch";
        paths file_paths_includes file_paths_excludes "the path of a changed file";
    }
}

/// Pull requests that start a pipeline.
#[derive(Clone, Debug, Default)]
pub struct GitPullRequestFilter {
    events: Vec<&'static str>,
    branches: Patterns,
    paths: Patterns,
}

impl GitPullRequestFilter {
    /// All that happens to pull requests.
    pub fn new() -> Self {
        Self::default()
    }

    /// When one is opened.
    #[must_use]
    pub fn opened(mut self) -> Self {
        self.events.push("OPEN");
        self
    }

    /// When one is changed.
    #[must_use]
    pub fn updated(mut self) -> Self {
        self.events.push("UPDATED");
        self
    }

    /// When one is closed.
    #[must_use]
    pub fn closed(mut self) -> Self {
        self.events.push("CLOSED");
        self
    }

    patterns! {
        branches branches_includes branches_excludes "the branch it is for";
        paths file_paths_includes file_paths_excludes "the path of a changed file";
    }
}

/// What starts a pipeline with a connection to a Git provider; only of V2 pipelines.
///
/// ```
/// use cumulo::codepipeline::{GitPushFilter, Trigger};
/// let releases = Trigger::git("Source").push(GitPushFilter::new().tags_includes(["v*"]));
/// ```
#[derive(Clone, Debug)]
pub struct Trigger {
    source_action: String,
    pushes: Vec<GitPushFilter>,
    pull_requests: Vec<GitPullRequestFilter>,
}

impl Trigger {
    /// Of the source action with this name.
    pub fn git(source_action: impl Into<String>) -> Self {
        Self { source_action: source_action.into(), pushes: Vec::new(), pull_requests: Vec::new() }
    }

    /// Pushes; up to 3 kinds.
    #[must_use]
    pub fn push(mut self, filter: GitPushFilter) -> Self {
        self.pushes.push(filter);
        self
    }

    /// Pull requests; up to 3 kinds.
    #[must_use]
    pub fn pull_request(mut self, filter: GitPullRequestFilter) -> Self {
        self.pull_requests.push(filter);
        self
    }

    pub(super) fn to_expr(&self) -> Expr {
        let pushes = self.pushes.iter().map(|push| {
            Expr::object([
                ("Branches", push.branches.to_expr()),
                ("FilePaths", push.paths.to_expr()),
                ("Tags", push.tags.to_expr()),
            ])
        });
        let requests = self.pull_requests.iter().map(|request| {
            let events = match request.events.as_slice() {
                [] => vec!["OPEN", "UPDATED", "CLOSED"],
                events => events.to_vec(),
            };
            Expr::object([
                ("Branches", request.branches.to_expr()),
                ("Events", list(events)),
                ("FilePaths", request.paths.to_expr()),
            ])
        });
        let configuration = Expr::object([
            ("PullRequest", list(requests)),
            ("Push", list(pushes)),
            ("SourceActionName", Expr::from(self.source_action.clone())),
        ]);
        Expr::object([
            ("GitConfiguration", configuration),
            ("ProviderType", Expr::from("CodeStarSourceConnection")),
        ])
    }
}
