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
    /// A past tense that stands too far off to be sure: "the ministry announced elections for the first week of May".
    PastAfar,
    Future,
    /// Behind "until" or "till": a weekday to come, but a month or day on either side ("the truce held until Jan. 3").
    Until,
    Unknown,
}

/// No sentence is read further than this, so that a text without full stops is still read in linear time.
const REACH: usize = 40;

/// How far before a month or day its verb may stand and still rule it: "was seen in March", "announced a vote in March".
const RULES: usize = 2;

/// Words behind the expression count as standing this far from it: none is directly beside it.
const FAR: usize = 4;

const FUTURE: [&str; 4] = ["will", "would", "shall", "ll"];

/// Verbs of what may come; behind them "have" and "not be" look back ("could not be reached Friday").
const MODAL: [&str; 6] = ["may", "might", "could", "can", "must", "should"];

/// Words of planning, wishing and ordering before "to".
const PLANS: [&str; 49] = [
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
    "hoped",
    "intends",
    "intend",
    "intended",
    "wants",
    "want",
    "wanted",
    "aims",
    "about",
    "supposed",
    "preparing",
    "prepares",
    "hoping",
    "expects",
    "expect",
    "agreed",
    "vowed",
    "pledged",
    "promised",
    "threatened",
    "threatens",
    "ordered",
    "invited",
    "told",
    "asked",
    "urged",
    "designed",
    "bound",
    "obliged",
    "required",
    "proposed",
    "scheduling",
    "booked",
    "allowed",
];

/// Participles that look ahead behind a form of "be", and adjectives like them: "is expected Friday", "due on Friday".
const AHEAD: [&str; 10] = [
    "due",
    "expected",
    "scheduled",
    "slated",
    "planned",
    "payable",
    "effective",
    "deadline",
    "upcoming",
    "ahead",
];

/// Words directly before a day that begin something there.
const FROM_THEN: [&str; 4] = ["starting", "beginning", "effective", "commencing"];

/// Present tenses of things that have their day.
const TIMETABLE: [&str; 36] = [
    "begins",
    "starts",
    "opens",
    "expires",
    "ends",
    "takes",
    "resumes",
    "begin",
    "start",
    "resume",
    "expire",
    "arrives",
    "closes",
    "close",
    "meets",
    "go",
    "goes",
    "leaves",
    "departs",
    "votes",
    "become",
    "becomes",
    "faces",
    "hosts",
    "visits",
    "travels",
    "returns",
    "reopens",
    "retires",
    "convenes",
    "airs",
    "matures",
    "runs",
    "celebrates",
    "marks",
    "elects",
];

/// Forms behind which a participle is no past tense.
const BE: [&str; 12] = [
    "be", "been", "being", "is", "are", "to", "get", "was", "were", "has", "have", "had",
];

/// Past tenses that do not end in -ed.
const PAST: [&str; 65] = [
    "said", "told", "was", "were", "had", "did", "went", "came", "met", "took", "made", "gave",
    "got", "held", "left", "fell", "rose", "won", "lost", "began", "became", "sent", "ran", "saw",
    "found", "shot", "fought", "spoke", "wrote", "broke", "drove", "flew", "grew", "knew", "led",
    "paid", "sold", "bought", "brought", "built", "struck", "swept", "stood", "sat", "laid", "lay",
    "kept", "thought", "taught", "caught", "felt", "dealt", "drew", "threw", "withdrew", "sank",
    "swore", "tore", "woke", "wore", "chose", "froze", "sought", "slid", "has",
];

/// Pasts that look like the present; they are it behind a word of [`BARE`].
const PAST_OR_PRESENT: [&str; 8] = [
    "cut", "put", "hit", "shut", "quit", "split", "beat", "burst",
];

/// Words that a verb without an ending follows.
const BARE: [&str; 14] = [
    "will", "would", "shall", "ll", "may", "might", "could", "can", "must", "should", "to", "not",
    "and", "or",
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
            .take_while(|index| !ends_sentence(tokens, *index) && tokens[*index].text != ";")
            .find_map(|index| told_by(tokens, index, index + FAR))
            .map(|tense| match tense {
                Tense::PastAfar => Tense::Past,
                tense => tense,
            })
    };
    match before {
        // "Until Thursday, officials had said nothing."
        Some(Tense::Until) if opens_sentence(tokens, at.start - 1) => {
            behind().filter(|told| *told == Tense::Past).or(before)
        }
        _ => before.or_else(behind),
    }
    .unwrap_or(Tense::Unknown)
}

