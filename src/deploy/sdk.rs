//! The [`Cloud`] that talks to AWS, or to whatever `AWS_ENDPOINT_URL` names.

use super::cloud::{AwsError, Cloud, FailureKind};
use super::model::{
    ChangeSet, ChangeSetIds, DeployedResource, DeployedStack, Identity, NewChangeSet, RawChange,
    RawDetail, StackEvent, StackStatus, TemplateSource,
};
use super::sdk_error::{Call, failure};
use aws_config::profile::ProfileFileCredentialsProvider;
use aws_config::provider_config::ProviderConfig;
use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_sdk_cloudformation::types as cfn;
use aws_sdk_s3::types as s3;
use aws_smithy_http_client::{Builder, tls};
use std::time::Duration;

/// Time after which an unanswered call is tried again.
const ATTEMPT_TIMEOUT: Duration = Duration::from_secs(15);

/// The official SDK with the user's profiles, regions and endpoints.
pub struct Sdk {
    config: SdkConfig,
}

impl Sdk {
    /// Reads the environment and the profile; asks nobody anything yet.
    pub async fn new(profile: Option<&str>, region: Option<&str>) -> Self {
        let http = Builder::new()
            .tls_provider(tls::Provider::Rustls(tls::rustls_provider::CryptoMode::Ring))
            .build_https();
        let timeouts = aws_config::timeout::TimeoutConfig::builder()
            .connect_timeout(Duration::from_secs(4))
            .operation_attempt_timeout(ATTEMPT_TIMEOUT)
            .build();
        let mut loader = aws_config::defaults(BehaviorVersion::latest())
            .http_client(http.clone())
            .timeout_config(timeouts);
        if let Some(region) = region {
            loader = loader.region(Region::new(region.to_owned()));
        }
        if let Some(profile) = profile {
            // Who names a profile means it: keys of the environment do not win over it.
            let region = region.map(|region| Region::new(region.to_owned()));
            let provider = ProviderConfig::default().with_http_client(http).with_region(region);
            let credentials = ProfileFileCredentialsProvider::builder()
                .configure(&provider)
                .profile_name(profile)
                .build();
            loader = loader.profile_name(profile).credentials_provider(credentials);
        }
        Self { config: loader.load().await }
    }

    /// The endpoint that was set by hand.
    pub fn endpoint(&self) -> Option<&str> {
        self.config.endpoint_url()
    }

    /// The region that the environment or the profile names, where the stage names none.
    pub fn region(&self) -> Option<&str> {
        self.config.region().map(Region::as_ref)
    }

    fn cloudformation(&self, region: &str) -> aws_sdk_cloudformation::Client {
        let config = aws_sdk_cloudformation::config::Builder::from(&self.config)
            .region(Region::new(region.to_owned()))
            .build();
        aws_sdk_cloudformation::Client::from_conf(config)
    }

    fn s3(&self, region: &str) -> aws_sdk_s3::Client {
        // Stand-ins on a loopback address have no name per bucket.
        let config = aws_sdk_s3::config::Builder::from(&self.config)
            .region(Region::new(region.to_owned()))
            .force_path_style(self.endpoint().is_some())
            .build();
        aws_sdk_s3::Client::from_conf(config)
    }

    fn call(&self, action: &'static str) -> Call<'_> {
        Call { action, endpoint: self.endpoint() }
    }
}

fn text(value: Option<&str>) -> String {
    value.unwrap_or_default().to_owned()
}

/// Some services answer an empty string where others leave the field out.
fn said(value: Option<&str>) -> Option<String> {
    value.map(str::trim).filter(|value| !value.is_empty()).map(str::to_owned)
}

impl Cloud for Sdk {
    async fn identity(&self) -> Result<Identity, AwsError> {
        let client = aws_sdk_sts::Client::new(&self.config);
        let answer = client
            .get_caller_identity()
            .send()
            .await
            .map_err(failure(self.call("sts:GetCallerIdentity")))?;
        Ok(Identity { account: text(answer.account()), arn: text(answer.arn()) })
    }

    async fn stack(&self, region: &str, stack: &str) -> Result<Option<DeployedStack>, AwsError> {
        let answer = self
            .cloudformation(region)
            .describe_stacks()
            .stack_name(stack)
            .send()
            .await
            .map_err(failure(self.call("cloudformation:DescribeStacks")));
        match answer {
            Ok(answer) => Ok(answer.stacks().first().map(deployed_stack)),
            Err(error) if is_missing(&error) => Ok(None),
            Err(error) => Err(error),
        }
    }

