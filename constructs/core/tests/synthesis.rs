//! What templates look like: references within and across stacks, tags, policies, escape hatches.

use cumulo_core::{
    App, Aws, CfnType, Condition, Construct, Fn, IncludedTemplate, Mapping, MissingRemovalPolicies,
    Output, Parameter, ParameterType, RawResource, RemovalPolicies, RemovalPolicy, Resource,
    Secret, Stack, Stage, Tags, Value, text,
};
use serde_json::{Value as Json, json};

#[track_caller]
fn queue(scope: &dyn Construct, id: &str) -> Resource<RawResource> {
    RawResource::new("AWS::SQS::Queue").add_to(scope, id)
}

fn arn(queue: &Resource<RawResource>) -> Value<String> {
    queue.attribute("Arn")
}

fn template(app: &App, path: &str) -> Json {
    match app.synth() {
        Ok(synthesis) => synthesis.template(path).expect("the stack exists"),
        Err(findings) => panic!("{findings:#?}"),
    }
}

fn only_error(app: &App) -> (String, String) {
    let findings = app.synth().expect_err("synthesis fails");
    assert_eq!(findings.len(), 1, "{findings:#?}");
    (findings[0].id.clone(), findings[0].message.clone())
}

#[test]
fn a_weak_reference_reads_an_output_that_nobody_wrote() {
    let app = App::new();
    let producer = Stack::builder(&app, "Producer").build();
    let consumer = Stack::builder(&app, "Consumer").build();
    let shared = queue(&producer, "T");
    Output::new(&consumer, "Url", arn(&shared));
    let synthesis = app.synth().unwrap();
    let output = "PublishOutputFnGetAttTArn4E701FAD";
    assert_eq!(
        synthesis.template("Producer").unwrap()["Outputs"],
        json!({ output: { "Value": { "Fn::GetAtt": ["T", "Arn"] } } })
    );
    assert_eq!(
        synthesis.template("Consumer").unwrap()["Outputs"]["Url"]["Value"],
        json!({ "Fn::GetStackOutput": {
            "StackName": "Producer", "Region": { "Ref": "AWS::Region" }, "OutputName": output
        } })
    );
    let stacks: Vec<_> = synthesis.stacks().collect();
    assert_eq!(stacks[1].dependencies, ["Producer"]);
}

#[test]
fn a_strong_reference_exports_and_imports() {
    let app = App::new();
    let producer = Stack::builder(&app, "Producer").build();
    let consumer = Stack::builder(&app, "Consumer").build();
    Output::new(&consumer, "Url", arn(&queue(&producer, "T")).strong());
    let exported = template(&app, "Producer")["Outputs"].as_object().unwrap().clone();
    let (name, output) = exported.iter().next().unwrap();
    assert!(name.starts_with("ExportsOutputFnGetAttTArn"), "{name}");
    let export = output["Export"]["Name"].clone();
    assert_eq!(export, json!(format!("Producer:{name}")));
    let imported = template(&app, "Consumer")["Outputs"]["Url"]["Value"].clone();
    assert_eq!(imported, json!({ "Fn::ImportValue": export }));
}

#[test]
fn lists_cross_stacks_as_text() {
    let app = App::new();
    let producer = Stack::builder(&app, "A").build();
    let consumer = Stack::builder(&app, "B").build();
    let vpc = RawResource::new("AWS::EC2::VPC").add_to(&producer, "V");
    let blocks: Value<Vec<String>> = vpc.attribute("CidrBlockAssociations");
    Output::new(&consumer, "L", Fn::join(",", blocks));
    let output = "PublishOutputFnGetAttVCidrBlockAssociations181756B2";
    assert_eq!(
        template(&app, "A")["Outputs"][output]["Value"],
        json!({ "Fn::Join": ["||", { "Fn::GetAtt": ["V", "CidrBlockAssociations"] }] })
    );
    let read = &template(&app, "B")["Outputs"]["L"]["Value"]["Fn::Join"][1]["Fn::Split"];
    assert_eq!(read[0], "||");
    assert_eq!(read[1]["Fn::GetStackOutput"]["OutputName"], output);
}

