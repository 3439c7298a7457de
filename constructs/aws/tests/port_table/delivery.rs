//! Ports of builds and pipelines.

ports! {
    "aws-codebuild" in "codebuild" {
        ported {
            Artifacts => codebuild::Artifacts [s3, identifier: fn(_, &'static str) -> _];
            BitBucketSourceCredentials => codebuild::BitBucketSourceCredentials;
            BuildEnvironmentVariableType => codebuild::BuildEnvironmentVariable, "a function for each type";
            BuildSpec => codebuild::BuildSpec [
                from_object: fn(cumulo::Value<cumulo::Json>) -> _,
                from_source_filename: fn(&'static str) -> _,
            ], "an object is written into the template as JSON";
            Cache => codebuild::Cache [
                bucket, local: fn([cumulo::codebuild::LocalCacheMode; 0]) -> _, none,
            ];
            ComputeType => codebuild::ComputeType;
            DockerServerComputeType => codebuild::ComputeType;
            EnvironmentType => codebuild::EnvironmentType;
            EventAction => codebuild::EventAction;
            FileSystemLocation => codebuild::FileSystemLocation [
                efs: fn(&'static str, &'static str, &'static str) -> _,
            ];
            FilterGroup => codebuild::FilterGroup [
                in_event_of: fn([cumulo::codebuild::EventAction; 0]) -> _,
                and_actor_account_is: fn(_, &'static str) -> _,
                and_actor_account_is_not: fn(_, &'static str) -> _,
                and_base_branch_is: fn(_, &'static str) -> _,
                and_base_branch_is_not: fn(_, &'static str) -> _,
                and_base_ref_is: fn(_, &'static str) -> _,
                and_base_ref_is_not: fn(_, &'static str) -> _,
                and_branch_is: fn(_, &'static str) -> _,
                and_branch_is_not: fn(_, &'static str) -> _,
                and_commit_message_is: fn(_, &'static str) -> _,
                and_commit_message_is_not: fn(_, &'static str) -> _,
                and_file_path_is: fn(_, &'static str) -> _,
                and_file_path_is_not: fn(_, &'static str) -> _,
                and_head_ref_is: fn(_, &'static str) -> _,
                and_head_ref_is_not: fn(_, &'static str) -> _,
                and_repository_name_is: fn(_, &'static str) -> _,
                and_repository_name_is_not: fn(_, &'static str) -> _,
                and_tag_is: fn(_, &'static str) -> _, and_tag_is_not: fn(_, &'static str) -> _,
            ];
            Fleet => codebuild::Fleet [fleet_arn, from_fleet_arn: fn(_, _, &'static str) -> _];
            FleetComputeType => codebuild::FleetCompute;
            FleetOverflowBehavior => codebuild::FleetOverflowBehavior;
            GitHubEnterpriseSourceCredentials => codebuild::GitHubEnterpriseSourceCredentials;
            GitHubSourceCredentials => codebuild::GitHubSourceCredentials;
            HostKernel => codebuild::HostKernel;
            ImagePullPrincipalType => codebuild::BuildImage, "follows from where the image lies";
            LinuxArmBuildImage => codebuild::BuildImage [
                image_id, secrets_manager_credentials,
            ], "`arm_…`";
            LinuxArmLambdaBuildImage => codebuild::BuildImage [
                image_id, secrets_manager_credentials,
            ], "`arm_lambda_…`";
            LinuxBuildImage => codebuild::BuildImage [
                amazon_linux_2_4, amazon_linux_2_5, amazon_linux_2023_4, amazon_linux_2023_5,
                amazon_linux_2023_6, standard_4_0, standard_5_0, standard_6_0, standard_7_0,
                standard_8_0, image_id, secrets_manager_credentials, amazon_linux_2_coretto_11,
                amazon_linux_2_coretto_8, amazon_linux_2023_coretto_11, amazon_linux_2023_coretto_8,
            ], "or any image id; old ones are a finding";
            LinuxGpuBuildImage => codebuild::BuildImage [
                image_id, secrets_manager_credentials,
            ], "`gpu_from_image_uri`";
            LinuxLambdaBuildImage => codebuild::BuildImage [
                image_id, secrets_manager_credentials,
            ], "`lambda_…`";
            LocalCacheMode => codebuild::LocalCacheMode;
            MacBuildImage => codebuild::BuildImage [
                image_id, secrets_manager_credentials,
            ], "`mac_base_…`";
            MachineType => codebuild::FleetCompute, "`Attributes { nvme, … }`";
            PipelineProject => codebuild::PipelineProject [grant_principal];
            Project => codebuild::Project [
                add_to_role_policy, enable_batch_builds, metric, metric_builds, metric_duration,
                metric_failed_builds, metric_succeeded_builds, on_build_failed, on_build_succeeded,
                on_state_change: fn(_, _, [&'static str; 0]) -> _, connections, grant_principal,
                project_arn, project_name, role, on_build_started, on_event, on_phase_change,
                notify_on_build_failed, notify_on_build_succeeded, add_secondary_artifact,
                add_secondary_source, from_project_arn: fn(_, _, &'static str) -> _,
                from_project_name: fn(_, _, &'static str) -> _,
                notify_on: fn(_, _, _, [cumulo::codestarnotifications::ProjectNotificationEvents; 0]) -> _,
            ];
            ProjectNotificationEvents => codestarnotifications::ProjectNotificationEvents;
            ProjectVisibility => codebuild::ProjectVisibility;
            ReportGroup => codebuild::ReportGroup [grant_write, report_group_arn];
            ReportGroupType => codebuild::ReportGroupType;
            Source => codebuild::Source [
                bitbucket, code_commit, github, github_enterprise: fn(&'static str) -> _,
                s3: fn(_, &'static str) -> _, identifier: fn(_, &'static str) -> _,
            ];
            StateChangeEvent => codebuild::StateChangeEvent [
                build_id, build_status, current_phase, project_name,
            ];
            UntrustedCodeBoundaryPolicy => codebuild::UntrustedCodeBoundaryPolicy;
            WindowsBuildImage => codebuild::BuildImage [
                image_id, secrets_manager_credentials,
            ], "`windows_…`";
            WindowsImageType => codebuild::WindowsImageType;
        }
        elsewhere {
        }
        not_yet {
            PhaseChangeEvent
        }
    }
    "aws-codepipeline" in "codepipeline" {
        ported {
            Action => codepipeline::Action;
            ActionCategory => codepipeline::ActionCategory;
            Artifact => codepipeline::Artifact [at_path: fn(_, &'static str) -> _, artifact_name];
            ArtifactPath => codepipeline::ArtifactPath;
            ExecutionMode => codepipeline::ExecutionMode;
            GitPullRequestEvent => codepipeline::GitPullRequestFilter, "`opened`, `updated`, `closed`";
            Pipeline => codepipeline::Pipeline [
                add_stage, add_trigger, add_variable, on_state_change, artifact_bucket, pipeline_arn, pipeline_name,
                pipeline_version, role, notify_on_any_action_state_change,
                notify_on_any_manual_approval_state_change, notify_on_any_stage_state_change,
                notify_on_execution_state_change, on_event,
                notify_on: fn(_, _, _, [cumulo::codestarnotifications::PipelineNotificationEvents; 0]) -> _,
            ], "the artifact bucket's key and policy as in the AWS CDK";
            PipelineNotificationEvents => codestarnotifications::PipelineNotificationEvents;
            PipelineType => codepipeline::PipelineType;
            Result => codepipeline::ConditionResult, "and `rollback_on_failure`, `retry_on_failure` of stages";
            RetryMode => codepipeline::RetryMode;
            Rule => codepipeline::ConditionRule;
            Trigger => codepipeline::Trigger;
            Variable => codepipeline::Variable [reference];
        }
        elsewhere {
        }
        not_yet {
            CustomActionRegistration GlobalVariables ProviderType
        }
    }
    "aws-codepipeline-actions" in "codepipeline" {
        ported {
            Action => codepipeline::Action;
            CloudFormationCreateReplaceChangeSetAction => codepipeline::CloudFormationCreateReplaceChangeSetAction [
                deployment_role,
            ];
            CloudFormationCreateUpdateStackAction => codepipeline::CloudFormationCreateUpdateStackAction [
                deployment_role,
            ];
            CloudFormationDeleteStackAction => codepipeline::CloudFormationDeleteStackAction [
                deployment_role,
            ];
            CloudFormationDeployStackInstancesAction => codepipeline::CloudFormationDeployStackInstancesAction;
            CloudFormationDeployStackSetAction => codepipeline::CloudFormationDeployStackSetAction;
            CloudFormationExecuteChangeSetAction => codepipeline::CloudFormationExecuteChangeSetAction;
            CodeBuildAction => codepipeline::CodeBuildAction;
            CodeBuildActionType => codepipeline::CodeBuildAction, "`new` builds, `test` tests";
            CodeCommitSourceAction => codepipeline::CodeCommitSourceAction;
            CodeCommitTrigger => codepipeline::CodeCommitTrigger;
            CodeDeployEcsDeployAction => codepipeline::CodeDeployEcsDeployAction;
            CodeStarConnectionsSourceAction => codepipeline::ConnectionSourceAction;
            CommandsAction => codepipeline::CommandsAction;
            EcrBuildAndPublishAction => codepipeline::EcrBuildAndPublishAction;
            EcrSourceAction => codepipeline::EcrSourceAction;
            EcsDeployAction => codepipeline::EcsDeployAction;
            InspectorEcrImageScanAction => codepipeline::InspectorEcrImageScanAction;
            InspectorScanActionBase => codepipeline::InspectorEcrImageScanAction, "thresholds are setters of both scans";
            InspectorSourceCodeScanAction => codepipeline::InspectorSourceCodeScanAction;
            LambdaInvokeAction => codepipeline::LambdaInvokeAction;
            ManualApprovalAction => codepipeline::ManualApprovalAction [notification_topic];
            PipelineInvokeAction => codepipeline::PipelineInvokeAction;
            RegistryType => codepipeline::EcrBuildAndPublishAction, "`public_registry`";
            RevisionType => codepipeline::RevisionType;
            S3DeployAction => codepipeline::S3DeployAction;
            S3SourceAction => codepipeline::S3SourceAction;
            S3Trigger => codepipeline::S3Trigger;
            StackInstances => codepipeline::StackInstances [
                from_artifact_path: fn(_, [&'static str; 0]) -> _,
                in_accounts: fn([&'static str; 0], [&'static str; 0]) -> _,
                in_organizational_units: fn([&'static str; 0], [&'static str; 0]) -> _,
            ];
            StackSetDeploymentModel => codepipeline::CloudFormationDeployStackSetAction [
                organizations,
            ], "`administration_role`, `execution_role_name`, `organizations`";
            StackSetOrganizationsAutoDeployment => codepipeline::CloudFormationDeployStackSetAction, "`organizations`";
            StackSetParameters => codepipeline::StackSetParameters [from_artifact_path];
            StackSetTemplate => codepipeline::ArtifactPath, "the template is a file of an artifact";
            StateMachineInput => codepipeline::StateMachineInput [file_path];
            StepFunctionInvokeAction => codepipeline::StepFunctionInvokeAction;
        }
        elsewhere {
            "AWS and GitHub deprecate tokens; use a connection": GitHubSourceAction GitHubTrigger;
        }
        not_yet {
            AlexaSkillDeployAction BaseJenkinsProvider CacheControl CodeDeployServerDeployAction
            Ec2DeployAction Ec2DeploySpecifications Ec2InstanceType Ec2MaxInstances
            ElasticBeanstalkDeployAction JenkinsAction JenkinsActionType JenkinsProvider
            ServiceCatalogDeployActionBeta1
        }
    }
    "aws-codedeploy" in "codedeploy" {
        ported {
            AllAtOnceTrafficRouting => codedeploy::TrafficRouting, "`AllAtOnce`";
            BaseDeploymentConfig => codedeploy::EcsDeploymentConfig [
                deployment_config_name, deployment_config_arn,
            ];
            EcsApplication => codedeploy::EcsApplication [
                from_ecs_application_name: fn(_, _, &'static str) -> _, application_arn,
                application_name, from_ecs_application_arn: fn(_, _, &'static str) -> _,
            ];
            EcsDeploymentConfig => codedeploy::EcsDeploymentConfig [
                all_at_once, canary_10_percent_15_minutes, canary_10_percent_5_minutes,
                linear_10_percent_every_1_minutes, linear_10_percent_every_3_minutes,
                deployment_config_name, deployment_config_arn,
            ];
            EcsDeploymentGroup => codedeploy::EcsDeploymentGroup [
                application, deployment_group_arn, deployment_group_name, role,
                from_ecs_deployment_group_attributes: fn(_, _, _, &'static str, _) -> _, add_alarm,
            ];
            TimeBasedCanaryTrafficRouting => codedeploy::TrafficRouting, "`Canary { … }`";
            TimeBasedLinearTrafficRouting => codedeploy::TrafficRouting, "`Linear { … }`";
            TrafficRouting => codedeploy::TrafficRouting;
        }
        elsewhere {
            "the AWS CDK deprecates it":
                CustomLambdaDeploymentConfig CustomLambdaDeploymentConfigType;
        }
        not_yet {
            ComputePlatform InstanceTagSet LambdaApplication LambdaDeploymentConfig
            LambdaDeploymentGroup LoadBalancer LoadBalancerGeneration MinimumHealthyHosts
            MinimumHealthyHostsPerZone ServerApplication ServerDeploymentConfig
            ServerDeploymentGroup
        }
    }
    "aws-codecommit" in "codecommit" {
        ported {
            Repository => codecommit::Repository [
                from_repository_arn: fn(_, _, &'static str) -> _,
                from_repository_name: fn(_, _, &'static str) -> _,
                grant: fn(_, _, [&'static str; 0]) -> _, grant_pull, grant_pull_push, grant_read,
                on_commit: fn(_, _, [&'static str; 0]) -> _, repository_arn,
                repository_clone_url_http, repository_clone_url_ssh, repository_name,
                notify_on_approval_rule_overridden, notify_on_approval_status_changed,
                notify_on_branch_or_tag_created, notify_on_branch_or_tag_deleted,
                notify_on_pull_request_comment, notify_on_pull_request_created,
                notify_on_pull_request_merged, on_comment_on_commit, on_comment_on_pull_request,
                on_event, on_pull_request_state_change, on_reference_created, on_reference_deleted,
                on_reference_updated, on_state_change,
                notify_on: fn(_, _, _, [cumulo::codestarnotifications::RepositoryNotificationEvents; 0]) -> _,
            ], "AWS takes no new customers of CodeCommit everywhere: see `codeconnections::Connection`";
            RepositoryEventTrigger => codecommit::RepositoryEventTrigger;
            RepositoryGrants => codecommit::Repository, "the grant methods stand on the repository";
            RepositoryNotificationEvents => codestarnotifications::RepositoryNotificationEvents;
        }
        elsewhere {
        }
        not_yet {
            Code ReferenceEvent
        }
    }
}
