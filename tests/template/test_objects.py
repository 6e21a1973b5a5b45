"""s3/template.yaml deployed into MiniStack with the built function: objects in, documents out, by
S3's events, EventBridge, the queue and its event source mapping.

A proxy between the function and S3, and one between the function and the queue, delay requests,
lose them or send them twice.

MiniStack does not do the following, so only s3/tests tests it, with doubles:

- read ranges of one version of an object, and name versions in EventBridge's events: the buckets
  here have no versions;
- check permissions: a role that allows too little is not noticed;
- deliver a message again although it was deleted: here one is delivered again because it becomes
  visible too early.
"""

import collections
import contextlib
import gzip
import json
import os
import signal
import subprocess
import time
import unittest

import between
import botocore.exceptions
import scripts
import stack

SOURCE, DELIVERED = "logs", "delivered"
LINE = b'203.0.113.%d - - [10/Oct/2025:13:55:36 +0000] "GET /page/%d HTTP/1.1" 200 12 "-" "curl/8.5.0"\n'
# Seconds of an invocation whose S3 hangs, so that another message continues the object.
SHORT = 24
# Seconds after which a message that nobody acknowledged is delivered again.
AGAIN = 20
# Bytes of the ranges in which the function reads: RANGE_BYTES of src/aws/s3/store.rs.
RANGE = 16 * 1024 * 1024


def log(count):
    return b"".join(LINE % (n % 250, n) for n in range(count))


