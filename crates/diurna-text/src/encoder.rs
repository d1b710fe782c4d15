//! From words to vectors: hashed embeddings and window convolutions.
//!
//! A token's features pick four rows in each of several tables; the rows are summed, joined, and mapped to a vector.
//! Then layers of convolution let each token see its neighbours, one more on each side by layer. A text is surrounded
//! by rows of zeros that take part like tokens, as many as the layers reach. Between two texts of a batch the same rows
//! serve both: nothing beyond them can be seen from either side.
//!
//! Words repeat, so the embedding is kept by feature tuple, and with it what the tuple adds to the first layer: the
//! products with the weights of each place in the window. The first layer is then a sum of bias and parts, always in
//! that order, whether the parts were kept or just computed. All other layers run over blocks of rows that stay in the
//! processor's cache, with the rows around a block computed anew.

use std::ops::Range;

use crate::error::Error;
use crate::features::Tuples;
use crate::nn::{Aligned, Engine, Norm, Packed, Paired, Rows};
use crate::strings;
use crate::weights::{NetworkShape, Tensors};

/// Feature tuples that one worker keeps for a network, 4 KB each.
///
/// In 139,000 tokens of news, 11.5 % are new whatever is kept; with this many 13.2 % have to be embedded, with half as
/// many 17.8 %.
const SLOTS: usize = 8192;

/// Rows that go through the layers together.
const BLOCK: usize = 256;

/// New tuples that are embedded together.
const MISSES: usize = 32;

/// Marks a row of zeros between texts.
pub(crate) const PADDING: u32 = u32::MAX;

/// The weights of an encoder.
#[derive(Debug)]
pub(crate) struct Network {
    tables: Vec<Table>,
    vectors: Option<Packed>,
    mix: Packed,
    mix_norm: Norm,
    /// The first layer's weights, as a map from one row to its part at each place of the window.
    first: Packed,
    first_bias: Aligned,
    pieces: usize,
    layers: Vec<Layer>,
    norms: Vec<Norm>,
    window: usize,
    width: usize,
}

/// A window layer behind the first.
#[derive(Debug)]
enum Layer {
    /// Windows of three rows, two at a time.
    Paired(Paired),
    /// Windows of another size.
    Plain(Packed),
}

/// An embedding table.
#[derive(Debug)]
struct Table {
    rows: Aligned,
    count: u32,
    seed: u64,
}

/// Word vectors that came with the package.
#[derive(Debug)]
pub(crate) struct Vectors {
    ids: Vec<u64>,
    rows: Vec<u32>,
    table: Aligned,
    width: usize,
}

impl Vectors {
    /// Reads the vectors of a model.
    pub(crate) fn load(tensors: &Tensors<'_>) -> Result<Vectors, Error> {
        let shape = tensors.shape("vectors.table")?;
        let [count, width] = shape[..] else {
            return Err(tensors.misfit("vectors.table", "not a table"));
        };
        let vectors = Vectors {
            ids: tensors.u64s("vectors.ids")?,
            rows: tensors.u32s("vectors.rows")?,
            table: tensors.floats("vectors.table", &shape)?,
            width,
        };
        let sound = vectors.ids.len() == vectors.rows.len()
            && vectors.ids.is_sorted()
            && vectors.rows.iter().all(|row| (*row as usize) < count);
        match sound {
            true => Ok(vectors),
            false => Err(tensors.misfit("vectors.ids", "ids and rows do not fit")),
        }
    }

    fn get(&self, id: u64) -> Option<&[f32]> {
        let row = self.rows[self.ids.binary_search(&id).ok()?] as usize;
        Some(&self.table[row * self.width..][..self.width])
    }
}

