//! User data of several parts, each for another part of cloud-init.

use super::UserData;
use crate::{IntoValue, Value, text};

/// Several documents that cloud-init takes as one: scripts, boot hooks, configuration.
///
/// ```
/// use cumulo::ec2::{MultipartUserData, UserData};
/// let parts = MultipartUserData::new()
///     .part("text/cloud-config", "packages: [httpd]")
///     .script(&UserData::for_linux().command("systemctl enable --now httpd"));
/// let user_data = UserData::from(parts);
/// ```
///
/// Source: <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/user-data.html>
#[derive(Clone, Debug)]
pub struct MultipartUserData {
    separator: String,
    parts: Vec<Part>,
    /// The part to which commands are added.
    main: Option<usize>,
}

#[derive(Clone, Debug)]
enum Part {
    Raw { content_type: String, transfer_encoding: Option<String>, body: Value<String> },
    Script { content_type: String, script: UserData },
}

/// Content type of shell scripts.
const SHELL_SCRIPT: &str = "text/x-shellscript; charset=\"utf-8\"";
/// Content type of boot hooks, which run at every start and earlier than scripts.
const CLOUD_BOOTHOOK: &str = "text/cloud-boothook; charset=\"utf-8\"";

impl Default for MultipartUserData {
    fn default() -> Self {
        Self::new()
    }
}

impl MultipartUserData {
    /// No parts.
    pub fn new() -> Self {
        Self::with_separator("+AWS+CDK+User+Data+Separator==")
    }

    /// No parts, with another text between them than the AWS CDK's.
    pub fn with_separator(separator: &str) -> Self {
        Self { separator: separator.to_owned(), parts: Vec::new(), main: None }
    }

    /// Adds a document of this content type, such as `text/cloud-config`, as it is.
    #[must_use]
    pub fn part(self, content_type: &str, body: impl IntoValue<String>) -> Self {
        self.add(content_type, None, body.into_value())
    }

    /// Adds a document that is encoded already, such as by `base64`.
    #[must_use]
    pub fn encoded_part(
        self,
        content_type: &str,
        transfer_encoding: &str,
        body: impl IntoValue<String>,
    ) -> Self {
        self.add(content_type, Some(transfer_encoding.to_owned()), body.into_value())
    }

    fn add(mut self, content_type: &str, encoding: Option<String>, body: Value<String>) -> Self {
        let content_type = content_type.to_owned();
        self.parts.push(Part::Raw { content_type, transfer_encoding: encoding, body });
        self
    }

    /// Adds a shell script.
    #[must_use]
    pub fn script(self, script: &UserData) -> Self {
        self.user_data_part(script, SHELL_SCRIPT)
    }

    /// Adds a shell script to which later commands are added.
    #[must_use]
    pub fn main_script(mut self, script: &UserData) -> Self {
        self.main = Some(self.parts.len());
        self.script(script)
    }

    /// Adds a boot hook, which runs at every start and earlier than scripts.
    #[must_use]
    pub fn boot_hook(self, script: &UserData) -> Self {
        self.user_data_part(script, CLOUD_BOOTHOOK)
    }

    /// Adds a script with this content type.
    #[must_use]
    pub fn user_data_part(mut self, script: &UserData, content_type: &str) -> Self {
        let content_type = content_type.to_owned();
        self.parts.push(Part::Script { content_type, script: script.clone() });
        self
    }

    /// Adds a command to the main script, which is made if need be.
    pub(super) fn add_command(&mut self, command: Value<String>) {
        let main = *self.main.get_or_insert_with(|| {
            let content_type = SHELL_SCRIPT.to_owned();
            self.parts.push(Part::Script { content_type, script: UserData::for_linux() });
            self.parts.len() - 1
        });
        if let Some(Part::Script { script, .. }) = self.parts.get_mut(main) {
            script.add_commands([command]);
        }
    }

    /// The document as one text.
    pub(super) fn text(&self) -> Value<String> {
        let mut document = text!(
            "Content-Type: multipart/mixed; boundary=\"{}\"\nMIME-Version: 1.0\n\n",
            self.separator
        );
        for part in &self.parts {
            let (content_type, encoding, body) = match part {
                Part::Raw { content_type, transfer_encoding, body } => {
                    (content_type, transfer_encoding.clone(), body.clone())
                }
                Part::Script { content_type, script } => {
                    (content_type, Some("base64".to_owned()), script.base64())
                }
            };
            let encoding = encoding
                .map_or_else(String::new, |name| format!("Content-Transfer-Encoding: {name}\n"));
            document = document.append(text!(
                "--{}\nContent-Type: {}\n{}\n{}\n",
                self.separator,
                content_type,
                encoding,
                body
            ));
        }
        document.append(text!("--{}--\n", self.separator))
    }
}