fn opens_sentence(tokens: &[Token<'_>], index: usize) -> bool {
    index
        .checked_sub(1)
        .is_none_or(|before| ends_sentence(tokens, before))
}

/// What one word tells of the expression at `start`.
fn told_by(tokens: &[Token<'_>], index: usize, start: usize) -> Option<Tense> {
    let token = &tokens[index];
    if token.kind != Kind::Word {
        return None;
    }
    let before = index.checked_sub(1).map(|index| &tokens[index]);
    let distance = start.abs_diff(index);
    if token.is("until") || token.is("till") {
        return (index + 1 == start).then_some(Tense::Until);
    }
    if looks_ahead(tokens, index, before, distance) {
        return Some(Tense::Future);
    }
    let past = match before {
        _ if token.is_any(&MODAL) => !is_month(token) && looks_back(tokens, index),
        Some(word) if word.is_any(&BE) => token.is_any(&["was", "were", "had", "has"]),
        Some(word) if token.is_any(&PAST_OR_PRESENT) => !word.is_any(&BARE),
        _ => token.is_any(&PAST) || is_regular_past(token),
    };
    match past {
        true if index < start && distance > RULES => Some(Tense::PastAfar),
        true => Some(Tense::Past),
        false => None,
    }
}

fn is_weekday(token: &Token<'_>) -> bool {
    matches!(token.sense, super::words::Sense::Weekday(_))
}

fn is_month(token: &Token<'_>) -> bool {
    token.is_capital()
}

/// True for a word that looks ahead.
fn looks_ahead(
    tokens: &[Token<'_>],
    index: usize,
    before: Option<&Token<'_>>,
    distance: usize,
) -> bool {
    let token = &tokens[index];
    let led = |words: &[&str]| before.is_some_and(|word| word.is_any(words));
    if token.is_any(&FUTURE) {
        return true;
    }
    if token.is_any(&MODAL) {
        return !is_month(token) && !looks_back(tokens, index);
    }
    if token.is("to") {
        let be = tokens.get(index + 1).is_some_and(|next| next.is("be"));
        return led(&PLANS) || led(&["is", "are"]) || be && !led(&["was", "were", "found"]);
    }
    if distance == 1 && token.is_any(&FROM_THEN) {
        return true;
    }
    let timetable = token.is_any(&TIMETABLE) && !led(&["to", "not", "the", "a", "at"]);
    let set = token.is("set") && led(&BE);
    if distance <= 4 && (token.is_any(&AHEAD) || set || timetable) {
        return true;
    }
    // "called a meeting for Thursday"
    if distance == 1 && token.is("for") && is_weekday(&tokens[index + 1]) {
        return true;
    }
    // "is meeting with them on Friday"
    if distance <= 8 && token.text.ends_with("ing") && led(&["is", "are", "s", "re", "m"]) {
        return true;
    }
    // "The deadline is Saturday."
    token.is_any(&["is", "are"]) && distance <= 2
}

/// "could have", "could not be": what did not come about.
fn looks_back(tokens: &[Token<'_>], modal: usize) -> bool {
    let is = |by: usize, words: &[&str]| {
        tokens
            .get(modal + by)
            .is_some_and(|token| token.is_any(words))
    };
    is(1, &["have"]) || tokens[modal].is("could") && is(1, &["not"])
}

fn is_regular_past(token: &Token<'_>) -> bool {
    let text = token.text.as_bytes();
    text.len() > 3 && text[text.len() - 2..].eq_ignore_ascii_case(b"ed") && !token.is_any(&NO_PAST)
}

/// True if a sentence ends in the range, or if the range is too long to tell.
pub(super) fn is_sentence_between(tokens: &[Token<'_>], range: Range<usize>) -> bool {
    range.len() > REACH || range.into_iter().any(|index| ends_sentence(tokens, index))
}

/// True for the one word between two dates of a list or a range, which stand in the same tense.
pub(super) fn is_listed(tokens: &[Token<'_>], between: Range<usize>) -> bool {
    let opens_text = between.start == 0;
    between.len() == 1
        && !opens_text
        && (tokens[between.start].is_any(&["and", "or", "to", "through"])
            || tokens[between.start].is_hyphen())
}

/// True for an expression that stands in the text's dateline: "LISBON, March 3, 1996 (Reuters) - ".
pub(super) fn is_dateline(tokens: &[Token<'_>], at: &Range<usize>) -> bool {
    const LONGEST: usize = 16;
    let is_head = |token: &Token<'_>| token.kind != Kind::Word || token.is_capital();
    let behind = &tokens[at.end..tokens.len().min(at.end + 6)];
    let closes = behind
        .iter()
        .take_while(|token| is_head(token))
        .any(|token| token.is_hyphen() || token.text == "—" || token.kind == Kind::Break);
    at.start < LONGEST && closes && tokens[..at.start].iter().all(is_head)
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
