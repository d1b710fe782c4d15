//! Which model, lexicon and gazetteer a command uses.

use std::path::PathBuf;
use std::sync::Arc;

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
    /// Folder of lexicon files to use instead of the bundled ones
    #[arg(long, value_name = "DIR")]
    lexicon: Option<PathBuf>,
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
            lexicon: self.lexicon.clone(),
            gazetteer: self.gazetteer.clone(),
            weights: self.weights.clone(),
            by: self.by,
            ..Settings::new(home()?)
        };
        Ok(Arc::new(Resources::load(&settings)?))
    }
}

/// Where models are kept.
pub(crate) fn home() -> Result<Home, Failure> {
    Home::find().map_err(|error| Failure::new(Exit::Model, error))
}
