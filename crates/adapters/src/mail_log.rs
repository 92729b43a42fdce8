//! A log of the mail host on this machine's disk.
//!
//! A file is known by how it begins, not by its name or number, so that it is found again after it was renamed and also
//! where it was copied before it was emptied. Files that were compressed are not read.

use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use sha2::{Digest, Sha256};
use sigillo_app::{LogPart, LogPosition, MailLog, MailLogError};
use sigillo_domain::mail_host::MailLogKind;

/// The first bytes by which a file is known.
const HEAD: u64 = 512;
/// The most bytes of a part.
const PART: u64 = 256 * 1024;
/// How long after its last line a renamed file is left: its writer may have it open for a moment after the next file
/// was begun.
const SETTLED: TimeDelta = TimeDelta::seconds(3);
/// The ends of names of files that cannot be read as they are.
const COMPRESSED: [&str; 5] = [".gz", ".bz2", ".xz", ".zst", ".lz4"];

pub struct LogFile {
    kind: MailLogKind,
    path: Arc<Path>,
    machine: String,
}

impl LogFile {
    pub fn new(kind: MailLogKind, path: &Path) -> Self {
        Self { kind, path: path.into(), machine: machine() }
    }
}

/// The name of this machine: its id or, in a container without one, its host name.
fn machine() -> String {
    let read = |path| fs::read_to_string(path).ok().map(|text| text.trim().to_owned());
    let mut named = ["/etc/machine-id", "/proc/sys/kernel/hostname"].into_iter().filter_map(read);
    named.find(|name| !name.is_empty()).unwrap_or_default()
}

#[async_trait]
impl MailLog for LogFile {
    fn kind(&self) -> MailLogKind {
        self.kind
    }

    fn machine(&self) -> &str {
        &self.machine
    }

    async fn end(&self) -> Result<LogPosition, MailLogError> {
        let path = self.path.clone();
        aside(self.path.clone(), move || end(&path)).await
    }

    async fn read(
        &self,
        from: &LogPosition,
        read_at: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Result<LogPart, MailLogError> {
        let (path, from) = (self.path.clone(), from.clone());
        aside(self.path.clone(), move || read(&path, &from, read_at, now)).await
    }
}

/// Reads files where other work does not wait for them.
async fn aside<T: Send + 'static>(
    path: Arc<Path>,
    read: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> Result<T, MailLogError> {
    let outcome = tokio::task::spawn_blocking(read).await;
    let outcome = outcome.map_err(|error| MailLogError::Unreadable(error.to_string()))?;
    outcome.map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => MailLogError::Missing(path.display().to_string()),
        _ => MailLogError::Unreadable(format!("{}: {error}", path.display())),
    })
}

fn end(path: &Path) -> io::Result<LogPosition> {
    let mut file = File::open(path)?;
    let length = file.metadata()?.len();
    let tail = length.min(PART);
    let bytes = bytes_at(&mut file, length - tail, tail)?;
    let unfinished = bytes.iter().rev().position(|byte| *byte == b'\n').unwrap_or(0);
    position(&mut file, length - u64::try_from(unfinished).unwrap_or(0))
}

fn read(
    path: &Path,
    from: &LogPosition,
    read_at: DateTime<Utc>,
    now: DateTime<Utc>,
) -> io::Result<LogPart> {
    let files = files(path)?;
    let offset = u64::try_from(from.read_bytes).unwrap_or(0);
    let Some(place) = files.iter().rposition(|file| file.goes_on_from(from)) else {
        // Of the files that are left, those that were written to since were never read.
        let unread = files.iter().find(|file| file.path == path || file.written_at > read_at);
        let first = unread.ok_or(io::ErrorKind::NotFound)?;
        return Ok(LogPart { has_gap: true, ..part(first, 0)? });
    };
    let found = &files[place];
    let read = part(found, offset)?;
    let has_news = read.next.read_bytes != from.read_bytes;
    let is_left = !has_news && now - found.written_at >= SETTLED;
    match files.get(place + 1) {
        Some(next) if is_left && next.length > 0 => {
            // The rest of a line that will not be finished any more.
            let unfinished = i64::from(found.length > offset);
            let read = part(next, 0)?;
            Ok(LogPart { overlong_lines: read.overlong_lines + unfinished, ..read })
        }
        _ => Ok(read),
    }
}

/// A file of the log.
struct LogFileOnDisk {
    path: PathBuf,
    length: u64,
    written_at: DateTime<Utc>,
}

impl LogFileOnDisk {
    fn at(path: PathBuf) -> io::Result<Self> {
        let about = fs::metadata(&path)?;
        if !about.is_file() {
            return Err(io::ErrorKind::NotFound.into());
        }
        Ok(Self { path, length: about.len(), written_at: about.modified()?.into() })
    }

