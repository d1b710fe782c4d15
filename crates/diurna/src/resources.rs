//! What coding needs, loaded once by name and passed in.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use diurna_coder::{By, Coder, Weights};
use diurna_data::cues::CueLexicon;
use diurna_data::gazetteer::Gazetteer;
use diurna_data::lexicon::Lexicon;
use diurna_text::{Home, Model};

use crate::Error;

/// Which resources to load.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The folder of installed models.
    pub home: Home,
    /// An installed model, as `name-version`; without it the default model, `en_core_web_sm`.
    pub model: Option<String>,
    /// A folder of lexicon files instead of the bundled ones.
    pub lexicon: Option<PathBuf>,
    /// Lexicon files of the user's own, in front of the lexicon.
    pub lexicon_files: Vec<PathBuf>,
    /// A folder of gazetteer files instead of the bundled ones.
    pub gazetteer: Option<PathBuf>,
    /// A weights file of the classifier instead of the bundled one.
    pub weights: Option<PathBuf>,
    /// Who decides on an event's type: the lexicon, the classifier, or both.
    pub by: By,
}

impl Settings {
    /// The default model of this home, with the bundled lexicon and gazetteer.
    pub fn new(home: Home) -> Settings {
        Settings {
            home,
            model: None,
            lexicon: None,
            lexicon_files: Vec::new(),
            gazetteer: None,
            weights: None,
            by: By::default(),
        }
    }

    /// The file of the language model.
    pub fn model_file(&self) -> PathBuf {
        match &self.model {
            Some(model) => self.home.model(model),
            None => self.home.default_model(),
        }
    }
}

/// The language model and the coder with its lexicon and gazetteer.
///
/// They hold no state between documents; all threads share one.
#[derive(Debug)]
pub struct Resources {
    model: Arc<Model>,
    coder: Coder,
    made_by: String,
}

impl Resources {
    /// Loads what `settings` names.
    ///
    /// # Errors
    ///
    /// If the model is not installed or not sound, the file of places is not sound ([`Error::is_model`]), or a data file has a line that does not parse
    /// ([`Error::is_data`]); file and line are named.
    pub fn load(settings: &Settings) -> Result<Resources, Error> {
        let model = Model::load(&settings.model_file()).map_err(Error::model)?;
        let coder = load_coder(settings)?;
        let coder = match &settings.weights {
            Some(file) => coder.weighing(load_weights(file)?),
            None => coder,
        };
        let coder = match crate::geonames::open(&settings.home)? {
            Some(geonames) => coder.locating(geonames),
            None => coder,
        };
        let coder = coder.deciding(settings.by);
        Ok(Resources::new(Arc::new(model), coder))
    }

    /// Resources from parts that are loaded already.
    pub fn new(model: Arc<Model>, coder: Coder) -> Resources {
        let (name, version, hash) = (model.name(), model.version(), model.hash());
        Resources {
            made_by: format!("{name} {version} sha256:{hash}"),
            model,
            coder,
        }
    }

    /// The language model.
    pub fn model(&self) -> &Arc<Model> {
        &self.model
    }

    /// The coder.
    pub fn coder(&self) -> &Coder {
        &self.coder
    }

    /// The model as records name it: name, version, hash.
    pub fn model_version(&self) -> &str {
        &self.made_by
    }
}

fn load_weights(file: &Path) -> Result<Weights, Error> {
    let place = file.display().to_string();
    let bytes = std::fs::read(file).map_err(|error| Error::from(error).at(&place))?;
    let weights = Weights::read(&bytes).map_err(diurna_coder::Error::from);
    weights.map_err(|error| Error::from(error).at(place))
}

fn load_coder(settings: &Settings) -> Result<Coder, Error> {
    let lexicon = Lexicon::open(settings.lexicon.as_deref(), &settings.lexicon_files);
    let gazetteer = match &settings.gazetteer {
        Some(folder) => Gazetteer::load(folder),
        None => Gazetteer::bundled(),
    };
    let data = |error: diurna_data::Error| Error::from(diurna_coder::Error::from(error));
    let cues = CueLexicon::bundled().map_err(data)?;
    let coder = Coder::new(lexicon.map_err(data)?, gazetteer.map_err(data)?, cues);
    Ok(coder?)
}