    async fn resources(
        &self,
        region: &str,
        stack: &str,
    ) -> Result<Vec<DeployedResource>, AwsError> {
        let mut pages = self
            .cloudformation(region)
            .list_stack_resources()
            .stack_name(stack)
            .into_paginator()
            .send();
        let mut resources = Vec::new();
        while let Some(page) = pages.next().await {
            let page = page.map_err(failure(self.call("cloudformation:ListStackResources")))?;
            resources.extend(page.stack_resource_summaries().iter().map(|resource| {
                DeployedResource {
                    logical_id: text(resource.logical_resource_id()),
                    physical_id: text(resource.physical_resource_id()),
                    resource_type: text(resource.resource_type()),
                    status: text(resource.resource_status().map(cfn::ResourceStatus::as_str)),
                    reason: said(resource.resource_status_reason()),
                }
            }));
        }
        Ok(resources)
    }

    async fn template(&self, region: &str, stack: &str) -> Result<Option<String>, AwsError> {
        let answer = self
            .cloudformation(region)
            .get_template()
            .stack_name(stack)
            .template_stage(cfn::TemplateStage::Original)
            .send()
            .await
            .map_err(failure(self.call("cloudformation:GetTemplate")));
        match answer {
            Ok(answer) => Ok(said(answer.template_body())),
            Err(error) if is_missing(&error) => Ok(None),
            Err(error) => Err(error),
        }
    }

    async fn newest_event(&self, region: &str, stack: &str) -> Result<Option<String>, AwsError> {
        let page = self
            .cloudformation(region)
            .describe_stack_events()
            .stack_name(stack)
            .send()
            .await
            .map_err(failure(self.call("cloudformation:DescribeStackEvents")))?;
        Ok(page.stack_events().first().and_then(|event| said(event.event_id())))
    }

    async fn events(
        &self,
        region: &str,
        stack: &str,
        until: Option<&str>,
    ) -> Result<Vec<StackEvent>, AwsError> {
        let mut pages = self
            .cloudformation(region)
            .describe_stack_events()
            .stack_name(stack)
            .into_paginator()
            .send();
        let mut events = Vec::new();
        while let Some(page) = pages.next().await {
            let page = page.map_err(failure(self.call("cloudformation:DescribeStackEvents")))?;
            for event in page.stack_events() {
                if until.is_some() && event.event_id() == until {
                    return Ok(events);
                }
                events.push(stack_event(event));
            }
        }
        Ok(events)
    }

    async fn create_change_set(
        &self,
        region: &str,
        request: &NewChangeSet,
    ) -> Result<ChangeSetIds, AwsError> {
        let kind = if request.creates_stack {
            cfn::ChangeSetType::Create
        } else {
            cfn::ChangeSetType::Update
        };
        let mut call = self
            .cloudformation(region)
            .create_change_set()
            .stack_name(&request.stack)
            .change_set_name(&request.name)
            .client_token(&request.token)
            .change_set_type(kind)
            .include_nested_stacks(request.include_nested_stacks)
            .set_notification_arns(Some(request.notification_arns.clone()));
        call = match &request.template {
            TemplateSource::Body(body) => call.template_body(body),
            TemplateSource::Url(url) => call.template_url(url),
        };
        for parameter in &request.parameters {
            let entry = cfn::Parameter::builder().parameter_key(&parameter.name);
            call = call.parameters(match &parameter.value {
                Some(value) => entry.parameter_value(value).build(),
                None => entry.use_previous_value(true).build(),
            });
        }
        for (key, value) in &request.tags {
            call = call.tags(cfn::Tag::builder().key(key).value(value).build());
        }
        if request.capabilities.iam {
            call = call.capabilities(cfn::Capability::CapabilityNamedIam);
        }
        if request.capabilities.auto_expand {
            call = call.capabilities(cfn::Capability::CapabilityAutoExpand);
        }
        let answer =
            call.send().await.map_err(failure(self.call("cloudformation:CreateChangeSet")))?;
        Ok(ChangeSetIds { change_set: text(answer.id()), stack: text(answer.stack_id()) })
    }

