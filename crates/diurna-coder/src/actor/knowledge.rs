//! What the gazetteer says of a name or a phrase, in the coder's terms.

use diurna_data::gazetteer::{
    BodyKind, Entry, Gazetteer, Gender as GazetteerGender, GenericBody, Level,
    Office as GazetteerOffice, Person, RoleNoun, Scope, State, StateForm, StateKind,
};
use diurna_record::{CountryCode, DateValue, EntityBasis, EntityKind, Role, Sector, Span};
use jiff::civil::Date;

use super::identity::{Gender, Identity};
use super::mention::person_identity;

/// A name of the gazetteer found in the text.
#[derive(Debug)]
pub(crate) struct Known {
    pub(crate) span: Span,
    /// As it stands in the text.
    pub(crate) text: String,
    pub(crate) sort: Sort,
    /// "Iraqi", "Iraqis".
    pub(crate) is_adjective: bool,
    pub(crate) identity: Identity,
}

/// How a found name is to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sort {
    /// It names its party.
    Name,
    /// A capital or seat: a party where it acts, else a place.
    Seat,
    /// A person.
    Person,
}

/// An office, role or body that a phrase names.
#[derive(Clone, Debug)]
pub(crate) struct Office {
    pub(crate) name: String,
    pub(crate) sectors: Vec<Sector>,
    /// Takes the sectors of whoever it speaks for.
    pub(crate) speaks_for: bool,
    /// One person holds it at a time.
    pub(crate) is_one_person: bool,
    /// Whoever bears it may belong to any body, whose sectors he then has: "a Hamas official".
    pub(crate) of_any_body: bool,
    kind: EntityKind,
    is_government: bool,
    /// A part of a country ("region"), which is a party only beside its name.
    pub(crate) is_local: bool,
}

/// All names of a text, left to right, none inside another. `date` decides who held which office.
pub(crate) fn names(text: &str, gazetteer: &Gazetteer, date: Option<Date>) -> Vec<Known> {
    let known = |hit: &diurna_data::gazetteer::Hit<'_>| {
        let entry = likeliest(&hit.entries, date)?;
        let (sort, identity) = identity(entry, gazetteer, date)?;
        Some(Known {
            span: hit.span,
            text: hit.span.slice(text).to_owned(),
            sort,
            is_adjective: matches!(entry, Entry::State(_, StateForm::Adjective)),
            identity,
        })
    };
    let mut names: Vec<Known> = gazetteer.names_in(text).iter().filter_map(known).collect();
    move_american_georgia(&mut names);
    names
}

/// "Georgia" beside other states of America, and nothing Georgian beside it, is the American state.
fn move_american_georgia(names: &mut [Known]) {
    let is_georgia = |known: &Known| known.text == "Georgia";
    let of = |known: &Known| known.identity.country.map(|code| code.to_string());
    let is_caucasian = |known: &Known| match of(known).as_deref() {
        Some("GEO") => !is_georgia(known),
        code => matches!(code, Some("RUS" | "ARM" | "AZE")),
    };
    let is_american_state = |known: &Known| {
        known.identity.kind == EntityKind::Place && of(known).as_deref() == Some("USA")
    };
    let Some(state) = names.iter().find(|known| is_american_state(known)) else {
        return;
    };
    let country = state.identity.country;
    if names.iter().any(is_caucasian) {
        return;
    }
    for known in names.iter_mut().filter(|known| is_georgia(known)) {
        known.identity = Identity {
            key: "place:georgia".to_owned(),
            kind: EntityKind::Place,
            country,
            basis: Some(EntityBasis::Gazetteer),
            ..Identity::unknown("Georgia")
        };
    }
}

/// The likeliest of the entries that share a name: the first, but of people whoever leads a state on the article's date,
/// else whoever holds an office then.
fn likeliest<'g>(entries: &[Entry<'g>], date: Option<Date>) -> Option<Entry<'g>> {
    let first = *entries.first()?;
    let (Entry::Person(_), Some(date)) = (first, date) else {
        return Some(first);
    };
    let when = DateValue::day(date);
    let rank = |entry: &Entry<'g>| match entry {
        Entry::Person(person) => {
            let leads =
                |title: &str| matches!(title, "president" | "prime minister" | "chancellor");
            let held = person.offices_at(&when);
            held.map(|office| 1 + u8::from(leads(&office.title)))
                .max()
                .unwrap_or(0)
        }
        _ => 0,
    };
    let best = entries.iter().map(rank).max()?;
    entries.iter().copied().find(|entry| rank(entry) == best)
}

