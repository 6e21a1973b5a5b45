"""Runs the whole pipeline on a laptop: `make local` (LOG=file sends your own log).

Starts MiniStack, deploys template.yaml into it, sends a log file to the Kinesis stream, and prints
the documents when they arrive from Firehose. Ctrl-C stops everything. With OPENSEARCH=1 the
documents are put into a real OpenSearch node at the end, and a query is shown.
"""

import gzip
import json
import os
import pathlib
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests" / "template"))

import index  # noqa: E402
import stack  # noqa: E402


def lines_of(path):
    data = pathlib.Path(path).read_bytes()
    data = gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data
    return data.splitlines()


def report(documents):
    """Writes a report about the documents, and prints its first numbers."""
    folder = ROOT / "target" / "local"
    folder.mkdir(exist_ok=True)
    path = folder / "documents.ndjson"
    path.write_text(
        "".join(json.dumps(json.loads(document)) + "\n" for document in documents), encoding="utf-8"
    )
    weblog = [ROOT / "target" / "debug" / "weblog", "report"]
    subprocess.run([*weblog, "--format", "text", "--top", "5", path], check=True, stdout=sys.stderr)
    subprocess.run([*weblog, "--output", folder / "report.html", path], check=True)


def main():
    path = sys.argv[1] if len(sys.argv) > 1 else ROOT / "events" / "sample.log"
    lines = lines_of(path)
    with stack.ministack() as emulator:
        print(
            f"MiniStack runs at {emulator.url}; "
            "deploying template.yaml (no EC2, no OpenSearch) ...",
            file=sys.stderr,
        )
        emulator.upload(ROOT / "target" / "debug")
        emulator.deploy({"Destination": "s3", "BatchWindowSeconds": "1", "S3BufferSeconds": "1"})
        print(f"sending {len(lines)} lines of {path}", file=sys.stderr)
        seen, shown, documents = set(), 0, []
        quiet_since = time.monotonic()
        chunks = [lines[start : start + 100] for start in range(0, len(lines), 100)]
        while shown < len(lines) and time.monotonic() - quiet_since < 60:
            if chunks:
                emulator.put_lines(chunks.pop(0))
            arrived = list(emulator.documents(seen))
            documents += arrived
            for document in arrived:
                print(json.dumps(json.loads(document), ensure_ascii=False), flush=True)
            if arrived or chunks:
                quiet_since = time.monotonic()
            shown += len(arrived)
            time.sleep(0.5)
        report(documents)
        if os.environ.get("OPENSEARCH") == "1":
            index.index(
                [
                    document.decode() if isinstance(document, bytes) else document
                    for document in documents
                ]
            )
        print(
            f"{shown} documents of {len(lines)} lines; empty lines do not count. Stopping.",
            file=sys.stderr,
        )


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        sys.stderr.close()
