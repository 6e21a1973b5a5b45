//! The properties of the custom resource.

use serde_json::{Map, Value};

use crate::aws::custom_resource::{Action, Request};
use crate::opensearch::{DEFAULT_RETENTION_DAYS, Principals, Wishes};

/// What the properties of the resource ask for.
///
/// # Errors
/// The error names the first invalid property.
pub(super) fn wishes(request: &Request) -> Result<Wishes, String> {
    let principals = principals(&request.properties)?;
    // If a previous property is invalid, its request failed and mapped nothing.
    let before = if request.action == Action::Update {
        self::principals(&request.old_properties).unwrap_or_default()
    } else {
        Principals::default()
    };
    let gone = |before: Vec<String>, now: &[String]| {
        before
            .into_iter()
            .filter(|role| !now.contains(role))
            .collect()
    };
    let retired = Principals {
        firehose: gone(before.firehose, &principals.firehose),
        reader: gone(before.reader, &principals.reader),
        admin: gone(before.admin, &principals.admin),
    };
    // CloudFormation turns every number into a string.
    let retention_days = match text(&request.properties, "RetentionDays")? {
        Some(days) => days.parse().ok().filter(|days| *days > 0).ok_or_else(|| {
            format!("the property RetentionDays is {days:?}, not a number of days above 0")
        })?,
        None => DEFAULT_RETENTION_DAYS,
    };
    Ok(Wishes {
        principals,
        retired,
        retention_days,
    })
}

fn principals(properties: &Map<String, Value>) -> Result<Principals, String> {
    Ok(Principals {
        firehose: list(properties, "FirehoseRoleArn")?,
        reader: list(properties, "ReaderRoleArn")?,
        admin: list(properties, "AdminRoleArn")?,
    })
}

/// A property with one text or number. An empty text counts as absent, because a template can
/// hardly omit a property.
pub(super) fn text(properties: &Map<String, Value>, name: &str) -> Result<Option<String>, String> {
    match properties.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => {
            Ok(Some(text.trim().to_owned()).filter(|text| !text.is_empty()))
        }
        Some(Value::Number(number)) => Ok(Some(number.to_string())),
        Some(other) => Err(format!("the property {name} is {other}, not a text")),
    }
}

/// A property with one text or several.
fn list(properties: &Map<String, Value>, name: &str) -> Result<Vec<String>, String> {
    let Some(Value::Array(several)) = properties.get(name) else {
        return Ok(text(properties, name)?.into_iter().collect());
    };
    several
        .iter()
        .map(|each| {
            each.as_str()
                .map(str::to_owned)
                .ok_or_else(|| format!("the property {name} holds {each}, not a text"))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn request(action: Action, properties: &Value, old_properties: &Value) -> Request {
        let object = |value: &Value| value.as_object().unwrap().clone();
        Request {
            action,
            properties: object(properties),
            old_properties: object(old_properties),
        }
    }

    #[test]
    fn properties_become_wishes() {
        let properties = json!({
            "FirehoseRoleArn": "f", "ReaderRoleArn": ["r1", "r2"], "AdminRoleArn": "",
            "RetentionDays": "7", "Release": "9",
        });
        let wishes = wishes(&request(
            Action::Create,
            &properties,
            &json!({"FirehoseRoleArn": "old"}),
        ))
        .unwrap();
        assert_eq!(
            wishes.principals,
            Principals {
                firehose: vec!["f".to_owned()],
                reader: vec!["r1".to_owned(), "r2".to_owned()],
                admin: vec![]
            }
        );
        assert_eq!(
            (wishes.retired, wishes.retention_days),
            (Principals::default(), 7)
        );
    }

    #[test]
    fn a_role_that_an_update_replaces_is_retired() {
        let wishes = wishes(&request(
            Action::Update,
            &json!({"FirehoseRoleArn": "new", "ReaderRoleArn": "same"}),
            &json!({"FirehoseRoleArn": "old", "ReaderRoleArn": "same", "AdminRoleArn": "gone"}),
        ))
        .unwrap();
        assert_eq!(
            wishes.retired,
            Principals {
                firehose: vec!["old".to_owned()],
                reader: vec![],
                admin: vec!["gone".to_owned()]
            }
        );
        assert_eq!(wishes.retention_days, DEFAULT_RETENTION_DAYS);
    }

    #[test]
    fn an_invalid_property_is_named() {
        let cases = [
            (
                "no-days",
                json!({"RetentionDays": "forever"}),
                "the property RetentionDays is \"forever\", not a number of days above 0",
            ),
            (
                "zero-days",
                json!({"RetentionDays": 0}),
                "the property RetentionDays is \"0\", not a number of days above 0",
            ),
            (
                "an-object",
                json!({"FirehoseRoleArn": {}}),
                "the property FirehoseRoleArn is {}, not a text",
            ),
            (
                "a-number-in-a-list",
                json!({"AdminRoleArn": [1]}),
                "the property AdminRoleArn holds 1, not a text",
            ),
        ];
        for (name, properties, expected) in cases {
            assert_eq!(
                wishes(&request(Action::Create, &properties, &json!({}))),
                Err(expected.to_owned()),
                "{name}"
            );
        }
    }
}