fn identity(
    entry: Entry<'_>,
    gazetteer: &Gazetteer,
    date: Option<Date>,
) -> Option<(Sort, Identity)> {
    let base = |key: String, kind: EntityKind| Identity {
        key,
        kind,
        country: Some(entry.code()),
        sectors: entry.sectors().to_vec(),
        basis: Some(EntityBasis::Gazetteer),
        ..Identity::unknown(entry.name())
    };
    let name = entry.name();
    Some(match entry {
        Entry::State(state, form) => {
            let sort = if matches!(form, StateForm::Capital | StateForm::Seat) {
                Sort::Seat
            } else {
                Sort::Name
            };
            let mut identity = state_of(state, gazetteer);
            if sort == Sort::Seat {
                identity.basis = Some(EntityBasis::Metonymy);
            }
            (sort, identity)
        }
        Entry::Body(body) => (
            Sort::Name,
            base(format!("body:{}:{name}", body.code), EntityKind::Government),
        ),
        Entry::Organisation(organisation) => {
            let identity = base(format!("organisation:{name}"), EntityKind::Organization);
            (
                Sort::Name,
                Identity {
                    knowledge_id: organisation.wikidata.clone(),
                    ..identity
                },
            )
        }
        Entry::Group(group) => {
            let aliases = group
                .aliases
                .iter()
                .map(|alias| alias.text.clone())
                .collect();
            (
                Sort::Name,
                Identity {
                    aliases,
                    ..base(format!("group:{name}"), EntityKind::Group)
                },
            )
        }
        Entry::Outlet(_) => (
            Sort::Name,
            base(format!("outlet:{name}"), EntityKind::Organization),
        ),
        Entry::Person(person) => (Sort::Person, person_of(person, date)?),
    })
}

/// A state and its government are one party, as the codebook has it ("Somalia", "its government", "Mogadishu" as an actor).
fn state_of(state: &State, gazetteer: &Gazetteer) -> Identity {
    let basis = Some(EntityBasis::Gazetteer);
    let country = Some(state.code);
    match state.kind {
        StateKind::State | StateKind::Former => government_of(state.code, gazetteer),
        StateKind::Breakaway => Identity {
            key: format!("state:{}", state.name.text),
            kind: EntityKind::State,
            country,
            sectors: state.sectors().to_vec(),
            basis,
            ..Identity::unknown(&state.name.text)
        },
        StateKind::Dependency | StateKind::Region => {
            let key = format!("place:{}", state.name.text.to_lowercase());
            Identity {
                key,
                kind: EntityKind::Place,
                country,
                basis,
                ..Identity::unknown(&state.name.text)
            }
        }
    }
}

fn government_of(code: CountryCode, gazetteer: &Gazetteer) -> Identity {
    let name = gazetteer
        .state(code)
        .map_or(code.as_str(), |state| &state.name.text);
    let sector = if code.is_non_state() {
        Sector::Igo
    } else {
        Sector::Gov
    };
    Identity {
        key: format!("state:{code}"),
        kind: EntityKind::State,
        country: Some(code),
        sectors: vec![sector],
        basis: Some(EntityBasis::Gazetteer),
        ..Identity::unknown(name)
    }
}

/// A person with the office of the article's date; whoever held none then any more is ELI (codebook, former officials).
fn person_of(person: &Person, date: Option<Date>) -> Option<Identity> {
    let when = date.map(DateValue::day);
    let current = match &when {
        Some(when) => person.offices_at(when).next(),
        None => best_known(person),
    };
    let office = current.or(person.offices.last())?;
    let is_former = current.is_none()
        && office
            .to
            .as_ref()
            .zip(when.as_ref())
            .is_some_and(|(to, when)| to < when);
    let mut identity = person_identity(&person.name.text)?;
    identity.country = Some(office.code);
    identity.sectors = match (current.is_some(), is_former) {
        (true, _) => office.sectors.clone(),
        (false, true) => vec![Sector::Eli],
        (false, false) => Vec::new(),
    };
    identity.role = current.map(|office| Role {
        office: office.title.clone(),
        from: office.from.clone(),
        to: office.to.clone(),
    });
    identity.gender = person.gender.map(|gender| match gender {
        GazetteerGender::Female => Gender::Female,
        GazetteerGender::Male => Gender::Male,
    });
    identity.basis = Some(EntityBasis::Gazetteer);
    Some(identity)
}

/// The office that a text without a date means: the last one in a government, else the last one.
fn best_known(person: &Person) -> Option<&GazetteerOffice> {
    let governs = |office: &&GazetteerOffice| office.sectors.first() == Some(&Sector::Gov);
    let last = person.offices.iter().rev().find(governs);
    last.or(person.offices.last())
}

/// The longest role or body that ends a phrase; `lemmas` are lower case.
pub(crate) fn office(gazetteer: &Gazetteer, lemmas: &[String]) -> Option<Office> {
    (0..lemmas.len()).find_map(|start| {
        let phrase = lemmas[start..].join(" ");
        let role = gazetteer.role(&phrase).map(Office::of_role);
        role.or_else(|| gazetteer.generic_body(&phrase).map(Office::of_body))
    })
}

/// What the words of a body's name tell of it: "Bureau of Mines", "Lopez Holdings".
pub(crate) fn sectors_of_name(name: &str) -> Vec<Sector> {
    let words: Vec<&str> = name.split_whitespace().collect();
    let before_of = words
        .iter()
        .position(|word| matches!(*word, "of" | "for" | "on"))
        .and_then(|at| words.get(at.checked_sub(1)?));
    let last = words.last().map(|word| word.trim_end_matches('.'));
    let of_word = |word: &&str| sectors_of_word(word);
    last.and_then(|word| of_word(&word))
        .or_else(|| before_of.and_then(of_word))
        .unwrap_or_default()
}

