//! Checks of the dashboards that are possible without drawing them.

use std::collections::{BTreeMap, BTreeSet};

use super::expand::PREFIX;
use super::objects::{of_type, panels, parsed, query};
use super::source::Common;

/// Dashboards 3.5 cuts longer labels in a legend at the right of a chart.
const LEGEND_CHARACTERS: usize = 22;

#[test]
fn no_map_needs_a_server_of_map_tiles() {
    for panel in panels() {
        assert!(
            !["tile_map", "region_map"].contains(&panel.kind()),
            "{}",
            panel.object["id"]
        );
    }
    assert!(panels().iter().any(|panel| panel.kind() == "vega"));
}

#[test]
fn a_chart_chooses_its_series_before_it_divides_time() {
    let mut charts = 0;
    for panel in panels().iter().filter(|panel| panel.is_chart()) {
        let buckets = panel.buckets();
        let (last, before) = buckets.split_last().unwrap();
        assert_eq!(last["type"], "date_histogram", "{}", panel.object["id"]);
        assert_eq!(last["schema"], "segment");
        assert_eq!(last["params"]["drop_partials"], true);
        for group in before {
            assert_ne!(group["type"], "date_histogram", "{}", panel.object["id"]);
            assert_eq!(group["schema"], "group");
        }
        charts += 1;
    }
    assert!(charts > 10, "{charts}");
}

#[test]
fn titles_are_plain_different_and_without_the_prefix_of_saved_objects() {
    let mut seen = BTreeSet::new();
    for panel in panels().iter().filter(|panel| !panel.is_navigation()) {
        let title = panel.title();
        assert!(!title.is_empty() && title.len() < 90, "{title}");
        assert!(!title.contains(PREFIX.trim()), "{title}");
        assert!(
            seen.insert((panel.dashboard.clone(), title.to_owned())),
            "{title} is twice on {}",
            panel.dashboard
        );
        let name = panel.object["attributes"]["title"].as_str().unwrap();
        assert!(name.starts_with(PREFIX), "{name}");
        let text = panel.text();
        for word in ["not told", "not known", "Missing"] {
            assert!(!text.contains(word), "{name}: {word}");
        }
    }
}

#[test]
fn a_label_has_one_colour_on_every_dashboard_and_people_are_not_red() {
    let mut colors: BTreeMap<(String, String), String> = BTreeMap::new();
    for panel in panels() {
        let shown = panel.place["embeddableConfig"]["vis"]["colors"].clone();
        for bucket in panel.buckets() {
            let field = bucket["params"]["field"].as_str().unwrap_or("filters");
            for (label, color) in shown.as_object().into_iter().flatten() {
                let color = color.as_str().unwrap().to_owned();
                let known = colors.entry((field.to_owned(), label.clone()));
                let known = known.or_insert_with(|| color.clone());
                assert_eq!(*known, color, "{}: {label}", panel.object["id"]);
            }
            let filters = bucket["params"]["filters"].as_array();
            for filter in filters.into_iter().flatten() {
                let label = filter["label"].as_str().unwrap();
                assert!(shown[label].is_string(), "{label} has no colour");
            }
        }
    }
    let of = |field: &str, label: &str| colors[&(field.to_owned(), label.to_owned())].clone();
    let is_red = |color: &str| {
        let part = |at: usize| u32::from_str_radix(&color[at..at + 2], 16).unwrap();
        part(1) > part(3) + part(5) / 2
    };
    assert!(!is_red(&of("filters", "People")));
    assert!(is_red(&of("filters", "5xx failed")));
    for code in ["500", "502", "503", "504"] {
        assert!(is_red(&of("http.response.status_code", code)), "{code}");
    }
    assert!(!is_red(&of("http.response.status_code", "404")));
}

#[test]
fn a_pie_has_one_ring_and_a_legend_that_is_not_cut() {
    for panel in panels() {
        if panel.kind() == "pie" {
            assert_eq!(panel.buckets().len(), 1, "{}", panel.object["id"]);
        }
        if panel.state["params"]["legendPosition"] == "right" && panel.kind() != "heatmap" {
            for agg in panel.aggs() {
                assert_ne!(agg["type"], "percentiles", "{}", panel.object["id"]);
                for filter in agg["params"]["filters"].as_array().into_iter().flatten() {
                    assert!(filter["label"].as_str().unwrap().len() <= LEGEND_CHARACTERS);
                }
            }
        }
    }
}

#[test]
fn the_hours_by_weekday_are_a_full_grid_of_the_last_seven_days() {
    let panels = panels();
    let panel = panels.iter().find(|panel| panel.kind() == "heatmap");
    let panel = panel.unwrap();
    assert!(panel.title().contains("(UTC)"), "{}", panel.title());
    let range = &panel.place["embeddableConfig"]["timeRange"];
    // Both ends are rounded to whole hours, so each hour of each weekday occurs once.
    assert_eq!(
        (&range["from"], &range["to"]),
        (&"now-7d/h".into(), &"now-1h/h".into())
    );
    let bounds: Vec<(i64, i64)> = panel
        .buckets()
        .iter()
        .map(|bucket| {
            assert_eq!(bucket["type"], "histogram");
            assert_eq!(bucket["params"]["min_doc_count"], true);
            assert_eq!(bucket["params"]["has_extended_bounds"], true);
            let bound = |end| bucket["params"]["extended_bounds"][end].as_i64().unwrap();
            (bound("min"), bound("max"))
        })
        .collect();
    assert_eq!(bounds, [(0, 23), (1, 7)]);
}

