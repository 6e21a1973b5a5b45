"""Runs the web server's user data twice in a separate root directory, as at two boots.

The root has this machine's programs (Debian's or Amazon Linux's) and a file system of its own.
Doubles replace what only the instance has: packages and their names, systemd, access lists, and
the signal to CloudFormation. These tests do not show that the packages have these names, or
that cloud-init runs the script at every boot.
"""

import email
import json
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

from formation import Stack

# Each double records how it was called, and fails if the file /fails says so.
DOUBLE = """#!/bin/bash
call="$(basename "$0") $*"
echo "$call" >> /calls
[ -e /fails ] && [[ "$call" =~ $(cat /fails) ]] && exit 1
%s
exit 0
"""

DOUBLES = {
    "rpm": "for each in ${@:2}; do [ -e /installed/$each ] || exit 1; done",
    "dnf": """
for each in ${@:3}; do
  touch /installed/$each
  case $each in
    httpd) mkdir -p /var/log/httpd /var/www/html ;;
    aws-kinesis-agent)
      mkdir -p /etc/aws-kinesis; echo '{"flows": []}' > /etc/aws-kinesis/agent.json ;;
    aws-cfn-bootstrap) mkdir -p /opt/aws/bin; cp /doubles/cfn-signal /opt/aws/bin/ ;;
  esac
done""",
    "setfacl": "",
    "systemctl": """
case "$1 $2" in
  "enable --now" | restart*)
    for each in ${@:2}; do [ "$each" = --now ] || touch /installed/$each.started; done ;;
  is-active*) for each in ${@:2}; do [ -e /installed/$each.started ] || exit 3; done ;;
esac""",
    "cfn-signal": "",
}


def script_of(stack):
    """The shell script of the user data, as cloud-init extracts it."""
    _, script = email.message_from_string(stack.properties("WebInstance")["UserData"]).get_payload()
    return script.get_payload()


def can_have_a_root():
    return subprocess.run(["unshare", "-rm", "true"], capture_output=True).returncode == 0


class Instance:
    """A separate root directory, in which user data can be run repeatedly."""

    def __init__(self, folder, has_signal=True):
        self.root = pathlib.Path(folder)
        for name in [
            "usr",
            "dev",
            "tmp",
            "doubles",
            "installed",
            "etc",
            "var/lib",
            "var/log",
            "var/www",
        ]:
            (self.root / name).mkdir(parents=True)
        for name in ["bin", "sbin", "lib", "lib64"]:
            if pathlib.Path("/", name).is_symlink():
                (self.root / name).symlink_to(os.readlink(f"/{name}"))
        for name in ["passwd", "group", "login.defs", "nsswitch.conf"]:
            shutil.copy(f"/etc/{name}", self.root / "etc" / name)
        for name, does in DOUBLES.items():
            double = self.root / "doubles" / name
            double.write_text(DOUBLE % does)
            double.chmod(0o755)
        if has_signal:
            (self.root / "opt/aws/bin").mkdir(parents=True)
            shutil.copy(self.root / "doubles" / "cfn-signal", self.root / "opt/aws/bin")

    def boot(self, stack, fails=None):
        """Runs the user data as root of this root. Returns its exit status, its output, and the
        doubles' calls.
        """
        (self.root / "user-data").write_text(script_of(stack))
        (self.root / "calls").write_text("")
        (self.root / "fails").unlink(missing_ok=True)
        if fails:
            (self.root / "fails").write_text(fails)
        inside = f"""
mount --rbind /usr {self.root}/usr && mount --rbind /dev {self.root}/dev &&
exec env -i PATH=/doubles:/usr/sbin:/usr/bin:/sbin:/bin chroot {self.root} /bin/bash /user-data"""
        done = subprocess.run(
            ["unshare", "-rm", "sh", "-c", inside], capture_output=True, text=True, timeout=60
        )
        return (
            done.returncode,
            done.stdout + done.stderr,
            (self.root / "calls").read_text().splitlines(),
        )

    def text(self, path):
        return (self.root / path).read_text()

    def files(self):
        """Every file that a boot may change, with its content, time and mode."""
        found = {}
        for folder in ["etc", "var", "opt", "installed"]:
            for path in (self.root / folder).rglob("*"):
                state = path.lstat()
                found[str(path.relative_to(self.root))] = (
                    state.st_mode,
                    state.st_mtime_ns,
                    path.read_bytes() if path.is_file() else None,
                )
        return found


def signals(calls):
    return [call for call in calls if call.startswith("cfn-signal ")]


