//! The lines of the gazetteer's files as types. Each type documents its file's fields; the files' headers are the grammar.

use diurna_record::{CountryCode, DateValue, Sector};

use crate::source::{Error, Line};

/// A closed list of words in a file, with the error that names them.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $text:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum $name { $($(#[$vdoc])* $variant,)+ }

        impl $name {
            pub(super) fn read(line: &Line<'_>, text: &str) -> Result<$name, Error> {
                match text {
                    $($text => Ok($name::$variant),)+
                    _ => Err(line.error(format_args!("expected one of {}, found {text:?}", [$($text),+].join(", ")))),
                }
            }
        }
    };
}

words! {
    /// What kind of place a line of `states.txt` is.
    StateKind {
        /// A state, or one of PLOVER's additions.
        State = "state",
        /// A dependency; its code is the owner's.
        Dependency = "dependency",
        /// A region that broke away; its code is that of the state that claims it.
        Breakaway = "breakaway",
        /// A part of a state.
        Region = "region",
        /// A state that is gone.
        Former = "former",
    }
}

words! {
    /// What kind of body a line of `bodies.txt` or `generic_bodies.txt` is.
    BodyKind {
        /// A government as a whole.
        Government = "government",
        /// A cabinet, a security council, a politburo.
        Cabinet = "cabinet",
        /// The office of a head of state or government.
        Office = "office",
        /// A ministry or department.
        Ministry = "ministry",
        /// An agency, a commission, a regulator.
        Agency = "agency",
        /// A parliament, a chamber, a committee.
        Parliament = "parliament",
        /// A court.
        Court = "court",
        /// A prosecutor's office.
        Prosecution = "prosecution",
        /// Armed forces, their branches, units and machines.
        Military = "military",
        /// Border, coast, national and palace guards.
        Guard = "guard",
        /// Police.
        Police = "police",
        /// Intelligence and security services.
        Intelligence = "intelligence",
        /// A central bank.
        Bank = "bank",
        /// An embassy, a consulate, a delegation.
        Mission = "mission",
        /// Local government.
        Local = "local",
        /// Militias and other irregular forces.
        Militia = "militia",
        /// Parties and alliances.
        Party = "party",
        /// Press.
        Media = "media",
        /// A company.
        Company = "company",
        /// Anything else.
        Other = "other",
    }
}

words! {
    /// How high a role stands.
    Level {
        /// Head of a state, a government, an organisation, a group.
        Head = "head",
        /// Minister, general, ambassador.
        Senior = "senior",
        /// Holder of an office below that.
        Official = "official",
        /// Soldier, worker, follower.
        Member = "member",
        /// Speaks for somebody.
        Voice = "voice",
    }
}

words! {
    /// What "of X" beside a role names.
    Scope {
        /// A country.
        Country = "country",
        /// Any body.
        Organisation = "organisation",
        /// Nothing.
        None = "none",
    }
}

words! {
    /// What kind of organisation a line of `organisations.txt` is.
    OrganisationKind {
        /// Made by states.
        Igo = "igo",
        /// Made by citizens.
        Ngo = "ngo",
        /// A political party or alliance.
        Party = "party",
        /// A trade union.
        Union = "union",
        /// A company.
        Company = "company",
        /// A church or a religious body.
        Religious = "religious",
        /// A university or a think tank.
        Academic = "academic",
        /// A sports body.
        Sport = "sport",
        /// A social movement.
        Movement = "movement",
        /// Anything else.
        Other = "other",
    }
}

words! {
    /// Gender of a person.
    Gender {
        /// Female.
        Female = "f",
        /// Male.
        Male = "m",
    }
}

/// A name as it is written in a file.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Name {
    /// The name without its mark.
    pub text: String,
    /// True if the file marks it with "?": other lines share it.
    pub shared: bool,
}

