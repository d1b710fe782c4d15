//! Where a content ends before its clause does.
//!
//! The parser hangs on the quoted clause what belongs to the reporter or to the speaker's next act: in "he said the road
//! was shut, *adding that* …" and "… *though* he gave no details" PolNeAR ends the content at the comma. The same test
//! tells whose act the cut-off verb is.

use std::ops::Range;

use diurna_data::cues::Frame;
use diurna_record::CueClass;
use diurna_text::Token;

use super::draft::LONGEST_CLAUSE;
use super::scene::{Scene, is_mark, verb_lemma};
use super::source::{is_passive, own_subject};

/// Words behind a comma that begin the reporter's own remark.
const REPORTERS: &[&str] = &["though", "although", "while", "whereas"];

/// The piece without a tail that is not part of what is said. `verb` is the cue.
pub(super) fn cut(scene: &Scene<'_>, piece: Range<usize>, verb: Token<'_>) -> Range<usize> {
    let piece = match tag(scene, verb).filter(|tag| tag.verb != verb.index()) {
        Some(tag) if (piece.start..piece.end).contains(&tag.comma) && verb.index() < tag.comma => {
            piece.start..tag.comma
        }
        _ => piece,
    };
    let own = scene.quotation_at(verb.index());
    let from = piece.start.max(verb.index()) + 3;
    for at in from..piece.end.min(from + LONGEST_CLAUSE) {
        let token = scene.token(at);
        if scene.quotation_at(at) == own
            && begins_tail(scene, token, verb)
            && lasts(token, piece.end)
        {
            return piece.start..before_joint(scene, at);
        }
    }
    piece
}

/// ", the agency reported." at the end of a sentence.
pub(super) struct Tag {
    pub(super) comma: usize,
    pub(super) verb: usize,
}

/// The tag that ends the sentence of a cue, if it has one: it passes on all that stands before it.
pub(super) fn tag(scene: &Scene<'_>, cue: Token<'_>) -> Option<Tag> {
    const LONGEST: usize = 12;
    let sentence = scene.sentence_around(cue.index());
    let last = sentence
        .clone()
        .rev()
        .take(3)
        .find(|it| !is_mark(scene.token(*it)))?;
    let verb = scene.token(last);
    let entry = scene.cues.verb(verb_lemma(verb))?;
    let says = matches!(verb.tag(), "VBD" | "VBZ" | "VBP") && entry.takes(Frame::Clause);
    let subject = own_subject(verb).filter(|it| says && it.index() < last)?;
    let comma = subject
        .left_edge()
        .checked_sub(1)
        .filter(|it| *it > sentence.start)?;
    let fits = scene.token(comma).text() == "," && last - comma < LONGEST;
    let plain = (comma..last).all(|it| scene.quotation_at(it).is_none());
    (fits && plain).then_some(Tag { comma, verb: last })
}

/// True if the clause that a word opens runs to the end of the piece; ", who is ill," in the middle of it does not.
fn lasts(token: Token<'_>, end: usize) -> bool {
    let clause = std::iter::once(token)
        .chain(token.ancestors().take(6))
        .find(|it| matches!(it.dep(), "relcl" | "advcl" | "conj" | "ccomp"));
    clause.is_none_or(|it| it.index() < token.index() || it.right_edge() + 3 > end)
}

/// Steps back over the comma and the conjunction.
fn before_joint(scene: &Scene<'_>, at: usize) -> usize {
    let mut end = at;
    while end > 0
        && matches!(
            scene.token(end - 1).text(),
            "," | "—" | "–" | "-" | "--" | "and" | "but"
        )
    {
        end -= 1;
    }
    end
}

fn begins_tail(scene: &Scene<'_>, token: Token<'_>, verb: Token<'_>) -> bool {
    let Some(before) = token.previous() else {
        return false;
    };
    let joint = matches!(before.text(), "," | "—" | "–" | "--" | "-");
    if joint && begins_remark(token) {
        return true;
    }
    if before.text() == "," && begins_colour(token) {
        return true;
    }
    if joint && is_act(scene, token, "VBG") && token.dep() == "advcl" {
        return true;
    }
    matches!(before.lemma(), "and" | "but") && continues_act(scene, token, verb)
}

fn begins_remark(token: Token<'_>) -> bool {
    let word = token.text().to_lowercase();
    REPORTERS.contains(&word.as_str()) && token.dep() == "mark"
        || word == "even" && token.next().is_some_and(|it| it.lemma() == "as")
        || word == "compared"
}

/// ", who won twice": the reporter's words about a name in the content.
fn begins_colour(token: Token<'_>) -> bool {
    matches!(token.lemma(), "who" | "which" | "whom" | "whose" | "where")
        && matches!(token.tag(), "WP" | "WDT" | "WRB" | "WP$")
}

/// "He says he respects her *and calls her a friend*": the same tense, no subject, a word of speech.
fn continues_act(scene: &Scene<'_>, token: Token<'_>, verb: Token<'_>) -> bool {
    let finite = matches!(verb.tag(), "VBD" | "VBZ" | "VBP");
    let bare = !token
        .children()
        .any(|it| matches!(it.dep(), "nsubj" | "nsubjpass" | "aux" | "auxpass"));
    finite
        && token.dep() == "conj"
        && bare
        && is_act(scene, token, verb.tag())
        && !is_passive(token)
}

fn is_act(scene: &Scene<'_>, token: Token<'_>, tag: &str) -> bool {
    token.tag() == tag
        && scene
            .cues
            .verb(verb_lemma(token))
            .is_some_and(|it| matches!(it.class, CueClass::Speech | CueClass::Writing))
}

/// The cue verb whose content the parser put `token` into although it is the same speaker's next act.
pub(super) fn actor_verb<'d>(scene: &Scene<'d>, token: Token<'d>) -> Option<Token<'d>> {
    if !matches!(token.dep(), "advcl" | "conj") {
        return None;
    }
    let verb = token
        .ancestors()
        .take(6)
        .skip_while(|it| it.dep() != "ccomp")
        .nth(1)
        .filter(|it| scene.cues.verb(verb_lemma(*it)).is_some())?;
    let fits = verb.index() + 3 < token.index()
        && scene.quotation_at(token.index()) == scene.quotation_at(verb.index())
        && begins_tail(scene, token, verb);
    fits.then_some(verb)
}

#[cfg(test)]
mod tests {
    use super::super::sentences::assert_read;

    #[test]
    fn a_content_ends_before_the_next_act_and_the_remark() {
        assert_read(
            "The minister said the plan had failed, adding that a new one was ready.",
            &[
                "The minister | said | the plan had failed",
                "The minister | adding | that a new one was ready",
            ],
        );
        assert_read(
            "He said the dam was safe, though he gave no figures.",
            &["He | said | the dam was safe"],
        );
        assert_read(
            "The report said the bridge, which opened in 2009, was unsafe.",
            &["The report | said | the bridge, which opened in 2009, was unsafe"],
        );
    }
}
