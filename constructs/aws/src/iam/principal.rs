//! Principals: who a statement speaks of.

use super::{
    Conditions, Group, ManagedPolicy, OidcProvider, Policy, PolicyDocument, PolicyStatement, Role,
    SamlProvider, User,
};
use crate::{Construct, Expr, IntoValue, Node, Stack, Value, text};
use std::rc::Rc;

/// Regions that an account must switch on, where services go by the region's own name.
const OPT_IN_REGIONS: [&str; 17] = [
    "af-south-1",
    "ap-east-1",
    "ap-east-2",
    "ap-south-2",
    "ap-southeast-3",
    "ap-southeast-4",
    "ap-southeast-5",
    "ap-southeast-6",
    "ap-southeast-7",
    "ca-west-1",
    "eu-central-2",
    "eu-south-1",
    "eu-south-2",
    "il-central-1",
    "me-central-1",
    "me-south-1",
    "mx-central-1",
];

/// Something that can be given permissions: roles, users, groups, and whatever acts by a role.
///
/// ```
/// use cumulo::iam::{Grantable, Principal, Role};
///
/// /// A worker of our own: whoever grants it something grants it to its role.
/// struct Worker {
///     role: Role,
/// }
///
/// impl Grantable for Worker {
///     fn grant_principal(&self) -> Principal {
///         self.role.grant_principal()
///     }
/// }
/// ```
pub trait Grantable {
    /// The principal that gets the permissions.
    fn grant_principal(&self) -> Principal;
}

impl<G: Grantable + ?Sized> Grantable for &G {
    fn grant_principal(&self) -> Principal {
        (**self).grant_principal()
    }
}

/// Who may do something: the user of an identity's policy, or the one that a resource's or role's policy names.
///
/// ```
/// use cumulo::iam::{Conditions, Principal};
/// let tasks = Principal::service("ecs-tasks.amazonaws.com");
/// let partner = Principal::account("222222222222")
///     .with_conditions(Conditions::new().string_equals("sts:ExternalId", "partner"));
/// ```
///
/// Source: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html>
#[derive(Clone, Debug)]
pub struct Principal {
    kind: Kind,
    conditions: Conditions,
    session_tags: bool,
}

#[derive(Clone, Debug)]
enum Kind {
    /// A principal that policies only name.
    Named {
        who: Who,
        assume_role_action: &'static str,
        account: Option<Value<String>>,
    },
    Role(Role),
    User(User),
    Group(Group),
    Policy(Policy),
    ManagedPolicy(ManagedPolicy),
    Composite(Vec<Principal>),
    /// What an import cannot know.
    Unknown(Node),
}

/// One entry of a statement's `Principal`; some depend on the stack in which the statement stands.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Who {
    /// `"*"` alone: everybody, in policies that want no object.
    Star,
    /// An entry of a list: `AWS`, `Service`, `Federated`, `CanonicalUser`.
    Entry(&'static str, Expr),
    /// A whole account; the stack's own where none is given.
    Account(Option<Expr>, Instance),
    /// A role with a name of its own, by which other accounts can name it.
    Role { arn: Expr, fixed: Expr, account: String },
    /// A service, as it is called in a region.
    Service { name: String, region: Option<String> },
}

/// Tells apart what would be equal, so that statements about two of it stay two, as in the AWS CDK: principals that
/// name one account, and resources that may become more.
#[derive(Clone, Debug, Default)]
pub(crate) struct Instance(Rc<()>);

impl PartialEq for Instance {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Principal {
    fn named(who: Who) -> Self {
        Self::of(Kind::Named { who, assume_role_action: "sts:AssumeRole", account: None })
    }

    fn of(kind: Kind) -> Self {
        Self { kind, conditions: Conditions::new(), session_tags: false }
    }

    pub(super) fn role(role: &Role) -> Self {
        Self::of(Kind::Role(role.clone()))
    }

    pub(super) fn user(user: &User) -> Self {
        Self::of(Kind::User(user.clone()))
    }

    pub(super) fn group(group: &Group) -> Self {
        Self::of(Kind::Group(group.clone()))
    }

    pub(super) fn policy(policy: &Policy) -> Self {
        Self::of(Kind::Policy(policy.clone()))
    }

    pub(super) fn managed_policy(policy: &ManagedPolicy) -> Self {
        Self::of(Kind::ManagedPolicy(policy.clone()))
    }

    /// A service of AWS, such as `ecs-tasks.amazonaws.com`; `.amazonaws.com` may be left out.
    pub fn service(name: impl Into<String>) -> Self {
        Self::named(Who::Service { name: name.into(), region: None })
    }

