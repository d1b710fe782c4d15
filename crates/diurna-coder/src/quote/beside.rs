//! Which cue a quotation belongs to, from what stands beside its marks.
//!
//! Direct speech runs over sentence ends, so the parse of one sentence does not say who speaks. The order of print does:
//! a cue follows the closing mark ("…," said the coach), or leads in with a comma or colon (He said: "…"), or stood with
//! the quotation before ("…," she said. "…"). A mark left open at the end of a paragraph keeps its speaker in the next.
//! Fragments inside a clause (the rate was "adequate") are left to the clause.

use diurna_data::cues::Frame;
use diurna_text::Token;

use super::scene::{Scene, is_mark, is_stop, verb_lemma};
use super::source::{is_passive, own_subject, roles};

/// Tokens between a quotation and its cue; a speaker with an apposition needs about twenty.
const FARTHEST: usize = 35;

/// Tokens of a quoted title, marks included.
const LONGEST_TITLE: usize = 7;

/// Why a quotation belongs to its cue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Position {
    /// The cue follows it.
    Before,
    /// The cue leads into it.
    After,
    /// It goes on where an attributed quotation ended.
    Continued,
}

/// The cue of a quotation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Owner {
    /// Head of the cue.
    pub(super) cue: usize,
    /// Where the quotation stands.
    pub(super) position: Position,
}

/// For each outermost quotation, its cue.
pub(super) fn owners(scene: &Scene<'_>) -> Vec<Option<Owner>> {
    let mut owners: Vec<Option<Owner>> = vec![None; scene.quotations.len()];
    for number in 0..scene.quotations.len() {
        owners[number] = owner(scene, number, &owners[..number]);
    }
    hand_back(scene, &mut owners);
    owners
}

fn owner(scene: &Scene<'_>, number: usize, earlier: &[Option<Owner>]) -> Option<Owner> {
    let own = |cue: Option<usize>, position| cue.map(|cue| Owner { cue, position });
    own(cue_behind(scene, number), Position::Before)
        .or_else(|| own(cue_before(scene, number), Position::After))
        .or_else(|| own(continued(scene, number, earlier), Position::Continued))
}

/// A speech over several paragraphs often names its speaker only at the end.
fn hand_back(scene: &Scene<'_>, owners: &mut [Option<Owner>]) {
    for number in (1..owners.len()).rev() {
        if let Some(owner) = owners[number]
            && scene.quotations[number].continues
            && owners[number - 1].is_none()
        {
            owners[number - 1] = Some(owner);
        }
    }
}

/// A verb; "the sign read", whose verb the tagger takes for a noun, is one.
pub(super) fn is_verb(token: Token<'_>) -> bool {
    token.tag().starts_with('V') || matches!(token.text(), "read" | "reads") && token.is_root()
}

/// A verb that may stand beside a quotation.
fn is_cue(scene: &Scene<'_>, token: Token<'_>) -> bool {
    let listed = || {
        let entry = scene.cues.verb(verb_lemma(token));
        entry.is_some_and(|it| it.takes(Frame::Quote))
    };
    is_verb(token) && token.dep() != "amod" && (listed() || goes_on(token))
}

/// "…," he went on.
fn goes_on(token: Token<'_>) -> bool {
    token.lemma() == "go" && token.next().is_some_and(|it| it.text() == "on")
}

/// The cue in `"…," said the coach` and `"…," the coach, who won twice, said`.
fn cue_behind(scene: &Scene<'_>, number: usize) -> Option<usize> {
    let tokens = &scene.quoted_tokens[number];
    let quotation = &scene.quotations[number];
    let inner = quotation.inner.slice(scene.doc.text()).trim_end();
    if !quotation.closed {
        return None;
    }
    let paragraph = scene.paragraph_tokens(quotation.paragraph);
    if inner.ends_with('.') && !inner.ends_with("..") {
        return lone_tag(scene, tokens.end, paragraph.end);
    }
    let mut at = tokens.end;
    let joint = |at: usize| matches!(scene.token(at).text(), "," | "—" | "–" | "-" | "--");
    let comma_outside = at < paragraph.end && joint(at);
    if comma_outside {
        at += 1;
    }
    let loose = !comma_outside
        && !inner.ends_with([',', '?', '!', '—', '–', '-', '…'])
        && !inner.ends_with("..");
    let end = paragraph.end.min(at + FARTHEST);
    let first = at;
    while at < end && scene.quotation_at(at).is_none() {
        let token = scene.token(at);
        if is_stop(token) || token.text() == ":" || (at == first && leads_elsewhere(token)) {
            return None;
        }
        if is_cue(scene, token) && speaks(scene, token, first) && !(loose && at > first + 4) {
            return Some(at);
        }
        at += 1;
    }
    None
}

