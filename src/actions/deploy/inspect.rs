//! What is there before a deployment: stacks, running operations, buckets.

use super::{Deployment, failed};
use crate::deploy::cloud::Cloud;
use crate::deploy::failure::explain;
use crate::deploy::follow::{Followed, event_before_running_operation, follow};
use crate::deploy::model::DeployedStack;
use crate::deploy::order::AT_ONCE;
use crate::deploy::target::Target;
use crate::deploy::upload::Bucket;
use crate::error::{Exit, Failure};
use crate::host::{Event, Host};
use futures_util::stream::{StreamExt, iter};
use std::collections::BTreeMap;

/// Looks at each stack, follows what is running, and stops at what cannot be deployed to.
pub async fn inspect(
    cloud: &impl Cloud,
    host: &dyn Host,
    deployment: &Deployment,
) -> Result<Vec<Option<DeployedStack>>, Failure> {
    let looks =
        deployment.targets.iter().map(|target| inspect_one(cloud, host, deployment, target));
    let looks: Vec<Result<_, Failure>> = iter(looks).buffered(AT_ONCE).collect().await;
    looks.into_iter().collect()
}

async fn inspect_one(
    cloud: &impl Cloud,
    host: &dyn Host,
    deployment: &Deployment,
    target: &Target,
) -> Result<Option<DeployedStack>, Failure> {
    let (region, name) = (target.region.as_str(), target.stack.name.as_str());
    let Some(mut stack) = cloud.stack(region, name).await? else { return Ok(None) };
    if let (Some(own), Some(other)) = (&deployment.app, stack.tags.get("app"))
        && own != other
    {
        return Err(Failure::new(format!("{name} belongs to the app {other}, not to {own}"))
            .detail("its tag `app` says so; nothing was done")
            .next("give this app's stack another name or stage, or deploy to another account or region"));
    }
    if stack.status.is_in_progress() {
        host.emit(Event::Attached { stack: name.to_owned(), status: stack.status.0.clone() });
        let since = event_before_running_operation(cloud, region, &stack.id).await?;
        let followed = Followed {
            region,
            stack: name,
            stack_id: &stack.id,
            names: &target.names,
            since,
            token: None,
        };
        let ended = follow(cloud, host, &followed).await?;
        host.emit(Event::Settled { stack: name.to_owned(), status: ended.status.0.clone() });
        if ended.status.is_deleted() {
            return Ok(None);
        }
        if !ended.status.is_success() {
            let failure = explain(&followed, &ended);
            host.emit(Event::Failure(Box::new(failure.clone())));
            return Err(failed(&deployment.stage, &[failure], &[]));
        }
        match cloud.stack(region, name).await? {
            Some(now) => stack = now,
            None => return Ok(None),
        }
    }
    if stack.status.needs_help() {
        return Err(stuck(cloud, target, &stack, &deployment.stage).await);
    }
    if stack.status.is_failed_creation() {
        let left = cloud.resources(region, &stack.id).await?;
        let left: Vec<_> =
            left.iter().filter(|resource| resource.status != "DELETE_COMPLETE").collect();
        if !left.is_empty() {
            let mut failure = Failure::new(format!(
                "the first creation of {name} failed, and the stack still holds resources"
            ));
            for resource in left {
                failure = failure.detail(format!(
                    "{}   {}   {}",
                    target.names.path(&resource.logical_id),
                    resource.resource_type,
                    resource.physical_id
                ));
            }
            failure.exit = Exit::NeedsHelp;
            return Err(failure.next(format!(
                "save or remove them by hand, then delete the stack: aws cloudformation delete-stack --stack-name {name} --region {region}"
            )));
        }
    }
    Ok(Some(stack))
}

async fn stuck(cloud: &impl Cloud, target: &Target, stack: &DeployedStack, stage: &str) -> Failure {
    let name = &target.stack.name;
    let mut failure =
        Failure::new(format!("{name} is in {} and accepts no deployment", stack.status.0));
    if let Some(reason) = &stack.reason {
        failure = failure.detail(reason);
    }
    let resources = cloud.resources(&target.region, &stack.id).await.unwrap_or_default();
    for resource in resources.iter().filter(|resource| resource.status.ends_with("_FAILED")) {
        let reason = resource.reason.as_deref().unwrap_or("no reason given");
        failure = failure.detail(format!("{}: {reason}", target.names.path(&resource.logical_id)));
    }
    let region = &target.region;
    failure.exit = Exit::NeedsHelp;
    failure.next(match stack.status.0.as_str() {
        "UPDATE_ROLLBACK_FAILED" => format!(
            "repair these resources, then: aws cloudformation continue-update-rollback --stack-name {name} --region {region}"
        ),
        "UPDATE_FAILED" => format!(
            "undo the failed update: aws cloudformation rollback-stack --stack-name {name} --region {region}"
        ),
        _ => format!("remove what is left: cumulo destroy --stage {stage}"),
    })
}

/// Finds or makes the bucket of each region in which templates have to be uploaded.
pub async fn buckets(
    cloud: &impl Cloud,
    host: &dyn Host,
    deployment: &Deployment,
) -> Result<BTreeMap<String, Bucket>, Failure> {
    let mut buckets = BTreeMap::new();
    for target in deployment.targets.iter().filter(|target| target.package.needs_bucket()) {
        if !buckets.contains_key(&target.region) {
            let bucket = Bucket::find(cloud, &deployment.account, &target.region).await?;
            if bucket.is_new {
                host.emit(Event::BucketCreated { bucket: bucket.name.clone() });
            }
            buckets.insert(target.region.clone(), bucket);
        }
    }
    Ok(buckets)
}
