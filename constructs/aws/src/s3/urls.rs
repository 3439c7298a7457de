//! Where a bucket and its objects are found.

use super::Bucket;
use crate::{Aws, Construct, Fn, Mapping, Value, text};

/// Regions, each with the mark between `s3-website` and its name in the domains of web sites.
const WEBSITES: [(&str, &str); 37] = [
    ("af-south-1", "."),
    ("ap-east-1", "."),
    ("ap-east-2", "."),
    ("ap-northeast-1", "-"),
    ("ap-northeast-2", "."),
    ("ap-northeast-3", "."),
    ("ap-south-1", "."),
    ("ap-south-2", "."),
    ("ap-southeast-1", "-"),
    ("ap-southeast-2", "-"),
    ("ap-southeast-3", "."),
    ("ap-southeast-4", "."),
    ("ap-southeast-5", "."),
    ("ap-southeast-6", "."),
    ("ap-southeast-7", "."),
    ("ca-central-1", "."),
    ("ca-west-1", "."),
    ("cn-north-1", "."),
    ("cn-northwest-1", "."),
    ("eu-central-1", "."),
    ("eu-central-2", "."),
    ("eu-north-1", "."),
    ("eu-south-1", "."),
    ("eu-south-2", "."),
    ("eu-west-1", "-"),
    ("eu-west-2", "."),
    ("eu-west-3", "."),
    ("il-central-1", "."),
    ("me-central-1", "."),
    ("me-south-1", "."),
    ("me-west-1", "."),
    ("mx-central-1", "."),
    ("sa-east-1", "-"),
    ("us-east-1", "-"),
    ("us-east-2", "."),
    ("us-west-1", "-"),
    ("us-west-2", "-"),
];

impl Bucket {
    /// Domain of the bucket, such as `assets.s3.amazonaws.com`.
    pub fn bucket_domain_name(&self) -> Value<String> {
        match self.cfn() {
            Some(cfn) => cfn.attr_domain_name(),
            None => text!("{}.s3.{}", self.bucket_name(), self.domain()),
        }
    }

    /// Domain of the bucket in its region, such as `assets.s3.eu-west-1.amazonaws.com`.
    pub fn bucket_regional_domain_name(&self) -> Value<String> {
        match self.cfn() {
            Some(cfn) => cfn.attr_regional_domain_name(),
            None => {
                text!("{}.s3.{}.{}", self.bucket_name(), self.home_region(), self.domain())
            }
        }
    }

    /// Domain of the bucket in its region that IPv6 reaches too.
    pub fn bucket_dual_stack_domain_name(&self) -> Value<String> {
        match self.cfn() {
            Some(cfn) => cfn.attr_dual_stack_domain_name(),
            None => {
                let (region, domain) = (self.home_region(), self.domain());
                text!("{}.s3.dualstack.{}.{}", self.bucket_name(), region, domain)
            }
        }
    }

    /// URL of the bucket as a web site.
    pub fn bucket_website_url(&self) -> Value<String> {
        match self.cfn() {
            Some(cfn) => cfn.attr_website_url(),
            None => text!("http://{}", self.bucket_website_domain_name()),
        }
    }

    /// Domain of the bucket as a web site.
    pub fn bucket_website_domain_name(&self) -> Value<String> {
        if let Some(cfn) = self.cfn() {
            return Fn::select(2, Fn::split("/", cfn.attr_website_url()));
        }
        let region = self.home_region();
        let website = match region.literal() {
            Some(region) => text!("{}", website(region)),
            None => {
                let stack = self.node().stack();
                let id = "S3staticwebsiteMap";
                let mapping = Mapping::existing(&stack, id).unwrap_or_else(|| {
                    let entries = WEBSITES.iter().map(|(region, _)| *region);
                    let entries = entries.map(|region| (region, [("endpoint", website(region))]));
                    Mapping::new(&stack, id, entries)
                });
                Fn::find_in_map(&mapping, Aws::region(), "endpoint")
            }
        };
        text!("{}.{}", self.bucket_name(), website)
    }

    /// HTTPS URL of the bucket.
    pub fn url(&self) -> Value<String> {
        let region = self.home_region();
        let suffix = self.node().stack().url_suffix();
        text!("https://s3.{}.{}/{}", region, suffix, self.bucket_name())
    }

    /// HTTPS URL of an object.
    pub fn url_for_object(&self, key: &str) -> Value<String> {
        text!("{}/{}", self.url(), key)
    }

    /// HTTPS URL of an object at the bucket's own domain.
    pub fn virtual_hosted_url_for_object(&self, key: &str) -> Value<String> {
        text!("https://{}/{}", self.bucket_regional_domain_name(), key)
    }

    /// HTTPS URL of an object at the bucket's own domain that names no region.
    pub fn virtual_hosted_url_for_object_of_no_region(&self, key: &str) -> Value<String> {
        text!("https://{}/{}", self.bucket_domain_name(), key)
    }

    /// HTTPS URL of an object by the nearest edge, for buckets with `transfer_acceleration`.
    pub fn transfer_acceleration_url_for_object(&self, key: &str) -> Value<String> {
        text!("https://{}.s3-accelerate.amazonaws.com/{}", self.bucket_name(), key)
    }

    /// `s3://` URL of the bucket.
    pub fn s3_url(&self) -> Value<String> {
        text!("s3://{}", self.bucket_name())
    }

    /// `s3://` URL of an object.
    pub fn s3_url_for_object(&self, key: &str) -> Value<String> {
        text!("{}/{}", self.s3_url(), key)
    }

    /// Region and regional domain of the bucket's web site, where the region is known.
    pub(crate) fn website_endpoint(&self) -> Option<(String, String)> {
        let region = self.home_region();
        region.literal().map(|region| (region.to_owned(), website(region)))
    }

    /// Region of an import where it is known, else that of the stack.
    fn home_region(&self) -> Value<String> {
        self.region().cloned().unwrap_or_else(|| self.node().stack().region())
    }

    /// What domains of the bucket end with.
    fn domain(&self) -> Value<String> {
        match self.region().and_then(|region| region.literal()) {
            Some(region) if region.starts_with("cn-") => text!("amazonaws.com.cn"),
            Some(_) => text!("amazonaws.com"),
            None => self.node().stack().url_suffix(),
        }
    }
}

/// Domain of the web sites of a region.
fn website(region: &str) -> String {
    let known = WEBSITES.iter().find(|(known, _)| *known == region);
    let mark = known.map_or(".", |(_, mark)| mark);
    let china = if region.starts_with("cn-") { ".cn" } else { "" };
    format!("s3-website{mark}{region}.amazonaws.com{china}")
}
