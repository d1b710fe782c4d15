//! The commands, one a file.

pub(crate) mod code;
pub(crate) mod completions;
pub(crate) mod demo;
pub(crate) mod explain;
pub(crate) mod lexicon;
pub(crate) mod man;
pub(crate) mod model;
pub(crate) mod parse;
pub(crate) mod read;
pub(crate) mod relate;
pub(crate) mod verify;
