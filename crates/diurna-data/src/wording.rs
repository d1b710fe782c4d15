//! Words that take sides: the lexicon of contested wording.
//!
//! `wording/classes.txt` documents the grammar of all files of the folder. This module parses them and looks terms up by their
//! first word; whether the conditions of a term hold in a sentence, and whose word it is, is the coder's business. Which side
//! a word is kind or harsh to stands in the files so that the balance of the lexicon can be counted (`docs/wording.md`); it
//! does not enter the record.

use std::collections::HashMap;
use std::path::Path;

use diurna_record::WordingKind;

use crate::source::{Error, Line, SourceFile, read_folder, sha256};

const BUNDLED: &[(&str, &str)] = &[
    ("classes.txt", include_str!("../wording/classes.txt")),
    ("conflicts.txt", include_str!("../wording/conflicts.txt")),
    ("reporting.txt", include_str!("../wording/reporting.txt")),
    ("society.txt", include_str!("../wording/society.txt")),
    ("states.txt", include_str!("../wording/states.txt")),
    ("violence.txt", include_str!("../wording/violence.txt")),
];

/// A topic and the sides that differ over its words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WordingTopic {
    /// Its name, "israel-palestine".
    pub name: String,
    /// Its sides, as the file names them.
    pub sides: Vec<String>,
}

/// A side that a word is kind or harsh to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lean {
    /// A side of the topic.
    pub side: String,
    /// The word speaks for the side.
    pub kind_to: bool,
}

/// Part of speech that a term asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WordingPart {
    /// A common noun.
    Noun,
    /// A verb.
    Verb,
    /// An adjective or a participle that stands for one.
    Adjective,
    /// An adverb.
    Adverb,
    /// A name.
    Name,
}

/// Where a condition looks, seen from the head of the term.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Relation {
    /// The object, or the subject of a passive.
    Object,
    /// The subject, or the by-phrase of a passive.
    Subject,
    /// The noun that the term modifies.
    Head,
    /// What modifies the term.
    Modifier,
    /// Whom the term is said of: the noun that it modifies, stands beside or is the predicate of.
    SaidOf,
    /// The word behind the term.
    Next,
    /// The word before the term.
    Previous,
    /// Any word of the sentence.
    Sentence,
    /// Any word of the article.
    Text,
    /// What this preposition governs beneath the term.
    Preposition(String),
}

/// What a condition looks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WordingFiller {
    /// A lemma or a word form in lower case.
    Word(String),
    /// A class of the parser or the coder, such as `%party`.
    Builtin(String),
    /// Nothing stands there.
    Nothing,
}

/// One condition of a term.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    /// Where to look.
    pub relations: Vec<Relation>,
    /// The condition holds if none of the fillers is found.
    pub negated: bool,
    /// What to look for; one is enough.
    pub fillers: Vec<WordingFiller>,
}

/// A word or run of words that takes sides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WordingTerm {
    /// `conflicts.txt:41`.
    pub id: String,
    /// Lower-case lemmas; a hyphen ends a word.
    pub words: Vec<String>,
    /// What kind of choice it is.
    pub kind: WordingKind,
    /// Parts of speech of its head; empty if any will do.
    pub parts: Vec<WordingPart>,
    /// `Some(true)` for a passive, `Some(false)` for an active verb.
    pub passive: Option<bool>,
    /// The term must be the cue of a statement.
    pub cue: bool,
    /// The term must be written with a capital or without one.
    pub capital: Option<bool>,
    /// All must hold.
    pub conditions: Vec<Condition>,
    /// A word without a side.
    pub neutral: Option<String>,
    /// Sides that it is kind or harsh to.
    pub leans: Vec<Lean>,
    /// Name of its topic.
    pub topic: String,
    /// Why it is marked.
    pub reason: String,
    /// The term is a spelling of the one before it.
    pub is_variant: bool,
}

/// All terms, found by their first word.
#[derive(Debug)]
pub struct WordingLexicon {
    by_first: HashMap<String, Vec<WordingTerm>>,
    classes: HashMap<String, Vec<WordingFiller>>,
    topics: Vec<WordingTopic>,
    sha256: String,
}

