//! The event lexicon: which words make which event.
//!
//! The format is documented in `docs/lexicon.md`. This module parses it and looks entries up by head; what an entry does
//! with a parsed sentence is the coder's business.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use diurna_record::{EventType, Mode};

use crate::source::{Error, Line, SourceFile, read_file, read_folder, sha256};

/// Files of the bundled lexicon, in the codebook's order.
const BUNDLED: &[(&str, &str)] = &[
    ("classes.txt", include_str!("../lexicon/classes.txt")),
    ("operators.txt", include_str!("../lexicon/operators.txt")),
    ("agree.txt", include_str!("../lexicon/agree.txt")),
    ("consult.txt", include_str!("../lexicon/consult.txt")),
    ("support.txt", include_str!("../lexicon/support.txt")),
    ("concede.txt", include_str!("../lexicon/concede.txt")),
    ("cooperate.txt", include_str!("../lexicon/cooperate.txt")),
    ("aid.txt", include_str!("../lexicon/aid.txt")),
    ("retreat.txt", include_str!("../lexicon/retreat.txt")),
    ("request.txt", include_str!("../lexicon/request.txt")),
    ("accuse.txt", include_str!("../lexicon/accuse.txt")),
    ("reject.txt", include_str!("../lexicon/reject.txt")),
    ("threaten.txt", include_str!("../lexicon/threaten.txt")),
    ("protest.txt", include_str!("../lexicon/protest.txt")),
    ("sanction.txt", include_str!("../lexicon/sanction.txt")),
    ("mobilize.txt", include_str!("../lexicon/mobilize.txt")),
    ("coerce.txt", include_str!("../lexicon/coerce.txt")),
    ("assault.txt", include_str!("../lexicon/assault.txt")),
    ("stop.txt", include_str!("../lexicon/stop.txt")),
];

/// Kinds of party that a filler may ask for in place of a word.
const KINDS: &[&str] = &["%state", "%place", "%person", "%group", "%force", "%party"];

/// All entries, found by head.
#[derive(Debug)]
pub struct Lexicon {
    entries: Vec<Entry>,
    /// Entry numbers by word class and lemma, in file order.
    by_head: HashMap<WordClass, HashMap<String, Vec<usize>>>,
    /// So many entries at the beginning are the user's.
    own: usize,
    version: String,
}

/// One line of the lexicon.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// `assault.txt:41`, which is also the rule id that records carry.
    pub id: String,
    /// Lemmas of the head, the last one the syntactic head ("air strike").
    pub head: Vec<String>,
    /// Word class of the head.
    pub class: WordClass,
    /// What must stand beside it, and who is who.
    pub frame: Vec<Term>,
    /// What it codes.
    pub outcome: Outcome,
    /// CAMEO code.
    pub cameo: Option<String>,
    /// The line itself, for explanations.
    pub line: String,
    /// Sentences that stand beside it.
    pub examples: Vec<Example>,
}

/// Word class of a head.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum WordClass {
    /// `.v`
    Verb,
    /// `.n`
    Noun,
    /// `.a`
    Adjective,
}

impl WordClass {
    /// The letter behind the dot.
    pub fn letter(self) -> char {
        match self {
            WordClass::Verb => 'v',
            WordClass::Noun => 'n',
            WordClass::Adjective => 'a',
        }
    }
}

/// One term of a frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// Places that may fill it, first choice first.
    pub slots: Vec<Slot>,
    /// What must, or must not, stand there.
    pub fillers: Fillers,
    /// Whom or what it names.
    pub role: Option<RoleLetter>,
}

/// A place beside a head.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Slot {
    /// Subject, or by-phrase of a passive.
    Subject,
    /// Object, or subject of a passive.
    Object,
    /// Dative object.
    Dative,
    /// Particle.
    Particle,
    /// Clause without a subject of its own.
    OpenClause,
    /// Clause with its own subject.
    Clause,
    /// Adjective or noun behind "be".
    Predicate,
    /// Possessor of a noun.
    Possessor,
    /// Nationality adjective or compound before a noun.
    Modifier,
    /// A preposition, by its lemma.
    Preposition(String),
}

