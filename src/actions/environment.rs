//! From a stage's name to its stacks and to AWS with the right credentials.

use super::synth::{self, Output, SynthRequest, Synthesized};
use crate::context::Context;
use crate::deploy::cloud::Cloud;
use crate::deploy::model::Identity;
use crate::deploy::profiles::profile_of_account;
use crate::deploy::sdk::Sdk;
use crate::deploy::target::{self, Target};
use crate::error::{Error, Failure};
use crate::program::{self, Format};
use crate::report::Findings;
use cumulo_core::assembly::{Assembly, Stack, Stage};

/// Account of stages that stand for no real one.
const PLACEHOLDER_ACCOUNT: &str = "000000000000";

/// Which stage, and which of its stacks.
#[derive(Clone, Debug, Default)]
pub struct StageRequest<'a> {
    /// App by name or folder, or a cloud assembly's folder.
    pub app: Option<&'a str>,
    /// Name of the stage.
    pub stage: Option<&'a str>,
    /// Names of stacks, `*` standing for anything; all when empty.
    pub stacks: &'a [String],
}

/// A stage that is to be deployed or destroyed.
#[derive(Debug)]
pub struct Environment {
    /// Name of the app; absent for assemblies of other programs.
    pub app: Option<String>,
    /// The stage.
    pub stage: Stage,
    /// Its name for people.
    pub name: String,
    /// The stacks that were selected, with those that they depend on.
    pub stacks: Vec<Stack>,
    /// What validation found, below the level of errors.
    pub findings: Findings,
    /// Keeps the templates where they are.
    _synthesized: Synthesized,
}

/// The way to AWS.
pub struct Connection {
    /// The calls.
    pub cloud: Sdk,
    /// Whose credentials they use.
    pub identity: Identity,
    /// The selected stacks, each after those that it depends on.
    pub targets: Vec<Target>,
}

impl Environment {
    /// Runs the program for the stage and validates its templates.
    ///
    /// # Errors
    /// When no stage is named or it is not there, and for errors among the findings.
    pub fn synthesize(cx: &Context, request: &StageRequest<'_>) -> Result<Self, Error> {
        let targets = program::find(cx, request.app)?;
        let [program] = targets.as_slice() else {
            let names: Vec<String> = targets.iter().map(|target| target.name(cx)).collect();
            return Err(Failure::usage("there are several apps, and one is deployed at a time")
                .detail(format!("apps: {}", names.join(", ")))
                .next("name one with --app")
                .into());
        };
        let stages = stage_names(program)?;
        let wanted: Vec<String> = match request.stage {
            Some(name) => vec![name.to_owned()],
            // Assemblies of other programs may have no stages to choose from.
            None if stages.iter().all(Option::is_none) => Vec::new(),
            None => {
                let names: Vec<&str> = stages.iter().flatten().map(String::as_str).collect();
                return Err(Failure::usage("no stage is named")
                    .detail(format!("stages: {}", names.join(", ")))
                    .next("name one with --stage")
                    .into());
            }
        };
        let synthesis = SynthRequest {
            target: program,
            stages: &wanted,
            format: Format::Json,
            output: Output::Temporary,
            validate: true,
        };
        let mut synthesized = synth::run(cx, &synthesis)?;
        let findings = std::mem::take(&mut synthesized.findings);
        if findings.has_errors() {
            return Err(Error::Findings(Box::new(findings)));
        }
        let assembly = &synthesized.assembly;
        let is_wanted = |stage: &&Stage| stage.name.as_deref() == request.stage;
        let stage = assembly.stages.iter().find(is_wanted).cloned().ok_or_else(|| {
            let name = request.stage.unwrap_or_default();
            Failure::new(format!("the program wrote no stacks for the stage {name}"))
                .next("add a stack to the program")
        })?;
        let name = stage.name.clone().unwrap_or_else(|| program.name(cx));
        let stacks = select(&stage, request.stacks)?;
        let app = assembly.app.clone();
        Ok(Self { app, name, stacks, stage, findings, _synthesized: synthesized })
    }

    /// Refuses stages that stand for no real account.
    pub fn refuse_placeholder(&self) -> Result<(), Failure> {
        let placeholder = self.stacks.iter().find(|stack| {
            stack
                .account
                .as_ref()
                .or(self.stage.account.as_ref())
                .is_some_and(|account| account == PLACEHOLDER_ACCOUNT)
        });
        match placeholder {
            None => Ok(()),
            Some(_) => Err(Failure::new(format!(
                "the account of stage {} is the placeholder {PLACEHOLDER_ACCOUNT}, so it cannot be deployed",
                self.name
            ))
            .next(format!("give stages.{}.account in cumulo.yaml the twelve digits of the real account", self.name))),
        }
    }

