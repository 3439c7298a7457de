//! Units: times, sizes and address blocks that cannot be mistaken for plain numbers.

use std::fmt;

/// A length of time, in whole milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Duration(u64);

impl Duration {
    /// This many milliseconds.
    pub const fn millis(amount: u64) -> Self {
        Self(amount)
    }

    /// This many seconds.
    pub const fn seconds(amount: u64) -> Self {
        Self(amount * 1_000)
    }

    /// This many minutes.
    pub const fn minutes(amount: u64) -> Self {
        Self::seconds(amount * 60)
    }

    /// This many hours.
    pub const fn hours(amount: u64) -> Self {
        Self::minutes(amount * 60)
    }

    /// This many days of 24 hours.
    pub const fn days(amount: u64) -> Self {
        Self::hours(amount * 24)
    }

    /// In whole milliseconds.
    pub const fn to_millis(self) -> u64 {
        self.0
    }

    /// In seconds; parts of a second are dropped.
    pub const fn to_seconds(self) -> u64 {
        self.0 / 1_000
    }

    /// In minutes; parts of a minute are dropped.
    pub const fn to_minutes(self) -> u64 {
        self.to_seconds() / 60
    }

    /// In hours; parts of an hour are dropped.
    pub const fn to_hours(self) -> u64 {
        self.to_minutes() / 60
    }

    /// In days; parts of a day are dropped.
    pub const fn to_days(self) -> u64 {
        self.to_hours() / 24
    }

    /// In ISO 8601, such as `PT1H30M`.
    pub fn to_iso_string(self) -> String {
        if self.0 == 0 {
            return "PT0S".into();
        }
        let (days, hours) = (self.to_days(), self.to_hours() % 24);
        let (minutes, seconds) = (self.to_minutes() % 60, self.to_seconds() % 60);
        let part = |amount: u64, unit: char| match amount {
            0 => String::new(),
            _ => format!("{amount}{unit}"),
        };
        let time = format!("{}{}{}", part(hours, 'H'), part(minutes, 'M'), part(seconds, 'S'));
        let time = if time.is_empty() { time } else { format!("T{time}") };
        format!("P{}{time}", part(days, 'D'))
    }
}

impl fmt::Display for Duration {
    /// In the largest unit that divides it: `30 seconds`, `5 minutes`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const UNITS: [(u64, &str); 4] =
            [(86_400_000, "day"), (3_600_000, "hour"), (60_000, "minute"), (1_000, "second")];
        let unit = UNITS.iter().find(|(size, _)| self.0 > 0 && self.0.is_multiple_of(*size));
        let (amount, name) =
            unit.map_or((self.0, "millisecond"), |(size, name)| (self.0 / size, name));
        write!(f, "{amount} {name}{}", if amount == 1 { "" } else { "s" })
    }
}

/// An amount of storage, in whole KiB.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Size(u64);

impl Size {
    /// This many KiB (1,024 bytes).
    pub const fn kibibytes(amount: u64) -> Self {
        Self(amount)
    }

    /// This many MiB.
    pub const fn mebibytes(amount: u64) -> Self {
        Self(amount * 1_024)
    }

    /// This many GiB.
    pub const fn gibibytes(amount: u64) -> Self {
        Self::mebibytes(amount * 1_024)
    }

    /// This many TiB.
    pub const fn tebibytes(amount: u64) -> Self {
        Self::gibibytes(amount * 1_024)
    }

    /// In bytes.
    pub const fn to_bytes(self) -> u64 {
        self.0 * 1_024
    }

    /// In MiB; parts are dropped.
    pub const fn to_mebibytes(self) -> u64 {
        self.0 / 1_024
    }

    /// In GiB; parts are dropped.
    pub const fn to_gibibytes(self) -> u64 {
        self.to_mebibytes() / 1_024
    }
}

impl fmt::Display for Size {
    /// In the largest unit that divides it: `512 MiB`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const UNITS: [(u64, &str); 3] = [(1 << 30, "TiB"), (1 << 20, "GiB"), (1 << 10, "MiB")];
        let unit = UNITS.iter().find(|(size, _)| self.0 > 0 && self.0.is_multiple_of(*size));
        let (amount, name) = unit.map_or((self.0, "KiB"), |(size, name)| (self.0 / size, name));
        write!(f, "{amount} {name}")
    }
}

/// A block of IPv4 addresses, such as `10.0.0.0/16`; written with [`cidr!`](crate::cidr) it is checked while compiling.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Cidr {
    address: u32,
    prefix: u8,
}

