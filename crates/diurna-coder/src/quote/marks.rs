//! Quotation marks: where quotations begin and end.
//!
//! Marks are paired over a whole paragraph, before and without grammar, since a sentence splitter breaks inside
//! quotations. Known are “ ”, „ “, « », ASCII `"`, the typewriter pair `` '' and the British single marks ‘ ’ and `'`.
//! Whether a character opens or closes follows from its neighbours, so a closing mark used to open, and ASCII marks,
//! need no alternation. Apostrophes, feet and inches are no marks.
//!
//! A double mark that is still open at a paragraph's end runs to that end, and goes on in the next paragraph if that one
//! opens a mark first (the typographic rule for speeches over several paragraphs). A single mark that is never closed
//! was an apostrophe.
//!
//! Signs that only steer the direction of writing stand for nothing: a mark is judged by the characters beyond them.
//!
//! One pass with a stack of at most [`DEEPEST`] open marks, so the time is linear in the text.

use diurna_record::Span;

/// Open marks that are kept; print goes three deep.
const DEEPEST: usize = 8;

/// A stretch of text in quotation marks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Quotation {
    /// With its marks.
    pub(crate) outer: Span,
    /// Without them.
    pub(crate) inner: Span,
    /// Index of the paragraph.
    pub(crate) paragraph: usize,
    /// False if the paragraph ends before the mark closes.
    pub(crate) closed: bool,
    /// True if it goes on from the previous paragraph's open mark.
    pub(crate) continues: bool,
    /// True if it stands inside another quotation.
    pub(crate) nested: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Family {
    Double,
    Guillemet,
    Single,
}

#[derive(Clone, Copy, Debug)]
struct Mark {
    span: Span,
    family: Family,
    opens: bool,
    closes: bool,
}

/// All quotations of the paragraphs, in the order in which they open.
pub(crate) fn quotations(text: &str, paragraphs: &[Span]) -> Vec<Quotation> {
    let mut found: Vec<Quotation> = Vec::new();
    let mut left_open = false;
    for (number, paragraph) in paragraphs.iter().enumerate() {
        let from = found.len();
        pair(text, *paragraph, number, &mut found);
        found[from..].sort_by_key(|it| (it.outer.start, std::cmp::Reverse(it.outer.end)));
        mark_nested(&mut found[from..]);
        if let Some(first) = found.get_mut(from) {
            first.continues = left_open && blank(&text[paragraph.start..first.outer.start]);
        }
        left_open = found[from..].iter().any(|it| !it.closed);
    }
    found
}

fn blank(text: &str) -> bool {
    text.chars().all(char::is_whitespace)
}

fn mark_nested(quotations: &mut [Quotation]) {
    let mut end = 0;
    for quotation in quotations {
        quotation.nested = quotation.outer.start < end;
        end = end.max(quotation.outer.end);
    }
}

fn pair(text: &str, paragraph: Span, number: usize, found: &mut Vec<Quotation>) {
    let marks = marks(text, paragraph);
    let closers = closers_behind(&marks);
    let mut open: Vec<(Mark, bool)> = Vec::new();
    for (at, mark) in marks.iter().enumerate() {
        let matching = open.iter().rposition(|(it, _)| it.family == mark.family);
        match matching {
            Some(depth) if closes_here(text, *mark, closers[at]) => {
                let (opener, _) = open[depth];
                open.truncate(depth);
                if let Some((_, holds)) = open.last_mut() {
                    *holds |= mark.family == opener.family;
                }
                found.push(quotation(opener.span, mark.span, number));
            }
            _ if open.len() < DEEPEST && may_open(*mark, closers[at]) => open.push((*mark, false)),
            _ => {}
        }
    }
    // Only the outermost mark left open is believed, and only if no mark of its own kind was opened and closed inside it:
    // then it was a slip, not the beginning of a long quotation.
    if let Some((mark, holds)) = open.first()
        && mark.family != Family::Single
        && !holds
    {
        let end = text[..paragraph.end].trim_end().len();
        if end > mark.span.end {
            found.push(Quotation {
                closed: false,
                ..quotation(mark.span, Span::new(end, end), number)
            });
        }
    }
}

/// A single mark that nothing can close is an apostrophe.
fn may_open(mark: Mark, closers_behind: usize) -> bool {
    mark.opens && (mark.family != Family::Single || closers_behind > 0)
}

fn quotation(opening: Span, closing: Span, paragraph: usize) -> Quotation {
    Quotation {
        outer: opening.cover(closing),
        inner: Span::new(opening.end, closing.start),
        paragraph,
        closed: true,
        continues: false,
        nested: false,
    }
}

/// For each mark, how many marks of its family behind it could close a quotation.
fn closers_behind(marks: &[Mark]) -> Vec<usize> {
    let mut counts = [0usize; 3];
    let mut behind = vec![0; marks.len()];
    for (at, mark) in marks.iter().enumerate().rev() {
        behind[at] = counts[mark.family as usize];
        counts[mark.family as usize] += usize::from(mark.closes);
    }
    behind
}

