"""template.yaml with OpenSearch, deployed into MiniStack. CloudFormation calls the built
`opensearch-setup`, and waits for its answer.

OpenSearch itself is a double here, at the address that MiniStack returns for the domain.
tests/opensearch has the real node.
"""

import json
import unittest
import urllib.request

import with_opensearch

PIPELINE = "/_ingest/pipeline/weblogs"
TEMPLATE = "/_index_template/weblogs"
POLICY = "/_plugins/_ism/policies/weblogs"
SECURITY = "/_plugins/_security/api"


class OpenSearchSetup(with_opensearch.WithOpenSearch):
    def role_mappings(self, pool):
        """As text, because MiniStack keeps a mapping as CloudFormation writes it, and boto3 omits a
        provider that it does not know there.
        """
        headers = {
            "x-amz-target": "AWSCognitoIdentityService.GetIdentityPoolRoles",
            "content-type": "application/x-amz-json-1.1",
        }
        ask = urllib.request.Request(
            self.emulator.url, json.dumps({"IdentityPoolId": pool}).encode(), headers
        )
        with urllib.request.urlopen(ask, timeout=30) as answer:
            return answer.read().decode()

    def states(self):
        """The events of the custom resource, in order."""
        events = self.emulator.events()
        return [
            event["ResourceStatus"] for event in events
            if event["LogicalResourceId"] == "OpenSearchSetup"
        ]

    def assert_done_before(self, first, then):
        order = [
            (event["LogicalResourceId"], event["ResourceStatus"])
            for event in self.emulator.events()
        ]
        self.assertLess(
            order.index((first, "CREATE_COMPLETE")), order.index((then, "CREATE_IN_PROGRESS")),
            f"{first}, then {then}",
        )

    def form_of_documents(self, made, function="EnrichFunction"):
        name = made[function]["PhysicalResourceId"]
        found = self.emulator.client("lambda").get_function_configuration(FunctionName=name)
        return found["Environment"]["Variables"]["DOCUMENTS"]

    def backend_roles(self, role):
        return self.double.kept[f"{SECURITY}/rolesmapping/{role}"]["backend_roles"]

    def test_it_is_called_on_create_update_and_delete_and_answers(self):
        made = self.emulator.deploy({})
        self.assertEqual(self.states(), ["CREATE_IN_PROGRESS", "CREATE_COMPLETE"])
        for first, then in [
            ("UserPoolDomain", "Domain"), ("DomainLogsPolicy", "Domain"),
            ("OpenSearchSetup", "DeliveryStream"), ("FirehosePolicy", "DeliveryStream"),
        ]:
            self.assert_done_before(first, then)
        for path in [
            PIPELINE, TEMPLATE, POLICY, f"{SECURITY}/roles/weblogs_firehose",
            f"{SECURITY}/roles/weblogs_reader",
        ]:
            self.assertIn(f"PUT {path}", self.double.writes())
        for role, resource in [
            ("weblogs_firehose", "FirehoseRole"), ("weblogs_reader", "DashboardsReaderRole"),
            ("all_access", "DashboardsAdminRole"),
        ]:
            found = self.emulator.client("iam").get_role(
                RoleName=made[resource]["PhysicalResourceId"]
            )
            self.assertEqual(self.backend_roles(role), [found["Role"]["Arn"]])
        self.assertIn(
            "POST /_dashboards/api/saved_objects/_import?overwrite=true", self.double.writes()
        )
        self.assertIn(("index-pattern", "weblogs"), self.double.kept)
        # The answer's data: the app client, which leads a group of people to its role.
        self.assertIn(
            self.app_client, self.role_mappings(made["IdentityPool"]["PhysicalResourceId"])
        )
        self.assert_done_before("OpenSearchSetup", "EnrichFunction")
        self.assertEqual(self.emulator.outputs()["DashboardsImport"], "created")
        self.assertEqual(self.form_of_documents(made), "compact")

        before = len(self.double.asked)
        self.emulator.deploy({"LogLevel": "DEBUG"}, update=True)
        self.assertEqual(self.double.asked[before:], [], "nothing of OpenSearch's changed")
        self.emulator.deploy({"LogLevel": "DEBUG", "RetentionDays": "30"}, update=True)
        written = [name for name in self.double.asked[before:] if name in self.double.writes()]
        self.assertEqual(
            written,
            [
                f"PUT {POLICY}?if_seq_no=1&if_primary_term=1",
                "POST /_plugins/_ism/change_policy/weblogs-*",
            ],
        )
        self.assertIn('"min_index_age": "30d"', json.dumps(self.double.kept[POLICY]))

        kept, before = dict(self.double.kept), len(self.double.asked)
        self.emulator.delete()
        self.assertEqual(self.states()[-2:], ["DELETE_IN_PROGRESS", "DELETE_COMPLETE"])
        self.assertEqual(
            (self.double.kept, self.double.asked[before:]), (kept, []),
            "documents outlive the stack",
        )

    def test_a_refusal_fails_the_stack_with_opensearch_s_own_words_and_the_next_try_succeeds(self):
        self.double.refused[f"PUT {TEMPLATE}"] = "unknown setting [index.codec]"
        with self.assertRaises(AssertionError) as failure:
            self.emulator.deploy({})
        self.assertRegex(
            str(failure.exception),
            r"^ROLLBACK_COMPLETE: \['OpenSearchSetup: PUT https://.*/_index_template/weblogs was "
            r"refused with status 400: unknown setting \[index.codec\]'\]$",
        )
        self.emulator.delete()

        self.double.refused.clear()
        self.emulator.deploy({})
        self.assertIn(TEMPLATE, self.double.kept)

    def test_a_refused_update_is_rolled_back_to_the_previous_state(self):
        self.emulator.deploy({"RetentionDays": "90"})
        self.double.refused["POST /_plugins/_ism/change_policy/weblogs-*"] = "no such thing"
        self.double.refused[f"PUT {POLICY}"] = "the policy is read-only"
        with self.assertRaisesRegex(
            AssertionError, "^UPDATE_ROLLBACK_COMPLETE: .*the policy is read-only"
        ):
            self.emulator.deploy({"RetentionDays": "30"}, update=True)
        self.assertIn('"min_index_age": "90d"', json.dumps(self.double.kept[POLICY]))

    def test_dashboards_that_could_not_be_imported_are_imported_by_the_schedule(self):
        question = "POST /_dashboards/api/saved_objects/_bulk_get"
        self.double.refused[question] = "not ready yet"
        made = self.emulator.deploy({})
        self.assertRegex(self.emulator.outputs()["DashboardsImport"], "^failed, .*not ready yet")
        self.assertNotIn(("index-pattern", "weblogs"), self.double.kept)

        rule = made["SetupFunctionRetryDashboards"]["PhysicalResourceId"]
        [target] = self.emulator.client("events").list_targets_by_rule(Rule=rule)["Targets"]
        function = made["SetupFunction"]["PhysicalResourceId"]
        self.assertTrue(target["Arn"].endswith(f":{function}"), target)
        self.double.refused.clear()
        before = len(self.double.asked)
        # This is invoked by hand, because a test need not wait for the rule's half hour.
        answers = []
        for _ in range(2):
            done = self.emulator.client("lambda").invoke(
                FunctionName=function, Payload=target["Input"]
            )
            answers.append(json.loads(done["Payload"].read()))
        self.assertEqual(answers, [{"dashboards": "created"}, {"dashboards": "unchanged"}])
        self.assertIn(("index-pattern", "weblogs"), self.double.kept)
        imported = "POST /_dashboards/api/saved_objects/_import?overwrite=true"
        # The range of a first visit is set with the import.
        settings = "GET /_dashboards/api/opensearch-dashboards/settings"
        self.assertEqual(self.double.asked[before:], [question, imported, settings, question])

    def test_an_existing_domain_is_set_up_with_the_role_that_was_given_for_it(self):
        mine = {
            "ExistingDomainArn": "arn:aws:es:us-east-1:000000000000:domain/mine",
            "ExistingDomainEndpoint": f"https://{self.double.address}",
            "ExistingDomainRoleArn": "arn:aws:iam::000000000000:role/mine",
        }
        self.double.on_wait = lambda: None
        made = self.emulator.deploy(mine)
        self.assertTrue({"Domain", "UserPool", "IdentityPool", "SetupRole"}.isdisjoint(made), made)
        self.assertEqual(
            self.backend_roles("weblogs_firehose"), [self.emulator.outputs()["FirehoseRoleArn"]]
        )
        self.assertNotIn(
            f"{SECURITY}/rolesmapping/all_access", self.double.kept, "its people are its owner's"
        )
        self.assertIn(("index-pattern", "weblogs"), self.double.kept)
        self.assertEqual(self.form_of_documents(made), "compact")
        self.emulator.delete()

        before = len(self.double.asked)
        made = self.emulator.deploy({**mine, "ExistingDomainRoleArn": ""})
        self.assertTrue({"OpenSearchSetup", "SetupFunction"}.isdisjoint(made), made)
        self.assertIn("DeliveryStream", made)
        self.assertEqual(self.double.asked[before:], [])
        self.assertEqual(self.form_of_documents(made), "full", "nobody knows its ingest pipeline")

    def test_the_hook_waits_for_the_pipeline_that_restores_its_documents(self):
        made = self.emulator.deploy({"Handler": "firehose-transform"})
        self.assert_done_before("OpenSearchSetup", "TransformFunction")
        self.assertEqual(self.form_of_documents(made, "TransformFunction"), "compact")
        made = self.emulator.deploy(
            {"Handler": "firehose-transform", "Documents": "full"}, update=True
        )
        self.assertEqual(self.form_of_documents(made, "TransformFunction"), "full")

    def test_people_of_an_existing_user_pool_sign_in(self):
        pool = self.emulator.client("cognito-idp").create_user_pool(PoolName="mine")["UserPool"][
            "Id"
        ]
        made = self.emulator.deploy({"ExistingUserPoolId": pool})
        self.assertTrue({"UserPool", "UserPoolDomain"}.isdisjoint(made), made)
        groups = self.emulator.client("cognito-idp").list_groups(UserPoolId=pool)["Groups"]
        # Their names contain the domain's, because the pool may use the plain names for other
        # groups.
        outputs = self.emulator.outputs()
        domain = made["Domain"]["PhysicalResourceId"]
        self.assertEqual(
            {group["GroupName"] for group in groups}, {f"{domain}-admins", f"{domain}-readers"}
        )
        self.assertEqual(
            {outputs["AdminsGroup"], outputs["ReadersGroup"]},
            {group["GroupName"] for group in groups},
        )
        self.assertIn(
            f"{pool}:{self.app_client}",
            self.role_mappings(made["IdentityPool"]["PhysicalResourceId"]),
        )


if __name__ == "__main__":
    unittest.main()
