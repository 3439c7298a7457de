//! Ports of logs, metrics and alarms.

ports! {
    "aws-cloudwatch" in "cloudwatch" {
        ported {
            Alarm => cloudwatch::Alarm [
                from_alarm_arn: fn(_, _, &'static str) -> _,
                from_alarm_name: fn(_, _, &'static str) -> _, add_alarm_action, to_annotation,
                alarm_arn, alarm_name, add_insufficient_data_action, add_ok_action,
            ];
            AlarmBase => cloudwatch::Alarm;
            AlarmMuteRule => cloudwatch::AlarmMuteRule [alarm_mute_rule_arn, add_alarm];
            AlarmRule => cloudwatch::AlarmRule [
                all_of: fn([cumulo::cloudwatch::AlarmRule; 0]) -> _,
                any_of: fn([cumulo::cloudwatch::AlarmRule; 0]) -> _, from_alarm, from_boolean,
                from_string: fn(&'static str) -> _, not: fn(cumulo::cloudwatch::AlarmRule) -> _,
            ];
            AlarmState => cloudwatch::AlarmState;
            AlarmStatusWidget => cloudwatch::AlarmStatusWidget;
            AlarmStatusWidgetSortBy => cloudwatch::AlarmStatusSortBy;
            AlarmWidget => cloudwatch::AlarmWidget;
            AnomalyDetectionAlarm => cloudwatch::Alarm [
                alarm_arn, alarm_name, add_alarm_action, add_insufficient_data_action,
                add_ok_action, from_alarm_arn: fn(_, _, &'static str) -> _,
                from_alarm_name: fn(_, _, &'static str) -> _, to_annotation,
            ], "`of_anomalies`";
            AtLeastThreshold => cloudwatch::AtLeast;
            Color => cloudwatch::Color;
            Column => cloudwatch::Widget, "`column`";
            ComparisonOperator => cloudwatch::ComparisonOperator;
            CompositeAlarm => cloudwatch::CompositeAlarm [
                alarm_arn, alarm_name, add_alarm_action, add_insufficient_data_action,
                add_ok_action,
            ];
            ConcreteWidget => cloudwatch::Widget;
            CustomWidget => cloudwatch::CustomWidget;
            Dashboard => cloudwatch::Dashboard [
                add_variable, add_widgets: fn(_, [cumulo::cloudwatch::Widget; 0]) -> _,
                dashboard_arn, dashboard_name,
            ];
            DashboardVariable => cloudwatch::DashboardVariable;
            DefaultValue => cloudwatch::DashboardVariable, "`default_value`";
            GaugeWidget => cloudwatch::GaugeWidget;
            GraphWidget => cloudwatch::GraphWidget;
            GraphWidgetView => cloudwatch::GraphWidgetView;
            LegendPosition => cloudwatch::LegendPosition;
            LogQueryLanguage => cloudwatch::LogQueryLanguage;
            LogQueryVisualizationType => cloudwatch::LogQueryView;
            LogQueryWidget => cloudwatch::LogQueryWidget;
            MathExpression => cloudwatch::MathExpression [
                period, color: fn(_, &'static str) -> _, label: fn(_, &'static str) -> _,
                search_account: fn(_, &'static str) -> _, search_region: fn(_, &'static str) -> _,
                visible,
            ], "the metrics it uses are given with their ids";
            Metric => cloudwatch::Metric [
                create_alarm, period, statistic: fn(_, cumulo::cloudwatch::Statistic) -> _,
                account: fn(_, &'static str) -> _, color: fn(_, &'static str) -> _,
                dimensions: fn(_, [(&'static str, &'static str); 0]) -> _,
                id: fn(_, &'static str) -> _, label: fn(_, &'static str) -> _,
                region: fn(_, &'static str) -> _, unit, visible, grant_put_metric_data,
            ], "the statistic is a type, so a misspelt one does not compile";
            PeriodOverride => cloudwatch::PeriodOverride;
            PromQLAlarm => cloudwatch::PromQlAlarm;
            Row => cloudwatch::Widget, "`row`";
            ScheduleExpression => cloudwatch::MuteSchedule [
                at, cron, time_zone: fn(_, &'static str) -> _,
            ];
            Shading => cloudwatch::Shading;
            SingleValueWidget => cloudwatch::SingleValueWidget;
            Spacer => cloudwatch::Widget, "`spacer`";
            Statistic => cloudwatch::Statistic;
            Stats => cloudwatch::Statistic;
            TableLayout => cloudwatch::TableLayout;
            TableSummaryColumn => cloudwatch::TableSummaryColumn;
            TableThreshold => cloudwatch::TableThreshold [above, below, between];
            TableWidget => cloudwatch::TableWidget;
            TextWidget => cloudwatch::TextWidget;
            TextWidgetBackground => cloudwatch::TextWidgetBackground;
            TreatMissingData => cloudwatch::TreatMissingData;
            Unit => cloudwatch::Unit;
            Values => cloudwatch::DashboardVariable, "`value`, `search`";
            VariableInputType => cloudwatch::VariableInput;
            VariableType => cloudwatch::DashboardVariable, "`property`, `pattern`";
            VerticalShading => cloudwatch::Shading;
        }
        elsewhere {
        }
        not_yet {
            SearchExpression
        }
    }
    "aws-cloudwatch-actions" in "cloudwatch" {
        ported {
            ApplicationScalingAction => cloudwatch::AlarmAction, "the policy's ARN is an action itself";
            AutoScalingAction => cloudwatch::AlarmAction, "the policy's ARN is an action itself";
            Ec2Action => cloudwatch::Ec2Action;
            Ec2InstanceAction => cloudwatch::Ec2Action;
            LambdaAction => lambda::LambdaAction;
            OpsItemCategory => cloudwatch::OpsItemCategory;
            OpsItemSeverity => cloudwatch::OpsItemAction, "1 to 4";
            SnsAction => sns::SnsAction;
            SsmAction => cloudwatch::OpsItemAction;
            SsmIncidentAction => cloudwatch::IncidentAction;
        }
        elsewhere {
        }
        not_yet {
        }
    }
    "aws-logs" in "logs" {
        ported {
            CrossAccountDestination => logs::CrossAccountDestination [
                add_to_policy, destination_arn,
            ];
            CustomDataIdentifier => logs::DataIdentifier, "`custom`";
            DataIdentifier => logs::DataIdentifier;
            DataProtectionPolicy => logs::DataProtectionPolicy;
            Distribution => logs::Distribution;
            FilterPattern => logs::FilterPattern [
                all: fn([cumulo::logs::JsonPattern; 0]) -> _, all_events,
                all_terms: fn([&'static str; 0]) -> _, any: fn([cumulo::logs::JsonPattern; 0]) -> _,
                any_term: fn([&'static str; 0]) -> _, literal: fn(&'static str) -> _,
                space_delimited: fn([&'static str; 0]) -> _,
            ];
            JsonPattern => logs::JsonPattern;
            LogGroup => logs::LogGroup [
                from_log_group_arn: fn(_, _, &'static str) -> _,
                from_log_group_name: fn(_, _, &'static str) -> _,
                add_metric_filter: fn(_, _, cumulo::logs::FilterPattern, _, _) -> _, add_stream,
                add_subscription_filter: fn(_, _, cumulo::logs::FilterPattern, _) -> _,
                add_to_resource_policy, extract_metric, grant: fn(_, _, [&'static str; 0]) -> _,
                grant_read, grant_write, log_group_arn, log_group_name, metric,
                metric_incoming_bytes, metric_incoming_log_events,
            ];
            LogGroupClass => logs::LogGroupClass;
            LogGroupGrants => logs::LogGroup, "the grant methods stand on the group";
            LogStream => logs::LogStream [log_stream_name];
            MetricFilter => logs::MetricFilter [metric];
            QueryDefinition => logs::QueryDefinition;
            QueryString => logs::QueryString;
            ResourcePolicy => logs::ResourcePolicy;
            RetentionDays => logs::RetentionDays, "as in `cumulo.yaml`, the number of days; others do not compile";
            SpaceDelimitedTextPattern => logs::SpaceDelimitedTextPattern [
                where_number, where_string,
            ];
            SubscriptionFilter => logs::SubscriptionFilter;
        }
        elsewhere {
            "you make the log group and give it to what writes, and no function has to set its retention":
                LogRetention;
        }
        not_yet {
            DataConverterProcessor DataConverterType DateTimeFormat DelimiterCharacter
            FieldIndexPolicy JsonMutatorProcessor JsonMutatorType KeyValueDelimiter
            KeyValuePairDelimiter OCSFSourceType OCSFVersion ParserProcessor ParserProcessorType
            QuoteCharacter StringMutatorProcessor StringMutatorType Transformer TypeConverterType
            VendedLogParser VendedLogType
        }
    }
    "aws-logs-destinations" in "logs" {
        ported {
            FirehoseDestination => logs::LogDestination, "`stream`, with the delivery stream's ARN and a role";
            KinesisDestination => logs::LogDestination, "`stream`";
            LambdaDestination => logs::LogDestination, "`arn`; let `logs.amazonaws.com` in with `function.add_permission`";
        }
        elsewhere {
        }
        not_yet {
        }
    }
}
