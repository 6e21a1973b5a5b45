//! The function that CloudFormation calls to set up OpenSearch before the first document arrives.
//!
//! The resource has these properties, all but the first optional: `Endpoint`; `DashboardsEndpoint`
//! (by default `/_dashboards` of the endpoint); `FirehoseRoleArn`, `ReaderRoleArn`, `AdminRoleArn`
//! (one, or a list); `RetentionDays`; `UserPoolId`. Other properties are ignored, so that a
//! template can have one that changes with every release. `Fn::GetAtt` returns `UserPoolClientId`
//! if `UserPoolId` is given, and `Dashboards`, the result of the import of the dashboards. A failed
//! import does not fail the resource. `Delete` leaves everything in place: documents, dashboards
//! and roles outlive the stack. People use [`check`], and a schedule uses [`dashboards::retry`].

mod check;
mod dashboards;
mod properties;
mod site;

use std::collections::BTreeMap;
use std::time::{Duration, SystemTime};

use lambda_runtime::{Diagnostic, LambdaEvent};
use properties::{text, wishes};
use serde_json::Value;
use site::Site;
use tokio::time::Instant;

use super::custom_resource::{Action, Caller, Request, Response};
use super::identity::domain_of;
use super::user_pool;
use crate::aws::cluster::{Existing, set_up_cluster};
use crate::aws::rest::{Http, Patience};
use crate::opensearch::{DASHBOARDS_ITEM, SetupError};

/// The most time reserved for the answer before the function is stopped.
const MARGIN: Duration = Duration::from_secs(10);
/// How long a domain may refuse the function's role. The role is created shortly before the domain,
/// so the domain may not know it at first.
const FORGIVENESS: Duration = Duration::from_mins(2);

/// Runs the function.
///
/// # Errors
/// The HTTP client cannot be made, or the runtime cannot be reached.
pub async fn run() -> Result<(), lambda_runtime::Error> {
    let http = Http::new(None)?;
    let http = &http;
    lambda_runtime::run(lambda_runtime::service_fn(move |event| {
        handle(event, http.clone())
    }))
    .await
}

/// Carries out the request of one event, and answers CloudFormation before the function's time is
/// over, even if the request was not carried out until then.
///
/// # Errors
/// The event has no address for the answer, or the answer was not accepted. Lambda then calls
/// again.
async fn handle(event: LambdaEvent<Value>, http: Http) -> Result<Value, Diagnostic> {
    let LambdaEvent { payload, context } = event;
    let left = context
        .deadline()
        .duration_since(SystemTime::now())
        .unwrap_or_default();
    let until = Instant::now() + left.saturating_sub(MARGIN.min(left / 5));
    if let Some(properties) = check::properties(&payload) {
        return Ok(check::check(properties, http, until).await);
    }
    if let Some(properties) = dashboards::properties(&payload) {
        return Ok(dashboards::retry(&properties, http, until).await);
    }
    let caller = Caller::of(&payload).ok_or_else(|| Diagnostic {
        error_type: "EventWithoutResponseUrl".to_owned(),
        error_message: "the event has no address for the answer".to_owned(),
    })?;
    let outcome = in_time(work(payload, http.clone(), until), until).await;
    match &outcome {
        Response::Success { reason, .. } => tracing::info!(?caller, "{reason}"),
        Response::Failed { reason } => tracing::error!(?caller, "failed to set up: {reason}"),
    }
    match caller.answer(&http, &outcome).await {
        Ok(()) => Ok(Value::Null),
        Err(reason) => {
            tracing::error!(?caller, "{reason}");
            Err(Diagnostic {
                error_type: "AnswerNotTaken".to_owned(),
                error_message: reason,
            })
        }
    }
}

/// The result of the work, or a failure if the work does not end before the deadline. The work is a
/// separate task, so that even a panic gives a result.
async fn in_time(
    work: impl Future<Output = Response> + Send + 'static,
    until: Instant,
) -> Response {
    let work = tokio::spawn(work);
    let abort = work.abort_handle();
    let outcome = match tokio::time::timeout_at(until, work).await {
        Ok(Ok(outcome)) => outcome,
        Ok(Err(_)) => failed("the setup panicked, which is a defect; the function's log has more"),
        Err(_) => failed(
            "the function's time is over; raise its timeout, or look in the domain's log why the \
             domain does not answer",
        ),
    };
    abort.abort();
    outcome
}

async fn work(event: Value, http: Http, until: Instant) -> Response {
    let request = match Request::read(&event) {
        Ok(request) => request,
        Err(reason) => return failed(&reason),
    };
    if request.action == Action::Delete {
        let reason = "nothing was removed: documents, dashboards and roles are kept".to_owned();
        return Response::Success {
            reason,
            data: BTreeMap::new(),
        };
    }
    match ready(&request, http, until).await {
        Ok(outcome) => outcome,
        Err(reason) => failed(&reason),
    }
}

async fn ready(request: &Request, http: Http, until: Instant) -> Result<Response, String> {
    let pool = text(&request.properties, "UserPoolId")?;
    let wishes = wishes(request)?;
    let site = Site::of(&request.properties, http).await?;
    let now = Instant::now();
    let patience = Patience {
        // Waiting for the cluster ends before the function's time does. The answer then has the
        // cluster's last error, and does not only say that the time is over.
        until: now + until.saturating_duration_since(now) * 9 / 10,
        forgive_refusal_until: now + FORGIVENESS,
    };
    let words = |error: SetupError| error.to_string();
    let mut report = set_up_cluster(&site.cluster(patience)?, &wishes)
        .await
        .map_err(words)?;

    let mut data = BTreeMap::new();
    if let Some(pool) = pool {
        let cognito = site.cognito(patience)?;
        let client = user_pool::domain_client(&cognito, &pool, domain_of(&site.endpoint))
            .await
            .map_err(words)?;
        data.insert("UserPoolClientId", client);
    }
    // Dashboards come last and get all the remaining time. On a small node they start minutes after
    // OpenSearch.
    let change = dashboards::import(&site, until, Existing::PutBack).await?;
    data.insert("Dashboards", dashboards::text_of(&change));
    report.add(DASHBOARDS_ITEM, change);
    Ok(Response::Success {
        reason: report.to_string().trim_end().replace('\n', "; "),
        data,
    })
}

fn failed(reason: &str) -> Response {
    Response::Failed {
        reason: reason.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use std::pin::Pin;

    use super::*;

    #[test]
    fn work_that_panics_or_never_ends_is_a_failure() {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .build()
            .unwrap();
        let outcome = |work: Pin<Box<dyn Future<Output = Response> + Send>>| {
            runtime
                .block_on(async { in_time(work, Instant::now() + Duration::from_millis(50)).await })
        };
        let panicking = outcome(Box::pin(async { panic!("a defect") }));
        assert!(matches!(panicking, Response::Failed { reason } if reason.contains("is a defect")));
        let endless = outcome(Box::pin(std::future::pending()));
        assert!(matches!(endless, Response::Failed { reason } if reason.contains("time is over")));
    }
}