impl Network {
    /// Reads the network whose tensors begin with `prefix`.
    pub(crate) fn load(
        prefix: &str,
        shape: &NetworkShape,
        vectors: Option<&Vectors>,
        tensors: &Tensors<'_>,
    ) -> Result<Network, Error> {
        let layer = |at: usize| format!("{prefix}.layer.{at}.W");
        let found = tensors.shape(&layer(0))?;
        let [width, pieces, inputs] = found[..] else {
            return Err(tensors.misfit(&layer(0), "not outputs, pieces, inputs"));
        };
        let misfit = |at: usize| move |why: String| tensors.misfit(&layer(at), why);
        let mut tables = Vec::new();
        for (at, seed) in shape.seeds.iter().enumerate() {
            tables.push(Table::load(
                &format!("{prefix}.embed.{at}.E"),
                width,
                *seed,
                tensors,
            )?);
        }
        let columns = tables.len() + usize::from(shape.static_vectors);
        let places = 2 * shape.window + 1;
        if inputs != columns * width || tables.len() != shape.columns.len() || shape.depth == 0 {
            return Err(tensors.misfit(&layer(0), "embedding of another size"));
        }
        if BLOCK + 4 * shape.window * (shape.depth + 1) > SLOTS {
            return Err(tensors.misfit(&layer(0), "layers that see too far"));
        }
        let weights = |at: usize, inputs: usize| -> Result<(Aligned, Aligned), Error> {
            let bias = tensors.floats(&format!("{prefix}.layer.{at}.b"), &[width, pieces])?;
            Ok((tensors.floats(&layer(at), &[width, pieces, inputs])?, bias))
        };
        let norm = |at: usize| -> Result<Norm, Error> {
            Ok(Norm {
                scale: tensors.floats(&format!("{prefix}.norm.{at}.G"), &[width])?,
                shift: tensors.floats(&format!("{prefix}.norm.{at}.b"), &[width])?,
            })
        };
        let (mix, mix_bias) = weights(0, inputs)?;
        let (first, first_bias) = weights(1, places * width)?;
        let mut layers = Vec::new();
        for at in 2..=shape.depth {
            let (layer, bias) = weights(at, places * width)?;
            let layer = match shape.window {
                1 => Paired::new(&layer, &bias, width, pieces).map(Layer::Paired),
                _ => Packed::maxout(&layer, &bias, places * width, width, pieces).map(Layer::Plain),
            };
            layers.push(layer.map_err(misfit(at))?);
        }
        let ordered = Packed::maxout(&first, &first_bias, places * width, width, pieces)
            .map_err(misfit(1))?;
        Ok(Network {
            tables,
            vectors: match (shape.static_vectors, vectors) {
                (false, _) => None,
                (true, Some(vectors)) => Some(projection(prefix, width, vectors, tensors)?),
                (true, None) => return Err(tensors.misfit(prefix, "static vectors are missing")),
            },
            mix: Packed::maxout(&mix, &mix_bias, inputs, width, pieces).map_err(misfit(0))?,
            mix_norm: norm(0)?,
            first: parts(&first, places, width, pieces).map_err(misfit(1))?,
            first_bias: ordered.bias().iter().copied().collect(),
            pieces,
            layers,
            norms: (1..=shape.depth).map(norm).collect::<Result<_, _>>()?,
            window: shape.window,
            width,
        })
    }

    /// Floats of a vector.
    pub(crate) fn width(&self) -> usize {
        self.width
    }

    /// Rows of zeros that a text needs on each side; every text has to begin at an even row.
    pub(crate) fn padding(&self) -> usize {
        (self.window * self.norms.len()).next_multiple_of(2)
    }

    /// Rows on each side that a layer needs: whole pairs.
    fn step(&self) -> usize {
        self.window.next_multiple_of(2)
    }

    /// Rows on each side of a block that have to be embedded.
    fn reach(&self) -> usize {
        self.window + self.layers.len() * self.step()
    }

    fn places(&self) -> usize {
        2 * self.window + 1
    }
}

fn projection(
    prefix: &str,
    width: usize,
    vectors: &Vectors,
    tensors: &Tensors<'_>,
) -> Result<Packed, Error> {
    let name = format!("{prefix}.vectors.W");
    let weights = tensors.floats(&name, &[width, vectors.width])?;
    Packed::linear(&weights, &vec![0.0; width], vectors.width, width)
        .map_err(|why| tensors.misfit(&name, why))
}

