#!/usr/bin/env python3
"""Reads an OpenAPI document on standard input and refuses it where it is wrong.

Checks the document with openapi-spec-validator, then every example against the schema it stands beside.
Exit status 0: all is well; 1: the document is wrong.
"""

import json
import sys

from jsonschema import Draft202012Validator
from openapi_spec_validator import validate
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012


def examples(node, path=""):
    """Every media type or component that has both a schema and an example."""
    if isinstance(node, dict):
        if isinstance(node.get("schema"), dict):
            if "example" in node:
                yield path, node["schema"], node["example"]
            for name, entry in (node.get("examples") or {}).items():
                yield f"{path}/examples/{name}", node["schema"], entry["value"]
        for key, value in node.items():
            yield from examples(value, f"{path}/{key}")
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from examples(value, f"{path}/{index}")


def main():
    document = json.load(sys.stdin)
    validate(document)
    registry = Registry().with_resource("urn:api", Resource(contents=document, specification=DRAFT202012))
    found = list(examples(document["paths"]))
    found += [
        (f"/components/schemas/{name}", schema, example)
        for name, schema in document["components"]["schemas"].items()
        for example in schema.get("examples", [])
    ]
    failures = 0
    for path, schema, example in found:
        # References are read against the whole document.
        schema = json.loads(json.dumps(schema).replace('"#/components', '"urn:api#/components'))
        for error in Draft202012Validator(schema, registry=registry).iter_errors(example):
            print(f"{path}: {error.json_path}: {error.message}", file=sys.stderr)
            failures += 1
    if failures:
        sys.exit(1)
    print(f"{len(document['paths'])} paths, {len(found)} examples")


main()
