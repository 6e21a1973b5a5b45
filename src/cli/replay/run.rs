//! Connects the parts of a replay: the pipeline on this thread, and the requests on another.

use std::collections::VecDeque;
use std::io::{Write as _, stdout};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;
use std::thread::{self, JoinHandle};

use sha2::{Digest as _, Sha256};
use tokio::runtime::{Builder, Runtime};
use tokio::sync::{mpsc, oneshot};

use super::Replay;
use super::closing::{Closed, Closing, StateFile};
use super::reading::{Ended, SourceReader};
use super::sending::Sending;
use super::shared::Shared;
use super::show;
use super::sink::{self, Refusals};
use super::work::Work;
use crate::cli::failure::Failure;
use crate::cli::fates::fates;
use crate::cli::input::Listing;
use crate::cli::text::{counted, grouped, write_message};
use crate::document::Form;
use crate::pipeline::{Pipeline, Tally};
use crate::replay::counts::Counts;
use crate::replay::state::State;

impl Replay {
    /// Reads the sources and sends the wanted entries.
    pub(in crate::cli) fn run(&self) -> Result<(), Failure> {
        let selection = self.selection()?;
        let config = self.options.config()?;
        let settings = self.options.settings()?;
        let formats = config
            .formats()
            .map_err(|error| Failure::Settings(error.to_string()))?;
        let runtime = Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|error| Failure::Replay(error.to_string()))?;
        let clients = runtime.block_on(self.clients())?;
        let destination = runtime.block_on(self.destination(&clients))?;
        let (state, settled_before) = self.state()?;
        let (parcels, received) = mpsc::channel(1);
        let outlet = self.outlet(destination.as_ref(), &config, parcels);
        let (settled, settling) = mpsc::unbounded_channel();
        let shared = Arc::new(Shared::new(settled));
        let refusals = Refusals::default();
        let handle = runtime.handle().clone();
        let listed = clients
            .buckets
            .clone()
            .map(|buckets| (buckets, handle.clone()));
        let mut listing = Listing::new(&self.sources, listed, config.objects.keys.clone());
        let closing = Closing {
            shared: Arc::clone(&shared),
            state,
            done: self.done.clone(),
            buckets: clients.buckets.clone(),
        };
        let (finished, is_finished) = oneshot::channel();
        let (total, counted_total) = oneshot::channel();
        let driver = Driver {
            shared: Arc::clone(&shared),
            sink: destination.map(|destination| {
                let rate = self.rate;
                let (shared, refusals) = (Arc::clone(&shared), refusals.clone());
                sink::run(received, destination, rate, shared, refusals)
            }),
            closing: closing.run(settling),
            is_finished,
            total: counted_total,
            quiet: self.to_stdout || self.dry_run,
        };
        let driver = driver.start(runtime);
        let keeps_compact = config.documents == Form::Compact;
        let sending = Sending::new(
            outlet,
            selection,
            Arc::clone(&shared),
            keeps_compact,
            self.limit,
        );
        let mut reading = SourceReader {
            work: Work {
                pipeline: Pipeline::new(settings),
                sending,
                reput_key: config.hook.reput_key.clone(),
            },
            formats,
            names_path: config.objects.names_path,
            shared: Arc::clone(&shared),
            store: clients.store.map(|store| (store, handle)),
            settled: settled_before,
            skipped: 0,
            unread: 0,
            ahead: VecDeque::new(),
        };
        let read = listing.fill().map_err(Failure::Replay).and_then(|()| {
            let _ = total.send(listing.total());
            reading.all(&mut listing)
        });
        let (tally, counts) = (
            reading.work.pipeline.take_tally(),
            reading.work.sending.counts.clone(),
        );
        let (skipped, unread) = (reading.skipped, reading.unread);
        drop(reading);
        let _ = finished.send(());
        let closed = driver
            .join()
            .map_err(|_| Failure::Replay("the sender failed, which is a defect".to_owned()))?;
        let ended = read?;
        self.report_fates(&tally, &counts, &refusals)?;
        let end = End {
            ended,
            closed,
            unread,
            skipped,
        };
        self.report_end(&shared, &end)
    }

    /// Writes the table of a dry run, and reports the outcomes of lines, the skipped entries and
    /// the reasons of refusals.
    fn report_fates(
        &self,
        tally: &Tally,
        counts: &Counts,
        refusals: &Refusals,
    ) -> Result<(), Failure> {
        if self.dry_run {
            let table = show::table(counts);
            let written = stdout().lock().write_all(table.as_bytes());
            written.map_err(Failure::Output)?;
        }
        for sentence in fates(tally).into_iter().chain(show::passed(counts)) {
            write_message(sentence);
        }
        for (reason, count) in refusals.take() {
            write_message(format_args!("{} refused: {reason}", grouped(count)));
        }
        Ok(())
    }

    /// Reports the result, and how to continue.
    fn report_end(&self, shared: &Shared, end: &End) -> Result<(), Failure> {
        let state = self.state_path().display().to_string();
        if end.skipped > 0 {
            write_message(format_args!(
                "{} skipped, because {state} says that they were sent; delete that file to \
                 send them again",
                counted(end.skipped, "source")
            ));
        }
        let refused = shared.refused.load(Relaxed);
        if self.is_tracked() {
            let accepted =
                counted(shared.accepted.load(Relaxed), "entry").replace("entrys", "entries");
            let present = match shared.present.load(Relaxed) {
                0 => String::new(),
                present => format!(", {} of them already existed", grouped(present)),
            };
            write_message(format_args!(
                "{accepted} accepted{present}; {} complete",
                counted(end.closed.accepted, "source")
            ));
        }
        if end.closed.kept > 0 {
            write_message(format_args!(
                "{} kept despite --done, because entries were skipped",
                counted(end.closed.kept, "source")
            ));
        }
        let again = match self.is_tracked() {
            true => format!("run the same command to continue from {state}"),
            false => "run the same command to begin again".to_owned(),
        };
        if let Some(why) = shared.why() {
            return Err(Failure::Replay(format!(
                "the destination accepts nothing: {why}; {again}"
            )));
        }
        // Entries that were read and not sent count as not accepted.
        if end.ended == Ended::Stopped || (shared.is_stopped() && refused > 0) {
            return Err(Failure::Interrupted(format!("stopped; {again}")));
        }
        if refused > 0 {
            return Err(Failure::Replay(format!(
                "{} not accepted; {again}",
                counted(refused, "entry").replace("entrys", "entries")
            )));
        }
        match end.unread == 0 && end.closed.failed == 0 {
            true => Ok(()),
            false => Err(Failure::Inputs),
        }
    }

    fn state_path(&self) -> PathBuf {
        self.state.clone().unwrap_or_else(|| {
            let hash: [u8; 32] = Sha256::digest(self.identity().as_bytes()).into();
            let [one, two, three, four, ..] = hash;
            let hash = format!("{:08x}", u32::from_be_bytes([one, two, three, four]));
            PathBuf::from(format!("weblog-replay-{hash}.state"))
        })
    }

    fn state(&self) -> Result<(Option<StateFile>, State), Failure> {
        if !self.is_tracked() {
            return Ok((None, State::default()));
        }
        let (file, state) =
            StateFile::open(&self.state_path(), &self.identity()).map_err(Failure::Settings)?;
        Ok((Some(file), state))
    }
}

