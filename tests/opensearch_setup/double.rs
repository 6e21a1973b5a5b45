//! A double that keeps its requests.

use std::sync::{Arc, Mutex};

use serde_json::Value;

use super::http::{Answer, Request, serve};

/// A running double.
#[derive(Debug)]
pub(crate) struct Double {
    pub(crate) address: String,
    asked: Arc<Mutex<Vec<Request>>>,
}

impl Double {
    /// Serves until the test's process ends. `answer` is called once for each request, from several
    /// threads.
    pub(crate) fn serve(answer: impl Fn(&Request) -> Answer + Send + Sync + 'static) -> Self {
        let asked = Arc::new(Mutex::new(Vec::new()));
        let log = Arc::clone(&asked);
        let address = serve(move |request| {
            log.lock().unwrap().push(request.clone());
            answer(&request)
        });
        Self { address, asked }
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The requests so far.
    pub(crate) fn asked(&self) -> Vec<Request> {
        self.asked.lock().unwrap().clone()
    }
}

/// An answer in JSON.
pub(crate) fn json_answer(status: u16, body: &Value) -> Answer {
    let body = body.to_string();
    Answer::reply(status, &[("content-type", "application/json")], body)
}

/// An answer that is a page.
pub(crate) fn page_answer(status: u16, html: impl Into<Vec<u8>>) -> Answer {
    Answer::reply(status, &[("content-type", "text/html")], html)
}
