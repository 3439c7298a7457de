//! Names of new apps: they are names of packages and of crates too.

/// A name that an app, its package and, with underscores, its crate can have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AppName(String);

/// Why a name cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct NameError {
    /// What is wrong.
    pub message: String,
    /// A similar name that can be used.
    pub similar: Option<String>,
}

/// What names look like, for help and errors.
pub const ALLOWED: &str =
    "lower-case letters, digits, `-` and `_`, a letter first, at most 64 characters";

const MOST_CHARACTERS: usize = 64;

/// Words that are no names of crates: of the language, of its own crates, of folders in `target/`, of devices on Windows.
const RESERVED: &str = "abstract alloc as async await aux become box break build con const continue \
    core crate deps do dyn else enum examples extern false final fn for gen if impl in incremental let \
    loop macro match mod move mut nul override priv prn proc_macro pub ref return self static std struct \
    super test trait true try type typeof unsafe unsized use virtual where while yield";

impl AppName {
    /// Checks a name.
    ///
    /// # Errors
    /// If it cannot be the name of a crate, or would be warned of.
    pub fn parse(name: &str) -> Result<Self, NameError> {
        let fail = |message: String, similar| Err(NameError { message, similar });
        if !is_well_formed(name) {
            let message = format!("`{name}` cannot be the name of an app: {ALLOWED}");
            return fail(message, similar(name));
        }
        if is_reserved(name) {
            let message = format!("`{name}` cannot be the name of an app: the word is reserved");
            return fail(message, Some(format!("{name}-app")));
        }
        Ok(Self(name.to_owned()))
    }

    /// The name as the app and its package have it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The name as its crate has it in Rust.
    pub fn identifier(&self) -> String {
        self.0.replace('-', "_")
    }
}

fn is_well_formed(name: &str) -> bool {
    let is_allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-_".contains(c);
    let starts_well = name.starts_with(|c: char| c.is_ascii_lowercase());
    starts_well && name.chars().all(is_allowed) && name.len() <= MOST_CHARACTERS
}

fn is_reserved(name: &str) -> bool {
    RESERVED.split_whitespace().any(|word| word == name.replace('-', "_"))
}

/// The name with hyphens for what is not allowed.
fn similar(name: &str) -> Option<String> {
    let lower = name.to_lowercase();
    let words = lower.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    let name = words.join("-");
    let name = name.trim_start_matches(|c: char| !c.is_ascii_lowercase());
    (is_well_formed(name) && !is_reserved(name)).then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_crates_are_names_of_apps() {
        for name in ["shop", "corner-shop", "shop2", "a", "my_shop"] {
            assert_eq!(AppName::parse(name).unwrap().as_str(), name);
        }
        assert_eq!(AppName::parse("corner-shop").unwrap().identifier(), "corner_shop");
    }

    #[test]
    fn other_names_are_refused_with_a_similar_one() {
        for (name, similar) in [
            ("Corner Shop", Some("corner-shop")),
            ("2shop", Some("shop")),
            ("-x", Some("x")),
            ("läden", Some("l-den")),
            ("", None),
            ("42", None),
            ("../up", Some("up")),
            ("match", Some("match-app")),
            ("proc-macro", Some("proc-macro-app")),
            ("Match", None),
        ] {
            assert_eq!(AppName::parse(name).unwrap_err().similar.as_deref(), similar, "{name}");
        }
        assert!(AppName::parse(&"a".repeat(65)).is_err());
    }
}
