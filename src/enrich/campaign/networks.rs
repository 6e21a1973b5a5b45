//! The identifiers that networks add to a click.

/// Names of identifiers and their networks. Facts as of 2026-11, from the networks' own pages:
/// `srsltid` from <https://support.google.com/merchants/answer/11127659>, `gad_source` and
/// `gad_campaignid` from Google Ads, `tblci` from Taboola, `obclid` from Outbrain, `ysclid` from
/// Yandex, `mkt_tok` from Adobe Marketo Engage, `_hsenc` and `_hsmi` from `HubSpot`, `_kx` from
/// Klaviyo, `mc_cid` and `mc_eid` from Mailchimp, `sscid` from `ShareASale`, `tduid` from
/// Tradedoubler, `ransiteid` from Rakuten Advertising, `s_kwcid` and `ef_id` from Adobe
/// Advertising, `vero_id` from Vero, `__s` from Drip, `_openstat` from the Openstat standard of
/// Russian networks, `bd_vid` from Baidu, `dicbo` from Outbrain, `dm_i` from Dotdigital, `mibextid`
/// from Facebook's apps, `mkcid`, `mkevt` and `mkrid` from eBay's partners, `oly_anon_id` and
/// `oly_enc_id` from Omeda, `qhclickid` from 360, `vmcid` from Yahoo, `zanpid` from Awin when it
/// was zanox, and each other one from the network in its row. The name of a parameter is compared
/// with the identifiers if its first and last letters are those of one of them. Identifiers with
/// the first and last letters of the everyday names `v` and `cid` are not listed, because lines
/// with these names would cost more.
pub(super) const CLICK_IDS: &[(&str, &str)] = &[
    ("__hsfp", "HubSpot"),
    ("__hssc", "HubSpot"),
    ("__hstc", "HubSpot"),
    ("__s", "Drip"),
    ("_branch_match_id", "Branch"),
    ("_bta_c", "Bronto"),
    ("_bta_tid", "Bronto"),
    ("_hsenc", "HubSpot"),
    ("_hsmi", "HubSpot"),
    ("_kx", "Klaviyo"),
    ("_openstat", "Openstat"),
    ("awc", "Awin"),
    ("bd_vid", "Baidu"),
    ("bsft_clkid", "Blueshift"),
    ("cjdata", "CJ Affiliate"),
    ("cjevent", "CJ Affiliate"),
    ("dclid", "Google Display"),
    ("dicbo", "Outbrain"),
    ("dm_i", "Dotdigital"),
    ("ef_id", "Adobe Advertising"),
    ("elqtrackid", "Oracle Eloqua"),
    ("epik", "Pinterest"),
    ("fbclid", "Meta"),
    ("gad_campaignid", "Google Ads"),
    ("gad_source", "Google Ads"),
    ("gbraid", "Google Ads"),
    ("gclid", "Google Ads"),
    ("gclsrc", "Google Ads"),
    ("hsctatracking", "HubSpot"),
    ("igsh", "Instagram"),
    ("igshid", "Instagram"),
    ("inf_contact_key", "Keap"),
    ("irclickid", "impact.com"),
    ("ldtag_cl", "LINE"),
    ("li_fat_id", "LinkedIn"),
    ("mc_cid", "Mailchimp"),
    ("mc_eid", "Mailchimp"),
    ("mibextid", "Meta"),
    ("mkcid", "eBay"),
    ("mkevt", "eBay"),
    ("mkrid", "eBay"),
    ("mkt_tok", "Marketo"),
    ("ml_subscriber", "MailerLite"),
    ("ml_subscriber_hash", "MailerLite"),
    ("msclkid", "Microsoft Advertising"),
    ("ndclid", "Nextdoor"),
    ("obclid", "Outbrain"),
    ("oly_anon_id", "Omeda"),
    ("oly_enc_id", "Omeda"),
    ("omnisendcontactid", "Omnisend"),
    ("qclid", "Quora"),
    ("qhclickid", "360"),
    ("ransiteid", "Rakuten"),
    ("rdt_cid", "Reddit"),
    ("s_kwcid", "Adobe Advertising"),
    ("sccid", "Snapchat"),
    ("srsltid", "Google Merchant Center"),
    ("sscid", "ShareASale"),
    ("sznclid", "Seznam"),
    ("tblci", "Taboola"),
    ("tduid", "Tradedoubler"),
    ("ttclid", "TikTok"),
    ("twclid", "X"),
    ("vero_id", "Vero"),
    ("vmcid", "Yahoo"),
    ("wbraid", "Google Ads"),
    ("wickedid", "Wicked Reports"),
    ("yclid", "Yandex"),
    ("ymclid", "Yandex"),
    ("ysclid", "Yandex"),
    ("zanpid", "Awin"),
];