    /// Whether the position is one in this file.
    fn goes_on_from(&self, from: &LogPosition) -> bool {
        let [Ok(offset), Ok(head)] = [from.read_bytes, from.head_length].map(u64::try_from) else {
            return false;
        };
        let hash = || File::open(&self.path).and_then(|mut file| head_hash(&mut file, head));
        self.length >= offset && hash().is_ok_and(|hash| hash == from.head_hash)
    }
}

/// The files of the log: renamed ones, the oldest first, and the present one. One that goes while this is read is left
/// out.
fn files(path: &Path) -> io::Result<Vec<LogFileOnDisk>> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let own_name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let mut renamed = vec![];
    for entry in fs::read_dir(folder.unwrap_or(Path::new(".")))? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let rest = name.strip_prefix(&own_name).unwrap_or_default();
        let is_renamed = rest.starts_with(['.', '-']);
        if is_renamed && !COMPRESSED.iter().any(|ending| name.ends_with(ending)) {
            renamed.extend(LogFileOnDisk::at(entry.path()).ok());
        }
    }
    renamed.sort_by(|one, other| {
        one.written_at.cmp(&other.written_at).then_with(|| one.path.cmp(&other.path))
    });
    match LogFileOnDisk::at(path.to_owned()) {
        Ok(present) => renamed.push(present),
        // Between being renamed and begun anew it is not there.
        Err(error) if error.kind() == io::ErrorKind::NotFound && !renamed.is_empty() => {}
        Err(error) => return Err(error),
    }
    Ok(renamed)
}

/// The whole lines from an offset on, up to the size of a part.
fn part(of: &LogFileOnDisk, offset: u64) -> io::Result<LogPart> {
    let mut file = File::open(&of.path)?;
    let bytes = bytes_at(&mut file, offset, PART)?;
    let is_full = u64::try_from(bytes.len()) == Ok(PART);
    let last = bytes.iter().rposition(|byte| *byte == b'\n');
    let (whole, overlong_lines) = match last {
        Some(last) => (last + 1, 0),
        None if is_full => (bytes.len(), 1),
        None => (0, 0),
    };
    let text = String::from_utf8_lossy(if overlong_lines > 0 { &[] } else { &bytes[..whole] });
    Ok(LogPart {
        lines: text.lines().map(str::to_owned).collect(),
        overlong_lines,
        next: position(&mut file, offset + u64::try_from(whole).unwrap_or(0))?,
        has_gap: false,
        has_more: is_full,
    })
}

fn position(file: &mut File, offset: u64) -> io::Result<LogPosition> {
    let head = offset.min(HEAD);
    let number = |bytes: u64| i64::try_from(bytes).map_err(io::Error::other);
    Ok(LogPosition {
        head_length: number(head)?,
        head_hash: head_hash(file, head)?,
        read_bytes: number(offset)?,
    })
}

