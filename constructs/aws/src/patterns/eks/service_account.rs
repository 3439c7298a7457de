//! Roles of pods.

use crate::bag::any;
use crate::iam::{Conditions, Grantable, OidcProvider, Principal, Role};
use crate::{Construct, Node, Value, text};

/// A service account of a cluster, whose pods have a role of IAM: what is granted to it, its pods may do.
///
/// [`EksFargatePlatform::add_service_account`](super::EksFargatePlatform::add_service_account) makes it. The
/// account itself stands in the manifests of Kubernetes, with the annotation
/// `eks.amazonaws.com/role-arn` that holds [`role_arn`](Role::role_arn).
///
/// ```
/// # use cumulo::eks::EndpointAccess;
/// # use cumulo::patterns::{EksFargatePlatform, Network};
/// use cumulo::prelude::*;
/// use cumulo::s3::Bucket;
/// let app = App::new();
/// let stack = Stack::builder(&app, "Platform").build();
/// # let network = Network::builder(&stack, "Network").build();
/// # let platform = EksFargatePlatform::builder(&stack, "Platform")
/// #     .version("1.33")
/// #     .vpc(network.vpc())
/// #     .app_namespaces(["shop"])
/// #     .endpoint_access(EndpointAccess::public_and_private().only_from([cidr!("203.0.113.0/24")]))
/// #     .administrators(["arn:aws:iam::111111111111:role/platform"])
/// #     .build();
/// let reports = Bucket::builder(&stack, "Reports").build();
/// let api = platform.add_service_account("Api", "shop", "api");
/// reports.grant_read(&api);
/// # cumulo::testing::Template::of(&app, "Platform");
/// ```
#[derive(Clone, Debug)]
pub struct ServiceAccount {
    node: Node,
    namespace: String,
    name: String,
    role: Role,
}

impl ServiceAccount {
    /// Pod Identity needs an agent on each node, which Fargate has not: the cluster's identity provider vouches for the pods.
    #[track_caller]
    pub(super) fn of(
        node: Node,
        provider: &OidcProvider,
        namespace: &str,
        name: &str,
    ) -> ServiceAccount {
        let arn = provider.oidc_provider_arn();
        let role = Role::builder(&node, "Role")
            .assumed_by(Principal::web_identity(&arn, Conditions::new()))
            .description(format!("Pods of {namespace}/{name}"))
            .build();
        if let Some(cfn) = role.cfn() {
            let trust = trust(&arn, &provider.oidc_provider_issuer(), namespace, name);
            cfn.edit(|role| role.assume_role_policy_document(any(trust)));
        }
        ServiceAccount { node, namespace: namespace.to_owned(), name: name.to_owned(), role }
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its namespace.
    pub fn namespace(&self) -> &str {
        &self.namespace
    }

    /// The role of its pods.
    pub fn role(&self) -> &Role {
        &self.role
    }
}

/// The trust policy as a text: the names of its conditions hold the issuer, which only the deployment
/// knows, and templates can fill in texts but not keys.
fn trust(
    provider_arn: &Value<String>,
    issuer: &Value<String>,
    namespace: &str,
    name: &str,
) -> Value<String> {
    text!(
        r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRoleWithWebIdentity","Principal":{"Federated":"{}"},"Condition":{"StringEquals":{"{}:aud":"sts.amazonaws.com","{}:sub":"system:serviceaccount:{}:{}"}}}]}"#,
        provider_arn,
        issuer,
        issuer,
        namespace,
        name
    )
}

impl Construct for ServiceAccount {
    fn node(&self) -> &Node {
        &self.node
    }
}

impl Grantable for ServiceAccount {
    fn grant_principal(&self) -> Principal {
        self.role.grant_principal()
    }
}
