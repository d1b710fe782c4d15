//! Many documents over all cores, results in the order of the documents.
//!
//! One document is one task. A feeder takes documents from the iterator, workers do the task, and the calling thread hands
//! the outcomes over **in input order**, so that what is written does not depend on the number of threads. No more than a
//! window of documents is under way at a time: a finished document waits for a slow one before it, but memory does not grow
//! with the input, and an iterator that waits for its next line does not hold back what is finished.
//!
//! A document that fails is an outcome like another. So is one on which the task panics: the worker starts anew behind it.

use std::any::Any;
use std::collections::BTreeMap;
use std::num::NonZero;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError, mpsc};
use std::thread;

use crate::{Error, Source};

/// Documents under way for each thread: enough that no worker waits while one long page is read.
const WINDOW: usize = 16;

/// What became of one document.
#[derive(Debug)]
pub struct Outcome<T> {
    /// The document's name: file, file and line, or address.
    pub name: String,
    /// The result; an error names the document.
    pub result: Result<T, Error>,
}

/// How many documents a run has delivered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Documents with a result.
    pub done: usize,
    /// Documents that failed.
    pub set_aside: usize,
}

impl Tally {
    /// All documents.
    pub fn documents(self) -> usize {
        self.done + self.set_aside
    }
}

/// Does `task` for each document on `threads` threads and hands each outcome to `deliver`, in input order.
///
/// `worker` makes what a thread keeps from document to document (a [`Pipeline`](crate::Pipeline), or nothing). The run ends
/// with the documents, or when `deliver` says `Break`.
///
/// ```
/// use std::num::NonZero;
/// use std::ops::ControlFlow;
/// use diurna::{Input, Source, run};
///
/// let texts = ["Ankara said no.", "", "Paris agreed."];
/// let documents = texts.iter().map(|text| Source::text("here", text, Input::default()));
/// let mut titles = Vec::new();
/// let tally = run(documents, NonZero::new(2).unwrap(), || (), |(), source| source.read(), |outcome| {
///     titles.extend(outcome.result.map(|document| document.article.text));
///     ControlFlow::Continue(())
/// });
/// assert_eq!(titles, ["Ankara said no.", "Paris agreed."]);
/// assert_eq!((tally.done, tally.set_aside), (2, 1));
/// ```
pub fn run<W, T: Send>(
    documents: impl Iterator<Item = Source> + Send,
    threads: NonZero<usize>,
    worker: impl Fn() -> W + Sync,
    task: impl Fn(&mut W, Source) -> Result<T, Error> + Sync,
    mut deliver: impl FnMut(Outcome<T>) -> ControlFlow<()>,
) -> Tally {
    let stop = AtomicBool::new(false);
    let (ticket, tickets) = mpsc::channel();
    let (feed, queue) = mpsc::channel();
    let (finish, finished) = mpsc::channel();
    for _ in 0..threads.get() * WINDOW {
        // The receiver stands two lines above.
        let _ = ticket.send(());
    }
    let queue = Mutex::new(queue);
    thread::scope(|scope| {
        let (stop, queue, worker, task) = (&stop, &queue, &worker, &task);
        scope.spawn(move || feed_documents(documents, &tickets, &feed, stop));
        for _ in 0..threads.get() {
            let finish = finish.clone();
            scope.spawn(move || work(queue, &finish, stop, worker, task));
        }
        drop(finish);
        let tally = in_order(finished, &ticket, &mut deliver);
        // The feeder may be waiting for a ticket; it must look at the sign first.
        stop.store(true, Ordering::Release);
        drop(ticket);
        tally
    })
}

fn feed_documents(
    documents: impl Iterator<Item = Source>,
    tickets: &mpsc::Receiver<()>,
    feed: &mpsc::Sender<(usize, Source)>,
    stop: &AtomicBool,
) {
    for document in documents.enumerate() {
        let allowed = tickets.recv().is_ok() && !stop.load(Ordering::Acquire);
        if !allowed || feed.send(document).is_err() {
            break;
        }
    }
}

