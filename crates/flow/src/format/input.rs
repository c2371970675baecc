//! The bytes of a file on their way to a reader of a format: counted, unpacked within limits, turned into UTF-8.

use std::io::{self, BufRead, Read};
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use encoding_rs::{Decoder, DecoderResult, Encoding, UTF_8, WINDOWS_1251};

use super::rows::{Limits, Options, Progress, Watch};
use super::trouble::{Trouble, TroubleKind, TroublePart};

/// So many bytes are read at a time.
pub(super) const CHUNK: usize = 64 << 10;

/// How far it has come, shared by the bytes below and the rows above.
#[derive(Clone)]
pub(super) struct Course {
    bytes: Arc<AtomicU64>,
    of: Option<u64>,
    watch: Option<Watch>,
}

impl Course {
    pub fn new(options: &Options) -> Self {
        Self { bytes: Arc::default(), of: options.size, watch: options.watch.clone() }
    }

    /// Tells how far it has come.
    pub fn tell(&self, rows: u64) -> Result<(), Trouble> {
        let Some(watch) = &self.watch else { return Ok(()) };
        let bytes = self.bytes.load(Ordering::Relaxed);
        match watch(Progress { bytes, of: self.of, rows }) {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(()) => Err(TroubleKind::Cancelled.into()),
        }
    }
}

/// Counts the bytes of the file as it was given.
pub(super) struct Counted<R> {
    inner: R,
    course: Course,
}

impl<R> Counted<R> {
    pub fn new(inner: R, course: Course) -> Self {
        Self { inner, course }
    }
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let end = buffer.len().min(CHUNK);
        let count = self.inner.read(&mut buffer[..end])?;
        self.course.bytes.fetch_add(count as u64, Ordering::Relaxed);
        self.course.tell(0)?;
        Ok(count)
    }
}

/// Stops what unpacks to more than it may.
pub(super) struct Bounded<R> {
    inner: R,
    course: Course,
    limits: Limits,
    seen: u64,
    packed: bool,
}

impl<R> Bounded<R> {
    /// `packed`: the inner reader unpacks, so that the limit of the ratio holds too.
    pub fn new(inner: R, course: Course, limits: Limits, packed: bool) -> Self {
        Self { inner, course, limits, seen: 0, packed }
    }
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = match self.inner.read(buffer) {
            Ok(count) => count,
            // What the unpacking itself says, as against what comes from below.
            Err(e) if e.get_ref().is_some_and(|inner| inner.is::<Trouble>()) => return Err(e),
            Err(e) if self.packed && e.kind() == io::ErrorKind::UnexpectedEof => {
                return Err(Trouble::new(TroubleKind::Truncated).into());
            }
            Err(e)
                if self.packed
                    && matches!(e.kind(), io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData) =>
            {
                return Err(Trouble::new(TroubleKind::BadGzip).into());
            }
            Err(e) => return Err(e),
        };
        self.seen += count as u64;
        if self.seen > self.limits.unpacked {
            return Err(self.limits.over(TroublePart::Unpacked).into());
        }
        let packed = self.course.bytes.load(Ordering::Relaxed);
        if self.packed && self.seen > 16 << 20 && self.seen / packed.max(1) > self.limits.ratio {
            return Err(self.limits.over(TroublePart::Ratio).into());
        }
        Ok(count)
    }
}

/// The encoding that the beginning of a text shows, and how many bytes its mark takes. `None`: it is not clear.
pub(super) fn recognise(start: &[u8], whole: bool) -> Option<(&'static Encoding, usize)> {
    if let Some(found) = Encoding::for_bom(start) {
        return Some(found);
    }
    match std::str::from_utf8(start) {
        Ok(_) => Some((UTF_8, 0)),
        Err(e) if e.error_len().is_none() && !whole => Some((UTF_8, 0)),
        Err(_) if cyrillic(start) => Some((WINDOWS_1251, 0)),
        Err(_) => None,
    }
}

/// Whether the bytes look like Russian in Windows-1251: letters in words, mostly small ones (in KOI8-R the capitals would be more).
fn cyrillic(bytes: &[u8]) -> bool {
    let letter = |byte: u8| byte >= 0xC0 || byte == 0xA8 || byte == 0xB8;
    let high = bytes.iter().filter(|byte| **byte >= 0x80).count();
    let letters = bytes.iter().filter(|byte| letter(**byte)).count();
    let together = bytes.windows(2).filter(|pair| letter(pair[0]) && letter(pair[1])).count();
    let small = bytes.iter().filter(|byte| **byte >= 0xE0).count();
    high > 0 && letters * 10 >= high * 9 && together * 2 >= letters && small * 2 >= letters
}

