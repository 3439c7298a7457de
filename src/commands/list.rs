//! `cumulo list`.

use super::{Selection, for_each};
use crate::actions::list::{self, ListedStage, Listing};
use crate::context::Context;
use crate::error::{Error, Exit};
use crate::output;
use crate::report::plural;
use clap::Args;

/// Lists the stages and stacks of the app: where they belong, how big they are, what they need.
///
/// Nothing is written, and AWS is not asked.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cumulo list                        this folder's app, or all apps below it
  cumulo list --stage prod           one stage
  cumulo list --app cdk.out          an assembly that the AWS CDK wrote
  cumulo list --json | jq -r '.[].stages[].stacks[].name'

NEEDS are the stacks that are deployed first. PROTECTED stages keep their data and ask more.")]
pub struct List {
    #[command(flatten)]
    selection: Selection,
    /// Print JSON: an array of apps with `stages`, each with `stacks`.
    #[arg(long)]
    json: bool,
}

impl List {
    /// Lists the selected apps.
    pub fn run(self, cx: &Context) -> Result<Exit, Error> {
        let targets = self.selection.targets(cx)?;
        let (listings, exit) =
            for_each(cx, &targets, |target| list::run(cx, target, &self.selection.stages))?;
        if self.json {
            output::data(&format!("{}\n", serde_json::json!(listings)))?;
        } else {
            let tables: Vec<String> = listings.iter().map(table).collect();
            output::data(&tables.join("\n"))?;
        }
        Ok(exit)
    }
}

const HEADINGS: [&str; 7] =
    ["STAGE", "REGION", "ACCOUNT", "STACK", "RESOURCES", "NEEDS", "PROTECTED"];

/// Column of numbers, which stand to the right.
const NUMBERS: usize = 4;

fn table(listing: &Listing) -> String {
    let stacks: usize = listing.stages.iter().map(|stage| stage.stacks.len()).sum();
    let resources = listing.stages.iter().flat_map(|stage| &stage.stacks);
    let mut text = format!(
        "{}   {}, {}, {}   {}\n\n",
        listing.app,
        plural(listing.stages.len(), "stage"),
        plural(stacks, "stack"),
        plural(resources.map(|stack| stack.resources).sum(), "resource"),
        listing.folder
    );
    let mut rows = vec![HEADINGS.map(str::to_owned)];
    rows.extend(listing.stages.iter().flat_map(stage_rows));
    let widths: Vec<usize> = (0..HEADINGS.len())
        .map(|column| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0))
        .collect();
    for row in rows {
        let mut line = String::new();
        for (column, cell) in row.iter().enumerate() {
            let padding = " ".repeat(widths[column] - cell.chars().count());
            let cell = if column == NUMBERS { padding + cell } else { format!("{cell}{padding}") };
            line.push_str(&cell);
            line.push_str("  ");
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

/// The rows of a stage; what a row has in common with the one above is left out.
fn stage_rows(stage: &ListedStage) -> Vec<[String; 7]> {
    let open = |value: &Option<String>| value.clone().unwrap_or_else(|| "(any)".to_owned());
    let protected = if stage.protected { "yes" } else { "no" };
    let name = stage.name.clone().unwrap_or_else(|| "–".to_owned());
    if stage.stacks.is_empty() {
        let (region, account) = (open(&stage.region), open(&stage.account));
        let none = "(no stacks)".to_owned();
        return vec![[name, region, account, none, "0".into(), "–".into(), protected.into()]];
    }
    let mut above: Option<(String, String)> = None;
    let mut rows = Vec::new();
    for stack in &stage.stacks {
        let place = (open(&stack.region), open(&stack.account));
        let is_repeated = above.as_ref() == Some(&place);
        let unless = |text: String| if is_repeated { String::new() } else { text };
        let needs = if stack.needs.is_empty() { "–".to_owned() } else { stack.needs.join(", ") };
        rows.push([
            if rows.is_empty() { name.clone() } else { String::new() },
            unless(place.0.clone()),
            unless(place.1.clone()),
            stack.name.clone(),
            stack.resources.to_string(),
            needs,
            protected.to_owned(),
        ]);
        above = Some(place);
    }
    rows
}
