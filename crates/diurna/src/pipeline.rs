//! One worker: a document in, what was asked for out.

use std::sync::Arc;
use std::time::{Duration, Instant};

use diurna_coder::SentenceExplanation;
use diurna_record::{Article, Record, Relations};
use diurna_text::{Analyzer, Doc};

use crate::{Document, Error, Pair, Resources, Source};

/// Reads, analyses and codes documents one at a time; make one for each thread.
///
/// It keeps the analyser's caches from document to document. They change speed, never results.
#[derive(Debug)]
pub struct Pipeline {
    resources: Arc<Resources>,
    analyzer: Analyzer,
}

/// A record and what it took to make it.
#[derive(Debug)]
pub struct Coded {
    /// The record.
    pub record: Record,
    /// Tokens other than white space.
    pub words: usize,
    /// Time for each stage.
    pub stages: Stages,
}

/// Time by stage, on the clock of the thread.
#[derive(Clone, Copy, Debug, Default)]
pub struct Stages {
    /// Bytes to article.
    pub read: Duration,
    /// Article to tokens, parse and named entities.
    pub analyze: Duration,
    /// Parse to record.
    pub code: Duration,
}

impl Stages {
    /// All stages.
    pub fn total(self) -> Duration {
        self.read + self.analyze + self.code
    }
}

impl std::ops::AddAssign for Stages {
    fn add_assign(&mut self, other: Stages) {
        self.read += other.read;
        self.analyze += other.analyze;
        self.code += other.code;
    }
}

impl Pipeline {
    /// A worker with these resources.
    pub fn new(resources: &Arc<Resources>) -> Pipeline {
        Pipeline {
            analyzer: Analyzer::new(resources.model()),
            resources: Arc::clone(resources),
        }
    }

    /// Codes an article.
    ///
    /// # Errors
    ///
    /// If the text is longer than the language model takes. In debug builds also if the record does not hold against its
    /// own invariants, which is a bug.
    pub fn code(&mut self, article: Article) -> Result<Record, Error> {
        let doc = self.parse(&article)?;
        self.code_parsed(article, &doc)
    }

    /// Reads and codes a document.
    ///
    /// # Errors
    ///
    /// If the document cannot be read ([`Source::read`]) or coded ([`Pipeline::code`]).
    pub fn code_source(&mut self, source: Source) -> Result<Coded, Error> {
        let begun = Instant::now();
        let Document { article, .. } = source.read()?;
        let read = Instant::now();
        let doc = self.parse(&article)?;
        let analyzed = Instant::now();
        let record = self.code_parsed(article, &doc)?;
        let stages = Stages {
            read: read - begun,
            analyze: analyzed - read,
            code: analyzed.elapsed(),
        };
        let words = doc.tokens().filter(|token| !token.is_space()).count();
        Ok(Coded {
            record,
            words,
            stages,
        })
    }

    fn code_parsed(&self, article: Article, doc: &Doc) -> Result<Record, Error> {
        let resources = &self.resources;
        let record = resources
            .coder()
            .code(article, doc, resources.model_version());
        if cfg!(debug_assertions) {
            record.verify()?;
        }
        Ok(record)
    }

    /// Tokens, sentences, parse and named entities of an article, paragraph by paragraph, datelines apart.
    ///
    /// # Errors
    ///
    /// If the text is longer than the language model takes.
    pub fn parse(&mut self, article: &Article) -> Result<Doc, Error> {
        let coder = self.resources.coder();
        let text = coder.analysis_text(article);
        let parts = coder.analysis_parts(article);
        let doc = self.analyzer.analyze_parts(&text, &parts)?;
        Ok(doc.with_text(&article.text))
    }

    /// Says which event links the two parties of each of the document's pairs.
    ///
    /// # Errors
    ///
    /// If the document has no pairs ([`Error::is_no_pairs`]) or cannot be analysed.
    pub fn relate(&mut self, document: &Document) -> Result<Relations, Error> {
        let pairs: &[Pair] = document.pairs.as_ref().ok_or_else(Error::no_pairs)?;
        let doc = self.parse(&document.article)?;
        let coder = self.resources.coder();
        Ok(coder.relate(&document.article.id, &doc, pairs))
    }

    /// Says for each sentence who is meant, which rule fired on what, and what became of it; with the analysis it rests on.
    ///
    /// # Errors
    ///
    /// If the text is longer than the language model takes.
    pub fn explain(&mut self, article: &Article) -> Result<(Doc, Vec<SentenceExplanation>), Error> {
        let doc = self.parse(article)?;
        let sentences = self.resources.coder().explain(article, &doc);
        Ok((doc, sentences))
    }
}
