"""Lets the tasks of an instance end before Auto Scaling terminates the instance."""

import json
import os
import time

import boto3

CLUSTER = os.environ["CLUSTER"]
# Seconds between two looks, and what is kept to answer Auto Scaling.
PAUSE = 10
RESERVE = 20

ecs = boto3.client("ecs")
autoscaling = boto3.client("autoscaling")


def lambda_handler(event, context):
    for record in event["Records"]:
        notice = json.loads(record["Sns"]["Message"])
        # Auto Scaling also sends a test message, which is about no instance.
        if "EC2InstanceId" in notice:
            drain(notice, context)


def drain(notice, context):
    instance = notice["EC2InstanceId"]
    found = ecs.list_container_instances(
        cluster=CLUSTER, filter=f"ec2InstanceId == {instance}"
    )["containerInstanceArns"]
    if found:
        ecs.update_container_instances_state(
            cluster=CLUSTER, containerInstances=found, status="DRAINING"
        )
        while has_tasks(found[0]):
            if context.get_remaining_time_in_millis() < (PAUSE + RESERVE) * 1000:
                print(f"{instance} still runs tasks and is terminated with them")
                break
            time.sleep(PAUSE)
    autoscaling.complete_lifecycle_action(
        AutoScalingGroupName=notice["AutoScalingGroupName"],
        LifecycleHookName=notice["LifecycleHookName"],
        LifecycleActionToken=notice["LifecycleActionToken"],
        LifecycleActionResult="CONTINUE",
    )
    print(f"{instance} may be terminated")


def has_tasks(container_instance):
    tasks = ecs.list_tasks(cluster=CLUSTER, containerInstance=container_instance)
    return bool(tasks["taskArns"])