#[test]
fn references_reach_across_regions_and_with_a_role_across_accounts() {
    let app = App::new();
    let a = Stack::builder(&app, "A").account("111111111111").region("us-east-1");
    let a = a.output_reader_role("arn:aws:iam::111111111111:role/reader").build();
    let near = Stack::builder(&app, "B").account("111111111111").region("eu-west-1").build();
    let far = Stack::builder(&app, "C").account("222222222222").region("us-east-1").build();
    let shared = queue(&a, "T");
    Output::new(&near, "O", arn(&shared));
    Output::new(&far, "O", arn(&shared));
    let read = |path| template(&app, path)["Outputs"]["O"]["Value"]["Fn::GetStackOutput"].clone();
    assert_eq!(read("B")["Region"], "us-east-1");
    assert_eq!(read("B")["RoleArn"], Json::Null);
    assert_eq!(read("C")["RoleArn"], "arn:aws:iam::111111111111:role/reader");
}

#[test]
fn another_account_without_a_role_is_an_error() {
    let app = App::new();
    let a = Stack::builder(&app, "A").account("111111111111").build();
    let b = Stack::builder(&app, "B").account("222222222222").build();
    Output::new(&b, "O", arn(&queue(&a, "T")));
    assert_eq!(only_error(&app).0, "cross-account-reference");
}

#[test]
fn a_strong_reference_into_another_region_is_an_error() {
    let app = App::new();
    let a = Stack::builder(&app, "A").region("us-east-1").build();
    let b = Stack::builder(&app, "B").region("eu-west-1").build();
    Output::new(&b, "O", arn(&queue(&a, "T")).strong());
    assert_eq!(only_error(&app).0, "strong-reference");
}

#[test]
fn stacks_that_need_each_other_are_told_with_both_ends() {
    let app = App::new();
    let a = Stack::builder(&app, "A").build();
    let b = Stack::builder(&app, "B").build();
    let (x, y) = (queue(&a, "X"), queue(&b, "Y"));
    Output::new(&a, "FromB", arn(&y));
    Output::new(&b, "FromA", arn(&x));
    let findings = app.synth().unwrap_err();
    assert_eq!(findings.len(), 1);
    assert_eq!(findings[0].id, "stack-cycle");
    assert_eq!(
        findings[0].message,
        "stacks `A` and `B` need each other, so none can be deployed first"
    );
    let ends: Vec<&str> = findings[0].related.iter().map(|end| end.message.as_str()).collect();
    assert_eq!(
        ends,
        [
            "`A/FromB` needs `B/Y`",
            "`B/Y` is made here",
            "`B/FromA` needs `A/X`",
            "`A/X` is made here"
        ]
    );
    assert!(findings[0].related.iter().all(|end| end.source.file.ends_with("synthesis.rs")));
}

#[test]
fn nested_stacks_hand_values_in_and_out() {
    let app = App::new();
    let a = Stack::builder(&app, "A").build();
    let c = Stack::builder(&app, "C").build();
    let t = queue(&a, "T");
    let n = Stack::nested(&a, "N");
    Output::new(&n, "P", arn(&t));
    let nq = queue(&n, "NQ");
    Output::new(&a, "FromN", arn(&nq));
    Output::new(&c, "CN", arn(&nq));
    let synthesis = app.synth().unwrap();
    let outer = synthesis.template("A").unwrap();
    let holder = &outer["Resources"]["NNestedStackNNestedStackResource25BF0ED8"];
    assert_eq!(
        holder["Properties"]["Parameters"],
        json!({ "referencetoAT3580A9DCArn": { "Fn::GetAtt": ["T", "Arn"] } })
    );
    let from_n = json!({ "Fn::GetAtt": ["NNestedStackNNestedStackResource25BF0ED8", "Outputs.ANNQD469DC91Arn"] });
    assert_eq!(outer["Outputs"]["FromN"]["Value"], from_n);
    let published = "PublishOutputFnGetAttNNestedStackNNestedStackResource25BF0ED8OutputsANNQD469DC91ArnB2015C60";
    assert_eq!(outer["Outputs"][published]["Value"], from_n);
    let stack = synthesis.stacks().next().unwrap();
    let (_, file, inner) = &stack.nested[0];
    assert_eq!(holder["Properties"]["TemplateURL"], json!(file));
    let inner: Json = serde_json::from_str(inner).unwrap();
    assert_eq!(
        inner,
        json!({
            "Parameters": { "referencetoAT3580A9DCArn": { "Type": "String" } },
            "Resources": { "NQ": { "Type": "AWS::SQS::Queue" } },
            "Outputs": {
                "P": { "Value": { "Ref": "referencetoAT3580A9DCArn" } },
                "ANNQD469DC91Arn": { "Value": { "Fn::GetAtt": ["NQ", "Arn"] } }
            }
        })
    );
}