/// What a term asks of the words in its slot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fillers {
    /// Nothing: it may be empty.
    Free,
    /// It must be filled by something.
    Any,
    /// It must be empty.
    Empty,
    /// Its head must be one of these lemmas. `exact` are words written in the line, `class` those of its classes.
    OneOf {
        /// Lemmas written in the line.
        exact: Vec<String>,
        /// Lemmas of the classes named in the line.
        class: Vec<String>,
    },
    /// Its head must be none of these lemmas.
    NoneOf(Vec<String>),
}

/// Who or what a slot names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RoleLetter {
    /// `A`
    Actor,
    /// `R`
    Recipient,
    /// `X`
    Inner,
}

/// What an entry codes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// What it does to an inner act.
    pub operator: Option<Operator>,
    /// Its own type, if it codes without an inner act.
    pub event_type: Option<EventType>,
    /// Modes of that type.
    pub modes: Vec<Mode>,
}

impl Outcome {
    /// True for a stop entry.
    pub fn is_none(&self) -> bool {
        self.operator.is_none() && self.event_type.is_none()
    }
}

/// What a word does to the act inside it; the table stands in `docs/lexicon.md`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(
    missing_docs,
    reason = "the table in docs/lexicon.md says what each does"
)]
pub enum Operator {
    Will,
    Agree,
    Refuse,
    Demand,
    Threaten,
    Stop,
    Resume,
    Fail,
    Order,
    Report,
    Accuse,
    Praise,
    Deny,
    Hypothesis,
}

const OPERATORS: &[(&str, Operator)] = &[
    ("will", Operator::Will),
    ("agree", Operator::Agree),
    ("refuse", Operator::Refuse),
    ("demand", Operator::Demand),
    ("threaten", Operator::Threaten),
    ("stop", Operator::Stop),
    ("resume", Operator::Resume),
    ("fail", Operator::Fail),
    ("order", Operator::Order),
    ("report", Operator::Report),
    ("accuse", Operator::Accuse),
    ("praise", Operator::Praise),
    ("deny", Operator::Deny),
    ("hypothesis", Operator::Hypothesis),
];

impl Operator {
    /// The name that the lexicon uses.
    pub fn as_str(self) -> &'static str {
        OPERATORS
            .iter()
            .find(|(_, operator)| *operator == self)
            .map_or("", |(name, _)| name)
    }
}

/// A sentence beside an entry, and what it must yield.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    /// The sentence.
    pub text: String,
    /// What must be coded; `None` if this entry's type must not be.
    pub expected: Option<Expected>,
    /// File and line.
    pub id: String,
}

/// What an example must yield.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expected {
    /// The type.
    pub event_type: EventType,
    /// Country code of the actor; `None` for a party without one.
    pub actor: Option<String>,
    /// Country code of the recipient, where the line asks for one.
    pub recipient: Option<String>,
}

impl Lexicon {
    /// The lexicon that comes with the program.
    ///
    /// # Errors
    ///
    /// If a bundled line does not parse: file and line are named.
    pub fn bundled() -> Result<Lexicon, Error> {
        Lexicon::parse(&bundled_files(), 0)
    }

    /// All `.txt` files of a folder, in place of the bundled ones.
    ///
    /// # Errors
    ///
    /// If a file cannot be read or a line does not parse.
    pub fn load(folder: &Path) -> Result<Lexicon, Error> {
        Lexicon::open(Some(folder), &[])
    }

