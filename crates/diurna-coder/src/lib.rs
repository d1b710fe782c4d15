//! Analysed text to a record: who did what to whom, who said what.
//!
//! [`Coder`] holds the data that coding needs; [`Coder::code`] turns an article and its analysis into a
//! [`Record`](diurna_record::Record). Inside, one folder for each question: `actor` (who is who), `event` (what was
//! done), `quote` (who said it), `when`, `place`, `wording` (in which words). The words that make an event stand in the
//! lexicon (`docs/lexicon.md`), not in
//! code.

mod actor;
mod assemble;
mod classify;
mod coder;
mod context;
mod count;
mod dateline;
mod dating;
mod error;
mod event;
mod explain;
mod headline;
mod outlet;
mod place;
mod quote;
mod relate;
mod when;
mod wording;

pub use classify::{By, Features, Label, Weights, WeightsError};
pub use coder::Coder;
pub use error::Error;
pub use explain::{
    ActExplanation, ContextExplanation, PartyExplanation, SentenceExplanation,
    StatementExplanation, WordingExplanation,
};
pub use relate::Pair;