impl Cidr {
    /// The block that the text names; `None` unless it is an IPv4 address, `/`, and 0 to 32.
    ///
    /// Bits of the address behind the prefix must be zero.
    pub const fn parse(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        let mut address: u32 = 0;
        let mut at = 0;
        let mut octet = 0;
        while octet < 4 {
            let end = if octet == 3 { b'/' } else { b'.' };
            let Some((number, next)) = number(bytes, at, 255) else { return None };
            if next >= bytes.len() || bytes[next] != end {
                return None;
            }
            address = (address << 8) | number;
            at = next + 1;
            octet += 1;
        }
        let Some((prefix, next)) = number(bytes, at, 32) else { return None };
        let block = Self { address, prefix: prefix as u8 };
        if next != bytes.len() || (address & !block.mask()) != 0 {
            return None;
        }
        Some(block)
    }

    /// How many leading bits all addresses of the block share, 0 to 32.
    pub const fn prefix(self) -> u8 {
        self.prefix
    }

    /// The first address, as a number.
    pub const fn first(self) -> u32 {
        self.address
    }

    /// The last address, as a number.
    pub const fn last(self) -> u32 {
        self.address | !self.mask()
    }

    /// The block of this prefix that starts at `address`, a number.
    pub const fn from_parts(address: u32, prefix: u8) -> Option<Self> {
        if prefix > 32 {
            return None;
        }
        let block = Self { address, prefix };
        if address & !block.mask() != 0 { None } else { Some(block) }
    }

    /// Whether every address of `other` lies in this block.
    pub const fn contains(self, other: Self) -> bool {
        self.first() <= other.first() && other.last() <= self.last()
    }

    const fn mask(self) -> u32 {
        if self.prefix == 0 { 0 } else { u32::MAX << (32 - self.prefix) }
    }
}

/// The decimal number at `at`, at most `max`, and where it ends.
const fn number(bytes: &[u8], at: usize, max: u32) -> Option<(u32, usize)> {
    let (mut value, mut i) = (0u32, at);
    while i < bytes.len() && bytes[i].is_ascii_digit() {
        value = value * 10 + (bytes[i] - b'0') as u32;
        if value > max {
            return None;
        }
        i += 1;
    }
    // No digits, or zeros in front, which some readers take for octal.
    if i == at || (bytes[at] == b'0' && i > at + 1) { None } else { Some((value, i)) }
}

impl std::str::FromStr for Cidr {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Self::parse(text).ok_or_else(|| {
            format!(
                "`{text}` is not an IPv4 block such as 10.0.0.0/16, with zeros behind the prefix"
            )
        })
    }
}

impl<'de> serde::Deserialize<'de> for Cidr {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

impl fmt::Display for Cidr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [a, b, c, d] = self.address.to_be_bytes();
        write!(f, "{a}.{b}.{c}.{d}/{}", self.prefix)
    }
}

impl crate::value::IntoValue<String> for Cidr {
    fn into_value(self) -> crate::Value<String> {
        crate::Value::new(self.to_string())
    }
}

/// A block of IPv4 addresses that is checked while compiling.
///
/// ```
/// assert_eq!(cumulo_core::cidr!("10.20.0.0/16").prefix(), 16);
/// ```
///
/// ```compile_fail
/// cumulo_core::cidr!("10.20.0.0/33");
/// ```
#[macro_export]
macro_rules! cidr {
    ($text:literal) => {
        const {
            match $crate::Cidr::parse($text) {
                Some(block) => block,
                None => {
                    panic!("not an IPv4 block such as 10.0.0.0/16 with zeros behind the prefix")
                }
            }
        }
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_read_and_written() {
        for text in ["10.0.0.0/16", "0.0.0.0/0", "192.168.1.7/32"] {
            assert_eq!(Cidr::parse(text).unwrap().to_string(), text);
        }
        for text in [
            "10.0.0.1/16",
            "10.0.0/16",
            "10.0.0.0",
            "10.0.0.256/32",
            "10.0.0.0/33",
            "010.0.0.0/8",
            "",
        ] {
            assert_eq!(Cidr::parse(text), None, "{text}");
        }
    }

    #[test]
    fn durations_are_told_in_their_largest_unit() {
        assert_eq!(Duration::seconds(90).to_string(), "90 seconds");
        assert_eq!(Duration::minutes(60).to_string(), "1 hour");
        assert_eq!(Duration::minutes(90).to_iso_string(), "PT1H30M");
        assert_eq!(Duration::days(1).to_iso_string(), "P1D");
    }
}
