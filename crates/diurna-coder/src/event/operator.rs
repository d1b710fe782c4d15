//! What operators make of the act inside them.
//!
//! A reading keeps the base act and its operators apart; they are put together only here, once for PLOVER 2 and once for the
//! 15 roots of the PLV benchmark, whose annotators followed CAMEO. The tables are those of `docs/lexicon.md`; they restate
//! the PLOVER codebook's section on auxiliary modes and the CAMEO manual's treatment of intent and refusal.

use diurna_data::lexicon::Operator;
use diurna_record::{EventType, Mode, Root15, Status};

/// A base act and the operators around it, outermost first.
#[derive(Clone, Debug)]
pub(crate) struct Reading {
    pub(crate) operators: Vec<Applied>,
    pub(crate) base: EventType,
    pub(crate) modes: Vec<Mode>,
    /// Type and modes that the outermost entry names itself ("demand that he resign" is REQUEST *change*).
    pub(crate) named: Option<(EventType, Vec<Mode>)>,
    /// CAMEO code of the base act.
    pub(crate) cameo: Option<String>,
}

/// An operator of a reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Applied {
    /// A word of the lexicon, or a modal verb that means the same.
    Word(Operator),
    /// Plain negation.
    Not,
}

/// What a reading comes to.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Coded {
    pub(crate) event_type: EventType,
    pub(crate) modes: Vec<Mode>,
    pub(crate) status: Status,
    /// The act inside, once an operator has turned the type into another.
    pub(crate) about: Option<(EventType, Vec<Mode>)>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Stance {
    Cooperative,
    Concession,
    Hostile,
    Verbal,
}

fn stance(event_type: EventType) -> Stance {
    match event_type {
        EventType::Agree
        | EventType::Consult
        | EventType::Support
        | EventType::Cooperate
        | EventType::Aid => Stance::Cooperative,
        EventType::Concede | EventType::Retreat => Stance::Concession,
        EventType::Request | EventType::Accuse | EventType::Reject | EventType::Threaten => {
            Stance::Verbal
        }
        EventType::Protest
        | EventType::Sanction
        | EventType::Mobilize
        | EventType::Coerce
        | EventType::Assault => Stance::Hostile,
    }
}

impl Reading {
    /// PLOVER 2. `None` for what is no event: a denial of one's own deed.
    pub(crate) fn plover(&self) -> Option<Coded> {
        let mut coded = Coded {
            event_type: self.base,
            modes: self.modes.clone(),
            status: Status::Asserted,
            about: None,
        };
        for operator in self.operators.iter().rev() {
            coded = match operator {
                Applied::Not => not(coded),
                Applied::Word(operator) => coded.under(*operator)?,
            };
        }
        if let Some((named, modes)) = &self.named
            && *named == coded.event_type
            && !modes.is_empty()
        {
            coded.modes.clone_from(modes);
        }
        Some(coded)
    }

    /// The benchmark's root. Same machinery, then its own conventions (PLV follows CAMEO: a promised concession is an
    /// agreement; imposed sanctions are coercion).
    pub(crate) fn root15(&self) -> Option<Root15> {
        let coded = self.plover()?;
        let root = match coded.event_type {
            // Apologies and forgiveness are words of support there.
            EventType::Concede if self.operators.is_empty() && self.has_cameo("05") => {
                Root15::Support
            }
            EventType::Concede | EventType::Retreat if self.promised() => Root15::Agree,
            EventType::Concede | EventType::Retreat => Root15::Yield,
            EventType::Sanction if self.is_embargo() => Root15::Coerce,
            // An appeal turned down is a refusal there, a verdict an accusation.
            EventType::Sanction if self.operators.is_empty() && self.has_cameo("12") => {
                Root15::Reject
            }
            EventType::Sanction if coded.modes.contains(&Mode::Convict) => Root15::Accuse,
            EventType::Coerce if coded.modes.contains(&Mode::Cyber) || self.is_siege() => {
                Root15::Assault
            }
            other => other.as_str().parse().ok()?,
        };
        // A hostile act refused is a concession to whoever fears it.
        if coded.status == Status::Negated && stance(coded.event_type) == Stance::Hostile {
            return Some(Root15::Yield);
        }
        if coded.status == Status::Negated && stance(coded.event_type) != Stance::Verbal {
            return Some(Root15::Reject);
        }
        Some(root)
    }