/// Classes that the coder knows without a list.
const BUILTIN: &[&str] = &[
    "%party",
    "%state",
    "%place",
    "%person",
    "%group",
    "%force",
    "%pronoun",
    "%person-name",
    "%place-name",
    "%nationals",
    "%name",
    "%number",
    "%any",
];

impl WordingLexicon {
    /// The lexicon that comes with the program.
    ///
    /// # Errors
    ///
    /// If a line does not parse: file and line are named.
    pub fn bundled() -> Result<WordingLexicon, Error> {
        let files = BUNDLED
            .iter()
            .map(|(name, text)| SourceFile::new(name, text));
        WordingLexicon::from_files(&files.collect::<Vec<_>>())
    }

    /// The lexicon in the `.txt` files of a folder.
    ///
    /// # Errors
    ///
    /// If a file cannot be read or a line does not parse; the message names file and line.
    pub fn from_folder(folder: &Path) -> Result<WordingLexicon, Error> {
        WordingLexicon::from_files(&read_folder(folder)?)
    }

    fn from_files(files: &[SourceFile]) -> Result<WordingLexicon, Error> {
        let mut lexicon = WordingLexicon {
            by_first: HashMap::new(),
            classes: HashMap::new(),
            topics: Vec::new(),
            sha256: sha256(files),
        };
        let is_classes = |file: &&SourceFile| file.name == "classes.txt";
        for line in files.iter().filter(is_classes).flat_map(SourceFile::lines) {
            lexicon.add_class(&line)?;
        }
        for file in files.iter().filter(|file| !is_classes(file)) {
            lexicon.add_file(file)?;
        }
        for terms in lexicon.by_first.values_mut() {
            terms.sort_by_key(|term| std::cmp::Reverse(term.words.len()));
        }
        Ok(lexicon)
    }

    /// `%people = man, woman, %person`.
    fn add_class(&mut self, line: &Line<'_>) -> Result<(), Error> {
        let (name, members) = line
            .text
            .split_once('=')
            .ok_or_else(|| line.error("expected `%class = word, word`"))?;
        let name = name.trim();
        if !name.starts_with('%') || BUILTIN.contains(&name) || self.classes.contains_key(name) {
            return Err(line.error(format!("expected a new name of a class, found {name:?}")));
        }
        let mut fillers = Vec::new();
        for member in members.split(',') {
            fillers.extend(self.filler(line, member.trim())?);
        }
        self.classes.insert(name.to_owned(), fillers);
        Ok(())
    }

    /// What a word or class of a condition stands for.
    fn filler(&self, line: &Line<'_>, name: &str) -> Result<Vec<WordingFiller>, Error> {
        Ok(match name {
            "" => return Err(line.error("expected a word or a class")),
            "%none" => vec![WordingFiller::Nothing],
            _ if BUILTIN.contains(&name) => vec![WordingFiller::Builtin(name.to_owned())],
            _ if name.starts_with('%') => self
                .classes
                .get(name)
                .cloned()
                .ok_or_else(|| line.error(format!("no class {name}")))?,
            _ => vec![WordingFiller::Word(name.to_lowercase())],
        })
    }

    fn add_file(&mut self, file: &SourceFile) -> Result<(), Error> {
        let mut open: Option<WordingTopic> = None;
        for line in file.lines() {
            if line.text.starts_with('[') {
                let topic = topic(&line)?;
                if self.topics.iter().any(|other| other.name == topic.name) {
                    return Err(line.error(format!("topic {:?} stands twice", topic.name)));
                }
                self.topics.push(topic.clone());
                open = Some(topic);
                continue;
            }
            let topic = open
                .as_ref()
                .ok_or_else(|| line.error("a term needs a [topic] above it"))?;
            for term in self.terms_of(&line, topic)? {
                let first = term.words[0].clone();
                self.by_first.entry(first).or_default().push(term);
            }
        }
        Ok(())
    }

