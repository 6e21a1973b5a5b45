use super::*;

/// The campaign and the referrer of a query that is borrowed.
fn find_in(query: &str) -> (Option<Campaign<'_>>, Option<&str>) {
    let mut campaign = None;
    let referrer = read(query, &mut campaign);
    (campaign, referrer)
}

fn found(query: &str) -> [Option<String>; 6] {
    let campaign = find_in(query).0.unwrap_or_default();
    let text = |value: Option<Cow<'_, str>>| value.map(Cow::into_owned);
    [
        text(campaign.source),
        text(campaign.medium),
        text(campaign.name),
        text(campaign.term),
        text(campaign.content),
        campaign.click_id.map(str::to_owned),
    ]
}

#[test]
fn a_query_s_campaign_is_read() {
    let some = |text: &str| Some(text.to_owned());
    for (query, expected) in [
        ("a=b", [const { None }; 6]),
        ("utm_source=", [const { None }; 6]),
        ("utm_sources=a&xutm_source=a&gclidx=1", [const { None }; 6]),
        ("utm_source=%00", [const { None }; 6]),
        (
            "utm_source=%E9t%E9+a&utm_medium=m",
            [some("%E9t%E9+a"), some("m"), None, None, None, None],
        ),
        (
            "utm_source=news&UTM_Medium=e-mail&utm_campaign=Spring+Sale%21&utm_term=a\
             &utm_content=b%C3%A9&gclid=Cj0",
            [
                some("news"),
                some("e-mail"),
                some("Spring Sale!"),
                some("a"),
                some("bé"),
                some("Google Ads"),
            ],
        ),
        (
            "utm_source=a&utm_source=b",
            [some("a"), None, None, None, None, None],
        ),
        (
            "utm_source=100%",
            [some("100%"), None, None, None, None, None],
        ),
        (
            "x=1&fbclid=IwAR0",
            [None, None, None, None, None, some("Meta")],
        ),
        (
            "yclid=1788307200123",
            [None, None, None, None, None, some("Yandex")],
        ),
        (
            "yclid=YSS.1000.EAIaI",
            [None, None, None, None, None, some("Yahoo! Japan")],
        ),
    ] {
        assert_eq!(found(query), expected, "{query}");
    }
}

#[test]
fn matomo_s_names_and_mistaken_links_are_read() {
    let some = |text: &str| Some(text.to_owned());
    for (query, expected) in [
        (
            "a=1&amp;utm_source=news&amp;utm_medium=mail&amp;gclid=1",
            [
                some("news"),
                some("mail"),
                None,
                None,
                None,
                some("Google Ads"),
            ],
        ),
        (
            "amp;utm_source=a&amp;amp;utm_term=b",
            [some("a"), None, None, some("b"), None, None],
        ),
        (
            "utm_source=a?utm_medium=b?fbclid=c&utm_term=d",
            [some("a"), some("b"), None, some("d"), None, some("Meta")],
        ),
        (
            "x=1?y=2?UTM_source=a",
            [some("a"), None, None, None, None, None],
        ),
        (
            "123?utm_source=a",
            [some("a"), None, None, None, None, None],
        ),
        ("?utm_source=a", [some("a"), None, None, None, None, None]),
        (
            "utm_source=why?&utm_medium=a?b=c&utm_term=?utm_&utm_content=d?utm_sources=e",
            [
                some("why?"),
                some("a?b=c"),
                None,
                some("?utm_"),
                some("d?utm_sources=e"),
                None,
            ],
        ),
        (
            "mtm_campaign=c&mtm_source=a&MTM_Medium=b&mtm_kwd=d&mtm_content=e&mtm_cid=1",
            [some("a"), some("b"), some("c"), some("d"), some("e"), None],
        ),
        (
            "pk_cpn=c&pk_source=a&pk_medium=b&pk_keyword=d&pk_content=e",
            [some("a"), some("b"), some("c"), some("d"), some("e"), None],
        ),
        (
            "piwik_campaign=a&piwik_kwd=b",
            [None, None, some("a"), some("b"), None, None],
        ),
        (
            "matomo_campaign=a&utm_campaign=b&matomo_keyword=c",
            [None, None, some("a"), some("c"), None, None],
        ),
        (
            "to=https://a.example/?utm_source=a&utm_medium=b",
            [None, some("b"), None, None, None, None],
        ),
        ("to=/a?utm_source=a?utm_source=b", [const { None }; 6]),
        (
            "https://a.example/?utm_source=a&utm_medium=b",
            [None, some("b"), None, None, None, None],
        ),
        (
            "mtm_term=a&mtm=b&pk_=c&pk_id=d&matomo=e&matomo_=f&utm_kwd=g&pk_vid=h&campaign=i",
            [const { None }; 6],
        ),
        (
            "amp;=a&xamp;utm_source=b&amputm_source=c&amp;x=1",
            [const { None }; 6],
        ),
    ] {
        assert_eq!(found(query), expected, "{query}");
    }
}

