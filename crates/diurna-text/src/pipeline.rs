//! From a text to a [`Doc`]: the stages in their order, over one text or the parts of one.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use diurna_record::Span;

use crate::doc::{Doc, NamedEntity, TokenData};
use crate::encoder::{Encoder, PADDING};
use crate::entity;
use crate::error::Error;
use crate::features::{Lexicon, Token};
use crate::model::Model;
use crate::nn::{Engine, Kernel, Rows};
use crate::parser::{self, Parse};
use crate::pattern::Scratch;
use crate::ruler::{Hit, Seen};
use crate::tagger;
use crate::transition::Features;

/// Code points that a text may have. spaCy's limit, which keeps memory within bounds.
pub(crate) const MAX_CHARS: usize = 1_000_000;

/// Words with tag and label whose analysis a worker remembers.
const MAX_ANALYSES: usize = 1 << 16;

/// One worker: a model, with the caches and buffers to run it.
///
/// Making one is cheap beside loading a model, keeping it is worth while: it learns words as it goes. What it remembers
/// never changes a result.
#[derive(Debug)]
pub struct Analyzer {
    model: Arc<Model>,
    engine: Engine,
    lexicon: Lexicon,
    encoders: [Encoder; 2],
    parser: Features,
    entity: Features,
    analyses: Analyses,
    scores: Vec<f32>,
}

impl Analyzer {
    /// A worker that uses the fastest kernel of this machine.
    pub fn new(model: &Arc<Model>) -> Analyzer {
        Analyzer::with_engine(model, Engine::fastest())
    }

    /// A worker that uses a certain kernel; `None` if this machine lacks it. All kernels give the same results.
    pub fn with_kernel(model: &Arc<Model>, kernel: Kernel) -> Option<Analyzer> {
        Some(Analyzer::with_engine(model, Engine::new(kernel)?))
    }

    fn with_engine(model: &Arc<Model>, engine: Engine) -> Analyzer {
        let columns = |network: usize| {
            let (columns, with_vectors) = &model.columns[network];
            (columns.as_slice(), *with_vectors)
        };
        Analyzer {
            engine,
            lexicon: Lexicon::new([columns(0), columns(1)]),
            encoders: [0, 1].map(|at| Encoder::new(&model.networks[at], engine)),
            parser: Features::new(&model.parser, engine),
            entity: Features::new(&model.entity, engine),
            analyses: Analyses::default(),
            scores: Vec::new(),
            model: Arc::clone(model),
        }
    }

    /// The model that it runs.
    pub fn model(&self) -> &Arc<Model> {
        &self.model
    }

    /// Analyses a text as a whole.
    ///
    /// # Errors
    ///
    /// If the text has more than a million characters.
    pub fn analyze(&mut self, text: &str) -> Result<Doc, Error> {
        self.analyze_parts(text, &[Span::new(0, text.len())])
    }

    /// Analyses each part of a text, a paragraph for instance, as a text of its own.
    ///
    /// The result is one document over the whole text, in which every part begins a sentence. What lies between the
    /// parts belongs to no token.
    ///
    /// # Errors
    ///
    /// If the text has more than a million characters, or if a part overlaps the one before it or does not lie on
    /// character borders inside the text.
    pub fn analyze_parts(&mut self, text: &str, parts: &[Span]) -> Result<Doc, Error> {
        check(text, parts)?;
        if self.lexicon.is_full() || self.analyses.list.len() > MAX_ANALYSES {
            self.forget();
        }
        let draft = self.draft(text, parts);
        let mut tokens = Vec::with_capacity(draft.tokens.len());
        let mut entities = Vec::new();
        for part in &draft.parts {
            self.finish_part(&draft, part.clone(), &mut tokens, &mut entities);
        }
        Ok(Doc::new(text.into(), tokens, entities))
    }

