//! Whether the sentence around an expression speaks of the past or of what is to come.
//!
//! News writes "on Friday" for last Friday and for next Friday; the verb tells which. The words before the expression are
//! read backwards up to the start of the sentence and the first verb form that tells decides; if none does, the words
//! behind it are read forwards ("On Monday the court will hear ..."). There is no parse here: an `-ed` behind a form of
//! "be" is taken for a participle and passed over, and "to" counts as future behind a word of planning.

use std::ops::Range;

use super::token::{Kind, Token};

/// Which way a bare name of the calendar points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tense {
    Past,
    Future,
    /// Behind "until" or "till": a weekday to come, but a month or day on either side ("the truce held until Jan. 3").
    Until,
    Unknown,
}

/// No sentence is read further than this, so that a text without full stops is still read in linear time.
const REACH: usize = 40;

const FUTURE: [&str; 4] = ["will", "would", "shall", "ll"];

/// Words of planning before "to".
const PLANS: [&str; 24] = [
    "set",
    "due",
    "scheduled",
    "expected",
    "going",
    "likely",
    "plans",
    "plan",
    "planned",
    "planning",
    "slated",
    "poised",
    "ready",
    "hopes",
    "hope",
    "intends",
    "intend",
    "wants",
    "aims",
    "about",
    "supposed",
    "preparing",
    "hoping",
    "expects",
];

/// Participles that look ahead behind a form of "be", and adjectives like them: "is expected Friday", "due on Friday".
const AHEAD: [&str; 6] = ["due", "expected", "scheduled", "slated", "planned", "set"];

/// Present tenses of things that have their day.
const TIMETABLE: [&str; 12] = [
    "begins", "starts", "opens", "expires", "ends", "takes", "resumes", "begin", "start", "resume",
    "expire", "arrives",
];

/// Forms behind which a participle is no past tense.
const BE: [&str; 12] = [
    "be", "been", "being", "is", "are", "to", "get", "was", "were", "has", "have", "had",
];

/// Past tenses that do not end in -ed.
const PAST: [&str; 66] = [
    "said", "told", "was", "were", "had", "did", "went", "came", "met", "took", "made", "gave",
    "got", "held", "left", "fell", "rose", "won", "lost", "hit", "began", "became", "sent", "ran",
    "saw", "found", "shot", "fought", "spoke", "wrote", "broke", "drove", "flew", "grew", "knew",
    "led", "paid", "sold", "bought", "brought", "built", "struck", "swept", "stood", "sat", "laid",
    "lay", "kept", "thought", "taught", "caught", "felt", "dealt", "drew", "threw", "withdrew",
    "sank", "swore", "tore", "woke", "wore", "chose", "froze", "sought", "slid", "has",
];

/// Words in -ed that are no verbs of the past.
const NO_PAST: [&str; 9] = [
    "need",
    "indeed",
    "speed",
    "hundred",
    "proceed",
    "exceed",
    "united",
    "seed",
    "agreed-upon",
];

