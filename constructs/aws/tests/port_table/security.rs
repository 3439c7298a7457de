//! Ports of identity, keys, secrets and parameters.

ports! {
    "aws-iam" in "iam" {
        ported {
            AccessKey => iam::AccessKey [access_key_id, secret_access_key];
            AccessKeyStatus => iam::AccessKey, "`.active(false)`";
            AccountPrincipal => iam::Principal [
                principal_account, in_organization: fn(_, &'static str) -> _,
                arn: fn(&'static str) -> _, add_to_policy, with_conditions, with_session_tags,
                grant_principal,
            ], "`account`";
            AccountRootPrincipal => iam::Principal [
                principal_account, in_organization: fn(_, &'static str) -> _,
                arn: fn(&'static str) -> _, add_to_policy, with_conditions, with_session_tags,
                grant_principal,
            ], "`account_root`";
            AnyPrincipal => iam::Principal [
                in_organization: fn(_, &'static str) -> _, arn: fn(&'static str) -> _,
                add_to_policy, with_conditions, with_session_tags, grant_principal,
                principal_account,
            ], "`any`";
            ArnPrincipal => iam::Principal [
                in_organization: fn(_, &'static str) -> _, arn: fn(&'static str) -> _,
                add_to_policy, with_conditions, with_session_tags, grant_principal,
                principal_account,
            ], "`arn`";
            CanonicalUserPrincipal => iam::Principal [
                add_to_policy, with_conditions, with_session_tags, grant_principal,
                principal_account,
            ], "`canonical_user`";
            CompositePrincipal => iam::Principal [
                add_to_policy, with_conditions, with_session_tags, grant_principal,
                principal_account,
            ], "`composite`";
            Effect => iam::Effect;
            FederatedPrincipal => iam::Principal [
                conditions, federated: fn(&'static str, _) -> _, add_to_policy, with_conditions,
                with_session_tags, grant_principal, principal_account,
            ], "`federated`";
            Grant => iam::Grant [
                add_to_principal, add_to_principal_and_resource, add_to_principal_or_resource,
                apply_before, success,
            ], "the statement is added at once; `success()` tells whether it was";
            GrantableResources => iam::ResourceWithPolicy;
            Group => iam::Group [
                from_group_arn: fn(_, _, &'static str) -> _,
                from_group_name: fn(_, _, &'static str) -> _,
                add_managed_policy: fn(_, cumulo::iam::ManagedPolicyRef) -> _, add_to_policy,
                add_to_principal_policy, add_user, attach_inline_policy, grant_principal, group_arn,
                group_name,
            ];
            InstanceProfile => iam::InstanceProfile [
                from_instance_profile_name: fn(_, _, &'static str) -> _, instance_profile_arn,
                instance_profile_name, role,
            ];
            ManagedPolicy => iam::ManagedPolicy [
                from_aws_managed_policy_name, from_managed_policy_arn: fn(&'static str) -> _,
                from_managed_policy_name,
                add_statements: fn(_, [cumulo::iam::PolicyStatement; 0]) -> _, attach_to_group,
                attach_to_role, attach_to_user, managed_policy_arn, managed_policy_name,
                grant_principal,
            ];
            OidcProviderNative => iam::OidcProvider [
                from_oidc_provider_arn: fn(_, _, &'static str) -> _, oidc_provider_arn,
                oidc_provider_issuer,
            ];
            OpenIdConnectPrincipal => iam::Principal [
                conditions, federated: fn(&'static str, _) -> _, add_to_policy, with_conditions,
                with_session_tags, grant_principal, principal_account,
            ], "`open_id_connect`; for GitHub and GitLab there are `iam::GithubDeployRole` and `iam::GitlabDeployRole`";
            OpenIdConnectProvider => iam::OidcProvider, "the resource type of IAM, no function";
            OrganizationPrincipal => iam::Principal [
                add_to_policy, with_conditions, with_session_tags, grant_principal,
                principal_account,
            ], "`organization`";
            PermissionsBoundary => iam::PermissionsBoundary [
                of, apply: fn(_, cumulo::iam::ManagedPolicyRef) -> _, clear,
            ];
            Policy => iam::Policy [
                add_statements: fn(_, [cumulo::iam::PolicyStatement; 0]) -> _, attach_to_group,
                attach_to_role, attach_to_user, policy_name, grant_principal,
            ];
            PolicyDocument => iam::PolicyDocument [
                add_statements: fn(_, [cumulo::iam::PolicyStatement; 0]) -> _, is_empty,
            ];
            PolicyStatement => iam::PolicyStatement [
                actions: fn(_, [&'static str; 0]) -> _, conditions,
                not_actions: fn(_, [&'static str; 0]) -> _,
                not_principals: fn(_, [cumulo::iam::Principal; 0]) -> _,
                not_resources: fn(_, [&'static str; 0]) -> _,
                principals: fn(_, [cumulo::iam::Principal; 0]) -> _,
                resources: fn(_, [&'static str; 0]) -> _, sid: fn(_, &'static str) -> _,
            ], "`allow()` and `deny()` begin one";
            PrincipalBase => iam::Principal [
                add_to_policy, with_conditions, with_session_tags, grant_principal,
                principal_account,
            ];
            PrincipalPolicyFragment => iam::Principal [conditions];
            PrincipalWithConditions => iam::Principal [
                add_to_policy, conditions, principal_account, with_conditions, with_session_tags,
                grant_principal,
            ], "`principal.with_conditions(…)`";
            ResourceWithPolicies => iam::ResourceWithPolicy;
            Role => iam::Role [
                from_role_arn: fn(_, _, &'static str) -> _,
                from_role_name: fn(_, _, &'static str) -> _,
                add_managed_policy: fn(_, cumulo::iam::ManagedPolicyRef) -> _, add_to_policy,
                add_to_principal_policy, attach_inline_policy,
                grant: fn(_, _, [&'static str; 0]) -> _, grant_assume_role, grant_pass_role,
                without_policy_updates, grant_principal, role_arn, role_id, role_name,
            ];
            RoleGrants => iam::Role, "the grant methods stand on the role";
            SamlConsolePrincipal => iam::Principal [
                conditions, federated: fn(&'static str, _) -> _, add_to_policy, with_conditions,
                with_session_tags, grant_principal, principal_account,
            ], "`saml_console`";
            SamlMetadataDocument => iam::SamlProvider, "the document is text";
            SamlPrincipal => iam::Principal [
                conditions, federated: fn(&'static str, _) -> _, add_to_policy, with_conditions,
                with_session_tags, grant_principal, principal_account,
            ], "`saml`";
            SamlProvider => iam::SamlProvider [
                from_saml_provider_arn: fn(_, _, &'static str) -> _, saml_provider_arn,
            ];
            ServicePrincipal => iam::Principal [
                service: fn(&'static str) -> _, add_to_policy, with_conditions, with_session_tags,
                grant_principal, principal_account,
            ], "`service`, `service_in`";
            SessionTagsPrincipal => iam::Principal [
                add_to_policy, principal_account, with_conditions, with_session_tags,
                grant_principal,
            ], "`with_session_tags`";
            StarPrincipal => iam::Principal [
                add_to_policy, with_conditions, with_session_tags, grant_principal,
                principal_account,
            ], "`star`";
            UnknownPrincipal => iam::Principal [
                add_to_policy, grant_principal, principal_account,
            ], "`unknown`";
            User => iam::User [
                from_user_arn: fn(_, _, &'static str) -> _,
                from_user_name: fn(_, _, &'static str) -> _,
                add_managed_policy: fn(_, cumulo::iam::ManagedPolicyRef) -> _, add_to_group,
                add_to_policy, add_to_principal_policy, attach_inline_policy, grant_principal,
                user_arn, user_name,
            ];
            WebIdentityPrincipal => iam::Principal [
                conditions, federated: fn(&'static str, _) -> _, add_to_policy, with_conditions,
                with_session_tags, grant_principal, principal_account,
            ], "`web_identity`";
        }
        elsewhere {
            "a role's handle is made when it is needed": LazyRole;
            "it is inner machinery of the AWS CDK":
                ComparablePrincipal CompositeDependable DefaultEncryptedResourceFactories
                DefaultPolicyFactories EncryptedResources;
        }
        not_yet {
        }
    }
    "aws-kms" in "kms" {
        ported {
            Alias => kms::Alias [
                from_alias_name: fn(_, _, &'static str) -> _, alias_arn, alias_name,
                grant: fn(_, _, [&'static str; 0]) -> _, grant_decrypt, grant_encrypt,
                grant_encrypt_decrypt,
            ];
            Key => kms::Key [
                from_key_arn: fn(_, _, &'static str) -> _, add_alias: fn(_, &'static str) -> _,
                add_to_resource_policy, grant: fn(_, _, [&'static str; 0]) -> _, grant_admin,
                grant_decrypt, grant_encrypt, grant_encrypt_decrypt, grant_generate_mac, grant_sign,
                grant_sign_verify, grant_verify, grant_verify_mac, key_arn, key_id,
            ];
            KeyGrants => kms::Key, "the grant methods stand on the key";
            KeySpec => kms::KeySpec;
            KeyUsage => kms::KeyUsage;
            ViaServicePrincipal => iam::Principal [
                add_to_policy, with_conditions, with_session_tags, grant_principal,
                principal_account,
            ], "`with_conditions` and `kms:ViaService`";
        }
        elsewhere {
        }
        not_yet {
        }
    }
    "aws-secretsmanager" in "secretsmanager" {
        ported {
            AttachmentTargetType => secretsmanager::SecretAttachmentTarget;
            HostedRotation => secretsmanager::HostedRotation [
                maria_db_multi_user, maria_db_single_user, mongo_db_multi_user,
                mongo_db_single_user, mysql_multi_user, mysql_single_user, oracle_multi_user,
                oracle_single_user, redshift_multi_user, redshift_single_user,
                sql_server_multi_user, sql_server_single_user, connections,
            ];
            HostedRotationType => secretsmanager::HostedRotation, "a function for each type";
            ResourcePolicy => secretsmanager::ResourcePolicy;
            RotationSchedule => secretsmanager::RotationSchedule;
            Secret => secretsmanager::Secret [
                from_secret_complete_arn: fn(_, _, &'static str) -> _,
                from_secret_partial_arn: fn(_, _, &'static str) -> _, add_replica_region,
                add_rotation_schedule, add_to_resource_policy, attach, deny_account_root_delete,
                grant_read, grant_write, secret_value_from_json, secret_arn, secret_name,
                secret_value, encryption_key,
            ], "`import()` lets a stack use a secret that exists";
            SecretRotation => secretsmanager::SecretRotation;
            SecretRotationApplication => secretsmanager::SecretRotationApplication;
            SecretTargetAttachment => secretsmanager::Secret, "`attach`";
        }
        elsewhere {
            "the AWS CDK deprecates it": SecretStringValueBeta1;
        }
        not_yet {
        }
    }
    "aws-ssm" in "ssm" {
        ported {
            ParameterDataType => ssm::ParameterDataType;
            ParameterTier => ssm::ParameterTier;
            ParameterValueType => ssm::ParameterValueType;
            StringListParameter => ssm::StringListParameter [
                grant_read, grant_write, parameter_arn, parameter_name, string_list_value,
                from_string_list_parameter_name, value_for_typed_list_parameter,
            ];
            StringParameter => ssm::StringParameter [
                from_string_parameter_name, value_for_string_parameter, grant_read, grant_write,
                parameter_arn, parameter_name, string_value, from_string_parameter_arn,
                value_for_typed_string_parameter,
            ];
        }
        elsewhere {
            "the AWS CDK deprecates it": ParameterType;
        }
        not_yet {
        }
    }
}
