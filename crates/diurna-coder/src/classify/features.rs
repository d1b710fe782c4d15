//! What the classifier sees of two parties: names of what stands between and around them.
//!
//! A name is a word with its place: `link:lift` (the path through the parse goes over "lift"), `scope:ban` (the word stands in
//! the clause that holds both), `rule1:CONCEDE` (the lexicon's first reading). Parties themselves are replaced by `S` and
//! `T`, names by their kind, figures by `#`, so that nothing is learnt about Ruritania. Clauses that tell of something else
//! (relative clauses, "after ...", "amid ...") are left out of the scope.

use std::borrow::Cow;
use std::ops::Range;

use diurna_data::lexicon::{Lexicon, WordClass};
use diurna_record::Span;
use diurna_text::{Doc, Token};

use super::reading::RuleReading;
use crate::actor::Identity;
use crate::event::{is_nominal, is_verb, lemma};

/// Hashed names of what was seen; what the rules said is kept apart, so that the model can do without.
#[derive(Clone, Debug, Default)]
pub struct Features {
    words: Vec<u32>,
    rules: Vec<u32>,
    without_rules: bool,
}

impl Features {
    /// The hashes in use.
    pub fn hashes(&self) -> impl Iterator<Item = u32> + '_ {
        let rules = if self.without_rules {
            &[][..]
        } else {
            &self.rules
        };
        self.words.iter().chain(rules).copied()
    }

    /// The same pair, seen without what the rules say.
    #[must_use]
    pub fn without_rules(mut self) -> Features {
        self.without_rules = true;
        self
    }

    fn word(&mut self, parts: &[&str]) {
        self.words.push(hash(parts));
    }

    fn rule(&mut self, parts: &[&str]) {
        self.rules.push(hash(parts));
    }

    fn settle(&mut self) {
        for hashes in [&mut self.words, &mut self.rules] {
            hashes.sort_unstable();
            hashes.dedup();
        }
    }
}

/// FNV-1a over the parts, with a separator.
fn hash(parts: &[&str]) -> u32 {
    let mut hash = 0x811c_9dc5_u32;
    for part in parts {
        for byte in part.bytes().chain([0x1f]) {
            hash = (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
        }
    }
    hash
}

/// Two parties in a text: the spans of each and who they are.
pub(crate) struct PairView<'a> {
    pub(crate) doc: &'a Doc,
    pub(crate) source: &'a [Span],
    pub(crate) target: &'a [Span],
    pub(crate) source_identity: &'a Identity,
    pub(crate) target_identity: Option<&'a Identity>,
}

