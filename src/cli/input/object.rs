//! Objects of S3 as inputs: `s3://bucket/prefix` means the objects below the prefix, without those
//! that are certainly no logs, such as empty ones.

use std::io::{Error, Result};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use tokio::runtime::{Builder, Handle};

use super::listing::{Listing, address};
use crate::aws::identity::Identity;
use crate::aws::s3::bucket::Buckets;
use crate::aws::s3::store::{ObjectBytes, Stated, Store};
use crate::object::Object;
use crate::object::key::Keys;

/// How long one object may take. In practice, no object takes this long.
const OBJECT_TIMEOUT: Duration = Duration::from_hours(24);

/// The client that all threads share.
static READER: OnceLock<std::result::Result<Reader, String>> = OnceLock::new();

#[derive(Debug)]
struct Reader {
    handle: Handle,
    store: Store,
    buckets: Buckets,
}

impl Reader {
    fn start() -> std::result::Result<Self, String> {
        let runtime = Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(|error| error.to_string())?;
        let identity = runtime.block_on(Identity::load());
        if identity.region().is_none() {
            return Err("AWS_REGION is not set, and the profile names no region".to_owned());
        }
        let client = aws_sdk_s3::Client::new(identity.config());
        let handle = runtime.handle().clone();
        // One separate thread processes the requests of all threads.
        std::thread::spawn(move || runtime.block_on(std::future::pending::<()>()));
        Ok(Self {
            handle,
            store: Store::new(client.clone()),
            buckets: Buckets::new(client),
        })
    }

    fn get() -> Result<&'static Self> {
        let reader = READER.get_or_init(Self::start);
        reader.as_ref().map_err(|why| Error::other(why.clone()))
    }
}

/// Whether a path means objects of S3.
pub(in crate::cli) fn is_object(path: &Path) -> bool {
    address(path).is_some()
}

/// The objects below the prefix that a path means, as addresses of S3.
///
/// # Errors
/// The objects cannot be listed, or the prefix has no objects. The error names the prefix.
pub(in crate::cli) fn objects(path: &Path) -> Result<Vec<PathBuf>> {
    let reader = Reader::get().map_err(|why| Error::other(format!("{}: {why}", path.display())))?;
    let buckets = Some((reader.buckets.clone(), reader.handle.clone()));
    let mut listing = Listing::new(&[path.to_owned()], buckets, Keys::default());
    let mut objects = Vec::new();
    while let Some(source) = listing.next().map_err(Error::other)? {
        objects.push(source.name().into());
    }
    Ok(objects)
}

/// Opens the object that a path names. Returns its address, what S3 says about it, and its bytes.
pub(in crate::cli) fn open_object(path: &Path) -> Result<(Object, Stated, ObjectBytes)> {
    let reader = Reader::get()?;
    let (bucket, key) = address(path).unwrap_or_default();
    let object = Object {
        bucket: bucket.to_owned(),
        key: key.to_owned(),
        version: None,
    };
    let until = Instant::now() + OBJECT_TIMEOUT;
    let opened = reader.store.open(&object, None, 0, until);
    // The task that reads ahead is started in this runtime.
    let opened = reader.handle.block_on(opened).map_err(Error::other)?;
    let (stated, bytes) = opened;
    Ok((object, stated, bytes))
}
