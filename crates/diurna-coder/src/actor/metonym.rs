//! Whether a capital or a seat of government acts, or is only a place.
//!
//! The codebook: "a capital or a seat of government that acts as subject or object of the verb stands for its government;
//! otherwise a city is a place". What acts is read off the verb or noun that governs the name. A wrong government costs
//! more than a missed one, so that all but subjects need a word that only governments (or people) go with.

use diurna_text::Token;

use super::words::lists;
use crate::event::is_nominal;

/// True where a capital stands for its government: "Ankara rejected", "urged Ankara", "talks with Ankara", "Ankara's reply";
/// not "in Ankara", "left Ankara", "Ankara's airport".
pub(super) fn stands_for_government(token: Token<'_>) -> bool {
    let first = std::iter::successors(Some(token), |token| {
        (token.dep() == "conj").then(|| token.head())
    })
    .take(20)
    .last()
    .unwrap_or(token);
    let governor = first.head();
    match first.dep() {
        "nsubj" => acts_in(governor),
        "nsubjpass" | "dobj" | "dative" => {
            let is_moved = governor
                .children()
                .any(|child| child.dep() == "xcomp" && first.dep() == "dobj");
            is_moved || lists(ADDRESSED, governor.lemma())
        }
        "poss" => {
            governor.tag().starts_with("NN")
                && governor.pos() != "PROPN"
                && !lists(OF_A_CITY, governor.lemma())
        }
        "pobj" => is_partner(governor),
        _ => false,
    }
}

/// True if the subject of this verb does something that a city cannot.
fn acts_in(verb: Token<'_>) -> bool {
    let child = |dep: &str| verb.children().find(|child| child.dep() == dep);
    match verb.lemma() {
        "be" => {
            child("acomp").is_some() || child("attr").is_some_and(|noun| lists(KIN, noun.lemma()))
        }
        "see" | "witness" | "lie" | "sit" | "stand" | "fall" | "burn" | "sleep" | "wake"
        | "grow" | "host" | "have" | "become" | "remain" | "include" | "experience" | "suffer"
        | "boast" => false,
        _ => matches!(verb.pos(), "VERB" | "AUX"),
    }
}

/// True if the object of this preposition is somebody.
fn is_partner(preposition: Token<'_>) -> bool {
    let governor = preposition.head();
    let word = governor.lemma();
    let is_verb = matches!(governor.pos(), "VERB" | "AUX");
    match preposition.lemma() {
        "by" => governor.tag() == "VBN" || lists(DEEDS, word),
        "with" | "between" | "against" | "toward" | "towards" => !lists(TRAVEL, word),
        "to" if is_verb => lists(SPEAKING_TO, word),
        "to" | "from" | "for" | "on" | "of" if is_nominal(governor) => lists(DEEDS, word),
        "on" | "upon" => matches!(
            word,
            "call" | "lean" | "impose" | "press" | "rely" | "depend"
        ),
        "from" => matches!(
            word,
            "demand" | "seek" | "receive" | "request" | "win" | "obtain" | "extract"
        ),
        _ => false,
    }
}

/// Verbs whose object is somebody.
const ADDRESSED: &str = "\
    accuse advise alarm anger annoy appease arm ask assist assure back blame blast castigate challenge chide \
    compel concern condemn congratulate consult convince court criticise criticize defy denounce deter \
    discourage embarrass encourage engage enrage fault force fund frustrate give help humiliate implore \
    inform infuriate insult invite irk irritate isolate lambast lambaste lobby mock notify oblige offend \
    offer oppose order pay persuade petition praise press pressure prod promise prompt provoke punish push \
    question reassure rebuff rebuke recognise recognize remind represent reprimand request sanction scold \
    send shock slam snub stun sue support surprise suspect tell thank threaten trust upset urge warn woo \
    worry";

/// Verbs with somebody behind "to".
const SPEAKING_TO: &str = "\
    apologise apologize appeal bow cede complain concede defer deliver give grant hand lend listen matter object offer pay \
    pledge present promise propose protest provide report reply respond say sell signal speak suggest surrender talk turn \
    write yield";

/// Nouns behind whose preposition stands somebody: "a warning to Ankara", "pressure on Ankara", "orders from Ankara".
const DEEDS: &str = "\
    accusation aid ally answer appeal approval attitude backing behalf blow claim concession condemnation \
    critic criticism decision demand denial embargo embarrassment enemy foe friend funding hand headache \
    help independence influence instruction interest invitation letter loyalty message move note offer \
    opponent order patience permission policy position praise pressure promise proposal proxy reaction \
    refusal rejection reply reproach request resistance response restriction sanction setback signal stance \
    statement subsidy support supporter tariff threat ultimatum victory view warning will wish";

/// What a capital may be called that a city is not.
const KIN: &str = "\
    adversary ally backer donor enemy foe friend guarantor member opponent partner party patron player power \
    rival signatory sponsor supplier supporter";

/// Ways and means of travel: what is "with" or "between" two cities then is a journey.
const TRAVEL: &str = "\
    arrive border bring come distance drive flight fly go head highway journey leave line march move railway \
    return road route take train travel trip visit way";

/// What belongs to a city, not to a government.
const OF_A_CITY: &str = "\
    airport area bar bishop boulevard bridge building cafe capital cathedral center central centre church \
    citizen club commuter district docks downtown east end fire gallery harbour heart hospital hotel \
    inhabitant landmark market mayor metro morgue mosque museum neighborhood neighbourhood north office old \
    opera outskirt outskirts park people police policeman population port prison quarter resident restaurant \
    river road school shop side skyline slum south square stadium station store street suburb subway theater \
    theatre traffic university wall west zoo";
