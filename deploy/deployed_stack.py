"""Reads a deployed stack with the AWS CLI, version 2. Nothing is changed.

https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html
"""

import datetime
import json
import subprocess

HOUR = 3600


class Refused(Exception):
    """The CLI's message, if a command failed."""


class DeployedStack:
    """Parameters, outputs, resources and metrics of a stack."""

    def __init__(self, name, options):
        self.stack, self.options = name, options

    def aws(self, *command):
        """The JSON that a command of the CLI prints."""
        try:
            done = subprocess.run(
                ["aws", *command, *self.options, "--output", "json"], capture_output=True, text=True
            )
        except FileNotFoundError as missing:
            raise Refused("the AWS CLI is not installed") from missing
        if done.returncode != 0:
            raise Refused(" ".join(done.stderr.split()) or f"status {done.returncode}")
        return json.loads(done.stdout or "{}")

    def load(self):
        """Reads the stack itself, without which nothing can be checked."""
        stack = self.aws("cloudformation", "describe-stacks", "--stack-name", self.stack)["Stacks"][
            0
        ]
        self.status = stack["StackStatus"]
        self.reason = stack.get("StackStatusReason", "")
        self.account = stack["StackId"].split(":")[4]
        self.parameters = {
            each["ParameterKey"]: each["ParameterValue"] for each in stack.get("Parameters", [])
        }
        self.outputs = {each["OutputKey"]: each["OutputValue"] for each in stack.get("Outputs", [])}
        made = self.aws("cloudformation", "list-stack-resources", "--stack-name", self.stack)[
            "StackResourceSummaries"
        ]
        self.made = {each["LogicalResourceId"]: each.get("PhysicalResourceId", "") for each in made}
        self.alarms = [
            each["PhysicalResourceId"]
            for each in made
            if each["ResourceType"] == "AWS::CloudWatch::Alarm"
        ]

    def parameter(self, name):
        return self.parameters.get(name, "")

    def metric(self, namespace, name, dimension, value, statistic="Sum"):
        """A metric's value of the last hour, or None if there is no value."""
        now = datetime.datetime.now(datetime.timezone.utc).replace(microsecond=0)
        points = self.aws(
            "cloudwatch", "get-metric-statistics", "--namespace", namespace, "--metric-name", name,
            "--dimensions", f"Name={dimension},Value={value}", "--start-time",
            (now - datetime.timedelta(seconds=HOUR)).isoformat(), "--end-time", now.isoformat(),
            "--period", str(HOUR), "--statistics", statistic,
        )["Datapoints"]  # fmt: skip
        values = [point[statistic] for point in points]
        if not values:
            return None
        return (
            sum(values)
            if statistic == "Sum"
            else max(values)
            if statistic == "Maximum"
            else min(values)
        )
