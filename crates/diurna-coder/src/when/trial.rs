//! The tests' way in: a sentence to lines of `words = TYPE timex value basis`, `-` for what is not known.

use diurna_record::CountryCode;
use jiff::civil::Date;

use super::times;

/// A Wednesday.
pub(super) const PUBLISHED: &str = "1998-02-18";

/// One line a time expression of `text`.
pub(super) fn lines(text: &str, published: Option<&str>, country: Option<&str>) -> Vec<String> {
    let published: Option<Date> = published.map(|day| day.parse().expect("a date"));
    let country: Option<CountryCode> = country.map(|code| code.parse().expect("a country"));
    times(text, &[], published, country)
        .into_iter()
        .map(|time| {
            assert_eq!(time.at.span.slice(text), time.at.text);
            let value = time.value.map_or("-".to_owned(), |value| value.to_string());
            let timex = time.timex.unwrap_or_else(|| "-".to_owned());
            let kind = format!("{:?}", time.time_type).to_uppercase();
            let basis = format!("{:?}", time.basis).to_lowercase();
            format!("{} = {kind} {timex} {value} {basis}", time.at.text)
        })
        .collect()
}

/// Holds each sentence, published on [`PUBLISHED`], against its expected lines.
pub(super) fn check(cases: &[(&str, &[&str])]) {
    for (text, expected) in cases {
        assert_eq!(lines(text, Some(PUBLISHED), None), *expected, "in {text:?}");
    }
}
