"""The commands of docs/deploy.md that put refused documents back, with doubles of `aws` and `curl`.

https://docs.aws.amazon.com/firehose/latest/dev/retry.html has the format of an object under
AmazonOpenSearchService_failed/.
"""

import base64
import gzip
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

from scripts import ROOT

AWS = """#!/bin/bash
echo "aws $*" >> calls
cp -r bucket/. "${@: -1}"
"""
# Each call's body is a separate file.
CURL = f"""#!{sys.executable} -IS
import os, sys
open("calls", "a").write("curl " + " ".join(sys.argv[1:]) + "\\n")
open(f"body-{{os.getpid()}}", "wb").write(sys.stdin.buffer.read())
"""


def commands():
    """The shell block that unwraps the objects."""
    blocks = re.findall(r"```sh\n(.*?)```", (ROOT / "docs" / "deploy.md").read_text(), re.S)
    [block] = [block for block in blocks if "rawData" in block]
    return block


def wrapped(document):
    """A line of Firehose's object."""
    return json.dumps(
        {
            "attemptsMade": 3, "arrivalTimestamp": 1790000000000, "errorCode": "400", "errorMessage": 'it says "no"',
            "attemptEndingTimestamp": 1790000007200, "rawData": base64.b64encode(document).decode(), "esDocumentId": "1",
            "esIndexName": "weblogs", "esTypeName": "",
        }
    )  # fmt: skip


@unittest.skipUnless(shutil.which("jq") or os.environ.get("CI") == "true", "needs jq")
class PutBack(unittest.TestCase):
    def test_every_document_goes_back_as_it_was_sent_in_requests_of_whole_pairs(self):
        documents = [json.dumps({"@timestamp": "2026-11-29T10:00:00Z", "url": {"path": f"/ä&{n}"}}, ensure_ascii=False).encode() for n in range(6000)]
        with tempfile.TemporaryDirectory() as folder:
            folder = pathlib.Path(folder)
            for name, program in [("aws", AWS), ("curl", CURL)]:
                (folder / name).write_text(program)
                (folder / name).chmod(0o755)
            for number, part in enumerate([documents[:1], documents[1:]]):
                path = folder / "bucket" / f"2026/11/29/{number:02}" / "object.gz"
                path.parent.mkdir(parents=True)
                path.write_bytes(gzip.compress("".join(wrapped(each) + "\n" for each in part).encode()))
            environment = {**os.environ, "PATH": f"{folder}:/usr/bin:/bin", "AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b", "AWS_SESSION_TOKEN": "c"}
            done = subprocess.run(["bash", "-euo", "pipefail", "-c", commands()], cwd=folder, env=environment, capture_output=True, text=True)
            self.assertEqual((done.returncode, done.stderr), (0, ""))
            calls = (folder / "calls").read_text().splitlines()
            self.assertRegex(calls[0], r"^aws s3 cp --recursive s3://ARCHIVE_BUCKET/AmazonOpenSearchService_failed/ failed/$")
            bodies = [path.read_bytes() for path in folder.glob("body-*")]
            self.assertEqual((len(bodies), len(calls)), (2, 3), calls)
            sent = []
            for body in bodies:
                self.assertTrue(body.endswith(b"\n"))
                lines = body.decode().splitlines()
                self.assertEqual({line for line in lines[::2]}, {'{"index":{"_index":"weblogs"}}'})
                sent += [line.encode() for line in lines[1::2]]
            self.assertEqual(sorted(sent), sorted(documents))


if __name__ == "__main__":
    unittest.main()
