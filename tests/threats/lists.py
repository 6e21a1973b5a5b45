"""Attacks of lists that others collected, each as a request: set, kind, target, referrer, agent.

Of the OWASP Core Rule Set's regression tests, only those are used whose attack a log would contain:
in the target, the `Referer` or the `User-Agent`. The payload of a form is put into the query.
Omitted are bodies of JSON, XML and uploads, other headers, cookies and requests in raw bytes, and
the rules 911, 920, 921, 922, 943 and 95x, which are about methods, the protocol, sessions and
answers.
"""

import configparser
import glob
import importlib
import os
import pkgutil
import re
from urllib.parse import quote_plus

import brs_kb
import commonhuman_payloads
import yaml

AGENT = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
# What the rules with a number look for. If `weblog.threat` lacks the kind, any threat counts.
RULES = {
    "913": "scanner",
    "930": "path_traversal",
    "931": "remote file",
    "932": "command_injection",
    "933": "php",
    "934": "generic",
    "941": "xss",
    "942": "sql_injection",
    "944": "java",
}
# Headers that contain no attack, or that a log has.
PLAIN = {
    "host", "user-agent", "referer", "accept", "accept-charset", "accept-encoding",
    "accept-language", "connection",
    "content-length", "content-type", "keep-alive", "proxy-connection",
}  # fmt: skip
WORDLISTS = {
    "Injections/SQL": "sql_injection",
    "Injections/Traversal": "path_traversal",
    "Injections/XSS": "xss",
    "vulns/dirTraversal": "path_traversal",
    "vulns/dirTraversal-nix": "path_traversal",
    "vulns/dirTraversal-win": "path_traversal",
    "vulns/sql_inj": "sql_injection",
}
WAPITI = {
    "blindSQLPayloads": "sql_injection",
    "execPayloads": "command_injection",
    "fileHandlingPayloads": "path_traversal",
    "xssPayloads": "xss",
}
# Replacements for Wapiti's names.
NAMES = {
    "[VALUE]": "x", "[FILE_NAME]": "index.php", "[TIME]": "5", "[PATH_PREFIX]": "/",
    "[SEMICOLON]": ";", "[EXTERNAL_ENDPOINT]": "evil.example", "[TAB]": "\t", "[LF]": "\n",
    "[NULL]": "\0", "[DIRVALUE]": "/x", "[EXTVALUE]": "php",
}  # fmt: skip
# The longest payload of a URL, in characters.
LONGEST = 2000


def request(name, kind, target, referrer="-", agent=AGENT):
    return name, kind, target.replace(" ", "%20"), referrer, agent


def of_value(name, kind, payload):
    """The value of a parameter. Text that is already encoded is unchanged."""
    return request(
        name, kind,
        "/item?id=" + (payload if re.search("%[0-9a-fA-Fu]", payload) else quote_plus(payload)),
    )


def levels(folder):
    """The paranoia level of each rule."""
    found = {}
    for path in glob.glob(f"{folder}/rules/@owasp_crs/*.conf"):
        with open(path, encoding="utf-8") as file:
            text = file.read()
        for rule, level in re.findall(
            r'"id:(\d{6}),(?:(?!"id:).)*?paranoia-level/(\d)', text, re.S
        ):
            found[rule] = int(level)
    return found


