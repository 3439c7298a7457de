//! Tables that can have replicas in other regions.

use super::access::{self, Access, Indexes, KeyUse, grants};
use super::attribute::{define, key_schema};
use super::billing::limit;
use super::metrics::metrics;
use super::{
    Attribute, Billing, Capacity, ContributorInsights, GlobalSecondaryIndex, LocalSecondaryIndex,
    PointInTimeRecovery, StreamViewType, TableClass, TableEncryption, WarmThroughput,
};
use crate::bag::{bag, flag, list, opt};
use crate::cfn::dynamodb::CfnGlobalTable;
use crate::iam::{Grant, Grantable, PolicyDocument, PolicyStatement, ResourceWithPolicy};
use crate::kms::Key;
use crate::{CfnType, Construct, Expr, IntoValue, Node, RemovalPolicy, Resource, Value, text};
use bon::{Builder, bon};

/// A replica of a table in another region; what it does not say is as in the table.
#[derive(Builder, Clone, Debug)]
pub struct Replica {
    /// The region.
    #[builder(start_fn, into)]
    region: String,
    /// Indexes whose settings differ from those that the table gives them.
    #[builder(field)]
    indexes: Vec<ReplicaIndex>,
    /// Whether DynamoDB refuses to delete it.
    deletion_protection: Option<bool>,
    /// What storage and requests cost.
    table_class: Option<TableClass>,
    /// Whether it can be brought back to any second of the past days.
    point_in_time_recovery: Option<PointInTimeRecovery>,
    /// Whether CloudWatch shows which keys are used most.
    #[builder(into)]
    contributor_insights: Option<ContributorInsights>,
    /// ARN of a key of that region, where the table is encrypted with a key of one's own.
    #[builder(with = |arn: impl IntoValue<String>| arn.into_value())]
    encryption_key_arn: Option<Value<String>>,
    /// Reads that it can serve. Default: the table's.
    read_capacity: Option<Capacity>,
    /// Most reads per second, where the table is paid for by request. Default: the table's.
    max_read_request_units: Option<u32>,
    /// Stream of Kinesis that gets its changes. Default: none.
    #[builder(with = |arn: impl IntoValue<String>| arn.into_value())]
    kinesis_stream_arn: Option<Value<String>>,
    /// Who may use it, beyond what roles say. Default: nobody.
    #[builder(default)]
    resource_policy: PolicyDocument,
    /// Tags of the replica. Default: none.
    #[builder(default, with = |tags: impl IntoIterator<Item = (impl Into<String>, impl Into<String>)>| tags.into_iter().map(|(key, value)| (key.into(), value.into())).collect())]
    tags: Vec<(String, String)>,
}

impl<S: replica_builder::State> ReplicaBuilder<S> {
    /// Settings of an index in this region.
    pub fn index(mut self, index: ReplicaIndex) -> Self {
        self.indexes.push(index);
        self
    }
}

/// When reads of one region see what was written in another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MultiRegionConsistency {
    /// A little later.
    Eventual,
    /// At once; writes wait for another region.
    Strong,
}

/// Settings of a global secondary index in the region of one replica.
#[derive(Builder, Clone, Debug)]
pub struct ReplicaIndex {
    /// Name of the index.
    #[builder(start_fn, into)]
    index_name: String,
    /// Whether CloudWatch shows the keys that are used most. Default: the replica's.
    #[builder(into)]
    contributor_insights: Option<ContributorInsights>,
    /// Reads that it can serve. Default: the index's.
    read_capacity: Option<Capacity>,
    /// Most reads per second, where the table is paid for by request. Default: the index's.
    max_read_request_units: Option<u32>,
}

/// A table that can have replicas in other regions.
///
/// It is paid for by request and stays when it leaves the stack, unless something else is said.
///
/// ```
/// use cumulo::dynamodb::{Attribute, TableV2};
/// use cumulo::prelude::*;
/// let app = App::new();
/// let stack = Stack::builder(&app, "Data").region("eu-west-1").build();
/// let orders = TableV2::builder(&stack, "Orders").partition_key(Attribute::string("customer")).build();
/// # cumulo::testing::Template::of(&app, "Data");
/// ```
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-dynamodb-globaltable.html>
#[derive(Clone, Debug)]
pub struct TableV2 {
    cfn: Option<Resource<CfnGlobalTable>>,
    access: Access,
}

