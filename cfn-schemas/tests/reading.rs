//! Broken and odd texts: a clear finding with its place, quickly, and never a crash.

use std::time::{Duration, Instant};

use cumulo_schemas::{Finding, Template, Validator};

fn refusal(text: &[u8], name: &str) -> Finding {
    let started = Instant::now();
    let findings = Template::parse(text, name).expect_err("the text should be refused");
    assert!(started.elapsed() < Duration::from_secs(2), "{name} took {:?}", started.elapsed());
    findings.into_iter().next().expect("a refusal has a finding")
}

#[test]
fn texts_that_are_no_template_are_refused_with_reason_and_place() {
    for (text, reason, line, column) in [
        (&b""[..], "the template is empty", 1, 1),
        (b" \n\t\n", "the template is empty", 1, 1),
        (b"just text", "a template is an object", 1, 1),
        (b"[1, 2]", "this is a list", 1, 1),
        (b"\"text\"", "this is a string", 1, 1),
        (b"42", "this is a number", 1, 1),
        (b"{\"a\": 1,\n \"b\": }", "expected a value", 2, 7),
        (b"{\"a\": \"x", "this string never ends", 1, 7),
        (b"{\"a\": \"\\ud800\"}", "half of a surrogate pair", 1, 8),
        (b"{\"a\": 01}", "leading zeros", 1, 7),
        (b"{\"a\": 1} x", "the end of the text", 1, 10),
        (b"{\"a\": 1, \"a\": 2}", "\"a\" appears twice", 1, 10),
        (b"a: 1\nb: 2\na: 3\n", "\"a\" appears twice", 3, 1),
        (b"a: 1\n--- \nb: 2\n", "one YAML document", 2, 1),
        (b"a: [1\nb: 2\n", "not well-formed YAML", 2, 2),
        (b"a: *nothing\n", "not well-formed YAML", 1, 4),
        (b"a: &x [*x]\n", "inside the value it names", 1, 8),
        (b"a:\n  b\0c", "NUL byte", 2, 4),
        (b"a: \xff\xfe", "not UTF-8", 1, 4),
        (b"? [a]\n: c\n", "a key must be text", 1, 3),
        (b"<<: 5\n", "`<<` merges an object", 1, 5),
    ] {
        let finding = refusal(text, "template");
        let shown = String::from_utf8_lossy(text);
        assert_eq!(finding.rule, "E0000", "{shown}");
        assert!(finding.message.contains(reason), "{shown}: {}", finding.message);
        assert_eq!((finding.line, finding.column), (line, column), "{shown}: {}", finding.message);
    }
}

#[test]
fn hostile_texts_end_quickly() {
    let deep = |open: &str| open.repeat(100_000);
    for (name, text) in [
        ("a.json", deep("[")),
        ("b.json", deep("{\"a\":")),
        ("c.yaml", deep("[")),
        ("d.yaml", deep("{a: ")),
        ("e.yaml", deep("- ")),
        ("f.yaml", (0..5_000).map(|at| " ".repeat(at % 400) + "a:\n").collect()),
    ] {
        assert_eq!(refusal(text.as_bytes(), name).rule, "E0000", "{name}");
    }
    let mut bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..12 {
        let items = vec![format!("*a{}", level - 1); 10].join(", ");
        bomb += &format!("a{level}: &a{level} [{items}]\n");
    }
    assert!(refusal(bomb.as_bytes(), "bomb.yaml").message.contains("once its aliases are copied"));
    let large = format!("{{\"Description\": \"{}\"}}", "x".repeat(5_000_000));
    assert_eq!(refusal(large.as_bytes(), "large.json").rule, "E1002");
}

#[test]
fn any_cut_of_a_template_is_read_or_refused() {
    let json = r#"{"Resources": {"Q": {"Type": "AWS::SQS::Queue", "Properties": {"DelaySeconds": 1.5e1, "Tags": [{"Key": "é\u00e9\n", "Value": {"Fn::Sub": "${AWS::Region}"}}]}}}}"#;
    let yaml = "Resources:\n  Q: &q\n    Type: AWS::SQS::Queue\n    Properties:\n      QueueName: !Sub '${AWS::StackName}é'\n      Tags: [{Key: a, Value: !GetAtt Q.Arn}]\n  R: *q\n";
    let validator = Validator::new();
    for (text, name) in [(json, "cut.json"), (yaml, "cut.yaml")] {
        for end in 0..=text.len() {
            if let Ok(template) = Template::parse(&text.as_bytes()[..end], name) {
                validator.check(&template);
            }
        }
    }
}

