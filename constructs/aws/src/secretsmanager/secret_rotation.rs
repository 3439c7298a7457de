//! Rotation of databases' secrets by AWS's published applications.

use super::{Rotation, Secret};
use crate::bag::comma_separated;
use crate::ec2::{Connectable, InterfaceVpcEndpoint, SecurityGroup, SubnetSelection, Vpc};
use crate::{
    Aws, CfnType, Construct, Duration, Expr, Fn, Mapping, Node, RawResource, RemovalPolicy,
    Resource, Value, text,
};
use bon::bon;

/// One of the applications that AWS publishes to change passwords in databases.
///
/// Source: <https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_available-rotation-templates.html>
#[derive(Clone, Copy, Debug)]
pub struct SecretRotationApplication {
    /// Id and version in the partitions `aws`, `aws-cn` and `aws-us-gov`.
    partitions: [(&'static str, &'static str, &'static str); 3],
    multi_user: bool,
}

macro_rules! applications {
    ($($constant:ident, $name:literal, $multi:literal, $aws:literal, $cn:literal, $gov:literal;)*) => {
        impl SecretRotationApplication {
            $(
                #[doc = concat!("`SecretsManager", $name, "`.")]
                pub const $constant: Self = Self {
                    partitions: [
                        ("aws", concat!("arn:aws:serverlessrepo:us-east-1:297356227824:applications/SecretsManager", $name), $aws),
                        ("aws-cn", concat!("arn:aws-cn:serverlessrepo:cn-north-1:193023089310:applications/SecretsManager", $name), $cn),
                        ("aws-us-gov", concat!("arn:aws-us-gov:serverlessrepo:us-gov-west-1:023102451235:applications/SecretsManager", $name), $gov),
                    ],
                    multi_user: $multi,
                };
            )*
        }
    };
}

applications! {
    MARIADB_ROTATION_SINGLE_USER, "RDSMariaDBRotationSingleUser", false, "1.1.670", "1.1.442", "1.1.383";
    MARIADB_ROTATION_MULTI_USER, "RDSMariaDBRotationMultiUser", true, "1.1.670", "1.1.441", "1.1.383";
    MYSQL_ROTATION_SINGLE_USER, "RDSMySQLRotationSingleUser", false, "1.1.671", "1.1.440", "1.1.384";
    MYSQL_ROTATION_MULTI_USER, "RDSMySQLRotationMultiUser", true, "1.1.671", "1.1.440", "1.1.383";
    ORACLE_ROTATION_SINGLE_USER, "RDSOracleRotationSingleUser", false, "1.1.671", "1.1.441", "1.1.382";
    ORACLE_ROTATION_MULTI_USER, "RDSOracleRotationMultiUser", true, "1.1.671", "1.1.441", "1.1.383";
    POSTGRES_ROTATION_SINGLE_USER, "RDSPostgreSQLRotationSingleUser", false, "1.1.671", "1.1.440", "1.1.383";
    POSTGRES_ROTATION_MULTI_USER, "RDSPostgreSQLRotationMultiUser", true, "1.1.671", "1.1.440", "1.1.383";
    SQLSERVER_ROTATION_SINGLE_USER, "RDSSQLServerRotationSingleUser", false, "1.1.670", "1.1.441", "1.1.383";
    SQLSERVER_ROTATION_MULTI_USER, "RDSSQLServerRotationMultiUser", true, "1.1.671", "1.1.441", "1.1.384";
    REDSHIFT_ROTATION_SINGLE_USER, "RedshiftRotationSingleUser", false, "1.1.671", "1.1.441", "1.1.383";
    REDSHIFT_ROTATION_MULTI_USER, "RedshiftRotationMultiUser", true, "1.1.671", "1.1.440", "1.1.383";
    MONGODB_ROTATION_SINGLE_USER, "MongoDBRotationSingleUser", false, "1.1.671", "1.1.440", "1.1.384";
    MONGODB_ROTATION_MULTI_USER, "MongoDBRotationMultiUser", true, "1.1.671", "1.1.441", "1.1.384";
    DB2_ROTATION_SINGLE_USER, "RDSDb2RotationSingleUser", false, "1.1.271", "1.1.242", "1.1.222";
    DB2_ROTATION_MULTI_USER, "RDSDb2RotationMultiUser", true, "1.1.272", "1.1.240", "1.1.223";
}

/// Changes the password of a database's user from time to time, by an application that AWS publishes.
///
/// ```
/// use cumulo::ec2::Vpc;
/// use cumulo::prelude::*;
/// use cumulo::rds::{DatabaseInstance, DatabaseInstanceEngine};
/// use cumulo::secretsmanager::{SecretRotation, SecretRotationApplication};
/// let app = App::new();
/// let stack = Stack::builder(&app, "Data").build();
/// let vpc = Vpc::builder(&stack, "Vpc").build();
/// let database =
///     DatabaseInstance::builder(&stack, "Db").vpc(&vpc).engine(DatabaseInstanceEngine::mysql("8.0.36")).build();
/// SecretRotation::builder(&stack, "Rotation")
///     .application(SecretRotationApplication::MYSQL_ROTATION_SINGLE_USER)
///     .maybe_secret(database.secret())
///     .target(&database)
///     .vpc(&vpc)
///     .build();
/// # cumulo::testing::Template::of(&app, "Data");
/// ```
///
/// The template then needs the capability `CAPABILITY_AUTO_EXPAND`. Findings: `rotation-secret` when there is no secret;
/// `rotation-master-secret` when an application for several users has no secret of the one that makes them.
///
/// Source: <https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotating-secrets.html>
#[derive(Clone, Debug)]
pub struct SecretRotation {
    node: Node,
    cfn: Resource<RawResource>,
}

#[bon]
impl SecretRotation {
    /// Starts to describe a rotation.
    #[builder]
    #[track_caller]
    pub fn new(
        #[builder(start_fn)] scope: &dyn Construct,
        #[builder(start_fn)] id: &str,
        /// What changes the password.
        application: SecretRotationApplication,
        /// Secret with the user's name and password.
        secret: Option<&Secret>,
        /// Secret of the user who makes and changes the others; for applications with `MULTI_USER` in their name.
        master_secret: Option<&Secret>,
        /// The database.
        target: &dyn Connectable,
        /// VPC in which the application runs.
        vpc: &Vpc,
        /// Its subnets, which must reach Secrets Manager. Default: private ones with a way out.
        #[builder(default)]
        vpc_subnets: SubnetSelection,
        /// Its security group. Default: one that is made for it.
        security_group: Option<&SecurityGroup>,
        /// Endpoint by which it reaches Secrets Manager. Default: the region's.
        endpoint: Option<&InterfaceVpcEndpoint>,
        /// How often, 4 hours to 1,000 days. Default: 30 days.
        #[builder(default = Duration::days(30))]
        automatically_after: Duration,
        /// Whether the password changes as soon as this is made or changed. Default: true.
        rotate_immediately_on_update: Option<bool>,
        /// Characters that new passwords leave out. Default: none.
        #[builder(into)]
        exclude_characters: Option<String>,
    ) -> SecretRotation {
        let node = scope.node().child(id);
        if secret.is_none() {
            node.error(
                "rotation-secret",
                "there is no secret whose value could change",
                "give `secret`; of a database, credentials that are generated or come from a secret",
            );
        }
        if application.multi_user && master_secret.is_none() {
            node.error(
                "rotation-master-secret",
                "an application for several users needs the secret of the one that makes them",
                "give `master_secret`, or take the application for a single user",
            );
        }
        let group = security_group
            .cloned()
            .unwrap_or_else(|| SecurityGroup::builder(&node, "SecurityGroup").vpc(vpc).build());
        target.allow_default_port_from(&group);
        let stack = node.stack();
        stack.add_transform("AWS::Serverless-2016-10-31");
        let mapping = Mapping::new(
            &node,
            "SARMapping",
            application.partitions.map(|(partition, id, version)| {
                (partition, [("applicationId", id), ("semanticVersion", version)])
            }),
        );
        let find = |key: &str| Fn::find_in_map(&mapping, Aws::partition(), key).into_expr();
        let location = [
            ("ApplicationId", find("applicationId")),
            ("SemanticVersion", find("semanticVersion")),
        ];
        let host = match endpoint {
            Some(endpoint) => text!("{}.secretsmanager", endpoint.vpc_endpoint_id()),
            None => text!("secretsmanager"),
        };
        let url = text!("https://{}.{}.{}", host, stack.region(), stack.url_suffix());
        let subnets = vpc.select_subnets(&vpc_subnets).subnet_ids();
        let key = secret.and_then(|secret| secret.encryption_key());
        let or_null = |value: Option<Value<String>>| value.map_or(Expr::Null, Value::into_expr);
        let parameters = [
            ("endpoint", url.into_expr()),
            ("excludeCharacters", exclude_characters.map_or(Expr::Null, Expr::from)),
            ("functionName", Expr::from(function_name(&node))),
            ("kmsKeyArn", or_null(key.map(crate::kms::Key::key_arn))),
            ("masterSecretArn", or_null(master_secret.map(Secret::secret_arn))),
            (
                "masterSecretKmsKeyArn",
                or_null(
                    master_secret
                        .and_then(|secret| secret.encryption_key().map(crate::kms::Key::key_arn)),
                ),
            ),
            ("vpcSecurityGroupIds", group.security_group_id().into_expr()),
            ("vpcSubnetIds", comma_separated(subnets).into_expr()),
        ];
        let cfn = RawResource::new("AWS::Serverless::Application")
            .property("Location", Expr::object(location))
            .property("Parameters", Expr::object(parameters))
            .add_to(&node, "Resource");
        cfn.apply_removal_policy(RemovalPolicy::Destroy);
        if let Some(secret) = secret {
            let function = cfn.node().attribute::<String>("Outputs.RotationLambdaARN");
            let rotation = Rotation::lambda_arn(function).automatically_after(automatically_after);
            let rotation = match rotate_immediately_on_update {
                Some(now) => rotation.rotate_immediately_on_update(now),
                None => rotation,
            };
            secret.add_rotation_schedule("RotationSchedule", rotation);
        }
        if let Some(master) = master_secret.filter(|_| application.multi_user) {
            master.deny_account_root_delete();
        }
        SecretRotation { node, cfn }
    }

    /// The application in the template.
    pub fn cfn(&self) -> &Resource<RawResource> {
        &self.cfn
    }
}

/// Lambda takes 64 characters; the end of a long name tells it from others.
fn function_name(node: &Node) -> String {
    let name = node.unique_id();
    let start = name.len().saturating_sub(64);
    name[start..].to_owned()
}

impl Construct for SecretRotation {
    fn node(&self) -> &Node {
        &self.node
    }
}
