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

    /// A party with the same country, sectors and office that is not the same: another official of the ministry.
    pub(crate) fn apart(&self, words: &str) -> Identity {
        Identity {
            country: self.country,
            sectors: self.sectors.clone(),
            role: self.role.clone(),
            kind: self.kind,
            basis: self.basis,
            gender: self.gender,
            plural: self.plural,
            ..Identity::unknown(words)
        }
    }

    /// True for a party whose name is known, not only a description.
    pub(crate) fn has_name(&self) -> bool {
        !(self.key.starts_with("words:") || self.key.starts_with("office:"))
    }

    /// True for a description with one of these words.
    pub(crate) fn has_words(&self, words: &[&str]) -> bool {
        !self.is_in_gazetteer()
            && self
                .name
                .split_whitespace()
                .any(|word| words.contains(&word))
    }

    /// True for a party that the gazetteer knows by name.
    pub(crate) fn is_in_gazetteer(&self) -> bool {
        matches!(
            self.basis,
            Some(EntityBasis::Gazetteer | EntityBasis::Metonymy)
        )
    }

    /// True for a newspaper, an agency or a broadcaster of the gazetteer.
    pub(crate) fn is_outlet(&self) -> bool {
        self.key.starts_with("outlet:")
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

    fn note_alias(&mut self, alias: String) {
        if self.name != alias && !self.aliases.contains(&alias) {
            self.aliases.push(alias);
        }
    }
}

/// The gender that a noun or a title tells: "spokeswoman", "Mr", "father".
pub(crate) fn noun_gender(lemma: &str) -> Option<Gender> {
    match lemma {
        "mr" | "sir" | "lord" | "king" | "prince" | "man" | "boy" | "father" | "brother"
        | "husband" | "son" | "uncle" | "grandfather" | "nephew" | "widower" | "actor"
        | "waiter" | "monk" | "emperor" | "duke" | "baron" | "sultan" | "emir" | "sheikh"
        | "imam" | "pope" => Some(Gender::Male),
        "mrs" | "ms" | "miss" | "madam" | "madame" | "lady" | "dame" | "queen" | "princess"
        | "woman" | "girl" | "mother" | "sister" | "wife" | "daughter" | "aunt" | "grandmother"
        | "niece" | "widow" | "actress" | "waitress" | "nun" | "empress" | "duchess"
        | "baroness" | "heroine" | "hostess" => Some(Gender::Female),
        _ if lemma.ends_with("woman") => Some(Gender::Female),
        _ if lemma.ends_with("man") && !lemma.ends_with("human") && lemma.len() > 5 => matches!(
            lemma,
            "spokesman"
                | "chairman"
                | "policeman"
                | "businessman"
                | "congressman"
                | "councilman"
                | "fisherman"
                | "fireman"
                | "salesman"
                | "gunman"
                | "clergyman"
                | "sportsman"
                | "statesman"
                | "serviceman"
                | "assemblyman"
                | "alderman"
                | "cameraman"
                | "craftsman"
                | "horseman"
                | "postman"
        )
        .then_some(Gender::Male),
        _ => None,
    }
}