/// A line of `states.txt`.
#[derive(Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "the file's header documents the fields")]
pub struct State {
    pub code: CountryCode,
    pub kind: StateKind,
    pub name: Name,
    pub other_names: Vec<Name>,
    /// Adjectives and demonyms.
    pub adjectives: Vec<Name>,
    /// Spellings of the capital's name.
    pub capital: Vec<Name>,
    /// Other places that stand for the government.
    pub seats: Vec<Name>,
}

impl State {
    /// PRE for a region that broke away, else nothing.
    pub fn sectors(&self) -> &'static [Sector] {
        match self.kind {
            StateKind::Breakaway => &[Sector::Pre],
            _ => &[],
        }
    }
}

/// A line of `bodies.txt`.
#[derive(Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "the file's header documents the fields")]
pub struct Body {
    pub code: CountryCode,
    pub sectors: Vec<Sector>,
    pub kind: BodyKind,
    /// All names, the main one first.
    pub names: Vec<Name>,
}

/// A line of `generic_bodies.txt`.
#[derive(Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "the file's header documents the fields")]
pub struct GenericBody {
    pub phrase: String,
    pub sectors: Vec<Sector>,
    pub kind: BodyKind,
}

/// A line of `roles.txt`.
#[derive(Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "the file's header documents the fields")]
pub struct RoleNoun {
    pub phrase: String,
    pub sectors: Vec<Sector>,
    pub level: Level,
    pub scope: Scope,
    /// Irregular plurals.
    pub plurals: Vec<String>,
}

/// A line of `organisations.txt`.
#[derive(Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "the file's header documents the fields")]
pub struct Organisation {
    pub code: CountryCode,
    pub sectors: Vec<Sector>,
    pub kind: OrganisationKind,
    pub name: Name,
    pub aliases: Vec<Name>,
    pub wikidata: Option<String>,
}

/// A line of `groups.txt`.
#[derive(Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "the file's header documents the fields")]
pub struct ArmedGroup {
    /// The main reading; `IMG` for a group across borders.
    pub code: CountryCode,
    /// The home country, where `code` is `IMG` and the group has one.
    pub home: Option<CountryCode>,
    pub sectors: Vec<Sector>,
    pub name: Name,
    pub aliases: Vec<Name>,
}

/// A line of `outlets.txt`.
#[derive(Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "the file's header documents the fields")]
pub struct MediaOutlet {
    pub country: CountryCode,
    pub name: Name,
    pub aliases: Vec<Name>,
    /// Domain without "www.".
    pub domain: Option<String>,
    /// True for an agency whose text other outlets print.
    pub agency: bool,
}

/// All lines of one person in `people.txt`.
#[derive(Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "the file's header documents the fields")]
pub struct Person {
    pub name: Name,
    /// Aliases of all lines.
    pub aliases: Vec<Name>,
    pub gender: Option<Gender>,
    /// In the file's order.
    pub offices: Vec<Office>,
}

impl Person {
    /// The offices held on a day, month or year. A year without months counts as a whole, so that somebody who left an office
    /// in 1991 and his successor both held it in 1991.
    pub fn offices_at(&self, when: &DateValue) -> impl Iterator<Item = &Office> {
        self.offices
            .iter()
            .filter(move |office| office.held_at(when))
    }
}

/// A line of `people.txt` without the person.
#[derive(Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "the file's header documents the fields")]
pub struct Office {
    pub code: CountryCode,
    pub sectors: Vec<Sector>,
    pub title: String,
    pub from: Option<DateValue>,
    /// `None` also if the office is still held as far as known.
    pub to: Option<DateValue>,
}

impl Office {
    /// True if the office may have been held then, as precise as both dates are.
    pub fn held_at(&self, when: &DateValue) -> bool {
        let when = when.as_str();
        let begun = self
            .from
            .as_ref()
            .is_none_or(|from| common(from, when) <= common_of(when, from));
        let not_over = self
            .to
            .as_ref()
            .is_none_or(|to| common_of(when, to) <= common(to, when));
        begun && not_over
    }
}

