//! Events of CloudTrail about a bucket's objects.

use super::Bucket;
use crate::events::{EventPattern, Rule};
use crate::{Construct, Value};

impl Bucket {
    /// A rule for every call about objects with these keys that a trail with data events logs; for all where none are given.
    #[track_caller]
    pub fn on_cloud_trail_event(&self, id: &str, keys: &[&str]) -> Rule {
        Rule::builder(self.node(), id).event_pattern(self.cloud_trail(keys)).build()
    }

    /// A rule for objects that are put, by this call alone and not by copies or uploads in parts.
    #[track_caller]
    pub fn on_cloud_trail_put_object(&self, id: &str, keys: &[&str]) -> Rule {
        let pattern = self.cloud_trail(keys).detail("eventName", ["PutObject"]);
        Rule::builder(self.node(), id).event_pattern(pattern).build()
    }

    /// A rule for objects that are written in any way.
    #[track_caller]
    pub fn on_cloud_trail_write_object(&self, id: &str, keys: &[&str]) -> Rule {
        let pattern = self
            .cloud_trail(keys)
            .detail("eventName", ["CompleteMultipartUpload", "CopyObject", "PutObject"])
            .detail("requestParameters.bucketName", [self.bucket_name()]);
        let pattern = match keys {
            [] => pattern,
            keys => pattern.detail("requestParameters.key", keys.iter().copied()),
        };
        Rule::builder(self.node(), id).event_pattern(pattern).build()
    }

    fn cloud_trail(&self, keys: &[&str]) -> EventPattern {
        let arns: Vec<Value<String>> = match keys {
            [] => vec![self.bucket_arn()],
            keys => keys.iter().map(|key| self.arn_for_objects(key)).collect(),
        };
        EventPattern::new()
            .source(["aws.s3"])
            .detail_type(["AWS API Call via CloudTrail"])
            .detail("resources.ARN", arns)
    }
}
