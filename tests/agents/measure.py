"""Runs agents of lists that others collected through `weblog enrich`, and prints one table of
figures with their bars.

Recall is measured on lists of bots, false positives on lists of what people use, verification on
the operators' lists of addresses. Browser, system and device are measured on Matomo's fixtures,
where our names and Matomo's are brought to one spelling, and on what real visitors send. A bar is
the lowest or the highest figure that passes. Several lists are used, so that rules that fit only
one list are noticed.
"""

import glob
import ipaddress
import json
import os
import re
import subprocess
import sys

import yaml
from importlib import resources

LISTS, WEBLOG = sys.argv[1:3]
NOT_PEOPLE = {"bots.yml", "feed_reader.yml", "clienthints.yml", "clienthints-app.yml"}
# The kinds of `ai-crawler-index` in our words. Its tools are not checked.
KINDS = {
    "ai-training": "ai_training",
    "dataset": "ai_training",
    "ai-search": "ai_search",
    "user-fetch": ("ai_assistant", "ai_agent"),
}
# Agents of this list that are not checked: YandexCalendar fetches calendars for people and is no
# assistant, and the other two are only words in `robots.txt`, which no agent sends.
OTHERWISE = {"YandexCalendar", "Applebot-Extended", "Google-Extended"}

# Matomo's names of browsers, systems and kinds of devices in our words, if they differ in more than
# capitals and punctuation.
BROWSERS = {
    "Chrome Mobile": "Chrome",
    "Chrome Mobile iOS": "Chrome",
    "Chrome Webview": "WebView",
    "Coc Coc": "Cốc Cốc",
    "DuckDuckGo Privacy Browser": "DuckDuckGo",
    "Firefox Mobile": "Firefox",
    "Firefox Mobile iOS": "Firefox",
    "Huawei Browser Mobile": "Huawei Browser",
    "IE Mobile": "Internet Explorer",
    "LieBaoFast": "Liebao",
    "Mi Browser": "MIUI Browser",
    "Microsoft Edge": "Edge",
    "Mobile Safari": "Safari",
    "Mobile Silk": "Amazon Silk",
    "Oculus Browser": "Meta Quest Browser",
    "Openwave Mobile Browser": "Openwave Browser",
    "Opera Devices": "Opera",
    "Opera Mobile": "Opera",
    "Puffin Cloud Browser": "Puffin",
    "Puffin Secure Browser": "Puffin",
    "Puffin Web Browser": "Puffin",
    "Samsung Browser": "Samsung Internet",
    "Sogou Explorer": "Sogou Browser",
    "UC Browser Mini": "UC Browser",
    "UC Browser Turbo": "UC Browser",
    "Yandex Browser Lite": "Yandex Browser",
    "Aloha Browser": "Aloha",
}
SYSTEMS = {
    "Android TV": "Android",
    "Chrome OS": "ChromeOS",
    "Fire OS": ("Android", "Fire OS"),
    "GNU/Linux": "Linux",
    "Mac": "macOS",
    "Windows Mobile": "Windows CE",
    "Windows RT": "Windows",
}
DEVICES = {
    "smartphone": "mobile",
    "phablet": "mobile",
    "feature phone": "mobile",
    "portable media player": "mobile",
    "smart speaker": "speaker",
}
# There is no device type for these kinds: a car, a screen with a speaker, a till, a camera.
NO_DEVICES = {"car browser", "smart display", "peripheral", "camera"}


def escaped(agent):
    """An agent as Apache writes it into a log."""
    names = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
    return "".join(names.get(character, character) for character in agent)


