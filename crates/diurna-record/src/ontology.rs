//! The PLOVER 2 ontology: types, modes, contexts, sectors, and what follows from them.
//!
//! Source: Open Event Data Alliance, PLOVER codebook, draft 2.0 (February 2024). SANCTION counts as material conflict; the
//! codebook's two summary tables disagree on it.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::Error;

/// A closed list of names: the enum, its text forms and its JSON forms.
///
/// Written once here because eight lists need the same five implementations.
macro_rules! names {
    ($(#[$doc:meta])* $name:ident, $field:literal, { $($(#[$vdoc:meta])* $variant:ident = $text:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$vdoc])* $variant,)+ }

        impl $name {
            /// Every value, in the codebook's order.
            pub const ALL: &[$name] = &[$($name::$variant,)+];

            /// The codebook's name.
            pub fn as_str(self) -> &'static str {
                match self { $($name::$variant => $text,)+ }
            }
        }

        impl FromStr for $name {
            type Err = Error;

            fn from_str(text: &str) -> Result<$name, Error> {
                match text {
                    $($text => Ok($name::$variant),)+
                    _ => Err(Error::expected($field, concat!("one of the ", $field, " names"), text)),
                }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<$name, D::Error> {
                Cow::<str>::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
            }
        }

        impl JsonSchema for $name {
            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!({"type": "string", "enum": [$($text),+]})
            }
        }
    };
}

names! {
    /// The 16 event types (codebook section 2).
    EventType, "type", {
        /// Stated willingness, offer, promise to cooperate.
        Agree = "AGREE",
        /// Meetings, talks, visits, calls, mediation.
        Consult = "CONSULT",
        /// Backing in words; accords concluded.
        Support = "SUPPORT",
        /// Concessions in words.
        Concede = "CONCEDE",
        /// Mutual material exchange.
        Cooperate = "COOPERATE",
        /// Material help to a receiver.
        Aid = "AID",
        /// Concessions with immediate effect.
        Retreat = "RETREAT",
        /// Requests, appeals, demands, orders.
        Request = "REQUEST",
        /// Disapproval, allegations, investigations.
        Accuse = "ACCUSE",
        /// Refusals, vetoes, cancellations.
        Reject = "REJECT",
        /// Threats, warnings, ultimatums.
        Threaten = "THREATEN",
        /// Collective dissent by civilians.
        Protest = "PROTEST",
        /// Relations that existed cut back.
        Sanction = "SANCTION",
        /// Forces readied or moved without force.
        Mobilize = "MOBILIZE",
        /// Repression short of violence.
        Coerce = "COERCE",
        /// Bodily harm and destruction.
        Assault = "ASSAULT",
    }
}

names! {
    /// The modes of all types; [`EventType::modes`] says which belong to which.
    #[expect(missing_docs, reason = "the codebook defines them per type")]
    Mode, "mode", {
        Visit = "visit",
        ThirdParty = "third-party",
        Multilateral = "multilateral",
        Phone = "phone",
        Withdraw = "withdraw",
        Release = "release",
        Disarm = "disarm",
        Ceasefire = "ceasefire",
        Access = "access",
        Resign = "resign",
        Assist = "assist",
        Change = "change",
        Yield = "yield",
        Meet = "meet",
        Disapprove = "disapprove",
        Investigate = "investigate",
        Allege = "allege",
        Restrict = "restrict",
        Arrest = "arrest",
        Relations = "relations",
        Expel = "expel",
        Territory = "territory",
        Violence = "violence",
        Demo = "demo",
        Riot = "riot",
        Strike = "strike",
        Hunger = "hunger",
        Boycott = "boycott",
        Obstruct = "obstruct",
        Vandalize = "vandalize",
        Convict = "convict",
        Discontinue = "discontinue",
        Troops = "troops",
        Weapons = "weapons",
        Police = "police",
        Militia = "militia",
        Seize = "seize",
        Censor = "censor",
        Curfew = "curfew",
        MartialLaw = "martial-law",
        Deport = "deport",
        Withhold = "withhold",
        Misinformation = "misinformation",
        Cyber = "cyber",
        Abduct = "abduct",
        Beat = "beat",
        Torture = "torture",
        Sexual = "sexual",
        Targeted = "targeted",
        Destroy = "destroy",
        Primitive = "primitive",
        Firearms = "firearms",
        Explosives = "explosives",
        SuicideAttack = "suicide-attack",
        Aerial = "aerial",
        Drone = "drone",
        HeavyWeapons = "heavy-weapons",
        CrowdControl = "crowd-control",
        Unconventional = "unconventional",
    }
}

