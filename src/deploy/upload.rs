//! Templates that are too large for a request, and those of nested stacks, go to a bucket.

use super::cloud::{AwsError, Cloud};
use super::template::{INLINE_LIMIT, SIZE_LIMIT, Template};
use cumulo_core::assembly::Stack;
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};

/// A template with all that has to be in the bucket before it.
#[derive(Clone, Debug)]
pub struct Package {
    /// The stack's own template; URLs of nested ones are filled in when they are uploaded.
    pub template: Template,
    /// Nested templates, innermost first.
    nested: Vec<Nested>,
}

#[derive(Clone, Debug)]
struct Nested {
    /// Template that names it: an index into `nested`, or the stack's own.
    parent: Option<usize>,
    /// Logical id of the nested stack in that template.
    logical_id: String,
    template: Template,
    file: PathBuf,
}

/// Why templates cannot be deployed as they are.
#[derive(Debug, thiserror::Error)]
pub enum PackageError {
    /// A template is missing or malformed.
    #[error("cannot read the template {}: {message}", file.display())]
    Unreadable {
        /// The file.
        file: PathBuf,
        /// Why.
        message: String,
    },
    /// CloudFormation would not take it.
    #[error(
        "the template {} has {size} bytes, and CloudFormation takes at most {SIZE_LIMIT}",
        file.display()
    )]
    TooLarge {
        /// The file.
        file: PathBuf,
        /// Its size in bytes.
        size: usize,
    },
    /// Nested templates name each other.
    #[error("the template {} nests itself", file.display())]
    Endless {
        /// The file.
        file: PathBuf,
    },
}

impl Package {
    /// Reads a stack's template and those of its nested stacks.
    pub fn read(stack: &Stack) -> Result<Self, PackageError> {
        let file = &stack.template_file;
        let template = read(file)?;
        let mut package = Self { template: template.clone(), nested: Vec::new() };
        for (logical_id, resource) in template.nested_stacks() {
            let named = stack.nested_templates.get(logical_id).cloned();
            if let Some(inner) = named.or_else(|| local_template(file, resource)) {
                package.add(None, logical_id, inner, &mut vec![file.clone()])?;
            }
        }
        Ok(package)
    }

    fn add(
        &mut self,
        parent: Option<usize>,
        logical_id: &str,
        file: PathBuf,
        way: &mut Vec<PathBuf>,
    ) -> Result<(), PackageError> {
        if way.contains(&file) {
            return Err(PackageError::Endless { file });
        }
        let template = read(&file)?;
        let index = self.nested.len();
        let logical_id = logical_id.to_owned();
        self.nested.push(Nested { parent, logical_id, template: template.clone(), file });
        way.push(self.nested[index].file.clone());
        for (logical_id, resource) in template.nested_stacks() {
            if let Some(inner) = local_template(&self.nested[index].file, resource) {
                self.add(Some(index), logical_id, inner, way)?;
            }
        }
        way.pop();
        Ok(())
    }

    /// Whether anything has to be put into a bucket.
    pub fn needs_bucket(&self) -> bool {
        !self.nested.is_empty() || self.template.text.len() > INLINE_LIMIT
    }
}

fn read(file: &Path) -> Result<Template, PackageError> {
    let unreadable =
        |message: String| PackageError::Unreadable { file: file.to_path_buf(), message };
    let template = Template::read(file).map_err(unreadable)?;
    let size = template.text.len();
    if size > SIZE_LIMIT {
        return Err(PackageError::TooLarge { file: file.to_path_buf(), size });
    }
    Ok(template)
}

/// A `TemplateURL` that is no URL names a file beside the template.
fn local_template(file: &Path, resource: &Value) -> Option<PathBuf> {
    let url = resource.get("Properties")?.get("TemplateURL")?.as_str()?;
    (!url.contains("://")).then(|| file.with_file_name(url))
}

/// Where templates are put.
#[derive(Clone, Debug)]
pub struct Bucket {
    /// Name.
    pub name: String,
    /// Whether it was made just now.
    pub is_new: bool,
    region: String,
    account: String,
}

impl Bucket {
    /// Finds the account's bucket for templates in the region, and makes it where there is none.
    ///
    /// The bucket of an account that is bootstrapped for the AWS CDK is used where cumulo has none.
    pub async fn find(cloud: &impl Cloud, account: &str, region: &str) -> Result<Self, AwsError> {
        let own = format!("cumulo-{account}-{region}");
        let bootstrapped = format!("cdk-hnb659fds-assets-{account}-{region}");
        for name in [&own, &bootstrapped] {
            match cloud.bucket_exists(region, account, name).await {
                Ok(true) => return Ok(Self::named(name, false, account, region)),
                Ok(false) => {}
                // The other bucket is only a convenience; ours must be usable.
                Err(_) if *name == bootstrapped => {}
                Err(error) => return Err(error),
            }
        }
        cloud.create_private_bucket(region, &own).await?;
        Ok(Self::named(&own, true, account, region))
    }

    fn named(name: &str, is_new: bool, account: &str, region: &str) -> Self {
        Self {
            name: name.to_owned(),
            is_new,
            region: region.to_owned(),
            account: account.to_owned(),
        }
    }

    /// Uploads nested templates and, where it is too large for a request, the stack's own.
    ///
    /// Returns the template as it is sent, and its URL where it was uploaded.
    pub async fn upload(
        &self,
        cloud: &impl Cloud,
        stack: &str,
        package: &Package,
    ) -> Result<(Template, Option<String>), AwsError> {
        let mut own = package.template.clone();
        let mut nested = package.nested.clone();
        // A template comes after the one that names it, so that backwards the innermost are first.
        while let Some(inner) = nested.pop() {
            let url = self.put(cloud, stack, &inner.template.text).await?;
            let parent = match inner.parent {
                Some(index) => &mut nested[index].template,
                None => &mut own,
            };
            set_template_url(parent, &inner.logical_id, &url);
        }
        if own.text.len() <= INLINE_LIMIT {
            return Ok((own, None));
        }
        let url = self.put(cloud, stack, &own.text).await?;
        Ok((own, Some(url)))
    }

    async fn put(&self, cloud: &impl Cloud, stack: &str, text: &str) -> Result<String, AwsError> {
        let digest = Sha256::digest(text.as_bytes());
        let hash: String = digest.iter().take(16).map(|byte| format!("{byte:02x}")).collect();
        let ending = if text.trim_start().starts_with('{') { "json" } else { "yaml" };
        let key = format!("templates/{stack}/{hash}.{ending}");
        let body = text.as_bytes().to_vec();
        cloud.put_object(&self.region, &self.account, &self.name, &key, body).await?;
        let domain =
            if self.region.starts_with("cn-") { "amazonaws.com.cn" } else { "amazonaws.com" };
        Ok(format!("https://{}.s3.{}.{domain}/{key}", self.name, self.region))
    }
}

/// Writes the URL into the template, which becomes JSON if it was YAML.
fn set_template_url(template: &mut Template, logical_id: &str, url: &str) {
    let resource = template
        .value
        .get_mut("Resources")
        .and_then(|resources| resources.get_mut(logical_id))
        .and_then(Value::as_object_mut);
    if let Some(resource) = resource {
        let properties =
            resource.entry("Properties").or_insert_with(|| Value::Object(Default::default()));
        properties["TemplateURL"] = Value::String(url.to_owned());
        template.text = template.value.to_string();
    }
}
