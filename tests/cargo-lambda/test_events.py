"""Every event of events/, invoked by `cargo lambda invoke` on the functions that `cargo lambda watch` runs."""

import base64
import json
import os
import pathlib
import signal
import socket
import subprocess
import tempfile
import time
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILT = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "debug"
# Ample: what is asserted is what comes, never when.
PATIENCE_S = 300


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class Double:
    """The double of Firehose and Kinesis, and what it accepted."""

    def __init__(self):
        self.process = subprocess.Popen(
            [BUILT / "examples" / "firehose-double"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.url = self.process.stdout.readline().strip()

    def accepted(self):
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        return [line.rstrip("\n") for line in iter(self.process.stdout.readline, "\n")]

    def stop(self):
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait()


class Watch:
    """`cargo lambda watch` over what is built already."""

    def __init__(self, variables):
        self.port = free_port()
        self.log = tempfile.TemporaryFile()
        self.process = subprocess.Popen(
            ["cargo", "lambda", "watch", "--ignore-changes", "--invoke-address", "127.0.0.1", "--invoke-port", str(self.port)],
            cwd=ROOT,
            env=os.environ | variables,
            stdout=self.log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        until = time.monotonic() + PATIENCE_S
        while time.monotonic() < until and self.process.poll() is None:
            with socket.socket() as one:
                if one.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.1)
        raise AssertionError(f"cargo lambda watch does not listen:\n{self.said()}")

    def said(self):
        self.log.seek(0)
        return self.log.read().decode(errors="replace")

    def invoke(self, function, event):
        answer = subprocess.run(
            ["cargo", "lambda", "invoke", function, "-A", "127.0.0.1", "-P", str(self.port), "-F", event],
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=PATIENCE_S,
        )
        if answer.returncode != 0:
            raise AssertionError(f"{answer.stderr}\n{self.said()}")
        return json.loads(answer.stdout)

    def stop(self):
        # The functions are its children: the whole group, which is this test's own, goes with it.
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.log.close()


def documents_of(event):
    """What the command line makes of the same event."""
    made = subprocess.run([BUILT / "weblog", "enrich", event], capture_output=True, text=True, check=True)
    return sorted(made.stdout.splitlines())


class Events(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.double = Double()
        cls.addClassCleanup(cls.double.stop)
        cls.watch = Watch({
            "DELIVERY_STREAM": "documents",
            "AWS_ENDPOINT_URL": cls.double.url,
            "AWS_REGION": "us-east-1",
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_EC2_METADATA_DISABLED": "true",
        })
        cls.addClassCleanup(cls.watch.stop)

    def events(self, kind):
        found = sorted((ROOT / "events").glob(f"{kind}-*.json"))
        self.assertTrue(found)
        return found

    def test_every_line_of_a_kinesis_event_is_a_document_that_firehose_accepted(self):
        for event in self.events("kinesis"):
            with self.subTest(event.name):
                answer = self.watch.invoke("kinesis-enrich", event)
                self.assertEqual(answer, {"batchItemFailures": []})
                self.assertEqual(sorted(self.double.accepted()), documents_of(event))

    def test_every_line_of_a_firehose_event_is_a_document_answered_or_put_again(self):
        for event in self.events("firehose"):
            with self.subTest(event.name):
                answers = self.watch.invoke("firehose-transform", event)["records"]
                asked = json.loads(event.read_text())["records"]
                self.assertEqual([a["recordId"] for a in answers], [r["recordId"] for r in asked])
                told = [base64.b64decode(a["data"]).decode() for a in answers if a["result"] == "Ok"]
                self.assertEqual(sorted(told + self.double.accepted()), documents_of(event))


if __name__ == "__main__":
    unittest.main()
