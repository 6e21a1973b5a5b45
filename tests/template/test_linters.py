"""Checks the templates with AWS's own tools and a scan of policies."""

import json
import subprocess
import unittest

from templates import OBJECTS, RESOURCES, ROOT, TEMPLATE, TEMPLATES

SAM = ROOT / ".venv-sam" / "bin"


class Tools(unittest.TestCase):
    def run_any(self, *command):
        return subprocess.run(
            [SAM / command[0], *command[1:]], cwd=ROOT, capture_output=True, text=True,
            env={"PATH": f"{SAM}:/usr/bin:/bin", "SAM_CLI_TELEMETRY": "0", "HOME": str(ROOT)},
        )

    def run_tool(self, *command):
        done = self.run_any(*command)
        self.assertEqual(done.returncode, 0, done.stdout[-3000:] + done.stderr[-3000:])
        return done.stdout

    def test_cfn_lint_finds_nothing_in_any_kind_of_region(self):
        regions = ["us-east-1", "eu-central-1", "ap-southeast-2", "us-gov-west-1", "us-gov-east-1"]
        self.assertEqual(self.run_tool("cfn-lint", "--regions", *regions, "--", *TEMPLATES), "")

    def test_china_has_everything_but_the_cognito_that_the_docs_name(self):
        done = self.run_any(
            "cfn-lint", "--regions", "cn-north-1", "--format", "json", "--", "template.yaml"
        )
        found = {(each["Rule"]["Id"], each["Message"]) for each in json.loads(done.stdout)}
        types = {
            resource["Type"] for resource in RESOURCES.values()
            if resource["Type"].startswith("AWS::Cognito::User")
            or resource["Type"].endswith("LoginBranding")
        }
        self.assertEqual(
            found,
            {("E3006", f"Resource type '{kind}' does not exist in 'cn-north-1'") for kind in types},
        )
        self.assertEqual(
            self.run_tool("cfn-lint", "--regions", "cn-north-1", "--", "s3/template.yaml"), ""
        )

    def test_sam_validate_finds_nothing(self):
        for path in TEMPLATES:
            said = self.run_tool(
                "sam", "validate", "--lint", "--region", "us-east-1", "--template", path
            )
            self.assertIn("valid SAM Template", said, path)

    def test_every_exception_of_the_policy_scan_has_a_reason(self):
        for path, template in zip(TEMPLATES, [TEMPLATE, OBJECTS]):
            report = self.run_tool(
                "checkov", "-f", path, "--framework", "cloudformation", "--compact",
                "--skip-download",
            )
            self.assertRegex(report, r"Failed checks: 0", path)
            for resource in template["Resources"].values():
                for skip in resource.get("Metadata", {}).get("checkov", {}).get("skip", []):
                    self.assertGreater(len(skip["comment"]), 20, skip)


if __name__ == "__main__":
    unittest.main()
