//! `cumulo.yaml`: the app, its stages and their values.

use crate::unambiguous::Unambiguous;
use indexmap::IndexMap;
use serde::de::{DeserializeOwned, Deserializer, MapAccess, Visitor, value::MapAccessDeserializer};
use serde::{Deserialize, de};
use std::fmt;
use std::marker::PhantomData;
use std::path::{Path, PathBuf};

/// Name of the file.
pub const CONFIG_FILE: &str = "cumulo.yaml";

/// What `cumulo.yaml` says, with the values of each stage as a `V`.
///
/// Tools that do not know the program's values read it with [`AnyValues`].
#[derive(Clone, Debug)]
pub struct AppConfig<V> {
    /// The file.
    pub path: PathBuf,
    /// Name of the app.
    pub app: String,
    /// Command line that runs the program; `cargo run --quiet --release` where none is given.
    pub run: Option<String>,
    /// Stages in the file's order.
    pub stages: IndexMap<String, StageConfig<V>>,
}

/// One stage in `cumulo.yaml`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, bound(deserialize = "V: Deserialize<'de>"))]
pub struct StageConfig<V> {
    /// Account, twelve digits.
    #[serde(deserialize_with = "account")]
    pub account: String,
    /// Home region.
    #[serde(default, deserialize_with = "region")]
    pub region: Option<String>,
    /// Regions of a stage that has several, the home region first.
    #[serde(default, deserialize_with = "regions")]
    pub regions: Vec<String>,
    /// Whether the stage's data is guarded.
    #[serde(default)]
    pub protected: bool,
    /// People to ask before a deployment.
    #[serde(default)]
    pub owners: Vec<String>,
    values: Option<V>,
}

/// Values that are not looked at.
#[derive(Clone, Copy, Debug, Default)]
pub struct AnyValues;

impl<'de> Deserialize<'de> for AnyValues {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        de::IgnoredAny::deserialize(deserializer).map(|_| Self)
    }
}

/// Values of a program that has none.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NoValues {}

/// A whole number between `MIN` and `MAX`, both included; anything else in `cumulo.yaml` is an error that names the range.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Bounded<const MIN: i64, const MAX: i64>(i64);

impl<const MIN: i64, const MAX: i64> Bounded<MIN, MAX> {
    /// The number, if it lies in the range.
    pub fn new(number: i64) -> Option<Self> {
        (MIN..=MAX).contains(&number).then_some(Self(number))
    }

    /// The number.
    pub fn get(self) -> i64 {
        self.0
    }
}

impl<'de, const MIN: i64, const MAX: i64> Deserialize<'de> for Bounded<MIN, MAX> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let number = i64::deserialize(deserializer)?;
        Self::new(number)
            .ok_or_else(|| de::Error::custom(format!("{number} is outside {MIN} to {MAX}")))
    }
}

/// Why a configuration cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}{}{message}", place(path, *line, *column), key_prefix(key))]
pub struct ConfigError {
    /// The file.
    pub path: PathBuf,
    /// Line, from 1; 0 where it is not known.
    pub line: usize,
    /// Column, from 1; 0 where it is not known.
    pub column: usize,
    /// The key, such as `stages.prod.values.tasks.min`; empty at the top.
    pub key: String,
    /// What is wrong and what is allowed.
    pub message: String,
}

fn place(path: &Path, line: usize, column: usize) -> String {
    match line {
        0 => format!("{}: ", path.display()),
        _ => format!("{}:{line}:{column}: ", path.display()),
    }
}

fn key_prefix(key: &str) -> String {
    if key.is_empty() { String::new() } else { format!("{key}: ") }
}

#[derive(Deserialize)]
#[serde(
    deny_unknown_fields,
    expecting = "a mapping with `app` and `stages`",
    bound(deserialize = "V: Deserialize<'de>")
)]
struct File<V> {
    app: String,
    #[serde(default)]
    run: Option<String>,
    stages: IndexMap<String, Entry<V>>,
}

/// A stage, or the file that holds it.
enum Entry<V> {
    Inline(StageConfig<V>),
    File(String),
}

