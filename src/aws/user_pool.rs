//! The app client that an OpenSearch domain made for itself in a Cognito user pool.
//!
//! <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListUserPoolClients.html>.
//! The client's id is unknown before the domain exists, and an identity pool needs the id to find
//! the role of a person's group.

use http::Method;
use serde_json::{Value, json};

use crate::aws::rest::Cluster;
use crate::opensearch::SetupError;

/// Cognito's name in an address and a signature.
pub(crate) const SERVICE: &str = "cognito-idp";

/// The names of the clients that OpenSearch domains make begin with one of these texts and the
/// domain's name. The second text is for older domains.
const PREFIXES: [&str; 2] = ["AmazonOpenSearchService-", "AWSElasticsearch-"];
/// The most clients in one answer. Large pools need several requests.
const PAGE: u32 = 60;

/// The id of the app client that the domain made. If the domain's name is not given, the pool may
/// contain only one such client.
///
/// # Errors
/// Cognito does not answer or refuses, or there is no such client, or there are several and the
/// domain's name is not given.
pub(crate) async fn domain_client(
    cognito: &Cluster,
    pool: &str,
    domain: Option<&str>,
) -> Result<String, SetupError> {
    let cognito = cognito.clone().with_header(
        "x-amz-target",
        "AWSCognitoIdentityProviderService.ListUserPoolClients",
    );
    let (mut clients, mut next) = (Vec::new(), Value::Null);
    loop {
        let mut ask = json!({"UserPoolId": pool, "MaxResults": PAGE});
        if let (Some(object), false) = (ask.as_object_mut(), next.is_null()) {
            object.insert("NextToken".to_owned(), next);
        }
        let answer = cognito
            .upload(
                &Method::POST,
                "/",
                "application/x-amz-json-1.1",
                ask.to_string().into_bytes(),
            )
            .await?;
        clients.extend(
            answer
                .get("UserPoolClients")
                .and_then(Value::as_array)
                .into_iter()
                .flatten()
                .cloned(),
        );
        next = answer.get("NextToken").cloned().unwrap_or_default();
        if next.is_null() {
            break;
        }
    }
    choose(&clients, domain).ok_or_else(|| SetupError::Unexpected {
        request: format!("asking for the app clients of user pool {pool}"),
        reason: format!(
            "the domain's client cannot be identified among {} clients",
            clients.len()
        ),
    })
}

fn choose(clients: &[Value], domain: Option<&str>) -> Option<String> {
    let text =
        |client: &Value, key: &str| client.get(key).and_then(Value::as_str).map(str::to_owned);
    let mut of_domains = Vec::new();
    for client in clients {
        let name = text(client, "ClientName").unwrap_or_default();
        let Some(rest) = PREFIXES.iter().find_map(|prefix| name.strip_prefix(prefix)) else {
            continue;
        };
        if domain.is_none_or(|domain| rest.starts_with(&format!("{domain}-"))) {
            of_domains.push((rest.len(), text(client, "ClientId")?));
        }
    }
    match (domain, of_domains.as_slice()) {
        (None, [(_, only)]) => Some(only.clone()),
        (None, _) => None,
        // `logs-` is also the beginning of the name of the domain `logs-old`. The name of that
        // domain's client is longer, so the shortest name is this domain's.
        (Some(_), _) => of_domains.into_iter().min().map(|(_, id)| id),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_domain_s_own_client_is_found_among_others() {
        let client = |name: &str, id: &str| json!({"ClientName": name, "ClientId": id});
        let mine = client("AmazonOpenSearchService-logs-eu-central-1-x1", "mine");
        let older = client("AWSElasticsearch-logs-eu-central-1-x1", "older");
        let longer = client("AmazonOpenSearchService-logs-old-eu-central-1-x1", "longer");
        let app = client("web-app", "app");
        let cases = [
            (
                "the-only-one",
                vec![app.clone(), mine.clone()],
                Some("logs"),
                Some("mine"),
            ),
            (
                "beside-a-domain-of-a-longer-name",
                vec![longer.clone(), mine.clone()],
                Some("logs"),
                Some("mine"),
            ),
            (
                "the-longer-name",
                vec![mine.clone(), longer.clone()],
                Some("logs-old"),
                Some("longer"),
            ),
            ("an-older-domain", vec![older], Some("logs"), Some("older")),
            (
                "name-not-known-and-one",
                vec![app.clone(), mine.clone()],
                None,
                Some("mine"),
            ),
            (
                "name-not-known-and-several",
                vec![mine, longer.clone()],
                None,
                None,
            ),
            ("another-domain-s", vec![longer], Some("metrics"), None),
            ("none", vec![app], Some("logs"), None),
        ];
        for (name, clients, domain, expected) in cases {
            assert_eq!(choose(&clients, domain).as_deref(), expected, "{name}");
        }
    }
}
