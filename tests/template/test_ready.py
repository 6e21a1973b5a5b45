"""deploy/ready: built functions, with the template that a release has beside them.

MiniStack deploys the output of `sam package` for that template, which is the first step of
`sam deploy`.
"""

import base64
import hashlib
import json
import os
import pathlib
import re
import subprocess
import tarfile
import tempfile
import unittest

import stack
import yaml
from scripts import ROOT
from test_deployed import LINE, wait_for_documents

# The beginning of a program, as far as it is read:
# https://refspecs.linuxfoundation.org/elf/gabi4+/ch4.eheader.html
ELF = b"\x7fELF\x02\x01\x01" + bytes(11)
X86_64, ARM64 = (ELF + bytes([machine, 0]) for machine in (62, 183))


ALL = [*stack.FUNCTIONS, "s3-enrich"]


class Ready(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def make(self, programs, architecture):
        """Status and message of the script, for these programs of the functions."""
        for name, program in programs.items():
            (self.folder / f"{name}.zip").write_bytes(program)
        done = subprocess.run(
            [ROOT / "deploy" / "ready", self.folder, architecture], capture_output=True, text=True
        )
        return done.returncode, done.stderr.strip()

    def test_a_zip_that_lambda_could_not_run_is_refused(self):
        good = stack.zipped(X86_64)
        cases = [
            ("missing", {name: good for name in stack.FUNCTIONS[:2]}, "it is missing"),
            (
                "another-architecture", {stack.FUNCTIONS[2]: stack.zipped(ARM64)},
                "its bootstrap is not a program for x86_64",
            ),
            (
                "a-script", {stack.FUNCTIONS[2]: stack.zipped(b"#!/bin/sh")},
                "its bootstrap is not a program for x86_64",
            ),
            (
                "not-executable", {stack.FUNCTIONS[2]: stack.zipped(X86_64, 0o644)},
                "its bootstrap cannot be executed",
            ),
            (
                "empty", {stack.FUNCTIONS[2]: b"PK\x05\x06" + bytes(18)},
                "it has [], not only a bootstrap",
            ),
        ]
        for name, programs, expected in cases:
            status, said = self.make(programs, "x86_64")
            self.assertEqual(
                (status, said), (1, f"{self.folder}/{stack.FUNCTIONS[2]}.zip: {expected}"), name
            )
            self.assertFalse((self.folder / "template.yaml").exists(), name)

    def test_the_template_has_the_architecture_of_its_zips_and_nothing_to_build(self):
        for architecture, program in [("x86_64", X86_64), ("arm64", ARM64)]:
            self.assertEqual(
                self.make({name: stack.zipped(program) for name in ALL}, architecture), (0, "")
            )
            self.assertTrue((self.folder / "samconfig.toml").exists())
            for file, functions in [
                ("template.yaml", stack.FUNCTIONS), ("objects.yaml", ["s3-enrich"]),
            ]:
                text = (self.folder / file).read_text()
                self.assertNotIn("Build", text)
                self.assertEqual(
                    re.findall(r"CodeUri: (.*)", text), [f"{name}.zip" for name in functions]
                )
                parameter = re.search(r"^  Architecture:\n(    .*\n)+", text, re.M)[0]
                self.assertIn(f"    AllowedValues: [{architecture}]\n", parameter)
                self.assertIn(f"    Default: {architecture}\n", parameter)
                lint = subprocess.run(
                    [
                        ROOT / ".venv-sam" / "bin" / "cfn-lint", "--regions", "us-east-1", "--",
                        self.folder / file,
                    ],
                    capture_output=True, text=True,
                )
                self.assertEqual((lint.returncode, lint.stdout), (0, ""), file)

    def test_it_is_packaged_and_deployed_without_a_build(self):
        built = {
            name: stack.zipped((ROOT / "target" / "debug" / name).read_bytes())
            for name in stack.FUNCTIONS
        }
        # s3-enrich belongs to another template, which is not deployed here.
        built["s3-enrich"] = stack.zipped(X86_64)
        self.assertEqual(self.make(built, "x86_64"), (0, ""))
        template = self.folder / "template.yaml"
        template.write_text(stack.adapted(template.read_text()))
        with stack.ministack() as emulator:
            emulator.client("s3").create_bucket(Bucket=stack.CODE_BUCKET)
            sam = ROOT / ".venv-sam" / "bin" / "sam"
            environment = {
                **os.environ, **stack.CREDENTIALS, "AWS_ENDPOINT_URL": emulator.url,
                "SAM_CLI_TELEMETRY": "0",
            }
            command = [
                sam, "package", "--template-file", template, "--s3-bucket", stack.CODE_BUCKET,
                "--output-template-file", self.folder / "packaged.yaml",
            ]
            done = subprocess.run(
                command, env=environment, cwd=self.folder, capture_output=True, text=True
            )
            self.assertEqual(done.returncode, 0, done.stderr)
            packaged = (self.folder / "packaged.yaml").read_text()
            functions = [
                each for each in yaml.load(packaged, yaml.BaseLoader)["Resources"].values()
                if each["Type"] == "AWS::Serverless::Function"
            ]
            self.assertTrue(functions)
            for function in functions:
                self.assertRegex(function["Properties"]["CodeUri"], f"^s3://{stack.CODE_BUCKET}/")

            made = emulator.deploy(
                {"Destination": "s3", "BatchWindowSeconds": "1", "S3BufferSeconds": "1"},
                template=packaged,
            )
            found = emulator.client("lambda").get_function_configuration(
                FunctionName=made["EnrichFunction"]["PhysicalResourceId"]
            )
            self.assertEqual(
                found["CodeSha256"],
                base64.b64encode(hashlib.sha256(built["kinesis-enrich"]).digest()).decode(),
            )
            emulator.put_lines([LINE % (n, n) for n in range(20)])
            documents = wait_for_documents(emulator, 20)
            self.assertEqual(
                {json.dumps(document["url"]["path"]) for document in documents},
                {f'"/page/{n}"' for n in range(20)},
            )


# A double of cargo-lambda for a release: it puts a binary's program where cargo-lambda does.
CARGO = """#!/bin/bash
echo "$*" >> "$CARGO_TARGET_DIR/calls"
binary=${@: -1}
mkdir -p "$CARGO_TARGET_DIR/lambda/$binary"
program=$CARGO_TARGET_DIR/program
# The command line writes its own manual pages.
[ "$binary" != weblog ] || program=$WEBLOG
cp "$program" "$CARGO_TARGET_DIR/lambda/$binary/bootstrap"
"""


class Release(unittest.TestCase):
    def test_a_release_has_an_archive_to_deploy_and_the_command_line(self):
        for architecture, flag, program in [
            ("x86_64", "--x86-64", X86_64), ("arm64", "--arm64", ARM64),
        ]:
            with tempfile.TemporaryDirectory() as folder:
                folder = pathlib.Path(folder)
                (folder / "program").write_bytes(program)
                (folder / "program").chmod(0o755)
                (folder / "cargo").write_text(CARGO)
                (folder / "cargo").chmod(0o755)
                environment = {
                    **os.environ, "CARGO_TARGET_DIR": str(folder),
                    "WEBLOG": str(ROOT / "target" / "debug" / "weblog"),
                    "PATH": f"{folder}:{os.environ['PATH']}",
                }
                command = [ROOT / "deploy" / "release-linux", architecture, flag, "release"]
                done = subprocess.run(
                    command, cwd=folder, env=environment, capture_output=True, text=True
                )
                self.assertEqual(done.returncode, 0, done.stderr)
                calls = (folder / "calls").read_text().splitlines()
                packages = [
                    *(("weblog-enrich", name) for name in [*stack.FUNCTIONS, "weblog"]),
                    ("weblog-s3", "s3-enrich"),
                ]
                # Only the command line is built with the feature `replay`.
                features = {"weblog": " --features replay"}
                self.assertEqual(
                    calls,
                    [
                        f"lambda build --locked --release {flag}{features.get(name, '')} "
                        f"--package {package} --bin {name}"
                        for package, name in packages
                    ],
                )
                with tarfile.open(
                    folder / "release" / f"weblog-enrich-{architecture}.tar.gz"
                ) as archive:
                    there = {pathlib.Path(name).name for name in archive.getnames()}
                    template = (
                        archive.extractfile(f"weblog-enrich-{architecture}/template.yaml")
                        .read()
                        .decode()
                    )
                self.assertEqual(
                    there,
                    {
                        f"weblog-enrich-{architecture}", "template.yaml", "objects.yaml",
                        "samconfig.toml", *(f"{name}.zip" for name in ALL),
                    },
                )
                self.assertIn(f"Default: {architecture}\n", template)
                with tarfile.open(
                    folder / "release" / f"weblog-linux-{architecture}.tar.gz"
                ) as archive:
                    member = archive.getmember("weblog")
                self.assertEqual(member.mode & 0o111, 0o111)

    def test_the_workflow_publishes_what_the_document_names(self):
        workflow = yaml.load(
            (ROOT / ".github" / "workflows" / "release.yml").read_text(), yaml.BaseLoader
        )
        linux = workflow["jobs"]["linux"]["strategy"]["matrix"]["include"]
        document = (ROOT / "docs" / "deploy.md").read_text()
        for architecture in (each["architecture"] for each in linux):
            self.assertIn(f"`weblog-enrich-{architecture}.tar.gz`", document)
        self.assertEqual(
            {each["architecture"]: each["flag"] for each in linux},
            {"x86_64": "--x86-64", "arm64": "--arm64"},
        )


if __name__ == "__main__":
    unittest.main()
