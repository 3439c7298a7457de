//! What an instance does when it starts for the first time.

use crate::{Expr, Fn, IntoValue, Value};

/// Operating system of an image.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OperatingSystemType {
    /// Linux.
    #[default]
    Linux,
    /// Windows.
    Windows,
}

/// A script that an instance runs when it starts for the first time.
///
/// ```
/// use cumulo::ec2::UserData;
/// let setup = UserData::for_linux().command("dnf update -y").command("systemctl enable --now app");
/// ```
///
/// Source: <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/user-data.html>
#[derive(Clone, Debug)]
pub struct UserData {
    kind: Kind,
    lines: Vec<Value<String>>,
}

#[derive(Clone, Debug)]
enum Kind {
    Linux { shebang: String },
    Windows,
    Custom,
}

impl UserData {
    /// A shell script.
    pub fn for_linux() -> Self {
        Self::for_linux_with("#!/bin/bash")
    }

    /// A script with this first line.
    pub fn for_linux_with(shebang: &str) -> Self {
        Self { kind: Kind::Linux { shebang: shebang.to_owned() }, lines: Vec::new() }
    }

    /// A PowerShell script.
    pub fn for_windows() -> Self {
        Self { kind: Kind::Windows, lines: Vec::new() }
    }

    /// The text itself, of any kind, such as a cloud-init document.
    pub fn custom(content: impl IntoValue<String>) -> Self {
        Self { kind: Kind::Custom, lines: vec![content.into_value()] }
    }

    /// An empty script for an operating system.
    pub fn for_operating_system(of: OperatingSystemType) -> Self {
        match of {
            OperatingSystemType::Linux => Self::for_linux(),
            OperatingSystemType::Windows => Self::for_windows(),
        }
    }

    /// Adds a command at the end.
    #[must_use]
    pub fn command(mut self, command: impl IntoValue<String>) -> Self {
        self.lines.push(command.into_value());
        self
    }

    /// Adds commands at the end.
    pub fn add_commands(&mut self, commands: impl IntoIterator<Item = impl IntoValue<String>>) {
        self.lines.extend(commands.into_iter().map(IntoValue::into_value));
    }

    /// The script as one text.
    pub fn text(&self) -> Value<String> {
        let lines = || self.lines.iter().cloned();
        match &self.kind {
            Kind::Linux { shebang } => lines()
                .fold(shebang.as_str().into_value(), |text, line| text.append("\n").append(line)),
            Kind::Windows => {
                let body = joined(lines());
                Value::from_text("<powershell>{}</powershell>", &[&body])
            }
            Kind::Custom => joined(lines()),
        }
    }

    /// The script as EC2 takes it.
    pub(crate) fn render(&self) -> Expr {
        Fn::base64(self.text()).into()
    }
}

/// The lines as one text.
fn joined(lines: impl Iterator<Item = Value<String>>) -> Value<String> {
    lines.reduce(|text, line| text.append("\n").append(line)).unwrap_or_else(|| "".into_value())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_have_a_line_per_command() {
        let script = UserData::for_linux().command("a").command("b");
        assert_eq!(script.text().literal(), Some("#!/bin/bash\na\nb"));
        let script = UserData::for_windows().command("a").command("b");
        assert_eq!(script.text().literal(), Some("<powershell>a\nb</powershell>"));
        assert_eq!(UserData::for_windows().text().literal(), Some("<powershell></powershell>"));
    }
}
