"""deploy/tools, with doubles of the tools on its path."""

import os
import pathlib
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
RIGHT = {
    "cargo": "cargo 1.98.0 (abc 2026-10-01)",
    "cargo lambda": "cargo-lambda 1.9.2 (f9d1e8b 2026-10-07Z)",
    "sam": "SAM CLI, version 1.170.0",
}


def run(said):
    """Status and lines of the script for these outputs of the tools."""
    with tempfile.TemporaryDirectory() as folder:
        for tool in ["cargo", "sam"]:
            if tool not in said:
                continue
            program = pathlib.Path(folder, tool)
            program.write_text(
                f"#!/bin/sh\ncase $1 in lambda) echo '{said.get('cargo lambda', '')}' ;; "
                f"*) echo '{said[tool]}' ;; esac\n"
            )
            program.chmod(0o755)
        done = subprocess.run(
            [ROOT / "deploy" / "tools"],
            env={**os.environ, "PATH": f"{folder}:/usr/bin:/bin"},
            capture_output=True,
            text=True,
        )
        return done.returncode, done.stdout.splitlines()


class ToolsOfADeployment(unittest.TestCase):
    def test_new_enough_tools_are_ok(self):
        status, lines = run(RIGHT)
        self.assertEqual((status, len(lines)), (0, 3))
        self.assertTrue(all(line.endswith(", ok") for line in lines), lines)

    def test_a_missing_or_old_tool_is_named_with_its_source(self):
        cases = [
            (
                "no-sam",
                {name: said for name, said in RIGHT.items() if name != "sam"},
                "SAM: missing; 1.165.0 or newer: https",
            ),
            (
                "old-sam",
                {**RIGHT, "sam": "SAM CLI, version 1.99.0"},
                "SAM: 1.99.0 is too old; 1.165.0 or newer: https",
            ),
            (
                "no-cargo-lambda",
                {**RIGHT, "cargo lambda": "error: no such command"},
                "cargo-lambda: missing; 1.9.2 or newer: https",
            ),
            ("old-rust", {**RIGHT, "cargo": "cargo 1.60.0"}, "Rust: 1.60.0 is too old; "),
        ]
        for name, said, expected in cases:
            status, lines = run(said)
            self.assertEqual(status, 1, name)
            self.assertTrue(any(line.startswith(expected) for line in lines), (name, lines))


if __name__ == "__main__":
    unittest.main()
