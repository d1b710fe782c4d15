//! Runs the real program in a folder of its own.

use std::ffi::OsStr;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// A run that is being put together: arguments, environment, standard input.
pub(crate) struct Program {
    command: Command,
    stdin: Option<String>,
}

/// What a run left behind.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// `diurna` with these arguments, in the project's folder.
pub(crate) fn diurna<A: AsRef<OsStr>>(args: impl IntoIterator<Item = A>) -> Program {
    let mut command = Command::new(env!("CARGO_BIN_EXE_diurna"));
    command
        .args(args)
        .current_dir(project())
        .env_remove("CLICOLOR_FORCE")
        .env_remove("NO_COLOR");
    Program {
        command,
        stdin: None,
    }
}

impl Program {
    pub(crate) fn stdin(mut self, text: &str) -> Program {
        self.stdin = Some(text.to_owned());
        self
    }

    pub(crate) fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Program {
        self.command.env(name, value);
        self
    }

    pub(crate) fn start(&mut self) -> Child {
        self.command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        self.command.spawn().expect("the program starts")
    }

    pub(crate) fn run(mut self) -> Ran {
        let mut child = self.start();
        let mut input = child.stdin.take().expect("stdin is a pipe");
        if let Some(text) = &self.stdin {
            input.write_all(text.as_bytes()).expect("stdin is read");
        }
        drop(input);
        let output = child.wait_with_output().expect("the program ends");
        Ran {
            code: output.status.code().expect("the program ends by itself"),
            stdout: String::from_utf8(output.stdout).expect("stdout is UTF-8"),
            stderr: String::from_utf8(output.stderr).expect("stderr is UTF-8"),
        }
    }
}

impl Ran {
    /// Asserts the exit code; the message shows what the program said.
    #[track_caller]
    pub(crate) fn code(self, expected: i32) -> Ran {
        assert_eq!(self.code, expected, "stderr: {}", self.stderr);
        self
    }

    #[track_caller]
    pub(crate) fn says(self, part: &str) -> Ran {
        assert!(
            self.stderr.contains(part),
            "expected {part:?} on stderr: {}",
            self.stderr
        );
        self
    }
}

/// The project's folder.
pub(crate) fn project() -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    folder
        .canonicalize()
        .expect("the crate stands in the project")
}

/// True if the default model is installed. A test that needs it passes over itself without, and says so.
#[expect(
    clippy::print_stdout,
    reason = "the test runner shows it with --nocapture"
)]
pub(crate) fn has_model() -> bool {
    let installed = diurna(["model", "list"])
        .run()
        .stdout
        .contains("en_core_web_sm-3.8.0");
    if !installed {
        println!("passed over: no language model; `diurna model install` gets it");
    }
    installed
}

/// An empty folder that goes away with the test.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new(test: &str) -> Folder {
        let path = std::env::temp_dir().join(format!("diurna-cli-{}-{test}", std::process::id()));
        fs::create_dir_all(&path).expect("a temporary folder can be made");
        Folder(path)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }

    /// Writes a file and returns its path.
    pub(crate) fn file(&self, name: &str, text: impl AsRef<[u8]>) -> String {
        let path = self.0.join(name);
        fs::write(&path, text).expect("a file can be written");
        path.display().to_string()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // A folder that stays in the temporary folder does no harm.
        let _ = fs::remove_dir_all(&self.0);
    }
}