fn head_hash(file: &mut File, length: u64) -> io::Result<String> {
    let head = bytes_at(file, 0, length)?;
    if u64::try_from(head.len()) != Ok(length) {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    Ok(hex::encode(Sha256::digest(head)))
}

/// Up to this many bytes from an offset on.
fn bytes_at(file: &mut File, offset: u64, most: u64) -> io::Result<Vec<u8>> {
    file.seek(SeekFrom::Start(offset))?;
    let mut bytes = vec![];
    file.take(most).read_to_end(&mut bytes)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use std::fs::OpenOptions;
    use std::io::Write;

    use tempfile::TempDir;

    use super::*;

    /// A log in a folder, and how far it was read.
    struct Log {
        folder: TempDir,
        position: LogPosition,
        read_at: DateTime<Utc>,
    }

    impl Log {
        fn new(before: &str) -> Self {
            let folder = TempDir::new().unwrap();
            fs::write(folder.path().join("maillog"), before).unwrap();
            let position = end(&folder.path().join("maillog")).unwrap();
            let read_at = LogFileOnDisk::at(folder.path().join("maillog")).unwrap().written_at;
            Self { folder, position, read_at }
        }

        fn path(&self, name: &str) -> PathBuf {
            self.folder.path().join(name)
        }

        fn write(&self, name: &str, text: &str) {
            let file = OpenOptions::new().create(true).append(true).open(self.path(name));
            file.unwrap().write_all(text.as_bytes()).unwrap();
        }

        /// Says how old the last line of a file is, in seconds.
        fn age(&self, name: &str, seconds: i64) {
            let file = File::options().append(true).open(self.path(name)).unwrap();
            let time = self.read_at - TimeDelta::seconds(seconds);
            file.set_modified(time.into()).unwrap();
        }

        fn part(&mut self) -> LogPart {
            let read = read(&self.path("maillog"), &self.position, self.read_at, self.read_at);
            let read = read.unwrap();
            self.position = read.next.clone();
            read
        }

        /// Reads until nothing is left.
        fn lines(&mut self) -> Vec<String> {
            let mut lines = vec![];
            loop {
                let before = self.position.clone();
                let part = self.part();
                assert!(!part.has_gap, "{part:?}");
                lines.extend(part.lines);
                if self.position == before {
                    return lines;
                }
            }
        }
    }

    #[test]
    fn it_begins_at_the_end_and_waits_for_a_line_to_be_finished() {
        let mut log = Log::new("before\nalso bef");
        assert_eq!(log.position.read_bytes, 7);
        log.write("maillog", "ore\nfirst\r\nsec");
        assert_eq!(log.lines(), ["also before", "first"]);
        log.write("maillog", "ond\nb\u{e8}\n");
        assert_eq!(log.lines(), ["second", "b\u{e8}"]);
        log.write("maillog", "");
        assert_eq!(log.lines(), [""; 0]);
    }

    #[test]
    fn renamed_files_are_read_to_their_end_and_in_their_order() {
        let mut log = Log::new("0\n");
        log.write("maillog", "1\n");
        assert_eq!(log.lines(), ["1"]);
        log.write("maillog", "2\nunfini");
        fs::rename(log.path("maillog"), log.path("maillog.2")).unwrap();
        // Nothing is there for a moment.
        assert_eq!(log.lines(), ["2"]);
        log.write("maillog", "3\n");
        fs::rename(log.path("maillog"), log.path("maillog-20261201")).unwrap();
        log.write("maillog", "4\n");
        log.write("maillog.3.gz", "not a log");
        log.write("maillog2", "not this log");
        log.age("maillog.2", 1);
        log.age("maillog-20261201", 0);
        // Its writer may still have it open.
        assert_eq!(log.lines(), [""; 0]);
        log.age("maillog.2", 10);
        log.age("maillog-20261201", 5);
        let part = log.part();
        assert_eq!((part.lines, part.overlong_lines), (vec!["3".to_owned()], 1));
        assert_eq!(log.lines(), ["4"]);
        fs::remove_file(log.path("maillog.2")).unwrap();
        assert_eq!(log.lines(), [""; 0]);
    }

    #[test]
    fn a_file_that_is_copied_and_emptied_is_noticed() {
        let mut log = Log::new("0\n");
        log.write("maillog", "1\n");
        assert_eq!(log.lines(), ["1"]);
        log.write("maillog", "2\n");
        fs::copy(log.path("maillog"), log.path("maillog.1")).unwrap();
        log.age("maillog.1", 10);
        File::create(log.path("maillog")).unwrap();
        assert_eq!(log.lines(), ["2"]);
        // Longer than what it held before.
        log.write("maillog", "3, and much more than before\n");
        assert_eq!(log.lines(), ["3, and much more than before"]);
    }

    #[test]
    fn what_is_gone_is_a_gap_and_what_is_left_is_read_from_its_beginning() {
        let mut log = Log::new("0\n");
        log.write("maillog.1", "read long ago\n");
        log.age("maillog.1", 100);
        File::create(log.path("maillog")).unwrap();
        let part = log.part();
        assert!(part.has_gap && part.lines.is_empty(), "{part:?}");
        log.write("maillog", "1\n");
        assert_eq!(log.lines(), ["1"]);
        // The file that was read was compressed, and another one was renamed since.
        fs::rename(log.path("maillog"), log.path("maillog.2.gz")).unwrap();
        log.write("maillog.1.new", "2\n");
        fs::rename(log.path("maillog.1.new"), log.path("maillog.1")).unwrap();
        log.age("maillog.1", -50);
        log.write("maillog", "3\n");
        let part = log.part();
        assert!(part.has_gap && part.lines == ["2"], "{part:?}");
        log.read_at += TimeDelta::seconds(100);
        assert_eq!(log.lines(), ["3"]);
    }

    #[test]
    fn long_files_are_read_in_parts_and_a_line_without_end_is_passed_over() {
        let mut log = Log::new("");
        let size = usize::try_from(PART).unwrap();
        log.write("maillog", &format!("{}\n", "x".repeat(size / 2)).repeat(3));
        let part = log.part();
        assert!(part.has_more && part.lines.len() == 1, "{}", part.lines.len());
        assert_eq!(log.lines().len(), 2);
        log.write("maillog", &format!("{}\nlast\n", "x".repeat(size + 5)));
        let part = log.part();
        assert_eq!((part.overlong_lines, part.lines.len()), (1, 0));
        assert_eq!(log.lines(), ["xxxxx", "last"]);
    }

    #[test]
    fn without_the_file_nothing_is_read() {
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("maillog");
        assert_eq!(end(&path).unwrap_err().kind(), io::ErrorKind::NotFound);
        let from = LogPosition::default();
        let now = DateTime::UNIX_EPOCH;
        assert_eq!(read(&path, &from, now, now).unwrap_err().kind(), io::ErrorKind::NotFound);
    }
}