    /// Finds credentials and makes sure that they belong to the stage's account.
    pub async fn connect(&self, profile: Option<&str>) -> Result<Connection, Failure> {
        let region = self.stage.region.as_deref();
        let region =
            region.or_else(|| self.stacks.first().and_then(|stack| stack.region.as_deref()));
        let cloud = Sdk::new(profile, region).await;
        let targets = target::targets(&self.stage, &self.stacks, cloud.region());
        let targets = targets.map_err(|error| {
            let failure = Failure::new(error.to_string());
            match error {
                target::TargetError::NoRegion { .. } => {
                    failure.next("give the stage a region in cumulo.yaml, or set AWS_REGION")
                }
                target::TargetError::Package(_) => {
                    failure.next("split the stack, or move part of it into a nested stack")
                }
                target::TargetError::Circle { .. } => {
                    failure.next("move what both need into a stack of its own")
                }
            }
        })?;
        let identity = cloud.identity().await?;
        for stack in &self.stacks {
            let account = stack.account.as_ref().or(self.stage.account.as_ref());
            if let Some(account) = account.filter(|account| **account != identity.account) {
                return Err(self.wrong_account(account, &identity, profile));
            }
        }
        Ok(Connection { cloud, identity, targets })
    }

    fn wrong_account(&self, account: &str, identity: &Identity, profile: Option<&str>) -> Failure {
        let from_environment = std::env::var("AWS_PROFILE").ok();
        let source = match profile.or(from_environment.as_deref()) {
            Some(profile) => format!("profile {profile}"),
            None if std::env::var_os("AWS_ACCESS_KEY_ID").is_some() => {
                "AWS_ACCESS_KEY_ID".to_owned()
            }
            None => "profile default".to_owned(),
        };
        Failure::new("wrong account")
            .detail(format!(
                "stage {} is {account}, your credentials are {} ({source})",
                self.name, identity.account
            ))
            .next(match profile_of_account(account) {
                Some(profile) => {
                    format!("use --profile {profile} (found in your configuration, same account)")
                }
                None => format!("use the credentials of {account}, for example with --profile"),
            })
    }
}

fn stage_names(program: &program::Target) -> Result<Vec<Option<String>>, Error> {
    Ok(match program {
        program::Target::App(app) => app.stages.iter().cloned().map(Some).collect(),
        program::Target::Assembly(folder) => {
            let assembly = Assembly::read(folder).map_err(synth::unreadable_assembly)?;
            assembly.stages.into_iter().map(|stage| stage.name).collect()
        }
    })
}

/// The stacks that are named, and those that they depend on.
fn select(stage: &Stage, patterns: &[String]) -> Result<Vec<Stack>, Failure> {
    if patterns.is_empty() {
        return Ok(stage.stacks.clone());
    }
    let mut wanted: Vec<&str> = Vec::new();
    for pattern in patterns {
        let is_named = |stack: &&Stack| {
            [&stack.name, &stack.id, &stack.path].into_iter().any(|name| matches(pattern, name))
        };
        let named: Vec<&str> =
            stage.stacks.iter().filter(is_named).map(|stack| stack.id.as_str()).collect();
        if named.is_empty() {
            let names: Vec<&str> = stage.stacks.iter().map(|stack| stack.name.as_str()).collect();
            return Err(Failure::usage(format!("no stack is called {pattern}"))
                .detail(format!("stacks: {}", names.join(", "))));
        }
        wanted.extend(named);
    }
    // Stacks stand after those that they depend on, so that one walk backwards finds them all.
    for stack in stage.stacks.iter().rev() {
        if wanted.contains(&stack.id.as_str()) {
            wanted.extend(stack.dependencies.iter().map(String::as_str));
        }
    }
    let is_wanted = |stack: &&Stack| wanted.contains(&stack.id.as_str());
    Ok(stage.stacks.iter().filter(is_wanted).cloned().collect())
}

/// Whether the name fits the pattern, in which `*` stands for any characters.
fn matches(pattern: &str, name: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == name,
        Some((before, after)) => name.strip_prefix(before).is_some_and(|rest| {
            (0..=rest.len())
                .filter(|place| rest.is_char_boundary(*place))
                .any(|place| matches(after, &rest[place..]))
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn a_star_stands_for_any_characters() {
        assert!(
            matches("prod-*", "prod-Network") && matches("*", "x") && matches("*Net*", "aNetb")
        );
        assert!(matches("prod-Api", "prod-Api"));
        assert!(!matches("prod-A", "prod-Api") && !matches("*-B", "prod-Api"));
    }
}
