//! `cumulo deploy`.

use super::live;
use crate::actions::deploy::{self, Deployment, Report};
use crate::actions::environment::{Environment, StageRequest};
use crate::context::Context;
use crate::error::{Error, Exit, Failure};
use crate::host::{self, Event, Host, Manner};
use clap::Args;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

/// Deploys a stage: synthesizes and validates it, shows what would change, asks once, and carries it out.
///
/// Every stack gets a change set before anything is asked. The stacks are deployed in the order of
/// their dependencies, independent ones at once. Ctrl-C leaves a running deployment to AWS; the same
/// command comes back to it.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cumulo deploy --stage test                     show the changes, ask, deploy
  cumulo deploy --stage test --yes               without asking, as in CI
  cumulo deploy --stage prod 'prod-Api*'         some stacks, and those that they depend on
  cumulo deploy --stage test --outputs-file o.json
  cumulo deploy --app cdk.out --stage test       what an AWS CDK program wrote

Credentials, regions and endpoints are those of the AWS tools: profiles, AWS_PROFILE,
AWS_ACCESS_KEY_ID, AWS_ENDPOINT_URL. Outputs go to standard output, all else to standard error.

Exit codes: 0 deployed or nothing to change, 1 error, 3 findings, 4 not approved, 5 failed and
rolled back, 6 failed and a stack needs help, 64 wrong command line, 130 interrupted.")]
pub struct Deploy {
    /// Stacks by name, `*` standing for anything. Default: all of the stage.
    #[arg(value_name = "STACK")]
    stacks: Vec<String>,
    /// App by name or folder, or a cloud assembly's folder (such as cdk.out).
    #[arg(long, value_name = "APP")]
    app: Option<String>,
    /// Stage to deploy.
    #[arg(long, value_name = "STAGE")]
    stage: Option<String>,
    /// Deploy without asking. Data of a protected stage needs --allow-replace as well.
    #[arg(long, short)]
    yes: bool,
    /// Construct whose data may be lost, as the plan calls it; repeat it for several.
    #[arg(long, value_name = "PATH")]
    allow_replace: Vec<String>,
    /// Write the outputs as JSON: { stack: { key: value } }.
    #[arg(long, value_name = "FILE")]
    outputs_file: Option<PathBuf>,
    /// Say only what has to be decided and how it ended.
    #[arg(long, short)]
    quiet: bool,
    /// Print one JSON object per event; needs --yes to change anything.
    #[arg(long)]
    json: bool,
    /// Profile of the AWS configuration.
    #[arg(long, value_name = "PROFILE")]
    profile: Option<String>,
}

impl Deploy {
    /// Deploys the stage.
    pub fn run(self, cx: &Context) -> Result<Exit, Error> {
        let json = self.json;
        let host = host::for_surroundings(Manner { json, quiet: self.quiet });
        let result = self.deploy(cx, &host);
        if json {
            live::json_result(&result);
        }
        result
    }

    fn deploy(&self, cx: &Context, host: &Arc<dyn Host>) -> Result<Exit, Error> {
        let request = StageRequest {
            app: self.app.as_deref(),
            stage: self.stage.as_deref(),
            stacks: &self.stacks,
        };
        let environment = Environment::synthesize(cx, &request)?;
        environment.refuse_placeholder()?;
        live::warn(&environment.findings, self.quiet || self.json);
        let report = live::block_on(self.carry_out(&environment, host))??;
        self.write_outputs(cx, &report)?;
        Ok(Exit::Ok)
    }

    async fn carry_out(
        &self,
        environment: &Environment,
        host: &Arc<dyn Host>,
    ) -> Result<Report, Failure> {
        let begun = Instant::now();
        let connection = environment.connect(self.profile.as_deref()).await?;
        host.emit(live::environment_event(environment, &connection));
        let deployment = Deployment {
            app: environment.app.clone(),
            stage: environment.name.clone(),
            protected: environment.stage.protected,
            account: connection.identity.account.clone(),
            targets: connection.targets,
            yes: self.yes,
            allow_replace: self.allow_replace.iter().cloned().collect(),
            run: live::run_id(),
        };
        let report =
            deploy::deploy(&connection.cloud, host, &deployment, live::interruption()).await?;
        if !report.outputs.is_empty() {
            host.emit(Event::Outputs { stacks: report.outputs.clone() });
        }
        host.emit(Event::Deployed {
            stage: environment.name.clone(),
            created: report.created,
            updated: report.updated,
            unchanged: report.unchanged,
            seconds: begun.elapsed().as_secs(),
        });
        Ok(report)
    }

    fn write_outputs(&self, cx: &Context, report: &Report) -> Result<(), Failure> {
        let Some(file) = &self.outputs_file else { return Ok(()) };
        let text = serde_json::to_string_pretty(&report.outputs).unwrap_or_default() + "\n";
        std::fs::write(cx.folder.join(file), text).map_err(|error| {
            Failure::new(format!(
                "everything is deployed, but {} cannot be written: {error}",
                file.display()
            ))
            .next("run the same command with another --outputs-file; nothing is deployed twice")
        })
    }
}