impl PairView<'_> {
    /// The features of the pair; `readings` are the rules' readings, best first.
    pub(crate) fn features(&self, lexicon: &Lexicon, readings: &[RuleReading]) -> Features {
        let mut features = Features::default();
        let (Some(source), target) = self.nearest() else {
            return features;
        };
        let path = Path::between(source, target);
        self.parties(&mut features, source, target);
        path.describe(&mut features, self, lexicon);
        self.scope(&mut features, &path, lexicon);
        self.window(&mut features, source, target);
        rules(&mut features, readings, &path);
        features.settle();
        features
    }

    /// The mentions of both that stand nearest to each other in the parse.
    fn nearest(&self) -> (Option<Token<'_>>, Option<Token<'_>>) {
        let heads = |spans: &[Span]| -> Vec<Token<'_>> {
            let ranges = spans.iter().map(|span| self.doc.tokens_in(*span));
            ranges
                .filter(|tokens| !tokens.is_empty())
                .map(|tokens| crate::actor::head_of(self.doc, tokens))
                .collect()
        };
        let (sources, targets) = (heads(self.source), heads(self.target));
        let pairs = sources
            .iter()
            .flat_map(|source| targets.iter().map(move |target| (*source, *target)));
        let nearest = pairs.min_by_key(|(source, target)| {
            let object = usize::from(!matches!(source.dep(), "nsubj" | "nsubjpass" | "pobj"));
            (
                Path::between(*source, Some(*target)).steps(),
                object,
                source.index(),
            )
        });
        match nearest {
            Some((source, target)) => (Some(source), Some(target)),
            None => (sources.first().copied(), targets.first().copied()),
        }
    }

    fn parties(&self, features: &mut Features, source: Token<'_>, target: Option<Token<'_>>) {
        let mut describe =
            |side: &str, head: Token<'_>, identity: Option<&Identity>, spans: &[Span]| {
                features.word(&[side, "dep", head.dep()]);
                features.word(&[side, "head", &lemma(head)]);
                features.word(&[
                    side,
                    "ner",
                    head.entity().map_or("-", |entity| &entity.label),
                ]);
                if let Some(identity) = identity {
                    features.word(&[side, "kind", &format!("{:?}", identity.kind)]);
                    for sector in &identity.sectors {
                        features.word(&[side, "sector", sector.as_str()]);
                    }
                }
                let own = spans
                    .iter()
                    .map(|span| self.doc.tokens_in(*span))
                    .find(|tokens| tokens.contains(&head.index()));
                for token in self
                    .doc
                    .range(own.unwrap_or(0..0))
                    .filter(|token| counts(*token))
                {
                    features.word(&[side, "word", &lemma(token)]);
                }
                features.word(&[side, "governor", &lemma(head.head()), head.dep()]);
            };
        describe("S", source, Some(self.source_identity), self.source);
        match target {
            Some(target) => {
                describe("T", target, self.target_identity, self.target);
                let order = if source.index() < target.index() {
                    "ST"
                } else {
                    "TS"
                };
                features.word(&["order", order]);
            }
            None => features.word(&["no target"]),
        }
    }

    /// How a token is written in n-grams.
    fn written<'t>(&self, token: Token<'t>) -> Cow<'t, str> {
        let within = |spans: &[Span]| spans.iter().any(|span| span.contains(token.span()));
        if within(self.source) {
            "S".into()
        } else if within(self.target) {
            "T".into()
        } else if let Some(entity) = token.entity() {
            Cow::Owned(entity.label.to_string())
        } else if token.pos() == "NUM" {
            "#".into()
        } else {
            lemma(token)
        }
    }

    /// Words and word pairs of the clause that holds both, side clauses left out.
    fn scope(&self, features: &mut Features, path: &Path<'_>, lexicon: &Lexicon) {
        let doc = self.doc;
        let apex = path.clause();
        let clause = near(apex, apex.left_edge()..apex.right_edge() + 1);
        let mut keep = vec![true; clause.len()];
        for token in doc.range(clause.clone()) {
            if tells_of_another(token) && token != apex && !path.passes(token) {
                let from = token.left_edge().max(clause.start);
                let to = (token.right_edge() + 1).min(clause.end);
                keep[from - clause.start..to - clause.start].fill(false);
            }
        }
        let mut written: Vec<Cow<'_, str>> = Vec::new();
        for token in doc.range(clause.clone()) {
            if !keep[token.index() - clause.start] || token.is_space() || token.pos() == "PUNCT" {
                continue;
            }
            let word = self.written(token);
            if written.last() != Some(&word) {
                if word.len() > 1 || word == "#" {
                    types(features, "scope", token, lexicon);
                }
                written.push(word);
            }
        }
        grams(features, "scope", &written);
        let sentence = near(apex, doc.sentences()[apex.sentence()].clone());
        for token in doc.range(sentence).filter(|token| counts(*token)) {
            features.word(&["sentence", &self.written(token)]);
        }
    }

    /// Words between the two, and just outside of them.
    fn window(&self, features: &mut Features, source: Token<'_>, target: Option<Token<'_>>) {
        let doc = self.doc;
        let Some(target) = target else { return };
        let (first, last) = if source.index() < target.index() {
            (source, target)
        } else {
            (target, source)
        };
        let stretch = near(first, first.index()..last.index() + 1);
        let mut between: Vec<Cow<'_, str>> = doc
            .range(stretch)
            .filter(|token| !token.is_space())
            .map(|token| self.written(token))
            .collect();
        between.dedup();
        if between.len() <= 14 {
            grams(features, "between", &between);
        }
        if between.len() <= 6 {
            features.word(&["all between", &between.join(" ")]);
        }
        let sentence = doc.sentences()[last.sentence()].clone();
        let mut after = vec![self.written(last)];
        after.extend(
            doc.range(last.index() + 1..sentence.end.min(last.index() + 5))
                .map(|token| self.written(token)),
        );
        after.dedup();
        grams(features, "after", &after);
        let sentence = doc.sentences()[first.sentence()].clone();
        let mut before: Vec<Cow<'_, str>> = doc
            .range(sentence.start.max(first.index().saturating_sub(4))..first.index() + 1)
            .map(|token| self.written(token))
            .collect();
        before.dedup();
        grams(features, "before", &before);
    }
}

/// As much of a stretch as is looked at: what stands within so many tokens of a word.
fn near(word: Token<'_>, stretch: Range<usize>) -> Range<usize> {
    const LOOKED_AT: usize = 150;
    stretch.start.max(word.index().saturating_sub(LOOKED_AT))
        ..stretch.end.min(word.index() + LOOKED_AT)
}

