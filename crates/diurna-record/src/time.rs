//! Time expressions.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{DateValue, Evidence};

/// A time expression of the text and what it stands for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Time {
    /// `t1`, `t2`, ... in text order.
    pub id: String,
    /// The words.
    #[serde(flatten)]
    pub at: Evidence,
    /// TIMEX3 type.
    #[serde(rename = "type")]
    pub time_type: TimeType,
    /// ISO date or interval; `None` where there is none or no anchor.
    pub value: Option<DateValue>,
    /// TIMEX3 value: `2020-W02`, `P5Y`, `PRESENT_REF`.
    pub timex: Option<String>,
    /// What the value was reckoned from.
    pub basis: TimeBasis,
}

/// The TIMEX3 types.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "UPPERCASE")]
#[expect(missing_docs, reason = "the names are TIMEX3's")]
pub enum TimeType {
    Date,
    Time,
    Duration,
    Set,
}

/// What a time's value was reckoned from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum TimeBasis {
    /// The words alone ("10 January 2020").
    Text,
    /// The day of publication.
    Publication,
    /// An earlier time in the text.
    Anchor,
    /// Nothing to reckon from.
    Unknown,
}
