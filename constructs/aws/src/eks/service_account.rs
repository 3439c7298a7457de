//! Roles of pods.

use super::Cluster;
use crate::bag::{any, bag};
use crate::cfn::eks::CfnPodIdentityAssociation;
use crate::iam::{
    Conditions, Grantable, OidcProvider, PolicyAddition, PolicyStatement, Principal, Role,
};
use crate::{
    CfnType, Construct, IntoValue, Node, RemovalPolicies, RemovalPolicy, Resource, Value, text,
};
use bon::bon;

/// How pods prove which service account they have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum IdentityType {
    /// By tokens of the cluster's identity provider. Works everywhere, on Fargate too.
    #[default]
    Irsa,
    /// By an agent on each instance, which Fargate has not. The agent becomes an add-on of the cluster.
    PodIdentity,
}

/// A service account of a cluster, whose pods have a role of IAM: what is granted to it, its pods may do.
///
/// Only the role is made, and with [`IdentityType::PodIdentity`] the association. The account itself is an object of
/// Kubernetes, and nothing here runs `kubectl`: it stands in your manifests, under
/// [`service_account_name`](Self::service_account_name) in
/// [`service_account_namespace`](Self::service_account_namespace), with
/// [`annotations`](Self::annotations) and [`labels`](Self::labels).
///
/// ```
/// use cumulo::ec2::Vpc;
/// use cumulo::eks::{Cluster, DefaultCapacity, EndpointAccess, IdentityType};
/// use cumulo::prelude::*;
/// use cumulo::s3::Bucket;
/// let app = App::new();
/// let stack = Stack::builder(&app, "Platform").build();
/// let vpc = Vpc::builder(&stack, "Vpc").build();
/// let cluster = Cluster::builder(&stack, "Cluster")
///     .version("1.33")
///     .vpc(&vpc)
///     .default_capacity(DefaultCapacity::None)
///     .endpoint_access(EndpointAccess::public_and_private().only_from(["203.0.113.0/24"]))
///     .build();
/// let reports = Bucket::builder(&stack, "Reports").build();
/// let api = cluster.add_service_account("Api").name("api").namespace("shop").build();
/// reports.grant_read(&api);
/// for (number, (_, value)) in (1..).zip(api.annotations()) {
///     Output::new(&stack, &format!("ApiAnnotation{number}"), value);
/// }
/// cluster
///     .add_service_account("Worker")
///     .name("worker")
///     .namespace("shop")
///     .identity_type(IdentityType::PodIdentity)
///     .build();
/// # cumulo::testing::Template::of(&app, "Platform");
/// ```
///
/// Sources: <https://docs.aws.amazon.com/eks/latest/userguide/iam-roles-for-service-accounts.html>,
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-eks-podidentityassociation.html>
#[derive(Clone, Debug)]
pub struct ServiceAccount {
    node: Node,
    namespace: String,
    name: String,
    role: Role,
    association: Option<Resource<CfnPodIdentityAssociation>>,
    annotations: Vec<(String, Value<String>)>,
    labels: Vec<(String, String)>,
}

#[bon]
impl ServiceAccount {
    /// Starts to describe a service account.
    ///
    /// # Findings
    /// - `service-account-name` when Kubernetes would not take its name or its namespace.
    /// - `cluster-unknown` when the cluster was imported without its identity provider, and pods prove who they are by it.
    #[builder]
    #[track_caller]
    pub fn new(
        #[builder(start_fn)] scope: &dyn Construct,
        #[builder(start_fn)] id: &str,
        /// The cluster.
        cluster: &Cluster,
        /// Its name: small letters, digits, `-` and `.`, up to 253. Default: made of the path.
        #[builder(into)]
        name: Option<String>,
        /// Its namespace: small letters, digits and `-`, up to 63.
        #[builder(into, default = "default".to_owned())]
        namespace: String,
        /// Annotations that it has beside that of its role. Default: none.
        #[builder(default, with = |annotations: impl IntoIterator<Item = (impl Into<String>, impl IntoValue<String>)>| annotations.into_iter().map(|(key, value)| (key.into(), value.into_value())).collect())]
        annotations: Vec<(String, Value<String>)>,
        /// Labels that it has beside its name. Default: none.
        #[builder(default, with = |labels: impl IntoIterator<Item = (impl Into<String>, impl Into<String>)>| labels.into_iter().map(|(key, value)| (key.into(), value.into())).collect())]
        labels: Vec<(String, String)>,
        /// How its pods prove that they have it.
        #[builder(default)]
        identity_type: IdentityType,
        /// What happens to role and association when they leave the stack. Default: they are deleted.
        removal_policy: Option<RemovalPolicy>,
    ) -> ServiceAccount {
        let node = scope.node().child(id);
        let name = name.unwrap_or_else(|| node.unique_id().to_lowercase());
        check(&node, "service account", &name, 253, ".-");
        check(&node, "namespace of the service account", &namespace, 63, "-");
        let mut own = Vec::new();
        let (role, association) = match identity_type {
            IdentityType::Irsa => {
                let role = irsa_role(&node, &cluster.open_id_connect_provider(), &namespace, &name);
                own.push(("eks.amazonaws.com/role-arn".to_owned(), role.role_arn()));
                (role, None)
            }
            IdentityType::PodIdentity => {
                let pods = Principal::service("pods.eks.amazonaws.com").with_session_tags();
                let role = Role::builder(&node, "Role").assumed_by(pods).build();
                cluster.eks_pod_identity_agent();
                let association = bag::<CfnPodIdentityAssociation>([
                    ("ClusterName", cluster.cluster_name().into_expr()),
                    ("Namespace", namespace.clone().into()),
                    ("RoleArn", role.role_arn().into_expr()),
                    ("ServiceAccount", name.clone().into()),
                ])
                .add_to(&node, "Association");
                (role, Some(association))
            }
        };
        if let Some(policy) = removal_policy {
            RemovalPolicies::apply(&node, policy);
        }
        let label = ("app.kubernetes.io/name".to_owned(), name.clone());
        ServiceAccount {
            node,
            role,
            association,
            annotations: with_given(own, annotations),
            labels: with_given(vec![label], labels),
            namespace,
            name,
        }
    }

