#!/usr/bin/env python3
"""Reads a report back with other people's readers and prints what it holds as JSON.

Usage: read_report.py csv|xlsx|html|schema FILE [SCHEMA]
Exit status 0: read; 1: refused.
"""

import csv
import html.parser
import json
import sys

import openpyxl
from jsonschema import Draft202012Validator


def read_csv(path):
    with open(path, encoding="utf-8", newline="") as file:
        mark = file.read(1)
        rows = list(csv.reader(file, strict=True))
    return {"mark": mark == "\ufeff", "rows": rows}


def read_xlsx(path):
    book = openpyxl.load_workbook(path)
    sheets = []
    for sheet in book.worksheets:
        cells = [cell for row in sheet.iter_rows() for cell in row]
        sheets.append(
            {
                "name": sheet.title,
                "frozen": sheet.freeze_panes,
                "filter": sheet.auto_filter.ref,
                "charts": len(sheet._charts),
                "series": [len(chart.series) for chart in sheet._charts],
                "formulas": sum(1 for cell in cells if cell.data_type == "f"),
                "shaded": len(list(sheet.conditional_formatting)),
                "rows": [
                    [value.isoformat() if hasattr(value, "isoformat") else value for value in row]
                    for row in sheet.iter_rows(values_only=True)
                ],
            }
        )
    return {"title": book.properties.title, "created": book.properties.created.isoformat(), "sheets": sheets}


class Page(html.parser.HTMLParser):
    """Refuses tags that don't nest, and remembers what a page could fetch or run."""

    VOID = {"meta", "br", "line", "rect", "circle", "polyline"}

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.open, self.tags, self.attributes, self.texts = [], {}, set(), []

    def handle_starttag(self, tag, attributes):
        self.tags[tag] = self.tags.get(tag, 0) + 1
        self.attributes.update(name for name, _ in attributes)
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.tags[tag] = self.tags.get(tag, 0) + 1
        self.attributes.update(name for name, _ in attributes)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            raise SystemExit(f"</{tag}> closes nothing at {self.getpos()}")

    def handle_data(self, data):
        if data.strip():
            self.texts.append(data.strip())


def read_html(path):
    page = Page()
    with open(path, encoding="utf-8") as file:
        page.feed(file.read())
    page.close()
    if page.open:
        raise SystemExit(f"not closed: {page.open}")
    return {"tags": page.tags, "attributes": sorted(page.attributes), "texts": page.texts}


def check_schema(path, schema):
    with open(path, encoding="utf-8") as file, open(schema, encoding="utf-8") as other:
        document, schema = json.load(file), json.load(other)
    Draft202012Validator.check_schema(schema)
    errors = [f"{error.json_path}: {error.message}" for error in Draft202012Validator(schema).iter_errors(document)]
    if errors:
        raise SystemExit("\n".join(errors[:20]))
    return {"errors": []}


kind, arguments = sys.argv[1], sys.argv[2:]
readers = {"csv": read_csv, "xlsx": read_xlsx, "html": read_html, "schema": check_schema}
json.dump(readers[kind](*arguments), sys.stdout, ensure_ascii=False)
