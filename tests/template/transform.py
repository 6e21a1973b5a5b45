"""transform.py: template.yaml after SAM's transform, as JSON. Runs where SAM is installed."""

import json
import os
import pathlib
import sys

os.environ["AWS_DEFAULT_REGION"] = "us-east-1"

from samtranslator.translator.transform import transform  # noqa: E402
from samtranslator.yaml_helper import yaml_parse  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parents[2]
template = yaml_parse((ROOT / "template.yaml").read_text())
# In the form that `sam package` writes.
template["Globals"]["Function"]["CodeUri"] = "s3://code/code.zip"
json.dump(
    transform(template, {}, type("NoPolicies", (), {"load": staticmethod(dict)})()), sys.stdout
)
