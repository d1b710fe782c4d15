//! The whole record of one page, and the border where spans change their unit.

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::{
    Article, CharIndex, Entity, Error, Event, EventType, Evidence, Mode, Party, Place, Quad,
    Root15, Span, Statement, Status, Time, Wording,
};

/// The format's name and version. Renaming or removing a field raises the number.
pub const SCHEMA: &str = "diurna/1";

/// Everything diurna read from one page.
///
/// Its JSON counts spans in code points; see the crate's documentation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(remote = "Self")]
pub struct Record {
    /// `diurna/1`.
    pub schema: String,
    /// The page's own fields and its text.
    #[serde(flatten)]
    pub article: Article,
    /// Sentences in text order; the title is sentence 0 where there is one.
    pub sentences: Vec<Sentence>,
    /// Parties.
    pub entities: Vec<Entity>,
    /// Who did what to whom.
    pub events: Vec<Event>,
    /// Who said what.
    pub statements: Vec<Statement>,
    /// Time expressions.
    pub times: Vec<Time>,
    /// Places.
    pub places: Vec<Place>,
    /// Loaded words.
    pub wording: Vec<Wording>,
    /// What made this record.
    pub made_by: MadeBy,
}

/// A sentence and the paragraph it stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Sentence {
    /// Where it stands.
    #[serde(flatten)]
    pub span: Span,
    /// Index into the article's paragraphs.
    pub paragraph: usize,
}

/// The versions and hashes that decide a record's bytes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct MadeBy {
    /// Program version.
    pub diurna: String,
    /// Language model: name, version, hash.
    pub model: String,
    /// Lexicon: version, hash.
    pub lexicon: String,
    /// Gazetteer: version, hash.
    pub gazetteer: String,
    /// Classifier of events: who decides (`rules`, `model`, `both`), hash of the weights.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub classifier: Option<String>,
}

impl Serialize for Record {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let index = CharIndex::new(&self.article.text);
        let mut wire = self.clone();
        wire.change_unit(
            &|byte| index.to_chars(byte),
            "a byte offset on a character border of the text",
        )
        .map_err(serde::ser::Error::custom)?;
        Record::serialize(&wire, serializer)
    }
}

impl<'de> Deserialize<'de> for Record {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Record, D::Error> {
        let mut record = Record::deserialize(deserializer)?;
        let text = std::mem::take(&mut record.article.text);
        let index = CharIndex::new(&text);
        let changed = record.change_unit(
            &|chars| index.to_bytes(chars),
            "a code point offset inside the text",
        );
        changed.map_err(serde::de::Error::custom)?;
        record.article.text = text;
        Ok(record)
    }
}

impl Record {
    /// Rewrites every offset of the record.
    fn change_unit(
        &mut self,
        offset: &dyn Fn(usize) -> Option<usize>,
        expected: &str,
    ) -> Result<(), Error> {
        let mut failed = None;
        self.each_span(
            &mut |span, field| match (offset(span.start), offset(span.end)) {
                (Some(start), Some(end)) if start <= end => *span = Span { start, end },
                _ => failed = failed.take().or(Some((*span, field.to_owned()))),
            },
        );
        match failed {
            None => Ok(()),
            Some((span, field)) => Err(Error::new(format!(
                "{field}: {}..{} is not {expected}",
                span.start, span.end
            ))),
        }
    }

    /// Calls `visit` with every span and the name of the field that holds it.
    fn each_span(&mut self, visit: &mut dyn FnMut(&mut Span, &str)) {
        let mut all = |spans: &mut Vec<Span>, field: &str| {
            spans.iter_mut().for_each(|span| visit(span, field))
        };
        all(&mut self.article.paragraphs, "paragraphs");
        for statement in &mut self.statements {
            all(&mut statement.content, "statements.content");
            all(&mut statement.quoted, "statements.quoted");
        }
        for event in &mut self.events {
            all(&mut event.trigger, "events.trigger");
        }
        if let Some(span) = self
            .article
            .origin
            .as_mut()
            .and_then(|origin| origin.span.as_mut())
        {
            visit(span, "origin.span");
        }
        for sentence in &mut self.sentences {
            visit(&mut sentence.span, "sentences");
        }
        for event in &mut self.events {
            for number in &mut event.numbers {
                visit(&mut number.span, "events.numbers");
            }
            if let Some(about) = &mut event.about {
                visit(&mut about.span, "events.about");
            }
        }
        self.each_evidence(&mut |evidence, field| visit(&mut evidence.span, field));
    }

