//! Runs a handler in Lambda's runtime, and reads the events with our own reader.
//!
//! The runtime parses every event into its own values, through a wrapper that keeps the path to
//! each value for its errors. This takes two fifths of all instructions that a record of Kinesis
//! needs until it is a document. [`StreamEvent::read`] takes less than a third of that. Therefore
//! the body is removed from an invocation before the runtime parses it, and passed to the handler
//! unchanged. The runtime parses `null` in its place.

use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context as Task, Poll};

use bytes::Bytes;
use lambda_runtime::layers::TracingLayer;
use lambda_runtime::tower::layer::layer_fn;
use lambda_runtime::{Context, Error, LambdaEvent, LambdaInvocation, Runtime, Service, service_fn};
use serde::Serialize;
use serde::de::IgnoredAny;

use super::failure::Failed;
use crate::stream_event::StreamEvent;

/// Answers invocations until the environment is shut down.
///
/// # Errors
/// The runtime's own errors, which end the process. An event that cannot be read, and an error of
/// the handler, fail only the invocation.
pub async fn run<A: Serialize>(
    handler: impl AsyncFn(StreamEvent, &Context) -> Result<A, Failed>,
) -> Result<(), Error> {
    run_with(async |json: Bytes, context: &Context| {
        let read = StreamEvent::read(&json).map_err(Failed::from)?;
        // The body is about as large as everything that was read from it, so its memory is freed
        // here.
        drop(json);
        handler(read, context).await
    })
    .await
}

/// Like [`run`], but passes each event to the handler as unread bytes.
///
/// # Errors
/// The runtime's own errors, which end the process. An error of the handler fails only the
/// invocation.
pub async fn run_with<A: Serialize>(
    handler: impl AsyncFn(Bytes, &Context) -> Result<A, Failed>,
) -> Result<(), Error> {
    let body = Body::default();
    let handler = service_fn(|event: LambdaEvent<IgnoredAny>| {
        let (json, handler) = (body.take(), &handler);
        async move { handler(json, &event.context).await }
    });
    Runtime::new(handler)
        .layer(TracingLayer::new())
        .layer(layer_fn(|inner| TakesBody {
            inner,
            body: body.clone(),
        }))
        .run()
        .await
}

/// The body of the current invocation. The layer and the handler run in one call without a wait
/// between them, so two invocations never use the same body.
#[derive(Debug, Clone, Default)]
struct Body(Arc<Mutex<Bytes>>);

impl Body {
    fn put(&self, body: Bytes) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = body;
    }

    fn take(&self) -> Bytes {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Removes the body from each invocation.
struct TakesBody<S> {
    inner: S,
    body: Body,
}

impl<S: Service<LambdaInvocation>> Service<LambdaInvocation> for TakesBody<S> {
    type Response = S::Response;
    type Error = S::Error;
    type Future = S::Future;

    fn poll_ready(&mut self, task: &mut Task<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(task)
    }

    fn call(&mut self, mut invocation: LambdaInvocation) -> S::Future {
        self.body.put(std::mem::replace(
            &mut invocation.body,
            Bytes::from_static(b"null"),
        ));
        self.inner.call(invocation)
    }
}
