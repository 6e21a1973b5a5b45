"""Compares the templates with the code."""

import email
import hashlib
import json
import pathlib
import re
import subprocess
import unittest

import yaml

ROOT = pathlib.Path(__file__).resolve().parents[2]
SAM = ROOT / ".venv-sam" / "bin"

# The calls of a function's own code to AWS, by text in its source, and the permission that each
# needs.
ASKS = {
    "Stream::firehose(": "firehose:PutRecordBatch",
    "Stream::kinesis(": "kinesis:PutRecords",
    "ListUserPoolClients": "cognito-idp:ListUserPoolClients",
}

# The main template, and that of the function that reads objects.
TEMPLATES = ["template.yaml", "s3/template.yaml"]

# Where each function's own code is.
SOURCES = {
    "EnrichRole": ["src/bin/kinesis-enrich.rs", "src/aws/kinesis.rs"],
    "TransformRole": ["src/bin/firehose-transform.rs", "src/aws/firehose.rs"],
    "SetupRole": [
        "src/bin/opensearch-setup.rs", "src/aws/opensearch_setup/mod.rs", "src/aws/user_pool.rs",
    ],
}

# The permissions that a function's role needs for the services around the function.
SERVICES = {
    # The event source mapping:
    # https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-create.html
    "kinesis:GetRecords", "kinesis:GetShardIterator", "kinesis:DescribeStream",
    "kinesis:DescribeStreamSummary", "kinesis:ListShards", "kinesis:ListStreams",
    # Its on-failure destination:
    # https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html
    "s3:PutObject", "s3:ListBucket",
    # Lambda's own logs and traces.
    "logs:CreateLogStream", "logs:PutLogEvents", "xray:PutTraceSegments",
    "xray:PutTelemetryRecords",
}  # fmt: skip

# The same for the function that reads objects.
OBJECT_SERVICES = {
    # The event source mapping:
    # https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
    "sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes",
    # The permissions that S3 requires for a version, for an object that is encrypted with a key,
    # and to answer that an object is gone:
    # https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
    "s3:GetObjectVersion", "kms:Decrypt", "s3:ListBucketVersions",
}  # fmt: skip

# Metrics that AWS emits, as its documentation names them.
METRICS = {
    # https://docs.aws.amazon.com/opensearch-service/latest/developerguide/managedomains-cloudwatchmetrics.html
    "AWS/ES": {
        "ClusterStatus.red", "ClusterStatus.yellow", "FreeStorageSpace",
        "ClusterIndexWritesBlocked", "JVMMemoryPressure", "CPUUtilization",
    },
    # https://docs.aws.amazon.com/firehose/latest/dev/monitoring-with-cloudwatch-metrics.html
    "AWS/Firehose": {
        "DeliveryToAmazonOpenSearchService.DataFreshness",
        "DeliveryToAmazonOpenSearchService.AuthFailure",
        "DeliveryToAmazonOpenSearchService.DeliveryRejected", "DeliveryToS3.DataFreshness",
        "ThrottledRecords", "ExecuteProcessing.Success", "IncomingBytes", "BytesPerSecondLimit",
        "IncomingRecords",
    },
    # https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html
    "AWS/Lambda": {
        "IteratorAge", "Errors", "Throttles", "DroppedEventCount",
        "OnFailureDestinationDeliveredEventCount",
    },
    # https://docs.aws.amazon.com/streams/latest/dev/monitoring-with-cloudwatch.html
    "AWS/Kinesis": {
        "ReadProvisionedThroughputExceeded", "WriteProvisionedThroughputExceeded",
        "IncomingRecords",
    },
}  # fmt: skip

# https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
OBJECT_ALARMS = {
    ("AWS/SQS", "ApproximateAgeOfOldestMessage"),
    ("AWS/SQS", "ApproximateNumberOfMessagesVisible"),
}

# The metrics that should have an alarm.
WANTED_ALARMS = {(namespace, name) for namespace, names in METRICS.items() for name in names}


class Loader(yaml.SafeLoader):
    """Reads CloudFormation's short forms as their full names."""


Loader.add_multi_constructor(
    "!",
    lambda loader, tag, node: {tag: loader.construct_scalar(node)}
    if isinstance(node, yaml.ScalarNode)
    else {tag: loader.construct_sequence(node, deep=True)}
    if isinstance(node, yaml.SequenceNode)
    else {tag: loader.construct_mapping(node, deep=True)},
)

