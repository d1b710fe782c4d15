//! Reads a spaCy package: the networks' nodes, the rules and the word lists.
//!
//! Sizes, seeds, columns, labels and orders all come from the package. What the engine cannot run, a transformer for
//! instance, is refused here with a message that names the layer.

use std::collections::{BTreeMap, HashMap};

use rmpv::Value;

use crate::error::Error;
use crate::features::Attribute;
use crate::ruler::Rule;
use crate::strings::id;
use crate::weights::{Manifest, NetworkShape, Tensor, TokenizerRules, add_strings};

/// The parts of speech that have lemma tables, as the tables' keys hash them.
const LEMMA_POS: [&str; 14] = [
    "noun", "verb", "adj", "adv", "punct", "propn", "pron", "aux", "adp", "det", "num", "part",
    "intj", "sconj",
];

/// Layers that this family of networks is made of; those that join others have their parts in the name.
const LAYERS: [&str; 16] = [
    "dropout",
    "expand_window",
    "extract_features",
    "hashembed",
    "ints-getitem",
    "layernorm",
    "linear",
    "list2array",
    "list2ragged",
    "maxout",
    "parser_model",
    "precomputable_affine",
    "ragged2list",
    "softmax",
    "static_vectors",
    "tok2vec-listener",
];

/// The files of a package that decide its answers.
pub(crate) const FILES: [&str; 11] = [
    "attribute_ruler/patterns",
    "lemmatizer/lookups/lookups.bin",
    "ner/model",
    "ner/moves",
    "parser/model",
    "parser/moves",
    "tagger/cfg",
    "tagger/model",
    "tok2vec/model",
    "tokenizer",
    "vocab/lookups.bin",
];

/// The files of the static vectors.
pub(crate) const VECTOR_FILES: [&str; 2] = ["vocab/key2row", "vocab/vectors"];

/// The files of a package, by path below the folder that holds `config.cfg`.
pub(crate) type Files = BTreeMap<String, Vec<u8>>;

/// What a package says of itself.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct About {
    pub name: String,
    pub version: String,
    pub licence: String,
}

/// Reads `meta.json`.
pub(crate) fn about(files: &Files) -> Result<About, Error> {
    let meta: serde_json::Value = json(files, "meta.json")?;
    let text = |key: &str| {
        meta[key]
            .as_str()
            .map(str::to_owned)
            .ok_or_else(|| Error::package(format!("meta.json: `{key}` is missing")))
    };
    Ok(About {
        name: format!("{}_{}", text("lang")?, text("name")?),
        version: text("version")?,
        licence: text("license").unwrap_or_default(),
    })
}

/// Turns a package into the tensors of a model file.
pub(crate) fn convert(files: &Files) -> Result<BTreeMap<String, Tensor>, Error> {
    check_config(files)?;
    let mut tensors = BTreeMap::new();
    let shared = Network::read(files, "tok2vec/model")?;
    let tagger = Network::read(files, "tagger/model")?;
    let parser = Network::read(files, "parser/model")?;
    let entity = Network::read(files, "ner/model")?;
    let manifest = Manifest {
        tokenizer: tokenizer_rules(files)?,
        shared: shared.encoder("shared", &mut tensors)?,
        entity: entity.encoder("entity", &mut tensors)?,
        tags: tags(files)?,
        parser_moves: moves(files, "parser/moves")?,
        entity_moves: moves(files, "ner/moves")?,
        ruler: ruler(files)?,
        lemma_rules: lemmas(files, &mut tensors)?,
    };
    tagger.put(tagger.only("softmax")?, "tagger", &["W", "b"], &mut tensors)?;
    parser.transition("parser", &mut tensors)?;
    entity.transition("entity", &mut tensors)?;
    norms(files, &mut tensors)?;
    if manifest.shared.static_vectors || manifest.entity.static_vectors {
        vectors(files, &mut tensors)?;
    }
    let text = serde_json::to_vec(&manifest).map_err(Error::package)?;
    tensors.insert("manifest".to_owned(), Tensor::bytes(text));
    Ok(tensors)
}

fn bytes<'f>(files: &'f Files, path: &str) -> Result<&'f [u8], Error> {
    let file = files.get(path).map(Vec::as_slice);
    file.ok_or_else(|| Error::package(format!("{path} is missing")))
}

