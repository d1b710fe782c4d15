//! Labels of the training sentences: a type, and the benchmark's root where it is another.

use std::fmt;
use std::str::FromStr;

use diurna_record::{EventType, Root15};

/// What links two parties: a PLOVER type with its root in the 15-root benchmark, or nothing.
///
/// Written `AID`, `CONCEDE>AGREE` (a promised concession is an agreement there), `NONE`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Label {
    /// The type; `None` if nothing links the two.
    pub event_type: Option<EventType>,
    /// The root, where it is not the type's own.
    pub other_root: Option<Root15>,
}

impl Label {
    /// No event.
    pub const NONE: Label = Label {
        event_type: None,
        other_root: None,
    };

    /// A type and the root that the rules project it to.
    pub fn new(event_type: EventType, root: Option<Root15>) -> Label {
        Label {
            event_type: Some(event_type),
            other_root: root.filter(|root| *root != own_root(event_type)),
        }
    }

    /// The benchmark's root.
    pub fn root(self) -> Option<Root15> {
        self.other_root.or(self.event_type.map(own_root))
    }
}

fn own_root(event_type: EventType) -> Root15 {
    match event_type {
        EventType::Concede | EventType::Retreat => Root15::Yield,
        other => other
            .as_str()
            .parse()
            .expect("every other type is a root too"),
    }
}

impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.event_type, self.other_root) {
            (None, _) => f.write_str("NONE"),
            (Some(event_type), None) => f.write_str(event_type.as_str()),
            (Some(event_type), Some(root)) => {
                write!(f, "{}>{}", event_type.as_str(), root.as_str())
            }
        }
    }
}

impl FromStr for Label {
    type Err = diurna_record::Error;

    fn from_str(text: &str) -> Result<Label, Self::Err> {
        if text == "NONE" {
            return Ok(Label::NONE);
        }
        let (event_type, root) = match text.split_once('>') {
            Some((event_type, root)) => (event_type, Some(root.parse()?)),
            None => (text, None),
        };
        Ok(Label::new(event_type.parse()?, root))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_reads_back_and_knows_its_root() {
        for text in ["NONE", "AID", "CONCEDE>AGREE", "SANCTION>COERCE"] {
            assert_eq!(text.parse::<Label>().unwrap().to_string(), text);
        }
        let promised: Label = "CONCEDE>AGREE".parse().unwrap();
        assert_eq!(promised.root(), Some(Root15::Agree));
        let conceded: Label = "CONCEDE".parse().unwrap();
        assert_eq!(conceded.root(), Some(Root15::Yield));
        assert!("CONCEDE>FIGHT".parse::<Label>().is_err());
    }
}
