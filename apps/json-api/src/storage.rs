//! What outlives the service: the documents, and the images.

use crate::Values;
use cumulo::ecr::{LifecycleRule, Repository, TagMutability};
use cumulo::prelude::*;
use cumulo::s3::{BlockPublicAccess, Bucket};

pub struct Storage {
    pub data: Bucket,
    pub repository_name: String,
}

impl Storage {
    pub fn new(stage: &Stage, values: &Values) -> Self {
        let stack = Stack::builder(stage, "JsonApiStorage").build();
        let data = Bucket::builder(&stack, "Data")
            .block_public_access(BlockPublicAccess::BLOCK_ALL)
            .enforce_ssl(true)
            .versioned(stage.is_protected())
            .removal_policy(stage.removal_policy())
            .build();
        let repository_name = format!("{}/{}/{}", values.company, values.realm, stage.name());
        let image = Repository::builder(&stack, "Image")
            .repository_name(&repository_name)
            .image_scan_on_push(true)
            .image_tag_mutability(TagMutability::Immutable)
            .lifecycle_rules([LifecycleRule::builder().max_image_count(20).build()])
            .removal_policy(stage.removal_policy())
            .empty_on_delete(!stage.is_protected())
            .build();
        Output::new(&stack, "DataBucket", data.bucket_name());
        Output::new(&stack, "RepositoryUri", image.repository_uri());
        Self { data, repository_name }
    }
}
