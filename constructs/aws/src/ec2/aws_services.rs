//! The services that have VPC endpoints, and what they are called in each partition.

use crate::{Aws, IntoValue, Stack, Value, text};

/// A service with gateway endpoints.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GatewayVpcEndpointAwsService(&'static str);

impl GatewayVpcEndpointAwsService {
    /// S3.
    pub const S3: Self = Self("s3");
    /// S3 Express One Zone.
    pub const S3_EXPRESS: Self = Self("s3express");
    /// DynamoDB.
    pub const DYNAMODB: Self = Self("dynamodb");

    /// A service by the end of its name: `s3` of `com.amazonaws.eu-west-1.s3`.
    pub const fn of(name: &'static str) -> Self {
        Self(name)
    }

    /// Whole name of the service in the region of the deployment.
    pub(super) fn service_name(&self) -> Value<String> {
        text!("com.amazonaws.{}.{}", Aws::region(), self.0)
    }
}

/// A service with interface endpoints.
#[derive(Clone, Debug)]
pub struct InterfaceVpcEndpointAwsService {
    name: Service,
    pub(super) port: u16,
    pub(super) private_dns: bool,
}

#[derive(Clone, Debug)]
enum Service {
    /// Below the region's own prefix.
    Regional(&'static str),
    /// Below this prefix and the region.
    Prefixed(&'static str, &'static str),
    /// The same name in all regions.
    Global(&'static str),
    /// The whole name.
    Full(Value<String>),
}

macro_rules! services {
    ($($constant:ident = $name:literal,)*) => {
        impl InterfaceVpcEndpointAwsService {
            $(#[doc = concat!("The service `", $name, "`.")] pub const $constant: Self = Self::of($name);)*
        }
    };
}

services! {
    ACCESS_ANALYZER = "access-analyzer", ACCOUNT_MANAGEMENT = "account", AIRFLOW_API = "airflow.api",
    AIRFLOW_API_FIPS = "airflow.api-fips", AIRFLOW_ENV = "airflow.env", AIRFLOW_ENV_FIPS = "airflow.env-fips",
    AIRFLOW_OPS = "airflow.ops", APIGATEWAY = "execute-api", APPCONFIG = "appconfig", APPCONFIGDATA = "appconfigdata",
    APPLICATION_AUTOSCALING = "application-autoscaling", APPLICATION_DISCOVERY_ARSENAL = "arsenal-discovery",
    APPLICATION_DISCOVERY_SERVICE = "discovery", APPLICATION_MIGRATION_SERVICE = "mgn",
    APPSTREAM_API = "appstream.api", APPSTREAM_STREAMING = "appstream.streaming",
    APP_MESH = "appmesh-envoy-management", APP_MESH_ENVOY_MANAGEMENT = "appmesh-envoy-management",
    APP_MESH_OPS = "appmesh", APP_RUNNER = "apprunner", APP_RUNNER_REQUESTS = "apprunner.requests",
    APP_SYNC = "appsync-api", ATHENA = "athena", AUDIT_MANAGER = "auditmanager", AUTOSCALING = "autoscaling",
    AUTOSCALING_PLANS = "autoscaling-plans", B2B_DATA_INTERCHANGE = "b2bi", BACKUP = "backup",
    BACKUP_GATEWAY = "backup-gateway", BATCH = "batch", BEDROCK = "bedrock", BEDROCK_AGENT = "bedrock-agent",
    BEDROCK_AGENTCORE = "bedrock-agentcore", BEDROCK_AGENTCORE_GATEWAY = "bedrock-agentcore.gateway",
    BEDROCK_AGENT_RUNTIME = "bedrock-agent-runtime", BEDROCK_DATA_AUTOMATION = "bedrock-data-automation",
    BEDROCK_DATA_AUTOMATION_FIPS = "bedrock-data-automation-fips",
    BEDROCK_DATA_AUTOMATION_RUNTIME = "bedrock-data-automation-runtime",
    BEDROCK_DATA_AUTOMATION_RUNTIME_FIPS = "bedrock-data-automation-runtime-fips", BEDROCK_FIPS = "bedrock-fips",
    BEDROCK_RUNTIME = "bedrock-runtime", BEDROCK_RUNTIME_FIPS = "bedrock-runtime-fips", BILLING = "billing",
    BILLING_AND_COST_MANAGEMENT_TAX = "tax", BILLING_CONDUCTOR = "billingconductor", BRAKET = "braket",
    CERTIFICATE_MANAGER = "acm", CERTIFICATE_MANAGER_FIPS = "acm-fips", CLEAN_ROOMS = "cleanrooms",
    CLEAN_ROOMS_ML = "cleanrooms-ml", CLOUDFORMATION = "cloudformation", CLOUDHSM = "cloudhsmv2",
    CLOUDTRAIL = "cloudtrail", CLOUDWATCH = "monitoring", CLOUDWATCH_APPLICATION_INSIGHTS = "applicationinsights",
    CLOUDWATCH_APPLICATION_SIGNALS = "application-signals", CLOUDWATCH_EVENTS = "events",
    CLOUDWATCH_EVIDENTLY = "evidently", CLOUDWATCH_EVIDENTLY_DATAPLANE = "evidently-dataplane",
    CLOUDWATCH_LOGS = "logs", CLOUDWATCH_MONITORING = "monitoring", CLOUDWATCH_NETWORK_MONITOR = "networkmonitor",
    CLOUDWATCH_RUM = "rum", CLOUDWATCH_RUM_DATAPLANE = "rum-dataplane", CLOUDWATCH_SYNTHETICS = "synthetics",
    CLOUDWATCH_SYNTHETICS_FIPS = "synthetics-fips", CLOUD_CONTROL_API = "cloudcontrolapi",
    CLOUD_CONTROL_API_FIPS = "cloudcontrolapi-fips", CLOUD_DIRECTORY = "clouddirectory",
    CLOUD_MAP_DATA_SERVICE_DISCOVERY = "data-servicediscovery",
    CLOUD_MAP_DATA_SERVICE_DISCOVERY_FIPS = "data-servicediscovery-fips",
    CLOUD_MAP_SERVICE_DISCOVERY = "servicediscovery", CLOUD_MAP_SERVICE_DISCOVERY_FIPS = "servicediscovery-fips",
    CODEARTIFACT_API = "codeartifact.api", CODEARTIFACT_REPOSITORIES = "codeartifact.repositories",
    CODEBUILD = "codebuild", CODEBUILD_FIPS = "codebuild-fips", CODECATALYST_GIT = "codecatalyst.git",
    CODECATALYST_PACKAGES = "codecatalyst.packages", CODECOMMIT = "codecommit", CODECOMMIT_FIPS = "codecommit-fips",
    CODECOMMIT_GIT = "git-codecommit", CODECOMMIT_GIT_FIPS = "git-codecommit-fips", CODEDEPLOY = "codedeploy",
    CODEDEPLOY_COMMANDS_SECURE = "codedeploy-commands-secure", CODEGURU_PROFILER = "codeguru-profiler",
    CODEGURU_REVIEWER = "codeguru-reviewer", CODEPIPELINE = "codepipeline",
    CODESTAR_CONNECTIONS = "codestar-connections.api", CODEWHISPERER = "codewhisperer",
    CODE_CONNECTIONS = "codeconnections.api", COGNITO_IDENTITY = "cognito-identity",
    COGNITO_IDENTITY_FIPS = "cognito-identity-fips", COGNITO_IDP = "cognito-idp",
    COGNITO_IDP_FIPS = "cognito-idp-fips", COMPREHEND = "comprehend", COMPREHEND_MEDICAL = "comprehendmedical",
    COMPUTE_OPTIMIZER = "compute-optimizer", CONFIG = "config", CONNECT_APP_INTEGRATIONS = "app-integrations",
    CONNECT_CASES = "cases", CONNECT_CONNECT_CAMPAIGNS = "connect-campaigns", CONNECT_PROFILE = "profile",
    CONNECT_VOICEID = "voiceid", CONNECT_WISDOM = "wisdom", CONTROL_CATALOG = "controlcatalog", COST_EXPLORER = "ce",
    COST_OPTIMIZATION_HUB = "cost-optimization-hub", DATABASE_MIGRATION_SERVICE = "dms",
    DATABASE_MIGRATION_SERVICE_FIPS = "dms-fips", DATASYNC = "datasync", DATAZONE = "datazone",
    DATA_EXCHANGE = "dataexchange", DEADLINE_CLOUD_MANAGEMENT = "deadline.management",
    DEADLINE_CLOUD_SCHEDULING = "deadline.scheduling", DEVOPS_GURU = "devops-guru", DIRECTORY_SERVICE = "ds",
    DIRECTORY_SERVICE_DATA = "ds-data", DSQL_MANAGEMENT = "dsql", DYNAMODB = "dynamodb",
    DYNAMODB_FIPS = "dynamodb-fips", DYNAMODB_STREAMS = "dynamodb-streams", EBS_DIRECT = "ebs", EC2 = "ec2",
    EC2_MESSAGES = "ec2messages", ECR = "ecr.api", ECR_DOCKER = "ecr.dkr", ECR_PUBLIC = "ecr-public.api", ECS = "ecs",
    ECS_AGENT = "ecs-agent", ECS_TELEMETRY = "ecs-telemetry", EKS = "eks", EKS_AUTH = "eks-auth",
    EKS_PROXY = "eks-proxy", ELASTICACHE = "elasticache", ELASTICACHE_FIPS = "elasticache-fips",
    ELASTIC_BEANSTALK = "elasticbeanstalk", ELASTIC_BEANSTALK_HEALTH = "elasticbeanstalk-health",
    ELASTIC_DISASTER_RECOVERY = "drs", ELASTIC_FILESYSTEM = "elasticfilesystem",
    ELASTIC_FILESYSTEM_FIPS = "elasticfilesystem-fips", ELASTIC_INFERENCE_RUNTIME = "elastic-inference.runtime",
    ELASTIC_LOAD_BALANCING = "elasticloadbalancing", ELEMENTAL_MEDIACONNECT = "mediaconnect", EMAIL = "email",
    EMAIL_FIPS = "email-fips", EMAIL_SMTP = "email-smtp", EMR = "elasticmapreduce", EMR_EKS = "emr-containers",
    EMR_SERVERLESS = "emr-serverless", EMR_SERVERLESS_DASHBOARD = "emr-serverless.dashboard",
    EMR_SERVERLESS_LIVY = "emr-serverless-services.livy", EMR_WAL = "emrwal.prod",
    END_USER_MESSAGING_SOCIAL = "social-messaging", ENTITY_RESOLUTION = "entityresolution", EVENTBRIDGE = "events",
    EVENTBRIDGE_SCHEMA_REGISTRY = "schemas", FAULT_INJECTION_SIMULATOR = "fis", FINSPACE = "finspace",
    FINSPACE_API = "finspace-api", FORECAST = "forecast", FORECAST_FIPS = "forecast-fips",
    FORECAST_QUERY = "forecastquery", FORECAST_QUERY_FIPS = "forecastquery-fips", FRAUD_DETECTOR = "frauddetector",
    FSX = "fsx", FSX_FIPS = "fsx-fips", GLUE = "glue", GLUE_DASHBOARD = "glue.dashboard", GLUE_DATABREW = "databrew",
    GRAFANA = "grafana", GRAFANA_WORKSPACE = "grafana-workspace", GROUNDSTATION = "groundstation",
    GUARDDUTY = "guardduty", GUARDDUTY_DATA = "guardduty-data", GUARDDUTY_DATA_FIPS = "guardduty-data-fips",
    GUARDDUTY_FIPS = "guardduty-fips", HEALTHLAKE = "healthlake", HEALTH_IMAGING = "medical-imaging",
    HEALTH_IMAGING_DICOM = "dicom-medical-imaging", HEALTH_IMAGING_RUNTIME = "runtime-medical-imaging",
    IAM_IDENTITY_CENTER = "identitystore", IAM_ROLES_ANYWHERE = "rolesanywhere", IMAGE_BUILDER = "imagebuilder",
    INSPECTOR = "inspector2", INSPECTOR_SCAN = "inspector-scan", INTERNET_MONITOR = "internetmonitor",
    INTERNET_MONITOR_FIPS = "internetmonitor-fips", INVOICING = "invoicing", IOT_CORE = "iot.data",
    IOT_CORE_CREDENTIALS = "iot.credentials", IOT_CORE_DEVICE_ADVISOR = "deviceadvisor.iot",
    IOT_CORE_FLEETHUB_API = "iot.fleethub.api", IOT_CORE_FOR_LORAWAN = "iotwireless.api",
    IOT_FLEETWISE = "iotfleetwise", IOT_GREENGRASS = "greengrass", IOT_LORAWAN_CUPS = "lorawan.cups",
    IOT_LORAWAN_LNS = "lorawan.lns", IOT_ROBORUNNER = "iotroborunner", IOT_SITEWISE_API = "iotsitewise.api",
    IOT_SITEWISE_DATA = "iotsitewise.data", IOT_TWINMAKER_API = "iottwinmaker.api",
    IOT_TWINMAKER_DATA = "iottwinmaker.data", KAFKA = "kafka", KAFKA_CONNECT = "kafkaconnect",
    KAFKA_FIPS = "kafka-fips", KENDRA = "kendra", KINESIS_FIREHOSE = "kinesis-firehose",
    KINESIS_STREAMS = "kinesis-streams", KINESIS_STREAMS_FIPS = "kinesis-streams-fips", KMS = "kms",
    KMS_FIPS = "kms-fips", LAKE_FORMATION = "lakeformation", LAMBDA = "lambda", LAUNCH_WIZARD = "launchwizard",
    LEX_MODELS = "models-v2-lex", LEX_RUNTIME = "runtime-v2-lex", LICENSE_MANAGER = "license-manager",
    LICENSE_MANAGER_FIPS = "license-manager-fips",
    LICENSE_MANAGER_LINUX_SUBSCRIPTIONS = "license-manager-linux-subscriptions",
    LICENSE_MANAGER_LINUX_SUBSCRIPTIONS_FIPS = "license-manager-linux-subscriptions-fips",
    LICENSE_MANAGER_USER_SUBSCRIPTIONS = "license-manager-user-subscriptions",
    LOCATION_SERVICE_GEOFENCING = "geo.geofencing", LOCATION_SERVICE_MAPS = "geo.maps",
    LOCATION_SERVICE_METADATA = "geo.metadata", LOCATION_SERVICE_PLACES = "geo.places",
    LOCATION_SERVICE_ROUTE = "geo.routes", LOCATION_SERVICE_TRACKING = "geo.tracking",
    LOOKOUT_EQUIPMENT = "lookoutequipment", LOOKOUT_METRICS = "lookoutmetrics", LOOKOUT_VISION = "lookoutvision",
    MACIE = "macie2", MAILMANAGER = "mail-manager", MAILMANAGER_FIPS = "mail-manager-fips",
    MAINFRAME_MODERNIZATION = "m2", MAINFRAME_MODERNIZATION_APP_TEST = "apptest",
    MANAGED_BLOCKCHAIN_BITCOIN_MAINNET = "managedblockchain.bitcoin.mainnet",
    MANAGED_BLOCKCHAIN_BITCOIN_TESTNET = "managedblockchain.bitcoin.testnet",
    MANAGED_BLOCKCHAIN_QUERY = "managedblockchain-query", MANAGEMENT_CONSOLE = "console",
    MANAGEMENT_CONSOLE_SIGNIN = "signin", MEMORY_DB = "memory-db", MEMORY_DB_FIPS = "memorydb-fips",
    MIGRATIONHUB_ORCHESTRATOR = "migrationhub-orchestrator", MIGRATIONHUB_REFACTOR_SPACES = "refactor-spaces",
    MIGRATIONHUB_STRATEGY = "migrationhub-strategy", MQ = "mq", NEPTUNE_ANALYTICS = "neptune-graph",
    NEPTUNE_ANALYTICS_DATA = "neptune-graph-data", NEPTUNE_ANALYTICS_FIPS = "neptune-graph-fips",
    NETWORK_FIREWALL = "network-firewall", NETWORK_FIREWALL_FIPS = "network-firewall-fips",
    NETWORK_FLOW_MONITOR = "networkflowmonitor", NETWORK_FLOW_MONITOR_REPORTS = "networkflowmonitorreports",
    NIMBLE_STUDIO = "nimble", OBSERVABILITY_ADMIN = "observabilityadmin", OMICS_ANALYTICS = "analytics-omics",
    OMICS_CONTROL_STORAGE = "control-storage-omics", OMICS_STORAGE = "storage-omics", OMICS_TAGS = "tags-omics",
    OMICS_WORKFLOWS = "workflows-omics", ORGANIZATIONS = "organizations", ORGANIZATIONS_FIPS = "organizations-fips",
    OUTPOSTS = "outposts", PANORAMA = "panorama", PARALLEL_COMPUTING_SERVICE = "pcs",
    PARALLEL_COMPUTING_SERVICE_FIPS = "pcs-fips",
    PAYMENT_CRYPTOGRAPHY_CONTROLPLANE = "payment-cryptography.controlplane",
    PAYMENT_CRYPTOGRAPHY_DATAPLANE = "payment-cryptography.dataplane",
    PAYMENT_CRYTOGRAPHY_DATAPLANE = "payment-cryptography.dataplane", PERSONALIZE = "personalize",
    PERSONALIZE_EVENTS = "personalize-events", PERSONALIZE_RUNTIME = "personalize-runtime",
    PINPOINT = "pinpoint-sms-voice-v2", PINPOINT_SMS_VOICE_V2 = "pinpoint-sms-voice-v2", PINPOINT_V1 = "pinpoint",
    PIPES = "pipes", PIPES_DATA = "pipes-data", PIPES_FIPS = "pipes-fips", POLLY = "polly",
    PRICE_LIST = "pricing.api", PRICING_CALCULATOR = "bcm-pricing-calculator", PRIVATE_5G = "private-networks",
    PRIVATE_CERTIFICATE_AUTHORITY = "acm-pca", PRIVATE_CERTIFICATE_AUTHORITY_CONNECTOR_AD = "pca-connector-ad",
    PRIVATE_CERTIFICATE_AUTHORITY_CONNECTOR_SCEP = "pca-connector-scep",
    PRIVATE_CERTIFICATE_AUTHORITY_FIPS = "acm-pca-fips", PROMETHEUS = "aps", PROMETHEUS_WORKSPACES = "aps-workspaces",
    PROTON = "proton", QLDB = "qldb.session", QUICKSIGHT_WEBSITE = "quicksight-website", Q_DEVELOPER = "q",
    Q_DEVELOPER_CODE_WHISPERER = "codewhisperer", Q_DEVELOPER_QAPPS = "qapps",
    Q_USER_SUBSCRIPTIONS = "service.user-subscriptions", RDS = "rds", RDS_DATA = "rds-data",
    RDS_PERFORMANCE_INSIGHTS = "pi", RDS_PERFORMANCE_INSIGHTS_FIPS = "pi-fips", RECYCLE_BIN = "rbin",
    REDSHIFT = "redshift", REDSHIFT_DATA = "redshift-data", REDSHIFT_DATA_FIPS = "redshift-data-fips",
    REDSHIFT_FIPS = "redshift-fips", REDSHIFT_SERVERLESS = "redshift-serverless",
    REDSHIFT_SERVERLESS_FIPS = "redshift-serverless-fips", REKOGNITION = "rekognition",
    REKOGNITION_FIPS = "rekognition-fips", REKOGNITION_STREAMING = "streaming-rekognition",
    REKOGNITION_STREAMING_FIPS = "streaming-rekognition-fips", REPOST_SPACE = "repostspace",
    RESOURCE_ACCESS_MANAGER = "ram", RESOURCE_GROUPS = "resource-groups",
    RESOURCE_GROUPS_FIPS = "resource-groups-fips", ROBOMAKER = "robomaker", S3 = "s3", S3_OUTPOSTS = "s3-outposts",
    S3_TABLES = "s3tables", S3_VECTORS = "s3vectors", SAGEMAKER_API = "sagemaker.api",
    SAGEMAKER_API_FIPS = "sagemaker.api-fips", SAGEMAKER_DATA_SCIENCE_ASSISTANT = "sagemaker-data-science-assistant",
    SAGEMAKER_FEATURESTORE_RUNTIME = "sagemaker.featurestore-runtime", SAGEMAKER_GEOSPATIAL = "sagemaker-geospatial",
    SAGEMAKER_METRICS = "sagemaker.metrics", SAGEMAKER_RUNTIME = "sagemaker.runtime",
    SAGEMAKER_RUNTIME_FIPS = "sagemaker.runtime-fips", SECRETS_MANAGER = "secretsmanager",
    SECURITYHUB = "securityhub", SECURITYLAKE = "securitylake", SECURITYLAKE_FIPS = "securitylake-fips",
    SERVERLESS_APPLICATION_REPOSITORY = "serverlessrepo", SERVER_MIGRATION_SERVICE = "sms",
    SERVER_MIGRATION_SERVICE_AWSCONNECTOR = "awsconnector", SERVER_MIGRATION_SERVICE_FIPS = "sms-fips",
    SERVICE_CATALOG = "servicecatalog", SERVICE_CATALOG_APPREGISTRY = "servicecatalog-appregistry",
    SES = "email-smtp", SHIELD = "shield", SHIELD_FIPS = "shield-fips", SIMSPACE_WEAVER = "simspaceweaver",
    SNOW_DEVICE_MANAGEMENT = "snow-device-management", SNS = "sns", SQS = "sqs", SQS_FIPS = "sqs-fips", SSM = "ssm",
    SSM_CONTACTS = "ssm-contacts", SSM_FIPS = "ssm-fips", SSM_INCIDENTS = "ssm-incidents",
    SSM_MESSAGES = "ssmmessages", SSM_QUICK_SETUP = "ssm-quicksetup", STEP_FUNCTIONS = "states",
    STEP_FUNCTIONS_SYNC = "sync-states", STORAGE_GATEWAY = "storagegateway", STS = "sts", STS_FIPS = "sts-fips",
    SUPPLY_CHAIN = "scn", SWF = "swf", SWF_FIPS = "swf-fips", TAGGING = "tagging", TELCO_NETWORK_BUILDER = "tnb",
    TEXTRACT = "textract", TEXTRACT_FIPS = "textract-fips", TIMESTREAM_INFLUXDB = "timestream-influxdb",
    TIMESTREAM_INFLUXDB_FIPS = "timestream-influxdb-fips", TRANSCRIBE = "transcribe",
    TRANSCRIBE_STREAMING = "transcribestreaming", TRANSFER = "transfer", TRANSFER_SERVER = "transfer.server",
    TRANSLATE = "translate", TRUSTED_ADVISOR = "trustedadvisor", VERIFIED_PERMISSIONS = "verifiedpermissions",
    VPC_LATTICE = "vpc-lattice", WAFV2 = "wafv2", WAFV2_FIPS = "wafv2-fips",
    WELL_ARCHITECTED_TOOL = "wellarchitected", WORKMAIL = "workmail", WORKSPACES = "workspaces",
    WORKSPACES_THIN_CLIENT = "thinclient.api", WORKSPACES_WEB = "workspaces-web",
    WORKSPACES_WEB_FIPS = "workspaces-web-fips", XRAY = "xray",
}

impl InterfaceVpcEndpointAwsService {
    /// Free tier of billing, `aws.api.<region>.freetier`.
    pub const BILLING_AND_COST_MANAGEMENT_FREETIER: Self = Self::below("aws.api", "freetier");
    /// CodeCatalyst, of which there is one for all regions.
    pub const CODECATALYST: Self = Self::global("aws.api.global.codecatalyst");
    /// Exports of billing data.
    pub const DATA_EXPORTS: Self = Self::below("aws.api", "bcm-data-exports");
    /// IAM, of which there is one for all regions.
    pub const IAM: Self = Self::global("com.amazonaws.iam");
    /// Kendra's ranking.
    pub const KENDRA_RANKING: Self = Self::below("aws.api", "kendra-ranking");
    /// Keyspaces, at port 9142.
    pub const KEYSPACES: Self = Self::at_port("cassandra", 9142);
    /// Keyspaces by FIPS 140, at port 9142.
    pub const KEYSPACES_FIPS: Self = Self::at_port("cassandra-fips", 9142);
    /// Q Business.
    pub const Q_BUSSINESS: Self = Self::below("aws.api", "qbusiness");
    /// S3 access points of many regions.
    pub const S3_MULTI_REGION_ACCESS_POINTS: Self =
        Self::global("com.amazonaws.s3-global.accesspoint");
    /// Experiments of SageMaker.
    pub const SAGEMAKER_EXPERIMENTS: Self = Self::below("aws.sagemaker", "experiments");
    /// Notebooks of SageMaker.
    pub const SAGEMAKER_NOTEBOOK: Self = Self::below("aws.sagemaker", "notebook");
    /// Apps of SageMaker's partners.
    pub const SAGEMAKER_PARTNER_APP: Self = Self::below("aws.sagemaker", "partner-app");
    /// SageMaker Studio.
    pub const SAGEMAKER_STUDIO: Self = Self::below("aws.sagemaker", "studio");
    /// Savings plans, of which there is one for all regions.
    pub const SAVINGS_PLANS: Self = Self::global("com.amazonaws.savingsplans");

    /// A service of AWS by the end of its name: `logs` of `com.amazonaws.eu-west-1.logs`.
    pub const fn of(name: &'static str) -> Self {
        Self::at_port(name, 443)
    }

    /// A service by its whole name, such as one of a partner, `com.amazonaws.vpce.eu-west-1.vpce-svc-…`.
    pub fn custom(name: impl IntoValue<String>, port: u16) -> Self {
        Self { name: Service::Full(name.into_value()), port, private_dns: false }
    }

    const fn at_port(name: &'static str, port: u16) -> Self {
        Self { name: Service::Regional(name), port, private_dns: true }
    }

    const fn below(prefix: &'static str, name: &'static str) -> Self {
        Self { name: Service::Prefixed(prefix, name), port: 443, private_dns: true }
    }

    const fn global(name: &'static str) -> Self {
        Self { name: Service::Global(name), port: 443, private_dns: true }
    }

    /// Whole name of the service in the stack's region.
    pub(super) fn service_name(&self, stack: &Stack) -> Value<String> {
        let region = stack.region();
        match &self.name {
            Service::Regional(name) => {
                let literal = region.literal();
                let prefix = literal.map_or("com.amazonaws", |region| prefix(region, name));
                // One service has another name in China.
                let end = match prefix == CHINA && *name == "transcribe" {
                    true => ".cn",
                    false => "",
                };
                text!("{}.{}.{}{}", prefix, region, *name, end)
            }
            Service::Prefixed(prefix, name) => text!("{}.{}.{}", *prefix, region, *name),
            Service::Global(name) => (*name).into_value(),
            Service::Full(name) => name.clone(),
        }
    }
}

const CHINA: &str = "cn.com.amazonaws";

/// Services whose names begin in another way in the regions of China.
const IN_CHINA: &[&str] = &[
    "application-autoscaling",
    "appmesh-envoy-management",
    "athena",
    "autoscaling",
    "awsconnector",
    "backup",
    "batch",
    "cassandra",
    "cloudcontrolapi",
    "cloudformation",
    "codedeploy-commands-secure",
    "databrew",
    "dms",
    "ebs",
    "ec2",
    "ecr.api",
    "ecr.dkr",
    "eks",
    "elasticache",
    "elasticbeanstalk",
    "elasticfilesystem",
    "elasticfilesystem-fips",
    "emr-containers",
    "execute-api",
    "fsx",
    "imagebuilder",
    "iot.data",
    "kinesis-streams",
    "lambda",
    "license-manager",
    "monitoring",
    "rds",
    "redshift",
    "redshift-data",
    "s3",
    "sagemaker.api",
    "sagemaker.featurestore-runtime",
    "sagemaker.runtime",
    "securityhub",
    "servicecatalog",
    "sms",
    "sqs",
    "states",
    "sts",
    "sync-states",
    "synthetics",
    "transcribe",
    "transcribestreaming",
    "transfer",
    "xray",
];
const ONLY_BEIJING: &[&str] = &["iotsitewise.api", "iotsitewise.data"];
const ONLY_NINGXIA: &[&str] = &["account", "polly", "workspaces"];
const ISO: &[&str] = &[
    "application-autoscaling",
    "athena",
    "autoscaling",
    "comprehend",
    "ebs",
    "ec2",
    "ecr.api",
    "ecr.dkr",
    "elasticfilesystem",
    "elasticfilesystem-fips",
    "execute-api",
    "sagemaker.api",
    "sagemaker.runtime",
    "sns",
    "sqs",
    "textract",
    "textract-fips",
    "transcribe",
    "workspaces",
];
const ISO_B: &[&str] = &[
    "application-autoscaling",
    "autoscaling",
    "ebs",
    "ec2",
    "ecr.api",
    "ecr.dkr",
    "elasticfilesystem",
    "elasticfilesystem-fips",
    "execute-api",
    "sagemaker.api",
    "sagemaker.runtime",
    "sns",
    "sqs",
    "workspaces",
];
const ISO_E: &[&str] = &["ebs", "ecr.api", "ecr.dkr", "execute-api"];
const EUROPEAN: &[&str] = &["ecr.api", "ecr.dkr", "execute-api", "securityhub"];

/// What the service's name begins with in a region.
fn prefix(region: &str, service: &str) -> &'static str {
    let partitions: [(&str, &str, &[&str]); 7] = [
        ("cn-", CHINA, IN_CHINA),
        ("cn-north-1", CHINA, ONLY_BEIJING),
        ("cn-northwest-1", CHINA, ONLY_NINGXIA),
        ("us-iso-", "gov.ic.c2s", ISO),
        ("us-isob-", "gov.sgov.sc2s", ISO_B),
        ("eu-isoe-", "uk.adc-e.cloud", ISO_E),
        ("eusc-", "eu.amazonaws", EUROPEAN),
    ];
    let found = partitions
        .iter()
        .find(|(start, _, services)| region.starts_with(start) && services.contains(&service));
    found.map_or("com.amazonaws", |(_, prefix, _)| prefix)
}
