//! Who did what to whom: readings that turn on the parse around the word that tells the act.

mod model;

use diurna::record::{Event, EventType, Mode, Party};
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

/// Holds the event of a type against one actor and one recipient.
fn tells(text: &str, event_type: EventType, actor: &str, recipient: &str) {
    let Some(record) = code(text) else { return };
    assert_eq!(sides(&record, event_type), (vec![actor], vec![recipient]));
}

#[test]
fn a_promised_meeting_has_two_sides() {
    let text = "President Emmanuel Macron will meet Viktor Orban in Paris on Friday.";
    tells(
        text,
        EventType::Agree,
        "President Emmanuel Macron",
        "Viktor Orban",
    );
}

#[test]
fn whoever_refuses_a_visitor_is_the_actor() {
    let text = "Iran refused to receive the Turkish delegation.";
    tells(text, EventType::Reject, "Iran", "the Turkish delegation");
}

#[test]
fn a_threat_is_addressed_to_whoever_can_avert_it() {
    let text = "Turkey threatened to close its airspace if Greece did not withdraw its troops.";
    tells(text, EventType::Threaten, "Turkey", "Greece");
}

#[test]
fn an_accusation_behind_a_reported_clause_is_the_speakers() {
    let text =
        "Iran said inspectors had passed secrets to Israel, and accused Britain of helping them.";
    tells(text, EventType::Accuse, "Iran", "Britain");
}

#[test]
fn a_verb_whose_e_the_lemma_lost_is_looked_up_with_it() {
    let Some(record) = code("Soldiers raped three women in Chad on Monday.") else {
        return;
    };
    let modes = &of_type(&record, EventType::Assault).modes;
    assert_eq!(*modes, [Mode::Sexual]);
}