/// The result of a replay.
struct End {
    ended: Ended,
    closed: Closed,
    unread: u64,
    skipped: u64,
}

/// The tasks of the other thread.
struct Driver<S, C> {
    shared: Arc<Shared>,
    sink: Option<S>,
    closing: C,
    is_finished: oneshot::Receiver<()>,
    total: oneshot::Receiver<Option<(u64, usize)>>,
    quiet: bool,
}

impl<S, C> Driver<S, C>
where
    S: Future<Output = ()> + Send + 'static,
    C: Future<Output = Closed> + Send + 'static,
{
    fn start(self, runtime: Runtime) -> JoinHandle<Closed> {
        let Self {
            shared,
            sink,
            closing,
            is_finished,
            total,
            quiet,
        } = self;
        thread::spawn(move || {
            runtime.block_on(async move {
                tokio::spawn(interrupts(Arc::clone(&shared)));
                let watched = Arc::clone(&shared);
                let progress = tokio::spawn(async move {
                    let total = total.await.unwrap_or(None);
                    show::progress(watched, total, quiet).await;
                });
                let closing = tokio::spawn(closing);
                if let Some(sink) = sink {
                    sink.await;
                }
                let _ = is_finished.await;
                shared.close();
                let closed = closing.await.unwrap_or_default();
                progress.abort();
                let _ = progress.await;
                closed
            })
        })
    }
}

/// Stops reading at the first Ctrl-C, and ends the process at the second.
async fn interrupts(shared: Arc<Shared>) {
    if tokio::signal::ctrl_c().await.is_err() {
        return;
    }
    shared.stop();
    write_message("stopping after the requests that were sent; press Ctrl-C again to stop at once");
    if tokio::signal::ctrl_c().await.is_ok() {
        std::process::exit(i32::from(crate::cli::failure::INTERRUPTED));
    }
}
