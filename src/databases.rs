//! Databases of places and networks on this machine. This module finds them, opens them and maps
//! them into memory. It does the I/O for [`crate::enrich`].
//!
//! | source | when it is used |
//! |---|---|
//! | `GEOIP_PATH`: folders or files, separated by `,` or `:` | if the variable is set; `none` means no database at all |
//! | `/opt/geoip`: a Lambda layer | if the variable is not set and this folder holds a database |
//! | `geoip` in the working directory | if neither of these is used and this folder holds a database |
//! | the compiled-in country database (feature `embedded-geoip`) | in addition to these, unless they contain a country database or `GEOIP_PATH` is `none` |
//!
//! In a folder, every `*.mmdb` is opened whose name does not begin with a dot, in the order of the
//! names. A database of other things than places and networks is ignored in a folder, because other
//! programs may use the folder too. Such a database is refused if its own path is configured. A
//! database that cannot be read is always refused, so that a configured database is never silently
//! unused.

use std::ffi::OsStr;
use std::fmt;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use maxminddb::Mmap;

use crate::enrich::{Bytes, Database, Defect, Precision};

/// The folders that are searched, in this order, when no path is configured.
pub(crate) const DEFAULT_FOLDERS: [&str; 2] = ["/opt/geoip", "geoip"];

/// The value of `GEOIP_PATH` for no database at all, not even the embedded one.
pub const NONE: &str = "none";

/// The country database of `geoip/`, compiled in.
#[cfg(feature = "embedded-geoip")]
static EMBEDDED: &[u8] = include_bytes!("../geoip/country.mmdb");

/// A database that cannot be used. It is displayed as one line that names the file.
#[derive(Debug)]
#[non_exhaustive]
pub struct DatabaseError {
    /// The file or folder.
    pub path: PathBuf,
    /// What is wrong with the file or folder.
    pub problem: Problem,
}

/// What is wrong with a file or folder. It is displayed as a fragment after the name of the file.
#[derive(Debug)]
#[non_exhaustive]
pub enum Problem {
    /// The file or folder cannot be opened or mapped.
    Io(io::Error),
    /// The file is not a usable database.
    Defect(Defect),
    /// The folder has no database of places or networks.
    NoDatabase,
}

impl fmt::Display for DatabaseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.path.display();
        match &self.problem {
            Problem::Io(error) => write!(f, "cannot open {path}: {error}"),
            problem => write!(f, "{path} {problem}"),
        }
    }
}

impl std::error::Error for DatabaseError {}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io(error) => write!(f, "cannot be opened: {error}"),
            Self::Defect(defect) => write!(f, "{defect}"),
            Self::NoDatabase => f.write_str("holds no database of places or networks (*.mmdb)"),
        }
    }
}

impl std::error::Error for Problem {}

impl DatabaseError {
    fn new(path: &Path, problem: Problem) -> Self {
        Self {
            path: path.to_owned(),
            problem,
        }
    }
}

/// Opens the databases of this machine, in the order of precedence. `geoip_path` is the value of
/// `GEOIP_PATH`.
///
/// # Errors
/// The error is the first file that cannot be read, or a configured path without a database.
pub fn open(geoip_path: Option<&str>) -> Result<Vec<Database>, DatabaseError> {
    let mut databases = match geoip_path {
        Some(NONE) => return Ok(Vec::new()),
        Some(paths) => open_paths(paths)?,
        None => open_defaults(&DEFAULT_FOLDERS)?,
    };
    let has_countries = |database: &Database| database.places() == Some(Precision::Country);
    if !databases.iter().any(has_countries) {
        databases.extend(embedded());
    }
    Ok(databases)
}

/// Opens one file, mapped into memory.
///
/// # Errors
/// The file cannot be opened, or is not a usable database.
pub fn open_file(path: &Path) -> Result<Database, DatabaseError> {
    let bytes = map(path).map_err(|error| DatabaseError::new(path, Problem::Io(error)))?;
    Database::open(bytes).map_err(|defect| DatabaseError::new(path, Problem::Defect(defect)))
}

/// Opens one file and reads every record of it. Returns the database and the number of networks
/// that have a record.
///
/// # Errors
/// The same as [`open_file`], and the first record that cannot be read.
pub fn verify_file(path: &Path) -> Result<(Database, usize), DatabaseError> {
    let database = open_file(path)?;
    match database.verify() {
        Ok(networks) => Ok((database, networks)),
        Err(defect) => Err(DatabaseError::new(path, Problem::Defect(defect))),
    }
}

/// The compiled-in database, if there is one.
///
/// # Panics
/// Never, because a test opens the compiled-in database.
#[must_use]
pub fn embedded() -> Option<Database> {
    #[cfg(feature = "embedded-geoip")]
    {
        let database = Database::open(Bytes::Embedded(EMBEDDED));
        Some(database.expect("the database in the repository is sound: a test opens it"))
    }
    #[cfg(not(feature = "embedded-geoip"))]
    None
}

fn open_paths(paths: &str) -> Result<Vec<Database>, DatabaseError> {
    let mut databases = Vec::new();
    for path in paths
        .split([',', ':'])
        .map(str::trim)
        .filter(|path| !path.is_empty())
    {
        let path = Path::new(path);
        if path.is_dir() {
            let found = open_folder(path)?;
            if found.is_empty() {
                return Err(DatabaseError::new(path, Problem::NoDatabase));
            }
            databases.extend(found);
        } else {
            databases.push(open_file(path)?);
        }
    }
    Ok(databases)
}

fn open_defaults(folders: &[&str]) -> Result<Vec<Database>, DatabaseError> {
    for folder in folders
        .iter()
        .map(Path::new)
        .filter(|folder| folder.is_dir())
    {
        let databases = open_folder(folder)?;
        if !databases.is_empty() {
            return Ok(databases);
        }
    }
    Ok(Vec::new())
}

fn open_folder(folder: &Path) -> Result<Vec<Database>, DatabaseError> {
    let mut databases = Vec::new();
    for path in files(folder).map_err(|error| DatabaseError::new(folder, Problem::Io(error)))? {
        match open_file(&path) {
            Ok(database) => databases.push(database),
            Err(DatabaseError {
                problem: Problem::Defect(Defect::Useless { .. }),
                ..
            }) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(databases)
}

fn files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        // A name that begins with a dot belongs to an unfinished download, or to a file that an
        // editor or an archiver left.
        let hidden = path
            .file_name()
            .is_some_and(|name| name.as_encoded_bytes().starts_with(b"."));
        if !hidden && path.extension() == Some(OsStr::new("mmdb")) {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}

#[expect(
    unsafe_code,
    reason = "a memory map is the only way not to read 60 MB at a cold start"
)]
fn map(path: &Path) -> io::Result<Bytes> {
    let file = File::open(path)?;
    // An empty file cannot be mapped, and the length of a folder has no meaning.
    if !file.metadata()?.is_file() {
        return Err(io::Error::other("not a file"));
    }
    if file.metadata()?.len() == 0 {
        return Ok(Bytes::Owned(Vec::new()));
    }
    // SAFETY: the bytes of a map must not change while it is read. A layer under `/opt` is
    // read-only. Elsewhere a database is replaced by renaming a new file over it, as `geoip/fetch`
    // and the updaters of MaxMind and DB-IP do; the mapped file does not change. A program that
    // writes into a database in use breaks the database for every program that maps it.
    let mapped = unsafe { Mmap::map(&file) }?;
    Ok(Bytes::Mapped(mapped))
}

#[cfg(test)]
mod tests;
