//! The attribution cues: which words say that somebody says, thinks or wants something.
//!
//! The files of `cues/` are plain text and document their grammar in their headers. This module parses them and looks
//! words up; what a cue does with a parsed sentence is the coder's business.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use diurna_record::CueClass;

use crate::source::{Error, Line, SourceFile, read_folder, sha256};

const BUNDLED: &[(&str, &str)] = &[
    ("documents.txt", include_str!("../cues/documents.txt")),
    ("nouns.txt", include_str!("../cues/nouns.txt")),
    ("prepositions.txt", include_str!("../cues/prepositions.txt")),
    ("roles.txt", include_str!("../cues/roles.txt")),
    ("verbs.txt", include_str!("../cues/verbs.txt")),
];

/// A class by its name in the files.
fn class_named(name: &str) -> Option<CueClass> {
    Some(match name {
        "speech" => CueClass::Speech,
        "writing" => CueClass::Writing,
        "thought" => CueClass::Thought,
        "perception" => CueClass::Perception,
        "wish" => CueClass::Wish,
        "stance" => CueClass::Stance,
        "ruling" => CueClass::Ruling,
        "finding" => CueClass::Finding,
        _ => return None,
    })
}

/// A complement that holds the content of a cue. `cues/verbs.txt` says what each stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Frame {
    /// A finite clause or a question.
    Clause,
    /// A quotation beside the cue.
    Quote,
    /// A bare object is the addressee.
    Tell,
    /// An infinitive of the cue's own subject.
    Infinitive,
    /// An addressee and an infinitive.
    Order,
    /// A plain object.
    Object,
    /// A gerund.
    Gerund,
    /// An object and a predicate.
    SmallClause,
    /// An object, "as" and a predicate.
    As,
}

impl Frame {
    fn parse(name: &str) -> Option<Frame> {
        Some(match name {
            "clause" => Frame::Clause,
            "quote" => Frame::Quote,
            "tell" => Frame::Tell,
            "inf" => Frame::Infinitive,
            "order" => Frame::Order,
            "obj" => Frame::Object,
            "ing" => Frame::Gerund,
            "small" => Frame::SmallClause,
            "as" => Frame::As,
            _ => return None,
        })
    }
}

/// What a verb or a noun of attribution takes beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CueEntry {
    /// Its class.
    pub class: CueClass,
    frames: Vec<Frame>,
    prepositions: Vec<String>,
    object_prepositions: Vec<String>,
}

impl CueEntry {
    fn new(class: CueClass) -> CueEntry {
        CueEntry {
            class,
            frames: Vec::new(),
            prepositions: Vec::new(),
            object_prepositions: Vec::new(),
        }
    }

    /// True if the cue takes this complement.
    pub fn takes(&self, frame: Frame) -> bool {
        self.frames.contains(&frame)
    }

    /// True if this preposition leads into the content.
    pub fn takes_preposition(&self, lemma: &str) -> bool {
        self.prepositions.iter().any(|it| it == lemma)
    }

    /// True if an object and this preposition hold the content together.
    pub fn takes_object_and(&self, lemma: &str) -> bool {
        self.object_prepositions.iter().any(|it| it == lemma)
    }

    /// Prepositions that follow an object.
    pub fn object_prepositions(&self) -> &[String] {
        &self.object_prepositions
    }
}

/// How a set phrase attributes the clause it stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PhraseForm {
    /// The noun phrase behind it is the source.
    Source,
    /// The same, only where that noun is a document.
    Document,
    /// "in", a possessor and the noun.
    View,
    /// An adverb that names no source.
    Hedge,
}

/// A set phrase that attributes a clause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CuePhrase {
    /// Its words in lower case.
    pub words: Vec<String>,
    /// Its class.
    pub class: CueClass,
    /// What stands beside it.
    pub form: PhraseForm,
}

