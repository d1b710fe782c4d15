//! What is known of a party.

use diurna_record::{CountryCode, EntityBasis, EntityKind, Role, Sector};

/// Who a party is, as far as its words, the text around them and the gazetteer say.
#[derive(Clone, Debug)]
pub(crate) struct Identity {
    /// Two mentions with one key are one party: `state:IRQ`, `person:ortagus`, `body:IRQ:parliament`.
    pub(crate) key: String,
    pub(crate) name: String,
    pub(crate) kind: EntityKind,
    pub(crate) country: Option<CountryCode>,
    pub(crate) sectors: Vec<Sector>,
    pub(crate) role: Option<Role>,
    pub(crate) aliases: Vec<String>,
    pub(crate) knowledge_id: Option<String>,
    pub(crate) basis: Option<EntityBasis>,
    pub(crate) gender: Option<Gender>,
    pub(crate) plural: bool,
}

/// Grammatical gender, for pronouns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Gender {
    Female,
    Male,
}

/// True if two genders may be one person's.
pub(crate) fn agree(known: Option<Gender>, asked: Option<Gender>) -> bool {
    known.is_none() || asked.is_none() || known == asked
}

impl Identity {
    /// A party of which only the words are known.
    pub(crate) fn unknown(name: &str) -> Identity {
        Identity {
            key: format!("words:{}", name.to_lowercase()),
            name: name.to_owned(),
            kind: EntityKind::Other,
            country: None,
            sectors: Vec::new(),
            role: None,
            aliases: Vec::new(),
            knowledge_id: None,
            basis: None,
            gender: None,
            plural: false,
        }
    }

    /// True for a party that political events happen between: one with a country or a sector, or with a name of its own
    /// that is a person's or a body's.
    pub(crate) fn is_political(&self) -> bool {
        let is_named = self.key.starts_with("person:") || self.key.starts_with("name:");
        let acts = matches!(self.kind, EntityKind::Person | EntityKind::Organization);
        self.country.is_some() || !self.sectors.is_empty() || is_named && acts
    }

    /// Takes over what another mention of the same party knows and this one does not.
    pub(crate) fn learn(&mut self, other: &Identity) {
        self.country = self.country.or(other.country);
        if self.sectors.is_empty() {
            self.sectors.clone_from(&other.sectors);
        }
        if self.role.is_none() {
            self.role.clone_from(&other.role);
        }
        if self.knowledge_id.is_none() {
            self.knowledge_id.clone_from(&other.knowledge_id);
        }
        self.gender = self.gender.or(other.gender);
        self.basis = self.basis.or(other.basis);
        if self.kind == EntityKind::Person
            && other.kind == EntityKind::Person
            && other.name.len() > self.name.len()
        {
            let shorter = std::mem::replace(&mut self.name, other.name.clone());
            self.note_alias(shorter);
        } else if other.kind == EntityKind::State
            && self.kind == EntityKind::State
            && other.basis == Some(EntityBasis::Gazetteer)
        {
            // "the Iraqi government" is Iraq once Iraq is named.
            self.name.clone_from(&other.name);
        } else if other.name != self.name {
            self.note_alias(other.name.clone());
        }
        for alias in &other.aliases {
            self.note_alias(alias.clone());
        }
    }

    /// Takes over the office that a title tells of somebody of whom none is known.
    pub(crate) fn learn_office(&mut self, titled: &Identity) {
        if self.role.is_none() && self.sectors.is_empty() {
            self.sectors.clone_from(&titled.sectors);
            self.role.clone_from(&titled.role);
            self.country = self.country.or(titled.country);
            self.basis = self.basis.or(titled.basis);
        }
    }

    fn note_alias(&mut self, alias: String) {
        if self.name != alias && !self.aliases.contains(&alias) {
            self.aliases.push(alias);
        }
    }
}
