//! Who did what to whom: readings that turn on the parse around the word that tells the act.

mod model;

use diurna::record::{Event, EventType, Party};
use diurna::{Article, Record};

fn code(text: &str) -> Option<Record> {
    code_article(Article::from_text("d", text))
}

fn code_article(article: Article) -> Option<Record> {
    let record = model::pipeline()?.code(article).expect("the text is coded");
    record.verify().expect("the record holds");
    Some(record)
}

fn words(parties: &[Party]) -> Vec<&str> {
    parties.iter().map(|party| &*party.at.text).collect()
}

/// The event of a type, as its actors and recipients.
fn sides(record: &Record, event_type: EventType) -> (Vec<&str>, Vec<&str>) {
    let event = of_type(record, event_type);
    (words(&event.actors), words(&event.recipients))
}

fn of_type(record: &Record, event_type: EventType) -> &Event {
    let mut events = record.events.iter();
    events
        .find(|event| event.event_type == event_type)
        .unwrap_or_else(|| panic!("no {event_type} in {:?}", record.events))
}

#[test]
fn a_headline_and_its_lead_tell_one_act() {
    let body = "Moscow ordered nothing more on Monday.\n\nRussia expelled two British diplomats on Monday, the foreign ministry said.";
    let article = Article::from_parts(
        "d",
        Some("Russia expels British diplomats"),
        &body.split("\n\n").map(str::to_owned).collect::<Vec<_>>(),
    );
    let Some(record) = code_article(article) else {
        return;
    };
    let told: Vec<_> = record
        .events
        .iter()
        .filter(|event| event.event_type == EventType::Sanction)
        .map(|event| (event.sentence, &*event.also_in))
        .collect();
    assert_eq!(told, [(0, &[2][..])]);
}

#[test]
fn two_promises_of_one_party_stay_two() {
    let Some(record) = code(
        "Iran agreed to free the sailors. In the evening Iran agreed to withdraw its troops from Iraq.",
    ) else {
        return;
    };
    assert_eq!(record.events.len(), 2, "{:?}", record.events);
}

#[test]
fn a_headline_verb_that_looks_like_a_noun_is_read() {
    let Some(record) = code("U.S. Lifts Travel Ban to Lebanon") else {
        return;
    };
    assert_eq!(
        of_type(&record, EventType::Concede).actors[0].at.text,
        "U.S."
    );
}

#[test]
fn names_in_a_list_without_an_and_act_together() {
    let Some(record) = code("Serbia, Kosovo Sign Economic Deal") else {
        return;
    };
    let (actors, _) = sides(&record, EventType::Support);
    assert_eq!(actors, ["Serbia", "Kosovo"]);
}

#[test]
fn a_promised_meeting_has_two_sides() {
    let Some(record) = code("President Emmanuel Macron will meet Viktor Orban in Paris on Friday.")
    else {
        return;
    };
    assert_eq!(
        sides(&record, EventType::Agree),
        (vec!["President Emmanuel Macron"], vec!["Viktor Orban"])
    );
}

#[test]
fn whoever_refuses_a_visitor_is_the_actor() {
    let Some(record) = code("Iran refused to receive the Turkish delegation.") else {
        return;
    };
    let (actors, recipients) = sides(&record, EventType::Reject);
    assert_eq!(
        (actors, recipients),
        (vec!["Iran"], vec!["the Turkish delegation"])
    );
}

#[test]
fn a_threat_is_addressed_to_whoever_can_avert_it() {
    let Some(record) =
        code("Turkey threatened to close its airspace if Greece did not withdraw its troops.")
    else {
        return;
    };
    let (actors, recipients) = sides(&record, EventType::Threaten);
    assert_eq!((actors, recipients), (vec!["Turkey"], vec!["Greece"]));
}

#[test]
fn an_accusation_behind_a_reported_clause_is_the_speakers() {
    let Some(record) = code(
        "Iran said inspectors had passed secrets to Israel, and accused Britain of helping them.",
    ) else {
        return;
    };
    let (actors, recipients) = sides(&record, EventType::Accuse);
    assert_eq!((actors, recipients), (vec!["Iran"], vec!["Britain"]));
}