#[test]
fn names_like_those_of_identifiers_are_not_identifiers() {
    for name in [
        "id",
        "page",
        "source",
        "gadget",
        "ad_source",
        "mkt",
        "tok",
        "kx",
        "ef",
        "rid",
        "_ga",
        "srsltidx",
        "xgclid",
        "vero",
        "tblc",
        "mc_id",
        "sid",
        "mid",
        "ysclidx",
        "openstat",
        "branch_match_id",
        "mkid",
        "dm_id",
        "bd_id",
        "_s",
        "__st",
        "click_id",
        "oly_id",
    ] {
        assert_eq!(find_in(&format!("{name}=1")), (None, None), "{name}");
    }
    assert_eq!(found("GAD_SOURCE=1")[5], Some("Google Ads".to_owned()));
    assert_eq!(found("ranSiteID=a-b")[5], Some("Rakuten".to_owned()));
}

#[test]
fn the_parameter_with_which_grok_names_itself_is_read() {
    assert_eq!(find_in("a=1&referrer=grok.com&b=2").1, Some("grok.com"));
    assert_eq!(find_in("xreferrer=grok.com&a=referrer").1, None);
}

#[test]
fn no_value_of_an_identifier_is_kept() {
    for (id, network) in CLICK_IDS {
        let expected = Campaign {
            click_id: Some(network),
            ..Campaign::default()
        };
        assert_eq!(find_in(&format!("{id}=s3cr3t")).0, Some(expected));
    }
}

/// Neither the stack nor the time grows with what a visitor repeats.
#[test]
fn repeated_mistakes_are_read_in_linear_time() {
    for (part, end) in [
        ("amp;", "utm_source=a"),
        ("?", "utm_source=a"),
        ("x=?", "&utm_source=a"),
        ("x?", "&utm_source=a"),
    ] {
        let query = format!("{}{end}", part.repeat(300_000));
        assert_eq!(found(&query)[0].as_deref(), Some("a"), "{part}");
    }
}

#[test]
fn the_networks_are_those_of_the_identifiers() {
    let networks = CLICK_IDS.iter().map(|(_, network)| *network);
    let networks: std::collections::BTreeSet<_> = networks.chain([YAHOO_JAPAN]).collect();
    let known: Vec<_> = networks.into_iter().collect();
    assert_eq!(known, Campaign::NETWORKS);
    assert!(CLICK_IDS.is_sorted_by(|one, next| one.0 < next.0));
}

#[test]
fn a_plain_value_is_borrowed_from_the_line_only() {
    let line = "utm_source=news&utm_term=a+b".to_owned();
    let campaign = find_in(&line).0.unwrap();
    assert!(matches!(campaign.source, Some(Cow::Borrowed("news"))));
    assert!(matches!(campaign.term, Some(Cow::Owned(text)) if text == "a b"));
}

proptest::proptest! {
    #[test]
    fn parameters_are_those_of_a_plain_reading(query in "[ab=&]{0,30}") {
        let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
        let plain = pairs.filter(|(_, value)| !value.is_empty());
        proptest::prop_assert!(parameters(&query).eq(plain), "{}", query);
    }

    /// The two readings give the same campaign for a query without a further `?`.
    #[test]
    fn a_query_is_read_alike_by_both_readings(
        query in "((utm_(source|TERM|id)|MTM_kwd|pk_source|matomo_a|piwik_term|amp;|gclid|referrer|\
                  a|m|pi)?(=[%0-9a-f+/]{0,4})?&?){0,6}",
    ) {
        let mut found = None;
        let referrer = read(&query, &mut found);
        let mut campaign = Campaign::default();
        proptest::prop_assert_eq!(referrer, read_several(&query, &mut campaign), "{}", query);
        proptest::prop_assert_eq!(found.unwrap_or_default(), campaign, "{}", query);
    }

    /// Neither an owned query nor the campaign of an earlier query changes the answer.
    #[test]
    fn an_owned_query_has_the_campaign_of_a_borrowed_one(
        query in "((utm_(source|TERM|id)|gclid|referrer|a)=([%0-9a-f+]{0,9}|\\PC{0,9})&?){0,6}",
    ) {
        for kept in [Cow::Borrowed(&*query), Cow::Owned(query.clone())] {
            let url = Url { query: Some(kept), ..Url::default() };
            let mut campaign = find_in("utm_source=before&gclid=1").0;
            let referrer = find(&url, &mut campaign);
            proptest::prop_assert_eq!((campaign, referrer), find_in(&query));
        }
    }
}
