"""The names and texts that a stack sets: their limits, and that no two stacks share one."""

import json
import re
import unittest

from formation import STACKS, Stack, template

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


if __name__ == "__main__":
    unittest.main()
