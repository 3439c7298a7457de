//! Attributes that the template reference documents and the schemas leave out.

/// Attributes by resource type. They are properties that CloudFormation also returns; both lists are sorted.
///
/// Source: the "Return values" of
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html>
static DOCUMENTED: &[(&str, &[&str])] = &[
    ("AWS::Amplify::Branch", &["BranchName"]),
    (
        "AWS::Amplify::Domain",
        &[
            "AutoSubDomainCreationPatterns",
            "AutoSubDomainIAMRole",
            "DomainName",
            "EnableAutoSubDomain",
        ],
    ),
    (
        "AWS::AppMesh::GatewayRoute",
        &["GatewayRouteName", "MeshName", "MeshOwner", "VirtualGatewayName"],
    ),
    ("AWS::AppMesh::Mesh", &["MeshName"]),
    ("AWS::AppMesh::Route", &["MeshName", "MeshOwner", "RouteName", "VirtualRouterName"]),
    ("AWS::AppMesh::VirtualGateway", &["MeshName", "MeshOwner", "VirtualGatewayName"]),
    ("AWS::AppMesh::VirtualNode", &["MeshName", "MeshOwner", "VirtualNodeName"]),
    ("AWS::AppMesh::VirtualRouter", &["MeshName", "MeshOwner", "VirtualRouterName"]),
    ("AWS::AppMesh::VirtualService", &["MeshName", "MeshOwner", "VirtualServiceName"]),
    ("AWS::AppSync::DataSource", &["Name"]),
    ("AWS::AppSync::DomainName", &["DomainName"]),
    ("AWS::AppSync::FunctionConfiguration", &["DataSourceName", "Name"]),
    ("AWS::AppSync::Resolver", &["FieldName", "TypeName"]),
    ("AWS::Backup::BackupSelection", &["BackupPlanId"]),
    ("AWS::Backup::BackupVault", &["BackupVaultName"]),
    ("AWS::CleanRooms::AnalysisTemplate", &["Schema", "Schema.ReferencedTables"]),
    ("AWS::Cloud9::EnvironmentEC2", &["Name"]),
    ("AWS::CloudWatch::InsightRule", &["RuleName"]),
    ("AWS::CodeArtifact::Repository", &["DomainName"]),
    (
        "AWS::CustomerProfiles::EventStream",
        &["DestinationDetails.Status", "DestinationDetails.Uri"],
    ),
    ("AWS::DocDB::DBCluster", &["Port"]),
    ("AWS::EC2::CapacityReservation", &["AvailabilityZone", "InstanceType", "Tenancy"]),
    ("AWS::EC2::Instance", &["AvailabilityZone"]),
    ("AWS::EC2::SecurityGroup", &["VpcId"]),
    (
        "AWS::EC2::Subnet",
        &["AvailabilityZone", "AvailabilityZoneId", "CidrBlock", "OutpostArn", "VpcId"],
    ),
    ("AWS::EC2::TransitGatewayPeeringAttachment", &["Status.Code", "Status.Message"]),
    ("AWS::EC2::VPC", &["CidrBlock"]),
    ("AWS::EFS::MountTarget", &["IpAddress"]),
    ("AWS::EKS::Nodegroup", &["ClusterName", "NodegroupName"]),
    ("AWS::ElasticLoadBalancingV2::LoadBalancer", &["SecurityGroups"]),
    ("AWS::EventSchemas::Discoverer", &["CrossAccount"]),
    ("AWS::EventSchemas::Registry", &["RegistryName"]),
    ("AWS::EventSchemas::Schema", &["SchemaName"]),
    ("AWS::Events::EventBus", &["Name", "Policy"]),
    ("AWS::GameLift::GameSessionQueue", &["Name"]),
    ("AWS::GameLift::MatchmakingConfiguration", &["Name"]),
    ("AWS::GameLift::MatchmakingRuleSet", &["Name"]),
    ("AWS::Grafana::Workspace", &["GrafanaVersion"]),
    ("AWS::Greengrass::ConnectorDefinition", &["Name"]),
    ("AWS::Greengrass::CoreDefinition", &["Name"]),
    ("AWS::Greengrass::DeviceDefinition", &["Name"]),
    ("AWS::Greengrass::FunctionDefinition", &["Name"]),
    ("AWS::Greengrass::Group", &["Name", "RoleArn"]),
    ("AWS::Greengrass::LoggerDefinition", &["Name"]),
    ("AWS::Greengrass::ResourceDefinition", &["Name"]),
    ("AWS::Greengrass::SubscriptionDefinition", &["Name"]),
    ("AWS::HealthLake::FHIRDatastore", &["CreatedAt.Nanos", "CreatedAt.Seconds"]),
    ("AWS::ImageBuilder::Component", &["Name"]),
    ("AWS::ImageBuilder::ContainerRecipe", &["Name"]),
    ("AWS::ImageBuilder::DistributionConfiguration", &["Name"]),
    ("AWS::ImageBuilder::ImagePipeline", &["Name"]),
    ("AWS::ImageBuilder::ImageRecipe", &["Name"]),
    ("AWS::ImageBuilder::InfrastructureConfiguration", &["Name"]),
    (
        "AWS::IoTTwinMaker::ComponentType",
        &["Status.Error", "Status.Error.Code", "Status.Error.Message", "Status.State"],
    ),
    (
        "AWS::IoTTwinMaker::Entity",
        &["Status.Error", "Status.Error.Code", "Status.Error.Message", "Status.State"],
    ),
    ("AWS::Kinesis::StreamConsumer", &["ConsumerName", "StreamARN"]),
    ("AWS::ManagedBlockchain::Member", &["NetworkId"]),
    ("AWS::ManagedBlockchain::Node", &["MemberId", "NetworkId"]),
    ("AWS::MediaConvert::JobTemplate", &["Name"]),
    ("AWS::MediaConvert::Preset", &["Name"]),
    ("AWS::MediaConvert::Queue", &["Name"]),
    ("AWS::MediaLive::Input", &["Destinations", "Sources"]),
    (
        "AWS::NetworkManager::ConnectPeer",
        &[
            "Configuration.BgpConfigurations",
            "Configuration.CoreNetworkAddress",
            "Configuration.InsideCidrBlocks",
            "Configuration.PeerAddress",
            "Configuration.Protocol",
        ],
    ),
    (
        "AWS::OpenSearchService::Domain",
        &[
            "ServiceSoftwareOptions.AutomatedUpdateDate",
            "ServiceSoftwareOptions.Cancellable",
            "ServiceSoftwareOptions.CurrentVersion",
            "ServiceSoftwareOptions.Description",
            "ServiceSoftwareOptions.NewVersion",
            "ServiceSoftwareOptions.OptionalDeployment",
            "ServiceSoftwareOptions.UpdateAvailable",
            "ServiceSoftwareOptions.UpdateStatus",
        ],
    ),
    ("AWS::OpsWorks::Instance", &["AvailabilityZone"]),
    ("AWS::OpsWorks::UserProfile", &["SshUsername"]),
    ("AWS::QuickSight::Analysis", &["Errors", "Sheets"]),
    (
        "AWS::QuickSight::Dashboard",
        &[
            "Version.Arn",
            "Version.CreatedTime",
            "Version.DataSetArns",
            "Version.Description",
            "Version.Errors",
            "Version.Sheets",
            "Version.SourceEntityArn",
            "Version.Status",
            "Version.ThemeArn",
            "Version.VersionNumber",
        ],
    ),
    (
        "AWS::QuickSight::Template",
        &[
            "Version.CreatedTime",
            "Version.DataSetConfigurations",
            "Version.Description",
            "Version.Errors",
            "Version.Sheets",
            "Version.SourceEntityArn",
            "Version.Status",
            "Version.ThemeArn",
            "Version.VersionNumber",
        ],
    ),
    (
        "AWS::QuickSight::Theme",
        &[
            "Version.Arn",
            "Version.BaseThemeId",
            "Version.Configuration",
            "Version.Configuration.DataColorPalette",
            "Version.Configuration.Sheet",
            "Version.Configuration.Typography",
            "Version.Configuration.UIColorPalette",
            "Version.CreatedTime",
            "Version.Description",
            "Version.Errors",
            "Version.Status",
            "Version.VersionNumber",
        ],
    ),
    ("AWS::RDS::DBInstance", &["DBSystemId"]),
    ("AWS::RDS::DBParameterGroup", &["DBParameterGroupName"]),
    ("AWS::Redshift::EndpointAccess", &["VpcEndpoint.NetworkInterfaces"]),
    (
        "AWS::RedshiftServerless::Workgroup",
        &["Workgroup", "Workgroup.Endpoint", "Workgroup.Endpoint.VpcEndpoints"],
    ),
    ("AWS::RoboMaker::RobotApplication", &["CurrentRevisionId"]),
    ("AWS::RoboMaker::SimulationApplication", &["CurrentRevisionId"]),
    (
        "AWS::Route53Resolver::ResolverEndpoint",
        &["Direction", "Name", "OutpostArn", "PreferredInstanceType", "ResolverEndpointType"],
    ),
    (
        "AWS::Route53Resolver::ResolverRule",
        &["DomainName", "Name", "ResolverEndpointId", "TargetIps"],
    ),
    ("AWS::Route53Resolver::ResolverRuleAssociation", &["Name", "ResolverRuleId", "VPCId"]),
    ("AWS::S3::AccessPoint", &["Name"]),
    (
        "AWS::S3ObjectLambda::AccessPoint",
        &[
            "PublicAccessBlockConfiguration.BlockPublicAcls",
            "PublicAccessBlockConfiguration.BlockPublicPolicy",
            "PublicAccessBlockConfiguration.IgnorePublicAcls",
            "PublicAccessBlockConfiguration.RestrictPublicBuckets",
        ],
    ),
    ("AWS::SNS::Topic", &["TopicName"]),
    ("AWS::SQS::Queue", &["QueueName"]),
    ("AWS::SSM::Parameter", &["Type", "Value"]),
    ("AWS::SSM::ResourceDataSync", &["SyncName"]),
    ("AWS::SageMaker::CodeRepository", &["CodeRepositoryName"]),
    ("AWS::SageMaker::Endpoint", &["EndpointName"]),
    ("AWS::SageMaker::EndpointConfig", &["EndpointConfigName"]),
    (
        "AWS::SageMaker::InferenceExperiment",
        &[
            "EndpointMetadata.EndpointConfigName",
            "EndpointMetadata.EndpointName",
            "EndpointMetadata.EndpointStatus",
        ],
    ),
    ("AWS::SageMaker::Model", &["ModelName"]),
    ("AWS::SageMaker::NotebookInstance", &["NotebookInstanceName"]),
    ("AWS::SageMaker::NotebookInstanceLifecycleConfig", &["NotebookInstanceLifecycleConfigName"]),
    ("AWS::SageMaker::Workteam", &["WorkteamName"]),
    ("AWS::ServiceDiscovery::Service", &["Name"]),
    ("AWS::StepFunctions::Activity", &["Name"]),
    ("AWS::Transfer::User", &["ServerId", "UserName"]),
    (
        "AWS::VerifiedPermissions::IdentitySource",
        &[
            "Details.ClientIds",
            "Details.DiscoveryUrl",
            "Details.OpenIdIssuer",
            "Details.UserPoolArn",
        ],
    ),
];

/// Attributes of a type that its schema's `readOnlyProperties` lack, such as `VpcId` of `AWS::EC2::Subnet`.
pub fn documented_attributes(type_name: &str) -> &'static [&'static str] {
    let found = DOCUMENTED.binary_search_by(|(name, _)| (*name).cmp(type_name));
    found.map_or(&[], |at| DOCUMENTED[at].1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store;

    #[test]
    fn each_attribute_is_a_property_that_the_schema_does_not_list() {
        assert!(DOCUMENTED.is_sorted_by_key(|(name, _)| *name));
        for (name, attributes) in DOCUMENTED {
            let schema =
                store::schema(name).unwrap_or_else(|| panic!("{name} is not in the store"));
            let read_only = schema["readOnlyProperties"].as_array().cloned().unwrap_or_default();
            for attribute in *attributes {
                let pointer = format!("/properties/{}", attribute.replace('.', "/"));
                assert!(!read_only.contains(&pointer.clone().into()), "{name} lists {attribute}");
            }
        }
    }
}