/// `"We go." Ruiz said.`: a sentence of its own that has nothing but the speaker and the cue.
fn lone_tag(scene: &Scene<'_>, first: usize, end: usize) -> Option<usize> {
    const LONGEST_TAG: usize = 8;
    let stop = (first..end.min(first + LONGEST_TAG)).find(|it| is_stop(scene.token(*it)))?;
    let last = stop.checked_sub(1).filter(|it| *it >= first)?;
    let cue = [first, last]
        .into_iter()
        .find(|it| is_cue(scene, scene.token(*it)))?;
    let plain = (first..stop).all(|it| {
        scene.quotation_at(it).is_none() && !matches!(scene.token(it).text(), ":" | "\"")
    });
    plain.then_some(cue)
}

/// Words behind a quotation that begin a clause of their own.
fn leads_elsewhere(token: Token<'_>) -> bool {
    matches!(token.pos(), "CCONJ")
        || matches!(
            token.text().to_lowercase().as_str(),
            "that" | "which" | "who" | "to" | "of" | "because" | "where" | "when" | "if"
        )
}

/// True for a finite verb whose subject stands between the quotation and it, or behind it.
fn speaks(scene: &Scene<'_>, verb: Token<'_>, first: usize) -> bool {
    let bare = verb.tag() == "VB"
        && !verb
            .children()
            .any(|it| it.dep() == "aux" && it.tag() != "TO");
    let roles = roles(scene, verb);
    let noun_subject = roles.own
        && roles
            .source
            .is_some_and(|it| !matches!(it.tag(), "WP" | "WDT"));
    let lower = matches!(verb.dep(), "relcl") && !noun_subject
        || matches!(verb.dep(), "acl" | "amod" | "pcomp");
    if lower || bare && !is_habit(verb, first) {
        return false;
    }
    match roles.source {
        Some(source) => source.index() >= first || verb.index() == first,
        None => !roles.passive && verb.index() <= first + 2,
    }
}

/// "…," the tenor *likes to say*.
fn is_habit(verb: Token<'_>, first: usize) -> bool {
    let above = verb.head();
    verb.dep() == "xcomp"
        && matches!(above.lemma(), "happen" | "like" | "love" | "tend" | "use")
        && matches!(above.tag(), "VBD" | "VBZ" | "VBP")
        && above.index() < verb.index()
        && own_subject(above).is_some_and(|it| it.index() >= first)
}

/// The cue in `He said: "…"`, `He said, "…"` and `He said "…"`.
fn cue_before(scene: &Scene<'_>, number: usize) -> Option<usize> {
    let start = scene.quoted_tokens[number].start;
    let paragraph = scene.paragraph_tokens(scene.quotations[number].paragraph);
    let mut last = start.checked_sub(1).filter(|it| *it >= paragraph.start)?;
    while last > paragraph.start && scene.token(last).text().trim().is_empty() {
        last -= 1;
    }
    let joint = scene.token(last);
    if joint.text() == "." && starts_sentence(scene, number) {
        return bare_cue(scene, last);
    }
    let led_in = matches!(joint.text(), ":" | ",");
    if !led_in {
        return is_cue(scene, joint).then_some(last);
    }
    let colon = joint.text() == ":";
    let at_cue = last > paragraph.start
        && is_cue(scene, scene.token(last - 1))
        && scene.quoted_tokens[number].len() > 6;
    if !colon && !at_cue && !starts_sentence(scene, number) {
        return None;
    }
    let begin = paragraph.start.max(last.saturating_sub(FARTHEST));
    let mut fallback = None;
    for at in (begin..last).rev() {
        let token = scene.token(at);
        if is_stop(token) || scene.quotation_at(at).is_some() {
            break;
        }
        if is_cue(scene, token) && token.dep() != "amod" && !is_passive(token) {
            if matches!(token.dep(), "relcl" | "acl")
                && !token.children().any(|it| it.index() == last)
            {
                fallback = fallback.or(Some(at));
                continue;
            }
            return Some(at);
        }
    }
    fallback.or_else(|| if colon { main_verb(scene, last) } else { None })
}

/// `The mayor said in a statement. "…"`: a sentence whose cue still lacks its content.
fn bare_cue(scene: &Scene<'_>, stop: usize) -> Option<usize> {
    let sentence = scene.sentence_around(stop);
    let cue = scene.doc.range(sentence).find(|it| it.is_root())?;
    let lacks = !cue.children().any(|it| {
        matches!(
            it.dep(),
            "ccomp" | "dobj" | "xcomp" | "prt" | "acomp" | "attr" | "neg" | "advcl"
        )
    });
    let before = scene.quotation_at(cue.left_edge()).is_none() && cue.index() < stop;
    let plain = matches!(
        cue.lemma(),
        "say" | "write" | "tweet" | "state" | "add" | "respond" | "reply" | "explain"
    );
    (lacks && before && plain && is_cue(scene, cue) && own_subject(cue).is_some())
        .then_some(cue.index())
}

