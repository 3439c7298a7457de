//! YAML 1.1 plain scalars, the dialect that CloudFormation reads.

use super::node::Value;

/// The value of a scalar without quotes and tag. Dates and everything not listed by YAML 1.1 stay text.
pub(super) fn resolve(text: &str) -> Value {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Value::Null,
        "true" | "True" | "TRUE" | "yes" | "Yes" | "YES" | "on" | "On" | "ON" => Value::Bool(true),
        "false" | "False" | "FALSE" | "no" | "No" | "NO" | "off" | "Off" | "OFF" => {
            Value::Bool(false)
        }
        _ => number(text).unwrap_or_else(|| Value::String(text.into())),
    }
}

fn number(text: &str) -> Option<Value> {
    let (negative, digits) = match text.as_bytes().first()? {
        b'-' => (true, &text[1..]),
        b'+' => (false, &text[1..]),
        b'0'..=b'9' | b'.' => (false, text),
        _ => return None,
    };
    if !digits.bytes().next()?.is_ascii_digit() && !digits.starts_with('.') {
        return None;
    }
    let sign = |value: i64| Value::Int(if negative { -value } else { value });
    let (radix, body) = match digits.as_bytes() {
        [b'0', b'b', ..] => (2, &digits[2..]),
        [b'0', b'x', ..] => (16, &digits[2..]),
        [b'0', _, ..] => (8, &digits[1..]),
        _ => (10, digits),
    };
    if body.bytes().all(|b| b == b'_' || (b as char).is_digit(radix))
        && body.bytes().any(|b| b != b'_')
    {
        let plain = body.replace('_', "");
        return Some(match i64::from_str_radix(&plain, radix) {
            Ok(value) => sign(value),
            Err(_) => Value::String(text.into()), // more digits than a number holds: an id
        });
    }
    if digits.contains(':') {
        return sexagesimal(digits).map(sign);
    }
    float(digits).map(|value| Value::Float(if negative { -value } else { value }))
}

/// `12:30:45` is a number of base 60 in YAML 1.1.
fn sexagesimal(text: &str) -> Option<i64> {
    let mut parts = text.split(':');
    let first = parts.next()?;
    if first.starts_with('0') || !first.bytes().all(|b| b.is_ascii_digit() || b == b'_') {
        return None;
    }
    let mut total: i64 = first.replace('_', "").parse().ok()?;
    for part in parts {
        let short = matches!(part.len(), 1 | 2) && part.bytes().all(|b| b.is_ascii_digit());
        let digit: i64 = part.parse().ok().filter(|digit| short && *digit < 60)?;
        total = total.checked_mul(60)?.checked_add(digit)?;
    }
    Some(total)
}

/// YAML 1.1 wants a dot in a float and a sign in its exponent: `1e3` stays text.
fn float(text: &str) -> Option<f64> {
    let (mantissa, exponent) = match text.find(['e', 'E']) {
        Some(at) => (&text[..at], Some(&text[at + 1..])),
        None => (text, None),
    };
    let (whole, fraction) = mantissa.split_once('.')?;
    let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit() || b == b'_');
    if !digits(whole) || !digits(fraction) || (whole.is_empty() && fraction.is_empty()) {
        return None;
    }
    if let Some(exponent) = exponent {
        let power = exponent.strip_prefix(['+', '-'])?;
        if power.is_empty() || !power.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
    }
    text.replace('_', "").parse().ok().filter(|value: &f64| value.is_finite())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_scalars_follow_yaml_1_1() {
        let shown = |text| format!("{:?}", resolve(text));
        for (text, value) in [
            ("yes", "Bool(true)"),
            ("Off", "Bool(false)"),
            ("y", "String(\"y\")"),
            ("012", "Int(10)"),
            ("012345670123", "Int(1402433619)"),
            ("012345678901", "String(\"012345678901\")"),
            ("0o14", "String(\"0o14\")"),
            ("1_000", "Int(1000)"),
            ("0x1F", "Int(31)"),
            ("-5", "Int(-5)"),
            ("12:30:45", "Int(45045)"),
            ("1.5", "Float(1.5)"),
            ("1e3", "String(\"1e3\")"),
            ("1.0e+3", "Float(1000.0)"),
            ("2010-09-09", "String(\"2010-09-09\")"),
            ("1.2.3", "String(\"1.2.3\")"),
            ("10.0.0.0/16", "String(\"10.0.0.0/16\")"),
            ("-", "String(\"-\")"),
            (".", "String(\".\")"),
            ("~", "Null"),
            ("99999999999999999999", "String(\"99999999999999999999\")"),
        ] {
            assert_eq!(shown(text), value, "{text}");
        }
    }
}