    /// The lexicon of a folder, or the bundled one, with `own` files in front of it: of two entries that fit a sentence
    /// equally well, the earlier one wins.
    ///
    /// # Errors
    ///
    /// If a file cannot be read, a line does not parse, or an own file bears the name of another file (a record names its
    /// entries by file and line).
    pub fn open(folder: Option<&Path>, own: &[PathBuf]) -> Result<Lexicon, Error> {
        let mut files: Vec<SourceFile> = Vec::new();
        let base = folder.map_or_else(|| Ok(bundled_files()), read_folder)?;
        for path in own {
            let file = read_file(path)?;
            if base
                .iter()
                .chain(&files)
                .any(|other| other.name == file.name)
            {
                return Err(Error::new(format!(
                    "{}: the lexicon has a file named {} already; expected another name",
                    path.display(),
                    file.name
                )));
            }
            files.push(file);
        }
        files.extend(base);
        Lexicon::parse(&files, own.len())
    }

    /// Parses files that may use each other's classes; the first `own_files` are the user's.
    fn parse(files: &[SourceFile], own_files: usize) -> Result<Lexicon, Error> {
        let classes = Classes::read(files)?;
        let mut entries: Vec<Entry> = Vec::new();
        let mut own = 0;
        for (number, file) in files.iter().enumerate() {
            let mut open = None;
            for line in file.lines().filter(|line| !line.text.starts_with('@')) {
                if line.text.starts_with(['+', '-']) {
                    let entry = open.and_then(|at: usize| entries.get_mut(at));
                    let entry =
                        entry.ok_or_else(|| line.error("a sentence needs an entry above it"))?;
                    entry.examples.push(example(&line)?);
                } else {
                    open = Some(entries.len());
                    entries.push(entry(&line, &classes)?);
                }
            }
            if number < own_files {
                own = entries.len();
            }
        }
        let mut by_head: HashMap<WordClass, HashMap<String, Vec<usize>>> = HashMap::new();
        for (number, entry) in entries.iter().enumerate() {
            by_head
                .entry(entry.class)
                .or_default()
                .entry(entry.head.join(" "))
                .or_default()
                .push(number);
        }
        let version = format!("{} sha256:{}", env!("CARGO_PKG_VERSION"), sha256(files));
        Ok(Lexicon {
            entries,
            by_head,
            own,
            version,
        })
    }

    /// The entries of a head, in file order. A head of several words is joined by blanks.
    pub fn entries(&self, lemma: &str, class: WordClass) -> impl Iterator<Item = &Entry> {
        self.by_head
            .get(&class)
            .and_then(|heads| heads.get(lemma))
            .into_iter()
            .flatten()
            .map(|number| &self.entries[*number])
    }

    /// All entries in file order.
    pub fn all(&self) -> &[Entry] {
        &self.entries
    }

    /// True for a word that the lexicon says tells no event by itself: a stop entry without a frame, or a verb of reporting.
    pub fn tells_nothing(&self, lemma: &str, class: WordClass) -> bool {
        self.entries(lemma, class).any(|entry| {
            let outcome = &entry.outcome;
            entry.frame.is_empty() && outcome.is_none()
                || outcome.operator == Some(Operator::Report)
        })
    }

    /// The entries of the user's own files; empty if there are none.
    pub fn own(&self) -> &[Entry] {
        &self.entries[..self.own]
    }

    /// The entry with this id.
    pub fn find(&self, id: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.id == id)
    }

    /// Version and hash over all files.
    pub fn version(&self) -> &str {
        &self.version
    }
}

fn bundled_files() -> Vec<SourceFile> {
    let files = BUNDLED
        .iter()
        .map(|(name, text)| SourceFile::new(name, text));
    files.collect()
}

/// Word lists by name, resolved to lemmas.
struct Classes {
    members: HashMap<String, Vec<String>>,
}

