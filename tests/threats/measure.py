"""Runs attacks of lists that others collected and requests of people through `weblog enrich`, and
prints one table of figures with their bars.

Recall is the share of a set's requests that have a threat. "of its kind" counts the kind that the
list names, if `weblog.threat` has it. The bar is on all sets of payloads together. The Core Rule
Set's tests of levels 2 to 4 are printed without a bar: most are parts of attacks (`md5(`, `||`)
that people write too.
"""

import json
import os
import subprocess
import sys
from collections import Counter, defaultdict
from urllib.parse import quote_plus

import lists

FOLDER, WEBLOG = sys.argv[1:3]
HERE = os.path.dirname(__file__)
KINDS = {"sql_injection", "xss", "path_traversal", "command_injection", "scanner"}
LEAST_RECALL = 85.0
LEAST_BY_KIND = {
    "sql_injection": 79.0, "xss": 94.0, "path_traversal": 97.0, "command_injection": 72.0,
    "java": 95.0, "php": 62.0,
}
NO_BAR = "CRS, levels 2 to 4"
# Requests of people that have a threat nevertheless: they search for an attack or the name of a
# secret file, with a parameter that is not known to be a search.
EXPECTED = {
    "/search?q=file:///home": "path_traversal",
    "/find?subject=cat /dog food": "command_injection",
    "/find?subject=etc/hosts explained": "path_traversal",
    "/find?subject=wp-config.php": "secret_file",
    "/find?subject=phpinfo()": "command_injection",
    "/find?subject=file:///home": "path_traversal",
    "/find?subject=`ls` command": "command_injection",
    "/find?subject=what does `id` do": "command_injection",
    "/find?subject=curl -X POST": "command_injection",
    "/find?subject=ls -la": "command_injection",
    "/find?subject=id=5 --": "sql_injection",
}


def escaped(text):
    """A value as Apache writes it into a log."""

    def written(character):
        if " " <= character <= "~" and character not in '"\\':
            return character
        return "".join(f"\\x{byte:02x}" for byte in character.encode())

    return "".join(map(written, text))


def threats(requests):
    """`weblog.threat` of each target, referrer and agent."""
    line = '203.0.113.7 - - [10/Oct/2025:13:55:36 +0000] "GET {} HTTP/1.1" 200 5120 "{}" "{}"\n'
    text = "".join(line.format(*map(escaped, request)) for request in requests)
    found = enriched(text.encode(), "-")
    assert len(found) == len(requests), (len(found), len(requests))
    return found


def enriched(text, *arguments):
    environment = {**os.environ, "GEOIP_PATH": "none", "LOG_FORMAT": "combined"}
    done = subprocess.run(
        [WEBLOG, "enrich", *arguments], input=text, capture_output=True, env=environment,
        check=False,
    )
    documents = map(json.loads, done.stdout.splitlines())
    return [document.get("weblog", {}).get("threat", []) for document in documents]


def people():
    """Targets as a person reads them, and as a browser sends them."""
    with open(f"{HERE}/searches.txt", encoding="utf-8") as file:
        searches = file.read().splitlines()
    with open(f"{HERE}/targets.txt", encoding="utf-8") as file:
        targets = file.read().splitlines()
    # The parameter `q` is known to be a search; `subject` is not.
    for name in ("/search?q=", "/find?subject="):
        yield from ((name + search, name + quote_plus(search)) for search in searches)
    yield from ((target, target.replace(" ", "%20")) for target in targets)


def attacks():
    """The rows of the table: name, counts, bar, and whether the list names a known kind."""
    requests = list(dict.fromkeys(lists.attacks(FOLDER)))
    found = threats([request[2:] for request in requests])
    sets, kinds = defaultdict(Counter), defaultdict(Counter)
    for (name, kind, *_), threat in zip(requests, found):
        counted = [sets[name, kind]] + [kinds[kind]] * (name != NO_BAR)
        for counter in counted:
            counter.update(all=1, any=bool(threat), kind=kind in threat)
    for (name, kind), counter in sorted(sets.items()):
        yield f"{name}: {kind}", counter, None, kind in KINDS
    for kind, counter in sorted(kinds.items()):
        yield f"all sets with a bar: {kind}", counter, LEAST_BY_KIND.get(kind), kind in KINDS
    yield "all sets with a bar", sum(kinds.values(), Counter()), LEAST_RECALL, False


def false_positives():
    """Requests of people with an unexpected threat, and those whose expected threat is missing."""
    pairs = list(people())
    agent = lists.AGENT
    found = threats([(sent, f"https://www.example.com{sent}", agent) for _, sent in pairs])
    hits = {target: threat for (target, _), threat in zip(pairs, found) if threat}
    wrong = [
        f"{target}: {threat}" for target, threat in hits.items() if threat != [EXPECTED.get(target)]
    ]
    wrong += [
        f"{target}: no {EXPECTED[target]} any more, take it off the list" for target in EXPECTED
        if target not in hits
    ]
    print(
        f"{'requests of people that look like attacks':<56} {len(pairs):>6} "
        f"{100 * len(hits) / len(pairs):>7.2f}          only the {len(EXPECTED)} named"
    )
    real = enriched(None, "events/sample.log")
    hits = sum(map(bool, real))
    print(
        f"{'lines of events/sample.log':<56} {len(real):>6} "
        f"{100 * hits / len(real):>7.2f}          <= 0.3"
    )
    return wrong + [f"events/sample.log: {hits} threats"] * (hits > 0.003 * len(real))


def main():
    print(f"{'set and kind':<56} {'lines':>6} {'found':>7} {'of kind':>8}  bar")
    missed = []
    for what, counter, least, has_kind in attacks():
        found, of_kind = (100 * counter[name] / counter["all"] for name in ("any", "kind"))
        is_missed = least is not None and found < least
        missed += [what] * is_missed
        bar = "" if least is None else f">= {least}{'  MISSED' * is_missed}"
        shown = f"{of_kind:.1f}" if has_kind else ""
        print(f"{what:<56} {counter['all']:>6} {found:>7.1f} {shown:>8}  {bar}".rstrip())
    wrong = false_positives()
    print("\n".join(wrong), end="\n" * bool(wrong))
    return int(bool(missed or wrong))


if __name__ == "__main__":
    sys.exit(main())