/// Whether a mark that may close does so. "the workers’ rights" within single marks ends no quotation while a better
/// closer is still to come.
fn closes_here(text: &str, mark: Mark, closers_behind: usize) -> bool {
    if !mark.closes || mark.family != Family::Single {
        return mark.closes;
    }
    let before = text[..mark.span.start].chars().next_back();
    let behind = text[mark.span.end..].chars().next();
    let plural = matches!(before, Some('s' | 'S')) && behind == Some(' ');
    !(plural && closers_behind > 0)
}

fn marks(text: &str, paragraph: Span) -> Vec<Mark> {
    let mut marks: Vec<Mark> = Vec::new();
    let mut taken = paragraph.start;
    for (offset, character) in paragraph.slice(text).char_indices() {
        let at = paragraph.start + offset;
        if at < taken {
            continue;
        }
        let rest = &text[at..paragraph.end];
        let Some((length, family)) = mark_at(rest, character) else {
            continue;
        };
        let span = Span::new(at, at + length);
        taken = span.end;
        let before = text[paragraph.start..at]
            .chars()
            .rev()
            .find(|it| !steers(*it));
        let behind = text[span.end..paragraph.end]
            .chars()
            .find(|it| !steers(*it));
        if let Some(mark) = judge(span, family, character, length, before, behind) {
            marks.push(mark);
        }
    }
    without_measures(text, marks)
}

