//! The page `docs/port-table.md`.

use crate::facts::Facts;
use crate::table::{Module, Port};
use std::fmt::Write;

const INTRODUCTION: &str = "\
# From the AWS CDK's names to cumulo's

A test writes this page (`constructs/aws/tests/port_table`): it compiles every path and method of cumulo below, and looks that every class
and enum which aws-cdk-lib 2.276.0 exports from these modules stands here once.

How to read it:

- Paths begin at the crate: `s3::Bucket` is `cumulo::s3::Bucket`.
- *Of both* lists methods and attributes by cumulo's name, which is the AWS CDK's in snake case: `grantReadWrite` is `grant_read_write`.
  What is not listed may be an option of the builder, have another name (then the note tells), or not exist.
- Interfaces of properties (`BucketProps`) are not listed: each property is a method of the builder,
  `Bucket::builder(&scope, \"Id\").versioned(true).build()`.
- Interfaces of constructs (`IBucket`) are not listed either: what was imported has the same type as what was made, `s3::Bucket`.
- `CfnBucket` and all other L1 classes are `cumulo::cfn::s3::CfnBucket`, for every resource type.
- *Not yet* means: no L2 here. Use the L1, or an option of the L1 by `construct.cfn().edit(…)`.
- [Coming from the AWS CDK](coming-from-the-aws-cdk.md) explains what lies behind the names.
";

/// What to say of modules that have no section.
const OTHER_MODULES: [(&str, &str); 7] = [
    ("assertions", "`cumulo::testing::Template` validates a stack's template and gives its JSON"),
    ("aws-eks", "see [aws-eks-v2](#aws-eks-v2)"),
    ("aws-ecr-assets", "images are built and pushed by your pipeline"),
    ("cloud-assembly-schema", "`cumulo-core` reads and writes the same format"),
    ("cloudformation-include", "`cumulo::IncludedTemplate`"),
    ("custom-resources", "no function of Lambda is made behind your back"),
    ("pipelines", "a workflow of yours calls `cumulo deploy`"),
];

/// The whole page.
pub fn render(modules: &[Module], facts: &Facts) -> String {
    let mut page = INTRODUCTION.to_owned();
    summary(&mut page, modules, facts);
    for module in modules {
        section(&mut page, module, facts);
    }
    own(&mut page);
    other_modules(&mut page, modules, facts);
    page
}

fn summary(page: &mut String, modules: &[Module], facts: &Facts) {
    page.push_str(
        "\n| module | constructs | not yet | other classes and enums | not yet | none, with a reason |\n\
         | --- | ---: | ---: | ---: | ---: | ---: |\n",
    );
    let mut sum = [0; 5];
    for module in modules {
        let is_construct = |name: &str| facts.is_construct(module.name, name);
        let ported = module.ported.iter().filter(|port| is_construct(port.name)).count();
        let missing = module.not_yet.iter().filter(|name| is_construct(name)).count();
        let counts = [
            ported,
            missing,
            module.ported.len() - ported,
            module.not_yet.len() - missing,
            module.elsewhere.iter().map(|(_, names)| names.len()).sum(),
        ];
        let name = module.name;
        _ = writeln!(
            page,
            "| [{name}](#{name}) | {} |",
            counts.map(|count| count.to_string()).join(" | ")
        );
        for (sum, count) in sum.iter_mut().zip(counts) {
            *sum += count;
        }
    }
    _ = writeln!(page, "| **all** | {} |", sum.map(|sum| format!("**{sum}**")).join(" | "));
}

fn section(page: &mut String, module: &Module, facts: &Facts) {
    _ = writeln!(page, "\n## {}", module.name);
    let (constructs, others): (Vec<&Port>, Vec<&Port>) =
        module.ported.iter().partition(|port| facts.is_construct(module.name, port.name));
    let (plain, others): (Vec<&Port>, Vec<&Port>) =
        others.iter().partition(|port| module.is_plain(port));
    table(page, "Construct", &constructs);
    table(page, "Class or enum", &others);
    if !plain.is_empty() {
        let names: Vec<&str> = plain.iter().map(|port| port.name).collect();
        let folder = if module.folder.is_empty() {
            "the crate's root"
        } else {
            &format!("`{}`", module.folder)
        };
        _ = writeln!(page, "\nBy the same name in {folder}: {}.", code(&names));
    }
    for (reason, names) in &module.elsewhere {
        _ = writeln!(page, "\nNone, since {reason}: {}.", code(names));
    }
    if !module.not_yet.is_empty() {
        let (constructs, others): (Vec<&str>, Vec<&str>) =
            module.not_yet.iter().partition(|name| facts.is_construct(module.name, name));
        for (what, names) in [("constructs", constructs), ("other classes and enums", others)] {
            if !names.is_empty() {
                _ = writeln!(page, "\nNot yet, {what}: {}.", code(&names));
            }
        }
    }
}

fn table(page: &mut String, title: &str, ports: &[&Port]) {
    if ports.is_empty() {
        return;
    }
    _ = writeln!(page, "\n| {title} | cumulo | of both | note |\n| --- | --- | --- | --- |");
    for Port { name, path, methods, note } in ports {
        let methods: Vec<String> = methods.iter().map(|method| format!("`{method}`")).collect();
        _ = writeln!(page, "| `{name}` | `{path}` | {} | {note} |", methods.join(" "));
    }
}

fn own(page: &mut String) {
    page.push_str("\n## Only in cumulo\n\n| construct | what it is |\n| --- | --- |\n");
    for (path, what) in crate::own::constructs() {
        _ = writeln!(page, "| `{path}` | {what} |");
    }
}

fn other_modules(page: &mut String, modules: &[Module], facts: &Facts) {
    page.push_str(
        "\n## Other modules\n\nThey have no L2 here; their L1 constructs are in `cumulo::cfn`.\n",
    );
    let others: Vec<&str> =
        facts.modules().filter(|name| modules.iter().all(|module| module.name != *name)).collect();
    let (told, plain): (Vec<&str>, Vec<&str>) =
        others.iter().partition(|name| OTHER_MODULES.iter().any(|(told, _)| told == *name));
    _ = writeln!(page, "\n{}.\n", code(&plain));
    for (name, note) in OTHER_MODULES.iter().filter(|(name, _)| told.contains(name)) {
        _ = writeln!(page, "- `{name}`: {note}.");
    }
}

fn code(names: &[&str]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}