/// A layer's weights cut by place in the window: outputs are the places, within them the order of a maxout map.
fn parts(weights: &[f32], places: usize, width: usize, pieces: usize) -> Result<Packed, String> {
    const LANES: usize = 16;
    if !width.is_multiple_of(LANES) {
        return Err(format!(
            "expected a width divisible by {LANES}, found {width}"
        ));
    }
    let outputs = places * width * pieces;
    let mut rows = Vec::with_capacity(outputs * width);
    for place in 0..places {
        for at in 0..width * pieces {
            let (panel, piece, lane) = (at / (LANES * pieces), at / LANES % pieces, at % LANES);
            let row = (panel * LANES + lane) * pieces + piece;
            rows.extend_from_slice(&weights[(row * places + place) * width..][..width]);
        }
    }
    Packed::linear(&rows, &vec![0.0; outputs], width, outputs)
}

impl Table {
    fn load(name: &str, width: usize, seed: u64, tensors: &Tensors<'_>) -> Result<Table, Error> {
        let count = tensors.shape(name)?.first().copied().unwrap_or(0);
        if count == 0 {
            return Err(tensors.misfit(name, "no rows"));
        }
        Ok(Table {
            rows: tensors.floats(name, &[count, width])?,
            count: count as u32,
            seed,
        })
    }

    /// The sum of the four rows of an id.
    fn embed(&self, id: u64, into: &mut [f32]) {
        let width = into.len();
        let row = |key: u32| &self.rows[(key % self.count) as usize * width..][..width];
        let [first, second, third, fourth] = strings::rows(id, self.seed).map(row);
        for (at, into) in into.iter_mut().enumerate() {
            *into = first[at] + second[at] + third[at] + fourth[at];
        }
    }
}

/// The embeddings that one worker keeps, and its buffers.
#[derive(Debug)]
pub(crate) struct Encoder {
    engine: Engine,
    slots: Slots,
    joined: Aligned,
    embedded: Aligned,
    parted: Aligned,
    /// Rows before and behind a layer, each with a margin that no token sees.
    rows: [Aligned; 2],
    pairs: Aligned,
}

/// A bounded store of embeddings with their parts of the first layer, emptied by the clock rule.
#[derive(Debug)]
struct Slots {
    /// For each slot the embedding and the part at each place of the window. The last slot is that of the padding.
    data: Aligned,
    stride: usize,
    /// The slot of each tuple.
    of: Vec<u32>,
    /// The tuple of each slot.
    tuple: Vec<u32>,
    /// The block that used each slot last; slots of the current block stay.
    used: Vec<u64>,
    /// Used since the hand passed.
    warm: Vec<bool>,
    hand: usize,
    block: u64,
}

const EMPTY: u32 = u32::MAX;

impl Slots {
    fn new(network: &Network) -> Slots {
        let stride = network.width + network.first.outputs();
        Slots {
            data: Aligned::zeros((SLOTS + 1) * stride),
            stride,
            of: Vec::new(),
            tuple: vec![EMPTY; SLOTS],
            used: vec![0; SLOTS],
            warm: vec![false; SLOTS],
            hand: 0,
            block: 0,
        }
    }

    fn clear(&mut self) {
        self.of.clear();
        self.tuple.fill(EMPTY);
        self.used.fill(0);
        self.block = 0;
    }

    /// The slot of a tuple, and whether it has yet to be filled.
    fn claim(&mut self, tuple: u32) -> (u32, bool) {
        let mut slot = self.of[tuple as usize];
        let missing = slot == EMPTY;
        if missing {
            slot = self.evict();
            self.tuple[slot as usize] = tuple;
            self.of[tuple as usize] = slot;
        }
        self.used[slot as usize] = self.block;
        // What has been seen once may never come again, so it stays only when it is met a second time.
        self.warm[slot as usize] = !missing;
        (slot, missing)
    }

    fn evict(&mut self) -> u32 {
        loop {
            let slot = self.hand;
            self.hand = (self.hand + 1) % SLOTS;
            if self.used[slot] == self.block {
                continue;
            }
            let warm = std::mem::take(&mut self.warm[slot]);
            if self.tuple[slot] != EMPTY {
                if warm {
                    continue;
                }
                self.of[self.tuple[slot] as usize] = EMPTY;
            }
            return slot as u32;
        }
    }