    /// Calls `visit` with every span that carries its words.
    fn each_evidence(&mut self, visit: &mut dyn FnMut(&mut Evidence, &str)) {
        fn party(
            party: &mut Option<Party>,
            field: &str,
            visit: &mut dyn FnMut(&mut Evidence, &str),
        ) {
            if let Some(party) = party {
                visit(&mut party.at, field);
            }
        }
        for mention in self
            .entities
            .iter_mut()
            .flat_map(|entity| &mut entity.mentions)
        {
            visit(&mut mention.at, "entities.mentions");
        }
        for event in &mut self.events {
            event
                .actors
                .iter_mut()
                .for_each(|actor| visit(&mut actor.at, "events.actors"));
            event
                .recipients
                .iter_mut()
                .for_each(|recipient| visit(&mut recipient.at, "events.recipients"));
        }
        for statement in &mut self.statements {
            party(&mut statement.speaker, "statements.speaker", visit);
            party(&mut statement.addressee, "statements.addressee", visit);
            if let Some(cue) = &mut statement.cue {
                visit(&mut cue.at, "statements.cue");
            }
        }
        self.times
            .iter_mut()
            .for_each(|time| visit(&mut time.at, "times"));
        self.places
            .iter_mut()
            .for_each(|place| visit(&mut place.at, "places"));
        self.wording
            .iter_mut()
            .for_each(|wording| visit(&mut wording.at, "wording"));
    }

    /// Holds the record against its own invariants: every span lies on character borders and slices to its words, every
    /// id that is used exists, every mode belongs to its type, every derived value follows.
    ///
    /// # Errors
    ///
    /// The first field that does not hold.
    pub fn verify(&self) -> Result<(), Error> {
        let mut failed: Option<String> = None;
        let mut note = |message: String| failed = failed.take().or(Some(message));
        let mut copy = self.clone();
        let text = &self.article.text;
        copy.each_span(&mut |span, field| {
            if text.get(span.start..span.end).is_none() {
                note(format!(
                    "{field}: {}..{} does not slice the text",
                    span.start, span.end
                ));
            }
        });
        copy.each_evidence(&mut |evidence, field| {
            let found = text.get(evidence.span.start..evidence.span.end);
            if found != Some(evidence.text.as_str()) {
                note(format!(
                    "{field}: expected {:?}, found {found:?}",
                    evidence.text
                ));
            }
        });
        self.check_references(&mut note);
        self.check_derived(&mut note);
        failed.map_or(Ok(()), |message| Err(Error::new(message)))
    }

    fn check_references(&self, note: &mut dyn FnMut(String)) {
        let has_entity = |id: &str| self.entities.iter().any(|entity| entity.id == id);
        let has_statement = |id: &str| self.statements.iter().any(|statement| statement.id == id);
        for event in &self.events {
            for party in event.actors.iter().chain(&event.recipients) {
                if !has_entity(&party.entity) {
                    note(format!("events {}: no entity {}", event.id, party.entity));
                }
            }
            if event.sentence >= self.sentences.len() {
                note(format!(
                    "events {}: no sentence {}",
                    event.id, event.sentence
                ));
            }
            if let Some(place) = &event.place
                && !self.places.iter().any(|known| known.id == place.place)
            {
                note(format!("events {}: no place {}", event.id, place.place));
            }
            if let Some(time) = &event.when.time
                && !self.times.iter().any(|known| known.id == *time)
            {
                note(format!("events {}: no time {time}", event.id));
            }
        }
        for statement in &self.statements {
            for party in statement.speaker.iter().chain(&statement.addressee) {
                if !has_entity(&party.entity) {
                    note(format!(
                        "statements {}: no entity {}",
                        statement.id, party.entity
                    ));
                }
            }
            if let Some(outer) = &statement.within
                && !has_statement(outer)
            {
                note(format!("statements {}: no statement {outer}", statement.id));
            }
            if let Some(event) = &statement.about_event
                && !self.events.iter().any(|known| known.id == *event)
            {
                note(format!("statements {}: no event {event}", statement.id));
            }
        }
    }

