//! What roles, users and groups have in common.

use super::{ManagedPolicy, ManagedPolicyRef, Policy, PolicyDocument, Role};
use crate::{CfnType, Construct, Expr, Fn, Node, Resource, Stack, Value, text};

/// Characters of an identity's inline policies that may be used, a little below IAM's 10,240 for roles.
pub(super) const INLINE_LIMIT: usize = 10_000;
/// Characters of a managed policy that may be used, a little below IAM's 6,144.
pub(super) const MANAGED_LIMIT: usize = 6_000;

/// An ARN of an identity, taken apart.
pub(super) struct Arn {
    pub(super) arn: Value<String>,
    pub(super) account: Value<String>,
    /// Without its path.
    pub(super) name: Value<String>,
}

impl Arn {
    pub(super) fn of(arn: Value<String>) -> Self {
        let (account, name) = match arn.literal() {
            Some(text) => {
                let account = text.split(':').nth(4).unwrap_or_default().to_owned();
                let name = text.rsplit('/').next().unwrap_or_default().to_owned();
                (Value::new(account), Value::new(name))
            }
            None => {
                let parts = Fn::split(":", &arn);
                let resource = Fn::select::<String>(5, parts.clone());
                (Fn::select(4, parts), Fn::select(1, Fn::split("/", resource)))
            }
        };
        Self { arn, account, name }
    }
}

/// ARN of an identity of the stack's account.
pub(super) fn arn(stack: &Stack, kind: &str, name: &Value<String>) -> Value<String> {
    text!("arn:{}:iam::{}:{}/{}", stack.partition(), stack.account(), kind, name)
}

/// The policy that takes what is granted to an identity; `attach` says to whom it belongs when it is made.
pub(super) fn default_policy(identity: &Node, id: &str, attach: impl FnOnce(&Policy)) -> Policy {
    Policy::existing(identity, id).unwrap_or_else(|| {
        let policy = Policy::builder(identity, id).build();
        attach(&policy);
        policy
    })
}

/// Writes what is granted to a role: the first piece into its default policy, others into managed policies.
pub(super) fn write(role: &Role, pieces: Vec<Option<PolicyDocument>>) -> Vec<Node> {
    let node = role.node();
    let mut policies = Vec::with_capacity(pieces.len());
    for (number, changed) in pieces.into_iter().enumerate() {
        if number == 0 {
            let policy =
                default_policy(node, "DefaultPolicy", |policy| policy.attach_to_role(role));
            changed.into_iter().for_each(|document| policy.set_document(document));
            policies.push(policy.node().clone());
            continue;
        }
        let id = format!("OverflowPolicy{number}");
        let overflow = ManagedPolicy::existing(node, &id).unwrap_or_else(|| {
            ManagedPolicy::builder(node, &id)
                .description(format!("Part of the policies for {}", node.path()))
                .roles([role])
                .build()
        });
        changed.into_iter().for_each(|document| overflow.set_document(document));
        policies.push(overflow.node().clone());
    }
    policies
}

/// Adds to the list of managed policies in an identity's resource.
pub(super) fn add_managed_policy<T: CfnType>(cfn: &Resource<T>, policy: &ManagedPolicyRef) {
    let arn = policy.managed_policy_arn().into_expr();
    cfn.edit_properties(|properties| {
        let known = properties.get("ManagedPolicyArns").map_or(&[][..], Expr::items);
        if !known.contains(&arn) {
            properties.push("ManagedPolicyArns", arn);
        }
    });
}

/// Warns that an imported identity cannot be given a policy that has no attachments of its own.
pub(super) fn cannot_take(identity: &Node) {
    identity.warning(
        "import-policy",
        format!("`{}` is imported, so it cannot be given this managed policy", identity.path()),
        "attach the policy where the role, user or group is made",
    );
}