/// Runs of one, two and three words.
fn grams(features: &mut Features, place: &str, words: &[Cow<'_, str>]) {
    for (at, word) in words.iter().enumerate() {
        features.word(&[place, word]);
        if let Some(next) = words.get(at + 1) {
            features.word(&[place, word, next]);
            if let Some(third) = words.get(at + 2) {
                features.word(&[place, word, next, third]);
            }
        }
    }
}

/// The types and operators that the lexicon knows a word for, whatever stands beside it.
fn types(features: &mut Features, place: &str, token: Token<'_>, lexicon: &Lexicon) {
    let class = match token.pos() {
        "VERB" | "AUX" => WordClass::Verb,
        "NOUN" | "PROPN" => WordClass::Noun,
        "ADJ" => WordClass::Adjective,
        _ => return,
    };
    let mut seen: Vec<&str> = Vec::new();
    for entry in lexicon.entries(&lemma(token), class) {
        let named = entry
            .outcome
            .event_type
            .map(|event_type| event_type.as_str());
        let operator = entry.outcome.operator.map(|operator| operator.as_str());
        for name in named.into_iter().chain(operator) {
            if !seen.contains(&name) {
                seen.push(name);
                features.word(&["type", place, name]);
            }
        }
    }
}

/// The way through the parse from one party to the other.
struct Path<'d> {
    /// From the first party upwards, the meeting point included.
    up: Vec<Token<'d>>,
    /// From the meeting point down to the other party.
    down: Vec<Token<'d>>,
    source: Token<'d>,
    target: Option<Token<'d>>,
}

impl<'d> Path<'d> {
    fn between(source: Token<'d>, target: Option<Token<'d>>) -> Path<'d> {
        let start = first_of_list(source);
        let from_source = upwards(start);
        let Some(target) = target else {
            return Path {
                up: from_source.into_iter().take(3).collect(),
                down: Vec::new(),
                source,
                target: None,
            };
        };
        let from_target = upwards(target);
        let (up, down) = meeting(&from_source, &from_target)
            .unwrap_or((from_source.len() - 1, from_target.len()));
        Path {
            up: from_source[..=up].to_vec(),
            down: from_target[..down].iter().rev().copied().collect(),
            source,
            target: Some(target),
        }
    }

    fn steps(&self) -> usize {
        self.up.len() + self.down.len()
    }

    /// The words of the path other than the parties, from the first to the second.
    fn links(&self) -> Vec<Token<'d>> {
        let mut links: Vec<Token<'d>> = Vec::new();
        for token in self.up.iter().chain(&self.down) {
            if *token != self.source && Some(*token) != self.target && !links.contains(token) {
                links.push(*token);
            }
        }
        if links.is_empty() {
            links.push(self.up.last().map_or(self.source, |top| top.head()));
        }
        links
    }

    fn passes(&self, token: Token<'_>) -> bool {
        self.up.iter().chain(&self.down).any(|step| *step == token)
    }

    /// The head of the clause in which the two meet.
    fn clause(&self) -> Token<'d> {
        let top = *self.up.last().unwrap_or(&self.source);
        std::iter::once(top)
            .chain(top.ancestors())
            .find(|token| is_verb(*token) || token.is_root())
            .unwrap_or(top)
    }

    fn describe(&self, features: &mut Features, pair: &PairView<'_>, lexicon: &Lexicon) {
        let links = self.links();
        let words: Vec<Cow<'_, str>> = links.iter().map(|token| pair.written(*token)).collect();
        let up = labels(&self.up[..self.up.len() - 1]).join("^");
        let down = labels(&self.down).join("/");
        features.word(&["path", &up, &down]);
        features.word(&["words", &words.join(">")]);
        features.word(&["first", &words[0]]);
        features.word(&["first", &words[0], &up, &down]);
        features.word(&["last", &words[words.len() - 1], &down]);
        for (at, link) in links.iter().enumerate() {
            features.word(&["link", &words[at]]);
            if let Some(next) = words.get(at + 1) {
                features.word(&["link", &words[at], next]);
            }
            types(features, "link", *link, lexicon);
            if at == 0 {
                types(features, "first", *link, lexicon);
            }
            beside(features, *link, pair);
        }
        let clause = self.clause();
        for above in clause.ancestors().take(3) {
            features.word(&["above", &lemma(above)]);
            types(features, "above", above, lexicon);
        }
        features.word(&["tag", clause.tag()]);
        for link in links.iter().filter(|link| is_verb(**link)) {
            let auxiliaries: Vec<Cow<'_, str>> = link
                .children()
                .filter(|child| matches!(child.dep(), "aux" | "auxpass" | "neg"))
                .map(lemma)
                .collect();
            features.word(&["auxiliaries", &auxiliaries.join(" "), link.tag()]);
        }
    }
}