    /// The terms of a line, one for each spelling.
    fn terms_of(&self, line: &Line<'_>, topic: &WordingTopic) -> Result<Vec<WordingTerm>, Error> {
        let fields: Vec<&str> = line.text.split('|').map(str::trim).collect();
        let [spellings, kind, conditions, neutral, leans, reason] = fields[..] else {
            return Err(line.error(format!(
                "expected `term | kind | conditions | neutral | sides | reason`, found {} fields",
                fields.len()
            )));
        };
        if reason.is_empty() {
            return Err(line.error("expected a reason"));
        }
        let mut term = WordingTerm {
            id: line.id(),
            words: Vec::new(),
            kind: parse_kind(line, kind)?,
            parts: Vec::new(),
            passive: None,
            cue: false,
            capital: None,
            conditions: Vec::new(),
            neutral: (!matches!(neutral, "" | "-")).then(|| neutral.to_owned()),
            leans: parse_leans(line, leans, topic)?,
            topic: topic.name.clone(),
            reason: reason.to_owned(),
            is_variant: false,
        };
        for condition in conditions.split_whitespace().filter(|it| *it != "-") {
            self.add_condition(line, condition, &mut term)?;
        }
        let mut terms: Vec<WordingTerm> = Vec::new();
        for (number, spelling) in spellings.split(',').enumerate() {
            let words = words(spelling);
            if words.is_empty() {
                return Err(line.error("expected a term"));
            }
            // "baby killer" and "baby-killer" are the same words.
            if terms.iter().any(|other| other.words == words) {
                continue;
            }
            terms.push(WordingTerm {
                words,
                is_variant: number > 0,
                ..term.clone()
            });
        }
        Ok(terms)
    }

    fn add_condition(
        &self,
        line: &Line<'_>,
        text: &str,
        term: &mut WordingTerm,
    ) -> Result<(), Error> {
        let Some((relation, fillers)) = text.split_once('=') else {
            return add_flag(line, text, term);
        };
        let negated = relation.ends_with('!');
        let names = relation.trim_end_matches('!').split('+');
        let relations = names.map(|name| parse_relation(line, name));
        let relations = relations.collect::<Result<Vec<Relation>, Error>>()?;
        let mut found = Vec::new();
        for name in fillers.split('/') {
            found.extend(self.filler(line, name)?);
        }
        term.conditions.push(Condition {
            relations,
            negated,
            fillers: found,
        });
        Ok(())
    }

    /// The terms that begin with a word, the longest first and then in file order.
    pub fn beginning_with(&self, word: &str) -> &[WordingTerm] {
        self.by_first.get(word).map_or(&[], Vec::as_slice)
    }

    /// What a class of `classes.txt` stands for; empty if there is no such class.
    pub fn class(&self, name: &str) -> &[WordingFiller] {
        self.classes.get(name).map_or(&[], Vec::as_slice)
    }

    /// All topics, in file order.
    pub fn topics(&self) -> &[WordingTopic] {
        &self.topics
    }

    /// All terms, in no order.
    pub fn terms(&self) -> impl Iterator<Item = &WordingTerm> {
        self.by_first.values().flatten()
    }

    /// Hash of the files.
    pub fn sha256(&self) -> &str {
        &self.sha256
    }
}

/// Lower-case words as the tokenizer parts them: at hyphens, before "'s" and "n't", round a slash.
fn words(spelling: &str) -> Vec<String> {
    let apart = spelling.to_lowercase().replace('’', "'");
    let apart = apart
        .replace("'s", " 's")
        .replace("n't", " n't")
        .replace('/', " / ");
    let words = apart.split([' ', '-']).filter(|word| !word.is_empty());
    words.map(str::to_owned).collect()
}

/// `[name: side / side]`.
fn topic(line: &Line<'_>) -> Result<WordingTopic, Error> {
    let inside = line
        .text
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'))
        .ok_or_else(|| line.error("expected `[topic: side / side]`"))?;
    let (name, sides) = inside.split_once(':').unwrap_or((inside, ""));
    let sides = sides.split('/').map(|side| side.trim().to_owned());
    Ok(WordingTopic {
        name: name.trim().to_owned(),
        sides: sides.filter(|side| !side.is_empty()).collect(),
    })
}

