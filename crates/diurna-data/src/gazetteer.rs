//! The gazetteer: states, bodies, roles, organisations, armed groups, outlets and people by name.
//!
//! The data are the text files of `gazetteer/`, one entry a line; each file's header documents its grammar, source and known
//! problems. This module parses them and looks names up. Which of several readings a text means (Georgia, a surname, a
//! capital that acts or is only a place) is the coder's business.
//!
//! Two kinds of look-up:
//!
//! - **Names** are case-sensitive: [`Gazetteer::names`] takes one name, [`Gazetteer::names_in`] finds the longest names of a
//!   running text, left to right. Curly and straight apostrophes are equal, so are the hyphens, and a name with accents is
//!   found without them. A line that has no lower-case letter (a headline in capitals) is searched without regard to case.
//! - **Phrases** (roles, generic bodies) are lower-case lemmas: [`Gazetteer::role`], [`Gazetteer::longest_role`] and the same
//!   for bodies. The caller brings the lemmas.

mod entries;
mod names;
mod phrases;

use std::collections::HashMap;
use std::path::Path;

use diurna_record::{CountryCode, Sector, Span};

pub use self::entries::{
    ArmedGroup, Body, BodyKind, Gender, GenericBody, Level, MediaOutlet, Name, Office,
    Organisation, OrganisationKind, Person, RoleNoun, Scope, State, StateKind,
};
use self::entries::{GivenNames, PersonLine};
pub(crate) use self::names::without_accents;
use self::names::{NameIndex, word_starts};
use self::phrases::PhraseIndex;
use crate::source::{Error, Line, SourceFile, read_folder, sha256};

/// Files of the bundled gazetteer, by name.
const BUNDLED: &[(&str, &str)] = &[
    ("bodies.txt", include_str!("../gazetteer/bodies.txt")),
    (
        "generic_bodies.txt",
        include_str!("../gazetteer/generic_bodies.txt"),
    ),
    (
        "given_names.txt",
        include_str!("../gazetteer/given_names.txt"),
    ),
    (
        "given_names_census.txt",
        include_str!("../gazetteer/given_names_census.txt"),
    ),
    ("groups.txt", include_str!("../gazetteer/groups.txt")),
    ("no_party.txt", include_str!("../gazetteer/no_party.txt")),
    (
        "organisations.txt",
        include_str!("../gazetteer/organisations.txt"),
    ),
    ("outlets.txt", include_str!("../gazetteer/outlets.txt")),
    ("people.txt", include_str!("../gazetteer/people.txt")),
    ("roles.txt", include_str!("../gazetteer/roles.txt")),
    ("states.txt", include_str!("../gazetteer/states.txt")),
];

/// All entries and their indexes.
///
/// ```
/// use diurna_data::gazetteer::{Entry, Gazetteer};
/// let gazetteer = Gazetteer::bundled()?;
/// let text = "The U.S. State Department criticised Russia’s army.";
/// let hits = gazetteer.names_in(text);
/// let found: Vec<&str> = hits.iter().map(|hit| hit.span.slice(text)).collect();
/// assert_eq!(found, ["U.S. State Department", "Russia"]);
/// assert!(matches!(hits[0].entries[0], Entry::Body(body) if body.code.as_str() == "USA"));
/// let (tokens, role) = gazetteer.longest_role(&["foreign", "minister", "of"]).unwrap();
/// assert_eq!((tokens, role.phrase.as_str()), (2, "foreign minister"));
/// # Ok::<(), diurna_data::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Gazetteer {
    states: Vec<State>,
    bodies: Vec<Body>,
    generic_bodies: Vec<GenericBody>,
    roles: Vec<RoleNoun>,
    organisations: Vec<Organisation>,
    groups: Vec<ArmedGroup>,
    outlets: Vec<MediaOutlet>,
    people: Vec<Person>,
    names: NameIndex,
    role_phrases: PhraseIndex,
    body_phrases: PhraseIndex,
    outlet_domains: HashMap<String, usize>,
    given_names: HashMap<String, Gender>,
    version: String,
}

