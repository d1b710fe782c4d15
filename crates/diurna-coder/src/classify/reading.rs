//! The rules' readings as the classifier sees them.

use super::label::Label;
use crate::event::{Applied, Candidate};

/// A reading of the rules and how well its roles fit the pair.
pub(crate) struct RuleReading {
    pub(crate) label: Label,
    pub(crate) fit: Fit,
    /// Lemma of the outermost word.
    pub(crate) head: String,
    /// Operators, outermost first.
    pub(crate) operators: String,
    pub(crate) status: &'static str,
}

/// How well the roles of a reading fit a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fit {
    BothRoles,
    OneRole,
    TurnedRound,
    Near,
    Far,
}

impl Fit {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Fit::BothRoles => "both roles",
            Fit::OneRole => "one role",
            Fit::TurnedRound => "turned round",
            Fit::Near => "near",
            Fit::Far => "far",
        }
    }
}

impl RuleReading {
    /// A candidate's reading; `None` for what comes to no event.
    pub(crate) fn of(candidate: &Candidate<'_, '_>, fit: Fit) -> Option<RuleReading> {
        let coded = candidate.reading.plover()?;
        let operators = candidate.reading.operators.iter();
        let names = operators.map(|applied| match applied {
            Applied::Word(operator) => operator.as_str(),
            Applied::Not => "not",
        });
        Some(RuleReading {
            label: Label::new(coded.event_type, candidate.reading.root15()),
            fit,
            head: candidate.head.lemma().to_lowercase(),
            operators: names.collect::<Vec<_>>().join(" "),
            status: coded.status.as_str(),
        })
    }
}
