//! Repositories.

use crate::bag::{bag, list, opt};
use crate::cfn::codecommit::CfnRepository;
use crate::iam::{Grant, Grantable, PolicyStatement};
use crate::kms::Key;
use crate::{CfnType, Construct, Expr, Fn, IntoValue, Node, Resource, Value, text};
use bon::bon;

/// Changes that a trigger of a repository tells of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RepositoryEventTrigger {
    /// All of them.
    All,
    /// Commits.
    UpdateRef,
    /// New branches and tags.
    CreateRef,
    /// Branches and tags that are deleted.
    DeleteRef,
}

impl RepositoryEventTrigger {
    fn name(self) -> &'static str {
        match self {
            RepositoryEventTrigger::All => "all",
            RepositoryEventTrigger::UpdateRef => "updateReference",
            RepositoryEventTrigger::CreateRef => "createReference",
            RepositoryEventTrigger::DeleteRef => "deleteReference",
        }
    }
}

/// A Git repository.
///
/// ```
/// use cumulo::{App, Stack, codecommit::Repository};
/// let app = App::new();
/// let stack = Stack::builder(&app, "Code").build();
/// let repository = Repository::builder(&stack, "App").repository_name("flask-app").build();
/// # cumulo::testing::Template::of(&app, "Code");
/// ```
///
/// AWS lets only accounts use CodeCommit that used it before July 2024; for others there are
/// connections of CodeConnections to GitHub and GitLab.
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-codecommit-repository.html>
#[derive(Clone, Debug)]
pub struct Repository {
    node: Node,
    cfn: Option<Resource<CfnRepository>>,
    arn: Value<String>,
    name: Value<String>,
}

#[bon]
impl Repository {
    /// Starts to describe a repository.
    #[builder]
    #[track_caller]
    pub fn new(
        #[builder(start_fn)] scope: &dyn Construct,
        #[builder(start_fn)] id: &str,
        /// Name in the account, up to 100 characters.
        #[builder(with = |name: impl IntoValue<String>| name.into_value())]
        repository_name: Value<String>,
        /// What is in it, for people.
        #[builder(with = |text: impl IntoValue<String>| text.into_value())]
        description: Option<Value<String>>,
        /// Key that encrypts it. Default: one of AWS.
        kms_key: Option<&Key>,
    ) -> Repository {
        let node = scope.node().child(id);
        let cfn = bag::<CfnRepository>([
            ("KmsKeyId", opt(kms_key.map(Key::key_arn).as_ref())),
            ("RepositoryDescription", opt(description.as_ref())),
            ("RepositoryName", repository_name.into_expr()),
        ])
        .add_to(&node, "Resource");
        Repository { arn: cfn.attr_arn(), name: cfn.attr_name(), cfn: Some(cfn), node }
    }

    /// A repository that exists already, by its ARN.
    #[track_caller]
    pub fn from_repository_arn(
        scope: &dyn Construct,
        id: &str,
        arn: impl IntoValue<String>,
    ) -> Repository {
        let arn = arn.into_value();
        let name = match arn.literal() {
            Some(text) => Value::new(text.rsplit(':').next().unwrap_or_default().to_owned()),
            None => Fn::select(5, Fn::split(":", &arn)),
        };
        Repository { node: scope.node().child(id), cfn: None, arn, name }
    }

    /// A repository of this account and region that exists already, by its name.
    #[track_caller]
    pub fn from_repository_name(
        scope: &dyn Construct,
        id: &str,
        name: impl IntoValue<String>,
    ) -> Repository {
        let (node, name) = (scope.node().child(id), name.into_value());
        let arn = node.stack().format_arn("codecommit", &name);
        Repository { node, cfn: None, arn, name }
    }

    /// Tells somebody of changes by a trigger of CodeCommit itself, whose name no other trigger has; of these branches,
    /// or of all where none is given. Findings: `imported-repository`.
    #[track_caller]
    pub fn notify<'a>(
        &self,
        name: &str,
        target_arn: impl IntoValue<String>,
        events: impl IntoIterator<Item = RepositoryEventTrigger>,
        branches: impl IntoIterator<Item = &'a str>,
        custom_data: Option<&str>,
    ) {
        let Some(cfn) = &self.cfn else {
            return self.node.error_here(
                "imported-repository",
                "a repository that exists already cannot be given triggers",
                "add the trigger where the repository is made, or use `on_event`",
            );
        };
        let text = |text: &str| Expr::from(text.to_owned());
        let events = events.into_iter().map(|event| Expr::from(event.name())).collect();
        let trigger = Expr::object([
            ("Branches", list(branches.into_iter().map(text))),
            ("CustomData", custom_data.map_or(Expr::Null, text)),
            ("DestinationArn", target_arn.into_value().into_expr()),
            ("Events", Expr::List(events)),
            ("Name", text(name)),
        ]);
        cfn.edit_properties(|properties| properties.push("Triggers", trigger));
    }

    /// The L1; none of an imported repository.
    pub fn cfn(&self) -> Option<&Resource<CfnRepository>> {
        self.cfn.as_ref()
    }

    /// Its ARN.
    pub fn repository_arn(&self) -> Value<String> {
        self.arn.clone()
    }

    /// Its name.
    pub fn repository_name(&self) -> Value<String> {
        self.name.clone()
    }

    /// URL by which Git reaches it over HTTPS.
    pub fn repository_clone_url_http(&self) -> Value<String> {
        match &self.cfn {
            Some(cfn) => cfn.attr_clone_url_http(),
            None => self.clone_url("https"),
        }
    }

    /// URL by which Git reaches it over SSH.
    pub fn repository_clone_url_ssh(&self) -> Value<String> {
        match &self.cfn {
            Some(cfn) => cfn.attr_clone_url_ssh(),
            None => self.clone_url("ssh"),
        }
    }

    fn clone_url(&self, protocol: &str) -> Value<String> {
        let stack = self.node.stack();
        let host = text!("git-codecommit.{}.{}", stack.region(), stack.url_suffix());
        text!("{}://{}/v1/repos/{}", protocol, host, self.repository_name())
    }

    /// Lets `grantee` read the code with Git.
    #[track_caller]
    pub fn grant_pull(&self, grantee: &dyn Grantable) -> Grant {
        self.grant(grantee, ["codecommit:GitPull"])
    }

    /// Lets `grantee` read and change the code with Git.
    #[track_caller]
    pub fn grant_pull_push(&self, grantee: &dyn Grantable) -> Grant {
        self.grant_pull(grantee);
        self.grant(grantee, ["codecommit:GitPush"])
    }

    /// Lets `grantee` read the code and what CodeCommit knows of it.
    #[track_caller]
    pub fn grant_read(&self, grantee: &dyn Grantable) -> Grant {
        self.grant_pull(grantee);
        self.grant(
            grantee,
            [
                "codecommit:EvaluatePullRequestApprovalRules",
                "codecommit:Get*",
                "codecommit:Describe*",
            ],
        )
    }

    /// Lets `grantee` do these actions with the repository.
    #[track_caller]
    pub fn grant(
        &self,
        grantee: &dyn Grantable,
        actions: impl IntoIterator<Item = impl IntoValue<String>>,
    ) -> Grant {
        let statement =
            PolicyStatement::allow().actions(actions).resources([self.repository_arn()]);
        Grant::add_to_principal(&self.node, grantee, statement)
    }
}

impl Construct for Repository {
    fn node(&self) -> &Node {
        &self.node
    }
}