names! {
    /// The 37 contexts (codebook section 9).
    #[expect(missing_docs, reason = "the codebook defines them")]
    Context, "context", {
        Military = "military",
        Intelligence = "intelligence",
        Executive = "executive",
        Legislative = "legislative",
        Election = "election",
        PoliticalInstitutions = "political_institutions",
        ProDemocracy = "pro_democracy",
        ProAutocracy = "pro_autocracy",
        Economic = "economic",
        Legal = "legal",
        Reparations = "reparations",
        HumanRights = "human_rights",
        RightsFreedoms = "rights_freedoms",
        Repression = "repression",
        HumanSecurity = "human_security",
        Gender = "gender",
        Lgbt = "lgbt",
        ReligionEthnicity = "religion_ethnicity",
        Inequality = "inequality",
        Diplomatic = "diplomatic",
        Territory = "territory",
        Peacekeeping = "peacekeeping",
        Health = "health",
        Asylum = "asylum",
        Migration = "migration",
        Disasters = "disasters",
        NaturalResource = "natural_resource",
        Environment = "environment",
        Technology = "technology",
        Terrorism = "terrorism",
        Cbrn = "cbrn",
        Cyber = "cyber",
        Misinformation = "misinformation",
        Crime = "crime",
        Corruption = "corruption",
        IllegalDrugs = "illegal_drugs",
        Trafficking = "trafficking",
    }
}

names! {
    /// Sectors of actors (codebook section 5), with the kinds of party that have no country.
    Sector, "sector", {
        /// Government and ruling side.
        Gov = "GOV",
        /// Armed forces.
        Mil = "MIL",
        /// Police.
        Cop = "COP",
        /// Courts.
        Jud = "JUD",
        /// Parliaments.
        Leg = "LEG",
        /// Intelligence services.
        Spy = "SPY",
        /// Parties.
        Pty = "PTY",
        /// Pro-government paramilitaries.
        Prm = "PRM",
        /// Armed opposition.
        Reb = "REB",
        /// Armed but unknown.
        Uaf = "UAF",
        /// Unknown.
        Unk = "UNK",
        /// Civilians and protesters.
        Cvl = "CVL",
        /// Opposition.
        Opp = "OPP",
        /// Business.
        Bus = "BUS",
        /// Labour.
        Lab = "LAB",
        /// Farmers.
        Agr = "AGR",
        /// Education.
        Edu = "EDU",
        /// Press.
        Jrn = "JRN",
        /// Health.
        Med = "MED",
        /// Religion.
        Rel = "REL",
        /// Refugees.
        Ref = "REF",
        /// Criminals.
        Crm = "CRM",
        /// Former officials and their kin.
        Eli = "ELI",
        /// Other civil society.
        Soc = "SOC",
        /// Breakaway region.
        Pre = "PRE",
        /// Intergovernmental body.
        Igo = "IGO",
        /// Non-governmental organisation.
        Ngo = "NGO",
        /// Multinational company.
        Mnc = "MNC",
        /// Social movement across borders.
        Ism = "ISM",
        /// Armed group across borders.
        Img = "IMG",
    }
}

names! {
    /// The four corners of conflict and cooperation.
    Quad, "quad", {
        /// Words, friendly.
        VerbalCooperation = "verbal_cooperation",
        /// Deeds, friendly.
        MaterialCooperation = "material_cooperation",
        /// Words, hostile.
        VerbalConflict = "verbal_conflict",
        /// Deeds, hostile.
        MaterialConflict = "material_conflict",
    }
}

names! {
    /// The 15 roots of the PLV benchmark: CONCEDE and RETREAT are one, YIELD.
    #[expect(missing_docs, reason = "as the event types, with YIELD for CONCEDE and RETREAT")]
    Root15, "root15", {
        Agree = "AGREE",
        Consult = "CONSULT",
        Support = "SUPPORT",
        Cooperate = "COOPERATE",
        Aid = "AID",
        Yield = "YIELD",
        Request = "REQUEST",
        Accuse = "ACCUSE",
        Reject = "REJECT",
        Threaten = "THREATEN",
        Protest = "PROTEST",
        Sanction = "SANCTION",
        Mobilize = "MOBILIZE",
        Coerce = "COERCE",
        Assault = "ASSAULT",
    }
}

names! {
    /// How the text tells an event.
    Status, "status", {
        /// As done, or as being done.
        Asserted = "asserted",
        /// As not done.
        Negated = "negated",
        /// As coming, without a promise or threat of its actor.
        Future = "future",
        /// Inside a hypothesis.
        Hypothetical = "hypothetical",
        /// As background of another time.
        Historical = "historical",
    }
}