def long_log():
    """A log that is longer than a range. Its first range has more lines than the 500 documents of a
    request to Firehose. A remark, which does not become a document, follows each line."""
    remark = b"#Remark: " + b"x" * (RANGE // 540) + b"\n"
    return b"".join(LINE % (n % 250, n) + remark for n in range(600))


def places(text):
    """The offsets of the lines of a text that become documents."""
    found, place = set(), 0
    for line in text.splitlines(keepends=True):
        if not line.startswith(b"#"):
            found.add(place)
        place += len(line)
    return found


class Objects(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        resources = contextlib.ExitStack()
        cls.addClassCleanup(resources.close)
        cls.s3, cls.sqs = between.Between(), between.Between()
        for each in [cls.s3, cls.sqs]:
            resources.callback(each.close)
        ways = {"AWS_ENDPOINT_URL_S3": cls.s3.url, "AWS_ENDPOINT_URL_SQS": cls.sqs.url}
        cls.emulator = resources.enter_context(stack.ministack(ways))
        cls.s3.to = cls.sqs.to = cls.emulator.url.removeprefix("http://")
        there = cls.emulator.upload(stack.ROOT / "target" / "debug", ["s3-enrich"])
        assert there == ["s3-enrich"], "tests/support/build makes it"
        firehose = cls.emulator.client("firehose")
        store = cls.emulator.client("s3")
        for bucket in [SOURCE, DELIVERED]:
            store.create_bucket(Bucket=bucket)
        store.put_bucket_notification_configuration(
            Bucket=SOURCE, NotificationConfiguration={"EventBridgeConfiguration": {}}
        )
        destination = {
            "BucketARN": f"arn:aws:s3:::{DELIVERED}",
            "RoleARN": "arn:aws:iam::000000000000:role/mine", "Prefix": "documents/",
        }
        firehose.create_delivery_stream(
            DeliveryStreamName="documents", ExtendedS3DestinationConfiguration=destination
        )
        ready = scripts.load("ready")
        text = (stack.ROOT / "s3" / "template.yaml").read_text()
        template = ready.with_code(text, lambda name: f"s3://{stack.CODE_BUCKET}/{name}.zip")
        parameters = {
            "SourceBucketName": SOURCE, "SourcePrefix": "web/", "DeliveryStreamName": "documents",
            "Destination": "s3", "ObjectPath": "true",
        }
        cls.made = cls.emulator.deploy(parameters, template=template, off={})
        outputs = cls.emulator.outputs()
        cls.queue, cls.put_aside = outputs["Queue"], outputs["DeadLetterQueue"]
        cls.seen = set()

    def setUp(self):
        self.s3.begin()
        self.sqs.begin()
        # Removes what another test left.
        self.documents()
        # Longer than any test takes.
        self.again_after(900)
        self.give_time(60)

    def hangs(self, number):
        """Every range after the first one hangs until another message continues the object."""
        return 2 * SHORT if number >= 1 and not self.sqs.asked else None

    def again_after(self, seconds):
        self.emulator.client("sqs").set_queue_attributes(
            QueueUrl=self.queue, Attributes={"VisibilityTimeout": str(seconds)}
        )

    def give_time(self, seconds):
        name = self.made["Function"]["PhysicalResourceId"]
        self.emulator.client("lambda").update_function_configuration(
            FunctionName=name, Timeout=seconds
        )

    def put(self, key, body):
        self.emulator.client("s3").put_object(Bucket=SOURCE, Key=key, Body=body)

    def waiting(self, queue=None):
        """The number of messages of a queue, including those that are being processed."""
        names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
        found = self.emulator.client("sqs").get_queue_attributes(
            QueueUrl=queue or self.queue, AttributeNames=names
        )
        return sum(int(found["Attributes"][name]) for name in names)

    def documents(self):
        """What was delivered since this was last called."""
        found = []
        # MiniStack fails to list a bucket at times while Firehose writes to it.
        with contextlib.suppress(botocore.exceptions.ClientError):
            for document in self.emulator.documents(self.seen, DELIVERED):
                found.append(json.loads(document))
        return found

    def settled(self, before=()):
        """The given documents, and every document that is delivered until the queue is empty."""
        found, deadline = list(before), time.monotonic() + 180
        while self.waiting() and time.monotonic() < deadline:
            found += self.documents()
            time.sleep(0.3)
        self.assertEqual(self.waiting(), 0, "the queue never empties")
        self.assertEqual(self.waiting(self.put_aside), 0, "a message was put aside")
        return found + self.documents()

    def assert_each_once(self, documents, texts):
        """The documents are the lines of these texts, by their keys: each line has one id, and each
        id one document."""
        by_id = {}
        for document in documents:
            self.assertEqual(
                by_id.setdefault(document["event"]["id"], document), document,
                "one id, two documents",
            )
            self.assertEqual(document["event"]["kind"], "event")
        of_object = collections.defaultdict(list)
        for name, document in by_id.items():
            of_object[document["log"]["file"]["path"]].append(name.rpartition(":"))
        self.assertEqual(set(of_object), {f"s3://{SOURCE}/{key}" for key in texts})
        for key, text in texts.items():
            names = of_object[f"s3://{SOURCE}/{key}"]
            self.assertEqual(len({prefix for prefix, _, _ in names}), 1, key)
            self.assertEqual({int(place) for _, _, place in names}, places(text), key)
        return len(documents) - len(by_id)

    def bootstraps(self):
        """The processes of the function."""
        listed = subprocess.run(
            ["ps", "-A", "-o", "pid=,pgid=,command="], check=True, capture_output=True, text=True
        ).stdout
        rows = [row.split(maxsplit=2) for row in listed.splitlines()]
        return [
            int(pid) for pid, group, command in rows
            if group == str(self.emulator.process_id) and command.split()[0].endswith("/bootstrap")
        ]

    def ranges(self):
        """The requested ranges, in order."""
        return [asked for _, _, asked in self.s3.asked]

    def test_objects_that_are_written_are_documents_each_line_once(self):
        texts = {
            "web/a.log": log(40), "web/b/long name+é.log.gz": log(70), "web/long.log": long_log(),
        }
        for key, text in texts.items():
            self.put(key, gzip.compress(text) if key.endswith("gz") else text)
        for key in ["elsewhere/c.log", "web/", "web/empty.log"]:
            self.put(key, b"" if key.startswith("web/") else log(5))
        self.assertEqual(self.assert_each_once(self.settled(), texts), 0)

    def test_an_object_that_is_gone_is_acknowledged(self):
        self.s3.begin(lambda number: 3 if number == 0 else None)
        self.put("web/gone.log", log(5))
        self.emulator.client("s3").delete_object(Bucket=SOURCE, Key="web/gone.log")
        self.assertEqual(self.settled(), [])
        self.assertEqual(len(self.s3.asked), 1)

    def test_a_message_that_comes_again_while_it_is_worked_on_changes_nothing(self):
        # Visible again after 2 s, while its object takes 5.
        self.again_after(2)
        self.s3.begin(lambda number: 5 if number < 1 else None)
        texts = {"web/twice.log": log(60)}
        self.put("web/twice.log", texts["web/twice.log"])
        # The queue is empty once the second one is done, and the first one is not yet.
        found, deadline = [], time.monotonic() + 60
        while len(found) < 120 and time.monotonic() < deadline:
            found += self.documents()
            time.sleep(0.1)
        self.assertGreaterEqual(self.ranges().count("bytes=0-16777215"), 2, "it was worked on once")
        self.assertGreaterEqual(self.assert_each_once(self.settled(found), texts), 60)

    def test_a_function_killed_in_mid_object_loses_nothing(self):
        text = long_log()
        self.again_after(AGAIN)
        killed = []
        # Every range after the first one hangs until the function is killed.
        self.s3.begin(lambda number: 30 if number >= 1 and not killed else None)
        self.put("web/killed.log", text)
        found, deadline = [], time.monotonic() + 60
        while not found and time.monotonic() < deadline:
            found += self.documents()
            time.sleep(0.1)
        killed += self.bootstraps()
        self.assertTrue(killed)
        for process_id in killed:
            os.kill(process_id, signal.SIGKILL)
        found += self.documents()
        self.assertTrue(0 < len(found) < len(places(text)), "it was not in the midst")
        again = self.assert_each_once(self.settled(found), {"web/killed.log": text})
        self.assertGreaterEqual(self.ranges().count("bytes=0-16777215"), 2)
        self.assertGreater(again, 0)

    def test_an_object_that_takes_too_long_is_continued_where_it_stopped(self):
        for key, pack in [
            ("web/goes-on.log", bytes),
            ("web/goes-on.log.gz", lambda text: gzip.compress(text, 0)),
        ]:
            text = long_log()
            self.give_time(SHORT)
            self.sqs.begin()
            self.s3.begin(self.hangs)
            self.put(key, pack(text))
            self.assertEqual(
                self.assert_each_once(self.settled(), {key: text}), 0, "a line was delivered again"
            )
            self.assertGreaterEqual(len(self.sqs.asked), 1, "it did not go on by another message")

    def test_a_continuing_message_twice_changes_nothing(self):
        text = long_log()
        self.give_time(SHORT)
        self.s3.begin(self.hangs)
        self.sqs.begin(lambda number: "twice")
        self.put("web/doubled.log", text)
        again = self.assert_each_once(self.settled(), {"web/doubled.log": text})
        self.assertGreaterEqual(len(self.sqs.asked), 1)
        self.assertGreater(again, 0, "it was gone on with once")

    def test_a_continuing_message_that_is_lost_is_sent_again(self):
        text = long_log()
        self.give_time(SHORT)
        self.s3.begin(self.hangs)
        self.sqs.begin(lambda number: "lost" if number == 0 else None)
        self.put("web/lost-once.log", text)
        self.assertEqual(self.assert_each_once(self.settled(), {"web/lost-once.log": text}), 0)
        self.assertGreaterEqual(len(self.sqs.asked), 2)

    def test_continuing_messages_that_are_all_lost_bring_the_object_again(self):
        text = long_log()
        self.give_time(SHORT)
        self.s3.begin(self.hangs)
        self.sqs.begin(lambda number: "lost")
        self.again_after(AGAIN)
        self.put("web/lost.log", text)
        again = self.assert_each_once(self.settled(), {"web/lost.log": text})
        self.assertGreater(len(self.sqs.asked), 0)
        self.assertGreater(again, 0, "the object came once")


if __name__ == "__main__":
    unittest.main()
