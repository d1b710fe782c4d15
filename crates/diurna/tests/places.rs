//! Golden cases of places: `testdata/places.txt`, whose head explains the format. Needs the language model and the places of
//! GeoNames; without them the test passes over itself and says so.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use diurna::record::{Outlet, Place, Record};
use diurna::{Article, Pipeline, Resources, Settings, models, places};

/// Kilometres within which a place is right.
const NEAR: f64 = 100.0;

#[derive(Default)]
struct Case {
    text: String,
    outlet: Option<String>,
    expected: Vec<String>,
    known_failure: bool,
}

fn cases() -> BTreeMap<String, Case> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/places.txt");
    let text = std::fs::read_to_string(file).expect("the cases can be read");
    let mut cases: BTreeMap<String, Case> = BTreeMap::new();
    let mut name = String::new();
    for line in text.lines() {
        if let Some(head) = line.strip_prefix("## ") {
            let known_failure = head.starts_with("? ");
            name = head.trim_start_matches("? ").to_owned();
            let case = cases.entry(name.clone()).or_default();
            assert!(case.text.is_empty(), "two cases are called {name:?}");
            case.known_failure = known_failure;
        } else if let Some(case) = cases.get_mut(&name) {
            if let Some(outlet) = line.strip_prefix("= ") {
                case.outlet = Some(outlet.to_owned());
            } else if line.starts_with(['>', '!', '@']) {
                case.expected.push(line.to_owned());
            } else {
                case.text += line;
            }
        }
    }
    cases
}

/// An outlet of which no more is known than its name.
fn outlet(name: &str) -> Outlet {
    Outlet {
        name: name.to_owned(),
        domain: None,
        country: None,
        basis: "given".to_owned(),
    }
}

fn kilometres(a: (f64, f64), b: (f64, f64)) -> f64 {
    let (north, east) = ((a.0 - b.0).to_radians(), (a.1 - b.1).to_radians());
    let square = (north / 2.0).sin().powi(2)
        + a.0.to_radians().cos() * b.0.to_radians().cos() * (east / 2.0).sin().powi(2);
    12_742.0 * square.sqrt().asin()
}

/// True if a line of the case does not hold.
fn is_broken(record: &Record, kind: &str, fields: &[&str], found: &[&Place]) -> bool {
    match kind {
        "!" => !found.is_empty(),
        "@" => {
            let place = record.events.first().and_then(|event| event.place.as_ref());
            place.is_none_or(|place| {
                let basis = format!("{:?}", place.basis).to_lowercase();
                basis != fields[1] || found.iter().all(|found| found.id != place.place)
            })
        }
        _ => {
            let degrees = |text: &str| text.parse().expect("degrees");
            let point = (degrees(fields[2]), degrees(fields[3]));
            let is_right = |place: &&Place| {
                let country = place
                    .country
                    .map_or("-".to_owned(), |code| code.to_string());
                let at = place.lat.zip(place.lon);
                country == fields[1] && at.is_some_and(|at| kilometres(at, point) < NEAR)
            };
            found.is_empty() || !found.iter().all(is_right)
        }
    }
}

/// What is wrong with a record, line by line.
fn faults(record: &Record, expected: &[String]) -> Vec<String> {
    let mut faults = Vec::new();
    for line in expected {
        let (kind, rest) = line.split_at(1);
        let fields: Vec<&str> = rest.split('|').map(str::trim).collect();
        let named = |place: &&Place| place.at.text == fields[0];
        let found: Vec<&Place> = record.places.iter().filter(named).collect();
        if is_broken(record, kind, &fields, &found) {
            let found: Vec<String> = found
                .iter()
                .map(|place| format!("{} {:?} {:?}", place.name, place.country, place.admin1))
                .collect();
            faults.push(format!("{line}: found {found:?}"));
        }
    }
    faults
}

#[test]
#[expect(
    clippy::print_stdout,
    reason = "the test runner shows it with --nocapture"
)]
fn names_lie_where_the_text_means() {
    let home = models::Home::find().expect("there is a home folder");
    if !home.default_model().is_file() || !places::file(&home).is_file() {
        println!("passed over: no language model or no places; `diurna model install` gets them");
        return;
    }
    let resources = Resources::load(&Settings::new(home)).expect("the resources load");
    let mut pipeline = Pipeline::new(&Arc::new(resources));
    let cases = cases();
    assert!(cases.len() >= 60, "{} cases", cases.len());
    let mut wrong = Vec::new();
    for (name, case) in &cases {
        let mut article = Article::from_text(name, &case.text);
        article.outlet = case.outlet.as_deref().map(outlet);
        let record = pipeline.code(article).expect("the text can be coded");
        let faults = faults(&record, &case.expected);
        if faults.is_empty() == case.known_failure {
            let state = ["fails", "passes; take the mark off"][usize::from(case.known_failure)];
            wrong.push(format!("{name} {state}\n    {}", faults.join("\n    ")));
        }
    }
    let (count, all) = (wrong.len(), cases.len());
    assert!(wrong.is_empty(), "{count} of {all}:\n{}", wrong.join("\n"));
}
