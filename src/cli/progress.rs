//! A progress bar on stderr, for a person who waits.

use std::io::{IsTerminal as _, Read, Result, stderr, stdout};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::text;

/// How long a person waits before a bar is shown.
const PATIENCE: Duration = Duration::from_secs(1);

/// Counts and shows how much was read, in bytes as stored (possibly compressed).
#[derive(Debug, Clone)]
pub(super) struct Progress {
    read_bytes: Arc<AtomicU64>,
    /// `None` if no bar is wanted: stderr is not a terminal, stdout is one, or the total size is
    /// unknown.
    bar: Option<ProgressBar>,
    /// When the bar appears, or `None` after that.
    shows_at: Option<Instant>,
}

impl Progress {
    /// Progress over all inputs. `total_bytes` is `None` if an input has no known size.
    pub(super) fn new(total_bytes: Option<u64>) -> Self {
        // Documents on the same terminal show the progress, and the bar would appear between them.
        let watched = stderr().is_terminal() && !stdout().is_terminal();
        // The hidden bar measures the speed from the start.
        let hidden = |total_bytes| {
            ProgressBar::with_draw_target(Some(total_bytes), ProgressDrawTarget::hidden())
                .with_style(style())
        };
        Self {
            read_bytes: Arc::default(),
            bar: total_bytes.filter(|_| watched).map(hidden),
            shows_at: Instant::now().checked_add(PATIENCE),
        }
    }

    /// Counts the bytes of a reader.
    pub(super) fn count<R: Read>(&self, reader: R) -> Counted<R> {
        Counted {
            reader,
            read_bytes: Arc::clone(&self.read_bytes),
        }
    }

    /// Shows the progress, if [`PATIENCE`] is over.
    pub(super) fn show(&mut self) {
        let Some(bar) = &self.bar else {
            return;
        };
        if self.shows_at.is_some_and(|moment| moment < Instant::now()) {
            self.shows_at = None;
            bar.set_draw_target(ProgressDrawTarget::stderr());
        }
        bar.set_position(self.read_bytes.load(Relaxed));
    }

    /// Writes a message to stderr without breaking the bar.
    pub(super) fn write_message(&self, message: &str) {
        let write = || text::write_message(message);
        match &self.bar {
            Some(bar) => bar.suspend(write),
            None => write(),
        }
    }

    /// Removes the bar.
    pub(super) fn finish(&mut self) {
        if let Some(bar) = self.bar.take() {
            bar.finish_and_clear();
        }
    }
}

fn style() -> ProgressStyle {
    ProgressStyle::with_template(
        "{bar:40} {percent:>3} %  {bytes} of {total_bytes}, {binary_bytes_per_sec}, {eta} left",
    )
    .expect("the template is a constant")
}

/// A reader whose bytes are counted.
#[derive(Debug)]
pub(super) struct Counted<R> {
    reader: R,
    read_bytes: Arc<AtomicU64>,
}

#[cfg(feature = "replay")]
impl<R> Counted<R> {
    /// Counts the bytes of a reader in `read_bytes`.
    pub(super) fn new(reader: R, read_bytes: Arc<AtomicU64>) -> Self {
        Self { reader, read_bytes }
    }
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
        let read = self.reader.read(buffer)?;
        self.read_bytes.fetch_add(read as u64, Relaxed);
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_template_of_the_bar_is_valid() {
        let _ = style();
    }

    #[test]
    fn bytes_are_counted_over_all_readers() {
        let progress = Progress::new(Some(8));
        for _ in 0..2 {
            std::io::copy(&mut progress.count(&b"four"[..]), &mut std::io::sink()).unwrap();
        }
        assert_eq!(progress.read_bytes.load(Relaxed), 8);
    }
}