#[test]
fn positions_count_characters_and_survive_a_byte_order_mark() {
    let text = "\u{feff}Resources:\n  Q: {Type: AWS::SQS::Queue, Properties: {QueueName: 'é', \"Ö\": 1}}\n";
    let template = Template::parse(text.as_bytes(), "t.yaml").unwrap();
    let findings = Validator::new().check(&template);
    let finding = findings.iter().find(|finding| finding.rule == "E3002").unwrap();
    assert_eq!((finding.line, finding.column), (2, 59));
    assert_eq!(finding.resource.as_deref(), Some("Q"));
    assert_eq!(finding.resource_type.as_deref(), Some("AWS::SQS::Queue"));
}

#[test]
fn json_and_yaml_of_one_template_give_the_same_findings() {
    let json = r#"{"Resources": {"Q": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": {"Fn::GetAtt": ["Q", "Nothing"]}, "Tags": {"Fn::If": ["C", [{"Key": "a"}], {"Ref": "AWS::NoValue"}]}}}}}"#;
    let yaml = "Resources:\n  Q:\n    Type: AWS::SQS::Queue\n    Properties:\n      QueueName: !GetAtt Q.Nothing\n      Tags: !If [C, [{Key: a}], !Ref 'AWS::NoValue']\n";
    let found = |text: &str| {
        let template = Template::parse(text.as_bytes(), "template").unwrap();
        let mut found: Vec<String> = Validator::new()
            .check(&template)
            .iter()
            .map(|finding| format!("{} {} {}", finding.rule, finding.pointer(), finding.message))
            .collect();
        found.sort();
        found
    };
    assert_eq!(found(json), found(yaml));
    assert!(found(json).len() >= 3, "{:?}", found(json));
}

#[test]
fn deep_nesting_that_is_allowed_is_checked() {
    let nest = |open: &str, close: &str, levels: usize| {
        format!("{}\"x\"{}", open.repeat(levels), close.repeat(levels))
    };
    // A recursive schema, functions in each other, and a free-form property.
    let statement = nest(r#"{"NotStatement": {"Statement": "#, "}}", 60);
    let functions = nest(r#"{"Fn::If": ["C", "#, r#", "y"]}"#, 60);
    let free = nest(r#"{"a": ["#, "]}", 60);
    let text = format!(
        r#"{{"Conditions": {{"C": {{"Fn::Equals": ["a", "b"]}}}}, "Resources": {{
            "W": {{"Type": "AWS::WAFv2::RuleGroup", "Properties": {{"Rules": [{{"Statement": {statement}}}]}}}},
            "Q": {{"Type": "AWS::SQS::Queue", "Properties": {{"QueueName": {functions}}}, "Metadata": {free}}}}}}}"#
    );
    let template = Template::parse(text.as_bytes(), "deep.json").unwrap();
    let started = Instant::now();
    let findings = Validator::new().check(&template);
    assert!(
        findings.iter().any(|finding| finding.path.len() > 120),
        "the innermost value is checked"
    );
    assert!(started.elapsed() < Duration::from_secs(5), "took {:?}", started.elapsed());
}

#[test]
fn nested_alternatives_do_not_multiply_the_work() {
    let schema = br##"{"typeName": "Acme::A::B", "additionalProperties": false, "properties": {"N": {"$ref": "#/definitions/N"}},
        "definitions": {"N": {"type": "object", "oneOf": [
            {"type": "object", "additionalProperties": false, "required": ["A"], "properties": {"A": {"$ref": "#/definitions/N"}}},
            {"type": "object", "additionalProperties": false, "required": ["B"], "properties": {"B": {"$ref": "#/definitions/N"}}},
            {"type": "object", "additionalProperties": false, "required": ["V"], "properties": {"V": {"type": "integer"}}}]}}}"##;
    let validator = Validator::new().with_type("Acme::A::B", schema).unwrap();
    let nested = format!("{}{{\"V\": \"no\"}}{}", "{\"A\": ".repeat(100), "}".repeat(100));
    let text = format!(
        r#"{{"Resources": {{"R": {{"Type": "Acme::A::B", "Properties": {{"N": {nested}}}}}}}}}"#
    );
    let started = Instant::now();
    let findings = validator.check(&Template::parse(text.as_bytes(), "t.json").unwrap());
    assert!(started.elapsed() < Duration::from_secs(5), "took {:?}", started.elapsed());
    let found: Vec<_> = findings.iter().map(|finding| (finding.rule, finding.path.len())).collect();
    assert_eq!(found, [("E3012", 105)], "the innermost value is the wrong one");
}
