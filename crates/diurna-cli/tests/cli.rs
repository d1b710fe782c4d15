//! The program as a user meets it: exit code, stdout, stderr.

mod program;

use std::fs;
use std::io::{BufRead, BufReader, Write};

use serde_json::Value;

use program::{Folder, diurna, has_model, project};

const PAGE: &str = "samples/pages/kuwait-01-meridian-wire.html";

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

/// The characters from `start` to `end`, as R and Python count them.
fn slice(text: &str, span: &Value) -> String {
    let at = |name: &str| span[name].as_u64().unwrap() as usize;
    text.chars()
        .skip(at("start"))
        .take(at("end") - at("start"))
        .collect()
}

// diurna read

#[test]
fn read_gives_an_article_whose_paragraphs_slice() {
    let ran = diurna(["read", PAGE]).run().code(0);
    assert_eq!(ran.stderr, "");
    let article = json(&ran.stdout);
    assert_eq!(article["schema"], "diurna/1");
    let text = article["text"].as_str().unwrap();
    let first = slice(text, &article["paragraphs"][0]);
    assert_eq!(article["title"], first.as_str());
}

#[test]
fn read_text_is_the_text_alone() {
    let article = json(&diurna(["read", PAGE]).run().code(0).stdout);
    let ran = diurna(["read", PAGE, "--format", "text"]).run().code(0);
    assert_eq!(ran.stdout.trim_end(), article["text"].as_str().unwrap());
}

#[test]
fn one_document_is_an_object_and_several_are_a_list() {
    let one = json(&diurna(["read", PAGE]).run().code(0).stdout);
    let two = json(&diurna(["read", PAGE, PAGE]).run().code(0).stdout);
    assert_eq!(two, Value::Array(vec![one.clone(), one.clone()]));
    let with_a_missing_one = diurna(["read", PAGE, "missing.html"]).run().code(1);
    assert_eq!(json(&with_a_missing_one.stdout), Value::Array(vec![one]));
}

#[test]
fn folders_and_patterns_give_the_same_pages_in_the_same_order() {
    let folder = diurna(["read", "samples/pages", "--format", "jsonl"])
        .run()
        .code(0);
    let pattern = diurna(["read", "samples/p*/*.html", "--format", "jsonl"])
        .run()
        .code(0);
    assert_eq!(folder.stdout.lines().count(), 32);
    assert_eq!(folder.stdout, pattern.stdout);
}

#[test]
fn standard_input_is_detected() {
    let page = fs::read_to_string(project().join(PAGE)).unwrap();
    let from_file = json(&diurna(["read", PAGE]).run().stdout);
    let html = json(&diurna(["read"]).stdin(&page).run().code(0).stdout);
    assert_eq!(html["text"], from_file["text"]);
    let text = json(
        &diurna(["read", "-"])
            .stdin("Ankara said no.")
            .run()
            .code(0)
            .stdout,
    );
    assert_eq!(text["text"], "Ankara said no.");
    let lines = "{\"id\": \"a\", \"text\": \"One.\"}\n{\"id\": \"b\", \"text\": \"Two.\"}\n";
    let lines = json(&diurna(["read"]).stdin(lines).run().code(0).stdout);
    assert_eq!(
        (&lines[0]["id"], &lines[1]["text"]),
        (&"a".into(), &"Two.".into())
    );
}

#[test]
fn what_the_caller_knows_goes_before_what_the_page_says() {
    let args = [
        "read",
        PAGE,
        "--published",
        "1990-08-09",
        "--outlet",
        "Other",
    ];
    let article = json(&diurna(args).run().code(0).stdout);
    assert_eq!(article["published"], "1990-08-09");
    assert_eq!(article["published_basis"], "given");
    assert_eq!(article["outlet"]["name"], "Other");
}

#[test]
fn a_bad_date_is_a_usage_error_that_says_what_was_expected() {
    diurna(["read", PAGE, "--published", "9 August"])
        .run()
        .code(2)
        .says("expected an ISO 8601 date");
}

#[test]
fn articles_that_were_read_can_be_read_again_unchanged() {
    let folder = Folder::new("again");
    let once = diurna(["read", PAGE]).run().code(0).stdout;
    for name in ["a.json", "a.jsonl"] {
        let line = serde_json::to_string(&json(&once)).unwrap();
        let text = if name == "a.json" { &once } else { &line };
        let twice = diurna(["read", &folder.file(name, text)]).run().code(0);
        assert_eq!(twice.stdout, once, "{name}");
    }
}

