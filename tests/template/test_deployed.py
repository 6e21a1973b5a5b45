"""Deploys template.yaml into MiniStack with the built binaries: lines in, documents out.

MiniStack does not cover the following, so these tests do not either:

- EC2 instances (omitted), and so the web server's user data: test_user_data.py runs that in a
  separate root directory;
- an OpenSearch domain's data plane: documents go to S3 here, test_opensearch_setup.py puts a double
  at the domain's address, and tests/opensearch has the real node;
- Firehose's delivery to OpenSearch with its buffers, retries and failed documents, and gzip and
  batching of its S3 objects;
- the app client that a domain makes for itself in the user pool (test_opensearch_setup.py makes
  it), signing in to Dashboards, the style of the sign-in page, the invitation and its mail
  (omitted), and which group has which role;
- IAM's decisions: a role that allows too little is not noticed (test_permissions.py compares the
  roles with the code);
- batch item failures, bisecting, retry limits and on-failure destinations of the event source
  mapping;
- alarms with expressions over metrics (FirehoseQuotaAlarm, FreeStorageAlarm): they are omitted;
- alarms that change their state, the topic's mails, the dashboard's pictures, traces.
"""

import hmac
import json
import time
import unittest

import stack

LINE = b'203.0.113.%d - - [10/Oct/2025:13:55:36 +0000] "GET /page/%d?token=planted HTTP/1.1" 200 12 "-" "curl/8.5.0"'


def wait_for_documents(emulator, count, bucket=None):
    seen, found, deadline = set(), [], time.monotonic() + 120
    while len(found) < count and time.monotonic() < deadline:
        found += [json.loads(document) for document in emulator.documents(seen, bucket)]
        time.sleep(0.3)
    return found


class Deployed(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.context = stack.ministack()
        cls.emulator = cls.context.__enter__()
        cls.addClassCleanup(cls.context.__exit__, None, None, None)
        cls.there = cls.emulator.upload(stack.ROOT / "target" / "debug")

    def tearDown(self):
        self.emulator.delete()

    def test_lines_on_the_stream_leave_firehose_as_documents(self):
        self.assertIn("kinesis-enrich", self.there)
        made = self.emulator.deploy(
            {"Destination": "s3", "BatchWindowSeconds": "1", "S3BufferSeconds": "1"}
        )
        self.assertTrue(all(r["ResourceStatus"] == "CREATE_COMPLETE" for r in made.values()), made)
        lines = [LINE % (n % 250, n) for n in range(300)] + [b"no line of any log"]
        self.emulator.put_lines(lines)
        documents = wait_for_documents(self.emulator, len(lines))
        self.assertEqual(len(documents), len(lines))
        self.assertEqual(len({document["event"]["id"] for document in documents}), len(lines))
        rejected = [
            document for document in documents if document["event"]["kind"] == "pipeline_error"
        ]
        self.assertEqual(
            [document["event"]["original"] for document in rejected], ["no line of any log"]
        )
        events = [document for document in documents if document["event"]["kind"] == "event"]
        self.assertEqual(
            {document["url"]["path"] for document in events}, {f"/page/{n}" for n in range(300)}
        )
        self.assertNotIn("planted", json.dumps(events))

        changed = self.emulator.deploy(
            {"Destination": "s3", "LogLevel": "DEBUG", "KeepOriginal": "true"}, update=True
        )
        self.assertEqual(set(made), set(changed))

    def test_the_hook_turns_lines_into_documents_where_firehose_calls(self):
        self.assertIn("firehose-transform", self.there)
        self.emulator.deploy(
            {"Destination": "s3", "Handler": "firehose-transform", "S3BufferSeconds": "1"}
        )
        firehose, name = (
            self.emulator.client("firehose"), self.emulator.outputs()["DeliveryStreamName"],
        )
        records = [{"Data": LINE % (n % 250, n) + b"\n"} for n in range(50)]
        self.assertEqual(
            firehose.put_record_batch(DeliveryStreamName=name, Records=records)["FailedPutCount"], 0
        )
        documents = wait_for_documents(self.emulator, len(records))
        self.assertEqual(len(documents), len(records))
        self.assertEqual({document["event"]["kind"] for document in documents}, {"event"})

    def test_users_are_hashed_with_the_key_in_a_secret(self):
        self.emulator.client("secretsmanager").create_secret(
            Name="weblogs/users", SecretString="a key of some length"
        )
        self.emulator.deploy(
            {
                "Destination": "s3", "UserHashSecret": "weblogs/users", "BatchWindowSeconds": "1",
                "S3BufferSeconds": "1",
            }
        )
        self.emulator.put_lines([(LINE % (1, 1)).replace(b"- - [", b"- ada [")])
        [document] = wait_for_documents(self.emulator, 1)
        self.assertEqual(
            document["user"]["name"],
            hmac.new(b"a key of some length", b"ada", "sha256").hexdigest()[:32],
        )

    def test_existing_streams_are_read_and_delivered_to(self):
        kinesis, firehose, s3 = (
            self.emulator.client(name) for name in ["kinesis", "firehose", "s3"]
        )
        kinesis.create_stream(StreamName="mine-in", ShardCount=1)
        s3.create_bucket(Bucket="mine")
        destination = {
            "BucketARN": "arn:aws:s3:::mine", "RoleARN": "arn:aws:iam::000000000000:role/mine",
            "Prefix": "documents/",
        }
        firehose.create_delivery_stream(
            DeliveryStreamName="mine-out", ExtendedS3DestinationConfiguration=destination
        )
        mine = {
            "Destination": "s3", "ExistingStreamName": "mine-in",
            "ExistingDeliveryStreamName": "mine-out",
            "ExistingAlarmTopicArn": "arn:aws:sns:us-east-1:000000000000:mine",
        }
        made = self.emulator.deploy({**mine, "BatchWindowSeconds": "1"})
        types = {resource["ResourceType"].split("::")[1] for resource in made.values()}
        self.assertTrue(
            types.isdisjoint(
                {"Kinesis", "KinesisFirehose", "SNS", "KMS", "OpenSearchService", "Cognito"}
            ),
            types,
        )

        lines = [LINE % (n, n) for n in range(20)]
        self.emulator.put_lines(lines, "mine-in")
        documents = wait_for_documents(self.emulator, len(lines), "mine")
        self.assertEqual(
            {document["url"]["path"] for document in documents}, {f"/page/{n}" for n in range(20)}
        )


if __name__ == "__main__":
    unittest.main()
