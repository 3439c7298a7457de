//! The image's repository, and who may push to it.

use crate::Values;
use cumulo::iam::GithubDeployRole;
use cumulo::patterns::AppImage;
use cumulo::prelude::*;

/// The image.
pub fn image(stack: &Stack, stage: &Stage, values: &Values) -> AppImage {
    let image = AppImage::builder(stack, "Image")
        .repository_name("acme/flask-app")
        .keep(values.keep.images)
        .untagged_days(values.keep.untagged_days)
        .build();
    let workflows = GithubDeployRole::builder(stack, "Workflows")
        .repository(&values.repository)
        .environments([stage.name()])
        .build();
    image.repository().grant_pull_push(&workflows);
    Output::new(stack, "RepositoryUri", image.repository_uri());
    Output::new(stack, "WorkflowsRole", workflows.role().role_arn());
    image
}
