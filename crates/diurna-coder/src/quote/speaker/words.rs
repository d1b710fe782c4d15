//! Closed lists of nouns that a speaker may be called by.

use diurna_text::Token;

/// Nouns for bodies: what "the company" may be called.
pub(super) fn is_body(lemma: &str) -> bool {
    matches!(
        lemma,
        "agency"
            | "airline"
            | "association"
            | "authority"
            | "bank"
            | "board"
            | "body"
            | "broadcaster"
            | "business"
            | "carrier"
            | "charity"
            | "club"
            | "coalition"
            | "commission"
            | "committee"
            | "company"
            | "corporation"
            | "council"
            | "court"
            | "department"
            | "firm"
            | "foundation"
            | "fund"
            | "government"
            | "group"
            | "hospital"
            | "institute"
            | "institution"
            | "league"
            | "maker"
            | "manufacturer"
            | "ministry"
            | "museum"
            | "newspaper"
            | "office"
            | "organisation"
            | "organization"
            | "operator"
            | "paper"
            | "party"
            | "provider"
            | "regulator"
            | "retailer"
            | "school"
            | "service"
            | "startup"
            | "supplier"
            | "team"
            | "union"
            | "university"
            | "utility"
            | "watchdog"
    )
}

/// Nouns that the press uses for a person it has named, without having said before that the person is one.
pub(super) fn is_human(lemma: &str) -> bool {
    matches!(
        lemma,
        "academic"
            | "actor"
            | "actress"
            | "analyst"
            | "artist"
            | "athlete"
            | "author"
            | "billionaire"
            | "businessman"
            | "businesswoman"
            | "comedian"
            | "economist"
            | "entrepreneur"
            | "executive"
            | "expert"
            | "historian"
            | "lawmaker"
            | "man"
            | "musician"
            | "novelist"
            | "philosopher"
            | "photographer"
            | "player"
            | "politician"
            | "professor"
            | "researcher"
            | "scholar"
            | "scientist"
            | "singer"
            | "star"
            | "striker"
            | "teenager"
            | "veteran"
            | "woman"
            | "writer"
            | "year-old"
    )
}

/// A wider word that the press takes up a role with: "the judge" for a chief justice.
pub(super) fn wider_word(role: &str) -> Option<&'static str> {
    Some(match role {
        "justice" => "judge",
        "attorney" | "barrister" | "solicitor" => "lawyer",
        "congressman" | "congresswoman" | "mp" | "representative" | "senator" => "lawmaker",
        "astronomer" | "biologist" | "chemist" | "climatologist" | "epidemiologist"
        | "geologist" | "physicist" | "virologist" => "scientist",
        "sergeant" | "constable" | "inspector" | "detective" => "officer",
        _ => return None,
    })
}

/// A noun for an outlet: "the news agency", "state television".
pub(in crate::quote) fn is_outlet_noun(token: Token<'_>) -> bool {
    let lemma = token.lemma().to_lowercase();
    match lemma.as_str() {
        "newspaper" | "broadcaster" | "television" | "tv" | "magazine" | "daily" | "weekly"
        | "tabloid" | "media" | "radio" | "newswire" | "paper" | "website" | "outlet" => true,
        "agency" | "channel" | "network" | "service" | "site" | "program" | "programme" => {
            token.children().any(|it| {
                matches!(
                    it.lemma().to_lowercase().as_str(),
                    "news" | "press" | "television" | "tv" | "media"
                )
            })
        }
        _ => false,
    }
}

/// "I", "we" and their forms.
pub(super) fn is_first_person(token: Token<'_>) -> bool {
    matches!(
        token.text().to_lowercase().as_str(),
        "i" | "me" | "my" | "mine" | "we" | "us" | "our" | "ours" | "myself" | "ourselves"
    ) && (token.pos() == "PRON" || token.text() == "I")
}
