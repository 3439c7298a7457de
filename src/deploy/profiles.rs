//! Finds the user's profile for an account, to name it where another one was used.

use std::path::PathBuf;

/// Name of the first profile in the AWS configuration that leads to the account.
///
/// Only the configuration is read, no credentials: roles and single sign-on name their account there.
pub fn profile_of_account(account: &str) -> Option<String> {
    let text = std::fs::read_to_string(config_file()?).ok()?;
    find(&text, account)
}

fn config_file() -> Option<PathBuf> {
    match std::env::var_os("AWS_CONFIG_FILE") {
        Some(file) => Some(PathBuf::from(file)),
        None => Some(std::env::home_dir()?.join(".aws/config")),
    }
}

fn find(text: &str, account: &str) -> Option<String> {
    let mut profile = None;
    for line in text.lines().map(str::trim) {
        if let Some(section) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            let name = section.trim().strip_prefix("profile ").map(str::trim);
            profile = name.or((section == "default").then_some("default"));
        } else if let (Some(name), Some((key, value))) = (profile, line.split_once('=')) {
            let leads_there = match (key.trim(), value.trim()) {
                ("sso_account_id", value) => value == account,
                ("role_arn", value) => value.split(':').nth(4) == Some(account),
                _ => false,
            };
            if leads_there {
                return Some(name.to_owned());
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::find;

    #[test]
    fn roles_and_single_sign_on_name_their_account() {
        let config = "[default]\nregion = us-east-1\n\n[profile shop-test]\nsso_account_id = 111111111111\n\n[profile shop-prod]\nrole_arn = arn:aws:iam::222222222222:role/deploy\nsource_profile = default\n\n[sso-session x]\nsso_account_id = 333333333333\n";
        assert_eq!(find(config, "111111111111").as_deref(), Some("shop-test"));
        assert_eq!(find(config, "222222222222").as_deref(), Some("shop-prod"));
        assert_eq!(find(config, "333333333333"), None);
    }
}
