//! A program of 50 stacks with 450 resources each, for the benchmarks: every queue refers to the one before it.

use cumulo_core::{App, CfnType, NoValues, RawResource, Stack, Stage};
use std::process::ExitCode;

fn main() -> ExitCode {
    App::run(|stage: &Stage, _: NoValues| {
        for number in 0..50 {
            let stack = Stack::builder(stage, &format!("Stack{number}")).build();
            let mut before = None;
            for number in 0..450 {
                let mut queue = RawResource::new("AWS::SQS::Queue")
                    .property("DelaySeconds", serde_json::json!(number % 900))
                    .property(
                        "Tags",
                        serde_json::json!([{ "Key": "number", "Value": format!("{number}") }]),
                    );
                if let Some(before) = before {
                    let policy = cumulo_core::Expr::object([
                        ("deadLetterTargetArn", before),
                        ("maxReceiveCount", cumulo_core::Expr::from(3)),
                    ]);
                    queue = queue.property("RedrivePolicy", policy);
                }
                let queue = queue.add_to(&stack, &format!("Queue{number}"));
                before = Some(queue.attribute::<String>("Arn").into_expr());
            }
        }
    })
}