fn parse_kind(line: &Line<'_>, kind: &str) -> Result<WordingKind, Error> {
    Ok(match kind {
        "label" => WordingKind::Label,
        "verb" => WordingKind::Verb,
        "hedge" => WordingKind::Hedge,
        "agentless" => WordingKind::Agentless,
        _ => {
            return Err(line.error(format!(
                "expected label, verb, hedge or agentless, found {kind:?}"
            )));
        }
    })
}

/// `+Iran -United States`, separated by commas; `-` alone for none.
fn parse_leans(line: &Line<'_>, text: &str, topic: &WordingTopic) -> Result<Vec<Lean>, Error> {
    if matches!(text, "" | "-") {
        return Ok(Vec::new());
    }
    let lean = |part: &str| {
        let part = part.trim();
        let kind_to = match part.get(..1) {
            Some("+") => true,
            Some("-") => false,
            _ => return Err(line.error(format!("expected +side or -side, found {part:?}"))),
        };
        let side = part[1..].trim();
        if !topic.sides.iter().any(|known| known == side) {
            return Err(line.error(format!("topic {:?} has no side {side:?}", topic.name)));
        }
        Ok(Lean {
            side: side.to_owned(),
            kind_to,
        })
    };
    text.split(',').map(lean).collect()
}

fn parse_relation(line: &Line<'_>, name: &str) -> Result<Relation, Error> {
    Ok(match name {
        "obj" => Relation::Object,
        "subj" => Relation::Subject,
        "head" => Relation::Head,
        "mod" => Relation::Modifier,
        "said-of" => Relation::SaidOf,
        "next" => Relation::Next,
        "prev" => Relation::Previous,
        "sentence" => Relation::Sentence,
        "text" => Relation::Text,
        _ if !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_lowercase()) => {
            Relation::Preposition(name.to_owned())
        }
        _ => return Err(line.error(format!("expected a relation, found {name:?}"))),
    })
}

