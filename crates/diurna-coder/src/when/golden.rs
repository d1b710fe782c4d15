//! The sentences of `testdata/times.txt` against the grammar.

use std::path::Path;

use jiff::civil::Date;

use super::times;

/// A text and what is to be found in it.
struct Case {
    line: usize,
    /// Listed as read wrongly.
    known: bool,
    text: String,
    published: Option<Date>,
    country: Option<String>,
    expected: Vec<String>,
}

fn cases(file: &str) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    let (mut published, mut country) = (None, None);
    for (number, line) in (1..).zip(file.lines()) {
        if line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        if let Some(setting) = line.strip_prefix('@') {
            let mut words = setting.split_whitespace();
            let day = words.next().filter(|day| *day != "none");
            published = day.map(|day| {
                day.parse()
                    .unwrap_or_else(|_| panic!("line {number}: no date: {day}"))
            });
            country = words.next().map(str::to_owned);
        } else if line.starts_with(' ') {
            let case = cases
                .last_mut()
                .unwrap_or_else(|| panic!("line {number}: no text above"));
            case.expected.push(line.trim().to_owned());
        } else {
            let known = line.strip_prefix("? ");
            cases.push(Case {
                line: number,
                known: known.is_some(),
                text: known.unwrap_or(line).replace(" // ", "\n\n"),
                published,
                country: country.clone(),
                expected: Vec::new(),
            });
        }
    }
    cases
}

fn read(case: &Case) -> Vec<String> {
    let country = case
        .country
        .as_deref()
        .map(|code| code.parse().expect("a country"));
    times(&case.text, &[], case.published, country)
        .into_iter()
        .map(|time| {
            let kind = format!("{:?}", time.time_type).to_uppercase();
            let timex = time.timex.unwrap_or_else(|| "-".to_owned());
            format!("{} = {kind} {timex}", time.at.text)
        })
        .collect()
}

#[test]
fn sentences_are_read_as_the_guidelines_have_it() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/times.txt");
    let file = std::fs::read_to_string(&path).expect("testdata/times.txt");
    let cases = cases(&file);
    assert!(cases.len() > 250, "{} cases", cases.len());
    let wrong: Vec<String> = cases
        .iter()
        .filter_map(|case| {
            let found = read(case);
            let right = found == case.expected;
            (right == case.known).then(|| format!("line {}: {}\n  {found:?}", case.line, case.text))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