    /// A service whose name is known only to CloudFormation, such as that of CloudWatch Logs in the stack's region.
    pub(crate) fn service_of_name(name: Value<String>) -> Self {
        Self::named(Who::Entry("Service", name.into_expr()))
    }

    /// A service in another region than the stack's; in regions that accounts must switch on it goes by the region's name.
    pub fn service_in(name: impl Into<String>, region: impl Into<String>) -> Self {
        Self::named(Who::Service { name: name.into(), region: Some(region.into()) })
    }

    /// A user, role, session or account by its ARN.
    pub fn arn(arn: impl IntoValue<String>) -> Self {
        Self::named(Who::Entry("AWS", arn.into_value().into_expr()))
    }

    /// An account by its twelve digits, which decides itself who in it may use the permission.
    pub fn account(account_id: impl IntoValue<String>) -> Self {
        let account = account_id.into_value();
        let mut principal =
            Self::named(Who::Account(Some(account.expr().clone()), Instance::default()));
        if let Kind::Named { account: known, .. } = &mut principal.kind {
            *known = Some(account);
        }
        principal
    }

    /// The account of the stack.
    pub fn account_root() -> Self {
        let mut principal = Self::named(Who::Account(None, Instance::default()));
        if let Kind::Named { account, .. } = &mut principal.kind {
            *account = Some(crate::Aws::account_id());
        }
        principal
    }

    /// Everybody, also without an account: `{"AWS": "*"}`. Give conditions, or mean it.
    pub fn any() -> Self {
        Self::arn("*")
    }

    /// Everybody, written as a plain `"*"`, which a few services ask for.
    pub fn star() -> Self {
        Self::named(Who::Star)
    }

    /// A user of an identity provider, by the provider's ARN or domain; assumes roles with `sts:AssumeRole`.
    pub fn federated(provider: impl IntoValue<String>, conditions: Conditions) -> Self {
        Self::federated_by(provider, conditions, "sts:AssumeRole")
    }

    /// A user of a web identity provider, such as `cognito-identity.amazonaws.com` or the ARN of an OIDC provider.
    pub fn web_identity(provider: impl IntoValue<String>, conditions: Conditions) -> Self {
        Self::federated_by(provider, conditions, "sts:AssumeRoleWithWebIdentity")
    }

    /// A user of an OpenID Connect provider. Without conditions on its claims everyone the provider knows gets in.
    pub fn open_id_connect(provider: &OidcProvider, conditions: Conditions) -> Self {
        Self::web_identity(provider.oidc_provider_arn(), conditions)
    }

    /// A user of a SAML provider, by API.
    pub fn saml(provider: &SamlProvider, conditions: Conditions) -> Self {
        Self::federated_by(provider.saml_provider_arn(), conditions, "sts:AssumeRoleWithSAML")
    }

    /// A user of a SAML provider who signs in to the AWS console.
    pub fn saml_console(provider: &SamlProvider, conditions: Conditions) -> Self {
        let audience = "https://signin.aws.amazon.com/saml";
        Self::saml(provider, conditions.string_equals("SAML:aud", audience))
    }

    /// Users of another identity provider who assume roles by this action, such as `sts:AssumeRoleWithSAML`.
    pub fn federated_by(
        provider: impl IntoValue<String>,
        conditions: Conditions,
        assume_role_action: &'static str,
    ) -> Self {
        let who = Who::Entry("Federated", provider.into_value().into_expr());
        let kind = Kind::Named { who, assume_role_action, account: None };
        Self { kind, conditions, session_tags: false }
    }

    /// An account by its canonical user id, as some policies of S3 want.
    pub fn canonical_user(id: impl IntoValue<String>) -> Self {
        Self::named(Who::Entry("CanonicalUser", id.into_value().into_expr()))
    }

    /// Everybody in an organization, by its id such as `o-a1b2c3d4e5`.
    pub fn organization(organization_id: impl IntoValue<String>) -> Self {
        Self::any().in_organization(organization_id)
    }

    /// Several principals at once.
    pub fn composite(principals: impl IntoIterator<Item = impl Grantable>) -> Self {
        let parts = principals.into_iter().map(|principal| principal.grant_principal());
        Self::of(Kind::Composite(parts.collect()))
    }

    /// Stands for the principal of an import that does not say by which role it acts.
    ///
    /// Grants to it are a finding of the import.
    pub fn unknown(import: &Node) -> Self {
        Self::of(Kind::Unknown(import.clone()))
    }

    /// The principal under these further conditions.
    #[must_use]
    pub fn with_conditions(mut self, conditions: Conditions) -> Self {
        self.conditions = self.conditions.merged(&conditions);
        self
    }