/// A text as UTF-8 without zeros, whatever its encoding.
pub(super) struct Text<R> {
    inner: R,
    /// `None`: it is UTF-8 already.
    decoder: Option<Decoder>,
    encoding: &'static Encoding,
    /// Nothing but ASCII came yet and nobody named the encoding: it can still turn out to be Windows-1251.
    open: bool,
    raw: Vec<u8>,
    /// Bytes of `raw` that wait to be decoded.
    waiting: (usize, usize),
    /// Decoded text: in `raw` when there is no decoder, else in `out`.
    ready: (usize, usize),
    out: Vec<u8>,
    ended: bool,
    finished: bool,
    failed: Option<TroubleKind>,
}

impl<R: Read> Text<R> {
    /// `named`: somebody said that it is this encoding.
    pub fn new(inner: R, encoding: &'static Encoding, named: bool) -> Self {
        Self {
            inner,
            decoder: (encoding != UTF_8).then(|| encoding.new_decoder_without_bom_handling()),
            encoding,
            open: !named && encoding == UTF_8,
            raw: vec![0; CHUNK],
            waiting: (0, 0),
            ready: (0, 0),
            out: Vec::new(),
            ended: false,
            finished: false,
            failed: None,
        }
    }

    fn more(&mut self) -> io::Result<()> {
        let (start, end) = self.waiting;
        self.raw.copy_within(start..end, 0);
        let kept = end - start;
        let count = loop {
            match self.inner.read(&mut self.raw[kept..]) {
                Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
                other => break other?,
            }
        };
        self.ended = count == 0;
        self.waiting = (0, kept + count);
        Ok(())
    }

    fn plain(&mut self) {
        let (start, end) = self.waiting;
        let bytes = &self.raw[start..end];
        let good = match std::str::from_utf8(bytes) {
            Ok(_) => bytes.len(),
            Err(e) if e.error_len().is_none() && !self.ended => e.valid_up_to(),
            Err(e) => {
                let good = e.valid_up_to();
                if self.open && bytes[..good].is_ascii() && cyrillic(&bytes[good..]) {
                    self.encoding = WINDOWS_1251;
                    self.decoder = Some(WINDOWS_1251.new_decoder_without_bom_handling());
                } else {
                    self.failed = Some(TroubleKind::Encoding { assumed: self.encoding.name() });
                }
                good
            }
        };
        self.open = self.open && bytes[..good].is_ascii();
        self.ready = (start, start + good);
        self.waiting = (start + good, end);
    }

    fn decode(&mut self) {
        let (start, end) = self.waiting;
        let Some(decoder) = &mut self.decoder else { return };
        self.out.resize(CHUNK * 3 + 16, 0);
        let (result, read, written) =
            decoder.decode_to_utf8_without_replacement(&self.raw[start..end], &mut self.out, self.ended);
        match result {
            DecoderResult::Malformed(..) => {
                self.failed = Some(TroubleKind::Encoding { assumed: self.encoding.name() })
            }
            DecoderResult::InputEmpty => self.finished = self.ended,
            DecoderResult::OutputFull => {}
        }
        self.waiting = (start + read, end);
        self.ready = (0, written);
    }

    fn ready(&self) -> &[u8] {
        let (start, end) = self.ready;
        if self.is_raw() { &self.raw[start..end] } else { &self.out[start..end] }
    }

    /// What is ready lies in `raw`: also the last of it, after which the encoding turned out to be another.
    fn is_raw(&self) -> bool {
        self.out.is_empty()
    }
}

impl<R: Read> Read for Text<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let ready = self.fill_buf()?;
        let count = ready.len().min(buffer.len());
        buffer[..count].copy_from_slice(&ready[..count]);
        self.consume(count);
        Ok(count)
    }
}

impl<R: Read> BufRead for Text<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        while self.ready.0 == self.ready.1 {
            if let Some(kind) = self.failed.clone() {
                return Err(Trouble::new(kind).into());
            }
            if self.finished {
                return Ok(&[]);
            }
            let (start, end) = self.waiting;
            if !self.ended && (start == end || self.decoder.is_none()) {
                self.more()?;
            }
            if self.decoder.is_none() {
                self.plain();
                self.finished = self.ended && self.waiting.0 == self.waiting.1 && self.decoder.is_none();
            } else {
                self.decode();
            }
            if let Some(zero) = memchr::memchr(0, self.ready()) {
                self.ready.1 = self.ready.0 + zero;
                self.failed = Some(TroubleKind::Nul);
            }
        }
        Ok(self.ready())
    }

    fn consume(&mut self, count: usize) {
        self.ready.0 += count;
    }
}
