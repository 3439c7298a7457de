//! Texts of a starter under another name.

use super::AppName;

/// What is made and not written.
pub const GITIGNORE: &str = "/target\n/cumulo.out\n*.snap.new\n";

/// What an app is called and where it lies, before and after.
#[derive(Clone, Copy, Debug)]
pub struct Renaming<'a> {
    /// Folder of the starter in the checkout; the new app has a place of its own.
    pub home: &'a str,
    /// Name of the starter's package.
    pub old: &'a AppName,
    /// Name of the app.
    pub new: &'a AppName,
}

impl Renaming<'_> {
    /// The text of a file for the new app.
    ///
    /// # Errors
    /// If the old name would be left where it means the package or the crate.
    pub fn text(self, file: &str, text: &str) -> Result<String, String> {
        let text = text.replace(&format!("{}/", self.home), "");
        match file.rsplit_once('.').map_or("", |(_, ending)| ending) {
            "rs" => Ok(crate_renamed(&text, &self.old.identifier(), &self.new.identifier())),
            _ if file == "cumulo.yaml" => self.configuration(&text),
            _ => Ok(self.without_package(&text)),
        }
    }

    /// `cumulo.yaml` with the new name, and with a program that needs not be told from others.
    fn configuration(self, text: &str) -> Result<String, String> {
        let mut names = 0;
        let lines = text.lines().map(|line| {
            if line.starts_with("app:") {
                names += 1;
                format!("app: {}\n", self.new.as_str())
            } else {
                format!("{line}\n")
            }
        });
        let text = lines.collect::<String>();
        match names {
            1 => Ok(self.without_package(&text)),
            _ => Err(format!(
                "a line that starts with `app:` is expected once and was found {names} times"
            )),
        }
    }

    /// Command lines without the options that choose the app among others.
    fn without_package(self, text: &str) -> String {
        let mut text = without(text, &format!(" --app {}", self.home));
        for option in ["--package", "-p", "--app"] {
            text = without(&text, &format!(" {option} {}", self.old.as_str()));
        }
        text
    }
}

/// Paths that start with the crate's name start with the new one.
fn crate_renamed(text: &str, old: &str, new: &str) -> String {
    let is_part = |c: char| c.is_alphanumeric() || c == '_' || c == ':';
    let mut renamed = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(&format!("{old}::")) {
        let (before, found) = rest.split_at(at);
        renamed.push_str(before);
        let is_path = !renamed.ends_with(is_part);
        renamed.push_str(if is_path { new } else { old });
        rest = &found[old.len()..];
    }
    renamed + rest
}

/// The text without these words; where the last one goes on it is another word, and they stay.
fn without(text: &str, words: &str) -> String {
    let goes_on = |c: char| c.is_alphanumeric() || "-_/".contains(c);
    let mut parts = text.split(words);
    let mut left = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        if part.starts_with(goes_on) {
            left.push_str(words);
        }
        left.push_str(part);
    }
    left
}

#[cfg(test)]
mod tests {
    use super::*;

    fn under_new_name(file: &str, text: &str) -> Result<String, String> {
        let [old, new] = ["json-api", "shop"].map(|name| AppName::parse(name).unwrap());
        Renaming { home: "apps/json-api", old: &old, new: &new }.text(file, text)
    }

    #[test]
    fn paths_of_the_crate_are_renamed_and_words_that_look_alike_are_not() {
        let text =
            "use json_api::json_api;\nApp::run(json_api::json_api); my_json_api::x; x::json_api::y";
        let renamed =
            "use shop::json_api;\nApp::run(shop::json_api); my_json_api::x; x::json_api::y";
        assert_eq!(under_new_name("src/main.rs", text).unwrap(), renamed);
    }

    #[test]
    fn the_app_is_named_and_run_without_choosing_a_package() {
        let text = "app: cart\nrun: cargo run --release --package json-api\nstages: {}\n";
        let renamed = "app: shop\nrun: cargo run --release\nstages: {}\n";
        assert_eq!(under_new_name("cumulo.yaml", text).unwrap(), renamed);
    }

    #[test]
    fn commands_of_a_page_are_run_in_the_apps_folder() {
        let text = "cumulo synth --app json-api\ncumulo list --app apps/json-api --json\n\
            cargo test -p json-api\ncumulo list --app json-api-2\ncd apps/json-api/service\n";
        let renamed = "cumulo synth\ncumulo list --json\n\
            cargo test\ncumulo list --app json-api-2\ncd service\n";
        assert_eq!(under_new_name("README.md", text).unwrap(), renamed);
    }

    #[test]
    fn a_configuration_without_name_is_a_mistake_of_the_starter() {
        let error = under_new_name("cumulo.yaml", "stages: {}\n").unwrap_err();
        assert!(error.ends_with("was found 0 times"), "{error}");
    }
}
