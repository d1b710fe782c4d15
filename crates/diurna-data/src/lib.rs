//! What diurna knows: the event lexicon, the cues of attributions, the terms of contexts, contested wording, the gazetteer. Plain text with its source in the
//! header, parsers, and lookups; no logic beyond that.
//!
//! All files are bundled with the program and may be replaced by a folder of the user's. A line that does not parse stops
//! the load with its file and number.

pub mod contexts;
pub mod cues;
pub mod gazetteer;
pub mod lexicon;
mod source;
pub mod wording;

pub use source::Error;
