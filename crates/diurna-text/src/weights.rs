//! The model file: everything the engine needs of a package, in one file that is read in one go.
//!
//! A file is in the safetensors format. Weights are tensors under the names of [`Tensors`]'s readers; words lists are
//! flat and sorted, so that loading builds no large table; rules and labels are one JSON document, the tensor
//! `manifest`. The header's metadata, under `diurna`, says what the file is and carries two digests: of the data, which
//! is the model's identity in records, and of the header. A file that was cut off or altered in any byte does not load.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use safetensors::SafeTensors;
use safetensors::tensor::{Dtype, TensorView, serialize};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::error::Error;
use crate::features::Attribute;
use crate::nn::Aligned;
use crate::ruler::Rule;

/// Version of the file's layout; a change that older readers would misread counts it up.
const FORMAT: u32 = 1;

/// Key of the description among the header's metadata.
const METADATA: &str = "diurna";

/// Stands for the header's digest while that is computed.
const NO_DIGEST: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// What a model file says of itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Description {
    pub format: u32,
    pub name: String,
    pub version: String,
    pub licence: String,
    /// The package is a release whose files are known.
    pub known: bool,
    /// SHA-256 of the package's files that were read, by path.
    pub sources: BTreeMap<String, String>,
    pub data_sha256: String,
    pub header_sha256: String,
}

/// Rules, labels and sizes of a pipeline.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Manifest {
    pub tokenizer: TokenizerRules,
    /// The network that tagger and parser share.
    pub shared: NetworkShape,
    /// The entity recogniser's own network.
    pub entity: NetworkShape,
    /// Tags in the order of the tagger's outputs.
    pub tags: Vec<String>,
    /// Action and label of each output of the parser.
    pub parser_moves: Vec<(u8, String)>,
    /// Action and label of each output of the entity recogniser.
    pub entity_moves: Vec<(u8, String)>,
    pub ruler: Vec<Rule>,
    /// Suffix pairs by part of speech.
    pub lemma_rules: BTreeMap<String, Vec<(String, String)>>,
}

/// Expressions and exceptions of the tokenizer.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct TokenizerRules {
    pub prefix: String,
    pub suffix: String,
    pub infix: String,
    pub url: Option<String>,
    /// Texts, and the tokens that each is cut into.
    pub exceptions: Vec<(String, Vec<ExceptionPiece>)>,
}

/// Text of a token that an exception is cut into, and its normal form if that is given.
pub(crate) type ExceptionPiece = (String, Option<String>);

/// Sizes of a network that its weights alone do not tell.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct NetworkShape {
    /// The feature of each embedding table.
    pub columns: Vec<Attribute>,
    /// The hash seed of each embedding table.
    pub seeds: Vec<u64>,
    /// Rows on each side that a layer sees.
    pub window: usize,
    /// Layers behind the embedding.
    pub depth: usize,
    /// The embedding ends in the static vectors.
    pub static_vectors: bool,
}

/// A tensor on its way into a file.
pub(crate) struct Tensor {
    kind: Dtype,
    shape: Vec<usize>,
    bytes: Vec<u8>,
}

impl Tensor {
    /// A tensor of floats from their bytes.
    pub(crate) fn floats(shape: Vec<usize>, bytes: Vec<u8>) -> Tensor {
        Tensor {
            kind: Dtype::F32,
            shape,
            bytes,
        }
    }

    /// A list of bytes.
    pub(crate) fn bytes(bytes: Vec<u8>) -> Tensor {
        Tensor {
            kind: Dtype::U8,
            shape: vec![bytes.len()],
            bytes,
        }
    }

    /// A list of numbers.
    pub(crate) fn u32s(numbers: &[u32]) -> Tensor {
        Tensor {
            kind: Dtype::U32,
            shape: vec![numbers.len()],
            bytes: numbers.iter().flat_map(|n| n.to_le_bytes()).collect(),
        }
    }

    /// A list of ids.
    pub(crate) fn u64s(numbers: &[u64]) -> Tensor {
        Tensor {
            kind: Dtype::U64,
            shape: vec![numbers.len()],
            bytes: numbers.iter().flat_map(|n| n.to_le_bytes()).collect(),
        }
    }
}

