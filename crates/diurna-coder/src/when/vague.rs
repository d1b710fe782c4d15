//! Dates without a place on the calendar: "now", "recently", "in the future" (TimeML 1.2.1, section 2.2.3.4).

use super::cursor::Cursor;
use super::meaning::{Read, Vague};
use super::relative::VAGUE_DAYS;
use super::token::Kind;
use super::words::{Sense, Unit};

/// Phrases; longer ones stand before those that they begin with.
const PHRASES: [(&str, Vague); 35] = [
    ("right now", Vague::Present),
    ("now", Vague::Present),
    ("nowadays", Vague::Present),
    ("currently", Vague::Present),
    ("presently", Vague::Present),
    ("the present time", Vague::Present),
    ("the present", Vague::Present),
    ("present", Vague::Present),
    ("the moment", Vague::Present),
    ("the time being", Vague::Present),
    ("this time", Vague::Present),
    ("this point", Vague::Present),
    ("these days", Vague::Present),
    ("more recently", Vague::Past),
    ("most recently", Vague::Past),
    ("recently", Vague::Past),
    ("lately", Vague::Past),
    ("a long time ago", Vague::Past),
    ("some time ago", Vague::Past),
    ("a while ago", Vague::Past),
    ("a short time ago", Vague::Past),
    ("long ago", Vague::Past),
    ("not long ago", Vague::Past),
    ("not so long ago", Vague::Past),
    ("the recent past", Vague::Past),
    ("the past", Vague::Past),
    ("those days", Vague::Past),
    ("the near future", Vague::Future),
    ("the immediate future", Vague::Future),
    ("the foreseeable future", Vague::Future),
    ("the not too distant future", Vague::Future),
    ("the near term", Vague::Future),
    ("the future", Vague::Future),
    ("soon", Vague::Future),
    ("someday", Vague::Future),
];

/// A date without a place on the calendar.
pub(super) fn vague<'c, 't>(c: Cursor<'c, 't>) -> Read<'c, 't, Vague> {
    let phrase = PHRASES
        .iter()
        .chain(&VAGUE_DAYS)
        .find_map(|(words, vague)| Some((*vague, c.phrase(words)?)));
    phrase
        .filter(|(_, end)| means_time(c, *end))
        .or_else(|| uncounted(c))
        .or_else(|| attribute(c))
}

/// "the recent poll", "the current government": the adjective alone.
fn attribute<'c, 't>(c: Cursor<'c, 't>) -> Read<'c, 't, Vague> {
    let (vague, end) = match c.word("recent") {
        Some(end) => (Vague::Past, end),
        None => (Vague::Present, c.word("current")?),
    };
    let compared = c
        .back(1)
        .is_some_and(|token| token.is_any(&["most", "more", "electric", "electrical", "ocean"]));
    let noun = end
        .token()
        .is_some_and(|next| next.kind == Kind::Word && !next.glued && !next.is("account"));
    (!compared && noun).then_some((vague, end))
}

/// "now that" is a conjunction, "as soon as" and "the past president" are no dates, "this time" and "the moment" only
/// with "at" before them.
fn means_time(start: Cursor<'_, '_>, end: Cursor<'_, '_>) -> bool {
    let Some(first) = start.token() else {
        return false;
    };
    let led = |words: &[&str]| start.back(1).is_some_and(|token| token.is_any(words));
    let last_is = |word: &str| end.back(1).is_some_and(|token| token.is(word));
    if last_is("moment") || last_is("time") || last_is("point") {
        return led(&["at", "for"]);
    }
    if last_is("past") || last_is("present") {
        let led_alone = first.is("present") && led(&["at"]);
        return led(&["in", "of", "from", "at", "for", "with", "to"])
            && !goes_on(end)
            && (!first.is("present") || led_alone);
    }
    if first.is("recently") && led(&["as"]) && end.word("as").is_some() {
        return false;
    }
    let now_and_then =
        led(&["every"]) || end.phrase("and then").or(end.phrase("and again")).is_some();
    if first.is("now") && now_and_then {
        return false;
    }
    if first.is("soon") {
        return !led(&["as", "too", "how", "so"]) && end.any(&["after", "as", "to"]).is_none();
    }
    let joined = end
        .token()
        .is_some_and(|token| token.glued && token.is_hyphen());
    !(first.is("now") && (joined || end.word("that").is_some()))
}

/// A word stands directly behind, so that "the past" could be its adjective.
fn goes_on(c: Cursor<'_, '_>) -> bool {
    !c.ends_clause()
        && c.any(&[
            "and", "or", "by", "to", "has", "have", "when", "for", "but", "he", "she",
        ])
        .is_none()
}

/// "recent years", "the coming weeks".
fn uncounted<'c, 't>(c: Cursor<'c, 't>) -> Read<'c, 't, Vague> {
    let behind = c.optional(&["the", "more", "most", "these"]);
    let (vague, behind) = match behind.any(&["recent", "past"]) {
        Some(end) => (Vague::Past, end),
        None => (Vague::Future, behind.any(&["coming", "upcoming"])?),
    };
    let (_, end) = behind.sense(|sense| match sense {
        Sense::Units(
            Unit::Day | Unit::Week | Unit::Month | Unit::Year | Unit::Decade | Unit::Hour,
        ) => Some(()),
        _ => None,
    })?;
    Some((vague, end))
}

#[cfg(test)]
mod tests {
    use super::super::trial::check;

    #[test]
    fn dates_nowhere_on_the_calendar() {
        check(&[
            (
                "He is now in Rome and currently free.",
                &[
                    "now = DATE PRESENT_REF - text",
                    "currently = DATE PRESENT_REF - text",
                ],
            ),
            (
                "More recently, and in recent years, prices fell.",
                &[
                    "More recently = DATE PAST_REF - text",
                    "recent years = DATE PAST_REF - text",
                ],
            ),
            (
                "The future is near; in the near future, and soon, they will rise.",
                &[
                    "The future = DATE FUTURE_REF - text",
                    "the near future = DATE FUTURE_REF - text",
                    "soon = DATE FUTURE_REF - text",
                ],
            ),
            (
                "As soon as he came, now that it is over, the now-defunct firm, the past president.",
                &[],
            ),
            (
                "At the moment, in the past, the other day.",
                &[
                    "the moment = DATE PRESENT_REF - text",
                    "the past = DATE PAST_REF - text",
                    "the other day = DATE PAST_REF - text",
                ],
            ),
        ]);
    }
}
