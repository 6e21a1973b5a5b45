"""A double of the AWS CLI, which answers as AWS does for the template's stacks."""

import sys

from formation import Stack

# The program. The file named by the variable ANSWERS has its answers, by service and operation, or
# by name for a metric. Other operations fail. It appends its arguments to the file that CALLS
# names.
AWS = f"""#!{sys.executable} -IS
import json, os, sys
words = sys.argv[1:]
answers = json.load(open(os.environ["ANSWERS"]))
with open(os.environ["CALLS"], "a") as calls:
    calls.write(json.dumps(words) + "\\n")
given = lambda name: words[words.index(name) + 1]
key = " ".join(words[:2])
if key == "cloudwatch get-metric-statistics":
    key = "metric " + given("--metric-name")
answer = answers[key]
if isinstance(answer, dict) and "error" in answer:
    sys.exit("aws: " + answer["error"])
if key.startswith("metric "):
    answer = {{"Datapoints": [] if answer is None else [{{given("--statistics"): answer}}]}}
if key == "lambda invoke":
    # The file comes after the payload, which is JSON.
    json.loads(given("--payload"))
    with open(words[words.index("--payload") + 2], "w") as file:
        json.dump(answer, file)
    answer = {{"StatusCode": 200}}
if key == "s3api list-objects-v2":
    found = {{"Contents": [{{"Key": given("--prefix") + "x"}}]}}
    answer = found if given("--prefix") in answer else {{}}
print(json.dumps(answer))
"""

HEALTHY_ITEMS = {
    "ingest pipeline weblogs": "unchanged",
    "index template weblogs": "unchanged",
    "retention policy weblogs": "unchanged",
    "role weblogs_firehose": "unchanged",
    "mapping of role weblogs_firehose": "unchanged",
    "mapping of role kibana_user": "skipped, the cluster has no such role",
    "dashboards": "unchanged",
}


def healthy(parameters=None):
    """The CLI's answers about a healthy stack."""
    stack = Stack(parameters)
    made = [
        {
            "LogicalResourceId": name,
            "PhysicalResourceId": f"weblogs-{name}",
            "ResourceType": each["Type"],
        }
        for name, each in stack.resources().items()
    ]
    outputs = [{"OutputKey": name, "OutputValue": f"out-{name}"} for name in stack.outputs()]
    for output in outputs:
        if output["OutputKey"] == "FirehoseRoleArn":
            output["OutputValue"] = "arn:aws:iam::123456789012:role/weblogs-FirehoseRole"
    return {
        "cloudformation describe-stacks": {
            "Stacks": [
                {
                    "StackId": stack.pseudo["AWS::StackId"],
                    "StackStatus": "CREATE_COMPLETE",
                    "Parameters": [
                        {"ParameterKey": k, "ParameterValue": v}
                        for k, v in stack.parameters.items()
                    ],
                    "Outputs": outputs,
                }
            ]
        },
        "cloudformation list-stack-resources": {"StackResourceSummaries": made},
        "ec2 describe-instance-status": {
            "InstanceStatuses": [{"InstanceState": {"Name": "running"}}]
        },
        "kinesis describe-stream-summary": {"StreamDescriptionSummary": {"StreamStatus": "ACTIVE"}},
        "metric IncomingRecords": 12.0,
        "metric Errors": 0.0,
        "metric Throttles": None,
        "metric IteratorAge": 900.0,
        "metric DeliveryToAmazonOpenSearchService.DataFreshness": 6.0,
        "metric DeliveryToS3.DataFreshness": 300.0,
        "metric DeliveryToAmazonOpenSearchService.AuthFailure": None,
        "metric DeliveryToAmazonOpenSearchService.DeliveryRejected": 0.0,
        "metric ExecuteProcessing.Success": 1.0,
        "lambda get-event-source-mapping": {
            "UUID": "u1",
            "State": "Enabled",
            "LastProcessingResult": "OK",
        },
        "lambda invoke": {"items": HEALTHY_ITEMS, "newest_document_seconds": 4},
        "firehose describe-delivery-stream": {
            "DeliveryStreamDescription": {"DeliveryStreamStatus": "ACTIVE"}
        },
        "opensearch describe-domain": {
            "DomainStatus": {"Created": True, "Deleted": False, "Processing": False}
        },
        "cognito-idp list-users-in-group": {"Users": [{"UserStatus": "CONFIRMED"}]},
        "cognito-identity get-identity-pool-roles": {"RoleMappings": {"pool": {"Type": "Token"}}},
        "cloudwatch describe-alarms": {"MetricAlarms": []},
        "sns list-subscriptions-by-topic": {
            "Subscriptions": [{"SubscriptionArn": "arn:aws:sns:us-east-1:1:t:s"}]
        },
        "s3api list-objects-v2": [],
    }
