//! "Did you mean" and lists of what is allowed.

/// Most names that a list shows.
const SHOWN: usize = 12;

/// The most similar name, if one is similar enough.
pub(crate) fn similar<'n>(word: &str, names: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let lower = word.to_lowercase();
    let limit = (word.chars().count() / 3).min(3);
    let near = names.filter(|name| name.len().abs_diff(word.len()) <= 2 * limit); // bytes: others are out of reach
    let scored = near.filter_map(|name| {
        let distance = strsim::damerau_levenshtein(&lower, &name.to_lowercase());
        (distance <= limit).then_some((distance, name))
    });
    scored.min().map(|(_, name)| name)
}

/// `did you mean "BucketName"?`
pub(crate) fn did_you_mean<'n>(word: &str, names: impl Iterator<Item = &'n str>) -> Option<String> {
    similar(word, names).map(|name| format!("did you mean \"{name}\"?"))
}

/// `allowed: a, b, c`; nothing for no names, the first dozen of many.
pub(crate) fn list(title: &str, names: &[&str]) -> Option<String> {
    match names.len() {
        0 => None,
        1..=SHOWN => Some(format!("{title}: {}", names.join(", "))),
        more => Some(format!("{title}: {} and {} more", names[..SHOWN].join(", "), more - SHOWN)),
    }
}

/// `1 item`, `2 items`.
pub(crate) fn plural(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}