#[test]
fn visitors_are_people_s_addresses_on_every_dashboard() {
    let people = Common::read().query("$people");
    let mut seen = 0;
    for panel in panels() {
        for agg in panel.aggs() {
            let label = agg["params"]["customLabel"].as_str().unwrap_or_default();
            if label == "Visitors" {
                assert_eq!(agg["type"], "cardinality");
                assert_eq!(agg["params"]["field"], "source.ip");
                let query = query(&panel.object);
                assert!(
                    query.starts_with(&people),
                    "{}: {query}",
                    panel.object["id"]
                );
                seen += 1;
            }
        }
    }
    assert!(seen > 12, "{seen}");
}

#[test]
fn pages_are_not_files_and_sites_are_not_our_own() {
    let common = Common::read();
    let mut seen = 0;
    for panel in panels() {
        let query = query(&panel.object);
        for bucket in panel.buckets() {
            let label = bucket["params"]["customLabel"].as_str().unwrap_or_default();
            let field = bucket["params"]["field"].as_str().unwrap_or_default();
            if ["Page", "Page views"].contains(&label) {
                assert!(
                    query.contains(&common.query("$pages")),
                    "{}",
                    panel.object["id"]
                );
                seen += 1;
            }
            if field.starts_with("weblog.referrer.") {
                let restricted = query.contains(&common.query("$not_ours"))
                    || query.contains("weblog.referrer.medium:ai_assistant");
                assert!(restricted, "{}: {query}", panel.object["id"]);
                seen += 1;
            }
        }
    }
    assert!(seen > 5, "{seen}");
}

#[test]
fn panels_for_richer_logs_come_last_say_what_they_need_and_are_fewer_than_a_third() {
    let common = Common::read();
    let mut needing = BTreeMap::new();
    let mut heights = BTreeMap::new();
    for panel in panels() {
        let text = panel.text();
        let need = common.needs().iter().find(|(field, _)| {
            let aggregated = panel.aggs().any(|agg| agg["params"]["field"] == **field);
            aggregated || text.contains(&format!("_exists_:{field}"))
        });
        let at = |side: &str| panel.place["gridData"][side].as_u64().unwrap();
        let area = at("w") * at("h");
        *heights.entry(panel.dashboard.clone()).or_insert(0) += area;
        let Some((field, what)) = need else {
            let last = needing.get(&panel.dashboard);
            assert!(
                last.is_none(),
                "{} comes after one that needs something",
                panel.title()
            );
            continue;
        };
        let needs = format!("(needs {})", what.as_str().unwrap());
        assert!(
            panel.title().ends_with(&needs),
            "{}: {field}",
            panel.title()
        );
        // A headline does not count, because it is small and answers a common question.
        if panel.kind() != "metric" {
            *needing.entry(panel.dashboard.clone()).or_insert(0) += area;
        }
    }
    for (dashboard, area) in needing {
        assert!(area * 3 < heights[&dashboard], "{dashboard}");
    }
}

#[test]
fn links_lead_to_every_dashboard_and_keep_the_chosen_time_range() {
    let dashboards = of_type("dashboard");
    for dashboard in &dashboards {
        assert_eq!(dashboard["attributes"]["timeRestore"], false);
        let first = &parsed(dashboard, "panelsJSON")[0];
        assert_eq!(first["embeddableConfig"]["hidePanelTitles"], true);
        assert_eq!(dashboard["references"][0]["id"], "weblogs-navigation");
    }
    let panels = panels();
    let navigation = panels.iter().find(|panel| panel.is_navigation()).unwrap();
    let links = navigation.state["params"]["markdown"].as_str().unwrap();
    for dashboard in &dashboards {
        let link = format!("(#/view/{})", dashboard["id"].as_str().unwrap());
        assert!(links.contains(&link), "{links}");
    }
    assert_eq!(links.matches("](").count(), dashboards.len());
}

#[test]
fn failed_requests_and_all_requests_can_be_read_line_by_line() {
    let panels = panels();
    let searches: Vec<String> = panels
        .iter()
        .filter(|panel| panel.dashboard == "weblogs-errors" && panel.kind() == "search")
        .map(|panel| query(&panel.object))
        .collect();
    assert_eq!(
        searches,
        [
            "event.kind:event AND event.outcome:failure",
            "event.kind:event"
        ]
    );
}

#[test]
fn the_map_has_its_shapes_a_tooltip_and_a_filter_on_click() {
    let panels = panels();
    let map = panels.iter().find(|panel| panel.kind() == "vega").unwrap();
    let text = map.state["params"]["spec"].as_str().unwrap();
    let map: serde_json::Value = serde_json::from_str(text).unwrap();
    let data = map["data"].as_array().unwrap();
    let shapes = data.iter().find(|data| data["name"] == "shapes").unwrap();
    let codes: BTreeSet<&str> = shapes["values"]
        .as_array()
        .unwrap()
        .iter()
        .map(|shape| shape["code"].as_str().unwrap())
        .collect();
    for code in ["DE", "US", "BR", "NZ", "FR", "NO", "XK"] {
        assert!(codes.contains(code), "{code}");
    }
    assert!(codes.len() > 170 && text.len() < 100_000, "{}", text.len());
    assert!(text.contains("opensearchDashboardsAddFilter(") && text.contains("\"tooltip\""));
    assert!(!text.contains("\"http://") && text.matches("https://").count() == 1);
}
