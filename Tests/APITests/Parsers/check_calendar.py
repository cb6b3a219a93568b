#!/usr/bin/env python3
"""Reads a calendar on standard input with PyPI's `icalendar` and prints its entries as JSON.

Exit status 0: all is well; 1: it can't be read, or only in part.
"""

import json
import sys

from icalendar import Calendar


def text(event, name):
    return str(event[name]) if name in event else None


def main():
    calendar = Calendar.from_ical(sys.stdin.buffer.read())
    if calendar.errors:
        sys.exit(f"{calendar.errors}")
    entries = []
    for event in calendar.walk("VEVENT"):
        if event.errors:
            sys.exit(f"{event.errors}")
        entries.append({
            "uid": text(event, "UID"), "summary": text(event, "SUMMARY"), "status": text(event, "STATUS"),
            "sequence": int(event["SEQUENCE"]), "start": event.decoded("DTSTART").isoformat(),
            "end": event.decoded("DTEND").isoformat(), "stamp": event.decoded("DTSTAMP").isoformat(),
            "description": text(event, "DESCRIPTION"), "location": text(event, "LOCATION"),
            "organizer": text(event, "ORGANIZER"), "attendee": text(event, "ATTENDEE"),
        })
    json.dump({"method": text(calendar, "METHOD"), "name": text(calendar, "NAME"), "entries": entries}, sys.stdout)


main()
