"""The transformed template, evaluated for the parameters that its Rules admit."""

import json
import re
import unittest

from formation import NOTHING, Stack, choices, references, stacks_of, template

# The limits of given names: property of a type, maximal length, and the scope in which a name is
# unique.
# https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html
NAMES = {
    ("AWS::Logs::LogGroup", "LogGroupName"): (512, "region"),
    ("AWS::Logs::ResourcePolicy", "PolicyName"): (255, "region"),
    # https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Dashboards.html:
    # global, not for each region.
    ("AWS::CloudWatch::Dashboard", "DashboardName"): (255, "account"),
    ("AWS::OpenSearchService::Domain", "DomainName"): (28, "region"),
    ("AWS::Cognito::UserPoolDomain", "Domain"): (63, "region"),
    ("AWS::Cognito::UserPoolGroup", "GroupName"): (128, "resource"),
    ("AWS::IAM::Policy", "PolicyName"): (128, "resource"),
    ("AWS::Logs::LogStream", "LogStreamName"): (512, "resource"),
    ("AWS::Logs::DeliverySource", "Name"): (60, "region"),
    ("AWS::KinesisFirehose::DeliveryStream", "DeliveryStreamName"): (64, "region"),
    ("AWS::Logs::DeliveryDestination", "Name"): (60, "region"),
}

# Texts with the stack's name that are not names: property of a type, and its limit.
TEXTS = {
    ("AWS::EC2::Instance", "Tags"): 256,
    ("AWS::EC2::Instance", "UserData"): 16384,
    ("AWS::KMS::Key", "Description"): 8192,
    # All variables together:
    # https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
    ("AWS::Lambda::Function", "Environment"): 4096,
    ("AWS::Logs::MetricFilter", "MetricTransformations"): 255,
    ("AWS::CloudWatch::Alarm", "Namespace"): 255,
    ("AWS::Logs::ResourcePolicy", "PolicyDocument"): 5120,
}

# Stacks that together create every resource.
STACKS = {
    "default": {
        "AdminEmail": "a@example.com",
        "AlarmEmail": "a@example.com",
        "ManagedLogin": "yes",
    },
    "hook": {"Handler": "firehose-transform", "DomainName": "a-name-of-twenty-eight-chars"},
    "s3": {"Destination": "s3"},
    "pool": {"ExistingUserPoolId": "us-east-1_Abc"},
    "domain": {
        "ExistingDomainArn": "arn:aws:es:us-east-1:123456789012:domain/mine",
        "ExistingDomainEndpoint": "https://search-mine.example",
        "ExistingDomainRoleArn": "arn:aws:iam::123456789012:role/mine",
    },
    "log-source": {
        "Handler": "firehose-transform",
        "LogSourceArn":
            "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/shop/1",
        "LogSourceType": "ALB_ACCESS_LOGS",
    },
    "three-zones": {"DataInstanceCount": "3"},
}


def texts(node):
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict):
        for value in node.values():
            yield from texts(value)
    elif isinstance(node, list):
        for value in node:
            yield from texts(value)


def names_of(stack):
    """Scope, type and text of every name that the stack sets."""
    found = set()
    for logical, resource in stack.resources().items():
        for key, value in stack.properties(logical).items():
            if (resource["Type"], key) in NAMES:
                found.add((NAMES[resource["Type"], key][1], resource["Type"], value))
    return found


