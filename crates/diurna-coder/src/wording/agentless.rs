//! Violence in the passive without who did it: "three protesters were killed".
//!
//! Which verbs are violent stands in the lexicon. Silent where the sentence names a doer in another place ("killed in an Israeli
//! air strike", "killed when police opened fire"), where the act did not happen ("could be killed", "no one was killed"), and in
//! paragraphs without politics.

use diurna_text::Token;

use super::Marker;
use crate::event::{Arguments, governed};

/// The passive says that violence happened and nobody did it.
pub(super) fn holds(marker: &Marker<'_, '_>, verb: Token<'_>) -> bool {
    let arguments = Arguments::of_verb(verb);
    happened(verb)
        && arguments.subjects.is_empty()
        && arguments.objects.iter().all(|object| !is_nobody(*object))
        && !names_doer(marker, verb)
        && !is_apolitical(marker, verb)
}

fn happened(verb: Token<'_>) -> bool {
    !verb.children().any(|child| {
        child.tag() == "MD"
            || child.dep() == "neg"
            || child.dep() == "mark" && is_condition(child)
            || child.dep() == "aux" && child.tag() == "TO"
    })
}

fn is_condition(mark: Token<'_>) -> bool {
    matches!(
        mark.text().to_lowercase().as_str(),
        "if" | "unless" | "whether" | "lest"
    )
}

/// "no one", "none of them", "no civilians".
fn is_nobody(object: Token<'_>) -> bool {
    let none = |token: Token<'_>| {
        matches!(
            token.text().to_lowercase().as_str(),
            "no" | "none" | "nobody" | "neither"
        )
    };
    none(object)
        || object.children().any(none)
        || object.head().children().any(|child| child.dep() == "neg")
}

/// A by-phrase, a party's own attack, or a clause that tells what a party did.
fn names_doer(marker: &Marker<'_, '_>, verb: Token<'_>) -> bool {
    verb.children().any(|child| match child.dep() {
        "agent" => true,
        "prep" => {
            child.text().eq_ignore_ascii_case("by")
                || governed(child)
                    .iter()
                    .any(|(_, object)| acts_for_party(marker, *object))
                || child
                    .children()
                    .any(|clause| clause.dep() == "pcomp" && has_doer(marker, clause))
        }
        "advcl" => has_doer(marker, child),
        _ => false,
    })
}

/// "an *Israeli* air strike", "fire from *the ridge held by rebels*", "*police* gunfire".
fn acts_for_party(marker: &Marker<'_, '_>, noun: Token<'_>) -> bool {
    let acts = marker.lexicon.class("%violent-things");
    if !acts
        .iter()
        .any(|filler| super::condition::is(marker, noun, filler))
    {
        return false;
    }
    noun.children().any(|child| match child.dep() {
        "poss" | "amod" | "compound" | "nmod" => is_doer(marker, child),
        "prep" => matches!(child.text().to_lowercase().as_str(), "by" | "from"),
        "acl" => true,
        _ => false,
    })
}

fn has_doer(marker: &Marker<'_, '_>, clause: Token<'_>) -> bool {
    let subjects = Arguments::of_verb(clause).subjects;
    subjects
        .into_iter()
        .any(|subject| is_doer(marker, subject) || acts_for_party(marker, subject))
}

fn is_doer(marker: &Marker<'_, '_>, token: Token<'_>) -> bool {
    let doers = marker.lexicon.class("%doers");
    marker.parties.is_kind(token, "%party")
        || doers
            .iter()
            .any(|filler| super::condition::is(marker, token, filler))
}

fn is_apolitical(marker: &Marker<'_, '_>, verb: Token<'_>) -> bool {
    let paragraphs = &marker.record.article.paragraphs;
    let at = paragraphs.partition_point(|paragraph| paragraph.end <= verb.span().start);
    marker
        .topics
        .get(at)
        .is_some_and(|about| about.desk.is_some())
}