    /// The principal, if it belongs to this organization.
    #[must_use]
    pub fn in_organization(self, organization_id: impl IntoValue<String>) -> Self {
        let id = organization_id.into_value();
        self.with_conditions(Conditions::new().string_equals("aws:PrincipalOrgID", id))
    }

    /// The principal may hand session tags on when it assumes a role.
    #[must_use]
    pub fn with_session_tags(mut self) -> Self {
        self.session_tags = true;
        self
    }

    /// Conditions that come with the principal.
    pub fn conditions(&self) -> &Conditions {
        &self.conditions
    }

    /// Account to which the principal belongs, where that is known to be one.
    pub fn principal_account(&self) -> Option<Value<String>> {
        match &self.kind {
            Kind::Named { account, .. } => account.clone(),
            Kind::Role(role) => Some(role.account()),
            Kind::User(user) => Some(user.account()),
            Kind::Group(group) => Some(group.account()),
            Kind::Policy(policy) => Some(policy.node().stack().account()),
            Kind::ManagedPolicy(policy) => Some(policy.node().stack().account()),
            Kind::Composite(_) | Kind::Unknown(_) => None,
        }
    }

    /// The role that the principal is, if it is one.
    pub fn as_role(&self) -> Option<&Role> {
        match &self.kind {
            Kind::Role(role) => Some(role),
            _ => None,
        }
    }

    /// What it is called in policies of functions, where it has no policy of its own and can stand there.
    pub(crate) fn policy_name(&self) -> Option<Expr> {
        match &self.kind {
            Kind::Named { who: Who::Service { name, .. }, .. } => Some(Expr::from(name.clone())),
            Kind::Named { who: Who::Account(Some(account), _), .. } => Some(account.clone()),
            Kind::Named { who: Who::Entry("AWS", arn), .. } => Some(arn.clone()),
            _ => None,
        }
    }

    /// Its kind and name in one text; none where part of it is known only to CloudFormation.
    pub(crate) fn name(&self) -> Option<String> {
        let name = self.policy_name()?;
        let name = name.as_str()?;
        let organization = self.conditions.get("StringEquals", "aws:PrincipalOrgID");
        let organization = organization.as_ref().and_then(Expr::as_str);
        Some(match &self.kind {
            Kind::Named { who: Who::Service { .. }, .. } => format!("ServicePrincipal({name})"),
            Kind::Named { who: Who::Account(..), .. } => format!("AccountPrincipal({name})"),
            _ => match organization.filter(|_| name == "*") {
                Some(id) => format!("OrganizationPrincipal({id})"),
                None => format!("ArnPrincipal({name})"),
            },
        })
    }

    /// Adds a statement to the policy of the principal.
    ///
    /// `None` when it has no policy to add to, as services and accounts do not.
    #[track_caller]
    pub fn add_to_policy(&self, statement: PolicyStatement) -> Option<PolicyAddition> {
        match &self.kind {
            Kind::Named { .. } => None,
            Kind::Role(role) => Some(role.add_to_principal_policy(statement)),
            Kind::User(user) => Some(user.add_to_principal_policy(statement)),
            Kind::Group(group) => Some(group.add_to_principal_policy(statement)),
            Kind::Policy(policy) => {
                policy.add_statements([statement]);
                Some(PolicyAddition { policies: vec![policy.node().clone()] })
            }
            Kind::ManagedPolicy(policy) => {
                policy.add_statements([statement]);
                Some(PolicyAddition { policies: vec![policy.node().clone()] })
            }
            Kind::Composite(parts) => {
                let added: Vec<_> =
                    parts.iter().map(|part| part.add_to_policy(statement.clone())).collect();
                let policies =
                    added.iter().flatten().flat_map(|addition| addition.policies.clone());
                let policies = policies.collect();
                added.iter().all(Option::is_some).then_some(PolicyAddition { policies })
            }
            Kind::Unknown(import) => {
                import.warning(
                    "unknown-principal",
                    format!(
                        "`{}` is imported without its role, so it is granted nothing",
                        import.path()
                    ),
                    "name the role where it is imported, or grant to that role",
                );
                Some(PolicyAddition::default())
            }
        }
    }

    /// Adds what lets the principal assume a role to that role's trust policy.
    pub(super) fn add_to_assume_role_policy(
        &self,
        extra: &Conditions,
        document: &mut PolicyDocument,
    ) {
        if let Kind::Composite(parts) = &self.kind {
            for part in parts {
                part.add_to_assume_role_policy(extra, document);
            }
            return;
        }
        let mut actions = vec![self.assume_role_action()];
        if self.session_tags {
            actions.push("sts:TagSession");
        }
        let statement = PolicyStatement::allow().actions(actions).principals([self]);
        document.push(statement.conditions(extra.clone()));
    }