/// What a name may mean.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Entry<'g> {
    /// A state or a place like one, and how the name refers to it.
    State(&'g State, StateForm),
    /// A body of a state.
    Body(&'g Body),
    /// An organisation.
    Organisation(&'g Organisation),
    /// An armed group.
    Group(&'g ArmedGroup),
    /// A media outlet.
    Outlet(&'g MediaOutlet),
    /// A person.
    Person(&'g Person),
}

impl<'g> Entry<'g> {
    /// The entry's main name.
    pub fn name(self) -> &'g str {
        let name = match self {
            Entry::State(state, _) => &state.name,
            Entry::Body(body) => &body.names[0],
            Entry::Organisation(organisation) => &organisation.name,
            Entry::Group(group) => &group.name,
            Entry::Outlet(outlet) => &outlet.name,
            Entry::Person(person) => &person.name,
        };
        &name.text
    }

    /// The entry's code; a person's is that of the first office in the file, [`Person::offices_at`] knows more.
    pub fn code(self) -> CountryCode {
        match self {
            Entry::State(state, _) => state.code,
            Entry::Body(body) => body.code,
            Entry::Organisation(organisation) => organisation.code,
            Entry::Group(group) => group.code,
            Entry::Outlet(outlet) => outlet.country,
            Entry::Person(person) => person.offices[0].code,
        }
    }

    /// The entry's sectors, the main one first; a person's are those of the first office in the file.
    pub fn sectors(self) -> &'g [Sector] {
        match self {
            Entry::State(state, _) => state.sectors(),
            Entry::Body(body) => &body.sectors,
            Entry::Organisation(organisation) => &organisation.sectors,
            Entry::Group(group) => &group.sectors,
            Entry::Outlet(_) => &[Sector::Jrn],
            Entry::Person(person) => &person.offices[0].sectors,
        }
    }
}

/// How a name refers to a state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum StateForm {
    /// By its own name.
    Name,
    /// By an adjective or a demonym.
    Adjective,
    /// By its capital, a metonym if it acts.
    Capital,
    /// By another seat of its government.
    Seat,
}

/// A name in a text.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit<'g> {
    /// Where, in bytes of the text.
    pub span: Span,
    /// What it may mean; more than one where files share the name.
    pub entries: Vec<Entry<'g>>,
    /// True if only the capitals of a headline made it fit: "WHO" there may be a pronoun.
    pub capitals: bool,
}

/// An entry by number, or a name that is no party and only keeps its parts from being read ("South America").
#[derive(Clone, Copy, Debug, PartialEq)]
enum Target {
    State(usize, StateForm),
    Body(usize),
    Organisation(usize),
    Group(usize),
    Outlet(usize),
    Person(usize),
    NoParty,
}

impl Target {
    /// True for two forms of one entry.
    fn same_entry(self, other: Target) -> bool {
        match (self, other) {
            (Target::State(a, _), Target::State(b, _)) => a == b,
            (a, b) => a == b,
        }
    }
}

impl Gazetteer {
    /// The gazetteer that ships with the crate.
    ///
    /// # Errors
    ///
    /// If a line does not parse; the crate's tests make sure that none does.
    pub fn bundled() -> Result<Gazetteer, Error> {
        let files = BUNDLED
            .iter()
            .map(|(name, text)| SourceFile::new(&format!("gazetteer/{name}"), text));
        Gazetteer::from_files(&files.collect::<Vec<_>>())
    }

    /// The gazetteer in the `.txt` files of a folder, named as in `gazetteer/`. Files may be missing.
    ///
    /// # Errors
    ///
    /// If a file cannot be read, has an unknown name, a line does not parse or two entries of a file share a name that is not
    /// marked as shared; the message names file and line.
    pub fn load(folder: &Path) -> Result<Gazetteer, Error> {
        let mut files = read_folder(folder)?;
        for file in &mut files {
            file.name = format!("gazetteer/{}", file.name);
        }
        Gazetteer::from_files(&files)
    }

    fn from_files(files: &[SourceFile]) -> Result<Gazetteer, Error> {
        let mut gazetteer = Gazetteer {
            version: format!("{} sha256:{}", env!("CARGO_PKG_VERSION"), sha256(files)),
            ..Gazetteer::default()
        };
        for file in files {
            gazetteer.read(file)?;
        }
        Ok(gazetteer)
    }

    fn read(&mut self, file: &SourceFile) -> Result<(), Error> {
        let mut known = KnownNames::default();
        for line in file.lines() {
            let line = &line;
            match file.name.rsplit('/').next().unwrap_or_default() {
                "states.txt" => self.add_state(State::read(line)?, line, &mut known)?,
                "bodies.txt" => {
                    let body = Body::read(line)?;
                    self.add_names(
                        body.names.iter(),
                        Target::Body(self.bodies.len()),
                        line,
                        &mut known,
                    )?;
                    self.bodies.push(body);
                }
                "given_names_census.txt" => {
                    let GivenNames { gender, names } = GivenNames::read(line)?;
                    for name in names {
                        // What is written by hand (`given_names.txt`) is read first, and counts.
                        self.given_names.entry(name).or_insert(gender);
                    }
                }
                "generic_bodies.txt" => self.add_generic_body(GenericBody::read(line)?, line)?,
                "roles.txt" => self.add_role(RoleNoun::read(line)?, line)?,
                "organisations.txt" => {
                    let it = Organisation::read(line)?;
                    let names = std::iter::once(&it.name).chain(&it.aliases);
                    self.add_names(
                        names,
                        Target::Organisation(self.organisations.len()),
                        line,
                        &mut known,
                    )?;
                    self.organisations.push(it);
                }
                "groups.txt" => {
                    let it = ArmedGroup::read(line)?;
                    let names = std::iter::once(&it.name).chain(&it.aliases);
                    self.add_names(names, Target::Group(self.groups.len()), line, &mut known)?;
                    self.groups.push(it);
                }
                "outlets.txt" => self.add_outlet(MediaOutlet::read(line)?, line, &mut known)?,
                "people.txt" => self.add_person(PersonLine::read(line)?, line, &mut known)?,
                "given_names.txt" => self.add_given_name(line)?,
                "no_party.txt" => self.names.add(line.text, Target::NoParty),
                other => {
                    return Err(Error::new(format!(
                        "{}: expected a file of the gazetteer, found {other}",
                        file.name
                    )));
                }
            }
        }
        known.check_marks(&file.name)
    }

    fn add_given_name(&mut self, line: &Line<'_>) -> Result<(), Error> {
        let (name, gender) = line
            .text
            .split_once(" | ")
            .ok_or_else(|| line.error("expected `name | gender`"))?;
        let gender = Gender::read(line, gender)?;
        if self.given_names.insert(name.to_owned(), gender).is_some() {
            return Err(line.error(format_args!("{name:?} stands here twice")));
        }
        Ok(())
    }

    fn add_state(
        &mut self,
        state: State,
        line: &Line<'_>,
        known: &mut KnownNames,
    ) -> Result<(), Error> {
        let number = self.states.len();
        let of = |form| Target::State(number, form);
        self.add_names(
            std::iter::once(&state.name).chain(&state.other_names),
            of(StateForm::Name),
            line,
            known,
        )?;
        self.add_names(
            state.adjectives.iter(),
            of(StateForm::Adjective),
            line,
            known,
        )?;
        self.add_names(state.capital.iter(), of(StateForm::Capital), line, known)?;
        self.add_names(state.seats.iter(), of(StateForm::Seat), line, known)?;
        self.states.push(state);
        Ok(())
    }

    fn add_generic_body(&mut self, body: GenericBody, line: &Line<'_>) -> Result<(), Error> {
        if let Some(known) = self
            .body_phrases
            .add(&body.phrase, self.generic_bodies.len())
        {
            return Err(line.error(format_args!(
                "{:?} stands here twice, see {:?}",
                body.phrase, self.generic_bodies[known].phrase
            )));
        }
        self.generic_bodies.push(body);
        Ok(())
    }

    fn add_role(&mut self, role: RoleNoun, line: &Line<'_>) -> Result<(), Error> {
        for phrase in std::iter::once(&role.phrase).chain(&role.plurals) {
            match self.role_phrases.add(phrase, self.roles.len()) {
                Some(known) if known != self.roles.len() => {
                    return Err(line.error(format_args!(
                        "{phrase:?} stands here twice, see {:?}",
                        self.roles[known].phrase
                    )));
                }
                _ => {}
            }
        }
        self.roles.push(role);
        Ok(())
    }

    fn add_outlet(
        &mut self,
        outlet: MediaOutlet,
        line: &Line<'_>,
        known: &mut KnownNames,
    ) -> Result<(), Error> {
        let number = self.outlets.len();
        self.add_names(
            std::iter::once(&outlet.name).chain(&outlet.aliases),
            Target::Outlet(number),
            line,
            known,
        )?;
        if let Some(domain) = &outlet.domain
            && let Some(other) = self.outlet_domains.insert(domain.clone(), number)
        {
            return Err(line.error(format_args!(
                "domain {domain} already belongs to {}",
                self.outlets[other].name.text
            )));
        }
        self.outlets.push(outlet);
        Ok(())
    }

    /// Lines of one person stand together because the file is sorted.
    fn add_person(
        &mut self,
        read: PersonLine,
        line: &Line<'_>,
        known: &mut KnownNames,
    ) -> Result<(), Error> {
        let is_new = self.people.last().is_none_or(|last| last.name != read.name);
        if is_new {
            self.people.push(Person {
                name: read.name.clone(),
                aliases: Vec::new(),
                gender: None,
                offices: Vec::new(),
            });
        }
        let target = Target::Person(self.people.len() - 1);
        let name = is_new.then_some(&read.name);
        self.add_names(name.into_iter().chain(&read.aliases), target, line, known)?;
        if let Some(person) = self.people.last_mut() {
            person.aliases.extend(read.aliases);
            person.gender = person.gender.or(read.gender);
            person.offices.push(read.office);
        }
        Ok(())
    }

    fn add_names<'n>(
        &mut self,
        names: impl Iterator<Item = &'n Name>,
        target: Target,
        line: &Line<'_>,
        known: &mut KnownNames,
    ) -> Result<(), Error> {
        for name in names {
            known.note(name, target, line)?;
            self.names.add(&name.text, target);
        }
        Ok(())
    }

    /// What a name may mean, its spelling exact but for apostrophes and hyphens.
    pub fn names(&self, name: &str) -> Vec<Entry<'_>> {
        self.entries(self.names.get(name))
    }

    /// The names of a text from left to right, the longest one at each place, none inside another.
    pub fn names_in(&self, text: &str) -> Vec<Hit<'_>> {
        let mut hits = Vec::new();
        let mut done = 0;
        for start in word_starts(text) {
            if start < done {
                continue;
            }
            let Some((range, targets, capitals)) = self.names.at(text, start) else {
                continue;
            };
            done = range.end;
            let entries = self.entries(targets);
            if !entries.is_empty() {
                hits.push(Hit {
                    span: Span::new(range.start, range.end),
                    entries,
                    capitals,
                });
            }
        }
        hits
    }

    fn entries(&self, targets: &[Target]) -> Vec<Entry<'_>> {
        let entry = |target: &Target| {
            Some(match *target {
                Target::State(number, form) => Entry::State(&self.states[number], form),
                Target::Body(number) => Entry::Body(&self.bodies[number]),
                Target::Organisation(number) => Entry::Organisation(&self.organisations[number]),
                Target::Group(number) => Entry::Group(&self.groups[number]),
                Target::Outlet(number) => Entry::Outlet(&self.outlets[number]),
                Target::Person(number) => Entry::Person(&self.people[number]),
                Target::NoParty => return None,
            })
        };
        targets.iter().filter_map(entry).collect()
    }

    /// The state with this code; dependencies, regions and former states are left out.
    pub fn state(&self, code: CountryCode) -> Option<&State> {
        let own = |state: &&State| state.code == code && state.kind == StateKind::State;
        self.states.iter().find(own)
    }

    /// All lines of `states.txt`.
    pub fn states(&self) -> &[State] {
        &self.states
    }

    /// All people, sorted by name.
    pub fn people(&self) -> &[Person] {
        &self.people
    }

    /// All outlets.
    pub fn outlets(&self) -> &[MediaOutlet] {
        &self.outlets
    }

    /// The gender of those who bear a given name; `None` if both do or the name is not listed.
    pub fn gender_of(&self, given_name: &str) -> Option<Gender> {
        self.given_names.get(given_name).copied()
    }

    /// A role by its lemma phrase or its irregular plural.
    pub fn role(&self, phrase: &str) -> Option<&RoleNoun> {
        self.role_phrases
            .get(phrase)
            .map(|number| &self.roles[number])
    }

    /// The longest role at the beginning of the lemmas, with the number of tokens that it takes.
    pub fn longest_role(&self, lemmas: &[&str]) -> Option<(usize, &RoleNoun)> {
        let (tokens, number) = self.role_phrases.longest_at(lemmas)?;
        Some((tokens, &self.roles[number]))
    }

    /// A generic body by its lemma phrase.
    pub fn generic_body(&self, phrase: &str) -> Option<&GenericBody> {
        self.body_phrases
            .get(phrase)
            .map(|number| &self.generic_bodies[number])
    }

    /// The longest generic body at the beginning of the lemmas, with the number of tokens that it takes.
    pub fn longest_generic_body(&self, lemmas: &[&str]) -> Option<(usize, &GenericBody)> {
        let (tokens, number) = self.body_phrases.longest_at(lemmas)?;
        Some((tokens, &self.generic_bodies[number]))
    }

    /// The outlet of a host name: "www.bbc.co.uk" and "news.bbc.co.uk" are the outlet of "bbc.co.uk".
    pub fn outlet_of_host(&self, host: &str) -> Option<&MediaOutlet> {
        let host = host.to_ascii_lowercase();
        let mut rest = host.as_str();
        loop {
            if let Some(number) = self.outlet_domains.get(rest) {
                return Some(&self.outlets[*number]);
            }
            rest = rest.split_once('.')?.1;
        }
    }

    /// Crate version and one hash over all files, for a record's `made_by`.
    pub fn version(&self) -> &str {
        &self.version
    }
}

