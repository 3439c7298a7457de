//! Behaviour of the patterns.

#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

#[path = "patterns/databases.rs"]
mod databases;
#[path = "patterns/fargate.rs"]
mod fargate;
#[path = "patterns/images.rs"]
mod images;
#[path = "patterns/network.rs"]
mod network;
#[path = "patterns/operations.rs"]
mod operations;

use cumulo::prelude::*;
use cumulo::testing::{Template, errors};
use serde_json::Value as Json;

/// An unprotected and a protected stage of one program.
fn stages(program: impl std::ops::Fn(&Stack)) -> (Template, Template) {
    let app = App::new();
    for (name, protected) in [("test", false), ("prod", true)] {
        let stage = Stage::builder(&app, name)
            .account("111111111111")
            .region("us-east-1")
            .protected(protected)
            .stack_tag("app", "shop")
            .build();
        program(&Stack::builder(&stage, "Stack").build());
    }
    (Template::of(&app, "test/Stack"), Template::of(&app, "prod/Stack"))
}

/// What is found in a program for one stage.
fn found(program: impl std::ops::Fn(&Stack)) -> Vec<String> {
    let app = App::new();
    let stage = Stage::builder(&app, "test").account("111111111111").region("us-east-1").build();
    program(&Stack::builder(&stage, "Stack").build());
    errors(&app).into_iter().map(|(id, _)| id).collect()
}

fn count(template: &Template, type_name: &str) -> usize {
    template.resources(type_name).len()
}

fn tag<'a>(body: &'a Json, key: &str) -> &'a Json {
    let tags = body["Properties"]["Tags"].as_array().unwrap();
    &tags.iter().find(|tag| tag["Key"] == key).unwrap()["Value"]
}
