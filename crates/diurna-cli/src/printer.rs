//! The one place that knows where output goes: results to stdout, all else to stderr.
//!
//! Colour is decided for each stream on its own (terminal, `NO_COLOR`, `CLICOLOR_FORCE`) and never carries a meaning alone.
//! The progress line shows only where stderr is a terminal and stdout is not, since two things that move on one screen
//! destroy each other.

use std::fmt::Display;
use std::io::{self, BufWriter, IsTerminal, StdoutLock, Write};
use std::time::Duration;

use anstream::{AutoStream, ColorChoice};
use anstyle::{AnsiColor, Style};
use indicatif::{ProgressBar, ProgressStyle};

use crate::failure::Failure;

/// Styles for results; all plain where there is no colour.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Palette {
    pub(crate) title: Style,
    pub(crate) key: Style,
    pub(crate) mark: Style,
    pub(crate) dim: Style,
}

impl Palette {
    fn coloured() -> Palette {
        Palette {
            title: Style::new().bold(),
            key: AnsiColor::Cyan.on_default(),
            mark: AnsiColor::Yellow.on_default().bold(),
            dim: Style::new().dimmed(),
        }
    }
}

/// Writes results and messages.
pub(crate) struct Printer {
    out: BufWriter<StdoutLock<'static>>,
    palette: Palette,
    err: AutoStream<io::Stderr>,
    quiet: bool,
    bar: ProgressBar,
}

impl Printer {
    /// A printer on this process's streams. `quiet` leaves errors only.
    pub(crate) fn new(quiet: bool) -> Printer {
        let colour = AutoStream::choice(&io::stdout()) != ColorChoice::Never;
        Printer {
            out: BufWriter::with_capacity(1 << 16, io::stdout().lock()),
            palette: if colour {
                Palette::coloured()
            } else {
                Palette::default()
            },
            err: AutoStream::auto(io::stderr()),
            quiet,
            bar: ProgressBar::hidden(),
        }
    }

    /// Where results go.
    pub(crate) fn out(&mut self) -> &mut impl Write {
        &mut self.out
    }

    /// Styles for what goes to [`Printer::out`].
    pub(crate) fn palette(&self) -> Palette {
        self.palette
    }

    /// Writes a piece of the result and hands it on at once, so that a reader gets each document when it is done.
    pub(crate) fn result(&mut self, text: &str) -> io::Result<()> {
        self.out.write_all(text.as_bytes())?;
        self.out.flush()
    }

    /// Says something about the run.
    pub(crate) fn note(&mut self, text: impl Display) {
        if !self.quiet {
            self.message("", Style::new(), text);
        }
    }

    /// Says that a document was set aside, and why.
    pub(crate) fn set_aside(&mut self, error: &diurna::Error) {
        self.warning("set aside", error);
        if error.is_bug() {
            self.hint("this is a bug in diurna; please report it with the document");
        }
    }

    /// Says that something is not as it should be; the run goes on.
    pub(crate) fn warning(&mut self, label: &str, text: impl Display) {
        let label = format!("{label}: ");
        self.message(&label, AnsiColor::Yellow.on_default().bold(), text);
    }

    /// Says why the command ended early. A closed pipe says nothing.
    pub(crate) fn failure(&mut self, failure: &Failure) {
        if !failure.message.is_empty() {
            self.message(
                "error: ",
                AnsiColor::Red.on_default().bold(),
                &failure.message,
            );
        }
        if let Some(hint) = &failure.hint {
            self.hint(hint);
        }
    }

    fn hint(&mut self, hint: &str) {
        self.message("hint: ", AnsiColor::Cyan.on_default().bold(), hint);
    }

    fn message(&mut self, label: &str, style: Style, text: impl Display) {
        let err = &mut self.err;
        // There is nowhere left to say that stderr is closed.
        self.bar
            .suspend(|| writeln!(err, "{style}{label}{style:#}{text}"))
            .unwrap_or(());
    }

    /// Shows that documents go through.
    pub(crate) fn start_progress(&mut self) {
        if self.quiet || !io::stderr().is_terminal() || io::stdout().is_terminal() {
            return;
        }
        let line =
            ProgressStyle::with_template("{spinner} {human_pos} documents, {per_sec}, {elapsed}");
        self.bar = ProgressBar::new_spinner().with_style(line.expect("the template is fixed"));
        self.bar.enable_steady_tick(Duration::from_millis(200));
    }

    /// Counts a document on the progress line.
    pub(crate) fn tick(&self) {
        self.bar.inc(1);
    }

    /// Takes the progress line off the screen.
    pub(crate) fn end_progress(&mut self) {
        self.bar.finish_and_clear();
        self.bar = ProgressBar::hidden();
    }
}
