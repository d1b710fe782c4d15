//! News pages to sourced records: who did what to whom, who said what, when and where, each with the characters it was
//! read from.
//!
//! [`Resources`] are loaded once: the language model, the lexicon, the gazetteer. A [`Pipeline`] is one worker over them.
//! [`run`] puts many documents through on all cores and gives the outcomes in input order; a page that cannot be read is an
//! outcome too, and the run goes on. The types of the other crates that these need are re-exported here, so that a program
//! depends on this crate only.
//!
//! Nothing here reads the clock, the network or the environment in making a record: the same page, model, lexicon and
//! settings give the same bytes. (The [`Stages`] of [`Coded`] are times; they stay outside the record.)
//!
//! ```no_run
//! use std::sync::Arc;
//! use diurna::{Article, Pipeline, Resources, Settings, models};
//!
//! let resources = Arc::new(Resources::load(&Settings::new(models::Home::find()?))?);
//! let mut pipeline = Pipeline::new(&resources);
//! let article = Article::from_text("d1", "Turkey condemned the attack on Friday.");
//! let record = pipeline.code(article)?;
//! for event in &record.events {
//!     println!("{} {}", event.event_type, record.sentences[event.sentence].span.slice(&record.article.text));
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod article_json;
mod batch;
mod error;
mod geonames;
mod pipeline;
mod resources;
mod source;

pub use article_json::ArticleJson;
pub use batch::{Outcome, Tally, run};
pub use error::Error;
pub use pipeline::{Coded, Pipeline, Stages};
pub use resources::{Resources, Settings};
pub use source::{Content, Document, Source, open, stream};

pub use diurna_coder::{
    ActExplanation, By, Coder, ContextExplanation, Features, Label, Pair, PartyExplanation,
    SentenceExplanation, StatementExplanation, WordingExplanation,
};
pub use diurna_data::contexts::Desk;
pub use diurna_page::{Input, Kind};
#[doc(no_inline)]
pub use diurna_record as record;
pub use diurna_record::{Article, Entity, Event, Moment, Record, Relations, Span, Statement};
pub use diurna_text::{Doc, Model, Token};

/// The event lexicon: its entries and the sentences beside them.
pub mod lexicon {
    pub use diurna_data::lexicon::{Entry, Example, Expected, Lexicon, WordClass};
}

/// Installs, lists and checks language models.
pub mod models {
    pub use diurna_text::{Home, Installed, download, import, list, verify};
}

/// Installs and checks the towns and divisions of the world, from GeoNames.
pub mod places {
    pub use crate::geonames::{
        Installed, NOTICE, download, file, import, is_package, open, verify,
    };
    pub use diurna_data::geonames::Geonames;
}
