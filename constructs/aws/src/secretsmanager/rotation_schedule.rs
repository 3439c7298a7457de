//! When secrets get new values, and what makes them.

use super::{HostedRotation, Secret};
use crate::bag::{bag, flag, opt};
use crate::cfn::secretsmanager::CfnRotationSchedule;
use crate::iam::{Grant, Grantable, PolicyStatement, Principal};
use crate::lambda::Function;
use crate::{CfnType, Construct, Duration, Expr, IntoValue, Node, Resource, Value};
use bon::bon;

/// What makes new values of a secret, and how often.
///
/// ```
/// use cumulo::Duration;
/// use cumulo::secretsmanager::{HostedRotation, Rotation};
/// let weekly = Rotation::hosted(HostedRotation::postgres_single_user()).automatically_after(Duration::days(7));
/// ```
#[derive(Clone, Debug)]
pub struct Rotation {
    by: By,
    automatically_after: Duration,
    rotate_immediately_on_update: Option<bool>,
}

#[derive(Clone, Debug)]
enum By {
    Function(Box<Function>),
    Arn(Value<String>),
    Hosted(Box<HostedRotation>),
}

impl Rotation {
    /// A function of the program; it is allowed to change the secret, and Secrets Manager to call it.
    pub fn lambda(function: &Function) -> Self {
        Self::by(By::Function(Box::new(function.clone())))
    }

    /// A function by its ARN, whose permissions are somebody else's affair.
    pub fn lambda_arn(arn: impl IntoValue<String>) -> Self {
        Self::by(By::Arn(arn.into_value()))
    }

    /// A function that Secrets Manager makes itself.
    pub fn hosted(rotation: HostedRotation) -> Self {
        Self::by(By::Hosted(Box::new(rotation)))
    }

    fn by(by: By) -> Self {
        Self { by, automatically_after: Duration::days(30), rotate_immediately_on_update: None }
    }

    /// How often, 4 hours to 1,000 days in whole hours or days; 0 for only when asked. Default: 30 days.
    #[must_use]
    pub fn automatically_after(mut self, time: Duration) -> Self {
        self.automatically_after = time;
        self
    }

    /// Whether a new value is made as soon as the schedule is made or changed. Default: true.
    #[must_use]
    pub fn rotate_immediately_on_update(mut self, immediately: bool) -> Self {
        self.rotate_immediately_on_update = Some(immediately);
        self
    }
}

/// Has a secret get new values from time to time; [`Secret::add_rotation_schedule`] is the short way.
///
/// ```
/// use cumulo::prelude::*;
/// use cumulo::secretsmanager::{self, HostedRotation, Rotation, RotationSchedule};
/// let app = App::new();
/// let stack = Stack::builder(&app, "Data").build();
/// let secret = secretsmanager::Secret::builder(&stack, "Login").build();
/// RotationSchedule::builder(&stack, "Rotation")
///     .secret(&secret)
///     .rotation(Rotation::hosted(HostedRotation::mysql_single_user()))
///     .build();
/// # cumulo::testing::Template::of(&app, "Data");
/// ```
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-secretsmanager-rotationschedule.html>
#[derive(Clone, Debug)]
pub struct RotationSchedule {
    node: Node,
    cfn: Resource<CfnRotationSchedule>,
}

#[bon]
impl RotationSchedule {
    /// A schedule.
    ///
    /// # Findings
    /// `rotation-interval` when the time is neither 0 nor 4 hours to 1,000 days.
    #[builder]
    #[track_caller]
    pub fn new(
        #[builder(start_fn)] scope: &dyn Construct,
        #[builder(start_fn)] id: &str,
        /// The secret.
        secret: &Secret,
        /// What makes the values, and how often.
        rotation: Rotation,
    ) -> RotationSchedule {
        let node = scope.node().child(id);
        let (arn, hosted) = match &rotation.by {
            By::Function(function) => (function.function_arn().into_expr(), Expr::Null),
            By::Arn(arn) => (arn.into(), Expr::Null),
            By::Hosted(hosted) => (Expr::Null, hosted.render(&node, secret)),
        };
        let cfn = bag::<CfnRotationSchedule>([
            ("HostedRotationLambda", hosted),
            ("RotateImmediatelyOnUpdate", flag(rotation.rotate_immediately_on_update)),
            ("RotationLambdaARN", arn),
            ("RotationRules", rules(&node, rotation.automatically_after)),
            ("SecretId", opt(Some(&secret.secret_arn()))),
        ])
        .add_to(&node, "Resource");
        if let By::Function(function) = &rotation.by {
            let grant = function.grant_invoke(&Principal::service("secretsmanager.amazonaws.com"));
            grant.apply_before(&[&cfn]);
            allow_to_rotate(function, secret);
        }
        // A secret that is being rotated must not vanish under the function.
        secret.deny_account_root_delete();
        RotationSchedule { node, cfn }
    }

    /// The schedule in the template.
    pub fn cfn(&self) -> &Resource<CfnRotationSchedule> {
        &self.cfn
    }
}

impl Secret {
    /// Has something make new values of the secret from time to time.
    #[track_caller]
    pub fn add_rotation_schedule(&self, id: &str, rotation: Rotation) -> RotationSchedule {
        RotationSchedule::builder(self, id).secret(self).rotation(rotation).build()
    }
}

#[track_caller]
fn allow_to_rotate(function: &Function, secret: &Secret) {
    let grantee = function.grant_principal();
    secret.grant_key_to_rotate(&grantee);
    let of_secret = PolicyStatement::allow()
        .actions([
            "secretsmanager:DescribeSecret",
            "secretsmanager:GetSecretValue",
            "secretsmanager:PutSecretValue",
            "secretsmanager:UpdateSecretVersionStage",
        ])
        .resources([secret.secret_arn()]);
    let password =
        PolicyStatement::allow().actions(["secretsmanager:GetRandomPassword"]).all_resources();
    for statement in [of_secret, password] {
        Grant::add_to_principal(secret.node(), &grantee, statement);
    }
}

fn rules(node: &Node, time: Duration) -> Expr {
    let (hours, days) = (time.to_hours(), time.to_days());
    if time.to_millis() == 0 {
        return Expr::Null;
    }
    if hours < 4 || days > 1000 {
        node.error(
            "rotation-interval",
            format!("the secret is to get a new value every {hours} hours"),
            "choose 4 hours to 1,000 days, or 0 for only when asked",
        );
    }
    let (amount, unit) = if hours % 24 == 0 { (days, "day") } else { (hours, "hour") };
    let plural = if amount == 1 { "" } else { "s" };
    Expr::object([("ScheduleExpression", Expr::from(format!("rate({amount} {unit}{plural})")))])
}

impl Construct for RotationSchedule {
    fn node(&self) -> &Node {
        &self.node
    }
}
