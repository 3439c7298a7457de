//! Inline policies that several identities share.

use super::{Grantable, Group, PolicyDocument, PolicyStatement, Principal, Role, User};
use crate::cfn::iam::CfnPolicy;
use crate::{CfnType, Construct, Expr, IntoValue, Node, Resource, Value};
use bon::bon;

/// An inline policy of roles, users and groups.
///
/// It stands in the template once it has a statement and somebody to whom it is attached.
///
/// ```
/// use cumulo::iam::{Policy, PolicyStatement, Principal, Role};
/// use cumulo::prelude::*;
/// let app = App::new();
/// let stack = Stack::builder(&app, "Web").build();
/// let role = Role::builder(&stack, "Role").assumed_by(Principal::service("ec2.amazonaws.com")).build();
/// let statement = PolicyStatement::allow().actions(["ec2:Describe*"]).all_resources();
/// Policy::builder(&stack, "Look").statements([statement]).roles([&role]).build();
/// # cumulo::testing::Template::of(&app, "Web");
/// ```
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-policy.html>
#[derive(Clone, Debug)]
pub struct Policy {
    node: Node,
}

#[derive(Default)]
struct State {
    document: PolicyDocument,
    name: Option<Value<String>>,
    force: bool,
    attached: Attached,
}

/// Those to whom a policy is attached.
#[derive(Default)]
pub(super) struct Attached([Vec<(Node, Expr)>; 3]);

/// Characters that the name of a policy may have.
const LONGEST_NAME: usize = 128;

/// Kinds of identities, as the policy types of CloudFormation call them.
const KINDS: [&str; 3] = ["Groups", "Roles", "Users"];

impl Attached {
    pub(super) fn role(&mut self, role: &Role) {
        self.add(1, role.node(), role.role_name());
    }

    pub(super) fn user(&mut self, user: &User) {
        self.add(2, user.node(), user.user_name());
    }

    pub(super) fn group(&mut self, group: &Group) {
        self.add(0, group.node(), group.group_name());
    }

    fn add(&mut self, kind: usize, node: &Node, name: Value<String>) {
        let known = &mut self.0[kind];
        if known.iter().all(|(known, _)| known != node) {
            known.push((node.clone(), name.into_expr()));
        }
    }

    /// The properties that are not empty.
    pub(super) fn properties(&self) -> impl Iterator<Item = (&'static str, Expr)> {
        let kinds = KINDS.into_iter().zip(&self.0).filter(|(_, names)| !names.is_empty());
        kinds.map(|(kind, names)| {
            (kind, Expr::List(names.iter().map(|(_, name)| name.clone()).collect()))
        })
    }
}

#[bon]
impl Policy {
    /// An inline policy.
    ///
    /// # Findings
    /// `policy-empty` when `force` is given and no statement or nobody is added.
    #[builder]
    #[track_caller]
    pub fn new(
        #[builder(start_fn)] scope: &dyn Construct,
        #[builder(start_fn)] id: &str,
        /// Name, unique for each identity it is attached to. Default: its logical id.
        #[builder(with = |name: impl IntoValue<String>| name.into_value())]
        policy_name: Option<Value<String>>,
        /// Statements to start with. Default: none.
        #[builder(default, with = |items: impl IntoIterator<Item = PolicyStatement>| items.into_iter().collect())]
        statements: Vec<PolicyStatement>,
        /// Document to start with, before the statements. Default: empty.
        #[builder(default)]
        document: PolicyDocument,
        /// Roles it is attached to.
        #[builder(default, with = |roles: impl IntoIterator<Item = impl std::borrow::Borrow<Role>>| roles.into_iter().map(|role| role.borrow().clone()).collect())]
        roles: Vec<Role>,
        /// Users it is attached to.
        #[builder(default, with = |users: impl IntoIterator<Item = impl std::borrow::Borrow<User>>| users.into_iter().map(|user| user.borrow().clone()).collect())]
        users: Vec<User>,
        /// Groups it is attached to.
        #[builder(default, with = |groups: impl IntoIterator<Item = impl std::borrow::Borrow<Group>>| groups.into_iter().map(|group| group.borrow().clone()).collect())]
        groups: Vec<Group>,
        /// Whether an empty policy is a mistake, rather than left out. Default: false.
        #[builder(default)]
        force: bool,
    ) -> Policy {
        let node = scope.node().child(id);
        let policy = Policy { node };
        policy.node.with_state::<State, _>(|state| {
            state.name = policy_name;
            state.document = document;
            state.force = force;
            roles.iter().for_each(|role| state.attached.role(role));
            users.iter().for_each(|user| state.attached.user(user));
            groups.iter().for_each(|group| state.attached.group(group));
        });
        if force {
            policy.node.add_validation(|node| {
                if node.resource::<CfnPolicy>("Resource").is_none() {
                    node.error(
                        "policy-empty",
                        "the policy has no statements or is attached to nobody",
                        "add statements and roles, users or groups, or leave `force` away",
                    );
                }
            });
        }
        let given = policy.node.with_state::<State, _>(|state| state.document.clone());
        given.statements().iter().for_each(|one| one.check_for_identity(&policy.node));
        policy.update();
        policy.add_statements(statements);
        policy
    }

