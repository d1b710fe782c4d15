//! The coder: what it needs, loaded once, and its three questions.

use std::borrow::Cow;

use diurna_data::contexts::Contexts;
use diurna_data::cues::CueLexicon;
use diurna_data::gazetteer::Gazetteer;
use diurna_data::lexicon::Lexicon;
use diurna_data::wording::WordingLexicon;
use diurna_record::{Article, MadeBy, Record, Relations};
use diurna_text::Doc;

use crate::actor::Parties;
use crate::assemble::{self, Findings};
use crate::classify::{By, Features, Weights};
use crate::explain::{self, SentenceExplanation};
use crate::relate::{Pair, Relating};
use crate::{Error, context, event, headline, quote, when};

/// Lexicon, gazetteer and cues, and what is done with them.
///
/// It holds no state between articles, so one coder serves all threads.
#[derive(Debug)]
pub struct Coder {
    lexicon: Lexicon,
    gazetteer: Gazetteer,
    cues: CueLexicon,
    contexts: Contexts,
    wording: WordingLexicon,
    weights: Weights,
    by: By,
}

impl Coder {
    /// A coder with the lexicon, gazetteer and cues that come with the program.
    ///
    /// # Errors
    ///
    /// If a bundled data file does not parse; file and line are named.
    pub fn bundled() -> Result<Coder, Error> {
        Coder::new(
            Lexicon::bundled()?,
            Gazetteer::bundled()?,
            CueLexicon::bundled()?,
        )
    }

    /// A coder with other data and the bundled contexts, wording and weights.
    ///
    /// # Errors
    ///
    /// If the bundled weights, contexts or wording are damaged.
    pub fn new(lexicon: Lexicon, gazetteer: Gazetteer, cues: CueLexicon) -> Result<Coder, Error> {
        Ok(Coder {
            lexicon,
            gazetteer,
            cues,
            contexts: Contexts::bundled()?,
            wording: WordingLexicon::bundled()?,
            weights: Weights::bundled()?,
            by: By::default(),
        })
    }

    /// The same coder, with other weights.
    #[must_use]
    pub fn weighing(mut self, weights: Weights) -> Coder {
        self.weights = weights;
        self
    }

    /// The same coder, with another decider.
    #[must_use]
    pub fn deciding(mut self, by: By) -> Coder {
        self.by = by;
        self
    }

    /// The lexicon in use.
    pub fn lexicon(&self) -> &Lexicon {
        &self.lexicon
    }

    /// The article's text as it should be analysed: a headline in Title Case or in capitals is written like a sentence, so that
    /// the model does not take its verbs for names. Every byte keeps its place.
    pub fn analysis_text<'a>(&self, article: &'a Article) -> Cow<'a, str> {
        headline::like_a_sentence(article, &self.gazetteer)
    }

    /// Codes an article.
    ///
    /// `doc` is the analysis of `article.text`, paragraph by paragraph; `model` says which model made it.
    pub fn code(&self, article: Article, doc: &Doc, model: &str) -> Record {
        let findings = self.find(&article, doc);
        assemble::record(article, doc, findings, self.made_by(model))
    }

    /// Says which event links the two parties of each pair.
    pub fn relate(&self, id: &str, doc: &Doc, pairs: &[Pair]) -> Relations {
        self.relating(id, doc).relations(id, pairs, self.by)
    }

    /// What the classifier sees of each pair: its training reads this.
    pub fn features(&self, id: &str, doc: &Doc, pairs: &[Pair]) -> Vec<Features> {
        let relating = self.relating(id, doc);
        pairs.iter().map(|pair| relating.features(pair)).collect()
    }

    fn relating<'a>(&'a self, id: &str, doc: &'a Doc) -> Relating<'a> {
        Relating {
            doc,
            lexicon: &self.lexicon,
            weights: &self.weights,
            own: Parties::find(&Article::from_text(id, doc.text()), doc, &self.gazetteer),
        }
    }

    /// Says for each sentence which rule fired on what.
    pub fn explain(&self, article: &Article, doc: &Doc) -> Vec<SentenceExplanation> {
        let findings = self.find(article, doc);
        let mut sentences = explain::sentences(doc, &article.paragraphs, &findings, &self.lexicon);
        let record = assemble::record(article.clone(), doc, findings, self.made_by(""));
        explain::add_wording(&mut sentences, doc, &record);
        sentences
    }

    fn find<'d>(&self, article: &Article, doc: &'d Doc) -> Findings<'d, '_> {
        let parties = Parties::find(article, doc, &self.gazetteer);
        let attributions = quote::attributions(doc, &article.paragraphs, &self.cues);
        let published = article.published.as_ref().map(|moment| moment.date());
        let country = article.outlet.as_ref().and_then(|outlet| outlet.country);
        let times = when::times(&article.text, &article.paragraphs, published, country);
        let sentences = doc.sentences().iter().cloned();
        let candidates = sentences
            .flat_map(|range| event::candidates(doc, range, &self.lexicon, &parties))
            .collect();
        Findings {
            lexicon: &self.lexicon,
            weights: &self.weights,
            by: self.by,
            candidates,
            attributions,
            times,
            parties,
            topics: context::topics(doc, &article.paragraphs, &self.contexts),
            wording: &self.wording,
        }
    }

    fn made_by(&self, model: &str) -> MadeBy {
        MadeBy {
            diurna: env!("CARGO_PKG_VERSION").to_owned(),
            model: model.to_owned(),
            lexicon: format!(
                "{}; cues sha256:{}; contexts {}; wording sha256:{}",
                self.lexicon.version(),
                self.cues.sha256(),
                self.contexts.version(),
                self.wording.sha256()
            ),
            gazetteer: self.gazetteer.version().to_owned(),
            classifier: Some(format!("{} sha256:{}", self.by, self.weights.sha256())),
        }
    }
}