/// A word and those above it in the parse, nearest first; deeper parses are broken ones.
pub(crate) fn upwards(token: Token<'_>) -> Vec<Token<'_>> {
    const DEEPEST: usize = 60;
    std::iter::once(token)
        .chain(token.ancestors())
        .take(DEEPEST)
        .collect()
}

/// Where two ways upwards meet: the steps on each of them; `None` if they do not.
pub(crate) fn meeting(a: &[Token<'_>], b: &[Token<'_>]) -> Option<(usize, usize)> {
    a.iter()
        .enumerate()
        .find_map(|(up, token)| Some((up, b.iter().position(|other| other == token)?)))
}

/// What hangs on a word of the path.
fn beside(features: &mut Features, link: Token<'_>, pair: &PairView<'_>) {
    let word = lemma(link);
    for child in link.children() {
        let dep = child.dep();
        if matches!(dep, "punct" | "det" | "cc" | "relcl") {
            continue;
        }
        let written = pair.written(child);
        features.word(&["beside", dep, &written]);
        features.word(&["beside", &word, dep, &written]);
        if matches!(dep, "prep" | "agent" | "dative") {
            for object in child.children().filter(|object| object.dep() == "pobj") {
                features.word(&["beside", &written, &pair.written(object)]);
                features.word(&["beside", &word, &written, &pair.written(object)]);
            }
        }
        if matches!(
            dep,
            "dobj" | "xcomp" | "ccomp" | "attr" | "acomp" | "nsubjpass"
        ) {
            for inner in child.children() {
                if matches!(
                    inner.dep(),
                    "amod" | "compound" | "prep" | "dobj" | "xcomp" | "neg" | "aux"
                ) {
                    features.word(&["inside", dep, inner.dep(), &pair.written(inner)]);
                }
            }
        }
    }
}

/// What the rules found.
fn rules(features: &mut Features, readings: &[RuleReading], path: &Path<'_>) {
    let links: Vec<Cow<'_, str>> = path.links().into_iter().map(lemma).collect();
    if readings.is_empty() {
        features.rule(&["rule", "none"]);
    }
    for (place, reading) in ["rule1", "rule2", "rule3"].into_iter().zip(readings) {
        let label = reading.label.to_string();
        let on_path = if links.iter().any(|link| *link == reading.head) {
            "on path"
        } else {
            "off path"
        };
        features.rule(&[place, &label]);
        features.rule(&[place, &label, reading.fit.as_str()]);
        features.rule(&[place, &label, reading.fit.as_str(), on_path]);
        features.rule(&[place, &label, &reading.operators]);
        features.rule(&[place, &label, reading.status]);
        features.rule(&[place, &label, &reading.head]);
        features.rule(&["rule", &label]);
    }
    if let [first, second, ..] = readings {
        features.rule(&["rules", &first.label.to_string(), &second.label.to_string()]);
    }
}

/// Clauses and phrases about another matter than their clause.
fn tells_of_another(token: Token<'_>) -> bool {
    match token.dep() {
        "relcl" | "advcl" | "parataxis" | "appos" => true,
        "prep" => matches!(
            &*lemma(token),
            "after" | "following" | "amid" | "over" | "since" | "before" | "during" | "despite"
        ),
        "acl" => token.tag() == "VBN",
        _ => false,
    }
}

/// "France and Spain": the second stands where the first does.
fn first_of_list(token: Token<'_>) -> Token<'_> {
    let mut first = token;
    while first.dep() == "conj" && is_nominal(first.head()) {
        first = first.head();
    }
    first
}

fn counts(token: Token<'_>) -> bool {
    !token.is_space() && !matches!(token.pos(), "PUNCT" | "DET" | "SYM")
}

fn labels<'d>(tokens: &[Token<'d>]) -> Vec<&'d str> {
    let labels = tokens.iter().map(|token| token.dep());
    labels.filter(|dep| *dep != "conj").map(short).collect()
}

/// Labels that the parser mixes up are one.
fn short(dep: &str) -> &str {
    match dep {
        "nsubj" | "csubj" => "subj",
        "nsubjpass" | "csubjpass" => "subjpass",
        "xcomp" | "ccomp" => "comp",
        "compound" | "nmod" | "amod" => "mod",
        "acl" | "relcl" => "clause",
        other => other,
    }
}