/// The tense that governs the tokens `at`.
pub(super) fn tense(tokens: &[Token<'_>], at: Range<usize>) -> Tense {
    let before = (at.start.saturating_sub(REACH)..at.start)
        .rev()
        .take_while(|index| !ends_sentence(tokens, *index))
        .find_map(|index| told_by(tokens, index, at.start));
    let behind = || {
        (at.end..tokens.len().min(at.end + REACH))
            .take_while(|index| !ends_sentence(tokens, *index))
            .find_map(|index| told_by(tokens, index, index + 4))
    };
    before.or_else(behind).unwrap_or(Tense::Unknown)
}

/// What one word tells; `until` counts only directly before the expression at `start`.
fn told_by(tokens: &[Token<'_>], index: usize, start: usize) -> Option<Tense> {
    let token = &tokens[index];
    if token.kind != Kind::Word {
        return None;
    }
    let before = index.checked_sub(1).map(|index| &tokens[index]);
    if token.is("until") || token.is("till") {
        return (index + 1 == start).then_some(Tense::Until);
    }
    if token.is_any(&FUTURE) {
        return Some(Tense::Future);
    }
    if token.is("to") {
        return before
            .filter(|word| word.is_any(&PLANS) || word.is_any(&["is", "are"]))
            .map(|_| Tense::Future);
    }
    let near = start.abs_diff(index) <= 4;
    if near && (token.is_any(&AHEAD) || token.is_any(&TIMETABLE)) {
        return Some(Tense::Future);
    }
    // "The deadline is Saturday."
    if token.is_any(&["is", "are"]) && start.abs_diff(index) <= 2 && index < start {
        return Some(Tense::Future);
    }
    let passive = before.is_some_and(|word| word.is_any(&BE));
    if passive && !(token.is_any(&["was", "were", "had", "has"])) {
        return None;
    }
    (token.is_any(&PAST) || is_regular_past(token)).then_some(Tense::Past)
}

fn is_regular_past(token: &Token<'_>) -> bool {
    let text = token.text.as_bytes();
    text.len() > 3 && text[text.len() - 2..].eq_ignore_ascii_case(b"ed") && !token.is_any(&NO_PAST)
}

/// Words whose full stop does not end a sentence.
const STOPPED: [&str; 14] = [
    "mr", "mrs", "ms", "dr", "gen", "sen", "rep", "gov", "st", "sgt", "lt", "col", "no", "inc",
];

/// True for the mark or break that ends a sentence.
fn ends_sentence(tokens: &[Token<'_>], index: usize) -> bool {
    let token = &tokens[index];
    match token.text {
        _ if token.kind == Kind::Break => true,
        "!" | "?" => true,
        "." => !is_abbreviation(tokens, index) && starts_sentence(tokens, index + 1),
        _ => false,
    }
}

fn is_abbreviation(tokens: &[Token<'_>], index: usize) -> bool {
    let Some(word) = index.checked_sub(1).map(|index| &tokens[index]) else {
        return false;
    };
    word.kind == Kind::Word
        && (word.text.chars().count() == 1
            || word.is_any(&STOPPED)
            || matches!(word.sense, super::words::Sense::MonthShort(_)))
}

fn starts_sentence(tokens: &[Token<'_>], index: usize) -> bool {
    tokens
        .get(index)
        .is_none_or(|next| !next.glued && (next.kind != Kind::Word || next.is_capital()))
}

#[cfg(test)]
mod tests {
    use super::super::trial::check;

    #[test]
    fn tense_chooses_the_side() {
        check(&[
            (
                "Police said on Friday that they had arrested two men.",
                &["Friday = DATE 1998-02-13 1998-02-13 publication"],
            ),
            (
                "The court will rule on Friday.",
                &["Friday = DATE 1998-02-20 1998-02-20 publication"],
            ),
            (
                "On Friday the court will rule.",
                &["Friday = DATE 1998-02-20 1998-02-20 publication"],
            ),
            (
                "The minister is to visit Paris on Sunday.",
                &["Sunday = DATE 1998-02-22 1998-02-22 publication"],
            ),
            (
                "The vote is expected Friday. It was held Friday.",
                &[
                    "Friday = DATE 1998-02-20 1998-02-20 publication",
                    "Friday = DATE 1998-02-13 1998-02-13 publication",
                ],
            ),
            (
                "The bridge stays shut until Friday.",
                &["Friday = DATE 1998-02-20 1998-02-20 publication"],
            ),
            (
                "The deadline is Saturday.",
                &["Saturday = DATE 1998-02-21 1998-02-21 publication"],
            ),
            (
                "The truce of Monday held until Jan. 3.",
                &[
                    "Monday = DATE 1998-02-16 1998-02-16 publication",
                    "Jan. 3 = DATE 1998-01-03 1998-01-03 publication",
                ],
            ),
            (
                "The law takes effect 1 July. It took effect 1 July.",
                &[
                    "1 July = DATE 1998-07-01 1998-07-01 publication",
                    "1 July = DATE 1997-07-01 1997-07-01 publication",
                ],
            ),
            (
                "The plan would cut jobs, the minister said Monday.",
                &["Monday = DATE 1998-02-16 1998-02-16 publication"],
            ),
        ]);
    }
}