class References(unittest.TestCase):
    def test_no_created_resource_refers_to_an_absent_one(self):
        edges = 0
        holders = [("resource", name, each) for name, each in template()["Resources"].items()]
        holders += [("output", name, each) for name, each in template()["Outputs"].items()]
        checked = set()
        for kind, name, each in holders:
            own = each.get("Condition")
            for target, path in references(
                {key: value for key, value in each.items() if key != "Condition"}
            ):
                edges += 1
                wanted = template()["Resources"][target].get("Condition")
                key = (own, path, wanted)
                if wanted is None or key in checked:
                    continue
                checked.add(key)
                for stack in stacks_of(
                    [
                        condition
                        for condition in [own, wanted, *(one for one, _ in path)]
                        if condition
                    ]
                ):
                    if (own is None or stack.holds(own)) and all(
                        stack.holds(one) == way for one, way in path
                    ):
                        self.assertTrue(
                            stack.holds(wanted),
                            f"{kind} {name} refers to {target}: {stack.parameters}",
                        )
        self.assertGreater(edges, 150)
        self.assertGreater(len(checked), 50)

    def test_a_reference_to_an_absent_resource_would_be_found(self):
        stacks = list(stacks_of(["MakesDomain", "MakesUserPool"]))
        self.assertTrue(
            any(stack.holds("MakesDomain") and not stack.holds("MakesUserPool") for stack in stacks)
        )
        # The rules apply: no stack combines the hook with an existing stream.
        self.assertFalse(
            any(
                s.parameters["Handler"] == "firehose-transform"
                and s.parameters["ExistingStreamName"]
                for s in stacks_of(["MakesStream"])
            )
        )

    def test_no_resource_waits_for_itself(self):
        for name, parameters in STACKS.items():
            stack = Stack(parameters)
            for resource in stack.resources():
                self.assertFalse(stack.comes_after(resource, resource), f"{name}: {resource}")

    def test_every_resource_is_created_by_some_stack(self):
        made = set().union(*(Stack(parameters).resources() for parameters in STACKS.values()))
        self.assertEqual(set(template()["Resources"]) - made, set())

    def test_dependent_resources_wait(self):
        cases = [
            ("default", "Domain", "UserPoolDomain"),
            ("default", "Domain", "DomainLogsPolicy"),
            ("default", "OpenSearchSetup", "Domain"),
            ("default", "OpenSearchSetup", "DashboardsMissing"),
            ("default", "DeliveryStream", "OpenSearchSetup"),
            ("default", "DeliveryStream", "FirehosePolicy"),
            ("default", "EnrichFunction", "OpenSearchSetup"),
            ("default", "IdentityPoolRoles", "OpenSearchSetup"),
            ("default", "SignInStyle", "OpenSearchSetup"),
            ("default", "WebInstance", "WebRoute"),
            ("hook", "TransformFunction", "OpenSearchSetup"),
            ("hook", "DeliveryStream", "TransformFunction"),
            ("domain", "DeliveryStream", "OpenSearchSetup"),
        ]
        for name, later, earlier in cases:
            self.assertTrue(
                Stack(STACKS[name]).comes_after(later, earlier), f"{name}: {later} after {earlier}"
            )


class Names(unittest.TestCase):
    def test_the_longest_stack_name_fits_everywhere(self):
        # https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStack.html
        longest = "w" * 128
        for name, parameters in STACKS.items():
            stack = Stack(parameters, name=longest)
            for logical, resource in stack.resources().items():
                for key, value in stack.properties(logical).items():
                    place = (resource["Type"], key)
                    limit = NAMES[place][0] if place in NAMES else TEXTS.get(place)
                    for text in texts(value):
                        if limit:
                            self.assertLessEqual(len(text), limit, f"{name}: {logical}.{key}")
                        elif resource["Type"] != "AWS::CloudWatch::Dashboard":
                            self.assertNotIn(
                                longest, text, f"{name}: {logical}.{key} has no known limit"
                            )

    def test_two_stacks_in_a_region_and_one_in_another_share_no_name(self):
        other_id = "99887766-0000-11f0-bbbb-0123456789ab"
        for name, parameters in STACKS.items():
            given = {key: value for key, value in parameters.items() if key != "DomainName"}
            one, two = Stack(given), Stack(given, name="weblogs-2", stack_id=other_id)
            shared = {found for found in names_of(one) & names_of(two) if found[0] != "resource"}
            self.assertEqual(shared, set(), name)
            elsewhere = Stack(given, region="eu-central-1", stack_id=other_id)
            shared = {
                found for found in names_of(one) & names_of(elsewhere) if found[0] == "account"
            }
            self.assertEqual(shared, set(), name)

    def test_every_name_is_in_the_table(self):
        for logical, resource in template()["Resources"].items():
            for key in resource.get("Properties", {}):
                # A name that is a reference belongs to another resource.
                if (
                    key.endswith("Name")
                    and key != "MetricName"
                    and not {"Ref"} & set(resource["Properties"][key])
                ):
                    self.assertIn((resource["Type"], key), NAMES, logical)

    def test_a_domain_without_a_name_and_its_sign_in_page_have_the_stack_s_id_as_name(self):
        stack = Stack()
        self.assertEqual(stack.properties("Domain")["DomainName"], "weblogs-1a2b3c4d")
        self.assertEqual(stack.properties("UserPoolDomain")["Domain"], "weblogs-1a2b3c4d")
        self.assertIn(
            "domain/weblogs-1a2b3c4d/*", json.dumps(stack.properties("Domain")["AccessPolicies"])
        )
        self.assertIn("domain/weblogs-1a2b3c4d/*", json.dumps(stack.properties("SetupRole")))
        named = Stack({"DomainName": "shop"})
        self.assertEqual(
            (
                named.properties("Domain")["DomainName"],
                named.properties("UserPoolDomain")["Domain"],
            ),
            ("shop", "shop-1a2b3c4d"),
        )

    def test_words_that_cognito_refuses_are_refused_by_the_parameter(self):
        pattern = re.compile(template()["Parameters"]["DomainName"]["AllowedPattern"])
        for name in ["myaws", "amazon-logs", "logs-cognito", "Weblogs", "ab", "a" * 29, "1logs"]:
            self.assertIsNone(pattern.fullmatch(name), name)
        for name in ["", "weblogs", "a" * 28, "logs-2"]:
            self.assertIsNotNone(pattern.fullmatch(name), name)