impl<V: DeserializeOwned> AppConfig<V> {
    /// Reads and checks the file, and the files of stages that it names.
    ///
    /// # Errors
    /// For unknown or missing keys, wrong types, values out of range: file, line, column and the key's path.
    pub fn read(path: &Path) -> Result<Self, ConfigError> {
        let text = read_text(path)?;
        let file: File<V> = parse(path, &text, "")?;
        parse::<Unambiguous>(path, &text, "")?;
        let fail = |key: &str, message: String| {
            let (line, column) = find_key(&text, key.rsplit('.').next().unwrap_or(key));
            ConfigError { path: path.to_path_buf(), line, column, key: key.to_owned(), message }
        };
        if file.app.is_empty() {
            return Err(fail("app", "the app needs a name".into()));
        }
        let mut stages = IndexMap::new();
        for (name, entry) in file.stages {
            let key = format!("stages.{name}");
            if !is_stage_name(&name) {
                let message = format!(
                    "`{name}` cannot be the name of a stage; use letters, digits and hyphens, a letter first"
                );
                return Err(fail(&key, message));
            }
            let (stage_path, stage_text, mut stage): (_, _, StageConfig<V>) = match entry {
                Entry::Inline(stage) => (path.to_path_buf(), text.clone(), stage),
                Entry::File(file) => {
                    let stage_path = path.with_file_name(file);
                    let stage_text = read_text(&stage_path)?;
                    let stage = parse(&stage_path, &stage_text, &key)?;
                    parse::<Unambiguous>(&stage_path, &stage_text, &key)?;
                    (stage_path, stage_text, stage)
                }
            };
            match (stage.region.take(), stage.regions.is_empty()) {
                (Some(region), true) => stage.regions.push(region),
                (None, false) => {}
                (Some(_), false) => {
                    return Err(fail(&key, "give `region` or `regions`, not both".into()));
                }
                (None, true) => return Err(fail(&key, "missing field `region`".into())),
            }
            stage.region = stage.regions.first().cloned();
            if stage.values.is_none() {
                let none = serde_yaml::from_str("{}").map_err(|error| {
                    let (line, column) = find_key(&stage_text, &name);
                    ConfigError {
                        path: stage_path,
                        line,
                        column,
                        key: format!("{key}.values"),
                        message: without_place(&error.to_string(), ""),
                    }
                })?;
                stage.values = Some(none);
            }
            stages.insert(name, stage);
        }
        if stages.is_empty() {
            return Err(fail("stages", "the app needs at least one stage".into()));
        }
        Ok(Self { path: path.to_path_buf(), app: file.app, run: file.run, stages })
    }
}

impl<V> StageConfig<V> {
    /// The program's values.
    pub fn into_values(self) -> V {
        self.values.expect("reading a configuration fills in the values of every stage")
    }
}

impl<'de, V: Deserialize<'de>> Deserialize<'de> for Entry<V> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct EntryVisitor<V>(PhantomData<V>);
        impl<'de, V: Deserialize<'de>> Visitor<'de> for EntryVisitor<V> {
            type Value = Entry<V>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a stage, or the name of the file that holds it")
            }

            fn visit_str<E: de::Error>(self, file: &str) -> Result<Entry<V>, E> {
                Ok(Entry::File(file.to_owned()))
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Entry<V>, A::Error> {
                StageConfig::deserialize(MapAccessDeserializer::new(map)).map(Entry::Inline)
            }
        }
        deserializer.deserialize_any(EntryVisitor(PhantomData))
    }
}

fn read_text(path: &Path) -> Result<String, ConfigError> {
    let fail = |message: String| ConfigError {
        path: path.to_path_buf(),
        line: 0,
        column: 0,
        key: String::new(),
        message,
    };
    let bytes = std::fs::read(path).map_err(|error| fail(format!("cannot be read: {error}")))?;
    // Some editors put a byte order mark first, which is no part of the first key.
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&bytes);
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let before = String::from_utf8_lossy(&bytes[..error.valid_up_to()]);
        let column = before.rsplit('\n').next().map_or(0, |line| line.chars().count());
        ConfigError {
            line: before.matches('\n').count() + 1,
            column: column + 1,
            ..fail("this is not UTF-8 text; save the file as UTF-8".into())
        }
    })?;
    Ok(text.to_owned())
}

fn parse<T: DeserializeOwned>(path: &Path, text: &str, key: &str) -> Result<T, ConfigError> {
    let deserializer = serde_yaml::Deserializer::from_str(text);
    serde_path_to_error::deserialize(deserializer).map_err(|error| {
        let within = error.path().to_string();
        let within = if within == "." || within == "?" { "" } else { within.as_str() };
        let key = match (key, within) {
            (key, "") => key.to_owned(),
            ("", within) => within.to_owned(),
            (key, within) => format!("{key}.{within}"),
        };
        let error = error.into_inner();
        let (line, column) = error.location().map_or((0, 0), |at| (at.line(), at.column()));
        let (line, column) =
            line_of_key(text, line, column, key.rsplit('.').next().unwrap_or_default());
        let message = without_place(&error.to_string(), within);
        ConfigError { path: path.to_path_buf(), line, column, key, message }
    })
}