    /// Runs the stages up to one, for benchmarks; gives the number of tokens.
    #[doc(hidden)]
    pub fn run_until(&mut self, text: &str, stage: Stage) -> Result<usize, Error> {
        let parts = [Span::new(0, text.len())];
        check(text, &parts)?;
        let model = Arc::clone(&self.model);
        let mut draft = self.cut(&model, text, &parts);
        if stage >= Stage::Tag {
            self.encode(&model, 0, &mut draft);
        }
        if stage >= Stage::Encode {
            self.encode(&model, 1, &mut draft);
        }
        if stage >= Stage::Parse {
            let part = draft.parts[0].clone();
            let is_space = self.spaces(&draft, part.clone());
            let parse = self.parse(&model, &draft, part.clone(), &is_space);
            if stage >= Stage::Entities {
                self.recognise(&model, &draft, part, &is_space, &parse);
            }
        }
        Ok(draft.tokens.len())
    }

    /// Empties the caches.
    fn forget(&mut self) {
        self.lexicon.clear();
        self.encoders.iter_mut().for_each(Encoder::clear);
        self.analyses.clear();
    }

    /// Tokens, tags and the vectors for parser and entity recogniser.
    fn draft(&mut self, text: &str, parts: &[Span]) -> Draft {
        let model = Arc::clone(&self.model);
        let mut draft = self.cut(&model, text, parts);
        self.encode(&model, 0, &mut draft);
        self.encode(&model, 1, &mut draft);
        draft
    }

    fn cut(&mut self, model: &Model, text: &str, parts: &[Span]) -> Draft {
        let mut draft = Draft {
            tokens: Vec::new(),
            parts: Vec::new(),
            tags: Vec::new(),
            hidden: [Vec::new(), Vec::new()],
        };
        for part in parts {
            let first = draft.tokens.len();
            let bytes = part.start..part.end;
            let (tokenizer, norms) = (&model.tokenizer, &model.norms);
            self.lexicon
                .tokenize(tokenizer, norms, text, bytes, &mut draft.tokens);
            draft.parts.push(first..draft.tokens.len());
        }
        draft.tags.resize(draft.tokens.len(), 0);
        draft
    }

    fn encode(&mut self, model: &Model, at: usize, draft: &mut Draft) {
        let network = &model.networks[at];
        let (width, engine) = (network.width(), self.engine);
        let (rows, tokens) = draft.rows(&self.lexicon, at, network.padding());
        let scorer = [&model.parser, &model.entity][at];
        let hidden_width = scorer.hidden_width();
        let hidden = &mut draft.hidden[at];
        hidden.resize(draft.tokens.len() * hidden_width, 0.0);
        let (tags, scores) = (&mut draft.tags, &mut self.scores);
        let tuples = &self.lexicon.tuples[at];
        let vectors = model.vectors.as_ref();
        self.encoders[at].encode(network, vectors, tuples, &rows, |block, encoded| {
            let encoded = Rows::new(encoded, width, block.len());
            let tokens = &tokens[block];
            if at == 0 {
                tagger::tag(
                    engine,
                    &model.tagger,
                    model.tags.len(),
                    encoded,
                    scores,
                    |row, tag| {
                        if tokens[row] != PADDING {
                            tags[tokens[row] as usize] = tag;
                        }
                    },
                );
            }
            let outputs = scorer.hidden.outputs();
            scores.resize(encoded.count * outputs, 0.0);
            engine.linear(&scorer.hidden, encoded, scores);
            for (row, token) in tokens
                .iter()
                .enumerate()
                .filter(|(_, token)| **token != PADDING)
            {
                let into = &mut hidden[*token as usize * hidden_width..][..hidden_width];
                into.copy_from_slice(&scores[row * outputs..][..hidden_width]);
            }
        });
    }

