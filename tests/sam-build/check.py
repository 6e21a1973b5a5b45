"""check.py BUILD TEMPLATE: the build has a bootstrap that Lambda can run for each function."""

import pathlib
import re
import sys

# https://refspecs.linuxfoundation.org/elf/gabi4+/ch4.eheader.html
ELF, ELF_64_BIT, X86_64 = b"\x7fELF", 2, 62
# https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
UNZIPPED_LIMIT_BYTES = 250 * 1024 * 1024


def main(build, template):
    # As text, not as YAML, because Python has no parser for YAML.
    functions = re.findall(
        r"^  (\w+):\n    Type: AWS::Serverless::Function$", pathlib.Path(template).read_text(), re.M
    )
    assert functions, f"{template} has no function"
    built = sorted(path.name for path in pathlib.Path(build).iterdir() if path.is_dir())
    assert built == sorted(functions), f"built are {built}, wanted {sorted(functions)}"
    for name in functions:
        bootstrap = pathlib.Path(build, name, "bootstrap")
        start = bootstrap.read_bytes()[:20]
        assert start[:5] == ELF + bytes([ELF_64_BIT]), f"{bootstrap} is no 64-bit ELF"
        assert int.from_bytes(start[18:20], "little") == X86_64, (
            f"{bootstrap} is for another architecture"
        )
        assert bootstrap.stat().st_mode & 0o111, f"{bootstrap} cannot be executed"
        size = bootstrap.stat().st_size
        assert size < UNZIPPED_LIMIT_BYTES, f"{bootstrap} has {size} bytes"
        print(f"{name}: {size / 1e6:.1f} MB")


main(*sys.argv[1:])
