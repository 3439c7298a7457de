//! What runs a function.

use std::borrow::Cow;

/// Language and version that run a function.
///
/// Source: <https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html>
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Runtime(Cow<'static, str>);

#[allow(missing_docs, reason = "the names say it")]
impl Runtime {
    pub const NODEJS_20_X: Self = Self(Cow::Borrowed("nodejs20.x"));
    pub const NODEJS_22_X: Self = Self(Cow::Borrowed("nodejs22.x"));
    pub const NODEJS_24_X: Self = Self(Cow::Borrowed("nodejs24.x"));
    pub const PYTHON_3_10: Self = Self(Cow::Borrowed("python3.10"));
    pub const PYTHON_3_11: Self = Self(Cow::Borrowed("python3.11"));
    pub const PYTHON_3_12: Self = Self(Cow::Borrowed("python3.12"));
    pub const PYTHON_3_13: Self = Self(Cow::Borrowed("python3.13"));
    pub const PYTHON_3_14: Self = Self(Cow::Borrowed("python3.14"));
    pub const JAVA_11: Self = Self(Cow::Borrowed("java11"));
    pub const JAVA_17: Self = Self(Cow::Borrowed("java17"));
    pub const JAVA_21: Self = Self(Cow::Borrowed("java21"));
    pub const DOTNET_8: Self = Self(Cow::Borrowed("dotnet8"));
    pub const RUBY_3_3: Self = Self(Cow::Borrowed("ruby3.3"));
    pub const RUBY_3_4: Self = Self(Cow::Borrowed("ruby3.4"));
    pub const PROVIDED_AL2: Self = Self(Cow::Borrowed("provided.al2"));
    pub const PROVIDED_AL2023: Self = Self(Cow::Borrowed("provided.al2023"));
}

impl Runtime {
    /// A runtime by its name, for those that this crate does not know.
    pub fn of(name: impl Into<Cow<'static, str>>) -> Self {
        Self(name.into())
    }

    /// Its name in Lambda.
    pub fn name(&self) -> &str {
        &self.0
    }

    /// Whether its functions can be written in the template itself.
    pub(super) fn supports_inline_code(&self) -> bool {
        self.0.starts_with("nodejs") || self.0.starts_with("python")
    }
}

/// Processor that runs a function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Architecture {
    /// 64-bit x86.
    X86_64,
    /// 64-bit ARM, which costs less.
    Arm64,
}

impl Architecture {
    pub(super) fn name(self) -> &'static str {
        match self {
            Architecture::X86_64 => "x86_64",
            Architecture::Arm64 => "arm64",
        }
    }
}
