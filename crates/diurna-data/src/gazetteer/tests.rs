use super::*;

fn bundled() -> Gazetteer {
    Gazetteer::bundled().unwrap()
}

/// `span=code:name` of each hit, readings of one hit joined by `|`.
fn found(gazetteer: &Gazetteer, text: &str) -> Vec<String> {
    let reading = |entry: &Entry<'_>| format!("{}:{}", entry.code(), entry.name());
    let hits = gazetteer.names_in(text);
    let shown = hits.iter().map(|hit| {
        let readings: Vec<String> = hit.entries.iter().map(reading).collect();
        format!("{}={}", hit.span.slice(text), readings.join("|"))
    });
    shown.collect()
}

fn from_one_file(name: &str, text: &str) -> Result<Gazetteer, Error> {
    Gazetteer::from_files(&[SourceFile::new(&format!("gazetteer/{name}"), text)])
}

#[test]
fn every_file_parses() {
    let gazetteer = bundled();
    assert!(
        gazetteer.version().contains("sha256:"),
        "{}",
        gazetteer.version()
    );
    assert_eq!(
        gazetteer
            .states
            .iter()
            .filter(|state| state.kind == StateKind::State)
            .count(),
        200
    );
}

#[test]
fn a_folder_gives_the_same_as_the_bundle() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("gazetteer");
    assert_eq!(
        Gazetteer::load(&folder).unwrap().version(),
        bundled().version()
    );
}

#[test]
fn lines_are_sorted_within_their_groups() {
    for (name, text) in BUNDLED {
        let mut before: Option<&str> = None;
        for (at, line) in text.lines().enumerate() {
            let is_entry = !line.is_empty() && !line.starts_with('#');
            if let (Some(before), true) = (before, is_entry) {
                assert!(
                    before.as_bytes() < line.as_bytes(),
                    "{name}:{}: {line:?} stands after {before:?}",
                    at + 1
                );
            }
            before = is_entry.then_some(line);
        }
    }
}

#[test]
fn names_of_a_text() {
    let gazetteer = bundled();
    let text = "Ankara’s foreign ministry said the Islamic Revolutionary Guard Corps met al-Qaeda in Guinea-Bissau.";
    assert_eq!(
        found(&gazetteer, text),
        [
            "Ankara=TUR:Turkey",
            "Islamic Revolutionary Guard Corps=IRN:Islamic Revolutionary Guard Corps",
            "al-Qaeda=IMG:Al-Qaeda",
            "Guinea-Bissau=GNB:Guinea-Bissau",
        ]
    );
    assert_eq!(
        found(&gazetteer, "A U.S.-led force"),
        ["U.S.=USA:United States"]
    );
    assert_eq!(
        found(&gazetteer, "anti-American"),
        ["American=USA:United States"]
    );
    assert_eq!(found(&gazetteer, "Nord\nN’Djamena"), ["N’Djamena=TCD:Chad"]);
}

#[test]
fn what_is_no_name() {
    let gazetteer = bundled();
    for text in [
        "they asked us who it was",
        "US$50",
        "Nigers",
        "Irania",
        "South America",
        "the South China Sea",
    ] {
        assert_eq!(found(&gazetteer, text), [""; 0], "{text}");
    }
}

#[test]
fn capitals_count_only_in_a_headline() {
    let gazetteer = bundled();
    assert_eq!(
        found(&gazetteer, "FRANCE WARNS TURKEY"),
        ["FRANCE=FRA:France", "TURKEY=TUR:Turkey"]
    );
    assert_eq!(
        found(&gazetteer, "IRAN ATTACKS\nthe MALI model"),
        ["IRAN=IRN:Iran"]
    );
    assert!(gazetteer.names_in("IRAN ATTACKS")[0].capitals);
    assert!(!gazetteer.names_in("US ATTACKS")[0].capitals);
}

#[test]
fn accents_may_be_missing() {
    let gazetteer = bundled();
    for text in ["the Élysée Palace", "the Elysee Palace"] {
        assert!(
            matches!(gazetteer.names_in(text)[0].entries[..], [Entry::State(state, StateForm::Seat)] if state.code.as_str() == "FRA")
        );
    }
}

#[test]
fn shared_names_give_all_readings() {
    let gazetteer = bundled();
    assert_eq!(
        found(&gazetteer, "Congolese rebels"),
        ["Congolese=COD:Democratic Republic of the Congo|COG:Republic of the Congo"]
    );
    assert_eq!(
        found(&gazetteer, "Brussels"),
        ["Brussels=BEL:Belgium|EUR:European Union"]
    );
}

