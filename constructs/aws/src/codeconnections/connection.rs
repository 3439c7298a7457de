//! Connections.

use crate::bag::{bag, opt};
use crate::cfn::codeconnections::CfnConnection;
use crate::iam::{Grant, Grantable, PolicyStatement};
use crate::{CfnType, Construct, Expr, IntoValue, Node, Resource, Value};
use bon::bon;

/// Where the repositories are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConnectionProvider {
    /// github.com.
    GitHub,
    /// A GitHub Enterprise server.
    GitHubEnterpriseServer,
    /// gitlab.com.
    GitLab,
    /// A GitLab of one's own.
    GitLabSelfManaged,
    /// bitbucket.org.
    Bitbucket,
}

/// A connection to a Git provider. Somebody must accept it in the console once before it works.
///
/// ```
/// use cumulo::{App, Stack, codeconnections::{Connection, ConnectionProvider}};
/// let app = App::new();
/// let stack = Stack::builder(&app, "Delivery").build();
/// let github = Connection::builder(&stack, "GitHub")
///     .connection_name("github")
///     .provider(ConnectionProvider::GitHub)
///     .build();
/// # cumulo::testing::Template::of(&app, "Delivery");
/// ```
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-codeconnections-connection.html>
#[derive(Clone, Debug)]
pub struct Connection {
    node: Node,
    cfn: Option<Resource<CfnConnection>>,
    arn: Value<String>,
}

#[bon]
impl Connection {
    /// Starts to describe a connection. Findings: `connection-host` without exactly one of provider and host.
    #[builder]
    #[track_caller]
    pub fn new(
        #[builder(start_fn)] scope: &dyn Construct,
        #[builder(start_fn)] id: &str,
        /// Name in the account, up to 32 characters.
        #[builder(with = |name: impl IntoValue<String>| name.into_value())]
        connection_name: Value<String>,
        /// Where the repositories are.
        provider: Option<ConnectionProvider>,
        /// ARN of the host of one's own server, instead of a provider.
        #[builder(with = |arn: impl IntoValue<String>| arn.into_value())]
        host_arn: Option<Value<String>>,
    ) -> Connection {
        let node = scope.node().child(id);
        if provider.is_some() == host_arn.is_some() {
            node.error(
                "connection-host",
                "the connection has no provider and no host, or both",
                "give `provider`, or `host_arn` for a server of your own",
            );
        }
        let provider = provider.map(|provider| match provider {
            ConnectionProvider::GitHub => "GitHub",
            ConnectionProvider::GitHubEnterpriseServer => "GitHubEnterpriseServer",
            ConnectionProvider::GitLab => "GitLab",
            ConnectionProvider::GitLabSelfManaged => "GitLabSelfManaged",
            ConnectionProvider::Bitbucket => "Bitbucket",
        });
        let cfn = bag::<CfnConnection>([
            ("ConnectionName", connection_name.into_expr()),
            ("HostArn", opt(host_arn.as_ref())),
            ("ProviderType", provider.map_or(Expr::Null, Expr::from)),
        ])
        .add_to(&node, "Resource");
        Connection { arn: cfn.reference(), cfn: Some(cfn), node }
    }

    /// A connection that exists already, by its ARN.
    #[track_caller]
    pub fn from_connection_arn(
        scope: &dyn Construct,
        id: &str,
        arn: impl IntoValue<String>,
    ) -> Connection {
        Connection { node: scope.node().child(id), cfn: None, arn: arn.into_value() }
    }

    /// The L1; none of an imported connection.
    pub fn cfn(&self) -> Option<&Resource<CfnConnection>> {
        self.cfn.as_ref()
    }

    /// Its ARN.
    pub fn connection_arn(&self) -> Value<String> {
        self.arn.clone()
    }

    /// Lets `grantee` use it.
    #[track_caller]
    pub fn grant_use(&self, grantee: &dyn Grantable) -> Grant {
        let statement = PolicyStatement::allow()
            .actions(["codeconnections:UseConnection", "codestar-connections:UseConnection"])
            .resources([self.connection_arn()]);
        Grant::add_to_principal(&self.node, grantee, statement)
    }
}

impl Construct for Connection {
    fn node(&self) -> &Node {
        &self.node
    }
}
