//! A preset: the layouts of a well-known format.

use crate::format::layout::{Layout, Piece};
use crate::format::line::LogLine;
use crate::format::sound::is_sound;
use crate::rejection::Rejection;

/// A format that layouts read. Each variant of the format has a layout.
#[derive(Debug)]
pub(in crate::format) struct Preset {
    /// The variants. The first one in which a line is whole and sound reads the line.
    variants: Vec<Layout>,
    /// The layout that reads all other lines.
    lenient: Layout,
    /// A change that is applied to each line, if a layout cannot express it.
    finish: Option<fn(&mut LogLine<'_>)>,
}

impl Preset {
    /// A preset with one layout.
    pub(super) fn one(layout: Layout) -> Self {
        Self::of(Vec::new(), layout)
    }

    pub(super) fn of(variants: Vec<Layout>, lenient: Layout) -> Self {
        Self {
            variants,
            lenient,
            finish: None,
        }
    }

    pub(super) fn with_finish(mut self, finish: fn(&mut LogLine<'_>)) -> Self {
        self.finish = Some(finish);
        self
    }

    /// Reads a line.
    ///
    /// # Errors
    /// The rejection is that of the layout that matches the most bytes.
    pub(in crate::format) fn read<'a>(&'a self, line: &'a [u8]) -> Result<LogLine<'a>, Rejection> {
        if let Some(read) = self.read_whole(line) {
            return Ok(read);
        }
        match self.lenient.read(line) {
            Ok(read) => Ok(self.finished(read)),
            Err(rejection) => Err(self.farthest(line, rejection)),
        }
    }

    /// Reads a line by the first variant in which it is whole and sound.
    pub(in crate::format) fn read_whole<'a>(&'a self, line: &'a [u8]) -> Option<LogLine<'a>> {
        let mut variants = self.variants.iter();
        let read = variants.find_map(|layout| layout.read(line).ok().filter(is_sound))?;
        Some(self.finished(read))
    }

    /// All layouts. The lenient layout is the last.
    pub(in crate::format) fn layouts(&self) -> impl Iterator<Item = &Layout> {
        self.variants.iter().chain([&self.lenient])
    }

    #[cold]
    fn farthest(&self, line: &[u8], rejection: Rejection) -> Rejection {
        let others = self
            .variants
            .iter()
            .filter_map(|layout| layout.read(line).err());
        others.fold(rejection, |best, other| {
            if other.offset > best.offset {
                other
            } else {
                best
            }
        })
    }

    fn finished<'a>(&self, mut line: LogLine<'a>) -> LogLine<'a> {
        if let Some(finish) = self.finish {
            finish(&mut line);
        }
        line
    }
}

/// Compiles a layout of this crate. A test compiles every one, so this cannot fail.
pub(super) fn compiled(pieces: &[Piece]) -> Layout {
    Layout::new(pieces).expect("a preset's values have literals between them")
}
