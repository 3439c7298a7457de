//! Ports of the tree, tokens and units.

ports! {
    "core" in "" {
        ported {
            Annotations => Node, "`node.warning(…)`, `node.error(…)`: findings with the user's line";
            App => App [synth], "`App::run` describes each stage of `cumulo.yaml`";
            Arn => Stack, "`format_arn`";
            ArnFormat => Stack, "write the resource part as the service wants it";
            Aspects => Node, "a loop over `node.resources::<CfnBucket>()`, run where it stands";
            Aws => Aws [
                account_id, no_value, notification_arns, partition, region, stack_id, stack_name,
                url_suffix,
            ], "functions that give tokens";
            CfnCapabilities => Stack, "the tool finds out which capabilities a template needs";
            CfnCondition => Condition;
            CfnCustomResource => RawResource;
            CfnDeletionPolicy => RemovalPolicy;
            CfnDynamicReference => DynamicReference;
            CfnDynamicReferenceService => DynamicReference;
            CfnElement => Resource;
            CfnMapping => Mapping;
            CfnOutput => Output;
            CfnParameter => Parameter;
            CfnRefElement => Resource;
            CfnResource => RawResource, "any type by its name, checked at synthesis";
            CfnRule => Rule;
            ContextProvider => Value, "no lookups at synthesis: values come from `cumulo.yaml`, from `Value::from_ssm` or from attributes";
            CrossStackReferences => Value, "`value.strong()` for one reference";
            CustomResource => RawResource, "`Custom::…` types by name; the function is yours";
            Duration => Duration [
                days, hours, millis, minutes, seconds, to_days, to_hours, to_iso_string, to_minutes,
                to_seconds,
            ], "from integers; no tokens inside";
            Fn => Fn [
                base64: fn(&'static str) -> _, cidr: fn(&'static str, _, _) -> _,
                find_in_map: fn(_, &'static str, &'static str) -> _, get_azs,
                get_stack_output: fn(&'static str, &'static str, _, _) -> _,
                import_value: fn(&'static str) -> _, join: fn(&'static str, Vec<String>) -> _,
                select: fn(_, Vec<String>) -> cumulo::Value<String>,
                split: fn(&'static str, &'static str) -> _,
                sub: fn(&'static str, [(&'static str, cumulo::Value<String>); 0]) -> _,
                to_json_string: fn(cumulo::Value<cumulo::Json>) -> _,
                transform: fn(&'static str, [(&'static str, cumulo::Value<cumulo::Json>); 0]) -> _,
            ], "`if_` has an underscore; `Fn::condition_and` and the others are methods of the same name without `condition_`";
            Intrinsic => Expr;
            MissingRemovalPolicies => MissingRemovalPolicies [apply, of];
            Names => Node [unique_id], "`unique_id`";
            NestedStack => Stack, "`Stack::nested`";
            PermissionsBoundary => iam::PermissionsBoundary, "`PermissionsBoundary::of(&scope).apply(…)`";
            PhysicalName => Stack, "a name that you give; none is invented";
            Reference => Reference, "made from a construct, names its node";
            ReferenceStrength => Strength, "weak is the default, `.strong()` exports";
            RemovalPolicies => RemovalPolicies [
                apply, of, destroy, retain, retain_on_update_or_delete, snapshot,
            ];
            RemovalPolicy => RemovalPolicy;
            RemoveTag => Tags, r#"`Tags::of(&scope).remove("Key")`"#;
            ResolutionTypeHint => AttributeType, "the type of a `Value<T>`";
            Resource => Resource [
                apply_removal_policy: fn(&'static cumulo::Resource<cumulo::cfn::s3::CfnBucket>, _) -> _,
            ], "the L1 construct of any type: `Resource<CfnBucket>`";
            ScopedAws => Stack, "`region`, `account`, `partition`, `url_suffix` of a stack";
            SecretValue => Secret [
                secrets_manager: fn(&'static str) -> _, ssm_secure: fn(&'static str, _) -> _,
                unsafe_plain_text: fn(&'static str) -> _,
            ], "in Secrets Manager or SSM; plain text only by a function that says it is unsafe";
            Size => Size [
                gibibytes, kibibytes, mebibytes, tebibytes, to_bytes, to_gibibytes, to_mebibytes,
            ];
            Stack => Stack [
                add_dependency, add_metadata: fn(_, _, cumulo::Value<cumulo::Json>) -> _,
                add_transform, format_arn: fn(_, _, &'static str) -> _, account, nested, partition,
                region, stack_name, url_suffix,
            ], "child of a stage";
            Stage => Stage [
                account, region,
            ], "an environment: name, account, regions, protection; made from `cumulo.yaml`";
            StringConcat => Value, r#"`text!("http://{}", name)`"#;
            Tag => Tags;
            TagManager => Tagging, "the L1 constructs carry tags by their schema's own property";
            TagType => Tagging;
            Tags => Tags [
                of, add: fn(_, &'static str, &'static str) -> _, remove: fn(_, &'static str) -> _,
            ], r#"`Tags::of(&scope).add("Key", "value")`"#;
            Token => Value, "tokens are a type: every property takes a literal or a `Value<T>`";
            ValidationResult => Finding;
            ValidationResults => Finding;
            Validations => Node, "`node.add_validation(…)`";
        }
        elsewhere {
            "the program's closure edits the tree at once, so nothing is put off until synthesis":
                Lazy AspectApplication AspectPriority Mixin MixinApplicator Mixins
                ConstructSelector PropertyMergeStrategy ArrayMergeStrategy PropertyInjectors;
            "tokens are typed values, never text with a marker inside":
                Tokenization TokenComparison TokenizedStringFragments DefaultTokenResolver JsonNull;
            "one synthesizer, which needs no bootstrap":
                BootstraplessSynthesizer CliCredentialsStackSynthesizer DefaultStackSynthesizer
                LegacyStackSynthesizer NestedStackSynthesizer StackSynthesizer;
            "no feature flags: the recommended set is how cumulo behaves": FeatureFlags;
            "templates are checked by cumulo's own validator":
                CloudFormationValidatePlugin PolicyValidationReportStatus
                PolicyValidationReportStatusBeta1;
            "no function of Lambda is made behind your back":
                CustomResourceProvider CustomResourceProviderBase CustomResourceProviderRuntime;
            "it is inner machinery of the AWS CDK": Errors Shims TreeInspector AssetManifestBuilder;
            "unit types convert exactly, or report that they cannot": SizeRoundingBehavior;
        }
        not_yet {
            AssetHashType AssetStaging Bitrate BundlingFileAccess BundlingOutput
            CfnCodeDeployBlueGreenHook CfnHook CfnJson CfnTrafficRoutingType DockerBuildSecret
            DockerIgnoreStrategy DockerImage DockerVolumeConsistency Expiration FileAssetPackaging
            FileSystem GitIgnoreStrategy GlobIgnoreStrategy IgnoreMode IgnoreStrategy
            SymlinkFollowMode TimeZone
        }
    }
}
