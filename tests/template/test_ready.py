"""deploy/ready: functions that are already built, with the template that a release has beside them.

MiniStack deploys what `sam package` makes of that template, which is what `sam deploy` does first.
"""

import base64
import hashlib
import json
import os
import pathlib
import subprocess
import tempfile
import unittest

import stack
import yaml
from scripts import ROOT
from test_deployed import LINE, wait_for_documents

# The head of a program, as far as it is read: https://refspecs.linuxfoundation.org/elf/gabi4+/ch4.eheader.html
ELF = b"\x7fELF\x02\x01\x01" + bytes(11)
X86_64, ARM64 = (ELF + bytes([machine, 0]) for machine in (62, 183))


class Ready(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def make(self, programs, architecture):
        """Status and complaint of the script, for these programs of the functions."""
        for name, program in programs.items():
            (self.folder / f"{name}.zip").write_bytes(program)
        done = subprocess.run([ROOT / "deploy" / "ready", self.folder, architecture], capture_output=True, text=True)
        return done.returncode, done.stderr.strip()

    def test_a_zip_that_lambda_could_not_run_is_refused(self):
        good = stack.zipped(X86_64)
        cases = [
            ("missing", {name: good for name in stack.FUNCTIONS[:2]}, "it is missing"),
            ("another-architecture", {stack.FUNCTIONS[2]: stack.zipped(ARM64)}, "its bootstrap is not a program for x86_64"),
            ("a-script", {stack.FUNCTIONS[2]: stack.zipped(b"#!/bin/sh")}, "its bootstrap is not a program for x86_64"),
            ("not-executable", {stack.FUNCTIONS[2]: stack.zipped(X86_64, 0o644)}, "its bootstrap cannot be executed"),
            ("empty", {stack.FUNCTIONS[2]: b"PK\x05\x06" + bytes(18)}, "it has [], not a bootstrap alone"),
        ]
        for name, programs, expected in cases:
            status, said = self.make(programs, "x86_64")
            self.assertEqual((status, said), (1, f"{self.folder}/{stack.FUNCTIONS[2]}.zip: {expected}"), name)
            self.assertFalse((self.folder / "template.yaml").exists(), name)

    def test_the_template_has_the_architecture_of_its_zips_and_nothing_to_build(self):
        for architecture, program in [("x86_64", X86_64), ("arm64", ARM64)]:
            self.assertEqual(self.make({name: stack.zipped(program) for name in stack.FUNCTIONS}, architecture), (0, ""))
            text = (self.folder / "template.yaml").read_text()
            only = f"  Architecture:\n    Type: String\n    AllowedValues: [{architecture}]\n    Default: {architecture}\n"
            self.assertIn(only, text)
            self.assertNotIn("Build", text)
            self.assertEqual(text.count("CodeUri: "), len(stack.FUNCTIONS))
            self.assertTrue((self.folder / "samconfig.toml").exists())
            lint = subprocess.run([ROOT / ".venv-sam" / "bin" / "cfn-lint", "--regions", "us-east-1", "--", self.folder / "template.yaml"], capture_output=True, text=True)
            self.assertEqual((lint.returncode, lint.stdout), (0, ""))

    def test_it_is_packaged_and_deployed_without_a_build(self):
        built = {name: stack.zipped((ROOT / "target" / "debug" / name).read_bytes()) for name in stack.FUNCTIONS}
        self.assertEqual(self.make(built, "x86_64"), (0, ""))
        template = self.folder / "template.yaml"
        template.write_text(stack.adapted(template.read_text()))
        with stack.ministack() as emulator:
            emulator.client("s3").create_bucket(Bucket=stack.CODE_BUCKET)
            sam = ROOT / ".venv-sam" / "bin" / "sam"
            environment = {**os.environ, **stack.CREDENTIALS, "AWS_ENDPOINT_URL": emulator.url, "SAM_CLI_TELEMETRY": "0"}
            command = [sam, "package", "--template-file", template, "--s3-bucket", stack.CODE_BUCKET, "--output-template-file", self.folder / "packaged.yaml"]
            done = subprocess.run(command, env=environment, cwd=self.folder, capture_output=True, text=True)
            self.assertEqual(done.returncode, 0, done.stderr)
            packaged = (self.folder / "packaged.yaml").read_text()
            functions = [each for each in yaml.load(packaged, yaml.BaseLoader)["Resources"].values() if each["Type"] == "AWS::Serverless::Function"]
            self.assertTrue(functions)
            for function in functions:
                self.assertRegex(function["Properties"]["CodeUri"], f"^s3://{stack.CODE_BUCKET}/")

            made = emulator.deploy({"Destination": "s3", "BatchWindowSeconds": "1", "S3BufferSeconds": "1"}, template=packaged)
            found = emulator.client("lambda").get_function_configuration(FunctionName=made["EnrichFunction"]["PhysicalResourceId"])
            self.assertEqual(found["CodeSha256"], base64.b64encode(hashlib.sha256(built["kinesis-enrich"]).digest()).decode())
            emulator.put_lines([LINE % (n, n) for n in range(20)])
            documents = wait_for_documents(emulator, 20)
            self.assertEqual({json.dumps(document["url"]["path"]) for document in documents}, {f'"/page/{n}"' for n in range(20)})


if __name__ == "__main__":
    unittest.main()
