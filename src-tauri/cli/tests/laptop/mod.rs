//! A laptop for one test: a folder of its own, a key file, and the real program.

#![allow(dead_code, reason = "each test program uses its own part")]

use serde_json::Value;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

pub(crate) struct Laptop {
    root: tempfile::TempDir,
}

/// What the program answered.
pub(crate) struct Answer {
    pub(crate) exit: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Answer {
    pub(crate) fn of(output: &Output) -> Self {
        Self {
            exit: output.status.code().expect("it was not killed"),
            out: String::from_utf8(output.stdout.clone()).expect("text"),
            err: String::from_utf8(output.stderr.clone()).expect("text"),
        }
    }

    /// Every line as JSON.
    pub(crate) fn lines(&self) -> Vec<Value> {
        self.out.lines().map(|line| serde_json::from_str(line).expect(line)).collect()
    }

    /// The only line as JSON, of a command that went well.
    pub(crate) fn object(&self) -> Value {
        assert_eq!(self.exit, 0, "{}{}", self.out, self.err);
        let mut lines = self.lines();
        assert_eq!(lines.len(), 1, "{}", self.out);
        lines.remove(0)
    }

    /// What was said on standard error, as JSON.
    pub(crate) fn trouble(&self) -> Value {
        assert_ne!(self.exit, 0, "{}", self.out);
        serde_json::from_str(&self.err).expect(&self.err)
    }
}

impl Laptop {
    pub(crate) fn new() -> Self {
        let root = tempfile::tempdir().unwrap();
        let laptop = Self { root };
        let key = laptop.path("key");
        fs::write(&key, "5a".repeat(32)).unwrap();
        #[cfg(unix)]
        fs::set_permissions(&key, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
        laptop
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.root.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.path(name);
        fs::write(&path, bytes).unwrap();
        path
    }

    pub(crate) fn data(&self) -> PathBuf {
        self.path("data")
    }

    /// The program on this laptop's data, in English, answering in JSON.
    pub(crate) fn command(&self, words: &[&str]) -> Command {
        let mut command = bare(words);
        command.arg("--json").arg("--data").arg(self.data()).arg("--key-file").arg(self.path("key"));
        command
    }

    pub(crate) fn run(&self, words: &[&str]) -> Answer {
        Answer::of(&self.command(words).output().unwrap())
    }

    /// As [`Laptop::run`], with standard input.
    pub(crate) fn run_with(&self, words: &[&str], input: &[u8]) -> Answer {
        fed(self.command(words), input)
    }
}

/// The program without any of a laptop's settings.
pub(crate) fn bare(words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_lanyard"));
    command.args(words).arg("--lang").arg("en").stdin(Stdio::null());
    command.env_remove("LANYARD_DATA").env_remove("LANYARD_KEY_FILE").env("USER", "Ada");
    command
}

pub(crate) fn fed(mut command: Command, input: &[u8]) -> Answer {
    let mut child: Child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_vec();
    // A program that ends without reading its input is none of the feeder's business.
    let feeding = std::thread::spawn(move || stdin.write_all(&input).is_ok());
    let output = child.wait_with_output().unwrap();
    feeding.join().unwrap();
    Answer::of(&output)
}

/// A picture of a QR code as a PNG, `module` pixels a module.
pub(crate) fn qr(text: &str, module: u32) -> Vec<u8> {
    let code = qrcode::QrCode::new(text).unwrap();
    let (side, quiet) = (code.width() as u32, 4);
    let mut picture = image::GrayImage::from_pixel(
        (side + 2 * quiet) * module,
        (side + 2 * quiet) * module,
        image::Luma([255]),
    );
    let colours = code.to_colors();
    for (x, y, pixel) in picture.enumerate_pixels_mut() {
        let (column, row) = ((x / module).wrapping_sub(quiet), (y / module).wrapping_sub(quiet));
        if column < side && row < side && colours[(row * side + column) as usize] == qrcode::Color::Dark {
            *pixel = image::Luma([0]);
        }
    }
    let mut png = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut png, image::ImageFormat::Png).unwrap();
    png.into_inner()
}

/// A folder of the corpora, or loudly none.
pub(crate) fn corpus(name: &str) -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let corpora =
        std::env::var_os("LANYARD_CORPORA").map_or_else(|| root.join("../shared/corpora"), PathBuf::from);
    let folder = corpora.join(name);
    if folder.is_dir() {
        return Some(folder);
    }
    eprintln!("PASSED OVER: there is no {}; set LANYARD_CORPORA", folder.display());
    None
}
