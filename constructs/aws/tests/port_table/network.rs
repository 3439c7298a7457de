//! Ports of networks, load balancers, DNS and certificates.

ports! {
    "aws-ec2" in "ec2" {
        ported {
            AclCidr => ec2::AclCidr [
                any_ipv4, any_ipv6, ipv4: fn(&'static str) -> _, ipv6: fn(&'static str) -> _,
            ];
            AclTraffic => ec2::AclTraffic [
                all_traffic, icmp, icmp_v6, tcp_port, tcp_port_range, udp_port, udp_port_range,
            ];
            Action => ec2::Action;
            AddressFamily => ec2::AddressFamily;
            AmazonLinux2023ImageSsmParameter => ec2::AmazonLinux2023;
            AmazonLinux2023Kernel => ec2::AmazonLinux2023;
            AmazonLinux2ImageSsmParameter => ec2::AmazonLinux2;
            AmazonLinux2Kernel => ec2::AmazonLinux2;
            AmazonLinuxCpuType => ec2::InstanceArchitecture;
            AmazonLinuxEdition => ec2::AmazonLinux2, "`.minimal()`";
            AmazonLinuxGeneration => ec2::MachineImage, "a function for each generation";
            AmazonLinuxImage => ec2::MachineImage;
            AmazonLinuxImageSsmParameterBase => ec2::MachineImage;
            AmazonLinuxKernel => ec2::AmazonLinux2;
            AmazonLinuxStorage => ec2::AmazonLinux2;
            BareMetal => ec2::InstanceKind;
            BastionHostLinux => ec2::BastionHostLinux [
                allow_ssh_access_from, connections, grant_principal, instance, instance_id, role,
            ];
            BlockDeviceVolume => ec2::BlockDevice [
                ebs, ebs_from_snapshot: fn(_, &'static str) -> _, ephemeral,
            ];
            BurstablePerformance => ec2::InstanceKind;
            ClientVpnAuthorizationRule => ec2::ClientVpnEndpoint, "`add_authorization_rule`";
            ClientVpnEndpoint => ec2::ClientVpnEndpoint [
                add_authorization_rule: fn(_, _, cumulo::ec2::Network) -> _,
                add_route: fn(_, _, cumulo::ec2::Network) -> _, connections, endpoint_id,
            ];
            ClientVpnRoute => ec2::ClientVpnEndpoint, "`add_route`";
            ClientVpnRouteTarget => ec2::ClientVpnEndpoint, "a subnet; without one the VPC itself";
            ClientVpnSessionTimeout => ec2::ClientVpnEndpoint, "hours, as a number";
            ClientVpnUserBasedAuthentication => ec2::ClientVpnAuthentication [
                active_directory: fn(&'static str) -> _, federated: fn(&'static str, _) -> _,
            ];
            Connections => ec2::Connections [
                add_security_group, allow_default_port_from, allow_default_port_from_any_ipv4,
                allow_default_port_internally, allow_default_port_to, allow_from,
                allow_from_any_ipv4, allow_internally, allow_to, allow_to_any_ipv4,
                allow_to_default_port, connections, security_groups, default_port,
            ], "the methods of `Connectable` stand on every construct with security groups";
            CpuCredits => ec2::CpuCredits;
            CpuManufacturer => ec2::CpuManufacturer;
            DefaultInstanceTenancy => ec2::DefaultInstanceTenancy;
            EbsDeviceVolumeType => ec2::EbsVolumeType;
            FlowLog => ec2::FlowLog [flow_log_id];
            FlowLogDestination => ec2::FlowLogDestination [to_cloud_watch_logs, to_s3];
            FlowLogDestinationType => ec2::FlowLogDestination;
            FlowLogFileFormat => ec2::FlowLogFileFormat;
            FlowLogMaxAggregationInterval => ec2::FlowLog, "60 or 600 seconds, as a number";
            FlowLogResourceType => ec2::FlowLogResourceType [
                from_network_interface_id: fn(&'static str) -> _, from_subnet,
                from_transit_gateway_attachment_id: fn(&'static str) -> _,
                from_transit_gateway_id: fn(&'static str) -> _, from_vpc,
            ];
            FlowLogTrafficType => ec2::FlowLogTrafficType;
            GatewayVpcEndpoint => ec2::GatewayVpcEndpoint [vpc_endpoint_id, add_to_policy];
            GatewayVpcEndpointAwsService => ec2::GatewayVpcEndpointAwsService;
            GenericLinuxImage => ec2::MachineImage, "`generic_linux`";
            GenericSSMParameterImage => ec2::MachineImage, "`from_ssm_parameter`";
            GenericWindowsImage => ec2::MachineImage, "`generic_windows`";
            HttpTokens => ec2::Instance, "`.http_tokens_required(…)`";
            Instance => ec2::Instance [
                add_security_group, add_to_role_policy,
                add_user_data: fn(_, [&'static str; 0]) -> _, connections, grant_principal,
                instance_id, instance_private_dns_name, instance_private_ip,
                instance_public_dns_name, instance_public_ip, os_type, role,
            ];
            InstanceArchitecture => ec2::InstanceArchitecture;
            InstanceClass => ec2::InstanceClass, "closed list; `InstanceType::new` takes any name";
            InstanceGeneration => ec2::InstanceGeneration;
            InstanceInitiatedShutdownBehavior => ec2::ShutdownBehavior;
            InstanceRequireImdsv2Aspect => ec2::Instance, "`.require_imdsv2(true)`";
            InstanceSize => ec2::InstanceSize;
            InstanceType => ec2::InstanceType [of, is_burstable, architecture];
            InterfaceVpcEndpoint => ec2::InterfaceVpcEndpoint [
                connections, vpc_endpoint_dns_entries, vpc_endpoint_id, add_to_policy,
            ];
            InterfaceVpcEndpointAwsService => ec2::InterfaceVpcEndpointAwsService;
            InterfaceVpcEndpointService => ec2::InterfaceVpcEndpointAwsService, "`custom`";
            IpAddresses => ec2::Vpc, "`.cidr(cidr!(…))`, `.ipam(…)`";
            IpProtocol => ec2::IpProtocol;
            Ipv6Addresses => ec2::Vpc, "`.ip_protocol(…)`: the addresses are Amazon's";
            KeyPair => ec2::KeyPair [
                from_key_pair_name: fn(_, _, &'static str) -> _, key_pair_name, private_key,
            ], "the private key is the SSM parameter that EC2 makes";
            KeyPairFormat => ec2::KeyPair, "`.putty(true)`";
            KeyPairType => ec2::KeyPairType;
            LaunchTemplate => ec2::LaunchTemplate [
                from_launch_template_attributes, add_security_group, connections, grant_principal,
                version_number, image_id, instance_type, launch_template_id, os_type, role,
                user_data,
            ];
            LaunchTemplateHttpTokens => ec2::LaunchTemplate, "`.http_tokens_required(…)`";
            LaunchTemplateRequireImdsv2Aspect => ec2::LaunchTemplate, "`.require_imdsv2(true)`";
            LaunchTemplateSpecialVersions => ec2::LaunchTemplate, "the version is `version_number`, an attribute";
            LocalStorage => ec2::InstanceKind;
            MachineImage => ec2::MachineImage [
                from_ssm_parameter: fn(&'static str, _) -> _,
                generic_linux: fn([(&'static str, &'static str); 0]) -> _,
                generic_windows: fn([(&'static str, &'static str); 0]) -> _, latest_amazon_linux_2,
                latest_amazon_linux_2023, latest_windows,
                resolve_ssm_parameter_at_launch: fn(&'static str, _) -> _,
            ];
            MultipartBody => ec2::MultipartUserData, "a function for each kind of part";
            MultipartUserData => ec2::MultipartUserData;
            NatGatewayProvider => ec2::NatGateways, "`None`, `One`, `PerAz`, `Count(n)`, or a number";
            NatInstanceImage => ec2::NatInstances, "the image is an option";
            NatInstanceProvider => ec2::NatInstances [connections], "as the second version";
            NatInstanceProviderV2 => ec2::NatInstances [connections];
            NatProvider => ec2::NatGateways;
            NatTrafficDirection => ec2::NatTrafficDirection;
            NetworkAcl => ec2::NetworkAcl [
                from_network_acl_id: fn(_, _, &'static str) -> _, add_entry, associate_with_subnet,
                network_acl_id,
            ];
            NetworkAclEntry => ec2::NetworkAclEntry;
            OperatingSystemType => ec2::OperatingSystemType;
            Peer => ec2::Peer [
                any_ipv4, any_ipv6, ipv4: fn(&'static str) -> _, ipv6: fn(&'static str) -> _,
                prefix_list: fn(&'static str) -> _, security_group_id: fn(&'static str) -> _,
            ];
            PlacementGroup => ec2::PlacementGroup [
                from_placement_group_name: fn(_, _, &'static str) -> _, placement_group_name,
            ];
            PlacementGroupSpreadLevel => ec2::PlacementGroupSpreadLevel;
            PlacementGroupStrategy => ec2::PlacementGroupStrategy;
            Port => ec2::Port [
                ah, all_icmp, all_icmp_v6, all_tcp, all_traffic, all_udp, esp, icmp_ping, icmp_type,
                icmp_type_and_code, tcp: fn(i64) -> _, tcp_range: fn(i64, i64) -> _,
                udp: fn(i64) -> _, udp_range: fn(i64, i64) -> _, dns_tcp, dns_udp, http, https,
                imap, imaps, ldap, mssql, mysql_aurora, nfs, pop3, pop3s, postgres, rdp, smb, smtp,
                ssh,
            ];
            PrefixList => ec2::PrefixList [
                from_prefix_list_id: fn(_, _, &'static str) -> _, connections, prefix_list_id,
            ];
            PrivateSubnet => ec2::Subnet [
                associate_network_acl, availability_zone, internet_connectivity_established,
                subnet_id, from_subnet_attributes, from_subnet_id: fn(_, _, &'static str) -> _,
                add_default_internet_route: fn(_, &'static str, _) -> _,
                add_default_nat_route: fn(_, &'static str) -> _,
                add_route: fn(_, _, &'static str, _) -> _,
            ];
            PublicSubnet => ec2::Subnet [
                associate_network_acl, availability_zone, internet_connectivity_established,
                subnet_id, from_subnet_attributes, from_subnet_id: fn(_, _, &'static str) -> _,
                add_default_internet_route: fn(_, &'static str, _) -> _,
                add_default_nat_route: fn(_, &'static str) -> _,
                add_route: fn(_, _, &'static str, _) -> _, add_nat_gateway,
            ];
            RegionalNatGatewayProvider => ec2::RegionalNatGateway;
            ResolveSsmParameterAtLaunchImage => ec2::MachineImage, "`resolve_ssm_parameter_at_launch`";
            RouterType => ec2::RouteTarget;
            SecurityGroup => ec2::SecurityGroup [
                from_security_group_id: fn(_, _, cumulo::ec2::GroupId) -> _, add_egress_rule,
                add_ingress_rule, connections, security_group_id,
            ];
            SpotInstanceInterruption => ec2::SpotOptions;
            SpotRequestType => ec2::SpotOptions;
            Subnet => ec2::Subnet [
                from_subnet_attributes, from_subnet_id: fn(_, _, &'static str) -> _,
                add_default_internet_route: fn(_, &'static str, _) -> _,
                add_default_nat_route: fn(_, &'static str) -> _,
                add_route: fn(_, _, &'static str, _) -> _, associate_network_acl, availability_zone,
                internet_connectivity_established, subnet_id,
            ];
            SubnetFilter => ec2::SubnetFilter;
            SubnetNetworkAclAssociation => ec2::SubnetNetworkAclAssociation;
            SubnetType => ec2::SubnetType;
            TrafficDirection => ec2::TrafficDirection;
            TransportProtocol => ec2::TransportProtocol;
            UserData => ec2::UserData [
                custom: fn(&'static str) -> _, for_linux, for_operating_system, for_windows,
                add_commands: fn(_, [&'static str; 0]) -> _, add_execute_file_command,
                add_on_exit_commands: fn(_, [&'static str; 0]) -> _, add_s3_download_command,
                add_signal_on_exit_command,
            ];
            Volume => ec2::Volume [
                from_volume_attributes, grant_attach_volume, grant_attach_volume_by_resource_tag,
                grant_detach_volume, grant_detach_volume_by_resource_tag, availability_zone,
                volume_id,
            ];
            Vpc => ec2::Vpc [
                from_vpc_attributes, add_flow_log, add_gateway_endpoint, add_interface_endpoint,
                add_vpn_connection: fn(_, _, &'static str) -> _, enable_vpn_gateway, select_subnets,
                availability_zones, internet_connectivity_established, isolated_subnets,
                private_subnets, public_subnets, vpc_cidr_block, vpc_id, internet_gateway_id,
                vpn_gateway_id,
            ], r#"CIDR literals are checked while compiling: `cidr!("10.0.0.0/16")`; without `max_azs` two zones, by `Fn::GetAZs`"#;
            VpcEndpoint => ec2::InterfaceVpcEndpoint [vpc_endpoint_id, add_to_policy];
            VpcEndpointDnsRecordIpType => ec2::VpcEndpointDnsRecordIpType;
            VpcEndpointIpAddressType => ec2::VpcEndpointIpAddressType;
            VpcEndpointPrivateDnsOnlyForInboundResolverEndpoint => ec2::InterfaceVpcEndpoint, "a boolean";
            VpcEndpointService => ec2::VpcEndpointService [
                vpc_endpoint_service_id, vpc_endpoint_service_name,
            ];
            VpnConnection => ec2::VpnConnection [vpn_id];
            VpnConnectionBase => ec2::VpnConnection;
            VpnGateway => ec2::VpnGateway [gateway_id];
            VpnPort => ec2::ClientVpnEndpoint, "the port, as a number";
            WindowsImage => ec2::MachineImage, "`latest_windows`";
            WindowsVersion => ec2::MachineImage, "the name of the image's parameter, as text";
        }
        elsewhere {
            "images are parameters that CloudFormation reads; nothing is looked up at synthesis":
                LookupMachineImage;
            "AWS or the AWS CDK has given them up":
                AmazonLinux2022ImageSsmParameter AmazonLinux2022Kernel AmazonLinuxVirt;
        }
        not_yet {
            AcceleratorManufacturer AcceleratorName AcceleratorType CloudFormationInit InitCommand
            InitCommandWaitDuration InitConfig InitElement InitFile InitGroup InitPackage
            InitService InitServiceRestartHandle InitSource InitUser IpAddressType LocalStorageType
            LogFormat Protocol ServiceManager VpcEndpointType VpnConnectionType
        }
    }
    "aws-elasticloadbalancingv2" in "elbv2" {
        ported {
            AlpnPolicy => elbv2::AlpnPolicy;
            ApplicationListener => elbv2::ApplicationListener [
                from_application_listener_attributes, add_action,
                add_certificates: fn(_, _, [cumulo::elbv2::ListenerCertificate; 0]) -> _,
                add_target_groups, add_targets, connections, port, listener_arn,
            ], "made by `Listen::http` or `Listen::https`, which wants a certificate; HTTP is never what you get by forgetting one";
            ApplicationListenerCertificate => elbv2::ApplicationListener, "`add_certificates`";
            ApplicationListenerRule => elbv2::ApplicationListenerRule [
                listener_rule_arn, add_condition,
            ];
            ApplicationLoadBalancer => elbv2::ApplicationLoadBalancer [
                from_application_load_balancer_attributes, add_listener, add_redirect,
                add_security_group, log_access_logs, log_connection_logs, metric,
                metric_active_connection_count, metric_client_tls_negotiation_error_count,
                metric_consumed_lcus, metric_elb_auth_error, metric_elb_auth_failure,
                metric_elb_auth_latency, metric_elb_auth_success, metric_http_code_elb,
                metric_http_code_target, metric_http_fixed_response_count,
                metric_http_redirect_count, metric_http_redirect_url_limit_exceeded_count,
                metric_ipv6_processed_bytes, metric_ipv6_request_count, metric_new_connection_count,
                metric_processed_bytes, metric_rejected_connection_count, metric_request_count,
                metric_rule_evaluations, metric_target_connection_error_count,
                metric_target_response_time, metric_target_tls_negotiation_error_count, connections,
                set_attribute: fn(_, _, &'static str) -> _, load_balancer_arn,
                load_balancer_canonical_hosted_zone_id, load_balancer_dns_name,
                load_balancer_full_name, vpc,
            ];
            ApplicationProtocol => elbv2::ApplicationProtocol;
            ApplicationProtocolVersion => elbv2::ApplicationProtocolVersion;
            ApplicationTargetGroup => elbv2::ApplicationTargetGroup [
                add_target, enable_cookie_stickiness, metric, metric_healthy_host_count,
                metric_http_code_target, metric_ipv6_request_count, metric_request_count,
                metric_request_count_per_target, metric_target_connection_error_count,
                metric_target_response_time, metric_target_tls_negotiation_error_count,
                metric_unhealthy_host_count, register_connectable, configure_health_check,
                set_attribute: fn(_, _, &'static str) -> _, target_group_arn,
            ];
            BaseListener => elbv2::ApplicationListener [listener_arn];
            BaseLoadBalancer => elbv2::ApplicationLoadBalancer [
                log_access_logs, set_attribute: fn(_, _, &'static str) -> _, load_balancer_arn,
                load_balancer_canonical_hosted_zone_id, load_balancer_dns_name,
                load_balancer_full_name, vpc,
            ];
            ClientRoutingPolicy => elbv2::ClientRoutingPolicy;
            DesyncMitigationMode => elbv2::DesyncMitigationMode;
            HttpCodeElb => elbv2::HttpCodeElb;
            HttpCodeTarget => elbv2::HttpCodeTarget;
            IpAddressType => elbv2::IpAddressType;
            ListenerAction => elbv2::ListenerAction [
                fixed_response,
                forward: fn([&'static cumulo::elbv2::ApplicationTargetGroup; 0]) -> _,
            ], "actions that only end a request and those that go on are types of their own";
            ListenerCertificate => elbv2::ListenerCertificate [from_arn: fn(&'static str) -> _];
            ListenerCondition => elbv2::ListenerCondition [
                host_headers: fn([&'static str; 0]) -> _,
                http_header: fn(_, [&'static str; 0]) -> _,
                http_request_methods: fn([&'static str; 0]) -> _,
                path_patterns: fn([&'static str; 0]) -> _,
                query_strings: fn([(Option<&'static str>, &'static str); 0]) -> _,
                source_ips: fn([&'static str; 0]) -> _,
            ];
            MutualAuthenticationMode => elbv2::MutualAuthentication;
            NetworkListener => elbv2::NetworkListener [
                add_target_groups: fn(_, [&'static cumulo::elbv2::NetworkTargetGroup; 0]) -> _,
                add_targets, listener_arn, from_network_listener_arn: fn(_, _, &'static str) -> _,
                add_action,
                add_certificates: fn(_, _, [cumulo::elbv2::ListenerCertificate; 0]) -> _,
            ];
            NetworkListenerAction => elbv2::NetworkListenerAction [
                forward: fn([&'static cumulo::elbv2::NetworkTargetGroup; 0]) -> _,
                weighted_forward: fn([(&'static cumulo::elbv2::NetworkTargetGroup, u16); 0]) -> _,
            ];
            NetworkLoadBalancer => elbv2::NetworkLoadBalancer [
                from_network_load_balancer_attributes, add_listener, add_security_group, metric,
                metric_active_flow_count, metric_consumed_lcus, metric_new_flow_count,
                metric_processed_bytes, metric_tcp_client_reset_count, metric_tcp_elb_reset_count,
                metric_tcp_target_reset_count, connections,
                set_attribute: fn(_, _, &'static str) -> _, load_balancer_arn,
                load_balancer_canonical_hosted_zone_id, load_balancer_dns_name,
                load_balancer_full_name, vpc, log_access_logs,
            ];
            NetworkTargetGroup => elbv2::NetworkTargetGroup [
                add_target, metric_healthy_host_count, metric_unhealthy_host_count,
                configure_health_check, set_attribute: fn(_, _, &'static str) -> _,
                target_group_arn,
            ];
            Protocol => elbv2::NetworkProtocol;
            RevocationType => elbv2::RevocationContent;
            SslPolicy => elbv2::SslPolicy;
            TargetGroupBase => elbv2::TargetGroup [
                configure_health_check, set_attribute: fn(_, _, cumulo::Expr) -> _, default_port,
                first_load_balancer_full_name, target_group_arn, target_group_full_name,
                target_type,
            ];
            TargetGroupIpAddressType => elbv2::TargetGroupIpAddressType;
            TargetGroupLoadBalancingAlgorithmType => elbv2::TargetGroupLoadBalancingAlgorithmType;
            TargetType => elbv2::TargetType;
            TrustStore => elbv2::TrustStore [
                trust_store_arn, trust_store_name,
                from_trust_store_arn: fn(_, _, &'static str) -> _,
            ];
            TrustStoreRevocation => elbv2::TrustStoreRevocation;
            UnauthenticatedAction => elbv2::UnauthenticatedAction;
            XffHeaderProcessingMode => elbv2::XffHeaderProcessingMode;
        }
        elsewhere {
        }
        not_yet {
            SourceNatIpv6Prefix
        }
    }
    "aws-elasticloadbalancingv2-targets" in "elbv2" {
        ported {
            AlbListenerTarget => elbv2::AlbListenerTarget;
            AlbTarget => elbv2::AlbListenerTarget, "deprecated in the AWS CDK";
            InstanceIdTarget => elbv2::InstanceTarget;
            InstanceTarget => elbv2::InstanceTarget;
            IpTarget => elbv2::IpTarget;
            LambdaTarget => lambda::Function, "give the function itself";
        }
        elsewhere {
        }
        not_yet {
            AlbArnTarget
        }
    }
    "aws-elasticloadbalancingv2-actions" in "elbv2" {
        ported {
            AuthenticateCognitoAction => elbv2::AuthenticateCognito;
        }
        elsewhere {
        }
        not_yet {
        }
    }
    "aws-route53" in "route53" {
        ported {
            ARecord => route53::Record, "`Record::a`, `Record::a_alias`";
            AaaaRecord => route53::Record, "`Record::aaaa`, `Record::aaaa_alias`";
            Alpn => route53::Alpn [of: fn(&'static str) -> _, h2, h3, http1_1];
            CaaAmazonRecord => route53::Record, "`Record::caa_amazon`";
            CaaRecord => route53::Record, "`Record::caa`";
            CaaTag => route53::CaaTag;
            CidrRoutingConfig => route53::CidrRouting;
            CnameRecord => route53::Record, "`Record::cname`";
            Continent => route53::Continent;
            DsRecord => route53::Record, "`Record::ds`";
            Failover => route53::Failover;
            GeoLocation => route53::GeoLocation;
            HealthCheck => route53::HealthCheck [health_check_id];
            HealthCheckType => route53::HealthCheckType;
            HostedZone => route53::HostedZone [
                from_hosted_zone_attributes, from_hosted_zone_id: fn(_, _, &'static str) -> _,
                add_vpc, hosted_zone_arn, hosted_zone_id, zone_name, hosted_zone_name_servers,
                grant_delegation, enable_dnssec,
            ], "by id, never looked up";
            HostedZoneGrants => route53::HostedZone, "`grant_delegation`";
            HttpsRecord => route53::Record, "`Record::https`, `Record::https_alias`";
            HttpsRecordValue => route53::ServiceBinding [alias: fn(&'static str) -> _];
            InsufficientDataHealthStatusEnum => route53::InsufficientDataHealthStatus;
            KeySigningKey => route53::KeySigningKey;
            KeySigningKeyStatus => route53::KeySigningKey, "`.active(false)`";
            MxRecord => route53::Record, "`Record::mx`";
            NsRecord => route53::Record, "`Record::ns`";
            PrivateHostedZone => route53::PrivateHostedZone;
            PublicHostedZone => route53::PublicHostedZone;
            RecordSet => route53::RecordSet [domain_name];
            RecordTarget => route53::Record;
            RecordType => route53::Record, "a function for each type; `of_type` takes others";
            SrvRecord => route53::Record, "`Record::srv`";
            SvcbRecord => route53::Record, "`Record::svcb`";
            SvcbRecordValue => route53::ServiceBinding [alias: fn(&'static str) -> _];
            TxtRecord => route53::Record, "`Record::txt`, split at 255 characters";
            ZoneDelegationRecord => route53::Record, "`Record::delegation`, or `zone.add_delegation`";
        }
        elsewhere {
            "it is a function of Lambda in the AWS CDK": CrossAccountZoneDelegationRecord;
        }
        not_yet {
            VpcEndpointServiceDomainName
        }
    }
    "aws-route53-targets" in "route53" {
        ported {
            ApiGateway => route53::AliasTarget, "domain name and zone id as values";
            ApiGatewayDomain => route53::AliasTarget, "domain name and zone id as values";
            ApiGatewayv2DomainProperties => route53::AliasTarget, "domain name and zone id as values";
            AppSyncTarget => route53::AliasTarget, "domain name and zone id as values";
            BucketWebsiteTarget => route53::AliasTarget, "domain name and zone id as values";
            ClassicLoadBalancerTarget => route53::AliasTarget, "domain name and zone id as values";
            CloudFrontTarget => route53::AliasTarget, "domain name and zone id as values";
            ElasticBeanstalkEnvironmentEndpointTarget => route53::AliasTarget, "domain name and zone id as values";
            GlobalAcceleratorDomainTarget => route53::AliasTarget, "domain name and zone id as values";
            GlobalAcceleratorTarget => route53::AliasTarget, "domain name and zone id as values";
            InterfaceVpcEndpointTarget => route53::AliasRecordTarget, "give the endpoint itself";
            LoadBalancerTarget => route53::AliasRecordTarget, "give the load balancer itself";
            Route53RecordTarget => route53::AliasRecordTarget, "give the record itself";
            UserPoolDomainTarget => route53::AliasTarget, "domain name and zone id as values";
        }
        elsewhere {
        }
        not_yet {
        }
    }
    "aws-certificatemanager" in "acm" {
        ported {
            Certificate => acm::Certificate [
                from_certificate_arn: fn(_, _, &'static str) -> _, certificate_arn,
                metric_days_to_expiry,
            ];
            CertificateValidation => acm::CertificateValidation [
                from_dns,
                from_dns_multi_zone: fn([(&'static str, &'static cumulo::route53::HostedZone); 0]) -> _,
                from_email: fn([(&'static str, &'static str); 0]) -> _,
            ];
            KeyAlgorithm => acm::KeyAlgorithm;
            PrivateCertificate => acm::PrivateCertificate [certificate_arn, metric_days_to_expiry];
            ValidationMethod => acm::CertificateValidation;
        }
        elsewhere {
            "the AWS CDK deprecates it, and it is a function of Lambda there":
                DnsValidatedCertificate;
        }
        not_yet {
        }
    }
    "aws-servicediscovery" in "servicediscovery" {
        ported {
            AliasTargetInstance => servicediscovery::Service, "`register_load_balancer`";
            CnameInstance => servicediscovery::Service, "`register_cname_instance`";
            DiscoveryType => servicediscovery::DiscoveryType;
            DnsRecordType => servicediscovery::DnsRecordType;
            HealthCheckType => servicediscovery::HealthCheck;
            HttpNamespace => servicediscovery::HttpNamespace;
            InstanceBase => servicediscovery::Instance;
            IpInstance => servicediscovery::Service, "`register_ip_instance`";
            NamespaceType => servicediscovery::NamespaceType;
            NonIpInstance => servicediscovery::Service, "`register_non_ip_instance`";
            PrivateDnsNamespace => servicediscovery::PrivateDnsNamespace;
            PublicDnsNamespace => servicediscovery::PublicDnsNamespace;
            RoutingPolicy => servicediscovery::RoutingPolicy;
            Service => servicediscovery::Service [
                register_cname_instance, register_non_ip_instance, dns_record_type, service_arn,
                service_id, service_name,
                from_service_attributes: fn(_, _, &'static str, &'static str, &'static str, _) -> _,
                register_ip_instance, register_load_balancer,
            ];
        }
        elsewhere {
        }
        not_yet {
        }
    }
}
