//! What diurna knows: the event lexicon, the cues of attributions, the terms of contexts, contested wording, the gazetteer,
//! the map. Plain text with its source in the header, parsers, and lookups; no logic beyond that. Towns come from a file that
//! the user installs ([`geonames`]).
//!
//! All files are bundled with the program and may be replaced by a folder of the user's. A line that does not parse stops
//! the load with its file and number.

pub mod contexts;
pub mod cues;
pub mod gazetteer;
pub mod geography;
pub mod geonames;
pub mod lexicon;
mod source;
pub mod wording;

pub use source::Error;