/// The names of one file, to find those that two entries share.
#[derive(Default)]
struct KnownNames {
    by_text: HashMap<String, KnownName>,
}

struct KnownName {
    target: Target,
    line: usize,
    shared: bool,
    seen_again: bool,
}

impl KnownNames {
    fn note(&mut self, name: &Name, target: Target, line: &Line<'_>) -> Result<(), Error> {
        let Some(known) = self.by_text.get_mut(&name.text) else {
            let first = KnownName {
                target,
                line: line.number,
                shared: name.shared,
                seen_again: false,
            };
            self.by_text.insert(name.text.clone(), first);
            return Ok(());
        };
        if known.target.same_entry(target) {
            return Err(line.error(format_args!(
                "{:?} stands twice in one entry, see line {}",
                name.text, known.line
            )));
        }
        if !(known.shared && name.shared) {
            let message = format_args!(
                "{:?} also stands in line {}; mark both with \"?\" if it is shared",
                name.text, known.line
            );
            return Err(line.error(message));
        }
        known.seen_again = true;
        Ok(())
    }

    fn check_marks(&self, file: &str) -> Result<(), Error> {
        let alone = self
            .by_text
            .iter()
            .filter(|(_, known)| known.shared && !known.seen_again);
        match alone.min_by_key(|(_, known)| known.line) {
            Some((name, known)) => Err(Error::new(format!(
                "{file}:{}: {name:?} is marked as shared, but no other line has it",
                known.line
            ))),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests;