/// Adds a list of strings under `name`.
pub(crate) fn add_strings<'s>(
    tensors: &mut BTreeMap<String, Tensor>,
    name: &str,
    strings: impl IntoIterator<Item = &'s str>,
) {
    let (mut ends, mut bytes) = (vec![0], Vec::new());
    for string in strings {
        bytes.extend_from_slice(string.as_bytes());
        ends.push(bytes.len() as u32);
    }
    tensors.insert(format!("{name}.ends"), Tensor::u32s(&ends));
    tensors.insert(format!("{name}.text"), Tensor::bytes(bytes));
}

/// Lower-case hexadecimal SHA-256.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .fold(String::new(), |mut text, byte| {
            // Writing to a string cannot fail.
            let _ = write!(text, "{byte:02x}");
            text
        })
}

/// The bytes of a model file; fills in the description's digests.
pub(crate) fn encode(
    tensors: &BTreeMap<String, Tensor>,
    description: &mut Description,
) -> Result<Vec<u8>, Error> {
    description.format = FORMAT;
    description.header_sha256 = NO_DIGEST.to_owned();
    description.data_sha256 = NO_DIGEST.to_owned();
    // The layout does not depend on the digests, so the first encoding shows what the data will be.
    let draft = serialized(tensors, description)?;
    description.data_sha256 = sha256(&draft[header_end(&draft).unwrap_or(0)..]);
    let draft = serialized(tensors, description)?;
    description.header_sha256 = sha256(&draft[..header_end(&draft).unwrap_or(0)]);
    serialized(tensors, description)
}

fn serialized(
    tensors: &BTreeMap<String, Tensor>,
    description: &Description,
) -> Result<Vec<u8>, Error> {
    let mut views = Vec::new();
    for (name, tensor) in tensors {
        let view = TensorView::new(tensor.kind, tensor.shape.clone(), &tensor.bytes);
        views.push((name, view.map_err(Error::package)?));
    }
    let text = serde_json::to_string(description).map_err(Error::package)?;
    let metadata = HashMap::from([(METADATA.to_owned(), text)]);
    serialize(views, Some(metadata)).map_err(Error::package)
}

/// Where the header ends and the data begins.
fn header_end(file: &[u8]) -> Option<usize> {
    let len = u64::from_le_bytes(*file.first_chunk::<8>()?);
    let end = usize::try_from(len).ok()?.checked_add(8)?;
    (end <= file.len()).then_some(end)
}

/// The description of a file, once its header is found sound.
pub(crate) fn describe(file: &[u8], path: &Path) -> Result<Description, Error> {
    let cut = || Error::model(path, "cut off or not a model file");
    let end = header_end(file).ok_or_else(cut)?;
    let (_, header) = SafeTensors::read_metadata(file)
        .map_err(|error| Error::model(path, format!("cut off or altered ({error})")))?;
    let text = header
        .metadata()
        .as_ref()
        .and_then(|metadata| metadata.get(METADATA));
    let text = text.ok_or_else(|| Error::model(path, "header without a description"))?;
    let format = |error| Error::model(path, format!("header altered ({error})"));
    let found: serde_json::Value = serde_json::from_str(text).map_err(format)?;
    if found["format"] != FORMAT {
        let why = format!("expected format {FORMAT}, found {}", found["format"]);
        return Err(Error::model(path, why));
    }
    let description: Description = serde_json::from_value(found).map_err(format)?;
    let digest = description.header_sha256.as_bytes();
    let mut blank = file[..end].to_vec();
    if digest.len() == NO_DIGEST.len()
        && let Some(at) = blank
            .windows(digest.len())
            .position(|window| window == digest)
    {
        blank[at..at + NO_DIGEST.len()].copy_from_slice(NO_DIGEST.as_bytes());
    }
    match sha256(&blank) == description.header_sha256 {
        true => Ok(description),
        false => Err(Error::model(
            path,
            "header altered: its SHA-256 has changed",
        )),
    }
}

/// A model file that was read whole and found unaltered.
pub(crate) struct ModelFile {
    path: PathBuf,
    bytes: Vec<u8>,
    pub description: Description,
}

