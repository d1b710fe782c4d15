//! Who did what to whom.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Context, DateValue, EventType, Evidence, Mode, Quad, Span, Status};

/// One event.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Event {
    /// `e1`, `e2`, ... in text order.
    pub id: String,
    /// PLOVER type.
    #[serde(rename = "type")]
    pub event_type: EventType,
    /// PLOVER modes, each allowed for the type.
    #[serde(default)]
    pub modes: Vec<Mode>,
    /// PLOVER contexts.
    #[serde(default)]
    pub contexts: Vec<Context>,
    /// Derived from the type.
    pub quad: Quad,
    /// Conflict-cooperation score from -10 to +10, derived from type and modes.
    pub score: f32,
    /// CAMEO code of the base act with its operators, as precise as known.
    pub cameo: Option<String>,
    /// Whether the text tells it as done.
    pub status: Status,
    /// The inner act of a request, threat, agreement or refusal.
    pub about: Option<About>,
    /// Who did it.
    pub actors: Vec<Party>,
    /// At whom it is directed.
    pub recipients: Vec<Party>,
    /// The words that say it.
    pub trigger: Vec<Span>,
    /// Index into the record's sentences.
    pub sentence: usize,
    /// Other sentences that tell the same act.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also_in: Vec<usize>,
    /// When it happened.
    pub when: When,
    /// Where it happened.
    #[serde(rename = "where")]
    pub place: Option<Where>,
    /// Killed, wounded, arrested, ...
    #[serde(default)]
    pub numbers: Vec<Number>,
    /// Who says so, nearest first, the outlet last.
    pub said_by: Vec<SaidBy>,
    /// The statement that the same words make: "accused", "demanded".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub statement: Option<String>,
    /// Calibrated probability that the event is right.
    pub confidence: f32,
    /// Lexicon entry or model that fired; `diurna explain` shows it.
    pub rule: String,
}

/// The act inside an operator event: "demanded *the withdrawal*".
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct About {
    /// PLOVER type of the inner act.
    #[serde(rename = "type")]
    pub event_type: EventType,
    /// Its modes.
    #[serde(default)]
    pub modes: Vec<Mode>,
    /// The words that name it.
    pub span: Span,
    /// Its own date, where the text gives one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<DateValue>,
}

/// An entity in a role, with the mention that fills it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Party {
    /// Id of the entity.
    pub entity: String,
    /// The mention.
    #[serde(flatten)]
    pub at: Evidence,
}

/// The date of an event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct When {
    /// ISO date or interval; `None` without an anchor.
    pub value: Option<DateValue>,
    /// Id of the time expression it was read from.
    pub time: Option<String>,
    /// How it was decided.
    pub basis: WhenBasis,
}

/// How an event's date was decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum WhenBasis {
    /// A time expression of its own clause or sentence.
    Text,
    /// The day of publication.
    Publication,
    /// An earlier sentence of the paragraph, or the lead.
    Inherited,
}

/// The place of an event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Where {
    /// Id of the place.
    pub place: String,
    /// How it was decided.
    pub basis: WhereBasis,
}

/// How an event's place was decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum WhereBasis {
    /// Named in its clause.
    Clause,
    /// Named in its sentence.
    Sentence,
    /// Named earlier in the paragraph.
    Paragraph,
    /// The dateline.
    Dateline,
}

/// A count that belongs to an event.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Number {
    /// Of what.
    pub kind: NumberKind,
    /// Best single reading.
    pub value: Option<f64>,
    /// Lower bound ("at least 12").
    pub min: Option<f64>,
    /// Upper bound ("up to 40").
    pub max: Option<f64>,
    /// Where it stands.
    pub span: Span,
}

/// What a number counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "the names say it")]
pub enum NumberKind {
    Killed,
    Wounded,
    Arrested,
    Displaced,
    Released,
    Crowd,
    Troops,
    Money,
    Other,
}

/// One link of the chain of who says so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum SaidBy {
    /// The statement with this id.
    Statement(String),
    /// The entity with this id.
    Entity(String),
    /// The outlet in its own voice; always `true`.
    Outlet(bool),
}
