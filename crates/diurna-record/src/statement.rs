//! Who said what.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{DateValue, Evidence, Party, Span};

/// One attribution: a speaker, a cue and what is attributed.
///
/// Belief, intent and perception ("believes", "fears", "plans") are statements too; `cue.lemma` tells.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Statement {
    /// `s1`, `s2`, ... in text order.
    pub id: String,
    /// How much of the content stands in quotation marks.
    pub kind: StatementKind,
    /// Who says it; `None` if the text names nobody.
    pub speaker: Option<Party>,
    /// The word that says there is a statement; `None` when only layout says so.
    pub cue: Option<Cue>,
    /// To whom it is said.
    pub addressee: Option<Party>,
    /// What is said, in text order; marks included.
    pub content: Vec<Span>,
    /// The parts inside quotation marks, marks excluded.
    #[serde(default)]
    pub quoted: Vec<Span>,
    /// The statement whose content this one stands in.
    pub within: Option<String>,
    /// The event that the same words make.
    pub about_event: Option<String>,
    /// When it was said.
    pub when: Option<DateValue>,
    /// Calibrated probability that it is right.
    pub confidence: f32,
    /// The rule that found it.
    pub rule: String,
}

/// How much of a statement's content stands in quotation marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum StatementKind {
    /// All of it.
    Direct,
    /// Some of it.
    Mixed,
    /// None of it.
    Indirect,
}

/// The word that says there is a statement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Cue {
    /// Where it stands, auxiliaries included.
    #[serde(flatten)]
    pub at: Evidence,
    /// Lemma of its head, "say".
    pub lemma: String,
}
