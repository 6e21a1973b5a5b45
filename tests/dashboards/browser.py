"""Pages with Vega in a headless Chromium.

Like OpenSearch Dashboards, they have Vega 5, and expressions are interpreted, not compiled.

Vega comes from npm, into .parts/ and only once. A page loads nothing but files.
"""

import html
import json
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
PACKAGES = ["vega@5.33.0", "vega-interpreter@1.2.0"]
PARTS = HERE.parent.parent / ".parts" / "vega-5.33.0"
SCRIPTS = ["vega/build/vega.min.js", "vega-interpreter/build/vega-interpreter.min.js"]


def missing():
    """The program for pages that this machine lacks, or nothing."""
    return next((part for part in ["npm", "chromium"] if not shutil.which(part)), None)


def fetch():
    done = PARTS / "fetched"
    if not done.exists():
        PARTS.mkdir(parents=True, exist_ok=True)
        subprocess.run(
            ["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", PARTS, *PACKAGES],
            check=True,
        )
        done.touch()


def page(title, data, body=""):
    """A page that draws `data` by draw.js."""
    fetch()
    scripts = [PARTS / "node_modules" / script for script in SCRIPTS] + [HERE / "draw.js"]
    tags = "".join(f'<script src="{script.as_uri()}"></script>' for script in scripts)
    given = json.dumps(data).replace("<", "\\u003c")
    style = (HERE / "draw.css").as_uri()
    return (
        f'<!doctype html><meta charset="utf-8"><title>{html.escape(title)}</title>'
        f'<link rel="stylesheet" href="{style}">'
        f"<body>{body}{tags}<script>draw({given})</script>"
    )


def run(text, width, height, *options):
    with tempfile.TemporaryDirectory(prefix="weblog-page-") as folder:
        path = Path(folder) / "page.html"
        path.write_text(text, encoding="utf-8")
        command = [
            "chromium",
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--hide-scrollbars",
            f"--user-data-dir={folder}/profile",
            "--allow-file-access-from-files",
            "--virtual-time-budget=20000",
            f"--window-size={width},{height}",
            *options,
            path.as_uri(),
        ]
        return subprocess.run(
            command, check=True, capture_output=True, text=True, timeout=180
        ).stdout


def picture(text, width, height, path):
    """Writes what the page looks like as a PNG."""
    run(text, width, height, f"--screenshot={path}")


def result(text, width, height):
    """The content of the page's element `result`, as JSON."""
    found = re.search(
        r'<pre[^>]* id="result"[^>]*>(.*?)</pre>', run(text, width, height, "--dump-dom"), re.S
    )
    assert found, "the page did not finish"
    return json.loads(html.unescape(found[1]))
