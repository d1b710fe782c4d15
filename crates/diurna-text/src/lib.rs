//! spaCy's CNN pipelines in pure Rust: tokens, tags, sentences, parse, lemmas, entities.
//!
//! The crate reads a package such as `en_core_web_sm` and gives the answers that spaCy gives, without Python and many
//! times as fast. A package is turned into one model file once ([`import`]); a [`Model`] is loaded from that and shared;
//! each thread has an [`Analyzer`], which turns a text into a [`Doc`].
//!
//! The stages are those of spaCy: tokenizer, an embedding with window convolutions that tagger and parser share,
//! attribute ruler, lemmatizer, and an entity recogniser with an embedding of its own. Results do not depend on the
//! machine, the kernel or on what was analysed before.
//!
//! Left out: training, pipelines with transformers, languages other than English, and components other than those.

mod characters;
mod doc;
mod encoder;
mod entity;
mod error;
mod features;
mod install;
mod lemma;
mod model;
mod nn;
mod package;
mod parser;
mod pattern;
mod pipeline;
mod releases;
mod ruler;
mod strings;
mod tables;
mod tagger;
mod tokenizer;
mod transition;
mod weights;

pub use doc::{Doc, NamedEntity, Token, TokenData};
pub use error::Error;
pub use features::word_shape;
pub use install::{Home, Installed, download, fetch_wheel, import, list, verify};
pub use model::Model;
pub use nn::Kernel;
pub use pipeline::Analyzer;
#[doc(hidden)]
pub use pipeline::Stage;
