//! Made-up sentences for the rules of parties, read with the installed model.

use diurna_data::gazetteer::Gazetteer;
use diurna_record::Article;
use diurna_text::{Analyzer, Home, Model};
use std::sync::{Arc, LazyLock};

use super::Parties;

static MODEL: LazyLock<Option<Arc<Model>>> = LazyLock::new(|| {
    let path = Home::find().ok()?.default_model();
    Model::load(&path).ok().map(Arc::new)
});

/// Asserts for each of the words, at its last occurrence, whom it means: `name country sectors`, "-" for no mention.
#[expect(clippy::print_stderr, reason = "a skipped test says so")]
fn assert_means(text: &str, expected: &[(&str, &str)]) {
    let Some(model) = MODEL.as_ref() else {
        eprintln!("skipped: the default model is not installed (`diurna model install`)");
        return;
    };
    let article = Article::from_text("t", text);
    let doc = Analyzer::new(model)
        .analyze_parts(text, &article.paragraphs)
        .expect("a test sentence is short");
    let gazetteer = Gazetteer::bundled().expect("the bundled gazetteer parses");
    let parties = Parties::find(&article, &doc, &gazetteer);
    for (word, meaning) in expected {
        let token = doc
            .tokens()
            .rfind(|token| token.text() == *word)
            .expect("the word stands in the text");
        let found = parties.at(token).map_or("-".to_owned(), |mention| {
            let identity = parties.identity(parties.entity(mention));
            let country = identity
                .country
                .map_or("-".to_owned(), |code| code.to_string());
            let sectors: Vec<&str> = identity
                .sectors
                .iter()
                .map(|sector| sector.as_str())
                .collect();
            format!("{} {country} {}", identity.name, sectors.join("/"))
        });
        assert_eq!(found.trim_end(), *meaning, "{word:?} in {text:?}");
    }
}

#[test]
fn a_surname_is_whom_the_article_names_in_full() {
    assert_means(
        "Hillary Clinton spoke in Ohio. Later Clinton met the miners.",
        &[("Clinton", "Hillary Clinton USA GOV")],
    );
}

#[test]
fn a_capital_acts_only_where_a_government_can() {
    assert_means(
        "Moscow rejected the offer.",
        &[("Moscow", "Russia RUS GOV")],
    );
    assert_means(
        "The envoy left Moscow on Friday.",
        &[("Moscow", "Moscow RUS")],
    );
    assert_means(
        "A man was held at Moscow's airport.",
        &[("Moscow", "Moscow RUS")],
    );
    assert_means(
        "Finland urged Moscow to wait.",
        &[("Moscow", "Russia RUS GOV")],
    );
}

#[test]
fn a_seat_before_another_country_is_a_place_there() {
    assert_means(
        "A strike began in San Jose, California.",
        &[("Jose", "San Jose USA")],
    );
}

#[test]
fn former_officials_are_elites() {
    assert_means(
        "A former French minister spoke to a French minister.",
        &[("minister", "a French minister FRA GOV")],
    );
    assert_means(
        "A former French minister left.",
        &[("minister", "A former French minister FRA ELI")],
    );
}

#[test]
fn who_belongs_to_a_body_has_its_sector() {
    assert_means(
        "A Hamas official met a WHO adviser.",
        &[
            ("official", "A Hamas official PSE REB/PTY"),
            ("adviser", "a WHO adviser UNO IGO/MED"),
        ],
    );
}

#[test]
fn people_of_a_state_are_not_the_state() {
    assert_means(
        "Four Canadians died.",
        &[("Canadians", "Canadians CAN CVL")],
    );
    assert_means("The Canadian army left.", &[("Canadian", "Canada CAN GOV")]);
}

#[test]
fn a_pronoun_may_mean_no_party() {
    assert_means("It is clear that Peru lost.", &[("It", "-")]);
    assert_means("Peru said it would vote.", &[("it", "Peru PER GOV")]);
    assert_means(
        "Peru built a dam. The dam broke after it leaked.",
        &[("it", "-")],
    );
}

#[test]
fn officials_belong_to_the_country_that_the_article_is_about() {
    assert_means(
        "Peru held a vote. Peru counted for days. Peruvian farmers waited. A minister resigned.",
        &[("minister", "A minister PER GOV")],
    );
}

#[test]
fn a_pronoun_goes_back_to_the_noun_that_stands_out() {
    assert_means(
        "Angela Merkel met Theresa May on Friday. She told her that Germany would wait.",
        &[
            ("She", "Angela Merkel DEU GOV"),
            ("her", "Theresa May GBR GOV/COP"),
        ],
    );
    assert_means(
        "Before he left, Vladimir Putin met Donald Trump.",
        &[("he", "Vladimir Putin RUS GOV")],
    );
    assert_means(
        "Chad hosts many refugees from Sudan. It accused Sudan of helping rebels.",
        &[("It", "Chad TCD GOV")],
    );
    assert_means(
        "Vladimir Putin and his army won.",
        &[("his", "Vladimir Putin RUS GOV")],
    );
}

#[test]
fn an_object_is_not_its_own_subject() {
    assert_means(
        "Vladimir Putin met Donald Trump. Trump thanked him.",
        &[("him", "Vladimir Putin RUS GOV")],
    );
}

#[test]
fn they_are_whom_the_verb_is_told() {
    assert_means(
        "Doctors told farmers to wash their hands.",
        &[("their", "farmers - AGR")],
    );
    assert_means(
        "Peru bought tractors. They broke within weeks.",
        &[("They", "-")],
    );
}

#[test]
fn a_description_beside_a_name_is_the_same_person() {
    assert_means(
        "Ana Ruiz, a retired nurse from Peru, spoke.",
        &[("nurse", "Ana Ruiz PER MED")],
    );
    assert_means(
        "Ana Ruiz is a senator from Peru.",
        &[("Ruiz", "Ana Ruiz PER LEG")],
    );
}

#[test]
fn who_speaks_for_a_world_body_is_not_of_the_place() {
    assert_means(
        "NATO chief Jaap de Hoop Scheffer spoke.",
        &[("Scheffer", "Jaap de Hoop Scheffer IGO IGO/MIL")],
    );
}

#[test]
fn the_state_may_be_part_of_a_country() {
    assert_means(
        "Donald Trump spoke in Ohio. Nobody in the state listened.",
        &[("state", "Ohio USA")],
    );
}

#[test]
fn nouns_that_name_nobody() {
    assert_means("Peru issued a driver's license.", &[("driver", "-")]);
    assert_means("Peru held two men hostage.", &[("hostage", "-")]);
    assert_means(
        "Peru found resistance to antibiotics.",
        &[("resistance", "-")],
    );
}