#[test]
fn stages_keep_to_themselves() {
    let app = App::new();
    let test = Stage::builder(&app, "test").account("111111111111").region("eu-west-2").build();
    let prod = Stage::builder(&app, "prod").protected(true).build();
    let data = Stack::builder(&test, "Data").build();
    let api = Stack::builder(&prod, "Api").build();
    queue(&api, "Own");
    assert_eq!(data.region().literal(), Some("eu-west-2"));
    let synthesis = app.synth().unwrap();
    let names: Vec<&str> = synthesis.stacks().map(|stack| stack.name.as_str()).collect();
    assert_eq!(names, ["test-Data", "prod-Api"]);
    let protection: Vec<_> = synthesis.stacks().map(|stack| stack.termination_protection).collect();
    assert_eq!(protection, [Some(false), Some(true)]);
    Output::new(&api, "Foreign", arn(&queue(&data, "Jobs")));
    assert_eq!(only_error(&app).0, "reference-across-stages");
}

#[test]
fn dependencies_between_constructs_reach_every_resource_in_them() {
    let app = App::new();
    let stack = Stack::builder(&app, "S").build();
    let group = stack.node().child("Group");
    queue(&group, "A");
    queue(&group, "B");
    let c = queue(&stack, "C");
    c.depends_on(&group);
    let resources = template(&app, "S")["Resources"].clone();
    let ids: Vec<&String> = resources.as_object().unwrap().keys().collect();
    let expected: Vec<&String> = ids.into_iter().filter(|id| id.starts_with("Group")).collect();
    assert_eq!(expected.len(), 2);
    assert_eq!(resources["C"]["DependsOn"], json!(expected));
}

#[test]
fn dependencies_between_stacks_become_their_order() {
    let app = App::new();
    let a = Stack::builder(&app, "A").build();
    let b = Stack::builder(&app, "B").build();
    let (x, y) = (queue(&a, "X"), queue(&b, "Y"));
    y.depends_on(&x);
    assert_eq!(template(&app, "B")["Resources"]["Y"]["DependsOn"], Json::Null);
    let synthesis = app.synth().unwrap();
    assert_eq!(synthesis.stacks().nth(1).unwrap().dependencies, ["A"]);
}

#[test]
fn policies_of_a_scope_yield_to_the_resources_own() {
    let app = App::new();
    let stack = Stack::builder(&app, "S").build();
    queue(&stack, "A").default_removal_policy(RemovalPolicy::Destroy);
    queue(&stack, "B").apply_removal_policy(RemovalPolicy::Snapshot);
    let deletion =
        |app: &App, id: &str| template(app, "S")["Resources"][id]["DeletionPolicy"].clone();
    assert_eq!(deletion(&app, "A"), "Delete");
    MissingRemovalPolicies::of(&stack).retain_on_update_or_delete();
    assert_eq!(deletion(&app, "A"), "RetainExceptOnCreate");
    assert_eq!(template(&app, "S")["Resources"]["A"]["UpdateReplacePolicy"], "Retain");
    assert_eq!(deletion(&app, "B"), "Snapshot");
}