/// What all replicas share, as the tree keeps it.
struct Settings {
    partition_key: Attribute,
    billing: Billing,
    deletion_protection: Option<bool>,
    table_class: Option<TableClass>,
    point_in_time_recovery: Option<PointInTimeRecovery>,
    contributor_insights: Option<ContributorInsights>,
    kinesis_stream_arn: Option<Value<String>>,
    tags: Vec<(String, String)>,
    replicas: Vec<Replica>,
    indexes: Vec<GlobalSecondaryIndex>,
    encryption_key: Option<Key>,
    policy: PolicyDocument,
}

#[bon]
impl TableV2 {
    /// A table.
    ///
    /// # Findings
    /// - `dynamodb-replica`: a replica is in the table's own region, twice in one, or the table's region is open.
    /// - `dynamodb-replica-key`: the table has a key of one's own and a replica has none.
    /// - `dynamodb-attribute`: one attribute is a key of two types.
    #[builder]
    #[track_caller]
    pub fn new(
        #[builder(start_fn)] scope: &dyn Construct,
        #[builder(start_fn)] id: &str,
        /// Key by which items are spread.
        partition_key: Attribute,
        /// Key by which items of one partition are sorted. Default: none.
        sort_key: Option<Attribute>,
        /// Name, unique in each region, 3 to 255 of `a-zA-Z0-9_.-`. Default: generated by CloudFormation.
        #[builder(with = |name: impl IntoValue<String>| name.into_value())]
        table_name: Option<Value<String>>,
        /// How its capacity is paid for. Default: by request.
        #[builder(default = Billing::on_demand())]
        billing: Billing,
        /// Whose key encrypts it. Default: DynamoDB's.
        encryption: Option<TableEncryption>,
        /// Attribute that says when an item is deleted, in seconds since 1970. Default: none.
        #[builder(into)]
        time_to_live_attribute: Option<String>,
        /// What its stream tells. Default: no stream; with replicas items before and after the change.
        dynamo_stream: Option<StreamViewType>,
        /// ARN of a Kinesis stream that gets all changes. Default: none.
        #[builder(with = |arn: impl IntoValue<String>| arn.into_value())]
        kinesis_stream_arn: Option<Value<String>>,
        /// Replicas in other regions. Default: none.
        #[builder(default, with = |items: impl IntoIterator<Item = Replica>| items.into_iter().collect())]
        replicas: Vec<Replica>,
        /// Whether reads see what was written in another region before: with a third region. Default: a little later.
        multi_region_consistency: Option<MultiRegionConsistency>,
        /// Region that holds changes for others but cannot be used, in place of a third replica. Default: none.
        #[builder(into)]
        witness_region: Option<String>,
        /// Indexes with keys of their own. Default: none.
        #[builder(default, with = |items: impl IntoIterator<Item = GlobalSecondaryIndex>| items.into_iter().collect())]
        global_secondary_indexes: Vec<GlobalSecondaryIndex>,
        /// Indexes with the same partition key. Default: none.
        #[builder(default, with = |items: impl IntoIterator<Item = LocalSecondaryIndex>| items.into_iter().collect())]
        local_secondary_indexes: Vec<LocalSecondaryIndex>,
        /// Whether it can be brought back to any second of the past days. Default: it cannot.
        point_in_time_recovery: Option<PointInTimeRecovery>,
        /// What storage and requests cost. Default: standard.
        table_class: Option<TableClass>,
        /// Whether CloudWatch shows which keys are used most. Default: false.
        #[builder(into)]
        contributor_insights: Option<ContributorInsights>,
        /// Whether DynamoDB refuses to delete it. Default: false.
        deletion_protection: Option<bool>,
        /// Requests a second that it takes at once. Default: DynamoDB's.
        warm_throughput: Option<WarmThroughput>,
        /// Tags of the table in its own region. Default: none.
        #[builder(default, with = |tags: impl IntoIterator<Item = (impl Into<String>, impl Into<String>)>| tags.into_iter().map(|(key, value)| (key.into(), value.into())).collect())]
        tags: Vec<(String, String)>,
        /// What happens to the table when it leaves the stack. Default: it stays.
        #[builder(default = RemovalPolicy::Retain)]
        removal_policy: RemovalPolicy,
    ) -> TableV2 {
        let node = scope.node().child(id);
        let (encryption, key) = encrypted(&node, encryption);
        check_replicas(&node, &replicas, key.as_ref());
        let streams = match dynamo_stream {
            None if !replicas.is_empty() => Some(StreamViewType::NewAndOldImages),
            stream => stream,
        };
        let (mode, write, write_limit) = match &billing {
            Billing::OnDemand { max_write_request_units, .. } => (
                "PAY_PER_REQUEST",
                Expr::Null,
                limit("MaxWriteRequestUnits", *max_write_request_units),
            ),
            Billing::Provisioned { write_capacity, .. } => {
                ("PROVISIONED", write_capacity.settings("Write"), Expr::Null)
            }
        };
        let ttl = time_to_live_attribute.map_or(Expr::Null, |name| {
            Expr::object([("AttributeName", Expr::from(name)), ("Enabled", Expr::from(true))])
        });
        let witness = witness_region.map_or(Expr::Null, |region| {
            Expr::List(vec![Expr::object([("Region", Expr::from(region))])])
        });
        let consistency = multi_region_consistency.map_or(Expr::Null, |of| {
            Expr::from(match of {
                MultiRegionConsistency::Eventual => "EVENTUAL",
                MultiRegionConsistency::Strong => "STRONG",
            })
        });
        let keys = [Some(&partition_key), sort_key.as_ref()];
        let cfn = bag::<CfnGlobalTable>([
            ("AttributeDefinitions", define(&node, keys.into_iter().flatten())),
            ("BillingMode", Expr::from(mode)),
            ("GlobalTableWitnesses", witness),
            ("KeySchema", key_schema([&partition_key], &sort_key)),
            ("MultiRegionConsistency", consistency),
            ("SSESpecification", encryption),
            ("StreamSpecification", streams.map_or(Expr::Null, StreamViewType::to_expr)),
            ("TableName", opt(table_name.as_ref())),
            ("TimeToLiveSpecification", ttl),
            ("WarmThroughput", warm_throughput.map_or(Expr::Null, WarmThroughput::to_expr)),
            ("WriteOnDemandThroughputSettings", write_limit),
            ("WriteProvisionedThroughputSettings", write),
        ])
        .add_to(&node, "Resource");
        cfn.apply_removal_policy(removal_policy);
        let settings = Settings {
            partition_key,
            billing,
            deletion_protection,
            table_class,
            point_in_time_recovery,
            contributor_insights,
            kinesis_stream_arn,
            tags,
            replicas,
            indexes: Vec::new(),
            encryption_key: key.clone(),
            policy: PolicyDocument::default(),
        };
        node.with_state::<Option<Settings>, _>(|state| *state = Some(settings));
        let table = TableV2 {
            access: Access {
                node,
                table_arn: cfn.attr_arn(),
                table_name: cfn.reference(),
                stream_arn: streams.map(|_| cfn.attr_stream_arn()),
                encryption_key: key,
                imported_indexes: false,
                is_v2: true,
            },
            cfn: Some(cfn),
        };
        table.write_replicas();
        global_secondary_indexes
            .into_iter()
            .for_each(|index| table.add_global_secondary_index(index));
        local_secondary_indexes
            .into_iter()
            .for_each(|index| table.add_local_secondary_index(&index));
        table
    }