    /// Sanctions imposed, not aid or ties cut: CAMEO 163.
    fn is_embargo(&self) -> bool {
        self.operators.is_empty() && self.has_cameo("163")
    }

    /// Blockades and places taken: CAMEO 191 and 192, which stand among the uses of force there.
    fn is_siege(&self) -> bool {
        self.has_cameo("191") || self.has_cameo("192")
    }

    fn has_cameo(&self, family: &str) -> bool {
        let code = self.cameo.as_deref();
        code.is_some_and(|code| code.starts_with(family))
    }

    fn promised(&self) -> bool {
        self.operators
            .iter()
            .any(|operator| matches!(operator, Applied::Word(Operator::Will | Operator::Agree)))
    }
}

/// A plain negation ("did not attack"): the base type, negated; of something only promised, a refusal.
fn not(coded: Coded) -> Coded {
    match coded.event_type {
        EventType::Agree | EventType::Concede if coded.about.is_some() => {
            coded.becomes(EventType::Reject)
        }
        _ => Coded {
            status: Status::Negated,
            ..coded
        },
    }
}

impl Coded {
    fn becomes(self, event_type: EventType) -> Coded {
        // A threat that is told as one twice ("warned that it would attack") is about the attack.
        let (inner, inner_modes) = match &self.about {
            Some((inner, modes)) if self.event_type == event_type => (*inner, modes),
            _ => (self.event_type, &self.modes),
        };
        let modes = mode_of(event_type, inner, inner_modes);
        let about = self.about.or(Some((self.event_type, self.modes)));
        Coded {
            event_type,
            modes,
            status: Status::Asserted,
            about,
        }
    }

    fn under(self, operator: Operator) -> Option<Coded> {
        let inner = stance(self.event_type);
        let coded = match (operator, inner) {
            (Operator::Will | Operator::Agree, Stance::Cooperative)
                if self.event_type != EventType::Agree =>
            {
                self.becomes(EventType::Agree)
            }
            (Operator::Will | Operator::Agree, Stance::Concession) => {
                self.becomes(EventType::Concede)
            }
            (Operator::Will | Operator::Agree, Stance::Hostile) => {
                self.becomes(EventType::Threaten)
            }
            // Agreeing to a demand is a promise; "will demand" is a demand already.
            (Operator::Agree, Stance::Verbal) if self.event_type == EventType::Request => {
                self.becomes(EventType::Agree)
            }
            (Operator::Refuse | Operator::Fail, Stance::Cooperative | Stance::Concession) => {
                self.becomes(EventType::Reject)
            }
            (Operator::Refuse, Stance::Verbal) if self.event_type == EventType::Request => {
                self.becomes(EventType::Reject)
            }
            (Operator::Refuse | Operator::Fail, _) => Coded {
                status: Status::Negated,
                ..self
            },
            (Operator::Demand, _) => self.becomes(EventType::Request),
            (Operator::Threaten, _) => self.becomes(EventType::Threaten),
            (Operator::Accuse, _) => self.becomes(EventType::Accuse),
            (Operator::Praise, _) => self.becomes(EventType::Support),
            (Operator::Stop, Stance::Cooperative) => self.becomes(EventType::Sanction),
            (Operator::Stop, Stance::Concession) => self.becomes(EventType::Reject),
            (Operator::Stop, Stance::Hostile) => self.becomes(EventType::Concede),
            (Operator::Stop, Stance::Verbal) => self.becomes(EventType::Concede),
            (Operator::Hypothesis, _) => Coded {
                status: Status::Hypothetical,
                ..self
            },
            (Operator::Deny, _) => return None,
            (
                Operator::Will
                | Operator::Agree
                | Operator::Resume
                | Operator::Order
                | Operator::Report,
                _,
            ) => self,
        };
        Some(coded)
    }
}