#[test]
fn a_file_that_is_not_there_is_named_and_the_rest_is_read() {
    let ran = diurna(["read", "missing.html", PAGE, "--format", "jsonl"])
        .run()
        .code(1);
    assert_eq!(ran.stdout.lines().count(), 1);
    let lines: Vec<&str> = ran.stderr.lines().collect();
    // Between the name and the end of the line stands the system's own message.
    assert!(
        lines[0].starts_with("set aside: missing.html: "),
        "{}",
        ran.stderr
    );
    assert_eq!(lines[1..], ["1 of 2 documents set aside"]);
}

#[test]
fn a_folder_without_pages_and_a_pattern_without_files_say_so() {
    let folder = Folder::new("empty");
    let path = folder.path().display().to_string();
    diurna(["read", &path])
        .run()
        .code(1)
        .says("expected pages in this folder");
    diurna(["read", "no/*.html"])
        .run()
        .code(1)
        .says("no/*.html: no file fits this pattern");
}

#[test]
fn a_reader_that_closes_the_pipe_is_no_failure() {
    let mut child = diurna(["read", "samples/pages", "samples/pages", "samples/pages"]).start();
    let mut line = String::new();
    let mut out = BufReader::with_capacity(1, child.stdout.take().unwrap());
    out.read_line(&mut line).unwrap();
    drop(out);
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}