    /// A table that exists in the account and region of `scope`, by its name.
    #[track_caller]
    pub fn from_table_name(
        scope: &dyn Construct,
        id: &str,
        table_name: impl IntoValue<String>,
    ) -> TableV2 {
        let name = table_name.into_value();
        let node = scope.node().child(id);
        let arn = node.stack().format_arn("dynamodb", text!("table/{}", name));
        Self::known(node, arn, name, false)
    }

    /// A table that exists already, by its ARN.
    #[track_caller]
    pub fn from_table_arn(
        scope: &dyn Construct,
        id: &str,
        table_arn: impl IntoValue<String>,
    ) -> TableV2 {
        let arn = table_arn.into_value();
        let name = access::name_in_arn(&arn);
        Self::known(scope.node().child(id), arn, name, false)
    }

    /// Adds a replica in another region.
    ///
    /// # Findings
    /// `dynamodb-replica` and `dynamodb-replica-key` as of the table's own.
    #[track_caller]
    pub fn add_replica(&self, replica: Replica) {
        let Some(cfn) = self.cfn_or_finding() else { return };
        let node = &self.access.node;
        let replicas = self.settings(|settings| {
            settings.replicas.push(replica);
            settings.replicas.clone()
        });
        check_replicas(node, &replicas.unwrap_or_default(), self.access.encryption_key.as_ref());
        cfn.edit_properties(|bag| {
            if bag.get("StreamSpecification").is_none() {
                bag.set("StreamSpecification", StreamViewType::NewAndOldImages.to_expr());
            }
        });
        self.write_replicas();
    }

