//! Batches: documents gathered into what one `PutRecordBatch` takes.
