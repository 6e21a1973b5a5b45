"""The alarms and the dashboard: their metrics exist, and each wanted alarm is there."""

import json
import re
import unittest

from templates import OBJECTS, RESOURCES, ROOT, TEMPLATE, of_type, without_references

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


class Alarms(unittest.TestCase):
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

    def test_the_dashboard_is_json_and_shows_metrics_that_the_functions_write(self):
        body = RESOURCES["FollowALine"]["Properties"]["DashboardBody"]["Fn::Sub"][0]
        written = re.findall(r"^\| `(\w+)`", (ROOT / "docs" / "METRICS.md").read_text(), re.M)
        shown = [
            metric for widget in json.loads(without_references(body))["widgets"]
            for metric in ours(widget["properties"]["metrics"])
        ]
        self.assertTrue(shown)
        self.assertLessEqual(set(shown), set(written))


if __name__ == "__main__":
    unittest.main()
