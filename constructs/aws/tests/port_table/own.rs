//! Constructs that aws-cdk-lib has only as L1, or not at all.

/// What a construct of ours is for, by its path.
macro_rules! own {
    ($($($path:ident)::+, $what:literal;)+) => {
        pub fn constructs() -> Vec<(String, &'static str)> {
            vec![$({
                #[allow(unused_imports, reason = "only to see that it is there")]
                use cumulo::$($path)::+ as _;
                ([$(stringify!($path)),+].join("::"), $what)
            }),+]
        }
    };
}

own! {
    patterns::Network, "a VPC with public, private and isolated subnets, endpoints, flow logs and network ACLs";
    patterns::NetworkedFargateService, "a service on Fargate with image, network, load balancer, scaling and alarms";
    patterns::Ec2ServiceCluster, "a service on instances of one's own";
    patterns::EksFargatePlatform, "EKS on Fargate: cluster, profiles, roles of pods, logs";
    patterns::PostgresDatabase, "PostgreSQL whose password RDS manages and whose data the stage guards";
    patterns::QueueWorker, "tasks that work off a queue, scaled by its length";
    patterns::ScheduledTask, "a task that runs by a schedule";
    patterns::Pipeline, "CodePipeline from a commit to a deployed service";
    patterns::PrivateAccess, "a way into private networks";
    patterns::Monitoring, "alarms, a topic and a dashboard of what is watched";
    patterns::StageBudget, "a budget of a stage, and who is told";
    patterns::TerraformStateBackend, "bucket and role for the state of Terraform";
    budgets::Budget, "a budget of AWS Budgets";
    codeconnections::Connection, "a connection to GitHub, GitLab or Bitbucket";
    iam::GithubDeployRole, "a role for workflows of one repository on GitHub";
    iam::GitlabDeployRole, "a role for jobs of one project on GitLab";
    ec2::VpcPeeringConnection, "a peering of two VPCs, with routes";
    secretsmanager::SecretImport, "a secret that exists already";
    wafv2::WebAcl, "a firewall of load balancers and APIs, with AWS's managed rules";
}
