//! Which words link two political parties, and whether the lexicon knows them.
//!
//! A verb links two parties if its subject is one and another argument below it is another: an object, what a preposition
//! governs, or whose these are ("accused Iran", "met with the minister", "rejected Iraq's plan"). An event noun links them if
//! both stand beside it ("Iran's threat against Israel"); a noun counts as one if it is formed from a verb (by its ending, or
//! a verb of the lexicon is spelt like it), so that things ("a Spanish trawler from Gabon") do not. Clauses below a verb have their own. A word is known if an entry of
//! the lexicon has it as its head, a stop entry included: `stop.txt` lists with their reasons the words that tell no event.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use diurna::lexicon::{Lexicon, WordClass};
use diurna::record::{Entity, EntityKind};
use diurna::{Article, Doc, Pipeline, Record, Token};

use crate::texts;

/// Which of the documents are counted: lines are added after reading one half, and the other half tells what they are worth.
#[derive(clap::ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Half {
    /// The first document and every second after it.
    Odd,
    /// The second document and every second after it.
    Even,
}

/// How often each linking word occurs, and whether the lexicon has it.
#[derive(Debug, Default)]
struct Count {
    known: BTreeMap<String, usize>,
    missing: BTreeMap<String, usize>,
}

/// The share of linking words that the lexicon knows; `list` prints those that it lacks, by frequency.
pub(crate) fn coverage(
    pipeline: &mut Pipeline,
    lexicon: &Lexicon,
    files: &[PathBuf],
    half: Option<Half>,
    list: bool,
) -> anyhow::Result<f64> {
    let mut count = Count::default();
    for file in files {
        for (at, text) in texts::read(file)?.into_iter().enumerate() {
            let own = if at % 2 == 0 { Half::Odd } else { Half::Even };
            if half.is_some_and(|half| half != own) {
                continue;
            }
            let article = Article::from_text(&text.name, &text.text);
            let doc = pipeline.parse(&article)?;
            let record = pipeline.code(article)?;
            count.add(&doc, &record, lexicon);
        }
    }
    if list {
        count.list();
    }
    let sum = |words: &BTreeMap<String, usize>| words.values().sum::<usize>();
    let (known, missing) = (sum(&count.known), sum(&count.missing));
    println!(
        "different words: {} of {} known; occurrences: {known} of {} known",
        count.known.len(),
        count.known.len() + count.missing.len(),
        known + missing
    );
    Ok(known as f64 / (known + missing).max(1) as f64)
}

impl Count {
    fn add(&mut self, doc: &Doc, record: &Record, lexicon: &Lexicon) {
        let parties = parties_by_head(doc, record);
        for token in doc.tokens() {
            let (class, links) = match token.pos() {
                "VERB" => (WordClass::Verb, verb_links(token, &parties)),
                "NOUN" => (WordClass::Noun, noun_links(token, &parties)),
                _ => continue,
            };
            if links {
                let lemma = token.lemma().to_lowercase();
                // What the model takes a stray apostrophe or a number for.
                if !lemma
                    .chars()
                    .all(|char| char.is_alphabetic() || char == '-')
                    || class == WordClass::Noun && !is_event_noun(lexicon, &lemma)
                {
                    continue;
                }
                let word = format!("{lemma}.{}", class.letter());
                let words = if is_known(lexicon, token, &lemma, class) {
                    &mut self.known
                } else {
                    &mut self.missing
                };
                *words.entry(word).or_default() += 1;
            }
        }
    }

    fn list(&self) {
        let mut missing: Vec<_> = self.missing.iter().collect();
        missing.sort_by_key(|(word, count)| (usize::MAX - **count, *word));
        for (word, count) in missing {
            println!("{count:>4} {word}");
        }
    }
}

/// True for a noun that a verb was made into.
fn is_event_noun(lexicon: &Lexicon, lemma: &str) -> bool {
    const ENDINGS: &[&str] = &[
        "tion", "sion", "ment", "ance", "ence", "ing", "sal", "val", "ure",
    ];
    let is_derived = ENDINGS
        .iter()
        .any(|ending| lemma.len() > ending.len() + 2 && lemma.ends_with(ending));
    is_derived || lexicon.entries(lemma, WordClass::Verb).next().is_some()
}