    fn get(&self, slot: u32) -> &[f32] {
        &self.data[slot as usize * self.stride..][..self.stride]
    }
}

impl Encoder {
    /// A worker's encoder for a network.
    pub(crate) fn new(network: &Network, engine: Engine) -> Encoder {
        let rows = BLOCK + 2 * (network.reach() + network.step());
        let paired = network.layers.iter().filter_map(|layer| match layer {
            Layer::Paired(map) => Some(map.buffer(rows / 2)),
            Layer::Plain(_) => None,
        });
        let inputs = (network.tables.len() + 1) * network.width;
        Encoder {
            engine,
            slots: Slots::new(network),
            joined: Aligned::zeros(MISSES * inputs),
            embedded: Aligned::zeros(MISSES * network.width),
            parted: Aligned::zeros(MISSES * network.first.outputs()),
            rows: [(); 2].map(|()| Aligned::zeros(rows * network.width)),
            pairs: Aligned::zeros(paired.max().unwrap_or(0)),
        }
    }

    /// Forgets all tuples: their numbers have become void.
    pub(crate) fn clear(&mut self) {
        self.slots.clear();
    }

    /// Runs `rows`, feature tuples with [`PADDING`] around and between texts, through the network.
    ///
    /// `each` gets the vectors block by block, with the rows that they stand for.
    pub(crate) fn encode(
        &mut self,
        network: &Network,
        vectors: Option<&Vectors>,
        tuples: &Tuples,
        rows: &[u32],
        mut each: impl FnMut(Range<usize>, &[f32]),
    ) {
        self.slots.of.resize(tuples.len(), EMPTY);
        for start in (0..rows.len()).step_by(BLOCK) {
            let block = start..(start + BLOCK).min(rows.len());
            self.encode_block(network, vectors, tuples, rows, block.clone());
            let width = network.width;
            let margin = network.step() * width;
            each(
                block.clone(),
                &self.rows[0][margin..margin + block.len() * width],
            );
        }
    }

    fn encode_block(
        &mut self,
        network: &Network,
        vectors: Option<&Vectors>,
        tuples: &Tuples,
        rows: &[u32],
        block: Range<usize>,
    ) {
        let reach = network.reach();
        let seen = block.start.saturating_sub(reach)..(block.end + reach).min(rows.len());
        let slots = self.claim(network, vectors, tuples, &rows[seen.clone()]);
        let slot = |row: usize| match row.checked_sub(seen.start).and_then(|at| slots.get(at)) {
            Some(slot) => *slot,
            None => SLOTS as u32,
        };
        let mut reach = reach - network.window;
        let mut now = widened(&block, reach, rows.len());
        self.first_layer(network, now.clone(), slot);
        for (layer, norm) in network.layers.iter().zip(&network.norms[1..]) {
            reach -= network.step();
            let next = widened(&block, reach, rows.len());
            self.layer(network, layer, norm, now, next.clone());
            now = next;
        }
    }

    /// The slots of a stretch of rows, filled.
    fn claim(
        &mut self,
        network: &Network,
        vectors: Option<&Vectors>,
        tuples: &Tuples,
        rows: &[u32],
    ) -> Vec<u32> {
        self.slots.block += 1;
        let mut missing = Vec::new();
        let mut slots = Vec::with_capacity(rows.len());
        for tuple in rows {
            if *tuple == PADDING {
                slots.push(SLOTS as u32);
                continue;
            }
            let (slot, empty) = self.slots.claim(*tuple);
            slots.push(slot);
            if empty {
                missing.push(slot);
            }
        }
        for slots in missing.chunks(MISSES) {
            self.fill(network, vectors, tuples, slots);
        }
        slots
    }