fn json<T: serde::de::DeserializeOwned>(files: &Files, path: &str) -> Result<T, Error> {
    serde_json::from_slice(bytes(files, path)?)
        .map_err(|error| Error::package(format!("{path}: {error}")))
}

fn msgpack(files: &Files, path: &str) -> Result<Value, Error> {
    unpack(bytes(files, path)?).map_err(|why| Error::package(format!("{path}: {why}")))
}

fn unpack(mut bytes: &[u8]) -> Result<Value, String> {
    rmpv::decode::read_value(&mut bytes).map_err(|error| error.to_string())
}

/// The value of a key, which may be text or bytes.
fn field<'v>(value: &'v Value, key: &str) -> Option<&'v Value> {
    let map = value.as_map()?;
    let hit = map.iter().find(|(name, _)| text(name) == Some(key));
    hit.map(|(_, value)| value)
}

fn text(value: &Value) -> Option<&str> {
    match value {
        Value::String(text) => text.as_str(),
        Value::Binary(bytes) => std::str::from_utf8(bytes).ok(),
        _ => None,
    }
}

fn owned(value: &Value) -> Option<String> {
    text(value).map(str::to_owned)
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn entries(value: &Value) -> &[(Value, Value)] {
    value.as_map().map_or(&[], Vec::as_slice)
}

/// Refuses what the engine would silently do otherwise than the package asks.
fn check_config(files: &Files) -> Result<(), Error> {
    let config = std::str::from_utf8(bytes(files, "config.cfg")?)
        .map_err(|error| Error::package(format!("config.cfg: {error}")))?;
    let settings = [
        ("nlp", "lang", "\"en\""),
        ("components.lemmatizer", "mode", "\"rule\""),
        ("components.parser.model", "state_type", "\"parser\""),
        ("components.ner.model", "state_type", "\"ner\""),
    ];
    for (section, key, expected) in settings {
        let found = setting(config, section, key);
        if found != Some(expected) {
            return Err(Error::package(format!(
                "config.cfg: expected {key} = {expected} in [{section}], found {}",
                found.unwrap_or("nothing")
            )));
        }
    }
    Ok(())
}

/// True if one of the networks looks up static vectors.
pub(crate) fn uses_vectors(files: &Files) -> bool {
    let config = bytes(files, "config.cfg")
        .ok()
        .and_then(|config| std::str::from_utf8(config).ok());
    config.is_some_and(|config| {
        ["tok2vec.model.embed", "ner.model.tok2vec.embed"]
            .into_iter()
            .any(|part| {
                setting(
                    config,
                    &format!("components.{part}"),
                    "include_static_vectors",
                ) == Some("true")
            })
    })
}

fn setting<'c>(config: &'c str, section: &str, key: &str) -> Option<&'c str> {
    let mut inside = false;
    for line in config.lines().map(str::trim) {
        if let Some(name) = line
            .strip_prefix('[')
            .and_then(|line| line.strip_suffix(']'))
        {
            inside = name == section;
        } else if inside
            && let Some((name, value)) = line.split_once('=')
            && name.trim() == key
        {
            return Some(value.trim());
        }
    }
    None
}

/// A network as the package stores it: nodes with attributes and weights.
struct Network<'f> {
    path: &'f str,
    nodes: Vec<Node>,
    refs: Value,
}

struct Node {
    name: String,
    attributes: Value,
    weights: Value,
}