    /// Parses a part, finds its entities, and appends its finished tokens.
    fn finish_part(
        &mut self,
        draft: &Draft,
        part: Range<usize>,
        tokens: &mut Vec<TokenData>,
        entities: &mut Vec<NamedEntity>,
    ) {
        let model = Arc::clone(&self.model);
        let is_space = self.spaces(draft, part.clone());
        let parse = self.parse(&model, draft, part.clone(), &is_space);
        let found = self.recognise(&model, draft, part.clone(), &is_space, &parse);
        for (range, label) in found {
            entities.push(NamedEntity {
                tokens: part.start + range.start..part.start + range.end,
                label: Arc::clone(&model.entity_moves.labels[usize::from(label)]),
            });
        }
        let analyses = self.analyse(&model, draft, part.clone(), &parse);
        for (at, analysis) in analyses.iter().enumerate() {
            let token = draft.tokens[part.start + at];
            let word = self.lexicon.word(token.word);
            let shifted = |index: u32| part.start as u32 + index;
            tokens.push(TokenData {
                span: Span::new(token.start as usize, token.end as usize),
                space_after: token.space_after,
                is_space: word.is_space,
                head: shifted(parse.heads[at]),
                left_edge: shifted(parse.left_edges[at]),
                right_edge: shifted(parse.right_edges[at]),
                sentence_start: at == 0 || parse.sentence_starts[at],
                norm: Arc::clone(&word.norm),
                tag: Arc::clone(&analysis.tag),
                pos: Arc::clone(&analysis.pos),
                morph: Arc::clone(&analysis.morph),
                lemma: Arc::clone(&analysis.lemma),
                dep: Arc::clone(&analysis.dep),
            });
        }
    }

    fn spaces(&self, draft: &Draft, part: Range<usize>) -> Vec<bool> {
        let is_space = |token: &Token| self.lexicon.word(token.word).is_space;
        draft.tokens[part].iter().map(is_space).collect()
    }

    fn parse(
        &mut self,
        model: &Model,
        draft: &Draft,
        part: Range<usize>,
        is_space: &[bool],
    ) -> Parse {
        let vectors = draft.hidden_of(0, model.parser.hidden_width(), part);
        let (moves, deps) = (&model.parser_moves, &model.deps);
        parser::parse(
            &model.parser,
            moves,
            deps,
            &mut self.parser,
            vectors,
            is_space,
        )
    }

    fn recognise(
        &mut self,
        model: &Model,
        draft: &Draft,
        part: Range<usize>,
        is_space: &[bool],
        parse: &Parse,
    ) -> Vec<(Range<usize>, u16)> {
        let vectors = draft.hidden_of(1, model.entity.hidden_width(), part);
        let (moves, starts) = (&model.entity_moves, &parse.sentence_starts);
        entity::recognise(
            &model.entity,
            moves,
            &mut self.entity,
            vectors,
            is_space,
            starts,
        )
    }

    /// What rules and lemma tables say of each token of a part.
    fn analyse(
        &mut self,
        model: &Model,
        draft: &Draft,
        part: Range<usize>,
        parse: &Parse,
    ) -> Vec<Analysis> {
        let lexicon = &self.lexicon;
        let seen = |at: usize| {
            let token = draft
                .tokens
                .get(part.start + at)
                .filter(|_| at < part.len())?;
            let word = lexicon.word(token.word);
            Some(Seen {
                text: &word.text,
                lower: &word.lower,
                tag: &model.tags[usize::from(draft.tags[part.start + at])],
                dep: &model.deps.names[usize::from(parse.labels[at])],
                is_space: word.is_space,
            })
        };
        let mut hits = Vec::new();
        let mut found = Vec::with_capacity(part.len());
        let scratch = &mut self.analyses.scratch;
        for at in 0..part.len() {
            let Some(token) = seen(at) else { break };
            let key = (
                draft.tokens[part.start + at].word,
                draft.tags[part.start + at],
                parse.labels[at],
            );
            let list = &mut self.analyses.list;
            let number = *self.analyses.numbers.entry(key).or_insert_with(|| {
                let analysis = Analysis::new(model, token, &[], scratch);
                list.push((analysis, model.ruler.opens(token, scratch)));
                list.len() - 1
            });
            let (analysis, opens) = &list[number];
            found.push(analysis.clone());
            if *opens {
                model.ruler.hits(at, seen, scratch, &mut hits);
            }
        }
        // A pattern over several tokens can change one that was found before or comes after.
        hits.sort_unstable();
        for hits in hits.chunk_by(|left, right| left.at == right.at) {
            if let Some(token) = seen(hits[0].at) {
                found[hits[0].at] = Analysis::new(model, token, hits, scratch);
            }
        }
        found
    }
}

