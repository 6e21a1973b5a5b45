"""Deploys every parameter at its default and at another value into MiniStack, and compares with
formation.py's result.
"""

import unittest

import stack
import with_opensearch
from formation import Stack, template

# Resources that stack.py omits from MiniStack's deployment: alarms with expressions over metrics,
# and types that it lacks.
LEFT_OUT = {"FirehoseQuotaAlarm", "FreeStorageAlarm", *stack.NOT_THERE}

# Values other than the defaults, in stacks that admit them together.
KINESIS = {
    "WebServer": "yes", "WebInstanceType": "t4g.micro", "WebImageId": "ami-0123456789abcdef0",
    "WebZone": "us-east-1b", "WebIngressCidr": "203.0.113.0/24",
    "LogFormat": "combined", "LogFields": "a=b", "PercentD": "milliseconds",
    "OwnDomains": "example.com", "MisdatedDays": "none", "TrustedProxies": "10.0.0.0/8",
    "RedactParameters": "token",
    "Documents": "full", "AddressTruncation": "true", "UserHashSecret": "weblogs/users",
    "VisitorSecret": "weblogs/visitors", "DropRules": "url.path=/health*",
    "StreamMode": "ON_DEMAND", "StreamRetentionHours": "48", "BatchSize": "100",
    "BatchWindowSeconds": "1", "ParallelizationFactor": "2", "MaximumRetryAttempts": "-1",
    "MaximumRecordAgeSeconds": "3600", "FunctionMemory": "512", "LogLevel": "WARN",
    "LogRetentionDays": "30", "Tracing": "Active", "BufferSeconds": "60", "BufferMegabytes": "4",
    "RetrySeconds": "60", "DomainName": "shop", "EngineVersion": "OpenSearch_3.7",
    "EngineMode": "OPTIMIZED", "DataInstanceType": "or1.large.search", "DataInstanceCount": "3",
    "VolumeGigabytes": "100", "AdminEmail": "ada@example.com", "MfaConfiguration": "OFF",
    "ManagedLogin": "yes", "RetentionDays": "30", "SetupRun": "2", "AlarmEmail": "ada@example.com",
    "SilenceMinutes": "15",
}  # fmt: skip
S3 = {
    "Destination": "s3", "Handler": "firehose-transform", "DeliveryStreamName": "aws-waf-logs-shop",
    "KeepOriginal": "true", "S3BufferSeconds": "60", "DocumentDays": "0", "StreamShards": "2",
    "Architecture": "arm64", "GeoIpLayerArn": "arn:aws:lambda:us-east-1:000000000000:layer:geoip:1",
    "BotRangesPath": "/opt/bots/ranges", "Alarms": "no", "LogSourceArn": "arn:aws:s3:::mine",
    "LogSourceType": "S3_SERVER_ACCESS_LOGS", "DeletionProtection": "yes",
}  # fmt: skip
EMPTY_ZIP = b"PK\x05\x06" + bytes(18)
NETWORK = {
    "Destination": "s3",
    "WebServer": "yes",
    "WebVpcId": "vpc-1",
    "WebSubnetId": "subnet-1",
    "ExistingAlarmTopicArn": "arn:aws:sns:us-east-1:000000000000:mine",
}
# Deployed by the tests with existing resources: test_deployed.py and test_opensearch_setup.py.
ELSEWHERE = {
    "ExistingStreamName",
    "ExistingDeliveryStreamName",
    "ExistingDomainArn",
    "ExistingDomainEndpoint",
    "ExistingDomainRoleArn",
    "ExistingUserPoolId",
}


class Parameters(with_opensearch.WithOpenSearch):
    def deploy(self, parameters):
        """MiniStack creates what formation.py predicts, and so are the stack's outputs."""
        made = self.emulator.deploy(parameters)
        expected = Stack({**stack.OFF, **parameters})
        self.assertEqual(set(made), set(expected.resources()) - LEFT_OUT)
        self.assertEqual(set(self.emulator.outputs()), set(expected.outputs()) - {"WebsiteUrl"})
        return made

    def test_another_value_of_each_parameter_is_deployed_somewhere(self):
        other = {**KINESIS, **S3, **NETWORK}
        self.assertEqual(set(other) | ELSEWHERE, set(template()["Parameters"]))
        self.assertEqual(
            [
                name
                for name in {**KINESIS, **S3}
                if {**KINESIS, **S3}[name] == str(template()["Parameters"][name]["Default"])
                and name != "WebServer"
            ],
            [],
        )
        for parameters in (KINESIS, S3, NETWORK):
            self.assertTrue(Stack(parameters).is_admitted(), parameters)

    def test_defaults(self):
        self.deploy({"WebServer": "yes"})
        self.emulator.delete()

    def test_others_with_kinesis_and_opensearch(self):
        for name in ("weblogs/users", "weblogs/visitors"):
            self.emulator.client("secretsmanager").create_secret(
                Name=name, SecretString="a key of some length"
            )
        made = self.deploy(KINESIS)
        found = self.emulator.client("lambda").get_function_configuration(
            FunctionName=made["EnrichFunction"]["PhysicalResourceId"]
        )
        self.assertEqual(
            (found["MemorySize"], found["Environment"]["Variables"]["DOCUMENTS"]), (512, "full")
        )
        self.assertEqual(made["Domain"]["PhysicalResourceId"], "shop")
        self.emulator.delete()

    def test_others_with_the_hook_and_s3_and_a_network_that_is_there(self):
        layer = self.emulator.client("lambda").publish_layer_version(
            LayerName="geoip", Content={"ZipFile": EMPTY_ZIP}
        )
        self.assertEqual(layer["LayerVersionArn"], S3["GeoIpLayerArn"])
        self.deploy(S3)
        self.emulator.delete()
        self.deploy(NETWORK)
        self.emulator.delete()


if __name__ == "__main__":
    unittest.main()