fn work<W, T>(
    queue: &Mutex<mpsc::Receiver<(usize, Source)>>,
    finish: &mpsc::Sender<(usize, Outcome<T>)>,
    stop: &AtomicBool,
    worker: &impl Fn() -> W,
    task: &impl Fn(&mut W, Source) -> Result<T, Error>,
) {
    let mut state = worker();
    loop {
        // A receiver has no state that a panic could leave half done.
        let next = queue.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok((index, source)) = next else { break };
        if stop.load(Ordering::Acquire) {
            break;
        }
        let name = source.name.clone();
        let result = catch_unwind(AssertUnwindSafe(|| task(&mut state, source)));
        let result = result.unwrap_or_else(|panic| {
            state = worker();
            Err(Error::panic(panic_message(panic.as_ref())))
        });
        let result = result.map_err(|error| error.at(&name));
        if finish.send((index, Outcome { name, result })).is_err() {
            break;
        }
    }
}

fn in_order<T>(
    finished: mpsc::Receiver<(usize, Outcome<T>)>,
    ticket: &mpsc::Sender<()>,
    deliver: &mut impl FnMut(Outcome<T>) -> ControlFlow<()>,
) -> Tally {
    let mut tally = Tally::default();
    let mut waiting = BTreeMap::new();
    let mut next = 0;
    for (index, outcome) in finished {
        waiting.insert(index, outcome);
        while let Some(outcome) = waiting.remove(&next) {
            next += 1;
            match outcome.result {
                Ok(_) => tally.done += 1,
                Err(_) => tally.set_aside += 1,
            }
            if deliver(outcome).is_break() {
                return tally;
            }
            // Without a feeder nobody waits for the ticket.
            let _ = ticket.send(());
        }
    }
    tally
}

fn panic_message(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().copied();
    let text = text.or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    text.unwrap_or("no message").to_owned()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::Input;

    fn sources(count: usize) -> impl Iterator<Item = Source> + Send {
        (0..count).map(|n| Source::text(&n.to_string(), "text", Input::default()))
    }

    fn threads(count: usize) -> NonZero<usize> {
        NonZero::new(count).unwrap()
    }

    #[test]
    fn outcomes_come_in_input_order_for_any_number_of_threads() {
        for count in [1, 2, 7] {
            let mut names = Vec::new();
            let task = |(): &mut (), source: Source| {
                let number: u64 = source.name.parse().unwrap();
                thread::sleep(Duration::from_micros(number * 37 % 500));
                Ok(())
            };
            run(
                sources(200),
                threads(count),
                || (),
                task,
                |outcome| {
                    names.push(outcome.name);
                    ControlFlow::Continue(())
                },
            );
            let expected: Vec<String> = (0..200).map(|n| n.to_string()).collect();
            assert_eq!(names, expected, "{count} threads");
        }
    }

    #[test]
    fn a_panic_is_an_outcome_and_the_worker_starts_anew() {
        let task = |seen: &mut usize, source: Source| {
            *seen += 1;
            assert!(source.name != "2", "a text that broke a rule");
            Ok(*seen)
        };
        let mut results = Vec::new();
        let tally = run(
            sources(5),
            threads(1),
            || 0,
            task,
            |outcome| {
                results.push(outcome.result.map_err(|error| error.to_string()));
                ControlFlow::Continue(())
            },
        );
        let broken = "2: the program failed on this document: a text that broke a rule".to_owned();
        assert_eq!(results, [Ok(1), Ok(2), Err(broken), Ok(1), Ok(2)]);
        assert_eq!((tally.done, tally.set_aside), (4, 1));
    }

    #[test]
    fn break_ends_the_run_before_the_documents_do() {
        let mut delivered = 0;
        let endless = (0..).map(|n: usize| Source::text(&n.to_string(), "x", Input::default()));
        let tally = run(
            endless,
            threads(2),
            || (),
            |(), _| Ok(()),
            |_| {
                delivered += 1;
                if delivered == 3 {
                    ControlFlow::Break(())
                } else {
                    ControlFlow::Continue(())
                }
            },
        );
        assert_eq!(tally.documents(), 3);
    }

    #[test]
    fn a_finished_document_does_not_wait_for_the_next_line() {
        let (send, lines) = mpsc::channel::<()>();
        send.send(()).unwrap();
        let documents = lines
            .into_iter()
            .map(|()| Source::text("line", "x", Input::default()));
        let mut left = 3;
        let mut send = Some(send);
        // Each outcome asks for the next document, as a program does that writes a line and reads its answer.
        let tally = run(
            documents,
            threads(2),
            || (),
            |(), _| Ok(()),
            |_| {
                left -= 1;
                match &send {
                    Some(open) if left > 0 => open.send(()).unwrap(),
                    _ => send = None,
                }
                ControlFlow::Continue(())
            },
        );
        assert_eq!(tally.done, 3);
    }
}
