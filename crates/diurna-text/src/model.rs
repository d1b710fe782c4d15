use std::path::Path;
use std::sync::Arc;

use crate::encoder::{Network, Vectors};
use crate::entity;
use crate::error::Error;
use crate::features::Attribute;
use crate::lemma::Lemmatizer;
use crate::nn::Packed;
use crate::parser;
use crate::ruler::Ruler;
use crate::tokenizer::Tokenizer;
use crate::transition::Scorer;
use crate::weights::{Manifest, ModelFile, NormTable, Tensors};

/// A language model: read once, then shared by all workers.
///
/// ```no_run
/// use std::path::Path;
/// use std::sync::Arc;
/// use diurna_text::{Analyzer, Model};
///
/// # fn main() -> Result<(), diurna_text::Error> {
/// let model = Arc::new(Model::load(Path::new("en_core_web_sm-3.8.0.diurna-model"))?);
/// let doc = Analyzer::new(&model).analyze("Police fired tear gas.")?;
/// assert_eq!(doc.token(1).lemma(), "fire");
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct Model {
    name: String,
    version: String,
    licence: String,
    hash: String,
    pub(crate) tokenizer: Tokenizer,
    pub(crate) norms: NormTable,
    pub(crate) vectors: Option<Vectors>,
    /// The network that tagger and parser share, and the entity recogniser's.
    pub(crate) networks: [Network; 2],
    /// The feature columns of each network, and whether it uses static vectors.
    pub(crate) columns: [(Vec<Attribute>, bool); 2],
    pub(crate) tagger: Packed,
    pub(crate) tags: Vec<Arc<str>>,
    pub(crate) parser: Scorer,
    pub(crate) parser_moves: parser::Moves,
    pub(crate) deps: parser::Labels,
    pub(crate) entity: Scorer,
    pub(crate) entity_moves: entity::Moves,
    pub(crate) ruler: Ruler,
    pub(crate) lemmatizer: Lemmatizer,
}

impl Model {
    /// Reads a model file.
    ///
    /// # Errors
    ///
    /// If the file is missing, cut off, altered, or of another format; the message names it and the command that mends
    /// it.
    pub fn load(path: &Path) -> Result<Model, Error> {
        let file = ModelFile::read(path)?;
        let tensors = file.tensors()?;
        let mut model =
            Model::build(tensors.manifest()?, &tensors).map_err(|error| error.within(path))?;
        model.name = file.description.name.clone();
        model.version = file.description.version.clone();
        model.licence = file.description.licence.clone();
        model.hash = file.description.data_sha256.clone();
        Ok(model)
    }

    fn build(manifest: Manifest, tensors: &Tensors<'_>) -> Result<Model, Error> {
        let shapes = [&manifest.shared, &manifest.entity];
        let vectors = match shapes.iter().any(|shape| shape.static_vectors) {
            true => Some(Vectors::load(tensors)?),
            false => None,
        };
        let network = |prefix, shape| Network::load(prefix, shape, vectors.as_ref(), tensors);
        let networks = [
            network("shared", &manifest.shared)?,
            network("entity", &manifest.entity)?,
        ];
        let [shared, own] = [networks[0].width(), networks[1].width()];
        let tags = manifest.tags.len();
        let tagger = Packed::linear(
            &tensors.floats("tagger.W", &[tags, shared])?,
            &tensors.floats("tagger.b", &[tags])?,
            shared,
            tags,
        );
        let (parser_moves, deps) =
            parser::Moves::new(&manifest.parser_moves).map_err(Error::package)?;
        let actions = [manifest.parser_moves.len(), manifest.entity_moves.len()];
        Ok(Model {
            name: String::new(),
            version: String::new(),
            licence: String::new(),
            hash: String::new(),
            tokenizer: Tokenizer::new(&manifest.tokenizer)?,
            norms: tensors.norms()?,
            columns: shapes.map(|shape| (shape.columns.clone(), shape.static_vectors)),
            tagger: tagger.map_err(|why| tensors.misfit("tagger.W", why))?,
            tags: manifest
                .tags
                .iter()
                .map(|tag| Arc::from(tag.as_str()))
                .collect(),
            parser: Scorer::load(
                "parser",
                shared,
                [parser::EARLY_PLACES, parser::PLACES],
                actions[0],
                tensors,
            )?,
            parser_moves,
            deps,
            entity: Scorer::load(
                "entity",
                own,
                [entity::EARLY_PLACES, entity::PLACES],
                actions[1],
                tensors,
            )?,
            entity_moves: entity::Moves::new(&manifest.entity_moves).map_err(Error::package)?,
            ruler: Ruler::new(&manifest.ruler)?,
            lemmatizer: Lemmatizer::load(manifest.lemma_rules, tensors)?,
            networks,
            vectors,
        })
    }

    /// The pipeline's name, `en_core_web_sm`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The pipeline's version, `3.8.0`.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// The licence of the weights, as the package states it.
    pub fn licence(&self) -> &str {
        &self.licence
    }

    /// SHA-256 of the model's data: the same for every copy of the same release, from wherever it came.
    pub fn hash(&self) -> &str {
        &self.hash
    }
}
