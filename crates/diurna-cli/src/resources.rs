//! Which model, lexicon and gazetteer a command uses.

use std::path::PathBuf;
use std::sync::Arc;

use diurna::lexicon::Lexicon;
use diurna::models::Home;
use diurna::{By, Resources, Settings};

use crate::exit::Exit;
use crate::failure::Failure;

/// Arguments of every command that analyses text.
#[derive(clap::Args, Debug, Default)]
pub(crate) struct ResourceArgs {
    /// Language model, as `diurna model list` names it [default: en_core_web_sm-3.8.0]
    #[arg(long, value_name = "NAME")]
    model: Option<String>,
    #[command(flatten)]
    lexicon: LexiconArgs,
    /// Folder of gazetteer files to use instead of the bundled ones
    #[arg(long, value_name = "DIR")]
    gazetteer: Option<PathBuf>,
    /// Weights file of the classifier to use instead of the bundled one
    #[arg(long, value_name = "FILE")]
    weights: Option<PathBuf>,
    /// Who decides on an event's type: the lexicon (rules), the classifier (model), or the classifier that sees what the
    /// lexicon says (both)
    #[arg(long, default_value_t, value_name = "WHO")]
    by: By,
}

impl ResourceArgs {
    /// Loads them.
    pub(crate) fn load(&self) -> Result<Arc<Resources>, Failure> {
        let settings = Settings {
            model: self.model.clone(),
            lexicon: self.lexicon.folder()?,
            lexicon_files: self.lexicon.files(),
            gazetteer: self.gazetteer.clone(),
            weights: self.weights.clone(),
            by: self.by,
            ..Settings::new(home()?)
        };
        Ok(Arc::new(Resources::load(&settings)?))
    }
}

/// Which lexicon: every command that reads one has this option.
#[derive(clap::Args, Debug, Default)]
pub(crate) struct LexiconArgs {
    /// A file of entries of your own, which is added to the lexicon and wins over it where both fit equally well, or a
    /// folder of files to use instead of the bundled ones; may be given several times
    #[arg(long = "lexicon", value_name = "PATH")]
    lexicon_paths: Vec<PathBuf>,
}

impl LexiconArgs {
    /// Reads it.
    pub(crate) fn load(&self) -> Result<Lexicon, Failure> {
        let lexicon = Lexicon::open(self.folder()?.as_deref(), &self.files());
        lexicon.map_err(|error| Failure::new(Exit::Data, error))
    }

    /// The folder in place of the bundled files.
    fn folder(&self) -> Result<Option<PathBuf>, Failure> {
        let mut folders = self.lexicon_paths.iter().filter(|path| path.is_dir());
        let folder = folders.next().cloned();
        match folders.next() {
            Some(second) => Err(Failure::new(
                Exit::Usage,
                format!(
                    "{}: expected one folder of lexicon files, found a second",
                    second.display()
                ),
            )),
            None => Ok(folder),
        }
    }

    /// The files that are added.
    fn files(&self) -> Vec<PathBuf> {
        let files = self.lexicon_paths.iter().filter(|path| !path.is_dir());
        files.cloned().collect()
    }
}

impl From<Vec<PathBuf>> for LexiconArgs {
    fn from(lexicon_paths: Vec<PathBuf>) -> LexiconArgs {
        LexiconArgs { lexicon_paths }
    }
}

/// Where models are kept.
pub(crate) fn home() -> Result<Home, Failure> {
    Home::find().map_err(|error| Failure::new(Exit::Model, error))
}
