//! spaCy's CNN pipelines in pure Rust.

mod doc;

pub use doc::{Doc, NamedEntity, Token, TokenData};
