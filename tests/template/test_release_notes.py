"""deploy/release-notes, with a changelog and a manifest of this test."""

import pathlib
import shutil
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
CHANGELOG = """# Changelog

## Unreleased

### Added
- Something later.

## 1.2.0 - 2026-01-02

### Added

The command line:

- A first point, which
  continues.
- A second point:
  - with a point
    below it.

### Fixed
- A fault.

## 1.2.0-rc.1 - 2026-01-01

- A candidate.

## 1.1.0 - 2025-12-31
"""


def notes(tag, version):
    """Status, output and message for a tag, if Cargo.toml has this version."""
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        (folder / "deploy").mkdir()
        shutil.copy(ROOT / "deploy" / "release-notes", folder / "deploy")
        (folder / "CHANGELOG.md").write_text(CHANGELOG)
        (folder / "Cargo.toml").write_text(f'[package]\nname = "a"\nversion = "{version}"\n')
        done = subprocess.run(
            [folder / "deploy" / "release-notes", tag], capture_output=True, text=True
        )
        return done.returncode, done.stdout, done.stderr


class NotesOfARelease(unittest.TestCase):
    def test_they_are_the_section_of_the_tag_s_version(self):
        expected = (
            "### Added\n\nThe command line:\n\n- A first point, which continues.\n"
            "- A second point:\n  - with a point below it.\n\n### Fixed\n- A fault.\n"
        )
        self.assertEqual(notes("v1.2.0", "1.2.0"), (0, expected, ""))
        self.assertEqual(notes("v1.2.0-rc.1", "1.2.0-rc.1"), (0, "- A candidate.\n", ""))

    def test_a_tag_of_another_version_fails(self):
        message = "v1.2.0 is not the version of Cargo.toml\n"
        for version in ["1.2.1", "1.2.0-rc.1", "11.2.0"]:
            self.assertEqual(notes("v1.2.0", version), (1, "", message))

    def test_a_version_without_a_text_fails(self):
        for version in ["1.1.0", "1.3.0"]:
            message = f"CHANGELOG.md has nothing about {version}\n"
            self.assertEqual(notes(f"v{version}", version), (1, "", message))


if __name__ == "__main__":
    unittest.main()
