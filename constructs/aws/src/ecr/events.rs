//! Events of repositories.

use super::Repository;
use crate::Construct;
use crate::events::{EventPattern, Rule};

impl Repository {
    /// A rule about all that EventBridge tells of the repository; add targets to it.
    #[track_caller]
    pub fn on_event(&self, id: &str) -> Rule {
        let pattern = EventPattern::new()
            .source(["aws.ecr"])
            .detail("repository-name", [self.repository_name()]);
        Rule::builder(self.node(), id).event_pattern(pattern).build()
    }

    /// A rule about completed scans of images with one of these tags, of all where none is given; add targets to it.
    #[track_caller]
    pub fn on_image_scan_completed(&self, id: &str, image_tags: &[&str]) -> Rule {
        let mut pattern = EventPattern::new()
            .source(["aws.ecr"])
            .detail_type(["ECR Image Scan"])
            .detail("repository-name", [self.repository_name()])
            .detail("scan-status", ["COMPLETE"]);
        if !image_tags.is_empty() {
            pattern = pattern.detail("image-tags", image_tags.iter().copied());
        }
        Rule::builder(self.node(), id).event_pattern(pattern).build()
    }

    /// A rule about every call of the API about the repository; add targets to it.
    ///
    /// CloudTrail must record the account's calls.
    #[track_caller]
    pub fn on_cloud_trail_event(&self, id: &str) -> Rule {
        Rule::builder(self.node(), id).event_pattern(self.cloud_trail()).build()
    }

    /// A rule about pushed images with this tag, with any where none is given; add targets to it.
    ///
    /// CloudTrail must record the account's calls.
    #[track_caller]
    pub fn on_cloud_trail_image_pushed(&self, id: &str, image_tag: Option<&str>) -> Rule {
        let mut pattern = self.cloud_trail().detail("eventName", ["PutImage"]);
        if let Some(tag) = image_tag {
            pattern = pattern.detail("requestParameters.imageTag", [tag]);
        }
        Rule::builder(self.node(), id).event_pattern(pattern).build()
    }

    fn cloud_trail(&self) -> EventPattern {
        EventPattern::new()
            .source(["aws.ecr"])
            .detail_type(["AWS API Call via CloudTrail"])
            .detail("requestParameters.repositoryName", [self.repository_name()])
    }
}
