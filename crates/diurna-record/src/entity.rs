//! Parties of the real world, with all their mentions.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{CountryCode, DateValue, Evidence, Sector};

/// One real-world party of the article.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Entity {
    /// `E1`, `E2`, ... by first mention.
    pub id: String,
    /// The longest name, or the best description where there is no name.
    pub name: String,
    /// What it is.
    pub kind: EntityKind,
    /// Its country, PLOVER's codes included.
    pub country: Option<CountryCode>,
    /// PLOVER sectors, the main one first.
    #[serde(default)]
    pub sectors: Vec<Sector>,
    /// Offices held, with dates where known.
    #[serde(default)]
    pub roles: Vec<Role>,
    /// Other names it is known by.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Wikidata id, where the gazetteer knows one.
    pub knowledge_id: Option<String>,
    /// All mentions in text order.
    pub mentions: Vec<Mention>,
    /// Why the country and sectors are what they are.
    pub basis: Option<EntityBasis>,
}

/// What a party is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum EntityKind {
    /// A human being.
    Person,
    /// A body that is neither a state nor part of one.
    Organization,
    /// A body of a state: cabinet, ministry, army, court.
    Government,
    /// A state.
    State,
    /// People without a name: protesters, gunmen, militants; armed groups.
    Group,
    /// A place that acts as a place.
    Place,
    /// A report, a law, a memo.
    Document,
    /// Anything else.
    Other,
}

/// An office.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Role {
    /// The office's name, "prime minister".
    pub office: String,
    /// First day, where known.
    pub from: Option<DateValue>,
    /// Last day, where known.
    pub to: Option<DateValue>,
}

/// One mention.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Mention {
    /// Where, and in which words.
    #[serde(flatten)]
    pub at: Evidence,
    /// How it refers.
    pub form: Form,
}

/// How a mention refers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Form {
    /// A name.
    Name,
    /// A description, "the country's prime minister".
    Nominal,
    /// A pronoun.
    Pronoun,
    /// A place that stands for its government, "Washington".
    Metonym,
}

/// Where an entity's country and sectors come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum EntityBasis {
    /// The gazetteer knows the name.
    Gazetteer,
    /// A role noun before the name.
    Title,
    /// A description beside the name.
    Apposition,
    /// "of the ministry", "the country's".
    Affiliation,
    /// Another mention of the same party.
    Coreference,
    /// A capital or seat that acts.
    Metonymy,
}