impl EventType {
    /// The type's quad.
    pub fn quad(self) -> Quad {
        match self {
            EventType::Agree | EventType::Consult | EventType::Support | EventType::Concede => {
                Quad::VerbalCooperation
            }
            EventType::Cooperate | EventType::Aid | EventType::Retreat => Quad::MaterialCooperation,
            EventType::Request | EventType::Accuse | EventType::Reject | EventType::Threaten => {
                Quad::VerbalConflict
            }
            EventType::Protest
            | EventType::Sanction
            | EventType::Mobilize
            | EventType::Coerce
            | EventType::Assault => Quad::MaterialConflict,
        }
    }

    /// The modes that the codebook allows for the type.
    pub fn modes(self) -> &'static [Mode] {
        match self {
            EventType::Agree
            | EventType::Support
            | EventType::Concede
            | EventType::Cooperate
            | EventType::Aid => &[],
            EventType::Consult => &[
                Mode::Visit,
                Mode::ThirdParty,
                Mode::Multilateral,
                Mode::Phone,
            ],
            EventType::Retreat => &[
                Mode::Withdraw,
                Mode::Release,
                Mode::Disarm,
                Mode::Ceasefire,
                Mode::Access,
                Mode::Resign,
            ],
            EventType::Request | EventType::Reject => {
                &[Mode::Assist, Mode::Change, Mode::Yield, Mode::Meet]
            }
            EventType::Accuse => &[Mode::Disapprove, Mode::Investigate, Mode::Allege],
            EventType::Threaten => &[
                Mode::Restrict,
                Mode::Arrest,
                Mode::Relations,
                Mode::Expel,
                Mode::Territory,
                Mode::Violence,
            ],
            EventType::Protest => &[
                Mode::Demo,
                Mode::Riot,
                Mode::Strike,
                Mode::Hunger,
                Mode::Boycott,
                Mode::Obstruct,
                Mode::Vandalize,
            ],
            EventType::Sanction => &[
                Mode::Convict,
                Mode::Expel,
                Mode::Withdraw,
                Mode::Discontinue,
            ],
            EventType::Mobilize => &[Mode::Troops, Mode::Weapons, Mode::Police, Mode::Militia],
            EventType::Coerce => &[
                Mode::Seize,
                Mode::Restrict,
                Mode::Censor,
                Mode::Curfew,
                Mode::MartialLaw,
                Mode::Arrest,
                Mode::Deport,
                Mode::Withhold,
                Mode::Misinformation,
                Mode::Cyber,
            ],
            EventType::Assault => &[
                Mode::Abduct,
                Mode::Beat,
                Mode::Torture,
                Mode::Sexual,
                Mode::Targeted,
                Mode::Destroy,
                Mode::Primitive,
                Mode::Firearms,
                Mode::Explosives,
                Mode::SuicideAttack,
                Mode::Aerial,
                Mode::Drone,
                Mode::HeavyWeapons,
                Mode::CrowdControl,
                Mode::Unconventional,
            ],
        }
    }

    /// The score from -10 (conflict) to +10 (cooperation). A mode's score replaces the type's; of several modes the
    /// most extreme counts. Codebook section 6.
    pub fn score(self, modes: &[Mode]) -> f32 {
        let mode_scores = modes.iter().filter_map(|mode| self.mode_score(*mode));
        mode_scores
            .reduce(|a, b| if b.abs() > a.abs() { b } else { a })
            .unwrap_or(self.type_score())
    }

    fn type_score(self) -> f32 {
        match self {
            EventType::Agree | EventType::Consult => 2.5,
            EventType::Support => 5.0,
            EventType::Concede => 4.5,
            EventType::Cooperate => 9.5,
            EventType::Aid => 10.0,
            EventType::Retreat => 6.5,
            EventType::Request => 0.0,
            EventType::Accuse => -3.0,
            EventType::Reject => -2.0,
            EventType::Threaten => -3.5,
            EventType::Protest => -5.0,
            EventType::Sanction => -6.0,
            EventType::Mobilize => -5.5,
            EventType::Coerce => -7.0,
            EventType::Assault => -9.0,
        }
    }

    fn mode_score(self, mode: Mode) -> Option<f32> {
        let score = match (self, mode) {
            (EventType::Consult, Mode::Visit | Mode::Multilateral) => 4.0,
            (EventType::Consult, Mode::ThirdParty) => 1.0,
            (EventType::Consult, Mode::Phone) => 1.5,
            (EventType::Retreat, Mode::Withdraw) => 8.0,
            (EventType::Retreat, Mode::Release | Mode::Access) => 6.5,
            (EventType::Retreat, Mode::Disarm) => 10.0,
            (EventType::Retreat, Mode::Ceasefire) => 7.5,
            (EventType::Retreat, Mode::Resign) => 4.5,
            (EventType::Request, Mode::Assist) => 0.5,
            (EventType::Request, Mode::Change | Mode::Yield) => -1.0,
            (EventType::Request, Mode::Meet) => 0.0,
            (EventType::Accuse, Mode::Disapprove) => -2.0,
            (EventType::Accuse, Mode::Investigate | Mode::Allege) => -3.5,
            (EventType::Reject, Mode::Assist) => -1.5,
            (EventType::Reject, Mode::Change | Mode::Yield | Mode::Meet) => -2.0,
            (EventType::Threaten, Mode::Restrict) => -3.0,
            (
                EventType::Threaten,
                Mode::Arrest | Mode::Relations | Mode::Expel | Mode::Violence,
            ) => -3.5,
            (EventType::Threaten, Mode::Territory) => -4.0,
            (EventType::Protest, Mode::Demo | Mode::Strike) => -5.0,
            (EventType::Protest, Mode::Riot) => -7.0,
            (EventType::Protest, Mode::Hunger | Mode::Boycott | Mode::Obstruct) => -4.5,
            (EventType::Sanction, Mode::Convict | Mode::Withdraw | Mode::Discontinue) => -6.0,
            (EventType::Sanction, Mode::Expel) => -5.5,
            (EventType::Mobilize, Mode::Troops | Mode::Weapons) => -6.5,
            (EventType::Mobilize, Mode::Police) => -5.5,
            (EventType::Mobilize, Mode::Militia) => -6.0,
            (
                EventType::Coerce,
                Mode::Seize
                | Mode::Restrict
                | Mode::Arrest
                | Mode::Deport
                | Mode::Withhold
                | Mode::Cyber,
            ) => -7.0,
            (EventType::Coerce, Mode::Censor | Mode::Curfew | Mode::Misinformation) => -6.5,
            (EventType::Coerce, Mode::MartialLaw) => -7.5,
            (EventType::Assault, Mode::Abduct | Mode::Torture | Mode::Sexual | Mode::Destroy) => {
                -8.5
            }
            (EventType::Assault, Mode::Beat | Mode::CrowdControl) => -7.5,
            (
                EventType::Assault,
                Mode::Targeted
                | Mode::SuicideAttack
                | Mode::Aerial
                | Mode::Drone
                | Mode::HeavyWeapons,
            ) => -9.5,
            (EventType::Assault, Mode::Primitive) => -8.0,
            (EventType::Assault, Mode::Firearms | Mode::Explosives) => -9.0,
            (EventType::Assault, Mode::Unconventional) => -10.0,
            _ => return None,
        };
        Some(score)
    }
}