class Values(unittest.TestCase):
    def test_nodes_are_distributed_as_aws_permits(self):
        # An even number in two zones, a multiple of three in three.
        for count in template()["Parameters"]["DataInstanceCount"]["AllowedValues"]:
            cluster = Stack({"DataInstanceCount": count}).properties("Domain")["ClusterConfig"]
            zones = cluster.get("ZoneAwarenessConfig", {}).get("AvailabilityZoneCount", 1)
            self.assertEqual(cluster["ZoneAwarenessEnabled"], zones > 1)
            self.assertEqual(int(count) % zones, 0, count)
            self.assertEqual(zones, 1 if count == 1 else 3 if count % 3 == 0 else 2)

    def test_the_alarm_for_missing_copies_exists_where_copies_can_exist(self):
        def health(nodes, replicas):
            """A cluster's status by its indices' copies: a number, or "0-1" for as many as there
            are nodes."""
            wanted = [min(1, nodes - 1) if each == "0-1" else each for each in replicas]
            return "yellow" if any(each > nodes - 1 for each in wanted) else "green"

        # The retention plugin's own indices always require a copy, and the service lets nobody
        # change that.
        indices = {
            ".opendistro-ism-config": 1,
            ".opendistro-ism-managed-index-history-1": 1,
            "weblogs-2026.11.29": "0-1",
        }
        for count in template()["Parameters"]["DataInstanceCount"]["AllowedValues"]:
            is_watched = "ClusterYellowAlarm" in Stack({"DataInstanceCount": count}).resources()
            self.assertEqual(is_watched, health(count, indices.values()) == "green", count)
            self.assertIn("ClusterRedAlarm", Stack({"DataInstanceCount": count}).resources())

    def test_silence_is_reported_only_after_something_arrived(self):
        for parameters, metric in [
            ({}, ("AWS/Kinesis", "(AccessLogStream)")),
            ({"Handler": "firehose-transform"}, ("AWS/Firehose", "(DeliveryStream)")),
        ]:
            alarm = Stack({"SilenceMinutes": "90", **parameters}).properties("SilenceAlarm")
            self.assertEqual((alarm["Namespace"], alarm["Dimensions"][0]["Value"]), metric)
            self.assertEqual(
                (int(alarm["EvaluationPeriods"]) * alarm["Period"], alarm["TreatMissingData"]),
                (90 * 60, "missing"),
            )
            self.assertEqual(alarm["InsufficientDataActions"], alarm["AlarmActions"])
        self.assertNotIn("SilenceAlarm", Stack({"SilenceMinutes": "0"}).resources())

    def test_identity_pools_are_trusted_by_their_name_in_each_region(self):
        cases = [
            ("eu-central-1", "cognito-identity.amazonaws.com"),
            ("us-gov-west-1", "cognito-identity-us-gov.amazonaws.com"),
            ("us-gov-east-1", "cognito-identity.us-gov-east-1.amazonaws.com"),
        ]
        for region, name in cases:
            for role in ["DashboardsAdminRole", "DashboardsReaderRole"]:
                [statement] = Stack(region=region).properties(role)["AssumeRolePolicyDocument"][
                    "Statement"
                ]
                self.assertEqual(statement["Principal"], {"Federated": name})
                self.assertEqual(
                    statement["Condition"]["StringEquals"], {f"{name}:aud": "(IdentityPool)"}
                )
                self.assertEqual(
                    statement["Condition"]["ForAnyValue:StringLike"],
                    {f"{name}:amr": "authenticated"},
                )

    def test_failed_documents_are_kept_no_longer_than_received_ones(self):
        def rules(**parameters):
            found = Stack(parameters).properties("ArchiveBucket")["LifecycleConfiguration"]["Rules"]
            return {
                rule.get("Prefix", ""): int(rule["ExpirationInDays"])
                for rule in found
                if "ExpirationInDays" in rule
            }

        self.assertEqual(rules(RetentionDays=30), {"": 30})
        self.assertEqual(
            rules(RetentionDays=30, Destination="s3"),
            {"documents/": 365, "failed/": 30, "aws/lambda/": 30},
        )
        self.assertEqual(rules(Destination="s3", DocumentDays=7)["documents/"], 7)
        self.assertNotIn("documents/", rules(Destination="s3", DocumentDays=0))

    def test_the_import_of_the_dashboards_is_repeated_at_the_existing_domain(self):
        cases = [
            ({}, "https://(Domain.DomainEndpoint)"),
            (STACKS["domain"], "https://search-mine.example"),
        ]
        for parameters, endpoint in cases:
            rule = Stack(parameters).properties("SetupFunctionRetryDashboards")
            [target] = rule["Targets"]
            self.assertEqual(
                (json.loads(target["Input"]), target["Arn"], rule["ScheduleExpression"]),
                (
                    {"ImportDashboards": {"Endpoint": endpoint}},
                    "(SetupFunction.Arn)",
                    "rate(30 minutes)",
                ),
            )
            # The alarm does not end between two attempts of the import.
            self.assertGreater(
                Stack(parameters).properties("DashboardsMissingAlarm")["Period"], 1800
            )
        for parameters in [
            {"Destination": "s3"}, {**STACKS["domain"], "ExistingDomainRoleArn": ""},
        ]:
            self.assertNotIn("SetupFunctionRetryDashboards", Stack(parameters).resources())

    def test_the_optimized_engine_is_requested_with_what_it_needs(self):
        wanted = {"EngineMode": "OPTIMIZED", "EngineVersion": "OpenSearch_3.5"}
        stack = Stack({**wanted, "DataInstanceType": "or1.medium.search"})
        domain = stack.properties("Domain")
        self.assertTrue(stack.is_admitted())
        self.assertEqual((domain["EngineMode"], domain["UseCase"]), ("OPTIMIZED", "OBSERVABILITY"))
        self.assertNotIn("UseCase", Stack().properties("Domain"))
        for refused in [
            {"DataInstanceType": "t3.small.search"},
            {"DataInstanceType": "or1.medium.search", "EngineVersion": "OpenSearch_3.3"},
        ]:
            self.assertFalse(Stack({**wanted, **refused}).is_admitted(), refused)

    def test_a_folder_of_a_layer_needs_the_layer(self):
        folder = {"BotRangesPath": "/opt/bots/ranges"}
        layer = {"GeoIpLayerArn": "arn:aws:lambda:us-east-1:123456789012:layer:geoip:1"}
        self.assertEqual(
            [Stack(given).is_admitted() for given in (folder, {**folder, **layer}, layer)],
            [False, True, True],
        )

    def test_a_stream_has_the_name_that_its_producer_uses(self):
        for name in ["aws-waf-logs-shop", "amazon-apigateway-shop"]:
            stack = Stack({"Handler": "firehose-transform", "DeliveryStreamName": name})
            self.assertEqual(stack.properties("DeliveryStream")["DeliveryStreamName"], name)
        self.assertNotIn("DeliveryStreamName", Stack().properties("DeliveryStream"))

    def test_small_nodes_get_small_requests(self):
        def megabytes(**parameters):
            to = Stack(parameters).properties("DeliveryStream")[
                "AmazonopensearchserviceDestinationConfiguration"
            ]
            return int(to["BufferingHints"]["SizeInMBs"])

        self.assertEqual(
            [
                megabytes(),
                megabytes(DataInstanceType="r7g.large.search"),
                megabytes(BufferMegabytes=7),
            ],
            [1, 5, 7],
        )

    def test_a_log_source_delivers_to_the_stream_that_has_the_hook(self):
        stack = Stack(STACKS["log-source"])
        self.assertEqual(
            stack.properties("LogDestination")["DestinationResourceArn"], "(DeliveryStream.Arn)"
        )
        tags = stack.properties("DeliveryStream")["Tags"]
        self.assertEqual(tags, [{"Key": "LogDeliveryEnabled", "Value": "true"}])
        self.assertNotIn("Tags", Stack().properties("DeliveryStream"))
        self.assertTrue(stack.is_admitted())
        self.assertFalse(Stack({"LogSourceArn": "arn:aws:s3:::mine"}).is_admitted())

    def test_x_ray_is_off_and_needs_no_permission_by_default(self):
        for mode, asks in [("PassThrough", False), ("Active", True)]:
            stack = Stack({"Tracing": mode})
            self.assertEqual(stack.properties("EnrichFunction")["TracingConfig"], {"Mode": mode})
            self.assertEqual("xray:" in json.dumps(stack.properties("EnrichRole")), asks)
            # With Active, also an existing role of the setup function would need the permission.
            self.assertEqual(
                stack.properties("SetupFunction")["TracingConfig"], {"Mode": "PassThrough"}
            )

    def test_every_value_can_be_evaluated_for_every_choice(self):
        for name, values in choices().items():
            for value in values:
                stack = Stack({name: value})
                if stack.is_admitted():
                    for resource in stack.resources():
                        self.assertIsNot(stack.properties(resource), NOTHING)


if __name__ == "__main__":
    unittest.main()
