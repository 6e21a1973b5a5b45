#!/usr/bin/env python3
"""Checks a report's JSON with its schema: `valid.py SCHEMA.json REPORT.json`. Needs
`jsonschema`."""

import json
import sys

import jsonschema

schema, report = (json.load(open(path, encoding="utf-8")) for path in sys.argv[1:3])
jsonschema.Draft202012Validator.check_schema(schema)
errors = list(jsonschema.Draft202012Validator(schema).iter_errors(report))
for error in errors[:5]:
    print(f"{error.json_path}: {error.message[:200]}")
sys.exit(bool(errors))