    /// The replica of the table in another region, for grants.
    ///
    /// # Findings
    /// `dynamodb-replica` when the table has none there.
    #[track_caller]
    pub fn replica(&self, region: &str) -> TableV2 {
        let node = &self.access.node;
        let known = node.with_state::<Option<Settings>, _>(|state| {
            let replicas = state.as_ref().map_or(&[][..], |settings| &settings.replicas);
            replicas.iter().any(|replica| replica.region == region)
        });
        if !known {
            node.error_here(
                "dynamodb-replica",
                format!("`{}` has no replica in {region}", node.path()),
                "add the region to `replicas`",
            );
        }
        let stack = node.stack();
        let arn = text!(
            "arn:{}:dynamodb:{}:{}:table/{}",
            stack.partition(),
            region,
            stack.account(),
            self.access.table_name
        );
        let has_index = node.with_state::<Indexes, _>(|indexes| indexes.has_index);
        Self::known(node.clone(), arn, self.access.table_name.clone(), has_index)
    }

    fn known(
        node: Node,
        table_arn: Value<String>,
        table_name: Value<String>,
        imported_indexes: bool,
    ) -> TableV2 {
        TableV2 {
            cfn: None,
            access: Access {
                node,
                table_arn,
                table_name,
                stream_arn: None,
                encryption_key: None,
                imported_indexes,
                is_v2: true,
            },
        }
    }

    /// The table in the template; imports have none.
    pub fn cfn(&self) -> Option<&Resource<CfnGlobalTable>> {
        self.cfn.as_ref()
    }

    /// Adds an index with keys of its own. CloudFormation makes or deletes one such index of a table in one deployment.
    #[track_caller]
    pub fn add_global_secondary_index(&self, index: GlobalSecondaryIndex) {
        let Some(cfn) = self.cfn_or_finding() else { return };
        let definitions = define(&self.access.node, index.keys());
        let write = self.settings(|settings| match &settings.billing {
            Billing::OnDemand { .. } => Expr::Null,
            Billing::Provisioned { write_capacity, .. } => {
                index.write_capacity.as_ref().unwrap_or(write_capacity).settings("Write")
            }
        });
        let entry = Expr::object([
            ("IndexName", Expr::from(index.index_name.clone())),
            ("KeySchema", index.key_schema()),
            ("Projection", index.projection.to_expr()),
            ("WarmThroughput", index.warm_throughput.map_or(Expr::Null, WarmThroughput::to_expr)),
            (
                "WriteOnDemandThroughputSettings",
                limit("MaxWriteRequestUnits", index.max_write_request_units),
            ),
            ("WriteProvisionedThroughputSettings", write.unwrap_or(Expr::Null)),
        ]);
        cfn.edit_properties(|bag| {
            bag.set("AttributeDefinitions", definitions);
            bag.push("GlobalSecondaryIndexes", entry);
        });
        self.settings(|settings| settings.indexes.push(index));
        self.access.index_added();
        self.write_replicas();
    }