/// A stage up to which [`Analyzer::run_until`] runs.
#[doc(hidden)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Tokens and their features.
    Tokenize,
    /// The shared network, and tags.
    Tag,
    /// The entity recogniser's network.
    Encode,
    /// Heads, labels, sentences.
    Parse,
    /// Entities.
    Entities,
}

/// Tokens and vectors of a text, before the parse.
#[derive(Debug)]
struct Draft {
    tokens: Vec<Token>,
    /// The tokens of each part.
    parts: Vec<Range<usize>>,
    tags: Vec<u16>,
    /// The vectors that the scorers start from.
    hidden: [Vec<f32>; 2],
}

impl Draft {
    fn hidden_of(&self, network: usize, width: usize, part: Range<usize>) -> &[f32] {
        &self.hidden[network][part.start * width..part.end * width]
    }

    /// The feature tuples of all tokens with padding around and between the parts, and the token of each row.
    fn rows(&self, lexicon: &Lexicon, network: usize, padding: usize) -> (Vec<u32>, Vec<u32>) {
        let mut rows = vec![PADDING; padding];
        let mut tokens = rows.clone();
        for part in self.parts.iter().filter(|part| !part.is_empty()) {
            for at in part.clone() {
                let token = self.tokens[at];
                let tuples = lexicon.word(token.word).tuples[network];
                rows.push(tuples[usize::from(token.space_after)]);
                tokens.push(at as u32);
            }
            // The next part begins at an even row, as if it stood alone.
            rows.resize((rows.len() + padding).next_multiple_of(2), PADDING);
            tokens.resize(rows.len(), PADDING);
        }
        (rows, tokens)
    }
}

/// What tags, rules and tables say of a token.
#[derive(Clone, Debug)]
struct Analysis {
    tag: Arc<str>,
    pos: Arc<str>,
    morph: Arc<str>,
    lemma: Arc<str>,
    dep: Arc<str>,
}

impl Analysis {
    fn new(model: &Model, token: Seen<'_>, hits: &[Hit], scratch: &mut Scratch) -> Analysis {
        let outcome = model.ruler.apply(token, hits, scratch);
        let pos = outcome.pos.unwrap_or_default();
        let morph = outcome.morph.unwrap_or_default();
        let lemma = outcome.lemma.unwrap_or_else(|| {
            let lemma = model
                .lemmatizer
                .lemma(token.text, token.lower, &pos, &morph);
            lemma.into()
        });
        Analysis {
            tag: outcome.tag.unwrap_or_else(|| token.tag.into()),
            dep: outcome.dep.unwrap_or_else(|| token.dep.into()),
            pos,
            morph,
            lemma,
        }
    }
}

/// Analyses by word, tag and label.
#[derive(Debug, Default)]
struct Analyses {
    numbers: HashMap<(u32, u16, u16), usize>,
    /// An analysis, and whether a pattern over several tokens can begin there.
    list: Vec<(Analysis, bool)>,
    scratch: Scratch,
}

impl Analyses {
    fn clear(&mut self) {
        self.numbers.clear();
        self.list.clear();
    }
}

fn check(text: &str, parts: &[Span]) -> Result<(), Error> {
    if text.len() > MAX_CHARS {
        let chars = text.chars().count();
        if chars > MAX_CHARS {
            return Err(Error::too_long(chars));
        }
    }
    let mut end = 0;
    for part in parts {
        if part.start < end || part.end < part.start || text.get(part.start..part.end).is_none() {
            return Err(Error::span(part.start, part.end));
        }
        end = part.end;
    }
    Ok(())
}