    fn assume_role_action(&self) -> &'static str {
        match &self.kind {
            Kind::Named { assume_role_action, .. } => assume_role_action,
            _ => "sts:AssumeRole",
        }
    }

    /// Entries of `Principal` that name it.
    pub(super) fn entries(&self) -> Vec<Who> {
        let arn = |arn: Value<String>| vec![Who::Entry("AWS", arn.into_expr())];
        match &self.kind {
            Kind::Named { who, .. } => vec![who.clone()],
            Kind::Role(role) => match (role.fixed_arn(), role.account().literal()) {
                (Some(fixed), Some(account)) => vec![Who::Role {
                    arn: role.role_arn().into_expr(),
                    fixed: fixed.into_expr(),
                    account: account.to_owned(),
                }],
                _ => arn(role.role_arn()),
            },
            Kind::User(user) => arn(user.user_arn()),
            Kind::Group(group) => arn(group.group_arn()),
            Kind::Composite(parts) => parts.iter().flat_map(Principal::entries).collect(),
            Kind::Policy(_) | Kind::ManagedPolicy(_) | Kind::Unknown(_) => Vec::new(),
        }
    }

    /// Conditions of the principal; of a composite those of its parts.
    pub(super) fn all_conditions(&self) -> Conditions {
        match &self.kind {
            Kind::Composite(parts) => parts
                .iter()
                .fold(self.conditions.clone(), |all, part| all.merged(&part.all_conditions())),
            _ => self.conditions.clone(),
        }
    }

    /// Why the principal cannot stand in one statement, if it cannot.
    pub(super) fn problem(&self) -> Option<&'static str> {
        match &self.kind {
            Kind::Composite(parts)
                if parts.iter().any(|part| !part.all_conditions().is_empty()) =>
            {
                Some("principals with conditions of their own cannot share a statement")
            }
            Kind::Group(_) => Some("policies cannot name a group as principal"),
            Kind::Policy(_) | Kind::ManagedPolicy(_) => {
                Some("policies cannot name another policy as principal")
            }
            _ => None,
        }
    }
}

impl Grantable for Principal {
    fn grant_principal(&self) -> Principal {
        self.clone()
    }
}

/// The policies to which a statement went.
#[derive(Clone, Debug, Default)]
pub struct PolicyAddition {
    pub(super) policies: Vec<Node>,
}

impl Who {
    /// The account of a principal that is one or belongs to one; others as they are.
    pub(super) fn as_account(&self, stack: &Stack) -> Who {
        let account = match self {
            Who::Account(account, _) => account.clone().map_or_else(|| stack.account(), Value::new),
            Who::Entry("AWS", arn) => match arn.as_str().and_then(|arn| arn.split(':').nth(4)) {
                Some(account) => account.into_value(),
                None if arn.as_str().is_some() => return self.clone(),
                None => stack.account(),
            },
            Who::Role { account, .. } => account.into_value(),
            _ => return self.clone(),
        };
        Who::Entry("AWS", account.into_expr())
    }

    /// Key and value in a template of this stack.
    pub(super) fn lowered(&self, stack: &Stack) -> (&'static str, Expr) {
        match self {
            Who::Star => ("*", Expr::from("*")),
            Who::Entry(key, value) => (key, value.clone()),
            Who::Account(account, _) => {
                let account = account.clone().map_or_else(|| stack.account(), Value::new);
                let arn = text!("arn:{}:iam::{}:root", stack.partition(), account);
                ("AWS", arn.into_expr())
            }
            Who::Role { arn, fixed, account } => {
                let here = stack.account();
                let elsewhere = here.literal().is_some_and(|here| here != account);
                ("AWS", if elsewhere { fixed.clone() } else { arn.clone() })
            }
            Who::Service { name, region } => {
                ("Service", Expr::from(service_name(name, region.as_deref(), stack)))
            }
        }
    }
}

fn service_name(name: &str, region: Option<&str>, stack: &Stack) -> String {
    let full = if name.contains('.') { name.to_owned() } else { format!("{name}.amazonaws.com") };
    match (region, full.strip_suffix(".amazonaws.com")) {
        (Some(region), Some(service))
            if OPT_IN_REGIONS.contains(&region) && stack.region().literal() != Some(region) =>
        {
            format!("{service}.{region}.amazonaws.com")
        }
        _ => full,
    }
}
