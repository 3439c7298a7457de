//! Texts of a starter under another name.

use super::AppName;
use cumulo_core::config::CONFIG_FILE;
use indexmap::IndexMap;
use serde::Deserialize;
use serde::de::IgnoredAny;

/// What is made and not written.
pub const GITIGNORE: &str = "/target\n/cumulo.out\n*.snap.new\n";

/// What an app is called and where it lies, before and after.
#[derive(Debug)]
pub struct Renaming<'a> {
    /// Folder of the starter in the checkout; the new app has a place of its own.
    home: &'a str,
    old: &'a AppName,
    new: &'a AppName,
    config: Config,
}

/// What `cumulo.yaml` says of the starter.
#[derive(Debug, Deserialize)]
struct Config {
    app: String,
    stages: IndexMap<String, IgnoredAny>,
}

impl<'a> Renaming<'a> {
    /// From the package `old`, whose folder in the checkout and whose `cumulo.yaml` are given, to the app `new`.
    ///
    /// # Errors
    /// If the configuration cannot be read.
    pub fn of(
        home: &'a str,
        config: &str,
        old: &'a AppName,
        new: &'a AppName,
    ) -> Result<Self, String> {
        let config = serde_yaml::from_str(config).map_err(|error| error.to_string())?;
        Ok(Self { home, old, new, config })
    }

    /// The text of a file for the new app.
    ///
    /// # Errors
    /// If the old name would be left where it means the app.
    pub fn text(&self, file: &str, text: &str) -> Result<String, String> {
        let text = text.replace(&format!("{}/", self.home), "");
        match file.rsplit_once('.').map_or("", |(_, ending)| ending) {
            "rs" => {
                let text = crate_renamed(&text, &self.old.identifier(), &self.new.identifier());
                Ok(self.names_of_resources(text))
            }
            "snap" => Ok(self.names_of_resources(text)),
            _ if file == CONFIG_FILE => self.configuration(&text),
            _ => Ok(self.without_package(&text)),
        }
    }

    /// Names that are made of the app's and the stage's, such as those of subnets.
    fn names_of_resources(&self, text: String) -> String {
        let (old, new) = (&self.config.app, self.new.as_str());
        let goes_on = |c: char| c.is_alphanumeric() || c == '_';
        self.config.stages.keys().fold(text, |text, stage| {
            replaced(
                &text,
                &format!("{old}-{stage}"),
                &format!("{new}-{stage}"),
                |before, after| {
                    !before.is_some_and(|c| goes_on(c) || c == '-') && !after.is_some_and(goes_on)
                },
            )
        })
    }

    /// `cumulo.yaml` with the new name, and with a program that needs not be told from others and is built as for tests.
    fn configuration(&self, text: &str) -> Result<String, String> {
        let mut names = 0;
        let lines = text.lines().map(|line| {
            if line.starts_with("app:") {
                names += 1;
                format!("app: {}\n", self.new.as_str())
            } else if line.starts_with("run:") {
                format!("{}\n", line.replace(" --release", ""))
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
    fn without_package(&self, text: &str) -> String {
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
    replaced(text, &format!("{old}::"), &format!("{new}::"), |before, _| {
        !before.is_some_and(is_part)
    })
}

/// The text without these words; where the last one goes on it is another word, and they stay.
fn without(text: &str, words: &str) -> String {
    let goes_on = |c: char| c.is_alphanumeric() || "-_/".contains(c);
    replaced(text, words, "", |_, after| !after.is_some_and(goes_on))
}

/// The text with `new` for `old` where the characters before and after it fit.
fn replaced(
    text: &str,
    old: &str,
    new: &str,
    fits: impl Fn(Option<char>, Option<char>) -> bool,
) -> String {
    let mut done = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(old) {
        done.push_str(before);
        let is_meant = fits(done.chars().next_back(), after.chars().next());
        done.push_str(if is_meant { new } else { old });
        rest = after;
    }
    done + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn under_new_name(file: &str, text: &str) -> Result<String, String> {
        let [old, new] = ["json-api", "shop"].map(|name| AppName::parse(name).unwrap());
        let config = "app: cart\nstages: { test: , prod: }\n";
        Renaming::of("apps/json-api", config, &old, &new)?.text(file, text)
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
        let renamed = "app: shop\nrun: cargo run\nstages: {}\n";
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
    fn names_made_of_app_and_stage_follow_the_app() {
        let text = r#"["cart-test-public-", "/eks/cart-prod/x", "cart-table", "my-cart-prod", "cart-prods"]"#;
        let renamed = r#"["shop-test-public-", "/eks/shop-prod/x", "cart-table", "my-cart-prod", "cart-prods"]"#;
        assert_eq!(under_new_name("tests/snapshots/a.snap", text).unwrap(), renamed);
        assert_eq!(under_new_name("tests/a.rs", text).unwrap(), renamed);
    }

    #[test]
    fn a_configuration_without_name_is_a_mistake_of_the_starter() {
        let error = under_new_name("cumulo.yaml", "stages: {}\n").unwrap_err();
        assert!(error.ends_with("was found 0 times"), "{error}");
    }
}
