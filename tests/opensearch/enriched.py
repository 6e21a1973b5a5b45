"""Makes documents of lines and of the repository's logs with the built pipeline."""

import json
import os
import subprocess
from pathlib import Path

from firehose import WEBLOG

ROOT = Path(__file__).resolve().parents[2]


def made(lines):
    """The documents that the built pipeline makes from lines."""
    run = subprocess.run(
        [WEBLOG, "enrich", "-"], input="\n".join(lines) + "\n", capture_output=True, text=True,
        timeout=600,
    )
    assert run.returncode == 0, run.stderr
    return [json.loads(line) for line in run.stdout.splitlines()]


def of_files(form, *files, **variables):
    """The documents of log files, by their ids. `form` is a value of DOCUMENTS."""
    environment = {"PATH": os.environ["PATH"], "DOCUMENTS": form} | variables
    run = subprocess.run(
        [WEBLOG, "enrich", *files], capture_output=True, text=True, timeout=600, cwd=ROOT,
        env=environment,
    )
    assert run.returncode == 0, run.stderr
    documents = [json.loads(line) for line in run.stdout.rstrip("\n").split("\n")]
    return {document["event"]["id"]: document for document in documents}


def cases():
    """Each log of tests/cases with the variables for reading it, and two more logs."""
    for log in sorted((ROOT / "tests" / "cases").glob("*/*.log")):
        settings = log.with_name("settings.env")
        lines = settings.read_text().splitlines() if settings.exists() else []
        variables = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
        yield log.relative_to(ROOT), {"LOG_FORMAT": log.parent.name} | variables
    yield Path("events/sample.log"), {}
    yield Path("events/kinesis-mixed.json"), {}