fn add_flag(line: &Line<'_>, flag: &str, term: &mut WordingTerm) -> Result<(), Error> {
    match flag {
        "noun" => term.parts.push(WordingPart::Noun),
        "verb" => term.parts.push(WordingPart::Verb),
        "adj" => term.parts.push(WordingPart::Adjective),
        "adv" => term.parts.push(WordingPart::Adverb),
        "name" => term.parts.push(WordingPart::Name),
        "passive" => term.passive = Some(true),
        "active" => term.passive = Some(false),
        "cue" => term.cue = true,
        "capital" => term.capital = Some(true),
        "lower" => term.capital = Some(false),
        _ => return Err(line.error(format!("expected a condition, found {flag:?}"))),
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    fn load(text: &str) -> Result<WordingLexicon, Error> {
        WordingLexicon::from_files(&[
            SourceFile::new("classes.txt", "%people = man, %person\n"),
            SourceFile::new("x.txt", text),
        ])
    }

    #[test]
    fn a_line_gives_a_term_for_each_spelling() {
        let text = "[killing: doers / targets]\nneutralise, neutralize | verb | verb obj=%people/rebel with+head!=%none | kill | +doers, -targets | hides a death";
        let lexicon = load(text).unwrap();
        let [term] = lexicon.beginning_with("neutralize") else {
            panic!("expected one term");
        };
        assert_eq!(term.id, "x.txt:2");
        assert!(term.is_variant && term.parts == [WordingPart::Verb]);
        assert_eq!(term.neutral.as_deref(), Some("kill"));
        assert_eq!(term.leans.len(), 2);
        assert_eq!(term.conditions[0].fillers.len(), 3);
        assert!(term.conditions[1].negated);
        assert_eq!(
            term.conditions[1].relations,
            [Relation::Preposition("with".to_owned()), Relation::Head]
        );
        assert_eq!(lexicon.beginning_with("neutralise").len(), 1);
    }

    #[test]
    fn hyphens_end_words_and_the_longest_term_comes_first() {
        let lexicon =
            load("[a]\nso | hedge | | - | - | r\nso-called | hedge | | - | - | r").unwrap();
        let lengths: Vec<usize> = lexicon
            .beginning_with("so")
            .iter()
            .map(|term| term.words.len())
            .collect();
        assert_eq!(lengths, [2, 1]);
    }

    #[test]
    fn a_bad_line_is_named() {
        for (text, part) in [
            ("regime | label | | - | - | r", "x.txt:1: a term needs"),
            ("[a: b]\nregime | label | - | r", "x.txt:2: expected `term"),
            (
                "[a: b]\nregime | noun | | - | - | r",
                "x.txt:2: expected label",
            ),
            (
                "[a: b]\nregime | label | | - | +c | r",
                "x.txt:2: topic \"a\" has no side",
            ),
            (
                "[a: b]\nregime | label | | - | b | r",
                "x.txt:2: expected +side",
            ),
            (
                "[a: b]\nregime | label | nown | - | - | r",
                "x.txt:2: expected a condition",
            ),
            (
                "[a: b]\nregime | label | of=%x | - | - | r",
                "x.txt:2: no class %x",
            ),
            (
                "[a: b]\nregime | label | Of=x | - | - | r",
                "x.txt:2: expected a relation",
            ),
            (
                "[a: b]\nregime | label | | - | - |",
                "x.txt:2: expected a reason",
            ),
            ("[a: b]\n[a: c]", "x.txt:2: topic \"a\" stands twice"),
        ] {
            let error = load(text).unwrap_err().to_string();
            assert!(error.starts_with(part), "{error}");
        }
    }

    fn lines(lexicon: &WordingLexicon) -> impl Iterator<Item = &WordingTerm> {
        lexicon.terms().filter(|term| !term.is_variant)
    }

    #[test]
    fn the_bundled_lexicon_has_several_hundred_lines_each_of_its_own() {
        let lexicon = WordingLexicon::bundled().unwrap();
        assert!(lines(&lexicon).count() >= 500);
        let mut seen = HashSet::new();
        for term in lexicon.terms() {
            let conditions = format!(
                "{:?}{:?}{:?}{}",
                term.conditions, term.parts, term.capital, term.cue
            );
            let key = (term.words.clone(), term.kind as u8, conditions);
            assert!(
                seen.insert(key),
                "{}: `{}` repeats another line",
                term.id,
                term.words.join(" ")
            );
        }
    }

    #[test]
    fn no_side_of_a_topic_is_favoured_twice_as_often_as_another() {
        // English doubts a speaker in more words than it vouches for one.
        let lopsided = ["hedges", "reporting"];
        let lexicon = WordingLexicon::bundled().unwrap();
        let balanced = |topic: &&WordingTopic| !lopsided.contains(&topic.name.as_str());
        for topic in lexicon.topics().iter().filter(balanced) {
            let counts = favours(&lexicon, topic);
            let (least, most) = (counts.iter().min(), counts.iter().max());
            let (Some(least), Some(most)) = (least, most) else {
                continue;
            };
            assert!(
                *most <= 2 * least + 1,
                "{}: {:?} {counts:?}",
                topic.name,
                topic.sides
            );
        }
    }

    /// How many lines speak for each side: kind to it, or harsh to another. Sides that no line names are left out.
    fn favours(lexicon: &WordingLexicon, topic: &WordingTopic) -> Vec<usize> {
        let of_topic = |term: &&WordingTerm| term.topic == topic.name;
        let speaks_for = |term: &WordingTerm, side: &str| {
            term.leans
                .iter()
                .any(|lean| lean.kind_to == (lean.side == side))
        };
        let count = |side: &String| {
            let terms = lines(lexicon).filter(of_topic);
            terms.filter(|term| speaks_for(term, side)).count()
        };
        topic.sides.iter().map(count).collect()
    }
}
