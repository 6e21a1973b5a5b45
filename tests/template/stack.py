"""MiniStack with template.yaml deployed in it, for `make local` and the template's tests.

Everything listens on 127.0.0.1. Some resources are omitted because MiniStack lacks their types.
"""

import contextlib
import gzip
import io
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import zipfile

import boto3
import scripts
from botocore.config import Config

ROOT = scripts.ROOT
STACK = "weblogs"
CODE_BUCKET = "weblog-enrich-code"
FUNCTIONS = ["kinesis-enrich", "firehose-transform", "opensearch-setup"]
OFF = {"WebServer": "no"}
# Resources of types that MiniStack lacks.
NOT_THERE = [
    "WebInstance", "AdminUser", "AdminMembership", "SignInStyle", "LogSource", "LogDestination",
    "LogDelivery",
]
CREDENTIALS = {
    "AWS_ACCESS_KEY_ID": "test",
    "AWS_SECRET_ACCESS_KEY": "test",
    "AWS_REGION": "us-east-1",
    "AWS_DEFAULT_REGION": "us-east-1",
    "AWS_EC2_METADATA_DISABLED": "true",
}


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Stack:
    """A running MiniStack, and the template in it."""

    def __init__(self, url):
        self.url = url

    def client(self, service):
        return boto3.client(
            service,
            endpoint_url=self.url,
            region_name="us-east-1",
            aws_access_key_id="test",
            aws_secret_access_key="test",
            config=Config(s3={"addressing_style": "path"}, retries={"max_attempts": 2}),
        )

    def upload(self, folder, names=FUNCTIONS):
        """Each of these binaries that exists in `folder`, zipped as `bootstrap`, and their
        names."""
        s3 = self.client("s3")
        s3.create_bucket(Bucket=CODE_BUCKET)
        there = []
        for name in names:
            binary = folder / name
            if not binary.exists():
                continue
            s3.put_object(Bucket=CODE_BUCKET, Key=f"{name}.zip", Body=zipped(binary.read_bytes()))
            there.append(name)
        return there

    def deploy(self, parameters, update=False, template=None, off=OFF):
        """Creates or updates the stack, by default from the packaged template. Returns its
        resources' states. `parameters` take precedence over `off`.
        """
        body = (template or packaged()).encode()
        self.client("s3").put_object(Bucket=CODE_BUCKET, Key="template.yaml", Body=body)
        formation = self.client("cloudformation")
        call = formation.update_stack if update else formation.create_stack
        self.id = call(
            StackName=STACK,
            # It exceeds the 51,200 bytes of a call, so it goes through S3, as in `sam deploy`.
            TemplateURL=f"{self.url}/{CODE_BUCKET}/template.yaml",
            Capabilities=["CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"],
            Parameters=[
                {"ParameterKey": key, "ParameterValue": value}
                for key, value in {**off, **parameters}.items()
            ],
        )["StackId"]
        return self.settle()

    def settle(self):
        formation = self.client("cloudformation")
        deadline = time.monotonic() + 300
        while time.monotonic() < deadline:
            stack = formation.describe_stacks(StackName=STACK)["Stacks"][0]
            if not stack["StackStatus"].endswith("IN_PROGRESS"):
                break
            time.sleep(0.2)
        failed = [
            f'{e["LogicalResourceId"]}: {e.get("ResourceStatusReason")}' for e in self.events()
            if "FAILED" in e["ResourceStatus"]
        ]
        if not stack["StackStatus"].endswith("COMPLETE") or "ROLLBACK" in stack["StackStatus"]:
            raise AssertionError(f'{stack["StackStatus"]}: {failed}')
        return {
            r["LogicalResourceId"]: r
            for r in formation.describe_stack_resources(StackName=STACK)["StackResources"]
        }

    def events(self):
        """The events of the stack's resources, oldest first. Uses the id, since a name finds no
        deleted stack.
        """
        pages = (
            self.client("cloudformation")
            .get_paginator("describe_stack_events")
            .paginate(StackName=self.id)
        )
        return [event for page in pages for event in page["StackEvents"]][::-1]

    def outputs(self):
        stack = self.client("cloudformation").describe_stacks(StackName=STACK)["Stacks"][0]
        return {output["OutputKey"]: output["OutputValue"] for output in stack.get("Outputs", [])}

    def put_lines(self, lines, stream=None):
        """Puts lines on the stream as the Kinesis Agent does: one record a line, with the
        newline."""
        kinesis, name = self.client("kinesis"), stream or self.outputs()["StreamName"]
        for start in range(0, len(lines), 500):
            records = [
                {"Data": line + b"\n", "PartitionKey": str(start + n)}
                for n, line in enumerate(lines[start : start + 500])
            ]
            assert kinesis.put_records(StreamName=name, Records=records)["FailedRecordCount"] == 0

    def documents(self, seen=None, bucket=None):
        """The new documents, not in `seen`, that Firehose delivered to a bucket (by default the
        archive)."""
        s3, bucket = self.client("s3"), bucket or self.outputs()["ArchiveBucketName"]
        seen = set() if seen is None else seen
        pages = s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix="documents/")
        for entry in (entry for page in pages for entry in page.get("Contents", [])):
            if entry["Key"] in seen:
                continue
            seen.add(entry["Key"])
            body = s3.get_object(Bucket=bucket, Key=entry["Key"])["Body"].read()
            body = gzip.decompress(body) if body[:2] == b"\x1f\x8b" else body
            assert body.endswith(b"\n"), body[-100:]
            yield from body.splitlines()

    def delete(self):
        formation = self.client("cloudformation")
        formation.delete_stack(StackName=STACK)
        deadline = time.monotonic() + 120
        while time.monotonic() < deadline:
            try:
                if (
                    formation.describe_stacks(StackName=STACK)["Stacks"][0]["StackStatus"]
                    == "DELETE_COMPLETE"
                ):
                    return
            except formation.exceptions.ClientError:
                return
            time.sleep(0.2)
        raise AssertionError("the stack was not deleted")