/// All cues, found by lemma or by first word.
#[derive(Clone, Debug)]
pub struct CueLexicon {
    verbs: HashMap<String, CueEntry>,
    nouns: HashMap<String, CueEntry>,
    /// By first word, longest first.
    phrases: HashMap<String, Vec<CuePhrase>>,
    documents: HashSet<String>,
    roles: HashSet<String>,
    sha256: String,
}

impl CueLexicon {
    /// The cues that ship with the crate.
    ///
    /// # Errors
    ///
    /// If a line does not parse; the crate's tests make sure that none does.
    pub fn bundled() -> Result<CueLexicon, Error> {
        let files = BUNDLED
            .iter()
            .map(|(name, text)| SourceFile::new(name, text));
        CueLexicon::from_files(&files.collect::<Vec<_>>())
    }

    /// The cues in the `.txt` files of a folder, named as in `cues/`.
    ///
    /// # Errors
    ///
    /// If a file cannot be read or a line does not parse; the message names file and line.
    pub fn from_folder(folder: &Path) -> Result<CueLexicon, Error> {
        CueLexicon::from_files(&read_folder(folder)?)
    }

    fn from_files(files: &[SourceFile]) -> Result<CueLexicon, Error> {
        let mut lexicon = CueLexicon {
            verbs: HashMap::new(),
            nouns: HashMap::new(),
            phrases: HashMap::new(),
            documents: HashSet::new(),
            roles: HashSet::new(),
            sha256: sha256(files),
        };
        for file in files {
            for line in file.lines() {
                lexicon.add(&file.name, &line)?;
            }
        }
        for phrases in lexicon.phrases.values_mut() {
            phrases.sort_by_key(|phrase| std::cmp::Reverse(phrase.words.len()));
        }
        Ok(lexicon)
    }

    fn add(&mut self, file: &str, line: &Line<'_>) -> Result<(), Error> {
        match file {
            "verbs.txt" => add_entry(&mut self.verbs, line),
            "nouns.txt" => add_entry(&mut self.nouns, line),
            "prepositions.txt" => self.add_phrase(line),
            "documents.txt" => add_word(&mut self.documents, line),
            "roles.txt" => add_word(&mut self.roles, line),
            _ => Err(line.error(
                "expected documents.txt, nouns.txt, prepositions.txt, roles.txt or verbs.txt",
            )),
        }
    }

    fn add_phrase(&mut self, line: &Line<'_>) -> Result<(), Error> {
        let [phrase, class, form] = fields(line)?;
        let form = match form {
            "source" => PhraseForm::Source,
            "document" => PhraseForm::Document,
            "view" => PhraseForm::View,
            "hedge" => PhraseForm::Hedge,
            other => return Err(line.error(format!("expected a form, found {other:?}"))),
        };
        let words: Vec<String> = phrase.split(' ').map(str::to_owned).collect();
        let class = parse_class(line, class)?;
        let first = words[0].clone();
        self.phrases
            .entry(first)
            .or_default()
            .push(CuePhrase { words, class, form });
        Ok(())
    }

    /// The verb with this lemma.
    pub fn verb(&self, lemma: &str) -> Option<&CueEntry> {
        self.verbs.get(lemma)
    }

    /// The noun with this lemma.
    pub fn noun(&self, lemma: &str) -> Option<&CueEntry> {
        self.nouns.get(lemma)
    }

    /// The set phrases that begin with this word in lower case, the longest first.
    pub fn phrases(&self, first: &str) -> &[CuePhrase] {
        self.phrases.get(first).map_or(&[], Vec::as_slice)
    }

    /// True for the head noun of a document: "report", "poll".
    pub fn is_document(&self, lemma: &str) -> bool {
        self.documents.contains(lemma)
    }

    /// True for the head noun of a speaker's label: "minister", "police".
    pub fn is_role(&self, lemma: &str) -> bool {
        self.roles.contains(lemma)
    }

    /// One hash over all files, in hexadecimal.
    pub fn sha256(&self) -> &str {
        &self.sha256
    }
}