impl ModelFile {
    /// Reads and checks a file.
    pub(crate) fn read(path: &Path) -> Result<ModelFile, Error> {
        let bytes = std::fs::read(path).map_err(|error| match error.kind() {
            std::io::ErrorKind::NotFound => Error::model(path, "not found"),
            _ => Error::io(path, error),
        })?;
        let description = describe(&bytes, path)?;
        let end = header_end(&bytes).unwrap_or(bytes.len());
        let found = sha256(&bytes[end..]);
        if found != description.data_sha256 {
            let why = format!(
                "altered: expected SHA-256 {}, found {found}",
                description.data_sha256
            );
            return Err(Error::model(path, why));
        }
        Ok(ModelFile {
            path: path.to_owned(),
            bytes,
            description,
        })
    }

    /// The file's contents.
    pub(crate) fn tensors(&self) -> Result<Tensors<'_>, Error> {
        let tensors = SafeTensors::deserialize(&self.bytes)
            .map_err(|error| Error::model(&self.path, error))?;
        Ok(Tensors {
            path: &self.path,
            tensors,
        })
    }
}

/// Readers for what a model file holds.
pub(crate) struct Tensors<'f> {
    path: &'f Path,
    tensors: SafeTensors<'f>,
}

impl Tensors<'_> {
    fn get(&self, name: &str, kind: Dtype) -> Result<TensorView<'_>, Error> {
        let tensor = self
            .tensors
            .tensor(name)
            .map_err(|_| Error::model(self.path, format!("tensor `{name}` is missing")))?;
        match tensor.dtype() == kind {
            true => Ok(tensor),
            false => Err(self.misfit(
                name,
                format!("expected {kind:?}, found {:?}", tensor.dtype()),
            )),
        }
    }

    /// A complaint about one tensor.
    pub(crate) fn misfit(&self, name: &str, why: impl std::fmt::Display) -> Error {
        Error::model(self.path, format!("tensor `{name}`: {why}"))
    }

    /// Rules, labels and sizes.
    pub(crate) fn manifest(&self) -> Result<Manifest, Error> {
        let tensor = self.get("manifest", Dtype::U8)?;
        serde_json::from_slice(tensor.data()).map_err(|error| self.misfit("manifest", error))
    }

    /// The shape of a tensor.
    pub(crate) fn shape(&self, name: &str) -> Result<Vec<usize>, Error> {
        Ok(self.get(name, Dtype::F32)?.shape().to_vec())
    }

    /// Floats, which must have the shape.
    pub(crate) fn floats(&self, name: &str, shape: &[usize]) -> Result<Aligned, Error> {
        let tensor = self.get(name, Dtype::F32)?;
        if tensor.shape() != shape {
            return Err(self.misfit(
                name,
                format!("expected shape {shape:?}, found {:?}", tensor.shape()),
            ));
        }
        let (floats, _) = tensor.data().as_chunks::<4>();
        let mut into = Aligned::zeros(floats.len());
        for (into, bytes) in into.iter_mut().zip(floats) {
            *into = f32::from_le_bytes(*bytes);
        }
        Ok(into)
    }

    /// A list of numbers.
    pub(crate) fn u32s(&self, name: &str) -> Result<Vec<u32>, Error> {
        let tensor = self.get(name, Dtype::U32)?;
        let (numbers, _) = tensor.data().as_chunks::<4>();
        Ok(numbers
            .iter()
            .map(|bytes| u32::from_le_bytes(*bytes))
            .collect())
    }

    /// A list of ids.
    pub(crate) fn u64s(&self, name: &str) -> Result<Vec<u64>, Error> {
        let tensor = self.get(name, Dtype::U64)?;
        let (numbers, _) = tensor.data().as_chunks::<8>();
        Ok(numbers
            .iter()
            .map(|bytes| u64::from_le_bytes(*bytes))
            .collect())
    }

    /// A list of strings; see [`add_strings`].
    pub(crate) fn strings(&self, name: &str) -> Result<Strings, Error> {
        let ends = self.u32s(&format!("{name}.ends"))?;
        let text = self
            .get(&format!("{name}.text"), Dtype::U8)?
            .data()
            .to_vec();
        let text = String::from_utf8(text).map_err(|error| self.misfit(name, error))?;
        let sound = ends.first() == Some(&0)
            && ends.is_sorted()
            && ends.iter().all(|end| text.is_char_boundary(*end as usize));
        match sound {
            true => Ok(Strings { ends, text }),
            false => Err(self.misfit(name, "ends do not fit the text")),
        }
    }

    /// The normal forms that the package gives to words.
    pub(crate) fn norms(&self) -> Result<NormTable, Error> {
        let ids = self.u64s("norms.ids")?;
        let norms = self.strings("norms")?;
        match ids.len() == norms.len() && ids.is_sorted() {
            true => Ok(NormTable { ids, norms }),
            false => Err(self.misfit(
                "norms.ids",
                "not sorted or of another number than the norms",
            )),
        }
    }
}