    fn check_derived(&self, note: &mut dyn FnMut(String)) {
        for event in &self.events {
            if let Some(mode) = event
                .modes
                .iter()
                .find(|mode| !event.event_type.modes().contains(mode))
            {
                note(format!(
                    "events {}: {} has no mode {mode}",
                    event.id, event.event_type
                ));
            }
            if event.quad != event.event_type.quad()
                || event.score != event.event_type.score(&event.modes)
            {
                note(format!(
                    "events {}: quad or score does not follow from {}",
                    event.id, event.event_type
                ));
            }
        }
    }
}

/// The answer for one document in relation mode.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Relations {
    /// The document's id.
    pub id: String,
    /// One answer for each pair that was asked.
    pub relations: Vec<Relation>,
}

/// Which event links the two given parties.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Relation {
    /// The pair's id.
    pub id: String,
    /// PLOVER type; `None` where nothing links the two.
    #[serde(rename = "type")]
    pub event_type: Option<EventType>,
    /// Modes of the type.
    pub modes: Vec<Mode>,
    /// Projection to the 15 roots.
    pub root15: Option<Root15>,
    /// Quad of the root.
    pub quad: Option<Quad>,
    /// How the text tells it.
    pub status: Option<Status>,
    /// Probability that the root is right.
    pub confidence: f32,
    /// What decided.
    pub rule: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{EntityKind, Form, Mention};

    fn record(text: &str, mention: &str) -> Record {
        let start = text.find(mention).unwrap();
        let at = Evidence::at(text, Span::new(start, start + mention.len()));
        let entity = Entity {
            id: "E1".into(),
            name: mention.into(),
            kind: EntityKind::Person,
            country: None,
            sectors: vec![],
            roles: vec![],
            aliases: vec![],
            knowledge_id: None,
            mentions: vec![Mention {
                at,
                form: Form::Name,
            }],
            basis: None,
        };
        let hash = "0".to_owned();
        Record {
            schema: SCHEMA.into(),
            article: Article::from_text("d", text),
            sentences: vec![Sentence {
                span: Span::new(0, text.len()),
                paragraph: 0,
            }],
            entities: vec![entity],
            events: vec![],
            statements: vec![],
            times: vec![],
            places: vec![],
            wording: vec![],
            made_by: MadeBy {
                diurna: hash.clone(),
                model: hash.clone(),
                lexicon: hash.clone(),
                gazetteer: hash,
                classifier: None,
            },
        }
    }

    #[test]
    fn json_counts_code_points_and_reads_back() {
        let before = record("“Élysée” – Ruiz said no", "Ruiz");
        let json = serde_json::to_value(&before).unwrap();
        assert_eq!(json["entities"][0]["mentions"][0]["start"], 11);
        assert_eq!(json["sentences"][0]["end"], 23);
        let after: Record = serde_json::from_value(json).unwrap();
        assert_eq!(before, after);
        after.verify().unwrap();
    }

    #[test]
    fn verify_names_the_field_whose_words_differ() {
        let mut broken = record("Ruiz said no", "Ruiz");
        broken.entities[0].mentions[0].at.text = "Ruis".into();
        let error = broken.verify().unwrap_err().to_string();
        assert!(
            error.contains("entities.mentions") && error.contains("Ruis"),
            "{error}"
        );
    }

    #[test]
    fn a_span_outside_the_text_is_refused_on_reading() {
        let mut json = serde_json::to_value(record("Ruiz said no", "Ruiz")).unwrap();
        json["sentences"][0]["end"] = 99.into();
        let error = serde_json::from_value::<Record>(json)
            .unwrap_err()
            .to_string();
        assert!(error.contains("sentences: 0..99"), "{error}");
    }
}
