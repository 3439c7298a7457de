//! Questions at a terminal.

use super::{Answer, Question};
use crate::output;
use std::io::BufRead;

/// Asks and reads one line; an empty one, the end of the input and everything unclear mean no.
pub fn ask(question: &Question) -> Answer {
    output::say(&words(question));
    let mut line = String::new();
    match std::io::stdin().lock().read_line(&mut line) {
        Ok(0) | Err(_) => {
            output::say("\n");
            Answer::No
        }
        Ok(_) => understand(question, line.trim()),
    }
}

fn words(question: &Question) -> String {
    match question {
        Question::Deploy { stage } => format!("Deploy to {stage}?  [y]es  [d]etails  [N]o: "),
        Question::DeployWithLoss { stage } => format!(
            "Data will be lost in the protected stage {stage}.  Type the stage name to deploy, d for details: "
        ),
        Question::Destroy { stage } => format!("Type the stage name to destroy it ({stage}): "),
    }
}

fn understand(question: &Question, line: &str) -> Answer {
    let is_name = |stage: &str| if line == stage { Answer::Yes } else { Answer::No };
    match question {
        Question::Deploy { .. } => match line.to_lowercase().as_str() {
            "y" | "yes" => Answer::Yes,
            "d" | "details" => Answer::Details,
            _ => Answer::No,
        },
        Question::DeployWithLoss { stage } if line != stage && matches!(line, "d" | "details") => {
            Answer::Details
        }
        Question::DeployWithLoss { stage } | Question::Destroy { stage } => is_name(stage),
    }
}

/// Writes outputs to standard output; a reader that went away misses nothing but them.
pub fn print_outputs(text: &str) {
    let _ = output::data(text);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_answer_is_no() {
        let deploy = Question::Deploy { stage: "prod".into() };
        assert_eq!(understand(&deploy, ""), Answer::No);
        assert_eq!(understand(&deploy, "prod"), Answer::No);
        assert_eq!(understand(&deploy, "Y"), Answer::Yes);
        assert_eq!(understand(&deploy, "d"), Answer::Details);
    }

    #[test]
    fn data_and_stages_go_only_by_their_name() {
        let loss = Question::DeployWithLoss { stage: "prod".into() };
        assert_eq!(understand(&loss, "y"), Answer::No);
        assert_eq!(understand(&loss, "prod"), Answer::Yes);
        let destroy = Question::Destroy { stage: "d".into() };
        assert_eq!(understand(&destroy, "yes"), Answer::No);
        assert_eq!(understand(&destroy, "d"), Answer::Yes);
    }
}