impl Classes {
    fn read(files: &[SourceFile]) -> Result<Classes, Error> {
        let mut members: HashMap<String, Vec<String>> = HashMap::new();
        let lines: Vec<Line<'_>> = files
            .iter()
            .flat_map(SourceFile::lines)
            .filter(|line| line.text.starts_with('@'))
            .collect();
        for line in &lines {
            let (name, words) = line
                .text
                .split_once('=')
                .ok_or_else(|| line.error("expected `@class = words`"))?;
            let name = name.trim().trim_start_matches('@').to_owned();
            if members.contains_key(&name) {
                return Err(line.error(format!("class @{name} is defined twice")));
            }
            let words = words.split_whitespace().map(str::to_owned).collect();
            members.insert(name, words);
        }
        let mut classes = Classes {
            members: HashMap::new(),
        };
        for line in &lines {
            let name = line.text[1..].split(['=', ' ']).next().unwrap_or_default();
            let resolved = resolve(name, &members, 0).map_err(|message| line.error(message))?;
            classes.members.insert(name.to_owned(), resolved);
        }
        Ok(classes)
    }

    fn get(&self, name: &str, line: &Line<'_>) -> Result<&[String], Error> {
        let words = self
            .members
            .get(name)
            .ok_or_else(|| line.error(format!("no class @{name}")))?;
        Ok(words)
    }
}

fn resolve(
    name: &str,
    members: &HashMap<String, Vec<String>>,
    depth: usize,
) -> Result<Vec<String>, String> {
    if depth > members.len() {
        return Err(format!("class @{name} contains itself"));
    }
    let words = members
        .get(name)
        .ok_or_else(|| format!("no class @{name}"))?;
    let mut resolved = Vec::new();
    for word in words {
        match word.strip_prefix('@') {
            Some(inner) => resolved.extend(resolve(inner, members, depth + 1)?),
            None => resolved.push(word.replace('_', " ")),
        }
    }
    Ok(resolved)
}

fn entry(line: &Line<'_>, classes: &Classes) -> Result<Entry, Error> {
    let columns: Vec<&str> = line.text.split('|').map(str::trim).collect();
    let [head, frame, outcome] = columns[..3.min(columns.len())] else {
        return Err(line.error(format!(
            "expected `head | frame | outcome | cameo`, found {} columns",
            columns.len()
        )));
    };
    if columns.len() > 4 {
        return Err(line.error(format!(
            "expected at most 4 columns, found {}",
            columns.len()
        )));
    }
    let (lemma, class) = head
        .rsplit_once('.')
        .ok_or_else(|| line.error("expected a head such as `bomb.v`"))?;
    let class = match class {
        "v" => WordClass::Verb,
        "n" => WordClass::Noun,
        "a" => WordClass::Adjective,
        other => return Err(line.error(format!("expected .v, .n or .a, found .{other}"))),
    };
    let frame = frame
        .split_whitespace()
        .map(|term| self::term(term, line, classes))
        .collect::<Result<_, _>>()?;
    Ok(Entry {
        id: line.id(),
        head: lemma.split_whitespace().map(str::to_owned).collect(),
        class,
        frame,
        outcome: self::outcome(outcome, line)?,
        cameo: columns
            .get(3)
            .filter(|code| !code.is_empty())
            .map(|code| (*code).to_owned()),
        line: line.text.to_owned(),
        examples: Vec::new(),
    })
}

fn term(text: &str, line: &Line<'_>, classes: &Classes) -> Result<Term, Error> {
    let (body, role) = match text.rsplit_once('=') {
        Some((body, "A")) => (body, Some(RoleLetter::Actor)),
        Some((body, "R")) => (body, Some(RoleLetter::Recipient)),
        Some((body, "X")) => (body, Some(RoleLetter::Inner)),
        Some((_, role)) => {
            return Err(line.error(format!(
                "expected the role A, R or X, found {role:?} in {text:?}"
            )));
        }
        None => (text, None),
    };
    let (slots, fillers) = match body.find([':', '!']) {
        None => (body, Fillers::Free),
        Some(at) => {
            let words = &body[at + 1..];
            let fillers = match (&body[at..=at], words) {
                (":", "@any") => Fillers::Any,
                (":", "@none") => Fillers::Empty,
                (":", _) => {
                    let (exact, class) = words_of(words, line, classes)?;
                    Fillers::OneOf { exact, class }
                }
                _ => {
                    let (exact, class) = words_of(words, line, classes)?;
                    Fillers::NoneOf([exact, class].concat())
                }
            };
            (&body[..at], fillers)
        }
    };
    if slots.is_empty() {
        return Err(line.error(format!("expected a slot in {text:?}")));
    }
    Ok(Term {
        slots: slots.split('/').map(slot).collect(),
        fillers,
        role,
    })
}

