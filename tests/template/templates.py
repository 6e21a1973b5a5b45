"""The templates as they are written, with the full names of CloudFormation's functions."""

import pathlib
import re

import yaml

ROOT = pathlib.Path(__file__).resolve().parents[2]

# The main template, and the template of the function that reads objects.
TEMPLATES = ["template.yaml", "s3/template.yaml"]


class Loader(yaml.SafeLoader):
    """Reads CloudFormation's short forms as their full names."""


Loader.add_multi_constructor(
    "!",
    lambda loader, tag, node: {tag: loader.construct_scalar(node)}
    if isinstance(node, yaml.ScalarNode)
    else {tag: loader.construct_sequence(node, deep=True)}
    if isinstance(node, yaml.SequenceNode)
    else {tag: loader.construct_mapping(node, deep=True)},
)

TEMPLATE, OBJECTS = (yaml.load((ROOT / path).read_text(), Loader) for path in TEMPLATES)
RESOURCES = TEMPLATE["Resources"]


def of_type(kind, template=TEMPLATE):
    return {
        name: resource for name, resource in template["Resources"].items()
        if resource["Type"] == kind
    }


def without_references(text, **given):
    """A text of Fn::Sub with its references replaced by the given values, or by their own names."""
    return re.sub(r"\$\{([\w.:]+)\}", lambda match: given.get(match.group(1), match.group(1)), text)