#[test]
fn policies_for_all_win_over_the_resources_own() {
    let app = App::new();
    let stack = Stack::builder(&app, "S").build();
    queue(&stack, "A").apply_removal_policy(RemovalPolicy::Destroy);
    let inner = stack.node().child("Inner");
    queue(&inner, "B").apply_removal_policy(RemovalPolicy::Destroy);
    RemovalPolicies::of(&stack).exclude(["AWS::S3::Bucket"]).retain();
    RemovalPolicies::of(&inner).include(["AWS::S3::Bucket"]).snapshot();
    let resources = template(&app, "S")["Resources"].clone();
    let policies = resources.as_object().unwrap().values().map(|body| &body["DeletionPolicy"]);
    assert_eq!(policies.collect::<Vec<_>>(), ["Retain", "Retain"]);
}

#[test]
fn a_nested_stack_keeps_the_parameters_it_was_given() {
    let app = App::new();
    let stack = Stack::builder(&app, "S").build();
    let jobs = queue(&stack, "Jobs");
    let nested = Stack::nested(&stack, "Nested");
    Parameter::builder(&nested, "Size").build();
    queue(&nested, "Q").set_raw("/Properties/QueueName", jobs.reference().into_expr());
    let resource = nested.nested_resource().unwrap();
    let given = json!({"Size": "small"});
    resource.edit(|resource| resource.property("Parameters", given));
    resource.apply_removal_policy(RemovalPolicy::Retain);
    let resources = template(&app, "S")["Resources"].clone();
    let body = resources
        .as_object()
        .unwrap()
        .values()
        .find(|body| body["Properties"]["Parameters"].is_object());
    let body = body.unwrap();
    assert_eq!(body["Properties"]["Parameters"]["Size"], "small");
    assert_eq!(body["Properties"]["Parameters"].as_object().unwrap().len(), 2);
    assert_eq!(body["DeletionPolicy"], "Retain");
}

#[test]
fn a_value_goes_from_one_nested_stack_into_another() {
    let app = App::new();
    let stack = Stack::builder(&app, "S").build();
    let from = Stack::nested(&stack, "From");
    let into = Stack::nested(&stack, "Into");
    let jobs = queue(&from, "Jobs");
    queue(&into, "Q").set_raw("/Properties/QueueName", jobs.reference().into_expr());
    let resources = template(&app, "S")["Resources"].clone();
    let id = |start| resources.as_object().unwrap().keys().find(|id| id.starts_with(start));
    let (from, into) = (id("From").unwrap(), id("Into").unwrap());
    let parameters = &resources[into]["Properties"]["Parameters"];
    let (name, value) = parameters.as_object().unwrap().iter().next().unwrap();
    assert!(name.starts_with("referencetoSFromNestedStackFromNestedStackResource"), "{name}");
    assert_eq!(value["Fn::GetAtt"][0], json!(from));
}

#[test]
fn a_nested_stack_reads_outputs_of_other_stacks_itself() {
    let app = App::new();
    let producer = Stack::builder(&app, "A").build();
    let jobs = queue(&producer, "Jobs");
    let stack = Stack::builder(&app, "S").build();
    let nested = Stack::nested(&stack, "Nested");
    queue(&nested, "Q").set_raw("/Properties/QueueName", jobs.reference().into_expr());
    let synthesis = app.synth().unwrap();
    let consumer = synthesis.stacks().nth(1).unwrap();
    assert_eq!(consumer.dependencies, ["A"]);
    let (_, _, inner) = &consumer.nested[0];
    assert!(inner.contains("Fn::GetStackOutput"));
    assert!(!consumer.template.contains("Parameters"));
}

#[test]
fn the_default_of_a_number_is_a_number() {
    let app = App::new();
    let stack = Stack::builder(&app, "S").build();
    queue(&stack, "Q");
    Parameter::builder(&stack, "N").parameter_type(ParameterType::Number).default("3").build();
    Parameter::builder(&stack, "T").default("3").build();
    let parameters = template(&app, "S")["Parameters"].clone();
    assert_eq!(parameters["N"]["Default"], 3);
    assert_eq!(parameters["T"]["Default"], "3");
}

