//! The coder: what it needs, loaded once, and its three questions.

use std::borrow::Cow;

use diurna_data::cues::CueLexicon;
use diurna_data::gazetteer::Gazetteer;
use diurna_data::lexicon::Lexicon;
use diurna_record::{Article, MadeBy, Record, Relations};
use diurna_text::Doc;

use crate::actor::Parties;
use crate::assemble::{self, Findings};
use crate::explain::{self, SentenceExplanation};
use crate::relate::{self, Pair};
use crate::{Error, event, headline, quote, when};

/// Lexicon, gazetteer and cues, and what is done with them.
///
/// It holds no state between articles, so one coder serves all threads.
#[derive(Debug)]
pub struct Coder {
    lexicon: Lexicon,
    gazetteer: Gazetteer,
    cues: CueLexicon,
}

impl Coder {
    /// A coder with the lexicon, gazetteer and cues that come with the program.
    ///
    /// # Errors
    ///
    /// If a bundled data file does not parse; file and line are named.
    pub fn bundled() -> Result<Coder, Error> {
        Ok(Coder::new(
            Lexicon::bundled()?,
            Gazetteer::bundled()?,
            CueLexicon::bundled()?,
        ))
    }

    /// A coder with other data.
    pub fn new(lexicon: Lexicon, gazetteer: Gazetteer, cues: CueLexicon) -> Coder {
        Coder {
            lexicon,
            gazetteer,
            cues,
        }
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
        let own = Parties::find(&Article::from_text(id, doc.text()), doc, &self.gazetteer);
        relate::relations(id, doc, pairs, &self.lexicon, &own)
    }

    /// Says for each sentence which rule fired on what.
    pub fn explain(&self, article: &Article, doc: &Doc) -> Vec<SentenceExplanation> {
        let findings = self.find(article, doc);
        explain::sentences(doc, &findings, &self.lexicon)
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
            candidates,
            attributions,
            times,
            parties,
        }
    }

    fn made_by(&self, model: &str) -> MadeBy {
        MadeBy {
            diurna: env!("CARGO_PKG_VERSION").to_owned(),
            model: model.to_owned(),
            lexicon: format!("{}; cues {}", self.lexicon.version(), self.cues.version()),
            gazetteer: self.gazetteer.version().to_owned(),
        }
    }
}