    /// Adds an index with the same partition key.
    #[track_caller]
    pub fn add_local_secondary_index(&self, index: &LocalSecondaryIndex) {
        let Some(cfn) = self.cfn_or_finding() else { return };
        let definitions = define(&self.access.node, [&index.sort_key]);
        let entry = self.settings(|settings| index.to_expr(&settings.partition_key));
        cfn.edit_properties(|bag| {
            bag.set("AttributeDefinitions", definitions);
            bag.push("LocalSecondaryIndexes", entry.unwrap_or(Expr::Null));
        });
        self.access.index_added();
    }

    /// Lets `grantee` read the table's stream.
    ///
    /// # Findings
    /// `dynamodb-stream` when it has none.
    #[track_caller]
    pub fn grant_stream_read(&self, grantee: &dyn Grantable) -> Grant {
        let list = self.access.grant_stream(grantee, &["dynamodb:ListStreams"], KeyUse::Read);
        list.and(self.access.grant_stream(grantee, &access::READ_STREAM, KeyUse::Read))
    }

    fn settings<R>(&self, f: impl FnOnce(&mut Settings) -> R) -> Option<R> {
        self.access.node.with_state::<Option<Settings>, _>(|state| state.as_mut().map(f))
    }

    /// Brings the template's replicas up to date; the table's own region is the last one.
    fn write_replicas(&self) {
        let Some(cfn) = &self.cfn else { return };
        let stack = self.access.node.stack();
        let replicas = self.settings(|settings| {
            let mut replicas: Vec<Expr> = settings
                .replicas
                .iter()
                .map(|replica| settings.replica(replica, cfn.node()))
                .collect();
            let here = Replica {
                region: String::new(),
                deletion_protection: None,
                table_class: None,
                point_in_time_recovery: None,
                contributor_insights: None,
                encryption_key_arn: settings.encryption_key.as_ref().map(Key::key_arn),
                tags: settings.tags.clone(),
                indexes: Vec::new(),
                read_capacity: None,
                max_read_request_units: None,
                kinesis_stream_arn: settings.kinesis_stream_arn.clone(),
                resource_policy: settings.policy.clone(),
            };
            let mut here = settings.replica(&here, cfn.node());
            if let Expr::Map(entries) = &mut here {
                entries.insert("Region".into(), stack.region().into_expr());
            }
            replicas.push(here);
            replicas
        });
        cfn.edit_properties(|bag| bag.set("Replicas", Expr::List(replicas.unwrap_or_default())));
    }

    #[track_caller]
    fn cfn_or_finding(&self) -> Option<&Resource<CfnGlobalTable>> {
        if self.cfn.is_none() {
            let node = &self.access.node;
            node.error_here(
                "import-unknown",
                format!("indexes cannot be added to `{}` here", node.path()),
                "add the index where the table is made",
            );
        }
        self.cfn.as_ref()
    }
}

impl Settings {
    fn replica(&self, replica: &Replica, table: &Node) -> Expr {
        let stack = table.stack();
        let insights = replica.contributor_insights.or(self.contributor_insights);
        let insights = insights.map_or(Expr::Null, ContributorInsights::to_expr);
        let (read, read_limit) = match &self.billing {
            Billing::OnDemand { max_read_request_units, .. } => {
                let units = replica.max_read_request_units.or(*max_read_request_units);
                (Expr::Null, limit("MaxReadRequestUnits", units))
            }
            Billing::Provisioned { read_capacity, .. } => {
                let capacity = replica.read_capacity.as_ref().unwrap_or(read_capacity);
                (capacity.settings("Read"), Expr::Null)
            }
        };
        let key = replica
            .encryption_key_arn
            .as_ref()
            .map_or(Expr::Null, |arn| Expr::object([("KMSMasterKeyId", arn.expr().clone())]));
        let recovery = replica.point_in_time_recovery.or(self.point_in_time_recovery);
        let class = replica.table_class.or(self.table_class);
        let tags =
            replica.tags.iter().map(|(key, value)| (key.clone().into(), Expr::from(value.clone())));
        let indexes = self.indexes.iter().map(|index| self.replica_index(index, replica));
        let stream = replica
            .kinesis_stream_arn
            .as_ref()
            .map_or(Expr::Null, |arn| Expr::object([("StreamArn", arn.into())]));
        let policy = match replica.resource_policy.is_empty() {
            true => Expr::Null,
            false => {
                let document = replica.resource_policy.to_value(&stack);
                Expr::object([("PolicyDocument", document.into_expr())])
            }
        };
        Expr::object([
            ("ContributorInsightsSpecification", insights),
            (
                "DeletionProtectionEnabled",
                flag(replica.deletion_protection.or(self.deletion_protection)),
            ),
            ("GlobalSecondaryIndexes", list(indexes)),
            ("KinesisStreamSpecification", stream),
            (
                "PointInTimeRecoverySpecification",
                recovery.map_or(Expr::Null, PointInTimeRecovery::to_expr),
            ),
            ("ReadOnDemandThroughputSettings", read_limit),
            ("ReadProvisionedThroughputSettings", read),
            ("Region", Expr::from(replica.region.clone())),
            ("ResourcePolicy", policy),
            ("SSESpecification", key),
            ("TableClass", class.map_or(Expr::Null, TableClass::to_expr)),
            ("Tags", table.tags(tags)),
        ])
    }