    fn fill(
        &mut self,
        network: &Network,
        vectors: Option<&Vectors>,
        tuples: &Tuples,
        slots: &[u32],
    ) {
        let width = network.width;
        let columns = network.tables.len() + usize::from(network.vectors.is_some());
        let inputs = columns * width;
        for (slot, joined) in slots.iter().zip(self.joined.chunks_exact_mut(inputs)) {
            let ids = tuples.get(self.slots.tuple[*slot as usize]);
            let (hashed, fixed) = joined.split_at_mut(network.tables.len() * width);
            for ((table, id), into) in network
                .tables
                .iter()
                .zip(ids)
                .zip(hashed.chunks_exact_mut(width))
            {
                table.embed(*id, into);
            }
            if let (Some(map), Some(vectors)) = (&network.vectors, vectors) {
                let vector = ids.last().and_then(|orth| vectors.get(*orth));
                project(self.engine, map, vector, fixed);
            }
        }
        let engine = self.engine;
        let embedded = &mut self.embedded[..slots.len() * width];
        engine.maxout(
            &network.mix,
            Rows::new(&self.joined, inputs, slots.len()),
            embedded,
        );
        engine.layer_norm(&network.mix_norm, embedded, None);
        let parts = network.first.outputs();
        engine.linear(
            &network.first,
            Rows::new(embedded, width, slots.len()),
            &mut self.parted,
        );
        for (at, slot) in slots.iter().enumerate() {
            let data =
                &mut self.slots.data[*slot as usize * self.slots.stride..][..self.slots.stride];
            data[..width].copy_from_slice(&embedded[at * width..][..width]);
            data[width..].copy_from_slice(&self.parted[at * parts..][..parts]);
        }
    }

    fn first_layer(&mut self, network: &Network, rows: Range<usize>, slot: impl Fn(usize) -> u32) {
        let (width, pieces) = (network.width, network.pieces);
        let (places, window) = (network.places(), network.window);
        let margin = network.step() * width;
        let [into, residual] = &mut self.rows;
        let into = &mut into[margin..][..rows.len() * width];
        let residual = &mut residual[..rows.len() * width];
        let mut parts: Vec<&[f32]> = vec![&[]; places];
        for (at, row) in rows.enumerate() {
            for (place, part) in parts.iter_mut().enumerate() {
                // Wraps below the first row, which then counts as padding.
                let data = self.slots.get(slot((row + place).wrapping_sub(window)));
                *part = &data[width + place * width * pieces..][..width * pieces];
            }
            let out = &mut into[at * width..][..width];
            self.engine
                .sum_maxout(pieces, &network.first_bias, &parts, out);
            residual[at * width..][..width].copy_from_slice(&self.slots.get(slot(row))[..width]);
        }
        self.engine
            .layer_norm(&network.norms[0], into, Some(residual));
    }

    /// A layer over the rows `next`, of which the rows `now` are ready in the first buffer.
    ///
    /// At the border of the text the margin stands for the rows beyond: what padding sees there is never looked at.
    fn layer(
        &mut self,
        network: &Network,
        layer: &Layer,
        norm: &Norm,
        now: Range<usize>,
        next: Range<usize>,
    ) {
        let (width, step) = (network.width, network.step());
        let [rows, out] = &mut self.rows;
        let own = (next.start - now.start + step) * width;
        let window = &rows[own - network.window * width..];
        let out = &mut out[step * width..];
        match layer {
            Layer::Paired(map) => {
                let pairs = next.len().div_ceil(2);
                self.engine.paired(map, window, pairs, &mut self.pairs, out);
            }
            Layer::Plain(map) => {
                let x = Rows::new(window, width, next.len());
                self.engine.maxout(map, x, out);
            }
        }
        let out = &mut out[..next.len() * width];
        self.engine.layer_norm(norm, out, Some(&rows[own..]));
        self.rows.swap(0, 1);
    }
}

fn widened(block: &Range<usize>, by: usize, rows: usize) -> Range<usize> {
    block.start.saturating_sub(by)..(block.end + by).min(rows)
}

/// A static vector mapped to the network's width; a word without vector gives zeros.
fn project(engine: Engine, map: &Packed, vector: Option<&[f32]>, into: &mut [f32]) {
    into.fill(0.0);
    let Some(vector) = vector else {
        return;
    };
    let mut out = vec![0.0; map.outputs()];
    engine.linear(map, Rows::new(vector, vector.len(), 1), &mut out);
    into.copy_from_slice(&out[..into.len()]);
}
