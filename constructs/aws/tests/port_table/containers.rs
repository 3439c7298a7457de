//! Ports of containers and what scales them.

ports! {
    "aws-ecs" in "ecs" {
        ported {
            AlarmBehavior => ecs::AlarmBehavior;
            AlternateTarget => ecs::AlternateTarget;
            AmiHardwareType => ecs::AmiHardwareType;
            AppProtocol => ecs::AppProtocol;
            AsgCapacityProvider => ecs::AsgCapacityProvider [
                auto_scaling_group, capacity_provider_name,
            ];
            AvailabilityZoneRebalancing => ecs::AvailabilityZoneRebalancing;
            AwsLogDriver => ecs::AwsLogs [
                log_group,
            ], r#"`LogDriver::aws_logs("prefix").log_group(&logs)`"#;
            AwsLogDriverMode => ecs::AwsLogDriverMode;
            BaseService => ecs::BaseService [
                add_lifecycle_hook, add_volume, associate_cloud_map_service, auto_scale_task_count,
                enable_cloud_map, enable_deployment_alarms, enable_service_connect,
                force_new_deployment, load_balancer_target: fn(_, &'static str) -> _, metric,
                metric_cpu_utilization, metric_memory_utilization, cluster, connections,
                service_arn, service_name, task_definition, cloud_map_service,
            ], "what Fargate and EC2 services share; both dereference to it";
            BinPackResource => ecs::PlacementStrategy, "a variant for each resource";
            BottleRocketImage => ecs::EcsOptimizedImage, "`bottlerocket`";
            BottlerocketEcsVariant => ecs::EcsOptimizedImage;
            BuiltInAttributes => ecs::SpreadField;
            Capability => ecs::Capability;
            CapacityOptionType => ecs::CapacityOptionType;
            Cluster => ecs::Cluster [
                from_cluster_attributes, add_asg_capacity_provider, add_capacity,
                add_default_capacity_provider_strategy: fn(_, [cumulo::ecs::CapacityProviderStrategy; 0]) -> _,
                add_default_cloud_map_namespace, add_existing_default_cloud_map_namespace,
                arn_for_tasks, enable_fargate_capacity_providers, grant_task_protection, metric,
                metric_cpu_reservation, metric_cpu_utilization, metric_memory_reservation,
                metric_memory_utilization, cluster_arn, cluster_name, connections, has_ec2_capacity,
                vpc, default_cloud_map_namespace, execute_command_configuration,
                from_cluster_arn: fn(_, _, &'static str) -> _,
                add_managed_instances_capacity_provider,
            ];
            ClusterGrants => ecs::Cluster, "`grant_task_protection`";
            Compatibility => ecs::Compatibility;
            ContainerDefinition => ecs::ContainerDefinition [
                add_docker_label: fn(_, &'static str, &'static str) -> _,
                add_environment: fn(_, &'static str, &'static str) -> _, add_link,
                add_mount_points: fn(_, [cumulo::ecs::MountPoint; 0]) -> _,
                add_port_mappings: fn(_, [cumulo::ecs::PortMapping; 0]) -> _, add_scratch,
                add_secret: fn(_, &'static str, _) -> _, add_to_execution_policy, add_volumes_from,
                find_port_mapping, find_port_mapping_by_name, container_name, container_port,
                essential, port_mappings, task_definition,
            ];
            ContainerDependencyCondition => ecs::ContainerDependencyCondition;
            ContainerImage => ecs::ContainerImage [
                from_ecr_repository: fn(_, &'static str) -> _, from_registry: fn(&'static str) -> _,
            ], "a registry or ECR; no image is built at synthesis";
            ContainerInsights => ecs::ContainerInsights;
            CpuArchitecture => ecs::CpuArchitecture;
            CredentialSpec => ecs::CredentialSpec;
            DeploymentControllerType => ecs::DeploymentController;
            DeploymentLifecycleLambdaTarget => ecs::DeploymentLifecycleHook [role];
            DeploymentLifecycleStage => ecs::DeploymentLifecycleStage;
            DeploymentStrategy => ecs::DeploymentStrategy;
            DevicePermission => ecs::DevicePermission;
            DomainJoinedCredentialSpec => ecs::CredentialSpec [
                from_s3_bucket: fn(_, &'static str) -> _, from_ssm_parameter,
            ];
            DomainlessCredentialSpec => ecs::CredentialSpec [
                from_s3_bucket: fn(_, &'static str) -> _, from_ssm_parameter,
            ], "`domainless_from_…`";
            EbsPropagatedTagSource => ecs::PropagatedTagSource;
            Ec2Service => ecs::Ec2Service [
                add_placement_constraints: fn(_, [cumulo::ecs::PlacementConstraint; 0]) -> _,
                add_placement_strategies: fn(_, [cumulo::ecs::PlacementStrategy; 0]) -> _,
                connections,
            ];
            Ec2TaskDefinition => ecs::Ec2TaskDefinition [add_placement_constraint];
            EcrImage => ecs::ContainerImage, "`from_ecr_repository`";
            EcsOptimizedImage => ecs::EcsOptimizedImage [amazon_linux_2, amazon_linux_2023];
            EnvironmentFile => ecs::ContainerDefinition, "`.environment_files(…)` with ARNs of objects";
            EnvironmentFileType => ecs::ContainerDefinition, "always `s3`, the only type";
            ExecuteCommandLogging => ecs::ExecuteCommandLogging;
            ExternalService => ecs::ExternalService [connections];
            ExternalTaskDefinition => ecs::ExternalTaskDefinition;
            FargatePlatformVersion => ecs::FargatePlatformVersion;
            FargateService => ecs::FargateService [
                connections,
            ], "without `desired_count` a new service runs one task and an update leaves the number alone";
            FargateTaskDefinition => ecs::FargateTaskDefinition, "CPU and memory are one value: `FargateSize::Cpu256(Memory256::Gb1)`; a pair that Fargate lacks does not compile";
            FileSystemType => ecs::FileSystemType;
            FireLensLogDriver => ecs::LogDriver, "`firelens`";
            FirelensConfigFileType => ecs::FirelensConfigFile;
            FirelensLogRouter => ecs::TaskDefinition, "`add_firelens_log_router`";
            FirelensLogRouterType => ecs::FirelensLogRouterType;
            FluentdLogDriver => ecs::LogDriver, "`fluentd`";
            GelfCompressionType => ecs::LogDriver, "options are text";
            GelfLogDriver => ecs::LogDriver, "`gelf`";
            GenericLogDriver => ecs::LogDriver, "`custom`";
            InstanceMonitoring => ecs::InstanceMonitoring;
            IpcMode => ecs::IpcMode;
            JournaldLogDriver => ecs::LogDriver, "`journald`";
            JsonFileLogDriver => ecs::LogDriver, "`json_file`";
            LaunchType => ecs::CapacityProviderStrategy, "given by the kind of service, or by capacity providers";
            LinuxParameters => ecs::LinuxParameters [
                add_capabilities: fn(_, [cumulo::ecs::Capability; 0]) -> _,
                drop_capabilities: fn(_, [cumulo::ecs::Capability; 0]) -> _,
            ];
            ListenerConfig => ecs::ServiceTarget, "`service.load_balancer_target(…)`, given to `add_targets`";
            ListenerRuleConfiguration => ecs::ListenerRuleConfiguration [
                application_listener_rule, network_listener,
            ];
            LogDriver => ecs::LogDriver [aws_logs: fn(&'static str) -> _];
            LogDrivers => ecs::LogDriver [
                aws_logs: fn(&'static str) -> _, none, splunk: fn(&'static str, _) -> _,
            ];
            MachineImageType => ecs::MachineImageType;
            ManagedInstancesCapacityProvider => ecs::ManagedInstancesCapacityProvider [
                connections, capacity_provider_name, infrastructure_role,
            ];
            NetworkMode => ecs::NetworkMode;
            NoneLogDriver => ecs::LogDriver, "`none`";
            OperatingSystemFamily => ecs::OperatingSystemFamily;
            PidMode => ecs::PidMode;
            PlacementConstraint => ecs::PlacementConstraint;
            PlacementStrategy => ecs::PlacementStrategy [spread_across_instances];
            PortMap => ecs::PortMapping;
            PropagateManagedInstancesTags => ecs::PropagateManagedInstancesTags;
            PropagatedTagSource => ecs::PropagatedTagSource;
            Protocol => ecs::Protocol;
            RepositoryImage => ecs::ContainerImage, "`from_registry`";
            S3EnvironmentFile => ecs::ContainerDefinition, "`.environment_files(…)` with ARNs of objects";
            ScalableTaskCount => ecs::ScalableTaskCount [
                scale_on_cpu_utilization, scale_on_memory_utilization, scale_on_metric,
                scale_on_request_count, scale_on_schedule, scale_to_track_custom_metric,
            ];
            Scope => ecs::Scope;
            Secret => ecs::Secret [
                from_secrets_manager, from_ssm_parameter, grant_read, arn,
            ], r#"`.field("key")` for one field of a secret"#;
            ServiceConnect => ecs::ServiceConnect;
            ServiceConnectAccessLogFormat => ecs::ServiceConnectAccessLogFormat;
            ServiceManagedVolume => ecs::ServiceManagedVolume [mount_in, name, role];
            SplunkLogDriver => ecs::LogDriver, "`splunk`";
            SplunkLogFormat => ecs::LogDriver, "options are text";
            SyslogLogDriver => ecs::LogDriver, "`syslog`";
            TagParameterContainerImage => ecs::ContainerImage, "the tag is a value, a parameter's too";
            TaskDefinition => ecs::TaskDefinition [
                add_container, add_firelens_log_router, add_to_execution_role_policy,
                add_to_task_role_policy, add_volume, find_container, grant_run,
                obtain_execution_role, compatibility, containers, family, network_mode,
                task_definition_arn, task_role, execution_role, default_container,
                from_task_definition_arn: fn(_, _, &'static str, _, _, _) -> _,
            ], "what all task definitions share; they dereference to it";
            TaskDefinitionRevision => ecs::TaskDefinitionRevision;
            TmpfsMountOption => ecs::LinuxParameters, "options are text";
            UlimitName => ecs::UlimitName;
            VersionConsistency => ecs::VersionConsistency;
        }
        elsewhere {
            "image assets are not built yet": AssetImage AssetEnvironmentFile;
            "AWS App Mesh ends in 2026":
                AppMeshProxyConfiguration ProxyConfiguration ProxyConfigurations;
        }
        not_yet {
            WindowsOptimizedVersion
        }
    }
    "aws-ecs-patterns" in "ecs_patterns" {
        ported {
            ApplicationLoadBalancedEc2Service => ecs_patterns::ApplicationLoadBalancedEc2Service [
                service, task_definition, cluster, listener, load_balancer, target_group,
                redirect_listener,
            ];
            ApplicationLoadBalancedFargateService => ecs_patterns::ApplicationLoadBalancedFargateService [
                service, task_definition, cluster, listener, load_balancer, target_group,
                redirect_listener,
            ], "the same resources; `patterns::NetworkedFargateService` is the opinionated one";
            ApplicationLoadBalancedServiceBase => ecs_patterns::ApplicationLoadBalancedFargateService, "what the two above share stands on both";
            ApplicationLoadBalancedServiceRecordType => ecs_patterns::ServiceRecordType;
            ApplicationMultipleTargetGroupsEc2Service => ecs_patterns::ApplicationMultipleTargetGroupsEc2Service [
                service, task_definition, cluster, listeners, load_balancers, target_groups,
            ];
            ApplicationMultipleTargetGroupsFargateService => ecs_patterns::ApplicationMultipleTargetGroupsFargateService [
                service, task_definition, cluster, listeners, load_balancers, target_groups,
            ];
            ApplicationMultipleTargetGroupsServiceBase => ecs_patterns::ApplicationMultipleTargetGroupsFargateService, "what the two above share stands on both";
            NetworkLoadBalancedEc2Service => ecs_patterns::NetworkLoadBalancedEc2Service [
                service, task_definition, cluster, listener, load_balancer, target_group,
            ];
            NetworkLoadBalancedFargateService => ecs_patterns::NetworkLoadBalancedFargateService [
                service, task_definition, cluster, listener, load_balancer, target_group,
            ];
            NetworkLoadBalancedServiceBase => ecs_patterns::NetworkLoadBalancedFargateService;
            NetworkLoadBalancedServiceRecordType => ecs_patterns::ServiceRecordType;
            QueueProcessingEc2Service => ecs_patterns::QueueProcessingEc2Service [
                service, task_definition, cluster, dead_letter_queue,
            ];
            QueueProcessingFargateService => ecs_patterns::QueueProcessingFargateService [
                service, task_definition, cluster, dead_letter_queue,
            ], "`queue`, `dead_letter_queue`; `patterns::QueueWorker` is the opinionated one";
            QueueProcessingServiceBase => ecs_patterns::QueueProcessingFargateService;
            ScheduledEc2Task => ecs_patterns::ScheduledEc2Task [
                task_definition, cluster, event_rule,
            ];
            ScheduledFargateTask => ecs_patterns::ScheduledFargateTask [
                task_definition, cluster, event_rule,
            ], "`patterns::ScheduledTask` is the opinionated one";
            ScheduledTaskBase => ecs_patterns::ScheduledFargateTask;
        }
        elsewhere {
        }
        not_yet {
            NetworkMultipleTargetGroupsEc2Service NetworkMultipleTargetGroupsFargateService
            NetworkMultipleTargetGroupsServiceBase
        }
    }
    "aws-ecr" in "ecr" {
        ported {
            AuthorizationToken => ecr::AuthorizationToken [grant_read];
            ImageTagMutabilityExclusionFilter => ecr::ImageTagMutabilityExclusionFilter [
                wildcard: fn(&'static str) -> _,
            ];
            PublicGalleryAuthorizationToken => ecr::PublicGalleryAuthorizationToken [grant_read];
            Repository => ecr::Repository [
                from_repository_arn: fn(_, _, &'static str) -> _,
                from_repository_attributes: fn(_, _, &'static str, &'static str) -> _,
                from_repository_name: fn(_, _, &'static str) -> _, add_lifecycle_rule,
                add_to_resource_policy, repository_arn, repository_name,
                grant: fn(_, _, [&'static str; 0]) -> _, grant_pull, grant_pull_push, grant_push,
                grant_read, on_cloud_trail_image_pushed, on_event, on_image_scan_completed,
                repository_uri_for_digest: fn(_, &'static str) -> _, repository_uri_for_tag,
                repository_uri_for_tag_or_digest: fn(_, &'static str) -> _, registry_uri,
                repository_uri, on_cloud_trail_event,
            ], "`.empty_on_delete(true)` uses the resource's own property, no function";
            RepositoryBase => ecr::Repository;
            RepositoryEncryption => ecr::RepositoryEncryption;
            TagMutability => ecr::TagMutability;
            TagStatus => ecr::TagStatus;
        }
        elsewhere {
        }
        not_yet {
        }
    }
    "aws-eks-v2" in "eks" {
        ported {
            AccessEntry => eks::AccessEntry [
                add_access_policies: fn(_, [cumulo::eks::AccessPolicy; 0]) -> _, access_entry_arn,
                access_entry_name,
            ];
            AccessEntryType => eks::AccessEntry, "the type's name, as text";
            AccessPolicy => eks::AccessPolicy;
            AccessPolicyArn => eks::AccessPolicy, "the policy's name";
            AccessScopeType => eks::AccessPolicy, "`of_cluster`, `of_namespaces`";
            Addon => eks::Addon [addon_arn];
            AlbController => patterns::EksFargatePlatform, "makes the controller's role; the chart is installed by your pipeline";
            CapacityType => eks::CapacityType;
            Cluster => eks::Cluster [
                add_fargate_profile: fn(_, _, [cumulo::eks::Selector; 0]) -> _,
                add_nodegroup_capacity,
                grant_access: fn(_, _, &'static str, [cumulo::eks::AccessPolicy; 0]) -> _,
                grant_cluster_admin: fn(_, _, &'static str) -> _, cluster_arn,
                cluster_certificate_authority_data, cluster_endpoint, cluster_name,
                cluster_open_id_connect_issuer_url, cluster_security_group_id, connections, role,
                vpc, cluster_encryption_config_key_arn, open_id_connect_provider,
                eks_pod_identity_agent, from_cluster_attributes, add_service_account,
            ], "only what CloudFormation has itself: no kubectl function, so no manifests and charts at synthesis";
            ClusterLoggingTypes => eks::ClusterLoggingType;
            ControlPlaneScalingTier => eks::ControlPlaneScalingTier;
            DefaultCapacityType => eks::DefaultCapacity;
            EndpointAccess => eks::EndpointAccess [
                private, public, public_and_private, only_from: fn(_, [&'static str; 0]) -> _,
            ];
            FargateProfile => eks::FargateProfile [fargate_profile_arn, pod_execution_role];
            IdentityType => eks::IdentityType;
            IpFamily => eks::IpFamily;
            KubernetesVersion => eks::Cluster, r#"the version is text, "1.34""#;
            Nodegroup => eks::Nodegroup [nodegroup_arn, role, nodegroup_name];
            NodegroupAmiType => eks::NodegroupOptions, "the type's name, as text";
            OidcProviderNative => iam::OidcProvider [
                from_oidc_provider_arn: fn(_, _, &'static str) -> _, oidc_provider_arn,
                oidc_provider_issuer,
            ];
            OpenIdConnectProvider => iam::OidcProvider, "the resource type of IAM, no function";
            ServiceAccount => eks::ServiceAccount [
                add_to_principal_policy, grant_principal, role, service_account_name,
                service_account_namespace,
            ], "the role of pods, and their association; the account itself stands in your manifests, with `annotations`";
            TaintEffect => eks::TaintEffect;
        }
        elsewhere {
            "manifests and charts are applied with kubectl and helm, not by a function of Lambda":
                HelmChart KubectlProvider KubernetesManifest KubernetesObjectValue KubernetesPatch
                PatchType AlbControllerVersion AlbScheme;
        }
        not_yet {
            CoreDnsComputeType CpuArch EksOptimizedImage FargateCluster MachineImageType
            NodeType
        }
    }
    "aws-applicationautoscaling" in "applicationautoscaling" {
        ported {
            AdjustmentType => applicationautoscaling::AdjustmentType;
            BaseScalableAttribute => applicationautoscaling::ScalableTarget;
            MetricAggregationType => applicationautoscaling::MetricAggregationType;
            PredefinedMetric => applicationautoscaling::PredefinedMetric;
            ScalableTarget => applicationautoscaling::ScalableTarget [
                scale_on_metric, scale_on_schedule, scale_to_track_metric, scalable_target_id,
            ];
            Schedule => applicationautoscaling::Schedule [
                at: fn(&'static str) -> _, cron, expression: fn(&'static str) -> _, rate,
            ];
            ServiceNamespace => applicationautoscaling::ServiceNamespace;
            StepScalingAction => applicationautoscaling::StepScalingPolicy, "the lower and the upper policy are parts of it";
            StepScalingPolicy => applicationautoscaling::StepScalingPolicy [
                lower_alarm, upper_alarm,
            ];
            TargetTrackingScalingPolicy => applicationautoscaling::TargetTrackingScalingPolicy [
                scaling_policy_arn,
            ];
        }
        elsewhere {
        }
        not_yet {
        }
    }
    "aws-autoscaling" in "autoscaling" {
        ported {
            AdditionalHealthCheckType => autoscaling::AdditionalHealthCheckType;
            AdjustmentType => applicationautoscaling::AdjustmentType;
            AutoScalingGroup => autoscaling::AutoScalingGroup [
                add_lifecycle_hook, add_security_group, add_to_role_policy,
                add_user_data: fn(_, [&'static str; 0]) -> _, add_warm_pool,
                are_new_instances_protected_from_scale_in, protect_new_instances_from_scale_in,
                scale_on_cpu_utilization, scale_on_incoming_bytes, scale_on_metric,
                scale_on_outgoing_bytes, scale_on_request_count, scale_on_schedule,
                scale_to_track_metric, auto_scaling_group_arn, auto_scaling_group_name, connections,
                grant_principal, os_type, role,
                from_auto_scaling_group_name: fn(_, _, &'static str) -> _,
            ], "a launch template, never a launch configuration";
            AutoScalingGroupRequireImdsv2Aspect => autoscaling::AutoScalingGroup, "`.require_imdsv2(true)`";
            BlockDeviceVolume => ec2::BlockDevice [
                ebs, ebs_from_snapshot: fn(_, &'static str) -> _, ephemeral,
            ];
            CapacityDistributionStrategy => autoscaling::CapacityDistributionStrategy;
            DefaultResult => autoscaling::DefaultResult;
            DeletionProtection => autoscaling::DeletionProtection;
            EbsDeviceVolumeType => ec2::EbsVolumeType;
            GroupMetric => autoscaling::GroupMetric;
            GroupMetrics => autoscaling::GroupMetric, "a list of metrics";
            HealthCheck => autoscaling::HealthChecks;
            HealthChecks => autoscaling::HealthChecks [
                ec2,
                with_additional_checks: fn([cumulo::autoscaling::AdditionalHealthCheckType; 0]) -> _,
                grace_period,
            ];
            InstanceRefreshStrategy => autoscaling::InstanceRefreshStrategy;
            LifecycleHook => autoscaling::LifecycleHook [lifecycle_hook_name];
            LifecycleTransition => autoscaling::LifecycleTransition;
            MetricAggregationType => applicationautoscaling::MetricAggregationType;
            Monitoring => autoscaling::AutoScalingGroup, "`.detailed_monitoring(…)`";
            OnDemandAllocationStrategy => autoscaling::OnDemandAllocationStrategy;
            PoolState => autoscaling::PoolState;
            PredefinedMetric => autoscaling::TargetTrackingScalingPolicy;
            ScaleInProtectedInstances => autoscaling::ScaleInProtectedInstances;
            ScalingEvent => autoscaling::ScalingEvent;
            ScalingEvents => autoscaling::ScalingEvent, "a list of events";
            ScalingProcess => autoscaling::ScalingProcess;
            Schedule => applicationautoscaling::Schedule [cron, expression: fn(&'static str) -> _];
            ScheduledAction => autoscaling::AutoScalingGroup, "`scale_on_schedule`";
            Signals => autoscaling::Signals [wait_for_all, wait_for_count, wait_for_min_capacity];
            SpotAllocationStrategy => autoscaling::SpotAllocationStrategy;
            StandbyInstances => autoscaling::StandbyInstances;
            StepScalingAction => autoscaling::StepScalingPolicy;
            StepScalingPolicy => autoscaling::StepScalingPolicy [lower_alarm, upper_alarm];
            TargetTrackingScalingPolicy => autoscaling::TargetTrackingScalingPolicy [
                scaling_policy_arn,
            ];
            TerminateHookAbandonAction => autoscaling::TerminateHookAbandonAction;
            TerminationPolicy => autoscaling::TerminationPolicy;
            UpdatePolicy => autoscaling::UpdatePolicy [rolling_update], "an enum";
            WarmPool => autoscaling::WarmPool;
        }
        elsewhere {
        }
        not_yet {
        }
    }
    "aws-autoscaling-hooktargets" in "autoscaling" {
        ported {
            FunctionHook => autoscaling::HookTarget, "give the function itself";
            QueueHook => autoscaling::HookTarget, "give the queue itself";
            TopicHook => autoscaling::HookTarget, "give the topic itself";
        }
        elsewhere {
        }
        not_yet {
        }
    }
}
