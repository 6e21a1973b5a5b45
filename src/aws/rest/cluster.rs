//! Requests to one REST interface, which are tried again while the interface starts.

use std::net::IpAddr;
use std::time::Duration;

use http::header::CONTENT_TYPE;
use http::{HeaderValue, Method, Uri};
use serde_json::Value;
use tokio::time::Instant;

use super::signing::Auth;
use super::{Answer, Http};
use crate::opensearch::SetupError;

/// The pause before the first retry. Each further pause is twice as long as the previous one, up to
/// `LONGEST_PAUSE`.
const FIRST_PAUSE: Duration = Duration::from_millis(250);
/// The longest pause.
const LONGEST_PAUSE: Duration = Duration::from_secs(8);

/// How long requests that fail are repeated.
#[derive(Debug, Clone, Copy)]
pub struct Patience {
    /// Until when a cluster may be unreachable, overloaded or starting.
    pub until: Instant,
    /// Until when the cluster may also refuse the identity in [`Cluster::wait`]. A new role is not
    /// known everywhere at once.
    pub forgive_refusal_until: Instant,
}

/// One REST interface: OpenSearch's, that of its Dashboards, or Cognito's.
#[derive(Debug, Clone)]
pub struct Cluster {
    http: Http,
    base: String,
    auth: Auth,
    patience: Patience,
    headers: Vec<(&'static str, &'static str)>,
    dry: bool,
}

impl Cluster {
    /// An interface at an address such as `https://search-weblogs.example` or
    /// `https://127.0.0.1:9200`. If the address has no scheme, `https` is used. If it has a path,
    /// this path precedes every requested path.
    ///
    /// # Errors
    /// [`SetupError::Address`] if the address is invalid or contains a user, or if others on the
    /// network could read the password that is sent to the address.
    pub fn new(
        address: &str,
        auth: Auth,
        http: Http,
        patience: Patience,
    ) -> Result<Self, SetupError> {
        let whole = if address.contains("://") {
            address.to_owned()
        } else {
            format!("https://{address}")
        };
        let wrong = |reason: String| SetupError::Address {
            address: address.to_owned(),
            reason,
        };
        let uri: Uri = whole
            .parse()
            .map_err(|error: http::uri::InvalidUri| wrong(error.to_string()))?;
        if !matches!(uri.scheme_str(), Some("http" | "https")) {
            return Err(wrong("the scheme is neither http nor https".to_owned()));
        }
        // A password in a URL would appear in logs and process lists.
        if uri
            .authority()
            .is_some_and(|authority| authority.as_str().contains('@'))
        {
            return Err(SetupError::Address {
                address: format!("an address at {}", uri.host().unwrap_or_default()),
                reason: "the address contains a user; remove the user (the command line takes the \
                         user in --user)"
                    .to_owned(),
            });
        }
        let is_refused = matches!(&auth, Auth::Basic { allow_http, .. } if !allow_http);
        if is_refused && uri.scheme_str() == Some("http") && !is_loopback(&uri) {
            return Err(wrong(
                "a password would be sent over http to another machine; use https, or allow it \
                 with --allow-http"
                    .to_owned(),
            ));
        }
        Ok(Self {
            http,
            base: whole.trim_end_matches('/').to_owned(),
            auth,
            patience,
            headers: Vec::new(),
            dry: false,
        })
    }

    /// The same client. If `dry` is true, it sends only requests that read, and assumes that each
    /// write would succeed.
    #[must_use]
    pub fn dry(mut self, dry: bool) -> Self {
        self.dry = dry;
        self
    }

    /// The same client, with a header on every request.
    #[must_use]
    pub(crate) fn with_header(mut self, name: &'static str, value: &'static str) -> Self {
        self.headers.push((name, value));
        self
    }

    /// Asks until the cluster answers, and returns its version, or `unknown` if the answer has
    /// none.
    ///
    /// # Errors
    /// The cluster does not answer, or refuses.
    pub async fn wait(&self) -> Result<String, SetupError> {
        let answer = self
            .try_send(&Method::GET, "/", None, self.patience.forgive_refusal_until)
            .await?;
        let found = answer.accept(&self.name(&Method::GET, "/"))?;
        Ok(found
            .pointer("/version/number")
            .and_then(Value::as_str)
            .unwrap_or("unknown")
            .to_owned())
    }

    /// Reads what is at a path. Returns `None` if nothing is at the path.
    ///
    /// # Errors
    /// The cluster does not answer, or refuses.
    pub async fn read(&self, path: &str) -> Result<Option<Value>, SetupError> {
        let answer = self
            .try_send(&Method::GET, path, None, Instant::now())
            .await?;
        if answer.status == 404 {
            return Ok(None);
        }
        answer.accept(&self.name(&Method::GET, path)).map(Some)
    }

    /// Sends a request that has a body and changes nothing.
    ///
    /// # Errors
    /// The cluster does not answer, or refuses.
    pub async fn ask(&self, path: &str, body: &Value) -> Result<Value, SetupError> {
        let answer = self
            .try_send(
                &Method::POST,
                path,
                Some(("application/json", body.to_string().into_bytes())),
                Instant::now(),
            )
            .await?;
        answer.accept(&self.name(&Method::POST, path))
    }

