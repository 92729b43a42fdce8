//! An e-mail on its way into the store and through the reader at the same time, so that it is never whole in memory.

use bytes::Bytes;
use sigillo_domain::receipt::ReadReceipt;

use crate::App;
use crate::objects::Incoming;
use crate::ports::{ObjectError, ReceiptReaderError, ReceiptReading};

pub(crate) struct Intake {
    incoming: Incoming,
    reading: Box<dyn ReceiptReading>,
}

impl Intake {
    pub async fn begin(app: &App) -> Result<Self, ObjectError> {
        Ok(Self { incoming: Incoming::begin(app).await?, reading: app.receipt_reader.begin() })
    }

    /// Takes the next bytes of the e-mail, as they are.
    pub async fn write(&mut self, piece: Bytes) -> Result<(), ObjectError> {
        self.reading.write(&piece);
        self.incoming.write(piece).await
    }

    pub async fn abort(self) {
        self.incoming.abort().await;
    }

    /// What was read, and the content, which is still to be kept or given up.
    pub async fn finish(self, app: &App) -> Result<(ReadReceipt, Incoming), ReceiptReaderError> {
        let Self { incoming, reading } = self;
        match reading.finish(app.now()).await {
            Ok(read) => Ok((read, incoming)),
            Err(error) => {
                incoming.abort().await;
                Err(error)
            }
        }
    }
}