    fn replica_index(&self, index: &GlobalSecondaryIndex, replica: &Replica) -> Expr {
        let own = replica.indexes.iter().find(|own| own.index_name == index.index_name);
        let read = match &self.billing {
            Billing::OnDemand { .. } => Expr::Null,
            Billing::Provisioned { read_capacity, .. } => {
                let own = own.and_then(|own| own.read_capacity.as_ref());
                own.or(index.read_capacity.as_ref()).unwrap_or(read_capacity).settings("Read")
            }
        };
        let said = own.and_then(|own| own.contributor_insights).or(index.contributor_insights);
        let said = said.or(self.contributor_insights);
        let insights = said.map_or(Expr::Null, ContributorInsights::to_expr);
        let units = own.and_then(|own| own.max_read_request_units);
        let units = units.or(index.max_read_request_units);
        Expr::object([
            ("ContributorInsightsSpecification", insights),
            ("IndexName", Expr::from(index.index_name.clone())),
            ("ReadOnDemandThroughputSettings", limit("MaxReadRequestUnits", units)),
            ("ReadProvisionedThroughputSettings", read),
        ])
    }
}

grants!(TableV2);
metrics!(TableV2);

impl ResourceWithPolicy for TableV2 {
    fn add_to_resource_policy(&self, statement: PolicyStatement) -> Option<Node> {
        let cfn = self.cfn.as_ref()?;
        statement.check_for_resource(&self.access.node);
        self.settings(|settings| settings.policy.add_statements([statement]));
        self.write_replicas();
        Some(cfn.node().clone())
    }
}

#[track_caller]
fn check_replicas(node: &Node, replicas: &[Replica], key: Option<&Key>) {
    let region = node.stack().region();
    let here = region.literal();
    for (at, replica) in replicas.iter().enumerate() {
        let twice = replicas[..at].iter().any(|other| other.region == replica.region);
        if twice || here == Some(replica.region.as_str()) {
            node.error(
                "dynamodb-replica",
                format!("the table has two replicas in {}", replica.region),
                "name each region once, and not the stack's own",
            );
        }
        if key.is_some() && replica.encryption_key_arn.is_none() {
            node.error(
                "dynamodb-replica-key",
                format!("the replica in {} has no key to encrypt with", replica.region),
                "give it the ARN of a key of that region: `encryption_key_arn`",
            );
        }
    }
    if here.is_none() && !replicas.is_empty() {
        node.error(
            "dynamodb-replica",
            "the table has replicas, and the region of its stack is open",
            "give the stack or stage a region",
        );
    }
}

fn encrypted(node: &Node, encryption: Option<TableEncryption>) -> (Expr, Option<Key>) {
    let managed =
        || Expr::object([("SSEEnabled", Expr::from(true)), ("SSEType", Expr::from("KMS"))]);
    match encryption {
        None => (Expr::Null, None),
        Some(TableEncryption::Default) => (Expr::object([("SSEEnabled", Expr::from(false))]), None),
        Some(TableEncryption::AwsManaged) => (managed(), None),
        Some(TableEncryption::CustomerManaged(key)) => {
            let key =
                key.unwrap_or_else(|| Key::builder(node, "Key").enable_key_rotation(true).build());
            (managed(), Some(key))
        }
    }
}
