//! The coder: what it needs, loaded once, and its three questions.

use std::borrow::Cow;

use diurna_data::contexts::Contexts;
use diurna_data::cues::CueLexicon;
use diurna_data::gazetteer::Gazetteer;
use diurna_data::geography::Geography;
use diurna_data::geonames::Geonames;
use diurna_data::lexicon::Lexicon;
use diurna_data::wording::WordingLexicon;
use diurna_record::{Article, MadeBy, Record, Relations, Span, Warning};
use diurna_text::Doc;

use crate::actor::Parties;
use crate::assemble::{self, Findings};
use crate::classify::{By, Features, Weights};
use crate::explain::{self, SentenceExplanation};
use crate::place::{Atlas, Countries, Places};
use crate::relate::{Pair, Relating};
use crate::{Error, context, dateline, event, headline, outlet, quote, when};

/// Lexicon, gazetteer and cues, and what is done with them.
///
/// It holds no state between articles, so one coder serves all threads.
#[derive(Debug)]
pub struct Coder {
    lexicon: Lexicon,
    gazetteer: Gazetteer,
    cues: CueLexicon,
    contexts: Contexts,
    geography: Geography,
    countries: Countries,
    geonames: Option<Geonames>,
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
            countries: Countries::of(&gazetteer),
            lexicon,
            gazetteer,
            cues,
            contexts: Contexts::bundled()?,
            geography: Geography::bundled()?,
            geonames: None,
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

    /// The same coder, with the towns and divisions of the world. Without them only countries, regions and waters have
    /// coordinates, and every record says so in a warning.
    #[must_use]
    pub fn locating(mut self, geonames: Geonames) -> Coder {
        self.geonames = Some(geonames);
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
    /// the model does not take its verbs for names, and signs that only steer the direction of writing are blanks. Every byte
    /// keeps its place.
    pub fn analysis_text<'a>(&self, article: &'a Article) -> Cow<'a, str> {
        let text = headline::like_a_sentence(article, &self.gazetteer);
        if text.contains(quote::steers) {
            // A blank that takes three bytes as well.
            Cow::Owned(text.replace(quote::steers, "\u{2003}"))
        } else {
            text
        }
    }

    /// The stretches that are analysed each for itself: the paragraphs, and the datelines at their heads.
    pub fn analysis_parts(&self, article: &Article) -> Vec<Span> {
        dateline::parts(&article.text, &article.paragraphs)
    }

    /// Codes an article.
    ///
    /// `doc` is the analysis of its [`analysis_text`](Coder::analysis_text) in its
    /// [`analysis_parts`](Coder::analysis_parts); `model` says which model made it.
    pub fn code(&self, mut article: Article, doc: &Doc, model: &str) -> Record {
        if self.geonames.is_none() {
            article.warnings.push(Warning::new(
                "no-geonames",
                "the places of GeoNames are not installed, so towns have no coordinates; `diurna model install` gets them",
            ));
        }
        outlet::settle(&mut article, &self.gazetteer);
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
        let mut parties = Parties::find(article, doc, &self.gazetteer);
        let attributions = quote::attributions(doc, &article.paragraphs, &self.cues);
        let speakers = quote::speaker::speakers(
            doc,
            &article.paragraphs,
            &attributions,
            &self.cues,
            &mut parties,
        );
        let atlas = Atlas {
            countries: &self.countries,
            geography: &self.geography,
            geonames: self.geonames.as_ref(),
        };
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
            speakers,
            times,
            parties,
            places: Places::find(article, doc, atlas),
            topics: context::topics(doc, &article.paragraphs, &self.contexts),
            wording: &self.wording,
        }
    }

    fn gazetteer_version(&self) -> String {
        let own = self.gazetteer.version();
        let geography = self.geography.sha256();
        let geonames = self.geonames.as_ref();
        let geonames = geonames.map(|geonames| format!("; geonames sha256:{}", geonames.sha256()));
        format!(
            "{own}; geography sha256:{geography}{}",
            geonames.unwrap_or_default()
        )
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
            gazetteer: self.gazetteer_version(),
            classifier: Some(format!("{} sha256:{}", self.by, self.weights.sha256())),
        }
    }
}
