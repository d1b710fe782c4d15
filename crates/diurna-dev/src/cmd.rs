//! The commands, one a file.

use std::path::{Path, PathBuf};

pub(crate) mod docs;
pub(crate) mod gazetteer;
pub(crate) mod measure;
pub(crate) mod parity;
pub(crate) mod predicates;
pub(crate) mod schema;
pub(crate) mod train;

/// The file `docs/NAME` of the source tree that this program was built from.
fn docs_file(name: &str) -> PathBuf {
    project_file("docs").join(name)
}

/// A file or folder of the source tree that this program was built from.
fn project_file(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../..")
        .join(name)
}
