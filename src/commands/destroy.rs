//! `cumulo destroy`.

use super::live;
use crate::actions::destroy::{self, Destruction, Report};
use crate::actions::environment::{Environment, StageRequest};
use crate::context::Context;
use crate::error::{Error, Exit, Failure};
use crate::host::{self, Event, Host, Manner};
use clap::Args;
use std::sync::Arc;
use std::time::Instant;

/// Deletes a stage's stacks, after showing what goes and what stays.
///
/// Stacks go in the reverse order of their dependencies. Protected stages, and stacks with termination
/// protection, are refused. What the templates retain stays in the account and is listed at the end.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cumulo destroy --stage test             show the plan, ask for the stage's name, delete
  cumulo destroy --stage test --yes       without asking

Exit codes: 0 destroyed or nothing there, 1 error, 4 not approved or protected, 6 something could
not be deleted, 64 wrong command line, 130 interrupted.")]
pub struct Destroy {
    /// App by name or folder, or a cloud assembly's folder (such as cdk.out).
    #[arg(long, value_name = "APP")]
    app: Option<String>,
    /// Stage to destroy.
    #[arg(long, value_name = "STAGE")]
    stage: Option<String>,
    /// Destroy without asking.
    #[arg(long, short)]
    yes: bool,
    /// Say only what has to be decided and how it ended.
    #[arg(long, short)]
    quiet: bool,
    /// Print one JSON object per event; needs --yes to delete anything.
    #[arg(long)]
    json: bool,
    /// Profile of the AWS configuration.
    #[arg(long, value_name = "PROFILE")]
    profile: Option<String>,
}

impl Destroy {
    /// Destroys the stage.
    pub fn run(self, cx: &Context) -> Result<Exit, Error> {
        let host = host::for_surroundings(Manner { json: self.json, quiet: self.quiet });
        let result = self.destroy(cx, &host);
        if self.json {
            live::json_result(&result);
        }
        result
    }

    fn destroy(&self, cx: &Context, host: &Arc<dyn Host>) -> Result<Exit, Error> {
        let request =
            StageRequest { app: self.app.as_deref(), stage: self.stage.as_deref(), stacks: &[] };
        let environment = Environment::synthesize(cx, &request)?;
        let name = &environment.name;
        if environment.stage.protected {
            return Err(Failure {
                exit: Exit::Approval,
                ..Failure::new(format!("{name} is protected")).detail("nothing was deleted").next(
                    format!(
                        "set stages.{name}.protected to false in cumulo.yaml, deploy, then destroy"
                    ),
                )
            }
            .into());
        }
        environment.refuse_placeholder()?;
        live::block_on(self.carry_out(&environment, host))??;
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
        let destruction = Destruction {
            app: environment.app.clone(),
            stage: environment.name.clone(),
            targets: connection.targets,
            yes: self.yes,
            run: live::run_id(),
        };
        let work = destroy::destroy(&connection.cloud, host, &destruction);
        let report = tokio::select! {
            report = work => report?,
            () = live::interruption() => {
                return Err(Failure {
                    exit: Exit::Interrupted,
                    ..Failure::new("interrupted; deletions that have begun go on in AWS")
                        .next(format!("to come back to them: cumulo destroy --stage {}", environment.name))
                });
            }
        };
        host.emit(Event::Destroyed {
            stage: environment.name.clone(),
            stacks: report.stacks,
            kept: report.kept,
            seconds: begun.elapsed().as_secs(),
        });
        Ok(report)
    }
}
