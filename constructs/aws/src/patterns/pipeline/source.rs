//! Where a pipeline's code comes from.

use crate::codecommit::Repository;
use crate::codepipeline::{Action, Artifact, CodeCommitSourceAction, ConnectionSourceAction};
use crate::{Construct, IntoValue, Node, Value};

/// The namespace of the source's variables: what approvers are told of the commit comes from it.
pub(super) const NAMESPACE: &str = "Source";

/// The repository in the stack of the pipeline: the rule that starts it would need the pipeline in another stack,
/// and the pipeline the repository.
#[track_caller]
fn near(node: &Node, repository: &Repository) -> Repository {
    if repository.node().stack().node() == node.stack().node() {
        return repository.clone();
    }
    Repository::from_repository_name(node, "Code", repository.repository_name())
}

/// A branch of a repository; what is pushed there starts the pipeline.
///
/// ```
/// use cumulo::patterns::CodeSource;
/// let github = CodeSource::connection("arn:aws:codeconnections:us-east-1:111111111111:connection/0123", "acme/shop")
///     .branch("release");
/// ```
#[derive(Clone, Debug)]
pub struct CodeSource {
    from: From,
    branch: Value<String>,
}

#[derive(Clone, Debug)]
enum From {
    CodeCommit(Repository),
    Connection { arn: Value<String>, repository: String },
}

impl CodeSource {
    /// The branch `main` of a repository of CodeCommit.
    pub fn code_commit(repository: &Repository) -> Self {
        Self { from: From::CodeCommit(repository.clone()), branch: "main".into_value() }
    }

    /// The branch `main` of `owner/repository` on GitHub, GitLab or Bitbucket, by the connection with this ARN.
    pub fn connection(arn: impl IntoValue<String>, repository: impl Into<String>) -> Self {
        let from = From::Connection { arn: arn.into_value(), repository: repository.into() };
        Self { from, branch: "main".into_value() }
    }

    /// Another branch.
    #[must_use]
    pub fn branch(mut self, branch: impl IntoValue<String>) -> Self {
        self.branch = branch.into_value();
        self
    }

    /// The action that gets the code.
    pub(super) fn action(&self, node: &Node, code: &Artifact) -> Box<dyn Action> {
        match &self.from {
            From::CodeCommit(repository) => Box::new(
                CodeCommitSourceAction::new("Source", &near(node, repository), code)
                    .branch(&self.branch)
                    .variables_namespace(NAMESPACE),
            ),
            From::Connection { arn, repository } => {
                let (owner, name) = repository.split_once('/').unwrap_or_else(|| {
                    node.error(
                        "pipeline-repository",
                        format!("`{repository}` does not say whose repository it is"),
                        "write `owner/repository`",
                    );
                    ("", repository)
                });
                Box::new(
                    ConnectionSourceAction::new("Source", arn, owner, name, code)
                        .branch(&self.branch)
                        .variables_namespace(NAMESPACE),
                )
            }
        }
    }
}