    async fn change_set(
        &self,
        region: &str,
        stack: &str,
        change_set: &str,
    ) -> Result<Option<ChangeSet>, AwsError> {
        let client = self.cloudformation(region);
        let mut found: Option<ChangeSet> = None;
        let mut token: Option<String> = None;
        loop {
            let mut call = client
                .describe_change_set()
                .change_set_name(change_set)
                .set_next_token(token.take());
            if !change_set.starts_with("arn:") {
                call = call.stack_name(stack);
            }
            let page =
                call.send().await.map_err(failure(self.call("cloudformation:DescribeChangeSet")));
            let page = match page {
                Ok(page) => page,
                Err(error) if is_missing(&error) => return Ok(None),
                Err(error) => return Err(error),
            };
            let whole = found.get_or_insert_with(|| ChangeSet {
                id: text(page.change_set_id()),
                stack_id: text(page.stack_id()),
                status: text(page.status().map(cfn::ChangeSetStatus::as_str)),
                execution_status: text(page.execution_status().map(cfn::ExecutionStatus::as_str)),
                reason: said(page.status_reason()),
                changes: Vec::new(),
            });
            whole.changes.extend(
                page.changes().iter().filter_map(cfn::Change::resource_change).map(raw_change),
            );
            token = said(page.next_token());
            if token.is_none() {
                return Ok(found);
            }
        }
    }

    async fn delete_change_set(&self, region: &str, change_set: &str) -> Result<(), AwsError> {
        let answer = self
            .cloudformation(region)
            .delete_change_set()
            .change_set_name(change_set)
            .send()
            .await
            .map_err(failure(self.call("cloudformation:DeleteChangeSet")));
        match answer {
            Ok(_) => Ok(()),
            Err(error) if is_missing(&error) => Ok(()),
            Err(error) => Err(error),
        }
    }

    async fn execute_change_set(
        &self,
        region: &str,
        change_set: &str,
        token: &str,
    ) -> Result<(), AwsError> {
        self.cloudformation(region)
            .execute_change_set()
            .change_set_name(change_set)
            .client_request_token(token)
            .send()
            .await
            .map_err(failure(self.call("cloudformation:ExecuteChangeSet")))?;
        Ok(())
    }

    async fn delete_stack(&self, region: &str, stack: &str, token: &str) -> Result<(), AwsError> {
        self.cloudformation(region)
            .delete_stack()
            .stack_name(stack)
            .client_request_token(token)
            .send()
            .await
            .map_err(failure(self.call("cloudformation:DeleteStack")))?;
        Ok(())
    }

    async fn set_termination_protection(
        &self,
        region: &str,
        stack: &str,
        on: bool,
    ) -> Result<(), AwsError> {
        self.cloudformation(region)
            .update_termination_protection()
            .stack_name(stack)
            .enable_termination_protection(on)
            .send()
            .await
            .map_err(failure(self.call("cloudformation:UpdateTerminationProtection")))?;
        Ok(())
    }

    async fn set_stack_policy(
        &self,
        region: &str,
        stack: &str,
        policy: &str,
    ) -> Result<(), AwsError> {
        self.cloudformation(region)
            .set_stack_policy()
            .stack_name(stack)
            .stack_policy_body(policy)
            .send()
            .await
            .map_err(failure(self.call("cloudformation:SetStackPolicy")))?;
        Ok(())
    }

    async fn bucket_exists(
        &self,
        region: &str,
        account: &str,
        bucket: &str,
    ) -> Result<bool, AwsError> {
        let answer = self
            .s3(region)
            .head_bucket()
            .bucket(bucket)
            .expected_bucket_owner(account)
            .send()
            .await;
        match answer {
            Ok(_) => Ok(true),
            Err(error) => {
                // A HEAD answer has no body, so there is only the status to go by.
                let status = error.raw_response().map(|response| response.status().as_u16());
                if matches!(status, Some(301 | 404)) {
                    return Ok(false);
                }
                let mut error = failure(self.call("s3:ListBucket"))(error);
                if status == Some(403) {
                    error.kind = FailureKind::AccessDenied;
                    error.message = format!(
                        "the bucket {bucket} belongs to another account or may not be looked at"
                    );
                }
                Err(error)
            }
        }
    }