    /// Its name.
    pub fn service_account_name(&self) -> &str {
        &self.name
    }

    /// Its namespace.
    pub fn service_account_namespace(&self) -> &str {
        &self.namespace
    }

    /// The role of its pods.
    pub fn role(&self) -> &Role {
        &self.role
    }

    /// What ties account and role together; only with [`IdentityType::PodIdentity`] there is one.
    pub fn association(&self) -> Option<&Resource<CfnPodIdentityAssociation>> {
        self.association.as_ref()
    }

    /// The annotations that it must have in the manifest: with [`IdentityType::Irsa`] `eks.amazonaws.com/role-arn`
    /// first, without which its pods have no role; then those that were given.
    pub fn annotations(&self) -> &[(String, Value<String>)] {
        &self.annotations
    }

    /// The labels that it should have in the manifest: `app.kubernetes.io/name` first, then those that were given.
    pub fn labels(&self) -> &[(String, String)] {
        &self.labels
    }

    /// Lets its pods do what the statement says.
    pub fn add_to_principal_policy(&self, statement: PolicyStatement) -> PolicyAddition {
        self.role.add_to_principal_policy(statement)
    }
}

/// The entries of one's own, then those that are given; a key that is given takes the place of one's own.
fn with_given<V>(own: Vec<(String, V)>, given: Vec<(String, V)>) -> Vec<(String, V)> {
    let mut all = own;
    for (key, value) in given {
        match all.iter_mut().find(|(known, _)| *known == key) {
            Some(entry) => entry.1 = value,
            None => all.push((key, value)),
        }
    }
    all
}

/// The role of pods for which the cluster's identity provider vouches.
#[track_caller]
fn irsa_role(node: &Node, provider: &OidcProvider, namespace: &str, name: &str) -> Role {
    const AUDIENCE: &str = "sts.amazonaws.com";
    let issuer = provider.oidc_provider_issuer();
    let subject = format!("system:serviceaccount:{namespace}:{name}");
    let known = issuer.literal().map(|issuer| {
        Conditions::new()
            .string_equals(format!("{issuer}:aud"), AUDIENCE)
            .string_equals(format!("{issuer}:sub"), subject.clone())
    });
    let role = Role::builder(node, "Role")
        .assumed_by(Principal::open_id_connect(provider, known.clone().unwrap_or_default()))
        .build();
    if let (None, Some(cfn)) = (known, role.cfn()) {
        // The names of the conditions hold the issuer, which only the deployment knows, and templates can fill in
        // texts but not keys: so the whole policy is a text.
        let trust = text!(
            r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRoleWithWebIdentity","Principal":{"Federated":"{}"},"Condition":{"StringEquals":{"{}:aud":"{}","{}:sub":"{}"}}}]}"#,
            provider.oidc_provider_arn(),
            issuer,
            AUDIENCE,
            issuer,
            subject
        );
        cfn.edit(|role| role.assume_role_policy_document(any(trust)));
    }
    role
}

/// Finds names that Kubernetes does not take.
fn check(node: &Node, what: &str, name: &str, longest: usize, marks: &str) {
    let small = |char: char| char.is_ascii_lowercase() || char.is_ascii_digit();
    let fits = name.starts_with(small)
        && name.ends_with(small)
        && name.chars().all(|char| small(char) || marks.contains(char))
        && name.len() <= longest;
    if !fits {
        let between: Vec<String> = marks.chars().map(|mark| format!("`{mark}`")).collect();
        node.error(
            "service-account-name",
            format!("the {what} is called `{name}`"),
            format!(
                "use 1 to {longest} small letters and digits, and {} between them",
                between.join(" or ")
            ),
        );
    }
}

impl Construct for ServiceAccount {
    fn node(&self) -> &Node {
        &self.node
    }
}

impl Grantable for ServiceAccount {
    /// The role of its pods.
    fn grant_principal(&self) -> Principal {
        self.role.grant_principal()
    }
}