#[test]
fn conditions_mappings_and_parameters_find_their_sections() {
    let app = App::new();
    let stack = Stack::builder(&app, "S").build();
    let env =
        Parameter::builder(&stack, "Env").allowed_values(["test", "prod"]).default("test").build();
    let prod = Condition::new(&stack, "IsProd", Fn::equals(env.value(), "prod"));
    let sizes = Mapping::new(&stack, "Sizes", [("us-east-1", [("count", "2")])]);
    let jobs = queue(&stack, "Q");
    jobs.condition(&prod);
    jobs.set_raw("/Properties/DelaySeconds", Fn::if_::<i64>(&prod, 0, 10).into_expr());
    jobs.set_raw("/Properties/QueueName", Fn::join("-", [env.value(), text!("jobs")]).into_expr());
    jobs.set_raw("/Properties/N", Fn::find_in_map(&sizes, Aws::region(), "count").into_expr());
    Output::new(&stack, "Url", jobs.reference()).export_name("jobs-url").condition(&prod);
    assert_eq!(
        template(&app, "S"),
        json!({
            "Parameters": { "Env": { "Type": "String", "AllowedValues": ["test", "prod"], "Default": "test" } },
            "Mappings": { "Sizes": { "us-east-1": { "count": "2" } } },
            "Conditions": { "IsProd": { "Fn::Equals": [{ "Ref": "Env" }, "prod"] } },
            "Resources": { "Q": {
                "Type": "AWS::SQS::Queue",
                "Condition": "IsProd",
                "Properties": {
                    "DelaySeconds": { "Fn::If": ["IsProd", 0, 10] },
                    "QueueName": { "Fn::Join": ["-", [{ "Ref": "Env" }, "jobs"]] },
                    "N": { "Fn::FindInMap": ["Sizes", { "Ref": "AWS::Region" }, "count"] }
                }
            } },
            "Outputs": { "Url": {
                "Value": { "Ref": "Q" }, "Export": { "Name": "jobs-url" }, "Condition": "IsProd"
            } }
        })
    );
}

#[test]
fn texts_are_joined_in_their_shortest_form() {
    let app = App::new();
    let stack = Stack::builder(&app, "S").build();
    let q = queue(&stack, "Q");
    let inner = text!("{}/b", q.reference());
    Output::new(&stack, "Nested", text!("a/{}/{}", inner, 7));
    Output::new(&stack, "Single", text!("{}", q.reference()));
    Output::new(&stack, "Literal", text!("{}-{}", "a", 1));
    let outputs = template(&app, "S")["Outputs"].clone();
    assert_eq!(
        outputs["Nested"]["Value"],
        json!({ "Fn::Join": ["", ["a/", { "Ref": "Q" }, "/b/7"]] })
    );
    assert_eq!(outputs["Single"]["Value"], json!({ "Ref": "Q" }));
    assert_eq!(outputs["Literal"]["Value"], "a-1");
}

#[test]
fn every_function_is_written_as_cloudformation_reads_it() {
    let app = App::new();
    let stack = Stack::builder(&app, "S").build();
    queue(&stack, "Q");
    let yes = || Fn::equals("a", "a");
    let condition = Condition::new(&stack, "C", Fn::and([Fn::or([yes(), yes()]), Fn::not(yes())]));
    Condition::new(&stack, "D", Fn::not(condition.value()));
    let azs = Fn::get_azs(None);
    let cases: Vec<(&str, Value<String>, Json)> = vec![
        ("Base64", Fn::base64("x"), json!({ "Fn::Base64": "x" })),
        (
            "Cidr",
            Fn::select(1, Fn::cidr("10.0.0.0/16", 4, 8)),
            json!({ "Fn::Select": [1, { "Fn::Cidr": ["10.0.0.0/16", 4, "8"] }] }),
        ),
        ("Azs", Fn::select(0, azs.clone()), json!({ "Fn::Select": [0, { "Fn::GetAZs": "" }] })),
        (
            "Sub",
            Fn::sub("${A}-${AWS::Region}", [("A", text!("x"))]),
            json!({ "Fn::Sub": ["${A}-${AWS::Region}", { "A": "x" }] }),
        ),
        ("Import", Fn::import_value("x"), json!({ "Fn::ImportValue": "x" })),
        (
            "Output",
            Fn::get_stack_output("a", "b", None, None),
            json!({ "Fn::GetStackOutput": { "StackName": "a", "OutputName": "b" } }),
        ),
        (
            "Split",
            Fn::select(0, Fn::split(",", Aws::stack_id())),
            json!({ "Fn::Select": [0, { "Fn::Split": [",", { "Ref": "AWS::StackId" }] }] }),
        ),
        ("Text", Fn::to_json_string(json!({ "a": 1 })), json!({ "Fn::ToJsonString": { "a": 1 } })),
        ("Length", Fn::length(azs).cast(), json!({ "Fn::Length": { "Fn::GetAZs": "" } })),
        (
            "Transform",
            Fn::transform("M", []).cast(),
            json!({ "Fn::Transform": { "Name": "M", "Parameters": {} } }),
        ),
    ];
    for (id, value, _) in &cases {
        Output::new(&stack, id, value);
    }
    let template = template(&app, "S");
    for (id, _, expected) in &cases {
        assert_eq!(template["Outputs"][id]["Value"], *expected);
    }
    assert_eq!(template["Transform"], "AWS::LanguageExtensions");
    assert_eq!(template["Conditions"]["D"], json!({ "Fn::Not": [{ "Condition": "C" }] }));
}