impl<'f> Network<'f> {
    fn read(files: &Files, path: &'f str) -> Result<Network<'f>, Error> {
        let model = msgpack(files, path)?;
        let part = |key| field(&model, key).map(list).unwrap_or_default();
        let mut network = Network {
            path,
            nodes: Vec::new(),
            refs: Value::Nil,
        };
        for (at, node) in part("nodes").iter().enumerate() {
            network.nodes.push(Node {
                name: field(node, "name").and_then(owned).unwrap_or_default(),
                attributes: part("attrs").get(at).cloned().unwrap_or(Value::Nil),
                weights: part("params").get(at).cloned().unwrap_or(Value::Nil),
            });
        }
        network.refs = part("nodes")
            .first()
            .and_then(|node| field(node, "refs").cloned())
            .unwrap_or(Value::Nil);
        network.check_layers()?;
        Ok(network)
    }

    fn error(&self, why: impl std::fmt::Display) -> Error {
        Error::package(format!("{}: {why}", self.path))
    }

    fn check_layers(&self) -> Result<(), Error> {
        if self.nodes.is_empty() {
            return Err(self.error("no layers"));
        }
        let single = |node: &&Node| !node.name.contains([')', '>', '|']);
        let foreign = self.nodes.iter().filter(single);
        match { foreign }.find(|node| !LAYERS.contains(&node.name.as_str())) {
            None => Ok(()),
            Some(node) => Err(self.error(format!(
                "layer `{}` does not belong to a pipeline of hashed embeddings and window convolutions",
                node.name
            ))),
        }
    }

    fn all(&self, name: &str) -> impl Iterator<Item = &Node> {
        self.nodes.iter().filter(move |node| node.name == name)
    }

    fn only(&self, name: &str) -> Result<&Node, Error> {
        let mut nodes = self.all(name);
        match (nodes.next(), nodes.next()) {
            (Some(node), None) => Ok(node),
            _ => Err(self.error(format!("expected one layer `{name}`"))),
        }
    }

    fn reference(&self, name: &str) -> Result<&Node, Error> {
        let at = field(&self.refs, name).and_then(Value::as_u64);
        at.and_then(|at| self.nodes.get(at as usize))
            .ok_or_else(|| self.error(format!("no layer is marked as `{name}`")))
    }

    fn attribute(&self, node: &Node, name: &str) -> Result<Value, Error> {
        let value = match field(&node.attributes, name) {
            // Attributes are packed once more.
            Some(Value::Binary(bytes)) => unpack(bytes).ok(),
            Some(value) => Some(value.clone()),
            None => None,
        };
        value.ok_or_else(|| self.error(format!("layer `{}` lacks `{name}`", node.name)))
    }

    fn number(&self, node: &Node, name: &str) -> Result<u64, Error> {
        self.attribute(node, name)?
            .as_u64()
            .ok_or_else(|| self.error(format!("`{name}` of layer `{}` is no number", node.name)))
    }

    fn put(
        &self,
        node: &Node,
        prefix: &str,
        weights: &[&str],
        into: &mut BTreeMap<String, Tensor>,
    ) -> Result<(), Error> {
        for name in weights {
            let tensor = field(&node.weights, name).and_then(tensor).ok_or_else(|| {
                self.error(format!(
                    "layer `{}` has no float weights `{name}`",
                    node.name
                ))
            })?;
            into.insert(format!("{prefix}.{name}"), tensor);
        }
        Ok(())
    }

    /// Embedding and window layers.
    fn encoder(
        &self,
        prefix: &str,
        into: &mut BTreeMap<String, Tensor>,
    ) -> Result<NetworkShape, Error> {
        let columns = self.attribute(self.only("extract_features")?, "columns")?;
        let mut shape = NetworkShape {
            columns: Vec::new(),
            seeds: Vec::new(),
            window: 0,
            depth: self.all("expand_window").count(),
            static_vectors: false,
        };
        for (at, node) in self.all("hashembed").enumerate() {
            let column = list(&columns).get(self.number(node, "column")? as usize);
            let name = column.and_then(text).unwrap_or("nothing");
            let attribute = serde_json::from_value::<Attribute>(name.into());
            shape.columns.push(attribute.map_err(|_| {
                self.error(format!(
                    "expected a feature that this engine computes, found {name}"
                ))
            })?);
            shape.seeds.push(self.number(node, "seed")?);
            self.put(node, &format!("{prefix}.embed.{at}"), &["E"], into)?;
        }
        if let Some(node) = self.all("static_vectors").next() {
            let key = self.attribute(node, "key_attr")?;
            if text(&key) != Some("ORTH") {
                return Err(self.error(format!("static vectors by {key}, not by ORTH")));
            }
            shape.static_vectors = true;
            self.put(node, &format!("{prefix}.vectors"), &["W"], into)?;
        }
        shape.window = self.window()?;
        if self.all("maxout").count() != shape.depth + 1
            || self.all("layernorm").count() != shape.depth + 1
        {
            return Err(self.error(
                "expected a maxout and a layer norm for the embedding and each window layer",
            ));
        }
        for (at, (maxout, norm)) in self.all("maxout").zip(self.all("layernorm")).enumerate() {
            self.put(maxout, &format!("{prefix}.layer.{at}"), &["W", "b"], into)?;
            self.put(norm, &format!("{prefix}.norm.{at}"), &["G", "b"], into)?;
        }
        Ok(shape)
    }

    fn window(&self) -> Result<usize, Error> {
        let mut found = None;
        for node in self.all("expand_window") {
            let size = self.number(node, "window_size")? as usize;
            if found.is_some_and(|found| found != size) {
                return Err(self.error("windows of different sizes"));
            }
            found = Some(size);
        }
        found.ok_or_else(|| self.error("no window layers"))
    }

    /// The maps from vectors to the scores of actions.
    fn transition(&self, prefix: &str, into: &mut BTreeMap<String, Tensor>) -> Result<(), Error> {
        let (lower, upper) = (self.reference("lower")?, self.reference("upper")?);
        if lower.name != "precomputable_affine" || upper.name != "linear" {
            return Err(self.error("expected a lower and an upper layer"));
        }
        let mut hidden = self
            .all("linear")
            .filter(|node| !std::ptr::eq(*node, upper));
        let hidden = hidden
            .next()
            .ok_or_else(|| self.error("no layer in front of the lower one"))?;
        self.put(lower, &format!("{prefix}.lower"), &["W", "b", "pad"], into)?;
        self.put(upper, &format!("{prefix}.upper"), &["W", "b"], into)?;
        self.put(hidden, &format!("{prefix}.hidden"), &["W", "b"], into)
    }
}

/// A tensor as msgpack-numpy writes it.
fn tensor(value: &Value) -> Option<Tensor> {
    let shape: Option<Vec<usize>> = list(field(value, "shape")?)
        .iter()
        .map(|size| size.as_u64().map(|size| size as usize))
        .collect();
    let (shape, data) = (shape?, field(value, "data")?.as_slice()?);
    let sound = field(value, "type").and_then(text) == Some("<f4")
        && shape.iter().product::<usize>() * size_of::<f32>() == data.len();
    sound.then(|| Tensor::floats(shape, data.to_vec()))
}

/// spaCy's numbers of the attributes in tokenizer exceptions.
const ORTH: u64 = 65;
const NORM: u64 = 67;

fn tokenizer_rules(files: &Files) -> Result<TokenizerRules, Error> {
    let rules = msgpack(files, "tokenizer")?;
    let expression = |name: &str| {
        field(&rules, name)
            .and_then(owned)
            .ok_or_else(|| Error::package(format!("tokenizer: `{name}` is missing")))
    };
    if !matches!(field(&rules, "token_match"), None | Some(Value::Nil)) {
        return Err(Error::package("tokenizer: `token_match` is not supported"));
    }
    let part = |key: &Value, number: u64| {
        entries(key)
            .iter()
            .find(|(name, _)| name.as_u64() == Some(number))
            .and_then(|(_, value)| owned(value))
    };
    let mut exceptions = Vec::new();
    for (key, pieces) in entries(field(&rules, "exceptions").unwrap_or(&Value::Nil)) {
        let pieces = list(pieces)
            .iter()
            .map(|piece| Some((part(piece, ORTH)?, part(piece, NORM))))
            .collect::<Option<Vec<_>>>();
        match (owned(key), pieces) {
            (Some(key), Some(pieces)) => exceptions.push((key, pieces)),
            _ => return Err(Error::package(format!("tokenizer: exception {key}"))),
        }
    }
    exceptions.sort();
    Ok(TokenizerRules {
        prefix: expression("prefix_search")?,
        suffix: expression("suffix_search")?,
        infix: expression("infix_finditer")?,
        url: expression("url_match").ok(),
        exceptions,
    })
}

fn tags(files: &Files) -> Result<Vec<String>, Error> {
    let config: serde_json::Value = json(files, "tagger/cfg")?;
    serde_json::from_value(config["labels"].clone())
        .map_err(|error| Error::package(format!("tagger/cfg: labels: {error}")))
}

/// Actions in the order of the scores: by number, then the more frequent label first, ties by label backwards.
fn moves(files: &Files, path: &str) -> Result<Vec<(u8, String)>, Error> {
    let broken = |why: &str| Error::package(format!("{path}: {why}"));
    let outer = msgpack(files, path)?;
    let inner = field(&outer, "moves")
        .and_then(text)
        .ok_or_else(|| broken("no moves"))?;
    let moves: HashMap<String, HashMap<String, i64>> =
        serde_json::from_str(inner).map_err(|error| broken(&error.to_string()))?;
    let mut sorted = Vec::new();
    for (action, labels) in moves {
        let action: u8 = action
            .parse()
            .map_err(|_| broken("an action is no number"))?;
        sorted.extend(
            labels
                .into_iter()
                .map(|(label, count)| (action, count, label)),
        );
    }
    sorted.sort_by(|left, right| {
        left.0
            .cmp(&right.0)
            .then_with(|| (right.1, &right.2).cmp(&(left.1, &left.2)))
    });
    Ok(sorted
        .into_iter()
        .map(|(action, _, label)| (action, label))
        .collect())
}

fn ruler(files: &Files) -> Result<Vec<Rule>, Error> {
    let path = "attribute_ruler/patterns";
    let patterns = msgpack(files, path)?;
    let rule = |(number, value): (usize, &Value)| {
        Rule::from_package(&to_json(value))
            .map_err(|why| Error::package(format!("{path}: pattern {number}: {why}")))
    };
    list(&patterns).iter().enumerate().map(rule).collect()
}

/// The same value with text in place of bytes.
fn to_json(value: &Value) -> serde_json::Value {
    match value {
        Value::Array(values) => values.iter().map(to_json).collect(),
        Value::Map(entries) => {
            let entry = |(key, value): &(Value, Value)| {
                (text(key).unwrap_or_default().to_owned(), to_json(value))
            };
            serde_json::Value::Object(entries.iter().map(entry).collect())
        }
        Value::Boolean(flag) => (*flag).into(),
        Value::Integer(number) => number.as_i64().into(),
        value => text(value).into(),
    }
}

/// The lemmatizer's tables; the rules are returned, the lists become tensors.
fn lemmas(
    files: &Files,
    into: &mut BTreeMap<String, Tensor>,
) -> Result<BTreeMap<String, Vec<(String, String)>>, Error> {
    let path = "lemmatizer/lookups/lookups.bin";
    let tables = msgpack(files, path)?;
    let by_pos = |table: &str| {
        let mut parts = Vec::new();
        for (key, value) in entries(field(&tables, table).unwrap_or(&Value::Nil)) {
            let pos = LEMMA_POS.iter().find(|pos| key.as_u64() == Some(id(pos)));
            let pos = pos
                .ok_or_else(|| Error::package(format!("{path}: {table}: part of speech {key}")))?;
            parts.push((*pos, value.clone()));
        }
        Ok(parts)
    };
    for (pos, words) in by_pos("lemma_index")? {
        let mut words: Vec<&str> = list(&words).iter().filter_map(text).collect();
        words.sort_unstable();
        words.dedup();
        add_strings(into, &format!("lemma.{pos}.index"), words);
    }
    for (pos, forms) in by_pos("lemma_exc")? {
        let mut forms: Vec<(&str, Vec<&str>)> = entries(&forms)
            .iter()
            .filter_map(|(form, lemmas)| {
                Some((text(form)?, list(lemmas).iter().filter_map(text).collect()))
            })
            .collect();
        forms.sort_unstable();
        add_strings(
            into,
            &format!("lemma.{pos}.forms"),
            forms.iter().map(|(form, _)| *form),
        );
        let lemmas: Vec<String> = forms.iter().map(|(_, lemmas)| lemmas.join("\n")).collect();
        add_strings(
            into,
            &format!("lemma.{pos}.lemmas"),
            lemmas.iter().map(String::as_str),
        );
    }
    let mut rules = BTreeMap::new();
    for (pos, pairs) in by_pos("lemma_rules")? {
        let pair = |pair: &Value| match list(pair) {
            [old, new] => Some((owned(old)?, owned(new)?)),
            _ => None,
        };
        rules.insert(
            pos.to_owned(),
            list(&pairs).iter().filter_map(pair).collect(),
        );
    }
    Ok(rules)
}

fn norms(files: &Files, into: &mut BTreeMap<String, Tensor>) -> Result<(), Error> {
    let tables = msgpack(files, "vocab/lookups.bin")?;
    let table = field(&tables, "lexeme_norm")
        .map(entries)
        .unwrap_or_default();
    let mut norms: Vec<(u64, &str)> = table
        .iter()
        .filter_map(|(id, norm)| Some((id.as_u64()?, text(norm)?)))
        .collect();
    norms.sort_unstable();
    let ids: Vec<u64> = norms.iter().map(|(id, _)| *id).collect();
    into.insert("norms.ids".to_owned(), Tensor::u64s(&ids));
    add_strings(into, "norms", norms.iter().map(|(_, norm)| *norm));
    Ok(())
}

/// Static vectors: a table of rows, and the row of each word's id.
fn vectors(files: &Files, into: &mut BTreeMap<String, Tensor>) -> Result<(), Error> {
    let (shape, data) = npy(bytes(files, "vocab/vectors")?)
        .ok_or_else(|| Error::package("vocab/vectors: expected a table of 32-bit floats"))?;
    let rows = shape[0] as u64;
    into.insert(
        "vectors.table".to_owned(),
        Tensor::floats(shape, data.to_vec()),
    );
    let keys = msgpack(files, "vocab/key2row")?;
    let mut keys: Vec<(u64, u32)> = entries(&keys)
        .iter()
        .filter_map(|(key, row)| {
            Some((
                key.as_u64()?,
                row.as_u64().filter(|row| *row < rows)? as u32,
            ))
        })
        .collect();
    keys.sort_unstable();
    let (ids, rows): (Vec<u64>, Vec<u32>) = keys.into_iter().unzip();
    into.insert("vectors.ids".to_owned(), Tensor::u64s(&ids));
    into.insert("vectors.rows".to_owned(), Tensor::u32s(&rows));
    Ok(())
}

/// Shape and data of a NumPy file with two dimensions.
fn npy(file: &[u8]) -> Option<(Vec<usize>, &[u8])> {
    let rest = file.strip_prefix(b"\x93NUMPY\x01\x00")?;
    let (len, rest) = rest.split_first_chunk::<2>()?;
    let (header, data) = rest.split_at_checked(usize::from(u16::from_le_bytes(*len)))?;
    let header = std::str::from_utf8(header).ok()?;
    let (_, shape) = header.split_once("'shape': (")?;
    let (shape, _) = shape.split_once(')')?;
    let shape: Option<Vec<usize>> = shape
        .split(',')
        .map(|size| size.trim().parse().ok())
        .collect();
    let shape = shape?;
    let sound = header.contains("'descr': '<f4'")
        && header.contains("'fortran_order': False")
        && shape.len() == 2
        && shape.iter().product::<usize>() * size_of::<f32>() == data.len();
    sound.then_some((shape, data))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_are_read_by_section() {
        let config = "[nlp]\nlang = \"en\"\n\n[components.ner.model]\nlang = \"de\"\n";
        assert_eq!(setting(config, "nlp", "lang"), Some("\"en\""));
        assert_eq!(setting(config, "components", "lang"), None);
    }

    #[test]
    fn moves_are_ordered_by_frequency_and_then_backwards_by_label() {
        let json = r#"{"2":{"a":5,"b":5,"c":9},"0":{"":1}}"#;
        let outer = Value::Map(vec![("moves".into(), json.into())]);
        let mut packed = Vec::new();
        rmpv::encode::write_value(&mut packed, &outer).unwrap();
        let files = Files::from([("m".to_owned(), packed)]);
        let found = moves(&files, "m").unwrap();
        let expected = [(0, ""), (2, "c"), (2, "b"), (2, "a")];
        assert_eq!(
            found,
            expected.map(|(action, label)| (action, label.to_owned()))
        );
    }

    #[test]
    fn numpy_table_of_another_kind_is_refused() {
        assert!(npy(b"\x93NUMPY\x01\x00\x02\x00{}").is_none());
        assert!(npy(b"").is_none());
    }
}