fn add_word(words: &mut HashSet<String>, line: &Line<'_>) -> Result<(), Error> {
    if words.insert(line.text.to_owned()) {
        return Ok(());
    }
    Err(line.error(format!("{:?} stands there twice", line.text)))
}

fn fields<'l>(line: &Line<'l>) -> Result<[&'l str; 3], Error> {
    let fields: Vec<&str> = line.text.split('|').map(str::trim).collect();
    match fields[..] {
        [first, second, third] if !first.is_empty() => Ok([first, second, third]),
        _ => Err(line.error(format!(
            "expected 3 fields separated by \"|\", found {}",
            fields.len()
        ))),
    }
}

fn parse_class(line: &Line<'_>, name: &str) -> Result<CueClass, Error> {
    class_named(name).ok_or_else(|| line.error(format!("expected a class of cues, found {name:?}")))
}

fn add_entry(entries: &mut HashMap<String, CueEntry>, line: &Line<'_>) -> Result<(), Error> {
    let [lemma, class, frames] = fields(line)?;
    let mut entry = CueEntry::new(parse_class(line, class)?);
    for frame in frames.split_whitespace() {
        if let Some((object, preposition)) = frame.split_once('+') {
            match object {
                "" => entry.prepositions.push(preposition.to_owned()),
                "obj" | "held" => entry.object_prepositions.push(preposition.to_owned()),
                _ => {
                    return Err(line.error(format!(
                        "expected \"+\", \"obj+\" or \"held+\", found {frame:?}"
                    )));
                }
            }
        } else {
            let parsed = Frame::parse(frame);
            entry.frames.push(
                parsed.ok_or_else(|| line.error(format!("expected a frame, found {frame:?}")))?,
            );
        }
    }
    if entries.insert(lemma.to_owned(), entry).is_some() {
        return Err(line.error(format!("{lemma:?} stands there twice")));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(name: &str, text: &str) -> Result<CueLexicon, Error> {
        CueLexicon::from_files(&[SourceFile::new(name, text)])
    }

    #[test]
    fn bundled_files_parse_and_are_sorted() {
        let lexicon = CueLexicon::bundled().expect("the bundled cues parse");
        assert!(lexicon.verb("say").is_some_and(|it| it.takes(Frame::Quote)));
        assert!(
            lexicon
                .verb("call")
                .is_some_and(|it| it.takes_preposition("for"))
        );
        assert!(
            lexicon
                .verb("accuse")
                .is_some_and(|it| it.takes_object_and("of"))
        );
        assert!(lexicon.noun("pledge").is_some());
        assert!(lexicon.is_document("poll"));
        for (name, text) in BUNDLED {
            let file = SourceFile::new(name, text);
            let lines: Vec<&str> = file.lines().map(|line| line.text).collect();
            assert!(lines.is_sorted(), "{name}: expected byte order");
        }
    }

    #[test]
    fn a_bad_line_is_named() {
        let text = "# header\n\nsay | speech | clause quote\nmurmur | sound | quote\n";
        let error = load("verbs.txt", text)
            .expect_err("no such class")
            .to_string();
        assert_eq!(
            error,
            "verbs.txt:4: expected a class of cues, found \"sound\""
        );
        for bad in [
            "say | speech",
            "say | speech | loudly",
            "say | speech | x+of",
        ] {
            assert!(load("verbs.txt", bad).is_err(), "{bad}");
        }
        assert!(load("verbs.txt", "say | speech | obj\nsay | speech | obj").is_err());
        assert!(load("adverbs.txt", "no").is_err());
    }

    #[test]
    fn longest_phrase_comes_first() {
        let lexicon = CueLexicon::bundled().expect("the bundled cues parse");
        let lengths: Vec<usize> = lexicon
            .phrases("in")
            .iter()
            .map(|phrase| phrase.words.len())
            .collect();
        assert!(lengths.is_sorted_by(|a, b| a >= b));
    }
}
