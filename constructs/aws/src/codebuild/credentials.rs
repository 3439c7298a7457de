//! How CodeBuild gets at code outside of AWS.

use crate::bag::bag;
use crate::cfn::codebuild::CfnSourceCredential;
use crate::{CfnType, Construct, Expr, IntoValue, Resource, Secret, Value};

#[track_caller]
fn credential(
    scope: &dyn Construct,
    id: &str,
    server: &'static str,
    token: Secret,
    username: Option<Secret>,
) -> Resource<CfnSourceCredential> {
    let value = |secret: Secret| -> Expr {
        let value: Value<String> = secret.into_value();
        value.into_expr()
    };
    let kind = if username.is_some() { "BASIC_AUTH" } else { "PERSONAL_ACCESS_TOKEN" };
    bag::<CfnSourceCredential>([
        ("AuthType", Expr::from(kind)),
        ("ServerType", Expr::from(server)),
        ("Token", value(token)),
        ("Username", username.map_or(Expr::Null, value)),
    ])
    .add_to(&scope.node().child(id), "Resource")
}

/// How CodeBuild gets at GitHub in this account and region: one token for all projects.
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-codebuild-sourcecredential.html>
#[derive(Clone, Debug)]
pub struct GitHubSourceCredentials {
    cfn: Resource<CfnSourceCredential>,
}

impl GitHubSourceCredentials {
    /// By this personal access token.
    #[track_caller]
    pub fn new(scope: &dyn Construct, id: &str, access_token: impl Into<Secret>) -> Self {
        Self { cfn: credential(scope, id, "GITHUB", access_token.into(), None) }
    }

    /// The L1.
    pub fn cfn(&self) -> &Resource<CfnSourceCredential> {
        &self.cfn
    }
}

/// How CodeBuild gets at a GitHub Enterprise server in this account and region: one token for all projects.
///
/// ```
/// use cumulo::codebuild::GitHubEnterpriseSourceCredentials;
/// use cumulo::{App, Secret, Stack};
/// let app = App::new();
/// let stack = Stack::builder(&app, "Build").build();
/// GitHubEnterpriseSourceCredentials::new(&stack, "GitHub", Secret::secrets_manager("github/token"));
/// # cumulo::testing::Template::of(&app, "Build");
/// ```
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-codebuild-sourcecredential.html>
#[derive(Clone, Debug)]
pub struct GitHubEnterpriseSourceCredentials {
    cfn: Resource<CfnSourceCredential>,
}

impl GitHubEnterpriseSourceCredentials {
    /// By this personal access token.
    #[track_caller]
    pub fn new(scope: &dyn Construct, id: &str, access_token: impl Into<Secret>) -> Self {
        Self { cfn: credential(scope, id, "GITHUB_ENTERPRISE", access_token.into(), None) }
    }

    /// The L1.
    pub fn cfn(&self) -> &Resource<CfnSourceCredential> {
        &self.cfn
    }
}

/// How CodeBuild gets at Bitbucket in this account and region: one user for all projects.
///
/// ```
/// use cumulo::codebuild::BitBucketSourceCredentials;
/// use cumulo::{App, Secret, Stack};
/// let app = App::new();
/// let stack = Stack::builder(&app, "Build").build();
/// let login = |field: &str| Secret::secrets_manager("bitbucket/login").json_key(field);
/// BitBucketSourceCredentials::new(&stack, "Bitbucket", login("user"), login("password"));
/// # cumulo::testing::Template::of(&app, "Build");
/// ```
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-codebuild-sourcecredential.html>
#[derive(Clone, Debug)]
pub struct BitBucketSourceCredentials {
    cfn: Resource<CfnSourceCredential>,
}

impl BitBucketSourceCredentials {
    /// By this user name and app password.
    #[track_caller]
    pub fn new(
        scope: &dyn Construct,
        id: &str,
        username: impl Into<Secret>,
        password: impl Into<Secret>,
    ) -> Self {
        let username = Some(username.into());
        Self { cfn: credential(scope, id, "BITBUCKET", password.into(), username) }
    }

    /// The L1.
    pub fn cfn(&self) -> &Resource<CfnSourceCredential> {
        &self.cfn
    }
}