fn sectors_of_word(word: &str) -> Option<Vec<Sector>> {
    Some(match word {
        "Administration" | "Agency" | "Authority" | "Bureau" | "Commission" | "Department"
        | "Departments" | "Directorate" => vec![Sector::Gov],
        "Airlines" | "Airways" | "Brands" | "Co" | "Company" | "Corp" | "Corporation"
        | "Electronics" | "Energy" | "Entertainment" | "Enterprises" | "Farms" | "Foods"
        | "Holdings" | "Inc" | "Industries" | "LLC" | "Ltd" | "Motors" | "Partners" | "Pharma"
        | "Pharmaceuticals" | "Properties" | "Railways" | "Studios" | "Systems"
        | "Technologies" => vec![Sector::Bus],
        "Chronicle" | "Gazette" | "Herald" | "Journal" | "Magazine" | "News" | "Post" | "Radio"
        | "Times" | "Tribune" | "TV" => vec![Sector::Jrn],
        "Academy" | "College" | "School" | "Schools" | "University" => vec![Sector::Edu],
        "Institute" | "Institution" => vec![Sector::Edu, Sector::Soc],
        "Clinic" | "Hospital" | "Hospitals" => vec![Sector::Med],
        "Church" | "Diocese" | "Ministries" | "Mosque" => vec![Sector::Rel],
        "Democrats" | "PAC" | "Party" | "Republicans" => vec![Sector::Pty],
        "Union" | "Workers" => vec![Sector::Lab],
        "Alliance" | "Association" | "Coalition" | "Federation" | "Foundation" | "Fund"
        | "League" | "Society" => vec![Sector::Soc],
        _ => return None,
    })
}

/// Whoever was an official is ELI (codebook, former officials); a former miner is a miner.
pub(crate) fn sectors_of_former(sectors: Vec<Sector>) -> Vec<Sector> {
    let ruled = sectors.first().is_some_and(|sector| {
        matches!(
            sector,
            Sector::Gov | Sector::Leg | Sector::Jud | Sector::Spy | Sector::Mil
        )
    });
    if ruled { vec![Sector::Eli] } else { sectors }
}

impl Office {
    fn of_role(role: &RoleNoun) -> Office {
        Office {
            name: role.phrase.clone(),
            sectors: role.sectors.clone(),
            speaks_for: role.level == Level::Voice,
            is_one_person: matches!(role.level, Level::Head | Level::Senior),
            of_any_body: role.scope == Scope::Organisation,
            kind: EntityKind::Person,
            is_government: false,
            is_local: false,
        }
    }

    fn of_body(body: &GenericBody) -> Office {
        let kind = match body.kind {
            BodyKind::Company | BodyKind::Media | BodyKind::Party | BodyKind::Other => {
                EntityKind::Organization
            }
            BodyKind::Militia => EntityKind::Group,
            _ => EntityKind::Government,
        };
        Office {
            name: body.phrase.clone(),
            sectors: body.sectors.clone(),
            speaks_for: false,
            is_one_person: false,
            of_any_body: false,
            kind,
            is_government: body.kind == BodyKind::Government,
            is_local: body.kind == BodyKind::Local,
        }
    }

    /// True for what a person is, not a body.
    pub(crate) fn is_held(&self) -> bool {
        self.kind == EntityKind::Person
    }

    /// True for bodies that every state has.
    pub(crate) fn is_of_a_state(&self) -> bool {
        let state = [
            Sector::Gov,
            Sector::Mil,
            Sector::Cop,
            Sector::Leg,
            Sector::Jud,
            Sector::Spy,
        ];
        !self.is_held()
            && self
                .sectors
                .first()
                .is_some_and(|sector| state.contains(sector))
    }

    /// A party of this office, described by `text`.
    pub(crate) fn identity(&self, text: &str, plural: bool) -> Identity {
        let kind = if plural && self.kind == EntityKind::Person {
            EntityKind::Group
        } else {
            self.kind
        };
        let mut identity = Identity {
            kind,
            sectors: self.sectors.clone(),
            plural,
            ..Identity::unknown(text)
        };
        if kind == EntityKind::Person {
            identity.role = Some(Role {
                office: self.name.clone(),
                from: None,
                to: None,
            });
        }
        identity.basis = Some(EntityBasis::Title);
        self.set_key(&mut identity);
        identity
    }

    /// Gives the key that joins mentions of one body: a government is its state, another body belongs to its country.
    pub(crate) fn set_key(&self, identity: &mut Identity) {
        identity.key = match identity.country {
            Some(country) if self.is_government => format!("state:{country}"),
            Some(country) => format!("office:{}:{country}", self.name),
            None => format!("office:{}", self.name),
        };
        if self.is_government && identity.country.is_some() {
            identity.kind = EntityKind::State;
        }
    }
}
