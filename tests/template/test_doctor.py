"""deploy/doctor with a double of the AWS CLI."""

import json
import os
import pathlib
import subprocess
import tempfile
import unittest

from aws_double import AWS, HEALTHY_ITEMS, healthy

ROOT = pathlib.Path(__file__).resolve().parents[2]


class Doctor(unittest.TestCase):
    def run_doctor(self, answers, *more):
        """Status, lines, and the calls of the CLI."""
        with tempfile.TemporaryDirectory() as folder:
            folder = pathlib.Path(folder)
            (folder / "aws").write_text(AWS)
            (folder / "aws").chmod(0o755)
            (folder / "answers").write_text(json.dumps(answers))
            (folder / "calls").touch()
            environment = {
                **os.environ,
                "PATH": f"{folder}:/usr/bin:/bin",
                "ANSWERS": str(folder / "answers"),
                "CALLS": str(folder / "calls"),
            }
            done = subprocess.run(
                [ROOT / "deploy" / "doctor", "weblogs", *more],
                env=environment,
                capture_output=True,
                text=True,
            )
            self.assertNotIn("Traceback", done.stderr)
            self.error = done.stderr
            calls = [json.loads(line) for line in (folder / "calls").read_text().splitlines()]
            return done.returncode, done.stdout.splitlines(), calls

    def test_all_is_well_in_every_kind_of_stack(self):
        domain = {
            "ExistingDomainArn": "arn:aws:es:us-east-1:123456789012:domain/mine",
            "ExistingDomainEndpoint": "https://search-mine.example",
        }
        cases = [
            (
                "default",
                {},
                ["web server", "event source mapping", "OpenSearch: dashboards", "people"],
            ),
            ("hook", {"Handler": "firehose-transform"}, ["Firehose's hook", "OpenSearch domain"]),
            ("s3", {"Destination": "s3", "WebServer": "no"}, ["documents are delivered in time"]),
            (
                "streams-of-others",
                {"ExistingStreamName": "in", "ExistingDeliveryStreamName": "out"},
                ["Kinesis stream"],
            ),
            (
                "domain-of-others",
                {**domain, "ExistingDomainRoleArn": "arn:aws:iam::123456789012:role/mine"},
                ["OpenSearch: dashboards"],
            ),
            ("domain-that-others-set-up", domain, ["Firehose may deliver"]),
            ("no-alarms", {"Alarms": "no"}, ["archive bucket"]),
        ]
        for name, parameters, expected in cases:
            status, lines, calls = self.run_doctor(healthy(parameters))
            self.assertEqual(
                (status, [line for line in lines if not line.startswith("ok  ")]),
                (0, []),
                f"{name}: {lines} {self.error}",
            )
            for what in expected:
                self.assertIn(f"ok  {what}", lines, name)
            # Nothing is changed.
            for service, operation in (call[:2] for call in calls):
                self.assertRegex(operation, "^(describe|list|get)-|^invoke$", f"{name}: {service}")

    def test_the_setup_function_is_asked_about_the_roles_of_the_stack(self):
        _, _, calls = self.run_doctor(healthy())
        [invoke] = [call for call in calls if call[:2] == ["lambda", "invoke"]]
        self.assertEqual(invoke[invoke.index("--function-name") + 1], "weblogs-SetupFunction")
        role = "arn:aws:iam::123456789012:role/weblogs-"
        self.assertEqual(
            json.loads(invoke[invoke.index("--payload") + 1]),
            {
                "Check": {
                    "Endpoint": "out-DomainEndpoint",
                    "FirehoseRoleArn": f"{role}FirehoseRole",
                    "RetentionDays": "90",
                    "AdminRoleArn": f"{role}DashboardsAdminRole",
                    "ReaderRoleArn": f"{role}DashboardsReaderRole",
                }
            },
        )

    def test_each_trouble_is_one_line_that_says_what_to_do(self):
        items = lambda **changed: {
            "items": {**HEALTHY_ITEMS, **changed},
            "newest_document_seconds": 4,
        }  # noqa: E731
        hook = {"Handler": "firehose-transform"}
        cases = [
            (
                "ec2 describe-instance-status",
                {"InstanceStatuses": [{"InstanceState": {"Name": "stopped"}}]},
                {},
                "web server: it is stopped. Start it",
            ),
            (
                "ec2 describe-instance-status",
                {"InstanceStatuses": []},
                {},
                "web server: it is gone. ",
            ),
            (
                "kinesis describe-stream-summary",
                {"StreamDescriptionSummary": {"StreamStatus": "UPDATING"}},
                {},
                "Kinesis stream: it is UPDATING. Wait",
            ),
            (
                "metric IncomingRecords",
                None,
                {},
                "lines into Kinesis: nothing arrived in the last hour. Visit the site. ",
            ),
            (
                "metric IncomingRecords",
                0.0,
                hook,
                "records into Firehose: nothing arrived in the last hour. Visit the site. ",
            ),
            (
                "lambda get-event-source-mapping",
                {"UUID": "u1", "State": "Disabled"},
                {},
                "event source mapping: it is Disabled. Enable it: aws lambda",
            ),
            (
                "lambda get-event-source-mapping",
                {
                    "UUID": "u1",
                    "State": "Enabled",
                    "LastProcessingResult": "PROBLEM: Function call failed",
                },
                {},
                "event source mapping: PROBLEM: Function call failed. The function's log",
            ),
            (
                "metric Errors",
                3.0,
                {},
                "function: 3 errors in the last hour. aws logs tail --since 1h weblogs-EnrichLogs",
            ),
            ("metric Throttles", 2.0, hook, "function: 2 throttles in the last hour. Ask for"),
            (
                "metric IteratorAge",
                3_600_000.0,
                {},
                "lines are read in time: the function is 3600 s behind. Raise",
            ),
            (
                "firehose describe-delivery-stream",
                {"DeliveryStreamDescription": {"DeliveryStreamStatus": "CREATING_FAILED"}},
                {},
                "Firehose stream: it is CREATING_FAILED. ",
            ),
            (
                "metric DeliveryToAmazonOpenSearchService.DataFreshness",
                4000.0,
                {},
                "documents are delivered in time: the oldest document was 4000 s old. ",
            ),
            (
                "metric DeliveryToAmazonOpenSearchService.AuthFailure",
                9.0,
                {},
                "Firehose may deliver: OpenSearch refused Firehose's role. Map it again",
            ),
            (
                "metric DeliveryToAmazonOpenSearchService.DeliveryRejected",
                7.0,
                {},
                "documents are accepted: 7 documents refused in the last hour. "
                "s3://weblogs-ArchiveBucket/",
            ),
            ("metric ExecuteProcessing.Success", 0.5, hook, "Firehose's hook: the hook failed. "),
            (
                "opensearch describe-domain",
                {"DomainStatus": {"Created": True, "Processing": True}},
                {},
                "OpenSearch domain: it is being changed. ",
            ),
            (
                "lambda invoke",
                items(**{"mapping of role weblogs_firehose": "created"}),
                {},
                "OpenSearch: mapping of role weblogs_firehose: it is missing. "
                "Deploy with another SetupRun.",
            ),
            (
                "lambda invoke",
                items(**{"index template weblogs": "updated"}),
                {},
                "OpenSearch: index template weblogs: it differs from this release. Deploy",
            ),
            (
                "lambda invoke",
                items(dashboards="failed, Sign in"),
                {},
                "OpenSearch: dashboards: failed, Sign in. The setup function tries again",
            ),
            (
                "lambda invoke",
                items(dashboards="created"),
                {},
                "OpenSearch: dashboards: it is missing. The setup function tries again",
            ),
            (
                "lambda invoke",
                items(dashboards="updated"),
                {},
                "OpenSearch: dashboards: it differs from this release. Deploy with another Setup",
            ),
            (
                "lambda invoke",
                {"items": HEALTHY_ITEMS, "newest_document_seconds": None},
                {},
                "OpenSearch: documents: there are none. Visit",
            ),
            (
                "lambda invoke",
                {"items": HEALTHY_ITEMS, "newest_document_seconds": 5000},
                {},
                "OpenSearch: documents: the newest is 5000 s old. ",
            ),
            (
                "lambda invoke",
                {"failed": "GET / was refused with status 403"},
                {},
                "what is in OpenSearch: GET / was refused with status 403. The setup",
            ),
            (
                "cognito-idp list-users-in-group",
                {"Users": []},
                {},
                "people: nobody is in a group. aws cognito-idp admin-add-user-to-group",
            ),
            (
                "cognito-idp list-users-in-group",
                {"Users": [{"UserStatus": "FORCE_CHANGE_PASSWORD"}]},
                {},
                "people: nobody has signed in yet. ",
            ),
            (
                "cognito-identity get-identity-pool-roles",
                {"Roles": {}},
                {},
                "signing in: groups are not mapped to roles. Deploy again",
            ),
            (
                "cloudwatch describe-alarms",
                {
                    "MetricAlarms": [
                        {"AlarmName": "a", "AlarmDescription": "The cluster refuses writes."}
                    ]
                },
                {},
                "alarms: The cluster refuses writes. See above.",
            ),
            (
                "sns list-subscriptions-by-topic",
                {"Subscriptions": [{"SubscriptionArn": "PendingConfirmation"}]},
                {},
                "receivers of alarms: nobody receives alarms. Confirm",
            ),
            (
                "s3api list-objects-v2",
                ["AmazonOpenSearchService_failed/"],
                {},
                "archive bucket: it has refused documents. "
                "Look at s3://weblogs-ArchiveBucket/Amazon",
            ),
            (
                "s3api list-objects-v2",
                ["aws/lambda/"],
                {},
                "archive bucket: it has records that Lambda could not process. Look at",
            ),
            (
                "kinesis describe-stream-summary",
                {"error": "Could not connect to the endpoint URL"},
                {},
                "Kinesis stream: aws: Could not connect to the endpoint URL. Look at it",
            ),
        ]
        troubled = set()
        for key, answer, parameters, expected in cases:
            status, lines, _ = self.run_doctor({**healthy(parameters), key: answer})
            found = [line for line in lines if not line.startswith("ok  ")]
            self.assertEqual(
                (status, len([line for line in found if line.startswith(f"!!  {expected}")])),
                (1, 1),
                f"{key}: {lines} {self.error}",
            )
            troubled.add(key)
        # Every answer that the doctor reads has a case, except these. (The S3 stack's freshness is
        # read like OpenSearch's.)
        self.assertEqual(
            set(healthy()) - troubled,
            {
                "cloudformation describe-stacks",
                "cloudformation list-stack-resources",
                "metric DeliveryToS3.DataFreshness",
            },
        )

    def test_a_stack_that_is_not_finished_reports_where_its_failure_is(self):
        answers = healthy()
        answers["cloudformation describe-stacks"]["Stacks"][0]["StackStatus"] = (
            "UPDATE_ROLLBACK_COMPLETE"
        )
        status, lines, _ = self.run_doctor(answers)
        self.assertEqual(status, 1)
        self.assertIn(
            "!!  stack weblogs: it is UPDATE_ROLLBACK_COMPLETE. aws cloudformation "
            "describe-stack-events --stack-name weblogs has the first failure.",
            lines,
        )

    def test_missing_permissions_are_reported_in_one_line_and_are_not_a_problem(self):
        denied = {
            "error": "An error occurred (AccessDeniedException) when calling the operation: "
            "User: x is not authorized to perform: y"
        }
        answers = {
            **healthy(),
            "lambda invoke": denied,
            "kinesis describe-stream-summary": denied,
            "cognito-idp list-users-in-group": denied,
        }
        status, lines, _ = self.run_doctor(answers)
        self.assertEqual(status, 0, lines)
        self.assertEqual(
            lines[-1],
            "??  these credentials may not read: Kinesis stream, what is in OpenSearch, people",
        )
        self.assertEqual([line for line in lines[:-1] if not line.startswith("ok  ")], [])

    def test_a_stack_that_cannot_be_described_is_reported_by_status_2(self):
        answers = {
            "cloudformation describe-stacks": {"error": "Stack with id weblogs does not exist"}
        }
        status, lines, calls = self.run_doctor(
            answers, "--region", "eu-west-1", "--profile", "mine"
        )
        self.assertEqual((status, lines), (2, []))
        self.assertEqual(
            self.error,
            "doctor: stack weblogs cannot be read: aws: Stack with id weblogs does not exist\n",
        )
        self.assertEqual(
            calls[0][-6:], ["--region", "eu-west-1", "--profile", "mine", "--output", "json"]
        )

    def test_every_operation_is_one_that_the_service_has(self):
        import boto3

        # The CLI's names, derived from the services' models.
        for key in healthy():
            if key.startswith("metric "):
                continue
            service, operation = key.split()
            client = boto3.client(
                service.replace("s3api", "s3"),
                region_name="us-east-1",
                aws_access_key_id="x",
                aws_secret_access_key="x",
            )
            self.assertTrue(hasattr(client, operation.replace("-", "_")), key)


if __name__ == "__main__":
    unittest.main()