#[test]
fn breakaway_regions_have_their_sector() {
    let gazetteer = bundled();
    let [entry] = gazetteer.names("Abkhazia")[..] else {
        panic!("one reading")
    };
    assert_eq!(
        (entry.code().as_str(), entry.sectors()),
        ("GEO", &[Sector::Pre][..])
    );
}

#[test]
fn phrases_of_lemmas() {
    let gazetteer = bundled();
    let role = |words: &[&str]| {
        gazetteer
            .longest_role(words)
            .map(|(tokens, role)| (tokens, role.phrase.clone()))
    };
    assert_eq!(
        role(&["vice", "-", "president", "-", "elect"]),
        Some((3, "vice president".into()))
    );
    assert_eq!(
        role(&["foreign", "ministry", "spokeswoman", "said"]),
        Some((3, "foreign ministry spokeswoman".into()))
    );
    assert_eq!(role(&["foreign", "policy"]), None);
    assert_eq!(role(&[]), None);
    assert_eq!(gazetteer.role("gunmen").unwrap().sectors, [Sector::Uaf]);
    assert_eq!(gazetteer.role("protester").unwrap().sectors, [Sector::Cvl]);
    let body = |words: &[&str]| {
        gazetteer
            .longest_generic_body(words)
            .map(|(tokens, body)| (tokens, body.kind))
    };
    assert_eq!(
        body(&["prime", "minister", "'s", "office", "said"]),
        Some((4, BodyKind::Office))
    );
    assert_eq!(
        gazetteer.generic_body("coast-guard").unwrap().kind,
        BodyKind::Guard
    );
}

#[test]
fn outlets_by_host() {
    let gazetteer = bundled();
    let name = |host: &str| {
        gazetteer
            .outlet_of_host(host)
            .map(|outlet| outlet.name.text.as_str())
    };
    assert_eq!(name("www.bbc.co.uk"), Some("BBC"));
    assert_eq!(name("REUTERS.com"), Some("Reuters"));
    assert_eq!(name("example.org"), None);
    assert!(
        gazetteer
            .outlets()
            .iter()
            .any(|outlet| outlet.agency && outlet.name.text == "Agence France-Presse")
    );
}

#[test]
fn offices_at_a_date() {
    let gazetteer = bundled();
    let [Entry::Person(person)] = gazetteer.names("Vladimir Putin")[..] else {
        panic!("one person")
    };
    let at = |when: &str| {
        let when = when.parse().unwrap();
        person
            .offices_at(&when)
            .map(|office| office.title.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(at("2005-06-01"), ["president"]);
    assert_eq!(at("2010-06"), ["prime minister"]);
    assert_eq!(at("2024"), ["president"]);
    assert_eq!(at("1980"), Vec::<String>::new());
    assert_eq!(person.gender, Some(Gender::Male));
}

#[test]
fn errors_name_file_and_line() {
    let message = |name: &str, text: &str| from_one_file(name, text).unwrap_err().to_string();
    assert_eq!(
        message("states.txt", "# head\n\nFRA | state | France"),
        "gazetteer/states.txt:3: expected 7 fields, found 3"
    );
    assert_eq!(
        message("bodies.txt", "FRA | LEG | house | Assembly")
            .rsplit(", ")
            .next(),
        Some("found \"house\"")
    );
    assert!(
        message("people.txt", "A B |  | FRA | GOV | king | 1800/1801 |  |")
            .contains("expected a day, month or year")
    );
    assert!(
        message("roles.txt", "king | GOVT | head | country |")
            .starts_with("gazetteer/roles.txt:1: sector")
    );
    assert!(message("other.txt", "a").contains("expected a file of the gazetteer"));
}

#[test]
fn a_name_of_two_entries_must_be_marked() {
    let twice = "IMG |  | REB | Front | \nMLI |  | REB | Other | Front\n";
    assert_eq!(
        from_one_file("groups.txt", twice).unwrap_err().to_string(),
        "gazetteer/groups.txt:2: \"Front\" also stands in line 1; mark both with \"?\" if it is shared"
    );
    let marked = "IMG |  | REB | Front? | \nMLI |  | REB | Other | Front?\n";
    assert_eq!(
        from_one_file("groups.txt", marked)
            .unwrap()
            .names("Front")
            .len(),
        2
    );
    let alone = "IMG |  | REB | Front? | \n";
    assert!(
        from_one_file("groups.txt", alone)
            .unwrap_err()
            .to_string()
            .contains("marked as shared, but no other line has it")
    );
}
