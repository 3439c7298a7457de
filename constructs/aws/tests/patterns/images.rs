//! Repositories for images.

use super::*;
use cumulo::ecs::FargateTaskDefinition;
use cumulo::patterns::{AppImage, BaseImages};

#[test]
fn only_tags_of_stages_may_move() {
    let (test, _) = stages(|stack| {
        AppImage::builder(stack, "Image").build();
    });
    let repository = test.properties("AWS::ECR::Repository");
    assert_eq!(repository["ImageTagMutability"], "IMMUTABLE_WITH_EXCLUSION");
    let exclusion = &repository["ImageTagMutabilityExclusionFilters"][0];
    assert_eq!(exclusion["ImageTagMutabilityExclusionFilterValue"], "stage-*");
    assert_eq!(repository["ImageScanningConfiguration"]["ScanOnPush"], true);
}

#[test]
fn a_protected_stage_keeps_the_repository_and_more_images() {
    let (test, prod) = stages(|stack| {
        AppImage::builder(stack, "Image").build();
    });
    let policy = |template: &Template| -> Json {
        let text = &template.properties("AWS::ECR::Repository")["LifecyclePolicy"];
        serde_json::from_str(text["LifecyclePolicyText"].as_str().unwrap()).unwrap()
    };
    assert_eq!(policy(&test)["rules"][1]["selection"]["countNumber"], 20);
    assert_eq!(policy(&prod)["rules"][1]["selection"]["countNumber"], 50);
    assert_eq!(policy(&prod)["rules"][0]["selection"]["countNumber"], 7, "days without a tag");
    let body = |template: &Template| template.resources("AWS::ECR::Repository")[0].1.clone();
    assert_eq!(body(&test)["DeletionPolicy"], "Delete");
    assert_eq!(body(&test)["Properties"]["EmptyOnDelete"], true);
    assert_eq!(body(&prod)["DeletionPolicy"], "RetainExceptOnCreate");
}

#[test]
fn latest_is_no_version_of_an_image() {
    let ids = found(|stack| {
        AppImage::builder(stack, "Image").build().version("latest");
        AppImage::public(stack, "nginx");
        AppImage::public(stack, "localhost:5000/nginx:latest");
        AppImage::public(stack, "public.ecr.aws/nginx/nginx:1.29");
    });
    assert_eq!(ids, ["image-latest", "image-latest", "image-latest"]);
}

#[test]
fn a_version_with_a_slash_is_an_image_of_a_public_registry() {
    let nginx = "public.ecr.aws/nginx/nginx:1.29";
    let (test, _) = stages(|stack| {
        let image = AppImage::builder(stack, "Image").build();
        let task = FargateTaskDefinition::builder(stack, "Task").build();
        task.add_container("public").image(image.version(nginx)).build();
        task.add_container("own").image(image.version("1.0.0")).build();
    });
    let containers = &test.properties("AWS::ECS::TaskDefinition")["ContainerDefinitions"];
    assert_eq!(containers[0]["Image"], nginx);
    assert_eq!(containers[1]["Image"]["Fn::Join"][1][1], ":1.0.0");
}

#[test]
fn each_base_image_has_its_repository() {
    let (test, _) = stages(|stack| {
        let base = BaseImages::new(stack, "Base", "acme/base", ["hello-world", "python"]);
        assert!(base.image("python").is_some());
        assert!(base.image("node").is_none());
    });
    let repositories = test.resources("AWS::ECR::Repository");
    let names: Vec<&Json> =
        repositories.iter().map(|(_, body)| &body["Properties"]["RepositoryName"]).collect();
    assert_eq!(names, ["acme/base/hello-world", "acme/base/python"]);
    for (id, body) in repositories {
        assert_eq!(body["Properties"]["ImageTagMutability"], "IMMUTABLE", "{id}");
    }
}

#[test]
fn other_accounts_may_pull_what_is_shared_with_them() {
    let (test, _) = stages(|stack| {
        AppImage::builder(stack, "Image").pulled_by(["222222222222"]).build();
    });
    let policy = &test.properties("AWS::ECR::Repository")["RepositoryPolicyText"];
    assert_eq!(policy["Statement"][0]["Action"].as_array().unwrap().len(), 3);
}