    /// The policy in the template, once it stands there.
    pub fn cfn(&self) -> Option<Resource<CfnPolicy>> {
        self.node.resource("Resource")
    }

    /// Adds statements.
    #[track_caller]
    pub fn add_statements(&self, statements: impl IntoIterator<Item = PolicyStatement>) {
        for statement in statements {
            statement.check_for_identity(&self.node);
            self.push(statement);
        }
    }

    /// Attaches it to a role; a second time changes nothing.
    pub fn attach_to_role(&self, role: &Role) {
        self.node.with_state::<State, _>(|state| state.attached.role(role));
        self.update();
    }

    /// Attaches it to a user; a second time changes nothing.
    pub fn attach_to_user(&self, user: &User) {
        self.node.with_state::<State, _>(|state| state.attached.user(user));
        self.update();
    }

    /// Attaches it to a group; a second time changes nothing.
    pub fn attach_to_group(&self, group: &Group) {
        self.node.with_state::<State, _>(|state| state.attached.group(group));
        self.update();
    }

    /// The policy that an earlier call made as this child.
    pub(super) fn existing(scope: &Node, id: &str) -> Option<Self> {
        Some(Self { node: scope.find(id)? })
    }

    pub(super) fn set_name(&self, name: impl IntoValue<String>) {
        self.node.with_state::<State, _>(|state| state.name = Some(name.into_value()));
    }

    /// Adds a statement that was checked already.
    pub(super) fn push(&self, statement: PolicyStatement) {
        self.node.with_state::<State, _>(|state| state.document.push(statement));
        self.update();
    }

    /// Puts another document in the place of the one it has.
    pub(super) fn set_document(&self, document: PolicyDocument) {
        self.node.with_state::<State, _>(|state| state.document = document);
        self.update();
    }

    /// Name of the policy.
    pub fn policy_name(&self) -> Value<String> {
        let name = self.node.with_state::<State, _>(|state| state.name.clone());
        name.or_else(|| Some(self.cfn()?.node().logical_id_end(LONGEST_NAME)))
            .unwrap_or_else(|| self.node.id().into_value())
    }

    /// Brings the template's resource up to date.
    fn update(&self) {
        let stack = self.node.stack();
        let (document, attached) = self.node.with_state::<State, _>(|state| {
            let attached: Vec<_> = state.attached.properties().collect();
            ((!state.document.is_empty()).then(|| state.document.to_value(&stack)), attached)
        });
        let Some(document) = document else { return };
        if attached.is_empty() {
            return;
        }
        let cfn = self
            .cfn()
            .unwrap_or_else(|| CfnPolicy::new(document.clone(), "").add_to(&self.node, "Resource"));
        let name = self.policy_name();
        cfn.edit_properties(|properties| {
            properties.set("PolicyDocument", document);
            properties.set("PolicyName", name);
            attached.into_iter().for_each(|(kind, names)| properties.set(kind, names));
        });
    }
}

impl Construct for Policy {
    fn node(&self) -> &Node {
        &self.node
    }
}

impl Grantable for Policy {
    /// What is granted to the policy reaches those to whom it is attached.
    fn grant_principal(&self) -> Principal {
        Principal::policy(self)
    }
}