TEMPLATE, OBJECTS = (yaml.load((ROOT / path).read_text(), Loader) for path in TEMPLATES)
RESOURCES = TEMPLATE["Resources"]


def of_type(kind, template=TEMPLATE):
    return {
        name: resource for name, resource in template["Resources"].items()
        if resource["Type"] == kind
    }


def statements(value):
    """Every policy statement in a value, including those in an If."""
    if isinstance(value, dict):
        if "Effect" in value:
            yield value
        for inner in value.values():
            yield from statements(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from statements(inner)


def metrics(alarm):
    """Namespace and name of an alarm's metrics.

    They are its own metrics, in both cases of an If, or those in its expression.
    """
    own = (
        [alarm] if "MetricName" in alarm
        else [
            metric["MetricStat"]["Metric"] for metric in alarm["Metrics"] if "MetricStat" in metric
        ]
    )
    for metric in own:
        namespace = metric["Namespace"]
        if isinstance(namespace, dict):
            namespaces = [namespace["Sub"]] if "Sub" in namespace else namespace["If"][1:]
        else:
            namespaces = [namespace]
        yield from ((namespace, metric["MetricName"]) for namespace in namespaces)


def ours(rows):
    """Names of our own metrics in a widget's rows. A dot repeats the value above it."""
    return [row[1] for row in rows] if rows[0][0] == "WeblogEnrich" else []


def without_references(text, **given):
    """A text of Fn::Sub with its references replaced by the given values, or by their own names."""
    return re.sub(r"\$\{([\w.:]+)\}", lambda match: given.get(match.group(1), match.group(1)), text)


def as_list(value):
    return value if isinstance(value, list) else [value]


def allowed(role, template=TEMPLATE):
    """What a role may do, by its own policies and by separate policy resources."""
    policies = [template["Resources"][role]["Properties"].get("Policies", [])]
    policies += [
        policy["Properties"] for policy in of_type("AWS::IAM::Policy", template).values()
        if {"Ref": role} in policy["Properties"]["Roles"]
    ]
    return {action for statement in statements(policies) for action in as_list(statement["Action"])}


class Tools(unittest.TestCase):
    def run_any(self, *command):
        return subprocess.run(
            [SAM / command[0], *command[1:]], cwd=ROOT, capture_output=True, text=True,
            env={"PATH": f"{SAM}:/usr/bin:/bin", "SAM_CLI_TELEMETRY": "0", "HOME": str(ROOT)},
        )

    def run_tool(self, *command):
        done = self.run_any(*command)
        self.assertEqual(done.returncode, 0, done.stdout[-3000:] + done.stderr[-3000:])
        return done.stdout

    def test_cfn_lint_finds_nothing_in_any_kind_of_region(self):
        regions = ["us-east-1", "eu-central-1", "ap-southeast-2", "us-gov-west-1", "us-gov-east-1"]
        self.assertEqual(self.run_tool("cfn-lint", "--regions", *regions, "--", *TEMPLATES), "")

    def test_china_has_everything_but_the_cognito_that_the_docs_name(self):
        done = self.run_any(
            "cfn-lint", "--regions", "cn-north-1", "--format", "json", "--", "template.yaml"
        )
        found = {(each["Rule"]["Id"], each["Message"]) for each in json.loads(done.stdout)}
        types = {
            resource["Type"] for resource in RESOURCES.values()
            if resource["Type"].startswith("AWS::Cognito::User")
            or resource["Type"].endswith("LoginBranding")
        }
        self.assertEqual(
            found,
            {("E3006", f"Resource type '{kind}' does not exist in 'cn-north-1'") for kind in types},
        )
        self.assertEqual(
            self.run_tool("cfn-lint", "--regions", "cn-north-1", "--", "s3/template.yaml"), ""
        )

    def test_sam_validate_finds_nothing(self):
        for path in TEMPLATES:
            said = self.run_tool(
                "sam", "validate", "--lint", "--region", "us-east-1", "--template", path
            )
            self.assertIn("valid SAM Template", said, path)

    def test_every_exception_of_the_policy_scan_has_a_reason(self):
        for path, template in zip(TEMPLATES, [TEMPLATE, OBJECTS]):
            report = self.run_tool(
                "checkov", "-f", path, "--framework", "cloudformation", "--compact",
                "--skip-download",
            )
            self.assertRegex(report, r"Failed checks: 0", path)
            for resource in template["Resources"].values():
                for skip in resource.get("Metadata", {}).get("checkov", {}).get("skip", []):
                    self.assertGreater(len(skip["comment"]), 20, skip)


class Together(unittest.TestCase):
    def variables_of_the_code(self):
        names = re.findall(
            r'variable\(\s*"([A-Z0-9_]+)"', (ROOT / "src" / "config" / "variables.rs").read_text()
        )
        self.assertIn("LOG_FORMAT", names)
        return set(names)

    def variables_of(self, function, template=TEMPLATE):
        return set(
            template["Resources"][function]["Properties"]
            .get("Environment", {})
            .get("Variables", {})
        )

    def test_the_code_reads_every_variable_that_a_template_sets(self):
        for template in [TEMPLATE, OBJECTS]:
            for function in of_type("AWS::Serverless::Function", template):
                self.assertLessEqual(
                    self.variables_of(function, template), self.variables_of_the_code(), function
                )

    def test_lines_of_objects_have_the_settings_of_lines_of_a_stream(self):
        of_a_stream, of_objects = (
            self.variables_of("EnrichFunction"), self.variables_of("Function", OBJECTS),
        )
        self.assertEqual(
            of_objects - of_a_stream,
            {"CONTINUE_QUEUE_URL", "LOG_FORMAT_BY_KEY", "OBJECT_PATH", "S3_KEY_PATTERN"},
        )
        self.assertEqual(of_a_stream - of_objects, set())
        # The main stack creates the stream, and this stack uses an existing one. Only the main
        # stack knows where the stream delivers.
        others = {"DeliveryStreamName": {"Default", "AllowedPattern"}, "Documents": {"Default"}}
        for name in set(TEMPLATE["Parameters"]) & set(OBJECTS["Parameters"]):
            for key in {
                "Default", "AllowedValues", "AllowedPattern", "MinValue", "MaxValue",
            } - others.get(name, set()):
                self.assertEqual(
                    OBJECTS["Parameters"][name].get(key), TEMPLATE["Parameters"][name].get(key),
                    f"{name}: {key}",
                )

    def test_every_variable_that_the_code_reads_is_set_or_documented(self):
        documented = set(
            re.findall(r"^\| `([A-Z0-9_]+)` \|", (ROOT / "README.md").read_text(), re.M)
        )
        for name in self.variables_of_the_code() - self.variables_of("EnrichFunction"):
            self.assertIn(name, documented)

    def test_a_role_allows_what_its_function_calls_and_no_more(self):
        for role, paths in SOURCES.items():
            text = "\n".join((ROOT / path).read_text() for path in paths)
            asked = {action for words, action in ASKS.items() if words in text}
            self.assertTrue(asked, role)
            if role == "TransformRole":
                # The template's hook is on a Direct PUT stream. docs/deploy.md names what a
                # Kinesis-sourced one also needs.
                asked -= {"kinesis:PutRecords"}
            if role == "SetupRole":
                # The domain is called by HTTP, and each method is a separate action.
                clients = [
                    path for folder in ["cluster", "rest"]
                    for path in (ROOT / "src" / "aws" / folder).glob("*.rs")
                ]
                methods = set(
                    re.findall(r"Method::([A-Z]+)", "\n".join(path.read_text() for path in clients))
                )
                asked |= {f"es:ESHttp{method.capitalize()}" for method in methods}
            self.assertEqual(allowed(role) - SERVICES, asked, role)

    def test_the_role_of_objects_allows_what_its_function_calls_below_the_prefix_alone(self):
        # `bucket.rs` lists, moves and deletes objects for the command line.
        own = [
            path for path in (ROOT / "src" / "aws" / "s3").glob("*.rs") if path.name != "bucket.rs"
        ]
        paths = [ROOT / "s3" / "src" / "main.rs", *own]
        text = "\n".join(path.read_text() for path in paths)
        self.assertEqual(set(re.findall(r"aws_sdk_(\w+)::", text)), {"firehose", "s3", "sqs"})
        self.assertEqual(
            set(re.findall(r"client\s*\.(\w+)\(\)", text)) - {"clone"},
            {"get_object", "send_message"},
        )
        self.assertEqual(
            allowed("Role", OBJECTS) - SERVICES - OBJECT_SERVICES,
            {"s3:GetObject", "sqs:SendMessage", "firehose:PutRecordBatch"},
        )
        mine = [
            each for each in statements(OBJECTS["Resources"]["Role"]["Properties"]["Policies"])
            if "s3:GetObject" in as_list(each["Action"])
        ]
        self.assertEqual(
            [each["Resource"] for each in mine],
            [{"Sub": "arn:${AWS::Partition}:s3:::${SourceBucketName}/${SourcePrefix}*"}],
        )

    def test_a_message_is_hidden_for_six_times_as_long_as_its_function_may_take(self):
        # https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
        longest = OBJECTS["Parameters"]["FunctionTimeout"]["MaxValue"]
        self.assertGreaterEqual(
            OBJECTS["Resources"]["Objects"]["Properties"]["VisibilityTimeout"], 6 * longest
        )

    def test_the_code_makes_no_other_sdk_calls_than_those_above(self):
        # The function that reads objects and the command line are not part of the template.
        others = {ROOT / "src" / "aws" / "s3", ROOT / "src" / "cli"}
        paths = [path for path in (ROOT / "src").rglob("*.rs") if others.isdisjoint(path.parents)]
        text = "\n".join(path.read_text() for path in paths)
        clients = set(re.findall(r"aws_sdk_(\w+)::", text))
        self.assertEqual(clients, {"firehose", "kinesis"})
        # Elsewhere, `client` is the address of a visitor.
        naming = [path.read_text() for path in paths]
        naming = "\n".join(text for text in naming if "aws_sdk_" in text)
        calls = set(re.findall(r"client\s*\.(\w+)\(\)\s*[.;]", naming)) - {"len"}
        self.assertEqual(calls, {"put_record_batch", "put_records"})

    def test_no_action_is_a_star(self):
        for name, resource in [*RESOURCES.items(), *OBJECTS["Resources"].items()]:
            for statement in statements(resource.get("Properties", {})):
                if statement["Effect"] == "Deny" or resource["Type"] == "AWS::KMS::Key":
                    continue
                for action in as_list(statement["Action"]):
                    self.assertNotIn("*", action, f"{name}: {action}")

    def test_every_star_resource_has_its_reason_above_it(self):
        lines = (ROOT / "template.yaml").read_text().splitlines()
        stars = [n for n, line in enumerate(lines) if re.search(r'Resource: "\*"', line)]
        self.assertTrue(stars)
        for number in stars:
            self.assertTrue(
                any(line.strip().startswith("#") for line in lines[max(0, number - 7) : number]),
                lines[number],
            )

    def test_every_alarm_s_metric_exists_and_none_is_missing(self):
        found = {
            metric for alarm in of_type("AWS::CloudWatch::Alarm").values()
            for metric in metrics(alarm["Properties"])
        }
        # A metric that the stack makes from its logs.
        made = {
            (to["MetricNamespace"]["Sub"], to["MetricName"])
            for each in of_type("AWS::Logs::MetricFilter").values()
            for to in each["Properties"]["MetricTransformations"]
        }
        self.assertTrue(made)
        self.assertEqual(found, WANTED_ALARMS | made)
        found = {
            metric for alarm in of_type("AWS::CloudWatch::Alarm", OBJECTS).values()
            for metric in metrics(alarm["Properties"])
        }
        self.assertEqual(found, OBJECT_ALARMS)

    def test_the_metric_filter_looks_for_what_the_function_logs(self):
        pattern = RESOURCES["DashboardsMissing"]["Properties"]["FilterPattern"].strip('"')
        self.assertIn(
            f'tracing::warn!("{pattern}',
            (ROOT / "src" / "aws" / "opensearch_setup" / "dashboards.rs").read_text(),
        )

    def test_every_alarm_explains_itself_and_notifies_the_topic_when_it_begins_and_ends(self):
        for name, alarm in [
            item for template in [TEMPLATE, OBJECTS]
            for item in of_type("AWS::CloudWatch::Alarm", template).items()
        ]:
            properties = alarm["Properties"]
            self.assertRegex(properties["AlarmDescription"], r"^[A-Z].*\.$", name)
            self.assertIn("AlarmTopic", str(properties["AlarmActions"]), name)
            self.assertEqual(properties["AlarmActions"], properties["OKActions"], name)

    def test_every_parameter_is_in_a_group(self):
        for template in [TEMPLATE, OBJECTS]:
            groups = template["Metadata"]["AWS::CloudFormation::Interface"]["ParameterGroups"]
            grouped = [name for group in groups for name in group["Parameters"]]
            self.assertEqual(sorted(grouped), sorted(template["Parameters"]))

    def test_the_sets_of_samconfig_have_existing_parameters_and_values(self):
        lines = (ROOT / "samconfig.toml").read_text().splitlines()
        given = [
            match.groups()
            for match in (re.match(r'\s*#?\s*"(\w+)=(.*)",$', line) for line in lines) if match
        ]
        self.assertTrue(given)
        for name, value in given:
            self.assertIn(name, TEMPLATE["Parameters"])
            self.assertIn(
                value, map(str, TEMPLATE["Parameters"][name].get("AllowedValues", [value])), name
            )

    def test_the_web_server_s_user_data_is_a_script_and_the_agent_s_settings_are_json(self):
        data = without_references(
            RESOURCES["WebInstance"]["Properties"]["UserData"]["Fn::Base64"]["Fn::Sub"][0],
            Target='"kinesisStream": "name"',
        )
        config, script = (
            part.get_payload() for part in email.message_from_string(data).get_payload()
        )
        self.assertEqual(
            yaml.safe_load(config), {"cloud_final_modules": [["scripts-user", "always"]]}
        )
        self.assertTrue(config.startswith("#cloud-config\n"), config)
        self.assertTrue(script.startswith("#!/bin/bash\n"), script)
        subprocess.run(["bash", "-n"], input=script, text=True, check=True)
        settings = json.loads(re.search(r"<<'JSON'\n(.*?)\nJSON\n", script, re.S).group(1))
        self.assertEqual(settings["flows"][0]["kinesisStream"], "name")

    def test_the_dashboard_is_json_and_shows_metrics_that_the_functions_write(self):
        body = RESOURCES["FollowALine"]["Properties"]["DashboardBody"]["Fn::Sub"][0]
        written = re.findall(r"^\| `(\w+)`", (ROOT / "docs" / "METRICS.md").read_text(), re.M)
        shown = [
            metric for widget in json.loads(without_references(body))["widgets"]
            for metric in ours(widget["properties"]["metrics"])
        ]
        self.assertTrue(shown)
        self.assertLessEqual(set(shown), set(written))

    def test_opensearch_is_set_up_anew_by_each_release_and_when_its_files_change(self):
        properties = RESOURCES["OpenSearchSetup"]["Properties"]
        version = re.search(r'^version = "(.*)"$', (ROOT / "Cargo.toml").read_text(), re.M).group(1)
        self.assertEqual(properties["Release"], version)
        files = re.findall(
            r'include_str!\("\.\./\.\./opensearch/(.*)"\)',
            (ROOT / "src" / "opensearch" / "files.rs").read_text(),
        )
        self.assertTrue(files)
        digest = hashlib.sha256(
            b"".join((ROOT / "opensearch" / name).read_bytes() for name in sorted(files))
        ).hexdigest()[:16]
        self.assertEqual(
            properties["Files"], digest,
            "template.yaml: Files of OpenSearchSetup is to be the second of the two",
        )

    def test_the_guided_deployment_can_leave_every_parameter_as_it_is(self):
        for name, parameter in TEMPLATE["Parameters"].items():
            self.assertIn("Default", parameter, name)
            # `sam deploy --guided` asks for a hidden parameter again until it is not empty.
            self.assertNotIn("NoEcho", parameter, name)

    def test_every_parameter_and_output_is_described(self):
        for template in [TEMPLATE, OBJECTS]:
            for name, each in [*template["Parameters"].items(), *template["Outputs"].items()]:
                self.assertRegex(each.get("Description", ""), r"\.$", name)


if __name__ == "__main__":
    unittest.main()
