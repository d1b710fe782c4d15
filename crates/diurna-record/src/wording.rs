//! Words that take sides.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Evidence;

/// A word or label that takes sides or that outlets differ in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Wording {
    /// The words.
    #[serde(flatten)]
    pub at: Evidence,
    /// What kind of choice it is.
    pub kind: WordingKind,
    /// Id of the entity or event it is about.
    pub about: Option<String>,
    /// `outlet`, or the id of the statement that the word stands in.
    pub voice: String,
    /// A word without a side.
    pub neutral: Option<String>,
    /// The quarrel that the word belongs to, a topic of the lexicon: `israel-palestine`, `killing`, `reporting`.
    pub topic: String,
    /// The line of the lexicon, or the rule, that marked it.
    pub rule: String,
}

/// Kinds of marked wording.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum WordingKind {
    /// "regime", "terrorist".
    Label,
    /// "assassinated" against "killed".
    Verb,
    /// "alleged".
    Hedge,
    /// Marks that keep a word at a distance.
    ScareQuotes,
    /// Violence told without who did it.
    Agentless,
}
