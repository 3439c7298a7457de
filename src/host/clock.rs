//! The wall clock, for lines that stay and for JSON.

use aws_sdk_cloudformation::primitives::{DateTime, DateTimeFormat};
use std::time::SystemTime;

/// `2026-11-20T10:42:12Z`.
pub fn timestamp() -> String {
    let now = DateTime::from(SystemTime::now());
    let whole = DateTime::from_secs(now.secs());
    whole.fmt(DateTimeFormat::DateTime).unwrap_or_default()
}

/// `10:42:12Z`.
pub fn time_of_day() -> String {
    let timestamp = timestamp();
    timestamp.split_once('T').map_or(timestamp.clone(), |(_, time)| time.to_owned())
}