    /// Sends a request that changes something, with a JSON body. A dry run sends nothing and
    /// returns null.
    ///
    /// # Errors
    /// The cluster does not answer, or refuses.
    pub async fn write(
        &self,
        method: &Method,
        path: &str,
        body: &Value,
    ) -> Result<Value, SetupError> {
        self.upload(
            method,
            path,
            "application/json",
            body.to_string().into_bytes(),
        )
        .await
    }

    /// Like [`write`](Self::write), with a body of any content type.
    ///
    /// # Errors
    /// The cluster does not answer, or refuses.
    pub(crate) async fn upload(
        &self,
        method: &Method,
        path: &str,
        content_type: &str,
        body: Vec<u8>,
    ) -> Result<Value, SetupError> {
        if self.dry {
            return Ok(Value::Null);
        }
        let answer = self
            .try_send(method, path, Some((content_type, body)), Instant::now())
            .await?;
        answer.accept(&self.name(method, path))
    }

    /// Whether this is a dry run, which sends no writes.
    #[must_use]
    pub(crate) fn is_dry(&self) -> bool {
        self.dry
    }

    async fn try_send(
        &self,
        method: &Method,
        path: &str,
        body: Option<(&str, Vec<u8>)>,
        forgive_refusal_until: Instant,
    ) -> Result<Answer, SetupError> {
        let mut pause = FIRST_PAUSE;
        loop {
            let outcome = self
                .http
                .send(self.request(method, path, body.as_ref()).await?)
                .await;
            let again_until = match &outcome {
                Ok(answer) => match answer.status {
                    // The answers of a domain that is starting or overloaded.
                    429 | 500 | 502 | 503 | 504 => self.patience.until,
                    401 | 403 => forgive_refusal_until.min(self.patience.until),
                    _ => return Ok(answer.clone()),
                },
                // A certificate that is not trusted now will not be trusted later.
                Err(error) if error.is_about_certificate() => Instant::now(),
                Err(_) => self.patience.until,
            };
            if Instant::now() + pause > again_until {
                return outcome.map_err(|error| SetupError::Unreachable {
                    request: self.name(method, path),
                    reason: error.to_string(),
                });
            }
            tokio::time::sleep(pause).await;
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
    }

    async fn request(
        &self,
        method: &Method,
        path: &str,
        body: Option<&(&str, Vec<u8>)>,
    ) -> Result<http::Request<Vec<u8>>, SetupError> {
        let mut request = http::Request::builder()
            .method(method)
            .uri(format!("{}{path}", self.base));
        for (name, value) in &self.headers {
            request = request.header(*name, *value);
        }
        let (content_type, bytes) = body.map_or((None, Vec::new()), |(kind, bytes)| {
            (Some(*kind), bytes.clone())
        });
        if let Some(kind) = content_type.and_then(|kind| HeaderValue::from_str(kind).ok()) {
            request = request.header(CONTENT_TYPE, kind);
        }
        let mut request = request.body(bytes).map_err(|error| SetupError::Address {
            address: self.name(method, path),
            reason: error.to_string(),
        })?;
        self.auth.sign(&mut request).await?;
        Ok(request)
    }

    fn name(&self, method: &Method, path: &str) -> String {
        format!("{method} {}{path}", self.base)
    }
}

/// Whether a URL names this machine: `localhost`, 127.0.0.0/8 or `::1`. Other names may resolve to
/// any machine.
fn is_loopback(uri: &Uri) -> bool {
    let host = uri.host().unwrap_or_default();
    let address = host.trim_start_matches('[').trim_end_matches(']');
    let is_address = |ip: IpAddr| ip.to_canonical().is_loopback();
    host.eq_ignore_ascii_case("localhost") || address.parse().is_ok_and(is_address)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_goes_over_http_only_to_this_machine_unless_that_is_allowed() {
        let cases = [
            ("http://search.example:9200", false, false),
            ("HTTP://search.example:9200", false, false),
            ("http://203.0.113.7", false, false),
            ("http://localhost.example", false, false),
            ("http://127.0.0.1.example", false, false),
            ("http://0.0.0.0:9200", false, false),
            ("http://search.example:9200", true, true),
            ("https://search.example:9200", false, true),
            ("search.example:9200", false, true),
            ("http://localhost:9200", false, true),
            ("http://LOCALHOST", false, true),
            ("http://127.8.9.1:9200/base", false, true),
            ("http://[::1]:9200", false, true),
            ("http://[::ffff:127.0.0.1]:9200", false, true),
        ];
        for (address, allow_http, expected) in cases {
            let auth = Auth::Basic {
                user: "admin".to_owned(),
                password: "s3cret".to_owned(),
                allow_http,
            };
            let now = Instant::now();
            let patience = Patience {
                until: now,
                forgive_refusal_until: now,
            };
            let cluster = Cluster::new(address, auth, Http::new(None).unwrap(), patience);
            assert_eq!(cluster.is_ok(), expected, "{address}");
        }
    }
}
