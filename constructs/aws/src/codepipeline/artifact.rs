//! What actions hand on.

use crate::Value;
use crate::codecommit::Repository;
use std::cell::RefCell;
use std::rc::Rc;

/// Files that an action of a pipeline makes and later ones use.
///
/// Clones show the same artifact. An unnamed one gets its name from the stage and action that make it.
#[derive(Clone, Debug)]
pub struct Artifact(Rc<RefCell<Data>>);

#[derive(Debug, Default)]
struct Data {
    name: Option<String>,
    files: Vec<String>,
    clone_of: Option<Cloned>,
}

/// The repository that builds clone themselves, where the artifact is only a reference to it.
#[derive(Clone, Debug)]
pub(super) enum Cloned {
    Connection(Value<String>),
    CodeCommit(Repository),
}

impl Artifact {
    /// An artifact by this name: letters, digits, `-` and `_`.
    pub fn new(name: impl Into<String>) -> Self {
        Self(Rc::new(RefCell::new(Data { name: Some(name.into()), ..Data::default() })))
    }

    /// An artifact that is named after the action that makes it.
    pub fn unnamed() -> Self {
        Self(Rc::new(RefCell::new(Data::default())))
    }

    /// Takes only files that one of these patterns names, such as `dist/**`, from what [`CommandsAction`] leaves behind.
    ///
    /// [`CommandsAction`]: super::CommandsAction
    #[must_use]
    pub fn files(self, patterns: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.0.borrow_mut().files = patterns.into_iter().map(Into::into).collect();
        self
    }

    /// Its name, once it has one.
    pub fn artifact_name(&self) -> Option<String> {
        self.0.borrow().name.clone()
    }

    /// A file in it.
    pub fn at_path(&self, path: impl Into<String>) -> ArtifactPath {
        ArtifactPath { artifact: self.clone(), path: path.into() }
    }

    pub(super) fn name_once(&self, name: impl FnOnce() -> String) {
        let mut data = self.0.borrow_mut();
        if data.name.is_none() {
            data.name = Some(name());
        }
    }

    pub(super) fn patterns(&self) -> Vec<String> {
        self.0.borrow().files.clone()
    }

    pub(super) fn set_clone_of(&self, repository: Cloned) {
        self.0.borrow_mut().clone_of = Some(repository);
    }

    pub(super) fn clone_of(&self) -> Option<Cloned> {
        self.0.borrow().clone_of.clone()
    }

    /// The name; empty where no action makes the artifact, which is reported elsewhere.
    pub(super) fn name(&self) -> String {
        self.artifact_name().unwrap_or_default()
    }
}

/// A file in an artifact.
#[derive(Clone, Debug)]
pub struct ArtifactPath {
    pub(super) artifact: Artifact,
    pub(super) path: String,
}

impl ArtifactPath {
    /// `artifact::path`, as CloudFormation actions want it.
    pub(super) fn location(&self) -> String {
        format!("{}::{}", self.artifact.name(), self.path)
    }
}
