//! A file that a person gave: by its path, or as bytes that were pasted or piped. It can be read more than once.

use lanyard_files::{FileFault, Input};
use std::fs::File;
use std::io::{BufReader, Cursor, ErrorKind};
use std::path::PathBuf;
use std::sync::Arc;

/// A file that was given.
#[derive(Clone)]
pub enum FileGiven {
    /// Where it lies.
    Path(PathBuf),
    /// What is in it.
    Bytes(Arc<[u8]>),
}

/// Neither its name nor what is in it.
impl std::fmt::Debug for FileGiven {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Path(_) => "FileGiven(path)",
            Self::Bytes(_) => "FileGiven(bytes)",
        })
    }
}

impl FileGiven {
    /// Opens it anew.
    ///
    /// # Errors
    /// When the medium does not give it; a folder or a device is no file.
    pub fn open(&self) -> Result<Box<dyn Input + Send>, FileFault> {
        match self {
            Self::Bytes(bytes) => Ok(Box::new(Cursor::new(Arc::clone(bytes)))),
            Self::Path(path) => {
                let is_file = path.metadata().map_err(|error| unreadable(&error))?.is_file();
                if !is_file {
                    return Err(FileFault::Unreadable);
                }
                let file = File::open(path).map_err(|error| unreadable(&error))?;
                Ok(Box::new(BufReader::new(file)))
            }
        }
    }
}

fn unreadable(error: &std::io::Error) -> FileFault {
    match error.kind() {
        ErrorKind::NotFound => FileFault::Gone,
        _ => FileFault::Unreadable,
    }
}
