//! The whole record of one page, and the border where spans change their unit.

use std::collections::{HashMap, HashSet};

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::{
    Article, CharIndex, DateValue, Entity, Error, Event, EventType, Evidence, Mode, Moment, Party,
    Place, Quad, Root15, SaidBy, Span, Statement, Status, Time, Wording,
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
        let ids = Ids::of(self);
        for event in &self.events {
            self.check_event(event, &ids, note);
        }
        for statement in &self.statements {
            check_statement(statement, &ids, note);
        }
        for wording in &self.wording {
            self.check_wording(wording, &ids, note);
        }
    }

    fn check_event(&self, event: &Event, ids: &Ids<'_>, note: &mut dyn FnMut(String)) {
        let mut miss = |what: &str, id: &str| note(format!("events {}: no {what} {id}", event.id));
        for party in event.actors.iter().chain(&event.recipients) {
            if !ids.entities.contains(&*party.entity) {
                miss("entity", &party.entity);
            }
        }
        for sentence in std::iter::once(&event.sentence).chain(&event.also_in) {
            if *sentence >= self.sentences.len() {
                miss("sentence", &sentence.to_string());
            }
        }
        if let Some(place) = &event.place
            && !ids.places.contains(&*place.place)
        {
            miss("place", &place.place);
        }
        if let Some(time) = &event.when.time
            && !ids.times.contains(&**time)
        {
            miss("time", time);
        }
        if let Some(statement) = &event.statement
            && !ids.statements.contains_key(&**statement)
        {
            miss("statement", statement);
        }
        if let Some((what, id)) = ids.missing(&event.said_by) {
            miss(what, id);
        }
    }

    /// What a word is about exists, and the statement whose voice it is in holds it.
    fn check_wording(&self, wording: &Wording, ids: &Ids<'_>, note: &mut dyn FnMut(String)) {
        let mut fail = |what: String| note(format!("wording {:?}: {what}", wording.at.text));
        if let Some(about) = &wording.about
            && !ids.entities.contains(&**about)
            && !ids.events.contains(&**about)
        {
            fail(format!("no entity or event {about}"));
        }
        if wording.voice == "outlet" {
            return;
        }
        let Some(statement) = ids.statements.get(&*wording.voice) else {
            return fail(format!("no statement {}", wording.voice));
        };
        let mut said = statement.content.iter().chain(&statement.quoted);
        if !said.any(|piece| piece.contains(wording.at.span)) {
            fail(format!("not in the content of {}", wording.voice));
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
            self.check_background(event, note);
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

impl Record {
    /// A historical event is one of an earlier year than the page's.
    fn check_background(&self, event: &Event, note: &mut dyn FnMut(String)) {
        if event.status != Status::Historical {
            return;
        }
        let told = event.when.value.as_ref().map(DateValue::as_str);
        let year = told.and_then(|value| value.get(..4)?.parse::<i16>().ok());
        let published = self.article.published.as_ref().map(Moment::date);
        let earlier = year
            .zip(published)
            .is_some_and(|(year, published)| year < published.year());
        if !earlier {
            note(format!(
                "events {}: historical, but {} is not of a year before the page's",
                event.id,
                told.unwrap_or("no date")
            ));
        }
    }
}

/// The ids of a record.
struct Ids<'r> {
    entities: HashSet<&'r str>,
    events: HashSet<&'r str>,
    statements: HashMap<&'r str, &'r Statement>,
    times: HashSet<&'r str>,
    places: HashSet<&'r str>,
}

impl<'r> Ids<'r> {
    fn of(record: &'r Record) -> Ids<'r> {
        let statements = record.statements.iter();
        Ids {
            entities: record.entities.iter().map(|it| &*it.id).collect(),
            events: record.events.iter().map(|it| &*it.id).collect(),
            statements: statements.map(|it| (&*it.id, it)).collect(),
            times: record.times.iter().map(|it| &*it.id).collect(),
            places: record.places.iter().map(|it| &*it.id).collect(),
        }
    }

    /// The first link of a chain that does not exist.
    fn missing<'c>(&self, chain: &'c [SaidBy]) -> Option<(&'static str, &'c str)> {
        chain.iter().find_map(|link| match link {
            SaidBy::Statement(id) if !self.statements.contains_key(&**id) => {
                Some(("statement", &**id))
            }
            SaidBy::Entity(id) if !self.entities.contains(&**id) => Some(("entity", &**id)),
            SaidBy::Statement(_) | SaidBy::Entity(_) | SaidBy::Outlet(_) => None,
        })
    }
}

fn check_statement(statement: &Statement, ids: &Ids<'_>, note: &mut dyn FnMut(String)) {
    let mut miss =
        |what: &str, id: &str| note(format!("statements {}: no {what} {id}", statement.id));
    for party in statement.speaker.iter().chain(&statement.addressee) {
        if !ids.entities.contains(&*party.entity) {
            miss("entity", &party.entity);
        }
    }
    if let Some(outer) = &statement.within
        && !ids.statements.contains_key(&**outer)
    {
        miss("statement", outer);
    }
    if let Some(event) = &statement.about_event
        && !ids.events.contains(&**event)
    {
        miss("event", event);
    }
    if let Some(denied) = &statement.denies
        && !ids.statements.contains_key(&**denied)
        && !ids.events.contains(&**denied)
    {
        miss("statement or event", denied);
    }
    if let Some((what, id)) = ids.missing(&statement.reported_by) {
        miss(what, id);
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

    fn wording(text: &str, word: &str, about: Option<&str>, voice: &str) -> Record {
        let mut record = record(text, "Ruiz");
        let start = text.find(word).unwrap();
        record.wording.push(Wording {
            at: Evidence::at(text, Span::new(start, start + word.len())),
            kind: crate::WordingKind::Label,
            about: about.map(str::to_owned),
            voice: voice.to_owned(),
            neutral: None,
            topic: "rule".to_owned(),
            rule: "wording/regime".to_owned(),
        });
        record
    }

    #[test]
    fn verify_holds_wording_against_the_rest() {
        let text = "Ruiz left the regime";
        wording(text, "regime", Some("E1"), "outlet")
            .verify()
            .unwrap();
        let cases = [
            (Some("E9"), "outlet", "no entity or event E9"),
            (None, "s1", "no statement s1"),
        ];
        for (about, voice, expected) in cases {
            let error = wording(text, "regime", about, voice).verify().unwrap_err();
            assert!(error.to_string().contains(expected), "{error}");
        }
    }

    fn statement(content: Span) -> Statement {
        Statement {
            id: "s1".into(),
            kind: crate::StatementKind::Indirect,
            speaker: None,
            speaker_kind: None,
            resolved_by: None,
            cue: None,
            polarity: crate::Polarity::default(),
            addressee: None,
            content: vec![content],
            quoted: vec![],
            within: None,
            reported_by: vec![],
            about_event: None,
            denies: None,
            when: None,
            confidence: 0.5,
            rule: "quote/label".into(),
        }
    }

    #[test]
    fn a_historical_event_is_of_an_earlier_year() {
        let mut record = record("Ruiz said no", "Ruiz");
        record.article.published = Some("2020-03-01".parse().unwrap());
        let event = serde_json::json!({
            "id": "e1", "type": "CONSULT", "quad": EventType::Consult.quad(),
            "score": EventType::Consult.score(&[]), "cameo": null, "status": "historical",
            "about": null, "actors": [], "recipients": [], "trigger": [], "sentence": 0,
            "when": {"value": "1994", "time": null, "basis": "text"}, "where": null,
            "said_by": [], "confidence": 0.5, "rule": "r"
        });
        record.events.push(serde_json::from_value(event).unwrap());
        record.verify().unwrap();
        record.events[0].when.value = Some("2020-02".parse().unwrap());
        let error = record.verify().unwrap_err().to_string();
        assert!(
            error.contains("historical") && error.contains("2020-02"),
            "{error}"
        );
    }

    #[test]
    fn verify_wants_the_word_in_its_statement() {
        let text = "Ruiz left the regime";
        let mut record = wording(text, "regime", None, "s1");
        record.statements.push(statement(Span::new(5, text.len())));
        record.verify().unwrap();
        record.statements[0].content = vec![Span::new(0, 4)];
        let error = record.verify().unwrap_err().to_string();
        assert!(error.contains("not in the content of s1"), "{error}");
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
