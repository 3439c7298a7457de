//! The one approval of a run.

use super::Deployment;
use crate::deploy::changes::Change;
use crate::error::{Exit, Failure};
use crate::host::{Answer, Event, Host, Plan, Question};
use std::sync::Arc;

/// Asks once for everything that was shown.
pub async fn approve(
    host: &Arc<dyn Host>,
    deployment: &Deployment,
    plan: &Plan,
) -> Result<(), Failure> {
    let stage = &deployment.stage;
    let lost: Vec<&Change> = plan
        .stacks
        .iter()
        .flat_map(|stack| &stack.changes)
        .filter(|change| change.loses_data && !deployment.allow_replace.contains(&change.path))
        .collect();
    let guarded = deployment.protected && !lost.is_empty();
    if deployment.yes && !guarded {
        return Ok(());
    }
    if deployment.yes {
        let paths: Vec<String> =
            lost.iter().map(|change| format!("--allow-replace {}", change.path)).collect();
        return Err(Failure {
            exit: Exit::Approval,
            ..Failure::new(format!(
                "data of the protected stage {stage} would be lost, and --yes does not cover that"
            ))
            .next(format!("if that is meant, add {}", paths.join(" ")))
        });
    }
    let question = if guarded {
        Question::DeployWithLoss { stage: stage.clone() }
    } else {
        Question::Deploy { stage: stage.clone() }
    };
    loop {
        match ask(host, question.clone()).await {
            Answer::Yes => return Ok(()),
            Answer::Details => host.emit(Event::Details(plan.clone())),
            Answer::No => {
                return Err(Failure {
                    exit: Exit::Approval,
                    ..Failure::new("declined; nothing was changed")
                });
            }
            Answer::NobodyThere => {
                return Err(Failure {
                    exit: Exit::Approval,
                    ..Failure::new(
                        "this deployment needs approval, and there is no terminal to ask at",
                    )
                    .next(format!("cumulo deploy --stage {stage} --yes"))
                });
            }
        }
    }
}

/// Asks on a thread of its own, so that an interruption is heard meanwhile.
pub async fn ask(host: &Arc<dyn Host>, question: Question) -> Answer {
    let host = Arc::clone(host);
    let answer = tokio::task::spawn_blocking(move || host.ask(&question)).await;
    answer.unwrap_or(Answer::NobodyThere)
}