def core_rule_set(folder):
    """The regression tests of the rules that have to match, by the rule's paranoia level."""
    level_of = levels(folder)
    for path in sorted(glob.glob(f"{folder}/tests/*/*.yaml")):
        with open(path, encoding="utf-8") as file:
            rule = yaml.safe_load(file)
        number = str((rule or {}).get("rule_id"))
        kind = RULES.get(number[:3])
        if kind is None:
            continue
        name = "CRS, level 1" if level_of.get(number) == 1 else "CRS, levels 2 to 4"
        for stage in (stage for test in rule["tests"] for stage in test["stages"]):
            given = stage["input"]
            headers = {
                header.lower(): str(value) for header, value in (given.get("headers") or {}).items()
            }
            target, body = given.get("uri", "/"), given.get("data") or ""
            if not (stage.get("output", {}).get("log") or {}).get("expect_ids"):
                continue
            is_form = headers.get("content-type", "application/x-www-form-urlencoded").startswith(
                "application/x-www-form"
            )
            if (
                given.get("encoded_request")
                or body
                and (not is_form or re.match(r"\s*[\[{<-]", body))
            ):
                continue
            if body:
                target += ("&" if "?" in target else "?") + body
            referrer, agent = headers.get("referer", "-"), headers.get("user-agent", "-")
            in_log = (
                len(target) > 1
                and target not in ("/get", "/post", "/anything")
                or referrer != "-"
                or kind == "scanner"
            )
            if not in_log and ("OWASP" in agent or agent == "-"):
                continue
            if set(headers) - PLAIN and ("?" not in target or "REDACTED" in str(given)):
                continue
            yield request(name, kind, target, referrer, agent)


def libinjection(folder):
    for path in sorted(glob.glob(f"{folder}/tests/test-sqli-*.txt")):
        with open(path, encoding="utf-8", errors="replace") as file:
            found = re.search(r"--INPUT--\n(.*?)\n--EXPECTED--\n?(.*)", file.read(), re.S)
        if found and found[2].strip():
            yield of_value("libinjection", "sql_injection", found[1])


def wfuzz(folder):
    for path, kind in WORDLISTS.items():
        with open(
            f"{folder}/usr/share/wfuzz/wordlist/{path}.txt", encoding="utf-8", errors="replace"
        ) as file:
            for line in file.read().split("\n"):
                if line.strip():
                    yield of_value(f"wfuzz, {os.path.basename(path)}", kind, line)


def wapiti(folder):
    for name, kind in WAPITI.items():
        parser = configparser.RawConfigParser(strict=False)
        parser.read(f"{folder}/wapitiCore/data/attacks/{name}.ini")
        for section in [*parser.sections(), "DEFAULT"]:
            for line in parser.get(section, "payload", fallback="").split("\n"):
                for written, meant in NAMES.items():
                    line = line.replace(written, meant)
                if line.strip() and line != "None":
                    yield of_value(f"wapiti, {name}", kind, line.strip())


def brs():
    for payload in sorted({entry["payload"] for entry in brs_kb.get_all_payloads().values()}):
        if len(payload) < LONGEST:
            yield of_value("brs-kb", "xss", payload)


def strings(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from strings(part)
    elif isinstance(value, (list, tuple, set)):
        for part in value:
            yield from strings(part)
    elif hasattr(value, "__dict__") and not callable(value):
        yield from strings(vars(value))


def commonhuman():
    seen = set()
    for module in pkgutil.walk_packages(commonhuman_payloads.__path__, "commonhuman_payloads."):
        kind = (
            "sql_injection" if ".sqli" in module.name else "xss" if ".xss" in module.name else None
        )
        if kind is None:
            continue
        for name, value in sorted(vars(importlib.import_module(module.name)).items()):
            # Patterns of a database's errors are not payloads.
            is_list = name.isupper() and not name.startswith("__") and "ERROR" not in name
            for text in strings(value) if is_list else ():
                # Words and names of functions are not payloads.
                if text not in seen and 4 <= len(text) < LONGEST and re.search(r"[^\w .-]", text):
                    seen.add(text)
                    yield of_value("commonhuman-payloads", kind, text)


def attacks(lists):
    yield from core_rule_set(f"{lists}/coraza-coreruleset")
    yield from libinjection(f"{lists}/libinjection-go")
    yield from wfuzz(f"{lists}/wfuzz")
    yield from wapiti(f"{lists}/wapiti3")
    yield from brs()
    yield from commonhuman()
