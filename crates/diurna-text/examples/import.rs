//! Imports a model package: `import PACKAGE`, a wheel or a folder; with no argument downloads the default model.

#![expect(clippy::print_stdout, reason = "an example is a program")]

use std::path::Path;

use diurna_text::{Error, Home, download, import};

fn main() -> Result<(), Error> {
    let home = Home::find()?;
    let installed = match std::env::args_os().nth(1) {
        Some(package) => import(Path::new(&package), &home)?,
        None => download(&home, Path::new("python3"))?,
    };
    println!("{installed:#?}");
    Ok(())
}