@unittest.skipUnless(
    can_have_a_root() or os.environ.get("CI") == "true", "needs `unshare`, for a root of its own"
)
class UserData(unittest.TestCase):
    def instance(self, **more):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        return Instance(folder.name, **more)

    def test_the_agent_s_settings_follow_the_parameters(self):
        cases = [
            ("default", Stack(), {"kinesisStream": "(AccessLogStream)"}),
            ("another-s-stream", Stack({"ExistingStreamName": "mine"}), {"kinesisStream": "mine"}),
            (
                "hook",
                Stack({"Handler": "firehose-transform"}),
                {"deliveryStream": "(DeliveryStream)"},
            ),
            (
                "another-region",
                Stack(region="us-gov-west-1"),
                {"kinesisStream": "(AccessLogStream)"},
            ),
            ("china", Stack(region="cn-north-1"), {"kinesisStream": "(AccessLogStream)"}),
        ]
        for name, stack, target in cases:
            instance = self.instance()
            status, said, calls = instance.boot(stack)
            self.assertEqual(status, 0, f"{name}: {said}")
            settings = json.loads(instance.text("etc/aws-kinesis/agent.json"))
            [flow] = settings["flows"]
            self.assertEqual(
                {key: value for key, value in flow.items() if key.endswith("Stream")}, target, name
            )
            self.assertEqual(
                (flow["filePattern"], flow["initialPosition"]),
                ("/var/log/httpd/access_log*", "START_OF_FILE"),
            )
            region, suffix = stack.pseudo["AWS::Region"], stack.pseudo["AWS::URLSuffix"]
            for service, prefix in [
                ("kinesis", "kinesis"),
                ("firehose", "firehose"),
                ("cloudwatch", "monitoring"),
            ]:
                self.assertEqual(
                    settings[f"{service}.endpoint"], f"{prefix}.{region}.{suffix}", name
                )
            self.assertEqual(
                signals(calls),
                [
                    "cfn-signal --exit-code 0 --reason ready --stack weblogs "
                    f"--resource WebInstance --region {region}"
                ],
                name,
            )
            self.assertRegex(instance.text("etc/passwd"), r"(?m)^aws-kinesis-agent-user:")
            # The agent reads httpd's logs, including those after a rotation.
            for acl in [
                "-m u:aws-kinesis-agent-user:rx /var/log/httpd",
                "-d -m u:aws-kinesis-agent-user:r /var/log/httpd",
            ]:
                self.assertIn(f"setfacl {acl}", calls, name)

    def test_the_second_boot_changes_nothing_and_signals_nothing(self):
        instance = self.instance()
        self.assertEqual(instance.boot(Stack())[0], 0)
        before = instance.files()
        status, said, calls = instance.boot(Stack())
        self.assertEqual(status, 0, said)
        self.assertEqual(
            instance.files(),
            before | {path: instance.files()[path] for path in before if path.endswith(".started")},
        )
        self.assertEqual(signals(calls), [])
        self.assertFalse(
            [call for call in calls if call.startswith("dnf") or "restart" in call], calls
        )

    def test_a_boot_after_a_change_moves_the_agent_to_the_new_stream_and_keeps_the_pages(self):
        instance = self.instance()
        self.assertEqual(instance.boot(Stack())[0], 0)
        page = instance.root / "var/www/html/index.html"
        page.write_text("<p>mine</p>")
        status, said, calls = instance.boot(Stack({"Handler": "firehose-transform"}))
        self.assertEqual(status, 0, said)
        self.assertIn(
            '"deliveryStream": "(DeliveryStream)"', instance.text("etc/aws-kinesis/agent.json")
        )
        self.assertIn("systemctl restart aws-kinesis-agent", calls)
        self.assertEqual((page.read_text(), signals(calls)), ("<p>mine</p>", []))

    def test_a_step_that_fails_signals_the_failure_with_its_reason(self):
        for name, fails, reason in [
            ("packages", "^dnf install", r"dnf install -y \$packages"),
            ("access-list", "^setfacl -d", "setfacl -d -m"),
            ("agent", "^systemctl restart", "systemctl restart aws-kinesis-agent"),
            (
                "agent-that-stops-at-once",
                "^systemctl is-active",
                "systemctl is-active httpd aws-kinesis-agent",
            ),
        ]:
            instance = self.instance()
            status, said, calls = instance.boot(Stack(), fails)
            self.assertNotEqual(status, 0, name)
            self.assertEqual(len(signals(calls)), 1, f"{name}: {calls} {said}")
            self.assertRegex(
                signals(calls)[0],
                rf"--exit-code 1 --reason line \d+ of the user data: {reason}",
                name,
            )
            # The next boot tries again, and reports that.
            status, said, calls = instance.boot(Stack())
            self.assertEqual((status, len(signals(calls))), (0, 1), f"{name}: {said}")

    def test_an_image_without_the_signal_gets_it(self):
        instance = self.instance(has_signal=False)
        status, said, calls = instance.boot(Stack())
        self.assertEqual((status, calls[0]), (0, "dnf install -y aws-cfn-bootstrap"), said)
        self.assertEqual(len(signals(calls)), 1)

    def test_the_signal_names_the_resource_that_waits_for_it(self):
        for name, resource in Stack().resources().items():
            if "CreationPolicy" in resource:
                self.assertEqual(re.findall(r"--resource (\w+)", script_of(Stack())), [name])


if __name__ == "__main__":
    unittest.main()