#[test]
fn a_line_is_answered_before_the_next_one_comes() {
    let mut child = diurna(["read", "--format", "jsonl"]).start();
    let mut input = child.stdin.take().unwrap();
    let mut output = BufReader::new(child.stdout.take().unwrap()).lines();
    for id in ["a", "b"] {
        writeln!(input, "{{\"id\": \"{id}\", \"text\": \"No.\"}}").unwrap();
        assert_eq!(json(&output.next().unwrap().unwrap())["id"], id);
    }
    drop(input);
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

// diurna verify

fn record() -> Value {
    let made_by =
        serde_json::json!({"diurna": "0", "model": "0", "lexicon": "0", "gazetteer": "0"});
    let mut record = json(
        &diurna(["read", "--text", "Ankara said no."])
            .run()
            .code(0)
            .stdout,
    );
    record["sentences"] = serde_json::json!([{"start": 0, "end": 15, "paragraph": 0}]);
    for list in [
        "entities",
        "events",
        "statements",
        "times",
        "places",
        "wording",
    ] {
        record[list] = Value::Array(Vec::new());
    }
    let mention = serde_json::json!({"start": 0, "end": 6, "text": "Ankara", "form": "metonym"});
    record["entities"] = serde_json::json!([{"id": "E1", "name": "Turkey", "kind": "state", "country": "TUR",
        "knowledge_id": null, "mentions": [mention], "basis": "metonymy"}]);
    record["made_by"] = made_by;
    record
}

#[test]
fn verify_names_the_record_and_its_first_field_that_fails() {
    let sound = record();
    let mut unsound = record();
    unsound["id"] = "bad".into();
    unsound["entities"][0]["mentions"][0]["text"] = "Paris".into();
    let folder = Folder::new("verify");
    let good = folder.file("good.json", sound.to_string());
    diurna(["verify", &good])
        .run()
        .code(0)
        .says("1 records hold, 0 do not");
    let lines = folder.file("mixed.jsonl", format!("{sound}\n{unsound}\nnonsense\n"));
    diurna(["verify", &lines])
        .run()
        .code(5)
        .says("mixed.jsonl:2: record bad: entities.mentions: expected \"Paris\", found Some(\"Ankara\")")
        .says("mixed.jsonl:3: expected a record")
        .says("1 records hold, 2 do not");
    let list = folder.file(
        "list.json",
        serde_json::to_string_pretty(&[sound, unsound]).unwrap(),
    );
    diurna(["verify", &list])
        .run()
        .code(5)
        .says("list.json[1]: record bad");
}

#[test]
fn verify_reads_standard_input_and_sets_aside_what_is_not_there() {
    diurna(["verify"])
        .stdin(&format!("{}\n", record()))
        .run()
        .code(0);
    diurna(["verify", "missing.jsonl"])
        .run()
        .code(1)
        .says("not read: missing.jsonl");
}

// diurna model

#[test]
fn a_missing_model_has_its_own_exit_code_and_a_hint() {
    let home = Folder::new("home");
    let no_model = |args: &[&str]| {
        let ran = diurna(args).env("DIURNA_HOME", home.path()).run().code(3);
        assert_eq!(ran.stdout, "");
        assert!(ran.stderr.starts_with("error: "), "{}", ran.stderr);
        ran.says("hint: run `diurna model install`")
    };
    no_model(&["code", PAGE]).says("en_core_web_sm-3.8.0");
    no_model(&["parse", "--text", "No."]);
    no_model(&["model", "verify"]);
    let list = diurna(["model", "list"])
        .env("DIURNA_HOME", home.path())
        .run()
        .code(0);
    assert_eq!(list.stdout, "");
}

#[test]
fn a_cut_off_wheel_is_refused_by_name() {
    let folder = Folder::new("wheel");
    // The head of a zip file and nothing behind it.
    let wheel = folder.file(
        "en_core_web_sm-3.8.0-py3-none-any.whl",
        b"PK\x03\x04\x14\x00\x00\x00\x08\x00",
    );
    let ran = diurna(["model", "install", "--from", &wheel])
        .env("DIURNA_HOME", folder.path().join("home"))
        .run()
        .code(3);
    ran.says("en_core_web_sm-3.8.0-py3-none-any.whl")
        .says("hint: ");
}

#[test]
fn places_that_are_cut_off_are_named_and_mended_by_an_install() {
    let home = Folder::new("places");
    std::fs::create_dir_all(home.path().join("geonames")).expect("a folder can be made");
    home.file("geonames/geonames.diurna-places", b"diurna places 1\n");
    let list = diurna(["model", "list"])
        .env("DIURNA_HOME", home.path())
        .run()
        .code(3);
    assert_eq!(list.stdout, "");
    list.says("geonames.diurna-places")
        .says("`diurna model install` mends it");
}

#[test]
fn a_list_without_places_says_what_is_missing() {
    let home = Folder::new("no-places");
    diurna(["model", "list"])
        .env("DIURNA_HOME", home.path())
        .run()
        .code(0)
        .says("towns have no coordinates");
}

#[test]
fn a_python_that_is_not_there_is_named() {
    let home = Folder::new("python");
    diurna(["model", "install", "--python", "/no/such/python"])
        .env("DIURNA_HOME", home.path())
        .run()
        .code(3)
        .says("/no/such/python")
        .says("--from");
}

// diurna code, parse, explain, relate: need the model

#[test]
fn the_whole_sample_verifies_and_threads_change_nothing() {
    if !has_model() {
        return;
    }
    let code = |threads: &str| {
        let args = [
            "code",
            "samples/pages",
            "--format",
            "jsonl",
            "--threads",
            threads,
        ];
        diurna(args).run().code(0)
    };
    let (one, two) = (code("1"), code("2"));
    assert_eq!(one.stderr, "");
    assert!(one.stdout == two.stdout, "1 and 2 threads differ");
    assert_eq!(one.stdout.lines().count(), 32);
    diurna(["verify"])
        .stdin(&one.stdout)
        .run()
        .code(0)
        .says("32 records hold, 0 do not");
    let events = |line: &str| json(line)["events"].as_array().unwrap().len();
    assert!(
        one.stdout.lines().map(events).sum::<usize>() > 32,
        "hardly any events"
    );
}

#[test]
fn a_record_says_what_made_it_and_codes_again_to_the_same() {
    if !has_model() {
        return;
    }
    let folder = Folder::new("recode");
    let once = diurna(["code", PAGE]).run().code(0).stdout;
    let made_by = &json(&once)["made_by"];
    assert!(
        made_by["model"]
            .as_str()
            .unwrap()
            .starts_with("en_core_web_sm 3.8.0 sha256:"),
        "{made_by}"
    );
    let twice = diurna(["code", &folder.file("record.json", &once)])
        .run()
        .code(0)
        .stdout;
    assert_eq!(once, twice);
}

#[test]
fn a_broken_document_among_good_ones_is_named_and_counted() {
    if !has_model() {
        return;
    }
    let folder = Folder::new("broken");
    folder.file("a.txt", "Iraq invaded Kuwait.");
    folder.file("b.html", "<html><body></body></html>");
    folder.file(
        "c.jsonl",
        "{\"id\": \"c1\", \"text\": \"Iraq invaded Kuwait.\"}\n{\"id\": \"c2\"}\n",
    );
    let path = folder.path().display().to_string();
    let ran = diurna(["code", &path, "--format", "jsonl"]).run().code(1);
    assert_eq!(ran.stdout.lines().count(), 2);
    ran.says("b.html: expected a page with text, found no words")
        .says("c.jsonl:2: text: expected \"text\" or \"html\", found neither")
        .says("2 of 4 documents set aside");
}

#[test]
fn the_table_has_a_row_an_event_and_marks_the_words_without_colour() {
    if !has_model() {
        return;
    }
    let text = "Iraq invaded Kuwait on Thursday.";
    let args = [
        "code",
        "--text",
        text,
        "--published",
        "1990-08-02",
        "--format",
        "table",
    ];
    let ran = diurna(args).run().code(0);
    let row = ran
        .stdout
        .lines()
        .find(|line| line.contains(" | "))
        .unwrap_or_default();
    let cells: Vec<&str> = row.split(" | ").map(str::trim).collect();
    assert_eq!(cells[0], "1990-08-02", "{}", ran.stdout);
    assert!(
        cells[1].contains("IRQ") && cells[2].starts_with("ASSAULT") && cells[3].contains("KWT"),
        "{row}"
    );
    assert_eq!(cells[4], "asserted");
    assert!(
        ran.stdout
            .contains("\n    Iraq [invaded] Kuwait on Thursday.\n"),
        "{}",
        ran.stdout
    );
    assert!(!ran.stdout.contains('\u{1b}'));
}

#[test]
fn colour_shows_only_when_asked_for() {
    if !has_model() {
        return;
    }
    let args = [
        "parse",
        "--text",
        "Iraq invaded Kuwait.",
        "--format",
        "tree",
    ];
    let coloured = diurna(args).env("CLICOLOR_FORCE", "1").run().code(0).stdout;
    assert!(coloured.contains('\u{1b}'));
    let plain = diurna(args)
        .env("CLICOLOR_FORCE", "1")
        .env("NO_COLOR", "1")
        .run()
        .code(0)
        .stdout;
    assert!(!plain.contains('\u{1b}'));
}

#[test]
fn parse_writes_conllu_with_spans_and_entities() {
    if !has_model() {
        return;
    }
    let text = "Élysée officials met  in Paris.\n\nThey left.";
    let ran = diurna(["parse", "--text", text]).run().code(0);
    assert!(
        ran.stdout.starts_with("# newdoc id = sha256:"),
        "{}",
        ran.stdout
    );
    let mut roots = 0;
    for line in ran
        .stdout
        .lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
    {
        let columns: Vec<&str> = line.split('\t').collect();
        assert_eq!(columns.len(), 10, "{line}");
        roots += usize::from(columns[6] == "0");
        let place = |name: &str| -> usize {
            let field = columns[9]
                .split('|')
                .find_map(|field| field.strip_prefix(name));
            field.unwrap().parse().unwrap()
        };
        let (start, end) = (place("start_char="), place("end_char="));
        let form: String = text.chars().skip(start).take(end - start).collect();
        assert_eq!(columns[1], form);
    }
    assert_eq!(roots, 2);
    assert!(ran.stdout.contains("NER=B-GPE"), "{}", ran.stdout);
    assert_eq!(ran.stdout.matches("# newpar").count(), 2);
}

#[test]
fn the_tree_hangs_words_under_their_heads() {
    if !has_model() {
        return;
    }
    let args = [
        "parse",
        "--text",
        "Iraq invaded Kuwait.",
        "--format",
        "tree",
    ];
    let tree = "invaded  ROOT VERB\n├── Iraq  nsubj PROPN  <GPE: Iraq>\n├── Kuwait  dobj PROPN  <GPE: Kuwait>\n└── .  punct PUNCT\n\n";
    assert_eq!(diurna(args).run().code(0).stdout, tree);
}

#[test]
fn explain_names_the_entry_that_fired() {
    if !has_model() {
        return;
    }
    let ran = diurna(["explain", "--text", "Iraq invaded Kuwait."])
        .run()
        .code(0);
    for part in [
        "invaded  ROOT VERB",
        "Iraq: IRQ",
        "invaded: ASSAULT asserted",
        "invade.v",
    ] {
        assert!(
            ran.stdout.contains(part),
            "expected {part:?}: {}",
            ran.stdout
        );
    }
}

#[test]
fn relate_answers_each_pair_and_sets_aside_a_document_without_pairs() {
    if !has_model() {
        return;
    }
    let pairs = r#"{"id": "d1", "text": "Iraq invaded Kuwait.", "pairs": [{"id": "p1", "source": [[0, 4]], "target": [[13, 19]]}]}"#;
    let lines = format!("{pairs}\n{{\"id\": \"d2\", \"text\": \"No.\"}}\n");
    let ran = diurna(["relate"]).stdin(&lines).run().code(1);
    assert_eq!(ran.stdout.lines().count(), 1);
    let relations = json(&ran.stdout);
    assert_eq!(relations["id"], "d1");
    assert_eq!(relations["relations"][0]["id"], "p1");
    assert_eq!(relations["relations"][0]["root15"], "ASSAULT");
    ran.says("-:2: expected a document with \"pairs\", found none");
}

#[test]
fn stats_go_to_stderr() {
    if !has_model() {
        return;
    }
    let ran = diurna(["code", PAGE, "--stats"]).run().code(0);
    json(&ran.stdout);
    ran.says("documents   1 (0 set aside)")
        .says("CPU time")
        .says("analyze ");
}

#[test]
fn a_lexicon_that_does_not_parse_is_named_with_its_line() {
    if !has_model() {
        return;
    }
    let folder = Folder::new("lexicon");
    folder.file(
        "assault.txt",
        "# a lexicon of one bad line\n\nbomb.v | obj=R | NONSENSE |\n",
    );
    let path = folder.path().display().to_string();
    diurna(["code", PAGE, "--lexicon", &path])
        .run()
        .code(4)
        .says("assault.txt:3")
        .says("hint: ");
}

#[test]
fn demo_says_where_it_looked_for_the_sample() {
    diurna(["demo", "--samples", "/no/such"])
        .run()
        .code(2)
        .says("/no/such/pages")
        .says("--samples");
}

// completions and manual pages

#[test]
fn completions_and_manual_pages_know_the_commands() {
    let script = diurna(["completions", "bash"]).run().code(0).stdout;
    let page = diurna(["man"]).run().code(0).stdout;
    for command in [
        "read", "code", "relate", "verify", "explain", "model", "demo",
    ] {
        assert!(script.contains(command), "{command}");
        assert!(page.contains(command), "{command}");
    }
    assert!(page.contains("Exit codes"));
    let folder = Folder::new("man");
    let path = folder.path().display().to_string();
    diurna(["man", "--to", &path]).run().code(0);
    assert!(folder.path().join("diurna-code.1").is_file());
}

// diurna lexicon

#[test]
fn lexicon_check_counts_and_names_a_bad_line() {
    let ran = diurna(["lexicon", "check"]).run().code(0);
    assert!(ran.stdout.contains("entries"), "{}", ran.stdout);
    let folder = Folder::new("lexicon-check");
    fs::write(
        folder.path().join("mine.txt"),
        "bomb.v | obj=R | ASSAULT\nbomb | obj=R | ASSAULT\n",
    )
    .unwrap();
    let bad = diurna(["lexicon", "check", folder.path().to_str().unwrap()])
        .run()
        .code(4);
    assert!(bad.stderr.contains("mine.txt:2"), "{}", bad.stderr);
}

#[test]
fn lexicon_show_prints_the_entries_of_a_lemma() {
    let ran = diurna(["lexicon", "show", "raid"]).run().code(0);
    assert!(
        ran.stdout
            .lines()
            .any(|line| line.contains("raid.v") && line.contains("COERCE")),
        "{}",
        ran.stdout
    );
    let none = diurna(["lexicon", "show", "seized"]).run().code(0);
    assert_eq!(none.stdout, "");
    assert!(none.stderr.contains("lemmas"), "{}", none.stderr);
}

#[test]
fn lexicon_test_names_the_sentence_that_is_coded_otherwise() {
    if !has_model() {
        return;
    }
    let folder = Folder::new("lexicon-test");
    let lexicon = "bomb.v | obj=R | ASSAULT\n+ Iraq bombed Iran. => ASSAULT IRQ>IRN\n+ Iraq bombed Iran. => AID IRQ>IRN\n- Iraq bombed Iran.\n";
    fs::write(folder.path().join("mine.txt"), lexicon).unwrap();
    let ran = diurna([
        "lexicon",
        "test",
        "--lexicon",
        folder.path().to_str().unwrap(),
    ])
    .run()
    .code(5);
    assert!(
        ran.stdout
            .contains("mine.txt:3: expected AID IRQ>IRN, found ASSAULT"),
        "{}",
        ran.stdout
    );
    assert!(
        ran.stdout.contains("mine.txt:4: must not be coded"),
        "{}",
        ran.stdout
    );
    assert!(ran.stdout.contains("1 of 3"), "{}", ran.stdout);
}

#[test]
fn a_lexicon_file_is_added_and_wins_where_both_fit() {
    if !has_model() {
        return;
    }
    let folder = Folder::new("lexicon-own");
    let file = folder.path().join("mine.txt");
    let entries = "court.v | obj:%state=R | CONSULT | 040\n+ Turkey courted Libya for months. => CONSULT TUR>LBY\n\
        bomb.v | obj=R | ASSAULT aerial | 195\n";
    fs::write(&file, entries).unwrap();
    let path = file.to_str().unwrap();
    let ran = diurna(["lexicon", "test", "--lexicon", path]).run().code(0);
    assert_eq!(ran.stdout, "1 of 1 sentences are coded as they ask\n");
    let events = |text: &str| -> Vec<Value> {
        let ran = diurna(["code", "--by", "rules", "--lexicon", path])
            .stdin(text)
            .run()
            .code(0);
        json(&ran.stdout)["events"].as_array().unwrap().clone()
    };
    let bombed = &events("Iraq bombed Iran on Monday.")[0];
    assert_eq!(
        (&bombed["rule"], &bombed["cameo"]),
        (&Value::from("mine.txt:3"), &Value::from("195"))
    );
    let condemned = &events("Iraq condemned Iran on Monday.")[0];
    assert!(
        condemned["rule"]
            .as_str()
            .unwrap()
            .starts_with("accuse.txt:")
    );
}

#[test]
fn a_lexicon_file_with_a_name_of_ours_and_a_second_folder_are_refused() {
    let folder = Folder::new("lexicon-name");
    let file = folder.path().join("assault.txt");
    fs::write(&file, "bomb.v | obj=R | ASSAULT\n").unwrap();
    let ran = diurna(["lexicon", "check", file.to_str().unwrap()])
        .run()
        .code(4);
    assert!(
        ran.stderr.contains("a file named assault.txt already"),
        "{}",
        ran.stderr
    );
    let path = folder.path().to_str().unwrap();
    let ran = diurna(["lexicon", "check", path, path]).run().code(2);
    assert!(ran.stderr.contains("expected one folder"), "{}", ran.stderr);
}

#[test]
fn numbers_and_contexts_stand_with_their_event() {
    if !has_model() {
        return;
    }
    let text = "A suicide bomber killed at least 12 people and wounded dozens of others in Kabul on Monday.";
    let ran = diurna(["code", "-"]).stdin(text).run().code(0);
    let record = json(&ran.stdout);
    let event = &record["events"][0];
    let told: Vec<(String, Value, String)> = event["numbers"]
        .as_array()
        .unwrap()
        .iter()
        .map(|number| {
            let kind = number["kind"].as_str().unwrap().to_owned();
            (kind, number["min"].clone(), slice(text, &number["span"]))
        })
        .collect();
    assert_eq!(told[0], ("killed".into(), 12.0.into(), "12".into()));
    assert_eq!(told[1], ("wounded".into(), 24.0.into(), "dozens".into()));
    assert_eq!(event["contexts"], serde_json::json!(["terrorism"]));
}

#[test]
fn sport_yields_no_event() {
    if !has_model() {
        return;
    }
    let text = "Brazil attacked France from the start and the striker shot twice in the World Cup semi-final.";
    let ran = diurna(["code", "-"]).stdin(text).run().code(0);
    assert_eq!(json(&ran.stdout)["events"], serde_json::json!([]));
}
