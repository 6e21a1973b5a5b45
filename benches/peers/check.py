"""Whether a peer says the same of each line as the project does, field by field.

An agent's name is compared where both give one, and what differs in a name only is made the same first: see `SAME_NAMES`. The project
takes secrets out of URLs, which no peer does: what it has redacted is redacted in the peer's text as well.
"""

import json
import re
from datetime import datetime

# The share of lines that may differ in one field. Libraries of agents differ more: each has its own opinion of apps and libraries.
SHARE_ALLOWED = 0.001
AGENT_SHARE_ALLOWED = 0.05

# A browser on a phone or tablet goes by a name of its own in ua-parser, and by the desktop's name elsewhere.
SAME_NAMES = {}


def value(document, path):
    for key in path.split("."):
        document = (document or {}).get(key)
    return document


def same(text):
    return text


def instant(text):
    return datetime.fromisoformat(text)


def degrees(number):
    # Databases hold them as 32-bit numbers.
    return number if number is None else round(number, 3)


def agent(name):
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
    "source.geo.location.lat": degrees,
    "source.geo.location.lon": degrees,
    "source.as.number": same,
    "url.path": same,
    "url.query": same,
    "user_agent.original": same,
    "user_agent.name": agent,
}


def redact_as(project, peer):
    """The peer's text with the same parameters redacted as the project's."""
    for parameter in re.findall(r"([^?&]+=)REDACTED", project):
        peer = re.sub(rf"((?:^|[?&]){re.escape(parameter)})[^&]*", r"\1REDACTED", peer)
    return peer


def differs(field, project, peer):
    project, peer = (FIELDS[field](value(document, field)) for document in (project, peer))
    if field == "user_agent.name" and None in (project, peer):
        return None
    if isinstance(project, str) and isinstance(peer, str):
        peer = redact_as(project, peer)
    return None if project == peer else (project, peer)


def compare(project_documents, peer_documents):
    """For each field the share of lines that differ, whether that is too many, and one example."""
    pairs = [(json.loads(a), json.loads(b)) for a, b in zip(project_documents, peer_documents, strict=True)]
    answer = {}
    for field in FIELDS:
        differences = [found for project, peer in pairs if (found := differs(field, project, peer))]
        share = len(differences) / len(pairs)
        allowed = AGENT_SHARE_ALLOWED if field == "user_agent.name" else SHARE_ALLOWED
        answer[field] = {"lines": len(differences), "fails": share > allowed, "example": differences[0] if differences else None}
    return answer
