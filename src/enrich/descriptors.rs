//! The list of what each enrichment adds. Tests compare the index template, `docs/FIELDS.md` and
//! the conditions of `DROP` with this list.

/// An enrichment. [`ENRICHMENTS`] lists them in the order in which they run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Enrichment {
    /// The enrichment's name, which is also the name of its module.
    pub name: &'static str,
    /// The fields that it adds.
    pub fields: &'static [EnrichedField],
}

/// A field that an enrichment adds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct EnrichedField {
    /// The field's name in documents.
    pub name: &'static str,
    /// The field's type in the index template: `keyword`, `long`, `geo_point`.
    pub mapping: &'static str,
    /// Whether a condition of `DROP` can use it.
    pub is_condition: bool,
}

const fn keyword(name: &'static str) -> EnrichedField {
    EnrichedField {
        name,
        mapping: "keyword",
        is_condition: false,
    }
}

const fn condition(name: &'static str) -> EnrichedField {
    EnrichedField {
        name,
        mapping: "keyword",
        is_condition: true,
    }
}

const fn typed(name: &'static str, mapping: &'static str) -> EnrichedField {
    EnrichedField {
        name,
        mapping,
        is_condition: false,
    }
}

/// Every enrichment.
pub const ENRICHMENTS: &[Enrichment] = &[
    Enrichment {
        name: "geo",
        fields: &[
            keyword("source.geo.continent_name"),
            condition("source.geo.country_iso_code"),
            keyword("source.geo.country_name"),
            keyword("source.geo.region_iso_code"),
            keyword("source.geo.region_name"),
            keyword("source.geo.city_name"),
            keyword("source.geo.postal_code"),
            keyword("source.geo.timezone"),
            typed("source.geo.location", "geo_point"),
            typed("source.as.number", "long"),
            keyword("source.as.organization.name"),
        ],
    },
    Enrichment {
        name: "agent",
        fields: &[
            condition("user_agent.name"),
            keyword("user_agent.version"),
            keyword("user_agent.device.name"),
            keyword("user_agent.device.type"),
            keyword("user_agent.os.name"),
            keyword("user_agent.os.version"),
            keyword("user_agent.os.full"),
            condition("user_agent.bot.name"),
            condition("user_agent.bot.category"),
            condition("user_agent.bot.operator"),
        ],
    },
    Enrichment {
        name: "verification",
        fields: &[condition("user_agent.bot.verification")],
    },
    Enrichment {
        name: "referrer",
        fields: &[
            condition("weblog.referrer.medium"),
            condition("weblog.referrer.name"),
            condition("weblog.referrer.registered_domain"),
        ],
    },
    Enrichment {
        name: "campaign",
        fields: &[
            condition("weblog.campaign.source"),
            condition("weblog.campaign.medium"),
            condition("weblog.campaign.name"),
            condition("weblog.campaign.term"),
            condition("weblog.campaign.content"),
            condition("weblog.campaign.click_id"),
        ],
    },
    Enrichment {
        name: "visitor",
        fields: &[keyword("weblog.visitor.id")],
    },
    Enrichment {
        name: "threat",
        fields: &[condition("weblog.threat")],
    },
];

/// The enrichment that adds the field with this name, or `None` if no enrichment adds it.
#[must_use]
pub fn enrichment_of(field: &str) -> Option<&'static Enrichment> {
    ENRICHMENTS
        .iter()
        .find(|enrichment| enrichment.fields.iter().any(|added| added.name == field))
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};
    use std::path::Path;

    use serde_json::Value;

    use super::*;
    use crate::drop::DropRules;

    fn fields() -> impl Iterator<Item = &'static EnrichedField> {
        ENRICHMENTS.iter().flat_map(|enrichment| enrichment.fields)
    }

    /// The types of all fields of the index template.
    fn mapping() -> BTreeMap<String, String> {
        let template = include_str!("../../opensearch/index-template.json");
        let template: Value = serde_json::from_str(template).unwrap();
        let mut types = BTreeMap::new();
        let properties = &template["template"]["mappings"]["properties"];
        let mut rest = vec![(String::new(), properties)];
        while let Some((path, properties)) = rest.pop() {
            for (key, property) in properties.as_object().unwrap() {
                let path = format!("{path}{key}");
                match property["type"].as_str() {
                    Some(kind) => drop(types.insert(path, kind.to_owned())),
                    None => rest.push((path + ".", &property["properties"])),
                }
            }
        }
        types
    }

    #[test]
    fn every_field_has_its_type_in_the_index_template_and_in_the_documentation() {
        let (mapping, page) = (mapping(), include_str!("../../docs/FIELDS.md"));
        for field in fields() {
            let EnrichedField {
                name,
                mapping: kind,
                ..
            } = field;
            assert_eq!(
                mapping.get(*name).map(String::as_str),
                Some(*kind),
                "{name}"
            );
            assert!(page.contains(&format!("| `{name}` | {kind} |")), "{name}");
        }
    }

    /// Checks the fields below the objects that only enrichments fill.
    #[test]
    fn every_enriched_field_of_the_index_template_is_in_the_list() {
        let prefixes = [
            "source.geo.",
            "source.as.",
            "user_agent.",
            "weblog.referrer.",
            "weblog.campaign.",
            "weblog.visitor.",
            "weblog.threat",
        ];
        let filled = mapping().into_keys().filter(|name| {
            prefixes.iter().any(|prefix| name.starts_with(prefix)) && name != "user_agent.original"
        });
        for name in filled {
            assert!(enrichment_of(&name).is_some(), "{name}");
        }
    }

    #[test]
    fn rules_accept_exactly_the_listed_conditions_and_the_readme_lists_them() {
        let readme = include_str!("../../README.md");
        for field in fields() {
            let rule = DropRules::parse(&format!("{}=*", field.name));
            assert_eq!(rule.is_ok(), field.is_condition, "{}", field.name);
            let documented = readme.contains(&format!("`{}`", field.name));
            assert!(documented || !field.is_condition, "{}", field.name);
        }
    }

    #[test]
    fn each_enrichment_is_a_module_and_each_field_is_in_the_list_once() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/enrich");
        let entries = std::fs::read_dir(folder).unwrap().map(Result::unwrap);
        let modules = entries.filter(|entry| entry.path().join("mod.rs").is_file());
        let modules: BTreeSet<_> = modules
            .map(|entry| entry.file_name().into_string().unwrap())
            .collect();
        let names = ENRICHMENTS.iter().map(|each| each.name.to_owned());
        assert_eq!(names.collect::<BTreeSet<_>>(), modules);
        for field in fields() {
            assert_eq!(
                fields().filter(|other| other.name == field.name).count(),
                1,
                "{}",
                field.name
            );
        }
    }
}
