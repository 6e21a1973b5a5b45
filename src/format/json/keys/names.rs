//! The names of a row: words separated by blanks, with alternatives in braces.

/// Named sets of alternatives: the words that writers put before a name of the request, of the
/// response, or of a header.
const SETS: [(&str, &str); 5] = [
    (
        "{REQ}",
        "{request,req,http_request,http_req,client_request,incoming_request,http_request_request}",
    ),
    (
        "{RES}",
        "{response,res,resp,http_response,http_res,server_response,edge_response,rsp,\
         http_request_response}",
    ),
    // This set precedes a name that only the request, or only the response, can have.
    ("{HTTP}", "{{REQ},http,request_context_http}"),
    (
        "{REQH}",
        "{{REQ}_headers,{REQ}_header,request,req,headers,header,http,request_context_headers,\
         input_headers}",
    ),
    (
        "{RESH}",
        "{{RES}_headers,{RES}_header,response,res,resp,sent_http,upstream_http,sc,downstream,\
         origin}",
    ),
];

/// The names of a row.
pub(super) fn spelt(names: &str) -> impl Iterator<Item = String> {
    let each = names.split_ascii_whitespace().map(|name| {
        let name = SETS
            .iter()
            .rev()
            .fold(name.to_owned(), |name, (set, of)| name.replace(set, of));
        alternatives(&name)
    });
    each.flatten().collect::<Vec<_>>().into_iter()
}

/// Every text that a pattern with braces covers.
fn alternatives(pattern: &str) -> Vec<String> {
    let Some((before, rest)) = pattern.split_once('{') else {
        return vec![pattern.to_owned()];
    };
    let (choices, after) = closed(rest);
    let after = alternatives(after);
    let choices = choices.into_iter().flat_map(alternatives);
    choices
        .flat_map(|choice| {
            after
                .iter()
                .map(move |after| format!("{before}{choice}{after}"))
                .collect::<Vec<_>>()
        })
        .collect()
}

/// The alternatives up to the closing brace, and the text after the brace.
fn closed(text: &str) -> (Vec<&str>, &str) {
    let (mut depth, mut start) = (0_usize, 0);
    let mut choices = Vec::new();
    for (at, char) in text.char_indices() {
        match (char, depth) {
            ('{', _) => depth += 1,
            ('}', 0) => {
                choices.push(text.get(start..at).unwrap_or_default());
                return (choices, text.get(at + 1..).unwrap_or_default());
            }
            ('}', _) => depth -= 1,
            (',', 0) => {
                choices.push(text.get(start..at).unwrap_or_default());
                start = at + 1;
            }
            _ => {}
        }
    }
    (choices, "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn braces_expand_to_each_of_their_alternatives() {
        let found = |names| spelt(names).collect::<Vec<_>>();
        assert_eq!(found("a b_c"), ["a", "b_c"]);
        assert_eq!(
            found("{a,b{1,2}}_{c,}"),
            ["a_c", "a_", "b1_c", "b1_", "b2_c", "b2_"]
        );
        assert!(found("{HTTP}_method").contains(&"http_req_method".to_owned()));
        assert!(found("{REQH}_host").contains(&"request_headers_host".to_owned()));
    }
}
