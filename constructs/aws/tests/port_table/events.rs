//! Ports of functions, messages and events.

ports! {
    "aws-lambda" in "lambda" {
        ported {
            Alias => lambda::Alias [add_auto_scaling];
            ApplicationLogLevel => lambda::ApplicationLogLevel;
            Architecture => lambda::Architecture;
            Code => lambda::Code [
                from_bucket: fn(_, &'static str) -> _, from_ecr_image: fn(_, &'static str) -> _,
                from_inline: fn(&'static str) -> _,
            ];
            CodeSigningConfig => lambda::CodeSigningConfig [
                code_signing_config_arn, from_code_signing_config_arn: fn(_, _, &'static str) -> _,
            ];
            DestinationType => lambda::Destination;
            DockerImageCode => lambda::Code;
            DockerImageFunction => lambda::Function [
                connections, grant_principal, add_event_source, add_function_url, add_permission,
                add_to_role_policy, grant_invoke, metric, metric_duration, metric_errors,
                metric_invocations, metric_throttles, function_arn, function_name, role,
                from_function_arn: fn(_, _, &'static str) -> _,
                from_function_attributes: fn(_, _, &'static str, _) -> _,
                from_function_name: fn(_, _, &'static str) -> _, add_alias,
                add_environment: fn(_, _, &'static str) -> _,
                add_layers: fn(_, [cumulo::lambda::LayerVersion; 0]) -> _,
                invalidate_version_based_on: fn(_, &'static str) -> _, current_version,
                add_event_source_mapping, configure_async_invoke, grant_invoke_latest_version,
                grant_invoke_url, grant_invoke_version, metric_all,
                metric_all_concurrent_executions, metric_all_unreserved_concurrent_executions,
            ], "`.code(Code::from_ecr_image(…))`";
            EcrImageCode => lambda::Code, "`from_ecr_image`";
            EventInvokeConfig => lambda::EventInvokeConfig;
            EventSourceMapping => lambda::EventSourceMapping [event_source_mapping_id];
            FileSystem => lambda::FileSystem [from_efs_access_point: fn(_, &'static str) -> _];
            FilterCriteria => lambda::EventSourceMapping, "filters are JSON";
            FilterRule => lambda::EventSourceMapping, "filters are JSON";
            Function => lambda::Function [
                from_function_arn: fn(_, _, &'static str) -> _,
                from_function_attributes: fn(_, _, &'static str, _) -> _,
                from_function_name: fn(_, _, &'static str) -> _,
                add_environment: fn(_, _, &'static str) -> _,
                add_layers: fn(_, [cumulo::lambda::LayerVersion; 0]) -> _, function_arn,
                function_name, grant_principal, role, add_event_source, add_function_url,
                add_permission, add_to_role_policy, grant_invoke, metric, metric_duration,
                metric_errors, metric_invocations, metric_throttles, connections, add_alias,
                invalidate_version_based_on: fn(_, &'static str) -> _, current_version,
                add_event_source_mapping, configure_async_invoke, grant_invoke_latest_version,
                grant_invoke_url, grant_invoke_version, metric_all,
                metric_all_concurrent_executions, metric_all_unreserved_concurrent_executions,
            ], "code in a bucket, in ECR or inline; folders are not packed";
            FunctionBase => lambda::Function;
            FunctionUrl => lambda::FunctionUrl [grant_invoke_url, url];
            FunctionUrlAuthType => lambda::FunctionUrlAuthType;
            Handler => lambda::Function, "left out for an image";
            HttpMethod => lambda::Cors, "the method's name, as text";
            InlineCode => lambda::Code, "`from_inline`";
            InvokeMode => lambda::InvokeMode;
            LayerVersion => lambda::LayerVersion [
                from_layer_version_arn: fn(_, _, &'static str) -> _,
                add_permission: fn(_, _, &'static str, _) -> _, layer_version_arn,
            ];
            LogFormat => lambda::LoggingFormat;
            LoggingFormat => lambda::LoggingFormat;
            MetricType => lambda::MetricType;
            ParamsAndSecretsLayerVersion => lambda::ParamsAndSecrets [
                from_version_arn: fn(&'static str) -> _,
            ];
            ParamsAndSecretsLogLevel => lambda::ParamsAndSecretsLogLevel;
            ParamsAndSecretsVersions => lambda::ParamsAndSecrets;
            QualifiedFunctionBase => lambda::Function;
            RecursiveLoop => lambda::RecursiveLoop;
            Runtime => lambda::Runtime [name];
            RuntimeFamily => lambda::Runtime;
            RuntimeManagementMode => lambda::RuntimeManagementMode;
            S3Code => lambda::Code, "`from_bucket`";
            S3CodeV2 => lambda::Code, "`from_bucket`, `from_bucket_version`";
            SnapStartConf => lambda::Function, "`.snap_start(true)`";
            SourceAccessConfigurationType => lambda::SourceAccess [
                basic_auth: fn(&'static str) -> _, vpc_security_group: fn(&'static str) -> _,
                vpc_subnet: fn(&'static str) -> _,
            ];
            StartingPosition => lambda::StartingPosition;
            SystemLogLevel => lambda::SystemLogLevel;
            Tracing => lambda::Tracing;
            UntrustedArtifactOnDeployment => lambda::UntrustedArtifactOnDeployment;
            Version => lambda::Version [version];
        }
        elsewhere {
            "assets are not packed yet": AssetCode AssetImageCode;
            "a function that is made once is handed on": SingletonFunction;
            "it is inner machinery of the AWS CDK": FunctionVersionUpgrade;
        }
        not_yet {
            AdotLambdaExecWrapper AdotLambdaLayerGenericVersion
            AdotLambdaLayerJavaAutoInstrumentationVersion AdotLambdaLayerJavaScriptSdkVersion
            AdotLambdaLayerJavaSdkVersion AdotLambdaLayerPythonSdkVersion AdotLayerVersion
            CapacityProvider DirectS3Read EventRecordFormat EventSourceMappingLogLevel
            InstanceTypeFilter KafkaSchemaRegistryAccessConfigType KafkaSchemaValidationAttribute
            LambdaInsightsVersion NetworkConnector NetworkConnectorComputeType
            NetworkConnectorConfiguration NetworkConnectorProtocol PropagateTags S3ObjectStorageMode
            ScalingOptions TargetTrackingScalingPolicy TenancyConfig WebFunction WebFunctionAuthType
            WebFunctionBase WebFunctionCode WebFunctionEndpoint WebFunctionEndpointBase
            WebFunctionEndpointGrants WebFunctionEndpointLocation WebFunctionEndpointType
            WebFunctionRuntime WebFunctionTraffic
        }
    }
    "aws-lambda-event-sources" in "lambda" {
        ported {
            AuthenticationMethod => lambda::AuthenticationMethod;
            DynamoEventSource => lambda::DynamoEventSource;
            KinesisEventSource => lambda::KinesisEventSource;
            ManagedKafkaEventSource => lambda::ManagedKafkaEventSource;
            S3OnFailureDestination => lambda::FailureDestination, "give the queue, topic or bucket itself";
            SelfManagedKafkaEventSource => lambda::SelfManagedKafkaEventSource;
            SnsDlq => lambda::FailureDestination, "give the queue, topic or bucket itself";
            SnsEventSource => lambda::SnsEventSource;
            SqsDlq => lambda::FailureDestination, "give the queue, topic or bucket itself";
            SqsEventSource => lambda::SqsEventSource;
            StreamEventSource => lambda::KinesisEventSource, "and `DynamoEventSource`";
        }
        elsewhere {
        }
        not_yet {
            ApiEventSource ConfluentSchemaRegistry GlueSchemaRegistry KafkaDlq
            KinesisConsumerEventSource S3EventSource S3EventSourceV2
        }
    }
    "aws-lambda-destinations" in "lambda" {
        ported {
            EventBridgeDestination => lambda::EventBusDestination;
            LambdaDestination => lambda::Destination, "give the function itself";
            SnsDestination => lambda::Destination, "give the topic itself";
            SqsDestination => lambda::Destination, "give the queue itself";
        }
        elsewhere {
        }
        not_yet {
            S3Destination
        }
    }
    "aws-sns" in "sns" {
        ported {
            BackoffFunction => sns::BackoffFunction;
            FifoThroughputScope => sns::FifoThroughputScope;
            Filter => sns::FilterPolicy;
            FilterOrPolicy => sns::FilterPolicy;
            LoggingProtocol => sns::LoggingProtocol;
            Subscription => sns::Subscription;
            SubscriptionFilter => sns::FilterPolicy;
            SubscriptionProtocol => sns::SubscriptionProtocol;
            Topic => sns::Topic [
                from_topic_arn: fn(_, _, &'static str) -> _, topic_arn, topic_name, master_key,
                add_subscription, add_to_resource_policy, grant_publish, grant_subscribe, metric,
                metric_number_of_messages_published, metric_number_of_notifications_delivered,
                metric_number_of_notifications_failed, metric_number_of_notifications_filtered_out,
                metric_number_of_notifications_filtered_out_invalid_attributes,
                metric_number_of_notifications_filtered_out_no_message_attributes,
                metric_publish_size, metric_sms_month_to_date_spent_usd, metric_sms_success_rate,
                from_topic_attributes: fn(_, _, &'static str, &'static str) -> _,
                add_logging_config,
            ];
            TopicBase => sns::Topic;
            TopicGrants => sns::Topic, "the grant methods stand on the topic";
            TopicPolicy => sns::TopicPolicy;
            TracingConfig => sns::TracingConfig;
        }
        elsewhere {
        }
        not_yet {
            FilterOrPolicyType Policy
        }
    }
    "aws-sns-subscriptions" in "sns" {
        ported {
            EmailSubscription => sns::EmailSubscription;
            FirehoseSubscription => sns::FirehoseSubscription;
            LambdaSubscription => lambda::LambdaSubscription;
            SmsSubscription => sns::SmsSubscription;
            SqsSubscription => sns::SqsSubscription;
            UrlSubscription => sns::UrlSubscription;
        }
        elsewhere {
        }
        not_yet {
        }
    }
    "aws-sqs" in "sqs" {
        ported {
            DeduplicationScope => sqs::DeduplicationScope;
            FifoThroughputLimit => sqs::FifoThroughputLimit;
            Queue => sqs::Queue [
                from_queue_arn: fn(_, _, &'static str) -> _, queue_arn, queue_name, queue_url,
                encryption_master_key, add_to_resource_policy,
                grant: fn(_, _, [&'static str; 0]) -> _, grant_consume_messages, grant_purge,
                grant_send_messages, metric, metric_approximate_age_of_oldest_message,
                metric_approximate_number_of_messages_delayed,
                metric_approximate_number_of_messages_not_visible,
                metric_approximate_number_of_messages_visible, metric_number_of_messages_deleted,
                metric_number_of_messages_received, metric_number_of_messages_sent,
                metric_approximate_number_of_messages_outstanding, metric_number_of_empty_receives,
                metric_sent_message_size, from_queue_attributes: fn(_, _, &'static str, _, _) -> _,
            ];
            QueueBase => sqs::Queue;
            QueueEncryption => sqs::QueueEncryption;
            QueueGrants => sqs::Queue, "the grant methods stand on the queue";
            QueuePolicy => sqs::QueuePolicy;
            RedrivePermission => sqs::RedriveAllowPolicy;
        }
        elsewhere {
        }
        not_yet {
        }
    }
    "aws-events" in "events" {
        ported {
            ApiDestination => events::ApiDestination [api_destination_arn];
            Archive => events::Archive [archive_arn];
            Authorization => events::Authorization [oauth];
            Connection => events::Connection [
                connection_arn, connection_name, connection_secret_arn,
                from_connection_attributes: fn(_, _, &'static str, &'static str, &'static str) -> _,
            ];
            EventBus => events::EventBus [
                from_event_bus_name: fn(_, _, &'static str) -> _, archive, grant_put_events_to,
                event_bus_arn, event_bus_name, add_to_resource_policy,
                from_event_bus_arn: fn(_, _, &'static str) -> _, grant_all_put_events,
            ];
            EventBusGrants => events::EventBus, "`grant_put_events_to`";
            EventBusPolicy => events::EventBus, "`add_to_resource_policy`";
            EventField => events::EventField [
                from_path: fn(&'static str) -> _, account, detail_type, event_id, region, source,
                time,
            ];
            HttpMethod => events::HttpMethod;
            HttpParameter => events::HttpParameter [from_string: fn(&'static str) -> _];
            IncludeDetail => events::IncludeDetail;
            Level => events::LogLevel;
            Match => events::Match [
                anything_but: fn([&'static str; 0]) -> _, cidr: fn(&'static str) -> _,
                equals_ignore_case: fn(&'static str) -> _, exists, interval,
                prefix: fn(&'static str) -> _, suffix: fn(&'static str) -> _,
                wildcard: fn(&'static str) -> _,
                anything_but_equals_ignore_case: fn([&'static str; 0]) -> _,
                anything_but_prefix: fn([&'static str; 0]) -> _,
                anything_but_suffix: fn([&'static str; 0]) -> _,
                anything_but_wildcard: fn([&'static str; 0]) -> _, null_value,
                prefix_equals_ignore_case: fn(&'static str) -> _,
                suffix_equals_ignore_case: fn(&'static str) -> _,
            ];
            Rule => events::Rule [add_event_pattern, add_target, rule_arn, rule_name];
            RuleTargetInput => events::RuleTargetInput [
                from_event_path: fn(&'static str) -> _,
                from_object: fn(cumulo::Value<cumulo::Json>) -> _, from_text: fn(&'static str) -> _,
            ];
            Schedule => events::Schedule [
                cron, expression, rate,
            ], "`Cron` has a method for each field";
        }
        elsewhere {
        }
        not_yet {
        }
    }
    "aws-events-targets" in "events" {
        ported {
            ApiDestination => events::ApiDestinationTarget;
            BatchJob => events::BatchJob;
            CloudWatchLogGroup => events::LogGroupTarget;
            CodeBuildProject => codebuild::CodeBuildProject;
            CodePipeline => codepipeline::CodePipeline;
            EcsTask => events::EcsTask [
                security_groups: fn(_, [cumulo::ec2::SecurityGroup; 0]) -> _,
            ];
            EventBus => events::EventBusTarget;
            FirehoseDeliveryStream => events::FirehoseDeliveryStream;
            KinesisStream => events::KinesisStream;
            LambdaFunction => events::LambdaFunction;
            LogGroupTargetInput => events::RuleTargetInput [
                from_object: fn(cumulo::Value<cumulo::Json>) -> _,
                from_event_path: fn(&'static str) -> _, from_text: fn(&'static str) -> _,
            ];
            SfnStateMachine => events::SfnStateMachine;
            SnsTopic => events::SnsTopic;
            SqsQueue => events::SqsQueue;
        }
        elsewhere {
            "it is a function of Lambda in the AWS CDK": AwsApi;
            "the AWS CDK deprecates it": KinesisFirehoseStream KinesisFirehoseStreamV2;
        }
        not_yet {
            ApiGateway ApiGatewayV2 AppSync RedshiftQuery
        }
    }
    "aws-scheduler" in "scheduler" {
        ported {
            Schedule => scheduler::Schedule [schedule_arn, schedule_name];
            ScheduleExpression => scheduler::ScheduleExpression [
                at, cron, rate, time_zone: fn(_, &'static str) -> _,
            ];
            ScheduleGroup => scheduler::ScheduleGroup [
                schedule_group_arn, schedule_group_name, grant_delete_schedules,
                grant_read_schedules, grant_write_schedules, metric, metric_attempts,
                metric_dropped, metric_failed_to_be_sent_to_dlq, metric_sent_to_dlq,
                metric_sent_to_dlq_truncated, metric_target_errors, metric_target_throttled,
                metric_throttled, from_default_schedule_group,
                from_schedule_group_arn: fn(_, _, &'static str) -> _,
                from_schedule_group_name: fn(_, _, &'static str) -> _,
            ];
            ScheduleTargetInput => scheduler::ScheduleTarget, "`.input(text)` of each target";
        }
        elsewhere {
        }
        not_yet {
            ContextAttribute ScheduleGroupGrants TimeWindow
        }
    }
    "aws-scheduler-targets" in "scheduler" {
        ported {
            CodeBuildStartBuild => scheduler::CodeBuildStartBuild;
            EcsRunTask => scheduler::EcsRunTask;
            LambdaInvoke => scheduler::LambdaInvoke;
            ScheduleTargetBase => scheduler::ScheduleTarget;
            SnsPublish => scheduler::SnsPublish;
            SqsSendMessage => scheduler::SqsSendMessage;
        }
        elsewhere {
        }
        not_yet {
            CodePipelineStartPipelineExecution EcsRunEc2Task EcsRunFargateTask EventBridgePutEvents
            FirehosePutRecord InspectorStartAssessmentRun KinesisStreamPutRecord
            SageMakerStartPipelineExecution StepFunctionsStartExecution Universal
        }
    }
}