impl Root15 {
    /// The root's quad. YIELD is material cooperation.
    pub fn quad(self) -> Quad {
        match self {
            Root15::Yield => Quad::MaterialCooperation,
            other => other
                .as_str()
                .parse::<EventType>()
                .expect("every other root is a type")
                .quad(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_have_the_codebook_sizes() {
        assert_eq!(EventType::ALL.len(), 16);
        assert_eq!(Context::ALL.len(), 37);
        assert_eq!(Root15::ALL.len(), 15);
    }

    #[test]
    fn names_read_back() {
        for mode in Mode::ALL {
            assert_eq!(mode.as_str().parse::<Mode>().unwrap(), *mode);
        }
        assert_eq!(
            "suicide-attack".parse::<Mode>().unwrap(),
            Mode::SuicideAttack
        );
        let error = "FIGHT".parse::<EventType>().unwrap_err();
        assert!(error.to_string().contains("FIGHT"), "{error}");
    }

    #[test]
    fn a_mode_replaces_the_type_score() {
        assert_eq!(EventType::Consult.score(&[]), 2.5);
        assert_eq!(EventType::Consult.score(&[Mode::Phone]), 1.5);
        assert_eq!(
            EventType::Assault.score(&[Mode::Beat, Mode::Targeted]),
            -9.5
        );
        assert_eq!(EventType::Request.score(&[Mode::Meet]), 0.0);
    }

    #[test]
    fn each_scored_mode_is_allowed_for_its_type() {
        for event_type in EventType::ALL {
            for mode in Mode::ALL {
                if event_type.mode_score(*mode).is_some() {
                    assert!(event_type.modes().contains(mode), "{event_type} {mode}");
                }
            }
        }
    }

    #[test]
    fn every_root_has_a_quad() {
        assert_eq!(Root15::Yield.quad(), Quad::MaterialCooperation);
        assert_eq!(
            Root15::ALL
                .iter()
                .filter(|root| root.quad() == Quad::MaterialConflict)
                .count(),
            5
        );
    }
}
