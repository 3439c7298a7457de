//! Ports of data.

ports! {
    "aws-s3" in "s3" {
        ported {
            BlockPublicAccess => s3::BlockPublicAccess;
            Bucket => s3::Bucket [
                from_bucket_arn: fn(_, _, &'static str) -> _, from_bucket_attributes,
                from_bucket_name: fn(_, _, &'static str) -> _, add_cors_rule, add_inventory,
                add_lifecycle_rule, add_metric, bucket_arn, bucket_domain_name, bucket_name,
                bucket_regional_domain_name, bucket_website_url, encryption_key,
                add_event_notification: fn(_, _, _, [cumulo::s3::NotificationKeyFilter; 0]) -> _,
                add_to_resource_policy, arn_for_objects, enable_event_bridge_notification,
                grant_delete, grant_public_access, grant_put, grant_put_acl, grant_read,
                grant_read_write, grant_write, s3_url_for_object, url_for_object,
                virtual_hosted_url_for_object,
                add_replication_policy: fn(_, &'static str, _, _) -> _, on_cloud_trail_event,
                on_cloud_trail_put_object, on_cloud_trail_write_object,
                transfer_acceleration_url_for_object, bucket_dual_stack_domain_name,
                bucket_website_domain_name, policy,
            ], "notifications are the resource's own property, no function; emptying a bucket is not offered";
            BucketAccessControl => s3::BucketAccessControl;
            BucketBase => s3::Bucket;
            BucketEncryption => s3::BucketEncryption, "a key of yours is part of the variant: `Kms(Some(key))`";
            BucketGrants => s3::Bucket, "the grant methods stand on the bucket";
            BucketNotificationDestinationType => s3::NotificationTarget;
            BucketPolicy => s3::BucketPolicy;
            EventType => s3::EventType, "typed constants; `EventType::of` takes others";
            HttpMethods => s3::HttpMethod;
            InventoryFormat => s3::InventoryFormat;
            InventoryFrequency => s3::InventoryFrequency;
            InventoryObjectVersion => s3::InventoryObjectVersion;
            ObjectLockMode => s3::ObjectLockRetention;
            ObjectLockRetention => s3::ObjectLockRetention [compliance, governance];
            ObjectOwnership => s3::ObjectOwnership;
            PartitionDateSource => s3::TargetObjectKeyFormat;
            RedirectProtocol => s3::RedirectProtocol;
            ReplaceKey => s3::ReplaceKey;
            ReplicationTimeValue => s3::ReplicationRule, "a `Duration`, 15 minutes being the only one";
            StorageClass => s3::StorageClass;
            TargetObjectKeyFormat => s3::TargetObjectKeyFormat;
            TransitionDefaultMinimumObjectSize => s3::TransitionDefaultMinimumObjectSize;
        }
        elsewhere {
        }
        not_yet {
            BlockedEncryptionType BucketNamespace
        }
    }
    "aws-s3-notifications" in "s3" {
        ported {
            LambdaDestination => s3::BucketNotificationDestination, "give the function itself";
            SnsDestination => s3::BucketNotificationDestination, "give the topic itself";
            SqsDestination => s3::BucketNotificationDestination, "give the queue itself";
        }
        elsewhere {
        }
        not_yet {
        }
    }
    "aws-dynamodb" in "dynamodb" {
        ported {
            AttributeType => dynamodb::AttributeType;
            Billing => dynamodb::Billing [on_demand], "`on_demand()` or `Provisioned { … }`";
            BillingMode => dynamodb::BillingMode;
            Capacity => dynamodb::Capacity;
            CapacityMode => dynamodb::Capacity;
            ContributorInsightsMode => dynamodb::ContributorInsights;
            InputCompressionType => dynamodb::InputCompression;
            InputFormat => dynamodb::InputFormat;
            MultiRegionConsistency => dynamodb::MultiRegionConsistency;
            Operation => dynamodb::Table, "the operation's name, as text";
            ProjectionType => dynamodb::Projection;
            StreamGrants => dynamodb::Table, "the grant methods stand on the table";
            StreamViewType => dynamodb::StreamViewType;
            Table => dynamodb::Table [
                from_table_attributes, from_table_name: fn(_, _, &'static str) -> _,
                add_global_secondary_index, add_local_secondary_index, add_to_resource_policy,
                auto_scale_read_capacity, auto_scale_write_capacity, table_arn, table_name,
                encryption_key, table_stream_arn, grant, grant_full_access, grant_read_data,
                grant_read_write_data, grant_stream, grant_stream_read, grant_table_list_streams,
                grant_write_data, metric, metric_conditional_check_failed_requests,
                metric_consumed_read_capacity_units, metric_consumed_write_capacity_units,
                metric_successful_request_latency, metric_throttled_requests_for_operation,
                metric_user_errors, from_table_arn: fn(_, _, &'static str) -> _,
            ];
            TableBase => dynamodb::Table;
            TableBaseV2 => dynamodb::TableV2;
            TableClass => dynamodb::TableClass;
            TableEncryption => dynamodb::TableEncryption;
            TableEncryptionV2 => dynamodb::TableEncryption;
            TableGrants => dynamodb::Table, "the grant methods stand on the table";
            TableV2 => dynamodb::TableV2 [
                from_table_name: fn(_, _, &'static str) -> _, add_global_secondary_index,
                add_local_secondary_index, add_to_resource_policy, replica, table_arn, table_name,
                encryption_key, table_stream_arn, grant, grant_full_access, grant_read_data,
                grant_read_write_data, grant_stream, grant_stream_read, grant_write_data, metric,
                metric_conditional_check_failed_requests, metric_consumed_read_capacity_units,
                metric_consumed_write_capacity_units, metric_successful_request_latency,
                metric_throttled_requests_for_operation, metric_user_errors,
                from_table_arn: fn(_, _, &'static str) -> _, add_replica,
            ];
        }
        elsewhere {
        }
        not_yet {
            ApproximateCreationDateTimePrecision GlobalTableSettingsReplicationMode
            TableV2MultiAccountReplica
        }
    }
    "aws-rds" in "rds" {
        ported {
            AuroraMysqlEngineVersion => rds::DatabaseClusterEngine, r#"`aurora_mysql("8.0.mysql_aurora.3.08.0")`"#;
            AuroraPostgresEngineVersion => rds::DatabaseClusterEngine, r#"`aurora_postgres("16.6")`"#;
            CaCertificate => rds::DatabaseInstance, "the identifier is text";
            ClientPasswordAuthType => rds::ClientPasswordAuthType;
            ClusterInstance => rds::ClusterInstance [
                provisioned: fn(&'static str) -> _, serverless_v2: fn(&'static str) -> _,
            ];
            ClusterInstanceType => rds::ClusterInstance [
                provisioned: fn(&'static str) -> _, serverless_v2: fn(&'static str) -> _,
            ];
            Credentials => rds::Credentials [
                from_generated_secret: fn(&'static str) -> _,
                from_password: fn(&'static str, cumulo::Secret) -> _, from_secret,
                from_username: fn(&'static str) -> _, encryption_key,
                exclude_characters: fn(_, &'static str) -> _,
                replica_regions: fn(_, [cumulo::secretsmanager::ReplicaRegion; 0]) -> _,
                secret_name: fn(_, &'static str) -> _,
            ], "a generated password lives in Secrets Manager; `manage_master_user_password` lets RDS keep it";
            DBClusterStorageType => rds::DBClusterStorageType;
            DatabaseCluster => rds::DatabaseCluster [
                from_database_cluster_attributes, add_rotation_multi_user, add_rotation_single_user,
                metric_acu_utilization, metric_serverless_database_capacity,
                metric_volume_read_iops, metric_volume_write_iops, cluster_endpoint,
                cluster_identifier, cluster_read_endpoint, connections, instance_endpoints,
                instance_identifiers, secret, add_proxy, grant_connect, grant_data_api_access,
                metric, metric_cpu_utilization, metric_database_connections, metric_freeable_memory,
                cluster_arn, metric_deadlocks, metric_engine_uptime, metric_free_local_storage,
                metric_network_receive_throughput, metric_network_throughput,
                metric_network_transmit_throughput, metric_snapshot_storage_used,
                metric_total_backup_storage_billed, metric_volume_bytes_used,
            ];
            DatabaseClusterBase => rds::DatabaseCluster;
            DatabaseClusterEngine => rds::DatabaseClusterEngine [
                aurora_mysql: fn(&'static str) -> _, aurora_postgres: fn(&'static str) -> _,
            ];
            DatabaseClusterFromSnapshot => rds::DatabaseClusterFromSnapshot;
            DatabaseInsightsMode => rds::DatabaseInsightsMode;
            DatabaseInstance => rds::DatabaseInstance [
                from_database_instance_attributes, add_rotation_multi_user,
                add_rotation_single_user, grant_connect, connections, instance_endpoint,
                instance_identifier, secret, add_proxy, metric, metric_cpu_utilization,
                metric_database_connections, metric_freeable_memory, metric_free_storage_space,
                metric_read_iops, metric_write_iops, instance_arn, on_event,
            ];
            DatabaseInstanceBase => rds::DatabaseInstance;
            DatabaseInstanceEngine => rds::DatabaseInstanceEngine [
                mariadb: fn(&'static str) -> _, mysql: fn(&'static str) -> _,
                oracle_ee: fn(&'static str) -> _, oracle_ee_cdb: fn(&'static str) -> _,
                oracle_se2: fn(&'static str) -> _, oracle_se2_cdb: fn(&'static str) -> _,
                postgres: fn(&'static str) -> _, sql_server_ee: fn(&'static str) -> _,
                sql_server_ex: fn(&'static str) -> _, sql_server_se: fn(&'static str) -> _,
                sql_server_web: fn(&'static str) -> _,
            ];
            DatabaseInstanceFromSnapshot => rds::DatabaseInstanceFromSnapshot;
            DatabaseInstanceReadReplica => rds::DatabaseInstanceReadReplica [connections];
            DatabaseProxy => rds::DatabaseProxy [
                from_database_proxy_attributes, grant_connect: fn(_, _, &'static str) -> _,
                connections, db_proxy_arn, db_proxy_name, endpoint,
            ];
            DatabaseSecret => rds::DatabaseSecret;
            DefaultAuthScheme => rds::DatabaseProxy, "`.default_auth_scheme_iam(true)`";
            Endpoint => rds::Endpoint [socket_address];
            EngineLifecycleSupport => rds::DatabaseInstance, "the value is text";
            InstanceType => ec2::InstanceType;
            LicenseModel => rds::DatabaseInstance, "the value is text";
            MariaDbEngineVersion => rds::DatabaseInstanceEngine, "the version is text";
            MysqlEngineVersion => rds::DatabaseInstanceEngine, "the version is text";
            NetworkType => rds::DatabaseInstance, "the value is text";
            OptionGroup => rds::OptionGroup [
                from_option_group_name: fn(_, _, &'static str) -> _, add_configuration,
                option_connections, option_group_name,
            ];
            OracleEngineVersion => rds::DatabaseInstanceEngine, "the version is text";
            ParameterGroup => rds::ParameterGroup [
                from_parameter_group_name: fn(_, _, &'static str) -> _,
                add_parameter: fn(_, &'static str, &'static str) -> _,
            ];
            PerformanceInsightRetention => rds::DatabaseInstance, "days, as a number";
            PostgresEngineVersion => rds::DatabaseInstanceEngine, "the version is text";
            ProxyTarget => rds::ProxyTarget;
            SessionPinningFilter => rds::DatabaseProxy, "the value is text";
            SnapshotCredentials => rds::SnapshotCredentials [
                from_generated_password: fn(&'static str) -> _,
                from_generated_secret: fn(&'static str) -> _,
                from_password: fn(cumulo::Secret) -> _, from_secret, encryption_key,
                exclude_characters: fn(_, &'static str) -> _,
                replica_regions: fn(_, [cumulo::secretsmanager::ReplicaRegion; 0]) -> _,
            ];
            SqlServerEngineVersion => rds::DatabaseInstanceEngine, "the version is text";
            StorageType => rds::StorageType;
            SubnetGroup => rds::SubnetGroup [
                from_subnet_group_name: fn(_, _, &'static str) -> _, subnet_group_name,
            ];
        }
        elsewhere {
            "AWS ended Aurora Serverless v1":
                ServerlessCluster ServerlessClusterFromSnapshot AuroraCapacityUnit
                AuroraEngineVersion;
            "it is misspelt in the AWS CDK, and deprecated there": ClusterScailabilityType;
        }
        not_yet {
            ClusterScalabilityType DatabaseProxyEndpoint InstanceUpdateBehaviour
            ProxyEndpointTargetRole TimeoutAction
        }
    }
    "aws-efs" in "efs" {
        ported {
            AccessPoint => efs::AccessPoint [
                from_access_point_id: fn(_, _, &'static str, _) -> _, access_point_arn,
                access_point_id, file_system,
            ];
            FileSystem => efs::FileSystem [
                add_access_point, add_to_resource_policy, grant: fn(_, _, [&'static str; 0]) -> _,
                grant_read, grant_read_write, grant_root_access, connections, file_system_arn,
                file_system_id, mount_targets_available,
            ];
            LifecyclePolicy => efs::LifecyclePolicy;
            OutOfInfrequentAccessPolicy => efs::OutOfInfrequentAccessPolicy;
            PerformanceMode => efs::PerformanceMode;
            ReplicationConfiguration => efs::ReplicationConfiguration [
                existing_file_system, one_zone_file_system: fn(&'static str, &'static str, _) -> _,
                regional_file_system,
            ];
            ReplicationOverwriteProtection => efs::ReplicationOverwriteProtection;
            ThroughputMode => efs::ThroughputMode;
        }
        elsewhere {
        }
        not_yet {
        }
    }
    "aws-backup" in "backup" {
        ported {
            BackupPlan => backup::BackupPlan [
                daily_35_day_retention, daily_monthly_1_year_retention,
                daily_weekly_monthly_5_year_retention, daily_weekly_monthly_7_year_retention,
                from_backup_plan_id: fn(_, _, &'static str) -> _, add_rule, add_selection,
                backup_plan_arn, backup_plan_id, backup_vault,
            ];
            BackupPlanRule => backup::BackupPlanRule [
                daily, monthly_1_year, monthly_5_year, monthly_7_year, weekly,
            ];
            BackupResource => backup::BackupResource [
                from_arn: fn(&'static str) -> _, from_construct, from_dynamo_db_table,
                from_ec2_instance, from_efs_file_system, from_rds_database_cluster,
                from_rds_database_instance, from_tag: fn(&'static str, &'static str) -> _,
            ];
            BackupSelection => backup::BackupSelection [grant_principal, selection_id];
            BackupVault => backup::BackupVault [
                from_backup_vault_arn, from_backup_vault_name: fn(_, _, &'static str) -> _,
                add_to_access_policy, block_recovery_point_deletion,
                grant: fn(_, _, [&'static str; 0]) -> _, backup_vault_arn, backup_vault_name,
            ];
            BackupVaultEvents => backup::BackupVaultEvents;
            TagOperation => backup::BackupResource, "`from_tag`";
        }
        elsewhere {
        }
        not_yet {
            IndexActionResourceType
        }
    }
}