    async fn create_private_bucket(&self, region: &str, bucket: &str) -> Result<(), AwsError> {
        let client = self.s3(region);
        let mut call = client.create_bucket().bucket(bucket);
        // us-east-1 is the one region that must not be named.
        if region != "us-east-1" {
            call = call.create_bucket_configuration(
                s3::CreateBucketConfiguration::builder()
                    .location_constraint(s3::BucketLocationConstraint::from(region))
                    .build(),
            );
        }
        let made = call.send().await.map_err(failure(self.call("s3:CreateBucket")));
        match made {
            Ok(_) => {}
            // Another run of the same account was quicker, or our own first answer was lost.
            Err(error) if error.code == "BucketAlreadyOwnedByYou" => {}
            Err(error) => return Err(error),
        }
        let block = s3::PublicAccessBlockConfiguration::builder()
            .block_public_acls(true)
            .block_public_policy(true)
            .ignore_public_acls(true)
            .restrict_public_buckets(true)
            .build();
        client
            .put_public_access_block()
            .bucket(bucket)
            .public_access_block_configuration(block)
            .send()
            .await
            .map_err(failure(self.call("s3:PutBucketPublicAccessBlock")))?;
        Ok(())
    }

    async fn put_object(
        &self,
        region: &str,
        account: &str,
        bucket: &str,
        key: &str,
        body: Vec<u8>,
    ) -> Result<(), AwsError> {
        self.s3(region)
            .put_object()
            .bucket(bucket)
            .expected_bucket_owner(account)
            .key(key)
            .body(body.into())
            .send()
            .await
            .map_err(failure(self.call("s3:PutObject")))?;
        Ok(())
    }

    async fn pause(&self, time: Duration) {
        tokio::time::sleep(time).await;
    }
}

/// CloudFormation has a code of its own for missing change sets and none for missing stacks.
fn is_missing(error: &AwsError) -> bool {
    error.code == "ChangeSetNotFound"
        || error.code == "ValidationError" && error.message.contains("does not exist")
}

fn deployed_stack(stack: &cfn::Stack) -> DeployedStack {
    let tag = |tag: &cfn::Tag| (text(tag.key()), text(tag.value()));
    let parameter = |parameter: &cfn::Parameter| {
        (text(parameter.parameter_key()), text(parameter.parameter_value()))
    };
    let output = |output: &cfn::Output| (text(output.output_key()), text(output.output_value()));
    DeployedStack {
        id: text(stack.stack_id()),
        status: StackStatus(text(stack.stack_status().map(cfn::StackStatus::as_str))),
        reason: said(stack.stack_status_reason()),
        tags: stack.tags().iter().map(tag).collect(),
        parameters: stack.parameters().iter().map(parameter).collect(),
        outputs: stack.outputs().iter().map(output).collect(),
        termination_protection: stack.enable_termination_protection().unwrap_or(false),
    }
}

fn stack_event(event: &cfn::StackEvent) -> StackEvent {
    StackEvent {
        id: text(event.event_id()),
        stack_id: text(event.stack_id()),
        logical_id: text(event.logical_resource_id()),
        physical_id: text(event.physical_resource_id()),
        resource_type: text(event.resource_type()),
        status: text(event.resource_status().map(cfn::ResourceStatus::as_str)),
        reason: said(event.resource_status_reason()),
        millis: event.timestamp().and_then(|time| time.to_millis().ok()).unwrap_or(0),
        token: said(event.client_request_token()),
    }
}

fn raw_change(change: &cfn::ResourceChange) -> RawChange {
    RawChange {
        action: text(change.action().map(cfn::ChangeAction::as_str)),
        logical_id: text(change.logical_resource_id()),
        resource_type: text(change.resource_type()),
        replacement: text(change.replacement().map(cfn::Replacement::as_str)),
        policy_action: text(change.policy_action().map(cfn::PolicyAction::as_str)),
        scope: change.scope().iter().map(|scope| scope.as_str().to_owned()).collect(),
        details: change.details().iter().map(raw_detail).collect(),
        nested_change_set: said(change.change_set_id()),
    }
}

fn raw_detail(detail: &cfn::ResourceChangeDetail) -> RawDetail {
    let target = detail.target();
    RawDetail {
        property: text(target.and_then(cfn::ResourceTargetDefinition::name)),
        requires_recreation: text(
            target
                .and_then(cfn::ResourceTargetDefinition::requires_recreation)
                .map(cfn::RequiresRecreation::as_str),
        ),
        source: text(detail.change_source().map(cfn::ChangeSource::as_str)),
        causing_entity: said(detail.causing_entity()),
    }
}
