//! The engine against the project's own sentences, with the figure that each set must not fall below.
//!
//! The figures of a run stand in docs/evaluation.md; the floors here are a little lower, so that they fail for a fault and
//! not for a changed word.

use std::process::Command;

use diurna::Settings;
use diurna::models::Home;

#[expect(clippy::print_stderr, reason = "a skipped test says so")]
fn has_model() -> bool {
    let installed = Home::find().is_ok_and(|home| Settings::new(home).model_file().exists());
    if !installed {
        eprintln!("skipped: no language model; `diurna model install` installs it");
    }
    installed
}

#[track_caller]
fn measures(what: &str, floor: &str) {
    if !has_model() {
        return;
    }
    let output = Command::new(env!("CARGO_BIN_EXE_diurna-dev"))
        .args(["measure", what, "--at-least", floor])
        .output()
        .expect("the program starts");
    assert_eq!(
        output.status.code(),
        Some(0),
        "{what} below {floor} %:\n{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
}

#[test]
fn contexts_are_found_in_paragraphs() {
    measures("contexts", "82");
}

#[test]
fn news_without_politics_stays_empty() {
    measures("quiet", "94");
}

#[test]
fn answers_change_when_they_should() {
    measures("probes", "85");
}

#[test]
fn speakers_are_the_parties_they_should_be() {
    measures("speakers", "95");
}

#[test]
fn a_floor_that_is_not_reached_is_a_difference() {
    if !has_model() {
        return;
    }
    let output = Command::new(env!("CARGO_BIN_EXE_diurna-dev"))
        .args(["measure", "contexts", "--at-least", "100"])
        .output()
        .expect("the program starts");
    assert_eq!(output.status.code(), Some(1));
}
