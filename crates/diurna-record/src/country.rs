//! Country codes.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::Error;

/// An ISO 3166-1 alpha-3 code, or one of PLOVER's additions (`KOS`; `UNO`, `EUR`, `IGO`, `NGO`, `MNC`, `ISM`, `IMG`
/// for parties without a country).
///
/// ```
/// use diurna_record::CountryCode;
/// let iraq: CountryCode = "IRQ".parse()?;
/// assert_eq!(iraq.as_str(), "IRQ");
/// assert!("Iraq".parse::<CountryCode>().is_err());
/// # Ok::<(), diurna_record::Error>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CountryCode([u8; 3]);

impl CountryCode {
    /// The code's three capital letters.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).expect("a country code holds three ASCII letters")
    }

    /// True for PLOVER's codes of parties that belong to no country.
    pub fn is_non_state(&self) -> bool {
        matches!(
            &self.0,
            b"UNO" | b"EUR" | b"IGO" | b"NGO" | b"MNC" | b"ISM" | b"IMG"
        )
    }
}

impl FromStr for CountryCode {
    type Err = Error;

    fn from_str(text: &str) -> Result<CountryCode, Error> {
        match text.as_bytes() {
            [a, b, c] if [a, b, c].iter().all(|byte| byte.is_ascii_uppercase()) => {
                Ok(CountryCode([*a, *b, *c]))
            }
            _ => Err(Error::expected("country", "three capital letters", text)),
        }
    }
}

impl fmt::Display for CountryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for CountryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for CountryCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for CountryCode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<CountryCode, D::Error> {
        Cow::<str>::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

impl JsonSchema for CountryCode {
    fn schema_name() -> Cow<'static, str> {
        "CountryCode".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "string", "pattern": "^[A-Z]{3}$"})
    }
}