def zipped(program, mode=0o755):
    """A zip with a program as Lambda's `bootstrap`."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        entry = zipfile.ZipInfo("bootstrap")
        entry.external_attr = mode << 16
        archive.writestr(entry, program)
    return buffer.getvalue()


def packaged():
    """template.yaml with the functions' code where `upload` put it, as `sam package` writes it."""
    ready = scripts.load("ready")
    text = (ROOT / "template.yaml").read_text()
    assert ready.binaries(text) == FUNCTIONS, ready.binaries(text)
    return adapted(ready.with_code(text, lambda name: f"s3://{CODE_BUCKET}/{name}.zip"))


def adapted(text):
    """A template without the types that MiniStack lacks."""
    text = re.sub(
        r"^  \w+:\n(?:    .*\n)+", lambda resource: with_dependency(resource[0]), text, flags=re.M
    )
    text = re.sub(
        rf"^  ({'|'.join([*NOT_THERE, 'WebsiteUrl'])}):\n(?:    .*\n|\n)*", "", text, flags=re.M
    )
    # MiniStack refuses an alarm with an expression over metrics.
    return re.sub(
        r"^  \w+Alarm:\n(?:    .*\n|\n)*",
        lambda alarm: "" if "\n      Metrics:\n" in alarm[0] else alarm[0], text, flags=re.M,
    )


def with_dependency(resource):
    """Makes a resource depend on those that its Metadata refers to.

    CloudFormation considers every reference, MiniStack only those in Properties.
    """
    found = re.search(r"^      WaitsFor: !If \[\w+, !Ref (\w+), \w+\]\n", resource, re.M)
    if not found:
        return resource
    if "    DependsOn: [" in resource:
        return resource.replace("    DependsOn: [", f"    DependsOn: [{found[1]}, ", 1)
    return resource.replace("    Metadata:\n", f"    DependsOn: [{found[1]}]\n    Metadata:\n", 1)


@contextlib.contextmanager
def ministack(more=None):
    """Starts MiniStack, and always stops it with all its children.

    `more` is added to its environment and its functions'.
    """
    port, state = free_port(), tempfile.mkdtemp(prefix="weblog-enrich-")
    environment = {
        **os.environ,
        **CREDENTIALS,
        "BIND_HOST": "127.0.0.1",
        "GATEWAY_PORT": str(port),
        "IOT_MTLS_ENABLED": "0",
        "SFTP_ENABLED": "0",
        "MINISTACK_HOST": "127.0.0.1",
        "S3_DATA_DIR": f"{state}/s3",
        "STATE_DIR": f"{state}/state",
        # The functions inherit this. Without it, their SDK would call the real AWS.
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}",
        **(more or {}),
    }
    program = pathlib.Path(os.sys.executable).with_name("ministack")
    log = open(f"{state}/log", "wb")
    process = subprocess.Popen(
        [program], env=environment, stdout=log, stderr=log, start_new_session=True
    )
    try:
        stack = Stack(f"http://127.0.0.1:{port}")
        deadline = time.monotonic() + 60
        while True:
            with (
                contextlib.suppress(OSError),
                socket.create_connection(("127.0.0.1", port), timeout=1),
            ):
                break
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(
                    "MiniStack did not start:\n" + pathlib.Path(log.name).read_text()[-2000:]
                )
            time.sleep(0.1)
        stack.log, stack.process_id = pathlib.Path(log.name), process.pid
        yield stack
    finally:
        # The functions that it runs are children in its session, so the whole group is stopped.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(5)
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        log.close()
        shutil.rmtree(state, ignore_errors=True)