/// Many strings in one, found by number or, if sorted, by halves.
#[derive(Debug, Default)]
pub(crate) struct Strings {
    ends: Vec<u32>,
    text: String,
}

impl Strings {
    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.ends.len().saturating_sub(1)
    }

    /// String number `at`.
    pub(crate) fn get(&self, at: usize) -> &str {
        &self.text[self.ends[at] as usize..self.ends[at + 1] as usize]
    }

    /// The number of a string in a sorted list.
    pub(crate) fn find(&self, string: &str) -> Option<usize> {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = low.midpoint(high);
            match self.get(middle).cmp(string) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Equal => return Some(middle),
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        None
    }
}

/// Normal forms by the id of the word.
#[derive(Debug)]
pub(crate) struct NormTable {
    ids: Vec<u64>,
    norms: Strings,
}

impl NormTable {
    /// The normal form of the word with this id, if the table has one.
    pub(crate) fn get(&self, id: u64) -> Option<&str> {
        Some(self.norms.get(self.ids.binary_search(&id).ok()?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file() -> Vec<u8> {
        let mut tensors = BTreeMap::new();
        tensors.insert("a".to_owned(), Tensor::u32s(&[1, 2, 3]));
        add_strings(&mut tensors, "words", ["be", "go"]);
        let mut description = Description {
            format: 0,
            name: "en_test".to_owned(),
            version: "1.0.0".to_owned(),
            licence: "MIT".to_owned(),
            known: false,
            sources: BTreeMap::new(),
            data_sha256: String::new(),
            header_sha256: String::new(),
        };
        encode(&tensors, &mut description).unwrap()
    }

    fn read(name: &str, bytes: &[u8]) -> Result<ModelFile, Error> {
        let path =
            std::env::temp_dir().join(format!("diurna-weights-{}-{name}", std::process::id()));
        std::fs::write(&path, bytes).unwrap();
        let file = ModelFile::read(&path);
        std::fs::remove_file(&path).unwrap();
        file
    }

    #[test]
    fn written_file_reads_back() {
        let file = read("back", &file()).unwrap_or_else(|error| panic!("{error}"));
        let tensors = file.tensors().unwrap();
        assert_eq!(tensors.u32s("a").unwrap(), [1, 2, 3]);
        let words = tensors.strings("words").unwrap();
        assert_eq!(
            (words.find("go"), words.find("an"), words.len()),
            (Some(1), None, 2)
        );
    }

    #[test]
    fn every_altered_byte_and_every_cut_is_noticed() {
        let sound = file();
        for at in 0..sound.len() {
            let mut altered = sound.clone();
            altered[at] ^= 1;
            let error = read("altered", &altered)
                .err()
                .unwrap_or_else(|| panic!("byte {at}"));
            assert!(error.is_model(), "{error}");
            assert!(
                error.to_string().contains("`diurna model install`"),
                "{error}"
            );
        }
        for end in [0, 7, 8, sound.len() / 2, sound.len() - 1] {
            assert!(read("cut", &sound[..end]).is_err(), "cut at {end}");
        }
    }

    #[test]
    fn missing_file_is_named() {
        let path = std::env::temp_dir().join("no-such.diurna-model");
        let error = ModelFile::read(&path).err().unwrap().to_string();
        assert!(error.contains("no-such.diurna-model: not found"), "{error}");
    }
}
