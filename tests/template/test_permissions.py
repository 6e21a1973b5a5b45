"""Compares what the templates' roles allow with what the code calls."""

import re
import unittest

from templates import OBJECTS, RESOURCES, ROOT, TEMPLATE, of_type

# The calls of a function's own code to AWS, by text in its source, and the permission that each
# needs.
ASKS = {
    "Stream::firehose(": "firehose:PutRecordBatch",
    "Stream::kinesis(": "kinesis:PutRecords",
    "ListUserPoolClients": "cognito-idp:ListUserPoolClients",
}

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


class Permissions(unittest.TestCase):
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


if __name__ == "__main__":
    unittest.main()