/// `date` cut to the precision of `other`.
fn common<'d>(date: &'d DateValue, other: &str) -> &'d str {
    let text = date.as_str();
    &text[..text.len().min(other.len())]
}

/// `when` cut to the precision of `date`.
fn common_of<'d>(when: &'d str, date: &DateValue) -> &'d str {
    &when[..when.len().min(date.as_str().len())]
}

/// A line of a file, cut into its fields.
pub(super) struct Fields<'l> {
    line: &'l Line<'l>,
    fields: Vec<&'l str>,
}

impl<'l> Fields<'l> {
    fn cut(line: &'l Line<'l>, expected: usize) -> Result<Fields<'l>, Error> {
        let fields: Vec<&str> = line.text.split('|').map(str::trim).collect();
        if fields.len() == expected {
            Ok(Fields { line, fields })
        } else {
            Err(line.error(format_args!(
                "expected {expected} fields, found {}",
                fields.len()
            )))
        }
    }

    fn code(&self, at: usize) -> Result<CountryCode, Error> {
        self.fields[at]
            .parse()
            .map_err(|error| self.line.error(error))
    }

    fn optional_code(&self, at: usize) -> Result<Option<CountryCode>, Error> {
        if self.fields[at].is_empty() {
            Ok(None)
        } else {
            self.code(at).map(Some)
        }
    }

    fn sectors(&self, at: usize) -> Result<Vec<Sector>, Error> {
        let parsed = self
            .list(at)
            .map(|text| text.parse().map_err(|error| self.line.error(error)));
        parsed.collect()
    }

    fn date(&self, at: usize) -> Result<Option<DateValue>, Error> {
        let text = self.fields[at];
        if text.is_empty() {
            return Ok(None);
        }
        if text.contains('/') {
            return Err(self.line.error(format_args!(
                "expected a day, month or year, found {text:?}"
            )));
        }
        text.parse()
            .map(Some)
            .map_err(|error| self.line.error(error))
    }

    fn list(&self, at: usize) -> impl Iterator<Item = &'l str> {
        self.fields[at]
            .split(';')
            .map(str::trim)
            .filter(|text| !text.is_empty())
    }

    fn texts(&self, at: usize) -> Vec<String> {
        self.list(at).map(str::to_owned).collect()
    }

    fn names(&self, at: usize) -> Vec<Name> {
        self.list(at).map(name).collect()
    }

    fn text(&self, at: usize, what: &str) -> Result<String, Error> {
        if self.fields[at].is_empty() {
            return Err(self
                .line
                .error(format_args!("expected {what}, found nothing")));
        }
        Ok(self.fields[at].to_owned())
    }

    fn name(&self, at: usize) -> Result<Name, Error> {
        self.text(at, "a name").map(|text| name(&text))
    }
}

fn name(text: &str) -> Name {
    let bare = text.strip_suffix('?');
    Name {
        text: bare.unwrap_or(text).to_owned(),
        shared: bare.is_some(),
    }
}

impl State {
    pub(super) fn read(line: &Line<'_>) -> Result<State, Error> {
        let fields = Fields::cut(line, 7)?;
        Ok(State {
            code: fields.code(0)?,
            kind: StateKind::read(line, fields.fields[1])?,
            name: fields.name(2)?,
            other_names: fields.names(3),
            adjectives: fields.names(4),
            capital: fields.names(5),
            seats: fields.names(6),
        })
    }
}

impl Body {
    pub(super) fn read(line: &Line<'_>) -> Result<Body, Error> {
        let fields = Fields::cut(line, 4)?;
        fields.text(3, "a name")?;
        Ok(Body {
            code: fields.code(0)?,
            sectors: fields.sectors(1)?,
            kind: BodyKind::read(line, fields.fields[2])?,
            names: fields.names(3),
        })
    }
}

impl GenericBody {
    pub(super) fn read(line: &Line<'_>) -> Result<GenericBody, Error> {
        let fields = Fields::cut(line, 3)?;
        Ok(GenericBody {
            phrase: fields.text(0, "a phrase")?,
            sectors: fields.sectors(1)?,
            kind: BodyKind::read(line, fields.fields[2])?,
        })
    }
}

