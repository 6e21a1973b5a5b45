"""Compares a peer's documents with the project's, line by line and field by field.

The peer's text first gets the changes that only the project makes: secrets are redacted where the
project redacted them, a path's percent signs are decoded, and `-` and nothing are equal. The
project does not look up addresses that are not public. Agents' names are compared if both have
one, by `SAME_NAMES`.
"""

import json
import re
from datetime import datetime
from ipaddress import ip_address
from urllib.parse import unquote

# The share of lines that may differ in one field. Tables of agents differ more: ua-parser reports
# Firefox on some Androids as `Android`.
SHARE_ALLOWED = 0.001
AGENT_SHARE_ALLOWED = 0.1

# The names of one agent in different tables, in small letters. ua-parser has separate names for
# browsers on phones.
SAME_NAMES = {
    "ahref ahrefsbot": "ahrefsbot",
    "chrome mobile": "chrome",
    "chrome mobile ios": "chrome",
    "facebook": "facebookexternalhit",
    "facebookbot": "facebookexternalhit",
    "mobile safari": "safari",
    "python requests": "python-requests",
    "samsungbrowser": "samsung internet",
    # woothee's words for the kind of an agent whose name it does not know.
    "http library": None,
    "misc crawler": None,
}


def value(document, field):
    for key in field.split("."):
        document = (document or {}).get(key)
    return document


def same(text):
    return None if text in ("", "-") else text


def path(text):
    return unquote(text)


def instant(text):
    return datetime.fromisoformat(text)


def agent(name):
    name = name and name.lower()
    return SAME_NAMES.get(name, name)


FIELDS = {
    "@timestamp": instant,
    "http.request.method": same,
    "http.request.referrer": same,
    "http.response.status_code": same,
    "http.response.body.bytes": same,
    "source.ip": same,
    "source.geo.country_iso_code": same,
    "source.geo.region_name": same,
    "source.geo.city_name": same,
    "source.geo.location.lat": same,
    "source.geo.location.lon": same,
    "source.as.number": same,
    "url.path": path,
    "url.query": same,
    "user_agent.original": same,
    "user_agent.name": agent,
}


def redact_as(project, peer):
    """The peer's text, with the parameters redacted that are redacted in the project's text."""
    for parameter in re.findall(r"([^?&]+=)REDACTED", project):
        peer = re.sub(rf"((?:^|[?&]){re.escape(parameter)})[^&]*", r"\1REDACTED", peer)
    return peer


def differs(field, project, peer):
    if (
        field.startswith(("source.geo.", "source.as."))
        and not ip_address(value(project, "source.ip")).is_global
    ):
        return None
    project, peer = (FIELDS[field](value(document, field)) for document in (project, peer))
    if field == "user_agent.name" and None in (project, peer):
        return None
    if isinstance(project, str) and isinstance(peer, str):
        peer = redact_as(project, peer)
    return None if project == peer or close(project, peer) else (project, peer)


def close(project, peer):
    # Degrees are stored as 32-bit numbers in databases, and the project rounds them.
    return isinstance(project, float) and isinstance(peer, float) and abs(project - peer) < 0.001


def compare(project_documents, peer_documents):
    """For each field, the share of lines that differ, whether it is too large, and one example."""
    pairs = [
        (json.loads(a), json.loads(b))
        for a, b in zip(project_documents, peer_documents, strict=True)
    ]
    answer = {}
    for field in FIELDS:
        differences = [found for project, peer in pairs if (found := differs(field, project, peer))]
        share = len(differences) / len(pairs)
        allowed = AGENT_SHARE_ALLOWED if field == "user_agent.name" else SHARE_ALLOWED
        answer[field] = {
            "lines": len(differences), "fails": share > allowed,
            "example": differences[0] if differences else None,
        }
    return answer