/// An entry of the word, or of a compound that ends in it.
fn is_known(lexicon: &Lexicon, token: Token<'_>, lemma: &str, class: WordClass) -> bool {
    let compound = token
        .children()
        .filter(|child| child.dep() == "compound")
        .map(|child| format!("{} {lemma}", child.lemma().to_lowercase()));
    std::iter::once(lemma.to_owned())
        .chain(compound)
        .any(|head| lexicon.entries(&head, class).next().is_some())
}

/// Ids of political parties by the token that heads their mention. What a country or a role makes one is in the record.
fn parties_by_head<'r>(doc: &Doc, record: &'r Record) -> BTreeMap<usize, &'r str> {
    let is_political = |entity: &&Entity| {
        entity.kind != EntityKind::Place && (entity.country.is_some() || !entity.sectors.is_empty())
    };
    let mut heads = BTreeMap::new();
    for entity in record.entities.iter().filter(is_political) {
        for mention in &entity.mentions {
            let tokens = doc.tokens_in(mention.at.span);
            let head = doc
                .range(tokens.clone())
                .rfind(|token| token.is_root() || !tokens.contains(&token.head().index()));
            if let Some(head) = head {
                heads.insert(head.index(), entity.id.as_str());
            }
        }
    }
    heads
}

type Parties<'r> = BTreeMap<usize, &'r str>;

/// The parties that a word is, or whose it is; with its conjuncts.
fn parties_of<'r>(token: Token<'_>, parties: &Parties<'r>) -> BTreeSet<&'r str> {
    let mut found: BTreeSet<&str> = parties.get(&token.index()).copied().into_iter().collect();
    if found.is_empty() {
        let owners = token
            .children()
            .filter(|child| matches!(child.dep(), "poss" | "amod" | "compound" | "nmod"));
        found.extend(owners.filter_map(|owner| parties.get(&owner.index()).copied()));
    }
    for conjunct in token.children().filter(|child| child.dep() == "conj") {
        found.extend(parties_of(conjunct, parties));
    }
    found
}

fn is_pair(subjects: &BTreeSet<&str>, others: &BTreeSet<&str>) -> bool {
    subjects
        .iter()
        .any(|subject| others.iter().any(|other| other != subject))
}

/// What the prepositions below a word govern.
fn governed<'r>(token: Token<'_>, parties: &Parties<'r>) -> BTreeSet<&'r str> {
    let prepositions = token
        .children()
        .filter(|child| matches!(child.dep(), "prep" | "agent" | "dative"));
    prepositions
        .flat_map(Token::children)
        .filter(|object| object.dep() == "pobj")
        .flat_map(|object| parties_of(object, parties))
        .collect()
}

fn verb_links(verb: Token<'_>, parties: &Parties<'_>) -> bool {
    let mut subjects = BTreeSet::new();
    let mut others = governed(verb, parties);
    for child in verb.children() {
        match child.dep() {
            "nsubj" | "nsubjpass" => subjects.extend(parties_of(child, parties)),
            "dobj" | "dative" | "attr" => {
                others.extend(parties_of(child, parties));
                others.extend(governed(child, parties));
            }
            _ => {}
        }
    }
    // "met and praised": the second verb has the subject of the first.
    if subjects.is_empty() && verb.dep() == "conj" {
        let first = verb.head().children();
        let first = first.filter(|child| matches!(child.dep(), "nsubj" | "nsubjpass"));
        subjects.extend(first.flat_map(|subject| parties_of(subject, parties)));
    }
    is_pair(&subjects, &others)
}

/// A noun that is no party itself, with an owner and somebody behind a preposition.
fn noun_links(noun: Token<'_>, parties: &Parties<'_>) -> bool {
    if parties.contains_key(&noun.index()) {
        return false;
    }
    let owners = noun
        .children()
        .filter(|child| matches!(child.dep(), "poss" | "amod" | "compound" | "nmod"));
    let owners: BTreeSet<&str> = owners
        .filter_map(|owner| parties.get(&owner.index()).copied())
        .collect();
    is_pair(&owners, &governed(noun, parties))
}
