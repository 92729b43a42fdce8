use std::future::{pending, ready};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc as std_mpsc;
use std::time::Duration;

use sigillo_domain::Code;
use sigillo_domain::message::Language;

use super::*;
use crate::ports::table::{Cell, RowStyle, Separator};

/// Writes each row as a line, and `end` when the file is finished.
struct Lines;

struct LineWriter<'w>(Box<dyn Write + Send + 'w>);

impl TableWriters for Lines {
    fn start<'w>(
        &self,
        _: TableFormat,
        _: &TableDescription,
        output: Box<dyn Write + Send + 'w>,
    ) -> Result<Box<dyn TableWriter + 'w>, WriteError> {
        Ok(Box::new(LineWriter(output)))
    }
}

impl TableWriter for LineWriter<'_> {
    fn row(&mut self, _: RowStyle, cells: &[Cell<'_>]) -> Result<(), WriteError> {
        Ok(writeln!(self.0, "{cells:?}")?)
    }

    fn finish(mut self: Box<Self>) -> Result<(), WriteError> {
        Ok(writeln!(self.0, "end")?)
    }
}

fn file() -> TableFile<i64> {
    let description = TableDescription {
        language: Language::It,
        sheet_name: "Numeri".into(),
        columns: vec![],
        report: None,
    };
    let write_row: WriteRow<i64> =
        Box::new(|number, file| file.row(RowStyle::Normal, &[Cell::Integer(*number)]));
    TableFile { format: TableFormat::Csv(Separator::Comma), description, write_row }
}

/// Batches of one number each up to a last one, then the end or an error.
struct Numbers {
    last: i64,
    fails: bool,
    read: Arc<AtomicUsize>,
}

impl Numbers {
    fn to(last: i64) -> Self {
        Self { last, fails: false, read: Arc::default() }
    }
}

#[async_trait]
impl RowSource for Numbers {
    type Row = i64;

    async fn next_batch(&mut self) -> Result<Option<Vec<i64>>, AppError> {
        let read = self.read.fetch_add(1, Ordering::SeqCst);
        let number = i64::try_from(read).unwrap_or(i64::MAX) + 1;
        if number <= self.last {
            Ok(Some(vec![number]))
        } else if self.fails {
            Err(AppError::Problem(Code::Unavailable))
        } else {
            Ok(None)
        }
    }
}

/// A source whose batches never arrive.
struct Never;

#[async_trait]
impl RowSource for Never {
    type Row = i64;

    async fn next_batch(&mut self) -> Result<Option<Vec<i64>>, AppError> {
        pending().await
    }
}

fn text(written: &Written<Vec<u8>>) -> &str {
    std::str::from_utf8(written.output.as_ref().unwrap()).unwrap()
}

#[tokio::test]
async fn all_rows_are_written_in_order_and_the_file_is_finished() {
    let written =
        write_table(Arc::new(Lines), file(), &mut Numbers::to(3), vec![], pending()).await;
    assert!(written.result.is_ok());
    assert_eq!(text(&written), "[Integer(1)]\n[Integer(2)]\n[Integer(3)]\nend\n");
    assert_eq!(written.rows, 3);
}

#[tokio::test]
async fn a_file_whose_rows_could_not_be_read_is_not_finished() {
    let mut source = Numbers { fails: true, ..Numbers::to(1) };
    let written = write_table(Arc::new(Lines), file(), &mut source, vec![], pending()).await;
    assert!(matches!(written.result, Err(TableStreamError::Read(AppError::Problem(_)))));
    assert_eq!(text(&written), "[Integer(1)]\n");
}

#[tokio::test]
async fn cancelling_ends_a_wait_for_rows() {
    let written = write_table(Arc::new(Lines), file(), &mut Never, vec![], ready(())).await;
    assert!(matches!(written.result, Err(TableStreamError::Cancelled)));
    assert_eq!(text(&written), "");
}

/// An output that fails like the connection of a client that went away.
struct Broken;

impl Write for Broken {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        Err(io::ErrorKind::BrokenPipe.into())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn a_failing_output_ends_the_reading() {
    let mut source = Numbers::to(1_000_000);
    let written = write_table(Arc::new(Lines), file(), &mut source, Broken, pending()).await;
    assert!(matches!(written.result, Err(TableStreamError::Write(WriteError::Io(_)))));
    assert!(source.read.load(Ordering::SeqCst) < 1_000);
}

/// An output that waits for permission before every write.
struct Gated(std_mpsc::Receiver<()>);

impl Write for Gated {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.recv().map_err(|_| io::ErrorKind::BrokenPipe)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn a_slow_output_slows_the_reading_down() {
    let (permissions, gate) = std_mpsc::channel();
    let mut source = Numbers::to(1_000_000);
    let read = source.read.clone();
    let writing = tokio::spawn(async move {
        write_table(Arc::new(Lines), file(), &mut source, Gated(gate), pending()).await
    });
    tokio::time::sleep(Duration::from_millis(100)).await;
    // One batch is with the writer, `BATCHES_AHEAD` are queued, and one waits for room.
    assert!((1..=BATCHES_AHEAD + 2).contains(&read.load(Ordering::SeqCst)));
    drop(permissions);
    assert!(writing.await.unwrap().result.is_err());
}

#[tokio::test]
async fn the_unread_files_of_one_account_hold_up_no_other() {
    let (greedy, other) = (AccountId::from_u128(1), AccountId::from_u128(2));
    let (permissions, unread): (Vec<_>, Vec<_>) = (0..64)
        .map(|_| {
            let (permissions, gate) = std_mpsc::channel();
            let writing = tokio::spawn(async move {
                let source = &mut Numbers::to(1_000_000);
                let output = Gated(gate);
                stream_table(Arc::new(Lines), file(), source, output, greedy, pending()).await
            });
            (permissions, writing)
        })
        .unzip();
    tokio::time::sleep(Duration::from_millis(50)).await;
    let mut source = Numbers::to(3);
    let read = stream_table(Arc::new(Lines), file(), &mut source, vec![], other, pending());
    let written = tokio::time::timeout(Duration::from_secs(10), read).await;
    drop(permissions);
    for writing in unread {
        assert!(writing.await.unwrap().result.is_err());
    }
    assert!(written.expect("the other account is served").result.is_ok());
}
