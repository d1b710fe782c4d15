//! What is read as a record reads back the same after it is printed, and verifying it does not fail but answers.
#![no_main]

use diurna_record::Record;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let Ok(record) = serde_json::from_str::<Record>(text) else {
        return;
    };
    let _ = record.verify();
    let printed = serde_json::to_string(&record).expect("a record that was read can be printed");
    let again: Record =
        serde_json::from_str(&printed).expect("a record that was printed can be read");
    assert_eq!(record, again);
});
