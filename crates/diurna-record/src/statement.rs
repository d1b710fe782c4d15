//! Who said what.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{DateValue, Evidence, Party, SaidBy, Span};

/// One attribution: a speaker, a cue and what is attributed.
///
/// Belief, intent and perception ("believes", "fears", "plans") are statements too; `cue.class` tells.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Statement {
    /// `s1`, `s2`, ... in text order.
    pub id: String,
    /// How much of the content stands in quotation marks.
    pub kind: StatementKind,
    /// Who says it; `None` if the text names nobody.
    pub speaker: Option<Party>,
    /// What kind of speaker it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub speaker_kind: Option<SpeakerKind>,
    /// What led from the words of `speaker` to its entity.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resolved_by: Option<ResolvedBy>,
    /// The word that says there is a statement; `None` when only layout says so.
    pub cue: Option<Cue>,
    /// How it is meant: said, denied, only possible, asked, refused.
    #[serde(default)]
    pub polarity: Polarity,
    /// To whom it is said.
    pub addressee: Option<Party>,
    /// What is said, in text order; marks included.
    pub content: Vec<Span>,
    /// The parts inside quotation marks, marks excluded.
    #[serde(default)]
    pub quoted: Vec<Span>,
    /// The statement whose content this one stands in.
    pub within: Option<String>,
    /// Through whom the claim came, nearest first, the outlet last.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reported_by: Vec<SaidBy>,
    /// The event that the same words make.
    pub about_event: Option<String>,
    /// The statement or event of this article that is denied or rejected.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub denies: Option<String>,
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
    /// What kind of attitude it reports.
    #[serde(default)]
    pub class: CueClass,
}

/// What kind of attitude a cue reports.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum CueClass {
    /// Said: "say", "warn", "claim".
    #[default]
    Speech,
    /// Written: "write", "tweet".
    Writing,
    /// Thought or known: "believe", "expect".
    Thought,
    /// Seen or heard: "hear", "witness".
    Perception,
    /// Wished or planned: "hope", "decide".
    Wish,
    /// For or against: "back", "oppose".
    Stance,
    /// Ruled, enacted or appointed: "rule", "nominate".
    Ruling,
    /// Found out: "find", "show", "estimate".
    Finding,
}

/// How an attribution is meant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Polarity {
    /// The speaker says so.
    #[default]
    Asserted,
    /// "did not say".
    Denied,
    /// "may announce", "if they say no".
    Conditional,
    /// "asked whether".
    Question,
    /// "declined to comment".
    Refused,
}

/// What kind of speaker a statement has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum SpeakerKind {
    /// A person with a name, or one that the article describes well enough to tell from others.
    Person,
    /// A body, a state, a company.
    Organization,
    /// Several people: "officials", "residents".
    Group,
    /// A report, a poll, a law.
    Document,
    /// A newspaper, an agency, a broadcaster.
    Outlet,
    /// One whose name is withheld: "a person briefed on the talks", "sources".
    Anonymous,
    /// The writer of the article: "I" outside quotation marks.
    Author,
    /// Anything else.
    Other,
}

/// What led from a speaker's words to its entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ResolvedBy {
    /// The words name or describe it and lead nowhere else.
    Itself,
    /// A name that stood in a longer or equal form before.
    Name,
    /// A title, role or kind of body that somebody was introduced with.
    Description,
    /// A pronoun, by the last speaker, subject, gender and number.
    Pronoun,
    /// "who", "which": the noun before it.
    Relative,
    /// "I", "we" inside a quotation: its speaker.
    Quotation,
}
