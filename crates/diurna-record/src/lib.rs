//! The records that diurna writes for a page, and nothing that runs.
//!
//! [`Record`] is the contract between the coder, the store, the API and the scorers: an
//! [`Article`] with the events, statements, entities, times, places and wording that were read
//! from it. Every coded field points at the characters it was read from ([`Span`],
//! [`Evidence`]).
//!
//! Inside Rust a span counts **bytes** of [`Article::text`]; in everything that leaves the program
//! it counts **Unicode code points**, because R and Python count so. The change happens in the
//! [`serde::Serialize`] and [`serde::Deserialize`] implementations of [`Record`], so a record cannot be written with the
//! wrong unit.
//!
//! The ontology ([`EventType`], [`Mode`], [`Context`], [`Sector`]) is PLOVER 2, Open Event Data
//! Alliance, draft codebook of February 2024.

mod article;
mod country;
mod date;
mod entity;
mod error;
mod event;
mod ontology;
mod place;
mod record;
mod span;
mod statement;
mod time;
mod wording;

pub use article::{Article, Origin, Outlet, PublishedBasis, Warning};
pub use country::CountryCode;
pub use date::{DateValue, Moment};
pub use entity::{Entity, EntityBasis, EntityKind, Form, Mention, Role};
pub use error::Error;
pub use event::{
    About, Event, Number, NumberKind, Party, SaidBy, When, WhenBasis, Where, WhereBasis,
};
pub use ontology::{Context, EventType, Mode, Quad, Root15, Sector, Status};
pub use place::{Feature, Place};
pub use record::{MadeBy, Record, Relation, Relations, SCHEMA, Sentence};
pub use span::{CharIndex, Evidence, Span};
pub use statement::{Cue, CueClass, Polarity, ResolvedBy, SpeakerKind, Statement, StatementKind};
pub use time::{Time, TimeBasis, TimeType};
pub use wording::{Wording, WordingKind};