impl RoleNoun {
    pub(super) fn read(line: &Line<'_>) -> Result<RoleNoun, Error> {
        let fields = Fields::cut(line, 5)?;
        Ok(RoleNoun {
            phrase: fields.text(0, "a phrase")?,
            sectors: fields.sectors(1)?,
            level: Level::read(line, fields.fields[2])?,
            scope: Scope::read(line, fields.fields[3])?,
            plurals: fields.texts(4),
        })
    }
}

impl Organisation {
    pub(super) fn read(line: &Line<'_>) -> Result<Organisation, Error> {
        let fields = Fields::cut(line, 6)?;
        let wikidata = fields.fields[5];
        let number = wikidata.strip_prefix('Q').unwrap_or(wikidata);
        let fits = wikidata.is_empty()
            || number != wikidata && number.bytes().all(|byte| byte.is_ascii_digit());
        if !fits {
            return Err(line.error(format_args!("expected a Wikidata id, found {wikidata:?}")));
        }
        Ok(Organisation {
            code: fields.code(0)?,
            sectors: fields.sectors(1)?,
            kind: OrganisationKind::read(line, fields.fields[2])?,
            name: fields.name(3)?,
            aliases: fields.names(4),
            wikidata: (!wikidata.is_empty()).then(|| wikidata.to_owned()),
        })
    }
}

impl ArmedGroup {
    pub(super) fn read(line: &Line<'_>) -> Result<ArmedGroup, Error> {
        let fields = Fields::cut(line, 5)?;
        Ok(ArmedGroup {
            code: fields.code(0)?,
            home: fields.optional_code(1)?,
            sectors: fields.sectors(2)?,
            name: fields.name(3)?,
            aliases: fields.names(4),
        })
    }
}

impl MediaOutlet {
    pub(super) fn read(line: &Line<'_>) -> Result<MediaOutlet, Error> {
        let fields = Fields::cut(line, 5)?;
        let agency = match fields.fields[4] {
            "" => false,
            "agency" => true,
            other => {
                return Err(line.error(format_args!(
                    "expected \"agency\" or nothing, found {other:?}"
                )));
            }
        };
        Ok(MediaOutlet {
            country: fields.code(0)?,
            name: fields.name(1)?,
            aliases: fields.names(2),
            domain: fields.texts(3).pop(),
            agency,
        })
    }
}

/// A line of `given_names_census.txt`: a gender and the names of it.
pub(super) struct GivenNames {
    pub(super) gender: Gender,
    pub(super) names: Vec<String>,
}

impl GivenNames {
    pub(super) fn read(line: &Line<'_>) -> Result<GivenNames, Error> {
        let fields = Fields::cut(line, 2)?;
        fields.text(1, "a name")?;
        Ok(GivenNames {
            gender: Gender::read(line, fields.fields[0])?,
            names: fields.texts(1),
        })
    }
}

/// One line of `people.txt`; lines of the same name are put together by the loader.
pub(super) struct PersonLine {
    pub(super) name: Name,
    pub(super) aliases: Vec<Name>,
    pub(super) office: Office,
    pub(super) gender: Option<Gender>,
}

impl PersonLine {
    pub(super) fn read(line: &Line<'_>) -> Result<PersonLine, Error> {
        let fields = Fields::cut(line, 8)?;
        let gender = fields.fields[7];
        Ok(PersonLine {
            name: fields.name(0)?,
            aliases: fields.names(1),
            office: Office {
                code: fields.code(2)?,
                sectors: fields.sectors(3)?,
                title: fields.text(4, "an office")?,
                from: fields.date(5)?,
                to: fields.date(6)?,
            },
            gender: if gender.is_empty() {
                None
            } else {
                Some(Gender::read(line, gender)?)
            },
        })
    }
}
