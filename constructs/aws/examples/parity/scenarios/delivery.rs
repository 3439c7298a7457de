//! Scenarios about delivery: builds, pipelines and deployments.

use super::{Scenario, stack};
use cumulo::App;
use cumulo::codebuild::{
    BuildEnvironment, BuildEnvironmentVariable, BuildImage, BuildSpec, EventAction, FilterGroup,
    PipelineProject, Project, Source,
};
use cumulo::codedeploy::{
    AutoRollback, BlueGreenDeployment, EcsDeploymentConfig, EcsDeploymentGroup,
};
use cumulo::codepipeline::{
    Artifact, CodeBuildAction, CodeCommitSourceAction, EcsDeployAction, ManualApprovalAction,
    Pipeline,
};
use cumulo::ec2::Vpc;
use cumulo::ecs::{
    Cluster, ContainerImage, DeploymentController, FargateService, FargateTaskDefinition,
    PortMapping,
};
use cumulo::elbv2::{ApplicationLoadBalancer, ApplicationTargetGroup, Listen, TargetType};
use cumulo::prelude::*;
use cumulo::{codecommit, ecr};

/// Scenarios of this file.
pub const SCENARIOS: &[Scenario] = &[
    ("codebuild-project", codebuild_project),
    ("codepipeline-ecs", codepipeline_ecs),
    ("codedeploy-ecs-blue-green", codedeploy_ecs_blue_green),
];

fn codebuild_project(app: &App) {
    let s = stack(app);
    let vpc = Vpc::builder(&s, "Vpc").max_azs(2).build();
    let pushes_to_main = FilterGroup::in_event_of([EventAction::Push]).and_branch_is("main");
    let shop = Source::github("acme", "shop").webhook(true).webhook_filters([pushes_to_main]);
    let image = BuildImage::standard_7_0();
    Project::builder(&s, "Build")
        .vpc(&vpc)
        .source(shop)
        .environment(BuildEnvironment::new().build_image(image).privileged(true))
        .timeout(Duration::minutes(20))
        .build();
}

fn nginx() -> ContainerImage {
    ContainerImage::from_registry("public.ecr.aws/nginx/nginx:1.27")
}

fn codepipeline_ecs(app: &App) {
    let s = stack(app);
    let vpc = Vpc::builder(&s, "Vpc").max_azs(2).nat_gateways(1).build();
    let cluster = Cluster::builder(&s, "Cluster").vpc(&vpc).build();
    let task = FargateTaskDefinition::builder(&s, "Task").build();
    task.add_container("app").image(nginx()).build();
    let service = FargateService::builder(&s, "Service")
        .cluster(&cluster)
        .task_definition(&task)
        .min_healthy_percent(100)
        .build();
    let code = codecommit::Repository::builder(&s, "Code").repository_name("flask-app").build();
    let image = ecr::Repository::builder(&s, "Image").build();
    let spec = BuildSpec::from_object(serde_json::json!({
        "version": "0.2",
        "phases": { "build": { "commands": ["docker build -t $REPOSITORY_URI ."] } },
        "artifacts": { "files": ["imagedefinitions.json"] },
    }));
    let environment =
        BuildEnvironment::new().build_image(BuildImage::standard_7_0()).privileged(true);
    let uri = BuildEnvironmentVariable::plain(image.repository_uri());
    let build = PipelineProject::builder(&s, "Build")
        .environment(environment)
        .environment_variables([("REPOSITORY_URI", uri)])
        .build_spec(spec)
        .build();
    image.grant_pull_push(&build);
    let (source, built) = (Artifact::new("Source"), Artifact::new("Built"));
    let pipeline = Pipeline::builder(&s, "Pipeline").build();
    pipeline
        .add_stage("Source")
        .add_action(&CodeCommitSourceAction::new("Source", &code, &source).branch("main"));
    pipeline
        .add_stage("Build")
        .add_action(&CodeBuildAction::new("Build", &build, &source).output(&built));
    pipeline.add_stage("Approve").add_action(&ManualApprovalAction::new("Approve"));
    pipeline.add_stage("Deploy").add_action(&EcsDeployAction::new("Deploy", &service, &built));
}

fn codedeploy_ecs_blue_green(app: &App) {
    let s = stack(app);
    let vpc = Vpc::builder(&s, "Vpc").max_azs(2).build();
    let cluster = Cluster::builder(&s, "Cluster").vpc(&vpc).build();
    let task = FargateTaskDefinition::builder(&s, "Task").build();
    task.add_container("app").image(nginx()).port_mappings([PortMapping::tcp(80)]).build();
    let service = FargateService::builder(&s, "Service")
        .cluster(&cluster)
        .task_definition(&task)
        .min_healthy_percent(100)
        .deployment_controller(DeploymentController::CodeDeploy)
        .build();
    let lb = ApplicationLoadBalancer::builder(&s, "Lb").vpc(&vpc).internet_facing(true).build();
    let listener = lb.add_listener("Prod", Listen::http(80)).build();
    let test_listener = lb.add_listener("Test", Listen::http(9090)).build();
    let blue = listener.add_targets("Blue").port(80).targets([service.clone()]).build();
    let green = ApplicationTargetGroup::builder(&s, "Green")
        .vpc(&vpc)
        .port(80)
        .target_type(TargetType::Ip)
        .build();
    test_listener.add_target_groups("GreenTg").target_groups([&green]).build();
    let traffic = BlueGreenDeployment::new(&blue, &green, &listener)
        .test_listener(&test_listener)
        .termination_wait_time(Duration::minutes(10));
    EcsDeploymentGroup::builder(&s, "Group")
        .service(&service)
        .blue_green_deployment(traffic)
        .deployment_config(EcsDeploymentConfig::canary_10_percent_5_minutes())
        .auto_rollback(AutoRollback::new().failed_deployment(true))
        .build();
}
