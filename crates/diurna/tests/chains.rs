//! Who says so: the links from an event or a statement out to the outlet, and denials.

mod model;

use diurna::record::{EventType, SaidBy, Statement};
use diurna::{Article, Record};

fn code(text: &str) -> Option<Record> {
    let record = model::pipeline()?
        .code(Article::from_text("d", text))
        .expect("the text is coded");
    record.verify().expect("the record holds");
    Some(record)
}

/// The statement with this cue.
fn by_cue<'r>(record: &'r Record, cue: &str) -> &'r Statement {
    let fits = |it: &&Statement| it.cue.as_ref().is_some_and(|it| it.at.text == cue);
    record
        .statements
        .iter()
        .find(fits)
        .expect("the cue is found")
}

fn name<'r>(record: &'r Record, id: &str) -> &'r str {
    let entity = record.entities.iter().find(|it| it.id == id);
    entity.map_or("?", |it| &it.name)
}

#[test]
fn a_cue_that_is_an_event_is_linked_both_ways() {
    let Some(record) = code("Turkey accused Syria of shelling the town of Reyhanli.") else {
        return;
    };
    let statement = by_cue(&record, "accused");
    let event = record
        .events
        .iter()
        .find(|event| Some(&event.id) == statement.about_event.as_ref())
        .expect("the accusation is an event");
    assert_eq!(event.statement.as_ref(), Some(&statement.id));
}

#[test]
fn the_chain_goes_from_the_official_over_the_agency_to_the_outlet() {
    let text = "The interior minister said that Turkish troops had attacked the Syrian army, the Beacon news agency reported.";
    let Some(record) = code(text) else { return };
    let (said, reported) = (by_cue(&record, "said"), by_cue(&record, "reported"));
    assert_eq!(said.within.as_ref(), Some(&reported.id));
    assert_eq!(
        said.reported_by,
        [SaidBy::Statement(reported.id.clone()), SaidBy::Outlet(true)]
    );
    let attack = record
        .events
        .iter()
        .find(|event| event.event_type == EventType::Assault)
        .expect("the attack is coded");
    assert_eq!(
        attack.said_by,
        [
            SaidBy::Statement(said.id.clone()),
            SaidBy::Statement(reported.id.clone()),
            SaidBy::Outlet(true)
        ]
    );
}

#[test]
fn who_was_told_or_saw_the_paper_passed_it_on() {
    let text = "The bank knew of the losses, according to a memo seen by the Beacon news agency.";
    let Some(record) = code(text) else { return };
    let [SaidBy::Entity(agency), SaidBy::Outlet(true)] =
        &by_cue(&record, "according to").reported_by[..]
    else {
        panic!("{:?}", record.statements);
    };
    assert_eq!(name(&record, agency), "the Beacon news agency");
}

#[test]
fn a_denial_leads_to_what_is_denied() {
    let text = "Dina Petrov said the mayor had taken bribes. The mayor denied that he had taken bribes. He did not deny the meeting.";
    let Some(record) = code(text) else { return };
    assert_eq!(
        by_cue(&record, "denied").denies.as_ref(),
        Some(&by_cue(&record, "said").id)
    );
    assert_eq!(by_cue(&record, "did not deny").denies, None);
}