/// A parser's message without the position and the path that it repeats.
fn without_place(message: &str, key: &str) -> String {
    let message = match message.rfind(" at line ") {
        Some(at) => &message[..at],
        None => message,
    };
    match message.split_once(": ") {
        // The parser repeats the key's path, which stands apart already.
        Some((path, rest)) if !key.is_empty() && key.starts_with(path) => rest.to_owned(),
        _ => message.to_owned(),
    }
}

/// Checks of whole values are placed by the parser where the object around them starts; this moves on to the key.
fn line_of_key(text: &str, line: usize, column: usize, key: &str) -> (usize, usize) {
    let key = format!("{key}:");
    let mut lines = text.lines().enumerate().skip(line.saturating_sub(1));
    let found = lines.find_map(|(at, line)| Some((at + 1, line.find(&key)? + 1)));
    found.filter(|(at, _)| *at != line && key != ":").unwrap_or((line, column))
}

/// Line and column of the first line that starts with the key.
fn find_key(text: &str, key: &str) -> (usize, usize) {
    let starts =
        |line: &str| line.trim_start().strip_prefix(key).is_some_and(|rest| rest.starts_with(':'));
    let found = text.lines().enumerate().find(|(_, line)| starts(line));
    found.map_or((0, 0), |(at, line)| (at + 1, line.len() - line.trim_start().len() + 1))
}

fn is_stage_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
}

fn account<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    struct Account;
    impl Visitor<'_> for Account {
        type Value = String;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an account id, twelve digits in quotes")
        }

        fn visit_str<E: de::Error>(self, id: &str) -> Result<String, E> {
            if id.len() == 12 && id.bytes().all(|byte| byte.is_ascii_digit()) {
                Ok(id.to_owned())
            } else {
                Err(E::invalid_value(de::Unexpected::Str(id), &self))
            }
        }
    }
    deserializer.deserialize_any(Account)
}

fn region<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    let region = String::deserialize(deserializer)?;
    check_region(&region)?;
    Ok(Some(region))
}

fn regions<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    let regions = Vec::<String>::deserialize(deserializer)?;
    regions.iter().try_for_each(|region| check_region(region))?;
    Ok(regions)
}

