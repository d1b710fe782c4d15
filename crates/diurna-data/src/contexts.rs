//! Terms of PLOVER's 37 contexts, and of the newsroom's desks without politics: what a paragraph is about.
//!
//! The grammar stands in the head of `contexts.txt` and `apolitical.txt`. This module parses it and looks terms up by their first word; adding up
//! their weights is the coder's business.

use std::collections::HashMap;

use diurna_record::Context;

use crate::source::{Error, Line, SourceFile, sha256};

const BUNDLED: &[(&str, &str)] = &[
    ("contexts.txt", include_str!("../contexts/contexts.txt")),
    ("apolitical.txt", include_str!("../contexts/apolitical.txt")),
];

/// All terms, found by their first word.
#[derive(Debug)]
pub struct Contexts {
    by_first: HashMap<String, Vec<Term>>,
    version: String,
}

/// A word or run of words that speaks for a context.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// Lower-case lemmas; a hyphen ends a word.
    pub words: Vec<String>,
    /// What it speaks for.
    pub topic: Topic,
    /// 3 decides alone, 2 is typical, 1 is a weak hint.
    pub weight: u8,
}

/// What a paragraph may be about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Topic {
    /// A context of the codebook.
    Context(Context),
    /// A desk whose news holds no political events.
    Desk(Desk),
}

/// A desk of a newsroom.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Desk {
    Sport,
    Business,
    Culture,
    Weather,
    Science,
    Lifestyle,
}

const DESKS: &[(&str, Desk)] = &[
    ("sport", Desk::Sport),
    ("business", Desk::Business),
    ("culture", Desk::Culture),
    ("weather", Desk::Weather),
    ("science", Desk::Science),
    ("lifestyle", Desk::Lifestyle),
];

impl Desk {
    /// The name that the files use.
    pub fn as_str(self) -> &'static str {
        DESKS
            .iter()
            .find(|(_, other)| *other == self)
            .map_or("", |(name, _)| name)
    }
}

impl Topic {
    /// The name that the files use.
    pub fn as_str(self) -> &'static str {
        match self {
            Topic::Context(context) => context.as_str(),
            Topic::Desk(desk) => desk.as_str(),
        }
    }

    fn parse(name: &str) -> Result<Topic, diurna_record::Error> {
        match DESKS.iter().find(|(other, _)| *other == name) {
            Some((_, desk)) => Ok(Topic::Desk(*desk)),
            None => name.parse().map(Topic::Context),
        }
    }
}

impl Contexts {
    /// The terms that come with the program.
    ///
    /// # Errors
    ///
    /// If a line does not parse: file and line are named.
    pub fn bundled() -> Result<Contexts, Error> {
        let files = BUNDLED
            .iter()
            .map(|(name, text)| SourceFile::new(name, text));
        Contexts::parse(&files.collect::<Vec<_>>())
    }

    fn parse(files: &[SourceFile]) -> Result<Contexts, Error> {
        let mut by_first: HashMap<String, Vec<Term>> = HashMap::new();
        for file in files {
            let mut open = None;
            for line in file.lines() {
                if let Some(name) = line.text.strip_prefix('[') {
                    let name = name
                        .strip_suffix(']')
                        .ok_or_else(|| line.error("expected `[context]`"))?;
                    open = Some(Topic::parse(name).map_err(|error| line.error(error))?);
                    continue;
                }
                let topic = open.ok_or_else(|| line.error("a term needs a [context] above it"))?;
                let term = term(&line, topic)?;
                let known = by_first.entry(term.words[0].clone()).or_default();
                let twice = known
                    .iter()
                    .any(|other| other.words == term.words && other.topic == topic);
                if twice {
                    let name = topic.as_str();
                    return Err(line.error(format!("`{}` stands twice in [{name}]", line.text)));
                }
                known.push(term);
            }
        }
        let version = format!("{} sha256:{}", env!("CARGO_PKG_VERSION"), sha256(files));
        Ok(Contexts { by_first, version })
    }

    /// The terms that begin with a word, in file order.
    pub fn beginning_with(&self, word: &str) -> &[Term] {
        self.by_first.get(word).map_or(&[], Vec::as_slice)
    }

    /// Version and hash of the file.
    pub fn version(&self) -> &str {
        &self.version
    }
}

fn term(line: &Line<'_>, topic: Topic) -> Result<Term, Error> {
    let (weight, words) = line
        .text
        .split_once(' ')
        .ok_or_else(|| line.error("expected `WEIGHT term`"))?;
    let weight = match weight {
        "1" => 1,
        "2" => 2,
        "3" => 3,
        other => return Err(line.error(format!("expected a weight of 1, 2 or 3, found {other}"))),
    };
    let words: Vec<String> = words
        .split([' ', '-'])
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    if words.is_empty() {
        return Err(line.error("expected a term behind the weight"));
    }
    Ok(Term {
        words,
        topic,
        weight,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_context_has_terms() {
        let contexts = Contexts::bundled().unwrap();
        for context in Context::ALL {
            let terms = contexts.by_first.values().flatten();
            let count = terms
                .filter(|term| term.topic == Topic::Context(*context))
                .count();
            assert!(count >= 30, "{context}: {count}");
        }
    }

    #[test]
    fn a_bad_line_is_named() {
        for (text, part) in [
            ("3 militia", "contexts.txt:1: a term needs"),
            ("[army]", "contexts.txt:1: "),
            ("[military]\n4 tank", "contexts.txt:2: expected a weight"),
            (
                "[military]\n3 tank\n1 tank",
                "contexts.txt:3: `1 tank` stands twice",
            ),
        ] {
            let error = Contexts::parse(&[SourceFile::new("contexts.txt", text)]).unwrap_err();
            assert!(error.to_string().starts_with(part), "{error}");
        }
    }
}