def recognised(agents, addresses=None):
    """`user_agent` of each document."""
    addresses = addresses or ["203.0.113.9"] * len(agents)
    line = '{} - - [10/Oct/2025:13:55:36 +0000] "GET / HTTP/1.1" 200 5 "-" "{}"\n'
    lines = "".join(line.format(ip, escaped(agent)) for ip, agent in zip(addresses, agents))
    environment = {**os.environ, "GEOIP_PATH": "none", "LOG_FORMAT": "combined"}
    done = subprocess.run(
        [WEBLOG, "enrich", "-"], input=lines.encode(), capture_output=True, env=environment,
        check=False,
    )
    documents = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(documents) == len(agents), done.stderr.decode()
    return [document.get("user_agent", {}) for document in documents]


def read(path):
    with open(f"{LISTS}/{path}", encoding="utf-8", errors="replace") as file:
        return file.read()


def matomo(names):
    folder = f"{LISTS}/device_detector-6.5.1/device_detector/tests/fixtures/upstream"
    for name in names(sorted(os.path.basename(path) for path in glob.glob(f"{folder}/*.yml"))):
        with open(f"{folder}/{name}", encoding="utf-8") as file:
            yield from yaml.load(file, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def index():
    return json.loads(resources.files("ai_crawler_index").joinpath("data.json").read_text())[
        "crawlers"
    ]


def bots():
    crawlers = json.loads(read("node_modules/crawler-user-agents/crawler-user-agents.json"))
    fixtures = "isbot/vendor/isbot/fixtures"
    yield (
        "crawler-user-agents", 98.0,
        sorted({agent for crawler in crawlers for agent in crawler["instances"]}),
    )
    yield (
        "isbot, bots", 95.0,
        [line for line in read(f"{fixtures}/bots.txt").split("\n") if line.strip()],
    )
    yield "isbot, myip.ms", 95.0, json.loads(read(f"{fixtures}/myip-ms-live-bots.json"))
    yield "Matomo, bots", 95.0, [row["user_agent"] for row in matomo(lambda names: ["bots.yml"])]


def people():
    fixtures = "isbot/vendor/isbot/fixtures"
    agents = json.loads(read("node_modules/user-agents/dist/user-agents.json"))
    yield "user-agents", 0.0, sorted({agent["userAgent"] for agent in agents})
    yield (
        "isbot, browsers", 0.03,
        [line for line in read(f"{fixtures}/browsers.txt").split("\n") if line.strip()],
    )
    of_people = matomo(lambda names: [name for name in names if name not in NOT_PEOPLE])
    libraries = ("library", "feed reader")
    agents = [
        row["user_agent"] for row in of_people
        if (row.get("client") or {}).get("type") not in libraries
    ]
    yield "Matomo, people", 0.15, agents


def is_called(found, name, names):
    """Whether a name is Matomo's, ignoring capitals and punctuation."""
    wanted = names.get(name, name)
    plain = lambda text: re.sub(r"\W", "", text.lower())
    return plain(found or "") in [
        plain(text) for text in ([wanted] if isinstance(wanted, str) else wanted)
    ]


def described():
    """Results for people's agents: name, count, correct ones, bar."""
    rows = list(matomo(lambda names: [name for name in names if name not in NOT_PEOPLE]))
    found = list(zip(rows, recognised([row["user_agent"] for row in rows])))
    asked = lambda row, key: (row.get(key) or {}) if not isinstance(row.get(key), list) else {}
    browsers = [
        (asked(row, "client").get("name"), agent.get("name")) for row, agent in found
        if asked(row, "client").get("type") == "browser"
    ]
    systems = [
        (asked(row, "os").get("name"), agent.get("os", {}).get("name")) for row, agent in found
        if asked(row, "os").get("name")
    ]
    kinds = [
        (asked(row, "device").get("type"), agent.get("device", {}).get("type"))
        for row, agent in found
    ]
    kinds = [pair for pair in kinds if pair[0] and pair[0] not in NO_DEVICES]
    for what, pairs, names, least in (
        ("browser", browsers, BROWSERS, 95.0), ("system", systems, SYSTEMS, 98.0),
        ("device", kinds, DEVICES, 96.0),
    ):
        yield (
            f"{what}, Matomo, people", len(pairs),
            sum(is_called(is_so, name, names) for name, is_so in pairs), least, len(pairs),
        )
    agents = json.loads(read("node_modules/user-agents/dist/user-agents.json"))
    weight = sum(agent["weight"] for agent in agents)
    found = list(zip(agents, recognised([agent["userAgent"] for agent in agents])))
    for what, key, least in (("browser", "name", 99.7), ("system", "os", 100.0)):
        known = sum(agent["weight"] for agent, is_so in found if is_so.get(key))
        yield f"{what} named, user-agents by weight", len(agents), known, least, weight
    right = sum(
        agent["weight"] for agent, is_so in found
        if is_so.get("device", {}).get("type") == agent["deviceCategory"]
    )
    yield "device, user-agents by weight", len(agents), right, 100.0, weight


def verified():
    """Bots at an address of each compiled list, and at an address outside all lists."""
    agents, addresses, wanted = [], [], []
    for agent, name in (
        ("Googlebot/2.1", "googlebot"), ("GPTBot/1.2", "gptbot"), ("bingbot/2.0", "bingbot"),
        ("Applebot/0.1", "applebot"),
    ):
        with open(f"bots/ranges/{name}.json", encoding="utf-8") as file:
            prefixes = [next(iter(prefix.values())) for prefix in json.load(file)["prefixes"]]
        inside = [str(ipaddress.ip_network(prefix)[0]) for prefix in prefixes]
        addresses += inside + ["1.1.1.1"]
        agents += [agent] * (len(inside) + 1)
        wanted += ["published_range"] * len(inside) + ["outside_ranges"]
    found = [agent.get("bot", {}).get("verification") for agent in recognised(agents, addresses)]
    return len(found), sum(is_so == state for is_so, state in zip(found, wanted))


def share(count, total):
    return 100 * count / total


def figures():
    """Rows of the table: name, count, figure, bar, whether it is reached."""
    for name, least, agents in bots():
        found = share(sum("bot" in agent for agent in recognised(agents)), len(agents))
        yield f"recall, {name}", len(agents), found, f">= {least}", found >= least
    for name, most, agents in people():
        wrong = share(sum("bot" in agent for agent in recognised(agents)), len(agents))
        yield f"false positives, {name}", len(agents), wrong, f"<= {most}", wrong <= most
    crawlers = [
        crawler for crawler in index()
        if crawler["category"] in KINDS and crawler["name"] not in OTHERWISE
    ]
    found = [
        agent.get("bot", {})
        for agent in recognised(
            [f"Mozilla/5.0 (compatible; {crawler['ua']}/1.0)" for crawler in crawlers]
        )
    ]
    for what, is_right in (
        ("category", lambda bot, crawler: bot.get("category", "-") in KINDS[crawler["category"]]),
        ("name", lambda bot, crawler: bot.get("name", "").lower() == crawler["name"].lower()),
        ("operator", lambda bot, crawler: bool(bot.get("operator"))),
    ):
        right = share(sum(is_right(*pair) for pair in zip(found, crawlers)), len(crawlers))
        yield (
            f"{what} of AI agents, ai-crawler-index", len(crawlers), right, ">= 100.0",
            right >= 100,
        )
    for what, total, right, least, whole in described():
        yield what, total, share(right, whole), f">= {least}", share(right, whole) >= least - 1e-9
    total, right = verified()
    yield (
        "verification, bots at listed addresses and outside", total, share(right, total),
        ">= 100.0", right == total,
    )


def main():
    rows = list(figures())
    print(f"{'figure':<52} {'agents':>8} {'per cent':>9}   bar")
    for what, total, figure, bar, reached in rows:
        print(f"{what:<52} {total:>8} {figure:>9.3f}   {bar}{'' if reached else '  MISSED'}")
    return int(not all(reached for *_, reached in rows))


if __name__ == "__main__":
    sys.exit(main())