/// A sign for the direction of writing, which shows nothing. All of them take three bytes.
pub(crate) fn steers(sign: char) -> bool {
    matches!(sign, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{200b}')
}

fn mark_at(rest: &str, character: char) -> Option<(usize, Family)> {
    let length = character.len_utf8();
    match character {
        '`' | '\'' | '‘' | '’' if rest[length..].starts_with(character) => {
            Some((2 * length, Family::Double))
        }
        '“' | '”' | '„' | '‟' | '"' | '＂' => Some((length, Family::Double)),
        '«' | '»' => Some((length, Family::Guillemet)),
        '\'' | '‘' | '’' | '‚' | '‛' | '`' => Some((length, Family::Single)),
        _ => None,
    }
}

fn judge(
    span: Span,
    family: Family,
    character: char,
    length: usize,
    before: Option<char>,
    behind: Option<char>,
) -> Option<Mark> {
    let mark = |opens, closes| {
        Some(Mark {
            span,
            family,
            opens,
            closes,
        })
    };
    let inside_word =
        before.is_some_and(char::is_alphanumeric) && behind.is_some_and(char::is_alphanumeric);
    let open_side = before.is_none_or(opens_behind) && behind.is_some_and(|it| !it.is_whitespace());
    let close_side = before.is_some_and(|it| !it.is_whitespace() && !"([{".contains(it));
    match character {
        _ if inside_word && family == Family::Single => None,
        '„' | '«' | '‚' => mark(true, false),
        '»' => mark(false, true),
        // German quotations close with “.
        '“' => mark(!close_side || open_side, close_side && !open_side),
        '‘' | '`' | '‛' => mark(open_side || length > 1, false),
        '”' => mark(open_side && !close_side, !open_side || close_side),
        '’' if length == 1 => mark(
            open_side && !elision(behind),
            close_side && behind.is_none_or(|it| !it.is_alphanumeric()),
        ),
        '\'' if length == 1 => mark(
            open_side && !elision(behind),
            close_side && behind.is_none_or(|it| !it.is_alphanumeric()),
        ),
        _ if inside_word => None,
        _ => mark(open_side, close_side && !opens_only(before)),
    }
}

/// A character behind which a mark opens.
fn opens_behind(before: char) -> bool {
    before.is_whitespace() || "([{<—–-/‘“\"'„«¿¡:…".contains(before)
}

fn opens_only(before: Option<char>) -> bool {
    before.is_none_or(|it| it.is_whitespace() || "([{".contains(it))
}

/// "'90s": years and decades lose their century.
fn elision(behind: Option<char>) -> bool {
    behind.is_some_and(|it| it.is_ascii_digit())
}

/// Leaves out feet and inches: 6' 2" and 5'10".
fn without_measures(text: &str, marks: Vec<Mark>) -> Vec<Mark> {
    let digit = |at: usize| text[..at].ends_with(|it: char| it.is_ascii_digit());
    let mut kept: Vec<Mark> = Vec::with_capacity(marks.len());
    let mut feet_end = None;
    for mark in marks {
        let word = mark.span.slice(text);
        let is_feet = word == "'" && digit(mark.span.start) && {
            let rest = text[mark.span.end..].trim_start();
            let inches = rest.trim_start_matches(|it: char| it.is_ascii_digit());
            inches.len() < rest.len() && inches.starts_with('"')
        };
        if is_feet {
            feet_end = Some(mark.span.end);
            continue;
        }
        let measured = |from: usize| {
            let between = &text[from..mark.span.start];
            between.len() <= 3 && between.trim().chars().all(|it| it.is_ascii_digit())
        };
        let is_inches = word == "\""
            && digit(mark.span.start)
            && (feet_end.is_some_and(measured) || compact_feet(&text[..mark.span.start]));
        if !is_inches {
            kept.push(mark);
        }
    }
    kept
}

/// True behind `5'10`, whose apostrophe stands inside a word and is no mark at all.
fn compact_feet(before: &str) -> bool {
    let rest = before.trim_end_matches(|it: char| it.is_ascii_digit());
    rest.len() < before.len()
        && rest.ends_with(['\'', '’'])
        && rest[..rest.len() - 1].ends_with(|it: char| it.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<String> {
        let mut at = 0;
        let mut paragraphs = Vec::new();
        for line in text.split('\n') {
            paragraphs.push(Span::new(at, at + line.len()));
            at += line.len() + 1;
        }
        let render = |it: &Quotation| {
            let mut out = it.inner.slice(text).to_owned();
            for (is, sign) in [(it.nested, "*"), (!it.closed, "…"), (it.continues, "+")] {
                if is {
                    out.push_str(sign);
                }
            }
            out
        };
        quotations(text, &paragraphs).iter().map(render).collect()
    }

    #[test]
    fn every_house_style() {
        assert_eq!(found("“Yes,” she said. “No.”"), ["Yes,", "No."]);
        assert_eq!(found("\"Yes,\" she said. \"No.\""), ["Yes,", "No."]);
        assert_eq!(found("„Ja“, sagte sie."), ["Ja"]);
        assert_eq!(found("« Oui », dit-elle. «Non»"), [" Oui ", "Non"]);
        assert_eq!(found("``Yes,'' she said."), ["Yes,"]);
        assert_eq!(found("''Yes,'' she said."), ["Yes,"]);
        assert_eq!(found("‘Yes,’ she said, ‘or no’."), ["Yes,", "or no"]);
        assert_eq!(found("'Yes,' she said, 'or no'."), ["Yes,", "or no"]);
        assert_eq!(found("it was ‘appropriate’ and fair"), ["appropriate"]);
    }

    #[test]
    fn apostrophes_and_measures_are_no_marks() {
        assert_eq!(found("It’s the workers’ day, isn't it?"), [] as [&str; 0]);
        assert_eq!(found("the '90s and the dogs' bowls"), [] as [&str; 0]);
        assert_eq!(
            found("He is 6' 2\" tall, she is 5'10\" tall."),
            [] as [&str; 0]
        );
        assert_eq!(
            found("‘It’s the workers’ day,’ she said."),
            ["It’s the workers’ day,"]
        );
        assert_eq!(
            found("\"It was 2016,\" he said, \"not 2017\"."),
            ["It was 2016,", "not 2017"]
        );
    }

    #[test]
    fn quotation_in_a_quotation() {
        assert_eq!(
            found("“He told me ‘go home’,” she said."),
            ["He told me ‘go home’,", "go home*"]
        );
        assert_eq!(
            found("‘He told me “go home”,’ she said."),
            ["He told me “go home”,", "go home*"]
        );
    }

    #[test]
    fn six_deep() {
        assert_eq!(found("“a ‘b “c ‘d “e ‘f’ e” d’ c” b’ a”").len(), 6);
    }

    #[test]
    fn signs_of_direction_take_three_bytes() {
        let all = ('\0'..='\u{ffff}').filter(|it| steers(*it));
        assert!(all.clone().count() > 10 && all.clone().all(|it| it.len_utf8() == 3));
    }

    #[test]
    fn signs_of_direction_are_looked_through() {
        assert_eq!(found("\u{200f}\"Yes\"\u{200f}, he said."), ["Yes"]);
        assert_eq!(found("He said\u{202b} “no”\u{202c}."), ["no"]);
    }

    #[test]
    fn open_marks_run_on_over_paragraphs() {
        assert_eq!(
            found("“We stay.\n“We always did,” she said."),
            ["We stay.…", "We always did,+"]
        );
        assert_eq!(found("She said: \"We stay.\nNobody left."), ["We stay.…"]);
        assert_eq!(found("A stray ‘ mark and ‘another."), [] as [&str; 0]);
    }

    #[test]
    fn closing_mark_used_to_open() {
        assert_eq!(found("He said ”no way” to that."), ["no way"]);
    }

    #[test]
    fn insertions_and_dashes() {
        assert_eq!(
            found("\"He [the mayor] left\"—she said"),
            ["He [the mayor] left"]
        );
        assert_eq!(found("the (\"new\") plan"), ["new"]);
    }

    #[test]
    fn ten_thousand_marks_take_no_time() {
        for text in [
            "\"".repeat(10_000),
            "‘a ".repeat(10_000),
            "\" a ".repeat(10_000),
            "“a ".repeat(10_000),
        ] {
            let start = std::time::Instant::now();
            found(&text);
            assert!(start.elapsed().as_secs() < 2, "{:?}", start.elapsed());
        }
    }
}