fn words_of(
    text: &str,
    line: &Line<'_>,
    classes: &Classes,
) -> Result<(Vec<String>, Vec<String>), Error> {
    let (mut exact, mut class) = (Vec::new(), Vec::new());
    for word in text.split('/') {
        match word.strip_prefix('@') {
            Some(name) => class.extend_from_slice(classes.get(name, line)?),
            None if word.starts_with('%') && !KINDS.contains(&word) => {
                return Err(line.error(format!("expected one of {KINDS:?}, found {word:?}")));
            }
            None if word.starts_with('%') => class.push(word.to_owned()),
            None if word.is_empty() => {
                return Err(line.error(format!("expected a word in {text:?}")));
            }
            None => exact.push(word.replace('_', " ")),
        }
    }
    Ok((exact, class))
}

fn slot(name: &str) -> Slot {
    match name {
        "subj" => Slot::Subject,
        "obj" => Slot::Object,
        "iobj" => Slot::Dative,
        "prt" => Slot::Particle,
        "xcomp" => Slot::OpenClause,
        "ccomp" => Slot::Clause,
        "acomp" => Slot::Predicate,
        "poss" => Slot::Possessor,
        "mod" => Slot::Modifier,
        preposition => Slot::Preposition(preposition.to_owned()),
    }
}

fn outcome(text: &str, line: &Line<'_>) -> Result<Outcome, Error> {
    if text == "none" {
        return Ok(Outcome {
            operator: None,
            event_type: None,
            modes: Vec::new(),
        });
    }
    let (operator, rest) = match text.split_once(':') {
        None => (None, text),
        Some((name, rest)) => {
            let known = OPERATORS.iter().find(|(known, _)| *known == name.trim());
            let (_, operator) = known.ok_or_else(|| line.error(format!("no operator {name:?}")))?;
            (Some(*operator), rest)
        }
    };
    let mut words = rest.split([' ', ',']).filter(|word| !word.is_empty());
    let event_type: Option<EventType> = words
        .next()
        .map(|name| name.parse().map_err(|error| line.error(format!("{error}"))))
        .transpose()?;
    let modes: Vec<Mode> = words
        .map(|name| name.parse().map_err(|error| line.error(format!("{error}"))))
        .collect::<Result<_, Error>>()?;
    if operator.is_none() && event_type.is_none() {
        return Err(line.error("expected a type, an operator or `none`"));
    }
    let allowed = event_type.map_or(&[][..], EventType::modes);
    match modes.iter().find(|mode| !allowed.contains(mode)) {
        Some(mode) => Err(line.error(format!("{rest:?}: {mode} is no mode of this type"))),
        None => Ok(Outcome {
            operator,
            event_type,
            modes,
        }),
    }
}

