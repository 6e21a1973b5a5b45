"""The transformed template, evaluated for the parameters that its Rules admit."""

import json
import unittest

from formation import NOTHING, STACKS, Stack, choices, references, stacks_of, template


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
