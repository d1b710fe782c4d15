//! JSON output for one document or many: one stands by itself, several are a list.

use std::io;

use crate::printer::Printer;

/// Writes JSON values one by one. The first is held back until it is known whether it stays alone.
#[derive(Debug, Default)]
pub(crate) struct JsonList {
    held: Option<String>,
    open: bool,
}

impl JsonList {
    /// Takes the next value.
    pub(crate) fn push(&mut self, printer: &mut Printer, json: String) -> io::Result<()> {
        if self.open {
            return printer.result(&format!(",\n{json}"));
        }
        match self.held.take() {
            None => {
                self.held = Some(json);
                Ok(())
            }
            Some(first) => {
                self.open = true;
                printer.result(&format!("[\n{first},\n{json}"))
            }
        }
    }

    /// Writes the rest. Whether it is a list depends on the number of documents asked for, not on how many of them failed,
    /// so that a script gets the same shape on a bad day.
    pub(crate) fn finish(self, printer: &mut Printer, documents: usize) -> io::Result<()> {
        match (self.open, self.held) {
            (true, _) => printer.result("\n]\n"),
            (false, Some(json)) if documents == 1 => printer.result(&format!("{json}\n")),
            (false, Some(json)) => printer.result(&format!("[\n{json}\n]\n")),
            (false, None) if documents == 1 => Ok(()),
            (false, None) => printer.result("[]\n"),
        }
    }
}