fn example(line: &Line<'_>) -> Result<Example, Error> {
    let body = line.text[1..].trim();
    if line.text.starts_with('-') {
        return Ok(Example {
            text: body.to_owned(),
            expected: None,
            id: line.id(),
        });
    }
    let (text, yields) = body
        .split_once("=>")
        .ok_or_else(|| line.error("expected `+ sentence => TYPE ACTOR>RECIPIENT`"))?;
    let mut words = yields.split_whitespace();
    let event_type = words
        .next()
        .unwrap_or_default()
        .parse()
        .map_err(|error| line.error(format!("{error}")))?;
    let parties = words.collect::<String>();
    let (actor, recipient) = parties.split_once('>').unwrap_or((&parties, ""));
    let code = |code: &str| (!code.is_empty() && code != "-").then(|| code.to_owned());
    let expected = Expected {
        event_type,
        actor: code(actor),
        recipient: code(recipient),
    };
    Ok(Example {
        text: text.trim().to_owned(),
        expected: Some(expected),
        id: line.id(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Lexicon, Error> {
        Lexicon::parse(&[SourceFile::new("test.txt", text)], 0)
    }

    #[test]
    fn an_entry_says_head_frame_outcome_and_code() {
        let lexicon = parse(
            "# head\n@attack = attack @raid\n@raid = raid air_raid\nlaunch.v | obj:@attack/war on/against=R | ASSAULT aerial | 195\n",
        )
        .unwrap();
        let entry = lexicon.entries("launch", WordClass::Verb).next().unwrap();
        assert_eq!(entry.id, "test.txt:4");
        assert_eq!(entry.outcome.modes, [Mode::Aerial]);
        assert_eq!(entry.cameo.as_deref(), Some("195"));
        let class = vec![
            "attack".to_owned(),
            "raid".to_owned(),
            "air raid".to_owned(),
        ];
        assert_eq!(
            entry.frame[0].fillers,
            Fillers::OneOf {
                exact: vec!["war".into()],
                class
            }
        );
        assert_eq!(entry.frame[1].role, Some(RoleLetter::Recipient));
        let slots = ["on", "against"].map(|name| Slot::Preposition(name.to_owned()));
        assert_eq!(entry.frame[1].slots, slots);
        assert_eq!(lexicon.entries("launch", WordClass::Noun).count(), 0);
    }

    #[test]
    fn operators_stop_entries_and_examples() {
        let lexicon = parse(concat!(
            "demand.v | obj=X of/from=R | demand:REQUEST | 100\n",
            "+ Iran demanded an apology from Turkey. => REQUEST IRN>TUR\n",
            "- Demand for oil fell.\n",
            "suspend.v | obj=X | stop: |\n",
            "strike.v | obj:deal | none\n",
        ))
        .unwrap();
        let [demand, suspend, strike] = lexicon.all() else {
            panic!("three entries")
        };
        assert_eq!(demand.outcome.operator, Some(Operator::Demand));
        assert_eq!(
            demand.examples[0]
                .expected
                .as_ref()
                .unwrap()
                .recipient
                .as_deref(),
            Some("TUR")
        );
        assert_eq!(demand.examples[1].expected, None);
        assert_eq!(suspend.outcome.event_type, None);
        assert!(strike.outcome.is_none());
    }

    #[test]
    fn a_bad_line_is_named() {
        for (text, part) in [
            ("bomb.v | obj=R", "test.txt:1: expected `head | frame"),
            (
                "\n\nbomb.x | obj=R | ASSAULT",
                "test.txt:3: expected .v, .n or .a",
            ),
            ("bomb.v | obj=Q | ASSAULT", "expected the role A, R or X"),
            ("bomb.v | obj:@bombs=R | ASSAULT", "no class @bombs"),
            ("bomb.v | obj=R | FIGHT", "FIGHT"),
            ("bomb.v | obj=R | ASSAULT resign", "resign is no mode"),
            ("bomb.v | obj=R | forbid:ASSAULT", "no operator"),
            ("@a = @b\n@b = @a", "contains itself"),
            ("+ A sentence. => ASSAULT", "needs an entry"),
        ] {
            let error = parse(text).unwrap_err().to_string();
            assert!(error.contains(part), "{text:?}: {error}");
        }
    }

    #[test]
    fn the_bundled_lexicon_parses_and_covers_all_types_and_operators() {
        let lexicon = Lexicon::bundled().unwrap();
        for event_type in EventType::ALL {
            let count = lexicon
                .all()
                .iter()
                .filter(|entry| entry.outcome.event_type == Some(*event_type))
                .count();
            assert!(count >= 10, "{event_type} has {count} entries");
        }
        for (name, operator) in OPERATORS
            .iter()
            .filter(|(name, _)| !matches!(*name, "hypothesis"))
        {
            assert!(
                lexicon
                    .all()
                    .iter()
                    .any(|entry| entry.outcome.operator == Some(*operator)),
                "{name}"
            );
        }
    }
}