fn check_region<E: de::Error>(region: &str) -> Result<(), E> {
    let parts: Vec<&str> = region.split('-').collect();
    let fits = parts.len() >= 3
        && parts[..parts.len() - 1]
            .iter()
            .all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase()))
        && parts[parts.len() - 1].bytes().all(|byte| byte.is_ascii_digit());
    let expected = "the name of a region, such as eu-west-1";
    if fits { Ok(()) } else { Err(E::invalid_value(de::Unexpected::Str(region), &expected)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Values {
        image_tag: String,
        tasks: Tasks,
    }

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Tasks {
        min: Bounded<0, 10>,
        #[serde(default = "default_port")]
        port: u16,
    }

    fn default_port() -> u16 {
        80
    }

    const STAGE: &str = "account: \"111111111111\", region: us-east-1";

    fn read(text: &str) -> Result<AppConfig<Values>, String> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(CONFIG_FILE);
        std::fs::write(&path, text).unwrap();
        AppConfig::read(&path).map_err(|error| {
            let place = format!("{}:{}", error.line, error.column);
            format!("{place} {}{}", key_prefix(&error.key), error.message)
        })
    }

    #[test]
    fn stages_stand_in_the_file_or_in_files_of_their_own() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(CONFIG_FILE);
        let values = "values: { image_tag: a, tasks: { min: 1 } }";
        std::fs::write(
            folder.path().join("prod.yaml"),
            format!("{{ {STAGE}, protected: true, {values} }}"),
        )
        .unwrap();
        std::fs::write(
            &path,
            format!("app: shop\nstages:\n  test: {{ {STAGE}, {values} }}\n  prod: prod.yaml\n"),
        )
        .unwrap();
        let config: AppConfig<Values> = AppConfig::read(&path).unwrap();
        assert_eq!(config.stages.keys().collect::<Vec<_>>(), ["test", "prod"]);
        assert!(config.stages["prod"].protected);
        assert_eq!(config.stages["test"].regions, ["us-east-1"]);
        let values = config.stages["test"].clone_values();
        assert_eq!(values, ("a".to_owned(), 1, 80));
    }

    impl StageConfig<Values> {
        fn clone_values(&self) -> (String, i64, u16) {
            let values = self.values.as_ref().unwrap();
            (values.image_tag.clone(), values.tasks.min.get(), values.tasks.port)
        }
    }

    #[test]
    fn mistakes_are_told_with_line_column_and_key() {
        let cases = [
            (
                "app: shop\nstage: {}\n",
                "2:1 stage: unknown field `stage`, expected one of `app`, `run`, `stages`",
            ),
            ("app: shop\n", "1:1 missing field `stages`"),
            ("app: shop\nstages: {}\n", "2:1 stages: the app needs at least one stage"),
            (
                "app: shop\nstages:\n  test:\n    account: 111111111111\n    region: us-east-1\n",
                "4:14 stages.test.account: invalid type: integer `111111111111`, expected an account id, twelve digits in quotes",
            ),
            (
                "app: shop\nstages:\n  test:\n    account: \"111111111111\"\n    region: usa\n",
                "5:5 stages.test.region: invalid value: string \"usa\", expected the name of a region, such as eu-west-1",
            ),
        ];
        for (text, expected) in cases {
            assert_eq!(read(text).unwrap_err(), expected);
        }
    }

    #[test]
    fn values_are_checked_against_the_programs_own_type() {
        let cases = [
            (
                "values: { image_tag: a, tasks: { min: 11 } }",
                "stages.test.values.tasks.min: 11 is outside 0 to 10",
            ),
            (
                "values: { image_tag: a, tasks: { min: x } }",
                "stages.test.values.tasks.min: invalid type: string \"x\", expected i64",
            ),
            (
                "values: { image_tag: a, tasks: { min: 1, port: 70000 } }",
                "stages.test.values.tasks.port: invalid value: integer `70000`, expected u16",
            ),
            (
                "values: { image_tag: a, tasks: {} }",
                "stages.test.values.tasks: missing field `min`",
            ),
            (
                "values: { image_tag: a, tasks: { min: 1, max: 2 } }",
                "stages.test.values.tasks.max: unknown field `max`, expected `min` or `port`",
            ),
            ("protected: false", "stages.test.values: missing field `image_tag`"),
        ];
        for (values, expected) in cases {
            let error = read(&format!("app: shop\nstages:\n  test: {{ {STAGE}, {values} }}\n"))
                .unwrap_err();
            assert!(error.starts_with("3:"), "{error}");
            assert!(error.ends_with(expected), "{error}\n{expected}");
        }
    }

    #[test]
    fn yaml_that_is_malformed_is_told_with_its_line() {
        let error = read("app: shop\nstages: [\n").unwrap_err();
        assert_eq!(error, "2:9 stages: invalid type: sequence, expected a map");
        let error = read("app: shop\n stages:\n\t- {\n").unwrap_err();
        assert!(error.starts_with("2:8 mapping values are not allowed"), "{error}");
    }

    #[test]
    fn a_key_without_a_value_is_no_empty_text() {
        let values = "image_tag: ~, tasks: { min: 1 }";
        let text = format!("app: shop\nstages:\n  test: {{ {STAGE}, values: {{ {values} }} }}\n");
        let error = read(&text).unwrap_err();
        assert!(error.starts_with("3:"), "{error}");
        assert!(
            error.ends_with(
                "stages.test.values.image_tag: there is no value; give one, or leave the key out"
            ),
            "{error}"
        );
    }

    #[test]
    fn keys_that_are_there_twice_are_refused_in_stages_values_and_files() {
        let twice = format!("app: shop\nstages:\n  test: {{ {STAGE} }}\n  test: {{ {STAGE} }}\n");
        assert_eq!(read(&twice).unwrap_err(), "4:3 stages.test: `test` is there twice");

        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(CONFIG_FILE);
        std::fs::write(&path, "app: shop\nstages: { test: test.yaml }\n").unwrap();
        let stage =
            "account: \"111111111111\"\nregion: us-east-1\nvalues:\n  ports: {a: 1, a: 2}\n";
        std::fs::write(folder.path().join("test.yaml"), stage).unwrap();
        let error = AppConfig::<AnyValues>::read(&path).unwrap_err();
        assert_eq!((error.line, error.column), (4, 17));
        assert!(error.path.ends_with("test.yaml"), "{error}");
        assert_eq!(error.message, "`a` is there twice");
    }

    #[test]
    fn files_of_all_editors_are_read_or_told_what_is_wrong_with_them() {
        let values = "values: { image_tag: a, tasks: { min: 1 } }";
        let good = format!("app: shop\r\nstages:\r\n  test: {{ {STAGE}, {values} }}\r\n");
        assert_eq!(read(&format!("\u{feff}{good}")).unwrap().app, "shop");
        assert_eq!(
            read("- shop\n").unwrap_err(),
            "1:1 invalid type: sequence, expected a mapping with `app` and `stages`"
        );
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(CONFIG_FILE);
        std::fs::write(&path, b"app: shop\nrun: b\xfccher\n").unwrap();
        let error = AppConfig::<AnyValues>::read(&path).unwrap_err();
        assert_eq!((error.line, error.column), (2, 7));
        assert_eq!(error.message, "this is not UTF-8 text; save the file as UTF-8");
    }
}