#[test]
fn secrets_are_references_and_never_text() {
    let app = App::new();
    let stack = Stack::builder(&app, "S").build();
    let password = Secret::from(Secret::secrets_manager("db").json_key("password"));
    Output::new(&stack, "P", &password);
    Output::new(&stack, "S", Secret::ssm_secure("/db/password", Some(3)));
    Output::new(&stack, "V", Value::from_ssm("/app/flag", None));
    queue(&stack, "Q");
    let outputs = template(&app, "S")["Outputs"].clone();
    assert_eq!(outputs["P"]["Value"], "{{resolve:secretsmanager:db:SecretString:password::}}");
    assert_eq!(outputs["S"]["Value"], "{{resolve:ssm-secure:/db/password:3}}");
    assert_eq!(outputs["V"]["Value"], "{{resolve:ssm:/app/flag}}");
    assert!(!format!("{:?}", Secret::unsafe_plain_text("hunter2")).contains("hunter2"));
    Output::new(&stack, "Plain", Secret::unsafe_plain_text("hunter2"));
    let (id, message) = only_error(&app);
    assert_eq!(id, "secret-in-template");
    assert!(!message.contains("hunter2"));
}

#[test]
fn duplicate_ids_name_both_lines_and_the_program_goes_on() {
    let app = App::new();
    let stack = Stack::builder(&app, "S").build();
    let (first, second) = (queue(&stack, "Q"), queue(&stack, "Q"));
    let findings = app.synth().unwrap_err();
    assert_eq!(findings[0].id, "duplicate-id");
    assert_eq!(findings[0].message, "`S` holds a construct with the id `Q` already");
    assert_eq!(findings[0].related[0].source, first.node().source());
    assert_eq!(findings[0].source, second.node().source());
}

#[test]
fn raw_changes_come_last_and_must_fit() {
    let app = App::new();
    let stack = Stack::builder(&app, "S").build();
    let q = queue(&stack, "Q");
    q.set_raw("/Properties/Tags", json!([{ "Key": "a", "Value": "b" }]));
    q.set_raw("/Properties/Tags/-", json!({ "Key": "c", "Value": "d" }));
    q.set_raw("/Properties/Tags/0/Value", json!("z"));
    q.set_raw("/Metadata/Deep/Er", json!(1));
    q.remove_raw("/Properties/Missing/Part");
    q.override_logical_id("Renamed");
    let body = template(&app, "S")["Resources"]["Renamed"].clone();
    assert_eq!(
        body["Properties"]["Tags"],
        json!([{ "Key": "a", "Value": "z" }, { "Key": "c", "Value": "d" }])
    );
    assert_eq!(body["Metadata"], json!({ "Deep": { "Er": 1 } }));
    q.set_raw("/Properties/Tags/9/Value", json!("no"));
    let (id, message) = only_error(&app);
    assert_eq!(id, "raw-pointer");
    assert!(message.ends_with("the list has 2 items and no `9`"), "{message}");
}

