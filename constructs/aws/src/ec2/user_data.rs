//! What instances do when they start for the first time.

use super::MultipartUserData;
use crate::s3::Bucket;
use crate::{Aws, Construct, Expr, Fn, IntoValue, Node, Value, text};

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
    on_exit: Vec<Value<String>>,
}

#[derive(Clone, Debug)]
enum Kind {
    Linux { shebang: String },
    Windows { persist: bool },
    Custom,
    Multipart(Box<MultipartUserData>),
}

impl UserData {
    fn of(kind: Kind) -> Self {
        Self { kind, lines: Vec::new(), on_exit: Vec::new() }
    }

    /// A shell script.
    pub fn for_linux() -> Self {
        Self::for_linux_with("#!/bin/bash")
    }

    /// A script with this first line.
    pub fn for_linux_with(shebang: &str) -> Self {
        Self::of(Kind::Linux { shebang: shebang.to_owned() })
    }

    /// A PowerShell script.
    pub fn for_windows() -> Self {
        Self::of(Kind::Windows { persist: false })
    }

    /// A PowerShell script that runs at every start.
    pub fn for_windows_at_every_start() -> Self {
        Self::of(Kind::Windows { persist: true })
    }

    /// The text itself, of any kind, such as a cloud-init document.
    pub fn custom(content: impl IntoValue<String>) -> Self {
        Self { lines: vec![content.into_value()], ..Self::of(Kind::Custom) }
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
        self.add_commands([command]);
        self
    }

    /// Adds commands at the end.
    pub fn add_commands(&mut self, commands: impl IntoIterator<Item = impl IntoValue<String>>) {
        let mut commands = commands.into_iter().map(IntoValue::into_value);
        match &mut self.kind {
            Kind::Multipart(parts) => commands.for_each(|command| parts.add_command(command)),
            _ => self.lines.extend(&mut commands),
        }
    }

    /// Adds commands that run when the script ends, well or not; scripts of Linux and Windows only.
    pub fn add_on_exit_commands(
        &mut self,
        commands: impl IntoIterator<Item = impl IntoValue<String>>,
    ) {
        self.on_exit.extend(commands.into_iter().map(IntoValue::into_value));
    }

    /// Fetches an object of a bucket; answers the file's path, which is one of a temporary folder where none is given.
    ///
    /// The instance must be granted to read the bucket.
    pub fn add_s3_download_command(
        &mut self,
        bucket: &Bucket,
        key: &str,
        local_file: Option<&str>,
    ) -> String {
        self.add_s3_download_command_in(bucket, key, local_file, None)
    }

    /// The same for a bucket of another region.
    pub fn add_s3_download_command_in(
        &mut self,
        bucket: &Bucket,
        key: &str,
        local_file: Option<&str>,
        region: Option<&str>,
    ) -> String {
        let windows = matches!(self.kind, Kind::Windows { .. });
        let folder = if windows { "C:/temp" } else { "/tmp" };
        let file = local_file.map_or_else(|| format!("{folder}/{key}"), str::to_owned);
        let name = bucket.bucket_name();
        if windows {
            self.add_commands([
                format!("mkdir (Split-Path -Path '{file}' ) -ea 0").into_value(),
                text!(
                    "Read-S3Object -BucketName '{}' -key '{}' -file '{}' -ErrorAction Stop",
                    name,
                    key,
                    file
                ),
            ]);
        } else {
            let region = region.map_or_else(String::new, |region| format!(" --region {region}"));
            self.add_commands([
                format!("mkdir -p $(dirname '{file}')").into_value(),
                text!("aws s3 cp 's3://{}/{}' '{}'{}", name, key, file, region),
            ]);
        }
        file
    }

    /// Runs a program of the instance, and ends the script when it fails.
    pub fn add_execute_file_command(&mut self, file: &str, arguments: Option<&str>) {
        let arguments = arguments.map_or_else(String::new, |arguments| format!(" {arguments}"));
        if matches!(self.kind, Kind::Windows { .. }) {
            let failed = format!("Write-Error 'Failed to execute the file \"{file}\"'");
            self.add_commands([
                format!("&'{file}'{arguments}"),
                format!("if (!$?) {{ {failed} -ErrorAction Stop }}"),
            ]);
        } else {
            self.add_commands([
                "set -e".to_owned(),
                format!("chmod +x '{file}'"),
                format!("'{file}'{arguments}"),
            ]);
        }
    }

    /// Tells CloudFormation how the script ended, for a resource that waits for it by its `CreationPolicy`.
    pub fn add_signal_on_exit_command(&mut self, resource: &dyn Construct) {
        let resource: &Node = resource.node();
        let windows = matches!(self.kind, Kind::Windows { .. });
        let (program, result) = if windows {
            ("cfn-signal", "--success ($success.ToString().ToLower())")
        } else {
            let failed = "echo 'Failed to send Cloudformation Signal'";
            ("/opt/aws/bin/cfn-signal", &*format!("-e $exitCode || {failed}"))
        };
        let command = text!(
            "{} --stack {} --resource {} --region {} {}",
            program,
            resource.stack().stack_name(),
            resource.logical_id(),
            Aws::region(),
            result
        );
        self.add_on_exit_commands([command]);
    }

    /// The script as one text.
    pub fn text(&self) -> Value<String> {
        let lines = self.lines.iter().cloned();
        let exits = || self.on_exit.iter().cloned();
        let line = |line: &str| line.into_value();
        match &self.kind {
            Kind::Linux { shebang } => {
                let mut script = vec![line(shebang)];
                if !self.on_exit.is_empty() {
                    script.extend(["function exitTrap(){", "exitCode=$?"].map(line));
                    script.extend(exits());
                    script.extend(["}", "trap exitTrap EXIT"].map(line));
                }
                joined(script.into_iter().chain(lines))
            }
            Kind::Windows { persist } => {
                let mut script = Vec::new();
                if !self.on_exit.is_empty() {
                    let test = "$success=($PSItem.Exception.Message -eq \"Success\")";
                    script.extend(["trap {", test].map(line));
                    script.extend(exits());
                    script.extend(["break", "}"].map(line));
                }
                script.extend(lines);
                if !self.on_exit.is_empty() {
                    script.push(line("throw \"Success\""));
                }
                let end = if *persist { "<persist>true</persist>" } else { "" };
                text!("<powershell>{}</powershell>{}", joined(script.into_iter()), end)
            }
            Kind::Custom => joined(lines),
            Kind::Multipart(parts) => parts.text(),
        }
    }

    /// The script as EC2 takes it.
    pub(crate) fn render(&self) -> Expr {
        Fn::base64(self.text()).into()
    }

    /// What cloud-init should take the script for, as one part of several.
    pub(super) fn base64(&self) -> Value<String> {
        Fn::base64(self.text())
    }
}

impl From<MultipartUserData> for UserData {
    fn from(parts: MultipartUserData) -> Self {
        Self::of(Kind::Multipart(Box::new(parts)))
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

    #[test]
    fn commands_at_the_end_stand_in_a_trap() {
        let mut script = UserData::for_linux().command("a");
        script.add_on_exit_commands(["bye"]);
        script.add_execute_file_command("/opt/run", None);
        let text = script.text();
        let lines: Vec<&str> = text.literal().unwrap().lines().collect();
        let trap = ["function exitTrap(){", "exitCode=$?", "bye", "}", "trap exitTrap EXIT"];
        assert_eq!(lines[1..6], trap);
        assert_eq!(lines[6..], ["a", "set -e", "chmod +x '/opt/run'", "'/opt/run'"]);
    }
}
