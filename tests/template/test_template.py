"""Compares the templates with the code."""

import email
import hashlib
import json
import re
import subprocess
import unittest

import yaml
from templates import OBJECTS, RESOURCES, ROOT, TEMPLATE, of_type, without_references


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

    def test_a_message_is_hidden_for_six_times_as_long_as_its_function_may_take(self):
        # https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
        longest = OBJECTS["Parameters"]["FunctionTimeout"]["MaxValue"]
        self.assertGreaterEqual(
            OBJECTS["Resources"]["Objects"]["Properties"]["VisibilityTimeout"], 6 * longest
        )

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