#[test]
fn an_included_template_keeps_its_logical_ids() {
    let app = App::new();
    let stack = Stack::builder(&app, "Old").build();
    let written = json!({
        "Transform": "AWS::LanguageExtensions",
        "Parameters": { "Env": { "Type": "String" } },
        "Resources": {
            "Jobs": { "Type": "AWS::SQS::Queue", "Properties": { "QueueName": { "Ref": "Env" } }, "DependsOn": "Other" },
            "Other": { "Type": "AWS::SQS::Queue" }
        },
        "Outputs": { "Url": { "Value": { "Ref": "Jobs" } } }
    });
    let old = IncludedTemplate::new(&stack, "Template", written.clone());
    assert_eq!(template(&app, "Old"), written);
    old.raw_resource("Jobs").unwrap().set_raw("/Properties/DelaySeconds", json!(5));
    assert_eq!(template(&app, "Old")["Resources"]["Jobs"]["Properties"]["DelaySeconds"], 5);
    assert!(old.raw_resource("Nothing").is_none());
}

#[test]
fn tags_reach_what_can_be_tagged_and_the_nearest_wins() {
    struct Tagged(cumulo_core::Properties);
    impl CfnType for Tagged {
        const TYPE_NAME: &'static str = "AWS::SQS::Queue";
        const TAGGING: cumulo_core::Tagging = cumulo_core::Tagging::List { property: "Tags" };
        type Attributes = cumulo_core::Node;
        fn from_properties(properties: cumulo_core::Properties) -> Self {
            Self(properties)
        }
        fn into_properties(self) -> cumulo_core::Properties {
            self.0
        }
    }
    let app = App::new();
    let stack = Stack::builder(&app, "S").build();
    let scope = stack.node().child("Scope");
    Tagged(cumulo_core::Properties::new()).add_to(&scope, "Default");
    RawResource::new("AWS::New::Untaggable").add_to(&scope, "Plain");
    Tags::of(&stack).add("team", "platform");
    Tags::of(&stack).add("Stage", "test");
    Tags::of(&stack).include(["AWS::S3::Bucket"]).add("buckets", "only");
    Tags::of(&scope).add("team", "shop");
    let resources = template(&app, "S")["Resources"].clone();
    assert_eq!(
        resources["Scope"]["Properties"]["Tags"],
        json!([{ "Key": "Stage", "Value": "test" }, { "Key": "team", "Value": "shop" }])
    );
    let untaggable =
        resources.as_object().unwrap().values().find(|body| body["Type"] == "AWS::New::Untaggable");
    assert!(untaggable.unwrap().get("Properties").is_none());
    Tags::of(&scope).remove("team");
    let tags = template(&app, "S")["Resources"]["Scope"]["Properties"]["Tags"].clone();
    assert_eq!(tags, json!([{ "Key": "Stage", "Value": "test" }]));
}

#[test]
fn property_defaults_reach_resources_made_later_and_never_overwrite() {
    let app = App::new();
    let stack = Stack::builder(&app, "S").build();
    stack.node().default_property("AWS::SQS::Queue", "DelaySeconds", 5);
    queue(&stack, "A");
    RawResource::new("AWS::SQS::Queue").property("DelaySeconds", json!(9)).add_to(&stack, "B");
    let resources = template(&app, "S")["Resources"].clone();
    assert_eq!(resources["A"]["Properties"]["DelaySeconds"], 5);
    assert_eq!(resources["B"]["Properties"]["DelaySeconds"], 9);
}

#[test]
fn synthesis_changes_nothing_and_repeats_itself() {
    let app = App::new();
    let a = Stack::builder(&app, "A").build();
    let b = Stack::builder(&app, "B").build();
    Output::new(&b, "O", arn(&queue(&a, "T")));
    assert_eq!(template(&app, "A"), template(&app, "A"));
    assert_eq!(template(&app, "B"), template(&app, "B"));
}

#[test]
fn a_resource_outside_every_stack_is_an_error() {
    let app = App::new();
    Stack::builder(&app, "S").build();
    let lost = queue(&app, "Lost");
    lost.node().stack();
    assert_eq!(only_error(&app).0, "no-stack");
}
