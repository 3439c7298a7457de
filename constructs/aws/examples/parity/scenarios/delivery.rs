//! Scenarios about delivery: builds, pipelines and deployments.

use super::{Scenario, stack};
use cumulo::App;
use cumulo::codebuild::{BuildEnvironment, BuildImage, EventAction, FilterGroup, Project, Source};
use cumulo::ec2::Vpc;
use cumulo::prelude::*;

/// Scenarios of this file.
pub const SCENARIOS: &[Scenario] = &[("codebuild-project", codebuild_project)];

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
