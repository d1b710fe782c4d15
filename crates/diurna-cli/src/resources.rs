//! Which model, lexicon and gazetteer a command uses.

use std::path::PathBuf;
use std::sync::Arc;

use diurna::models::Home;
use diurna::{Resources, Settings};

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
}

impl ResourceArgs {
    /// Loads them.
    pub(crate) fn load(&self) -> Result<Arc<Resources>, Failure> {
        let settings = Settings {
            model: self.model.clone(),
            lexicon: self.lexicon.clone(),
            gazetteer: self.gazetteer.clone(),
            ..Settings::new(home()?)
        };
        Ok(Arc::new(Resources::load(&settings)?))
    }
}

/// Where models are kept.
pub(crate) fn home() -> Result<Home, Failure> {
    Home::find().map_err(|error| Failure::new(Exit::Model, error))
}