/// `The crowd had one message: "…"`: before a colon any verb will do.
fn main_verb(scene: &Scene<'_>, colon: usize) -> Option<usize> {
    let token = scene.token(colon);
    let verb = std::iter::once(token)
        .chain(token.ancestors().take(8))
        .find(|it| it.tag().starts_with('V') && it.pos() == "VERB" && it.index() < colon)?;
    let near = colon - verb.index() < FARTHEST && scene.quotation_at(verb.index()).is_none();
    (near && own_subject(verb).is_some()).then_some(verb.index())
}

/// A quotation that begins like a sentence.
fn starts_sentence(scene: &Scene<'_>, number: usize) -> bool {
    let inner = scene.quotations[number].inner.slice(scene.doc.text());
    let first = inner.chars().find(|it| it.is_alphanumeric());
    let opened = inner.trim_start().starts_with(['.', '…', '[']);
    opened || first.is_some_and(|it| it.is_uppercase() || it.is_ascii_digit())
}

/// The cue of the quotation before, where nobody else has spoken since.
fn continued(scene: &Scene<'_>, number: usize, earlier: &[Option<Owner>]) -> Option<usize> {
    let mut previous = number.checked_sub(1)?;
    // The title of a programme between the two: "…," he said on "Morning News." "…"
    if earlier[previous].is_none()
        && previous > 0
        && scene.quoted_tokens[previous].len() <= LONGEST_TITLE
    {
        previous -= 1;
    }
    let owner = earlier[previous]?;
    let (this, last) = (&scene.quotations[number], &scene.quotations[previous]);
    if this.continues {
        return Some(owner.cue);
    }
    if this.paragraph != last.paragraph || !starts_sentence(scene, number) {
        // "…," she said, "and …"
        let split = this.paragraph == last.paragraph && follows_comma(scene, number, owner.cue);
        return split.then_some(owner.cue);
    }
    let between = scene.quoted_tokens[previous].end..scene.quoted_tokens[number].start;
    let only_marks = between.clone().all(|it| is_mark(scene.token(it)));
    if only_marks {
        return Some(owner.cue);
    }
    let holds_cue = between.contains(&owner.cue);
    let before = scene.token(between.end - 1);
    let joint = matches!(
        before.text(),
        "." | "," | ":" | ";" | "!" | "?" | "—" | "–" | "-" | "--"
    ) || scene.quotation_at(before.index()).is_some();
    let one_sentence = between
        .clone()
        .rev()
        .skip(1)
        .all(|it| !is_stop(scene.token(it)) || scene.quotation_at(it).is_some());
    (holds_cue && joint && one_sentence).then_some(owner.cue)
}

fn follows_comma(scene: &Scene<'_>, number: usize, cue: usize) -> bool {
    let start = scene.quoted_tokens[number].start;
    let before = scene.token(start - 1);
    cue < start
        && start - cue < FARTHEST
        && matches!(before.text(), "," | "—" | "–" | "-" | "--" | "...")
        && (cue..start).all(|it| scene.quotation_at(it).is_none())
}

#[cfg(test)]
mod tests {
    use super::super::sentences::assert_read;

    #[test]
    fn cues_stand_behind_before_and_between() {
        assert_read(
            "\"Enough,\" said the coach.",
            &["the coach | said | \"Enough,\""],
        );
        assert_read(
            "“Nobody,” he said, “was warned.”",
            &["he | said | “Nobody,” / “was warned.”"],
        );
        assert_read(
            "\"We are ready,\" Mayor Ana Ruiz said on Monday. \"Nobody will be left behind.\"",
            &["Mayor Ana Ruiz | said | \"We are ready,\" / \"Nobody will be left behind.\""],
        );
        assert_read(
            "The mayor said: \"We are ready.\"",
            &["The mayor | said: | \"We are ready.\""],
        );
        assert_read(
            "‘It is the workers’ right,’ said Lin, ‘to strike.’",
            &["Lin | said | ‘It is the workers’ right,’ / ‘to strike.’"],
        );
    }

    #[test]
    fn a_speech_keeps_its_speaker_over_paragraphs() {
        assert_read(
            "“The harbor is open.\n“Nobody will close it,” Ruiz said.",
            &["Ruiz | said | “The harbor is open. / “Nobody will close it,”"],
        );
    }

    #[test]
    fn titles_and_scare_quotes_belong_to_nobody() {
        assert_read("The film \"Low Tide\" opens on Friday.", &[]);
        assert_read("The so-called \"reform\" failed.", &[]);
    }
}