/// The mode of an operator's type that fits the act inside (codebook: REQUEST and REJECT share theirs, THREATEN's name
/// the content of the threat).
fn mode_of(outer: EventType, inner: EventType, modes: &[Mode]) -> Vec<Mode> {
    let mode = match (outer, inner) {
        (EventType::Request | EventType::Reject, EventType::Consult) => Mode::Meet,
        (
            EventType::Request | EventType::Reject,
            EventType::Aid | EventType::Cooperate | EventType::Support | EventType::Agree,
        ) => Mode::Assist,
        (EventType::Request | EventType::Reject, EventType::Retreat | EventType::Concede) => {
            Mode::Yield
        }
        (EventType::Threaten, EventType::Assault) => Mode::Violence,
        (EventType::Threaten, EventType::Coerce) if modes.contains(&Mode::Arrest) => Mode::Arrest,
        (EventType::Threaten, EventType::Coerce) => Mode::Restrict,
        (EventType::Threaten, EventType::Sanction) if modes.contains(&Mode::Expel) => Mode::Expel,
        (EventType::Threaten, EventType::Sanction) => Mode::Relations,
        (EventType::Sanction, _) => Mode::Discontinue,
        (EventType::Accuse, _) => Mode::Disapprove,
        _ => return Vec::new(),
    };
    vec![mode]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reading(operators: &[Operator], base: EventType) -> Reading {
        Reading {
            cameo: None,
            named: None,
            operators: operators
                .iter()
                .map(|operator| Applied::Word(*operator))
                .collect(),
            base,
            modes: vec![],
        }
    }

    #[test]
    fn a_demanded_withdrawal_is_never_a_retreat() {
        let coded = reading(&[Operator::Demand], EventType::Retreat)
            .plover()
            .unwrap();
        assert_eq!(
            (coded.event_type, coded.modes.as_slice()),
            (EventType::Request, &[Mode::Yield][..])
        );
        assert_eq!(coded.about, Some((EventType::Retreat, vec![])));
    }

    #[test]
    fn operators_apply_from_the_inside_out() {
        // refused to agree to stop the attacks
        let operators = [Operator::Refuse, Operator::Agree, Operator::Stop];
        let coded = reading(&operators, EventType::Assault).plover().unwrap();
        assert_eq!(coded.event_type, EventType::Reject);
        // threatened to stop aid
        let coded = reading(&[Operator::Threaten, Operator::Stop], EventType::Aid)
            .plover()
            .unwrap();
        assert_eq!(
            (coded.event_type, coded.modes.as_slice()),
            (EventType::Threaten, &[Mode::Relations][..])
        );
    }

    #[test]
    fn a_promised_concession_differs_between_the_projections() {
        let promised = reading(&[Operator::Will], EventType::Retreat);
        assert_eq!(promised.plover().unwrap().event_type, EventType::Concede);
        assert_eq!(promised.root15(), Some(Root15::Agree));
        let done = reading(&[], EventType::Retreat);
        assert_eq!(done.root15(), Some(Root15::Yield));
    }

    #[test]
    fn a_refused_attack_stays_an_attack_that_did_not_happen() {
        let coded = reading(&[Operator::Refuse], EventType::Assault)
            .plover()
            .unwrap();
        assert_eq!(
            (coded.event_type, coded.status),
            (EventType::Assault, Status::Negated)
        );
        assert_eq!(
            reading(&[Operator::Deny], EventType::Assault).plover(),
            None
        );
    }
}
