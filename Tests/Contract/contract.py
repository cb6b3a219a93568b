"""Starts a demonstration, has schemathesis call it as each role, and adds up what came of it."""

import argparse
import collections
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request

HERE = pathlib.Path(__file__).parent
ROLES = ["anonymous", "student", "mentor", "admin"]
NOW = "2026-11-23T10:00:00+08:00"

# What an answer is held against. What only a reader of the rules can know (whether well-formed data are taken: a slot may
# be full) is left to the tests.
CHECKS = [
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
    "negative_data_rejection",
    "missing_required_header",
    "unsupported_method",
    "allow_header_conformance",
    "ignored_auth",
    "use_after_free",
]


def get(url, path, token=None):
    request = urllib.request.Request(url + path, headers={"Authorization": f"Bearer {token}"} if token else {})
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


def start(mentord, folder):
    """The demonstration on a port of its own, its clock standing still. Returns the process and its line."""
    log = open(folder / "mentord.log", "wb")
    process = subprocess.Popen(
        [mentord, "dev", "--json", "--port", "0", "--frozen", "--now", NOW]
        + ["--data", str(folder / "data"), "--log-level", "warning"],
        stdout=subprocess.PIPE,
        stderr=log,
    )
    line = process.stdout.readline()
    if not line:
        sys.exit("contract: the service did not start:\n" + (folder / "mentord.log").read_text(errors="replace"))
    return process, json.loads(line)


def post(url, path, token, body):
    """The answer's status and JSON."""
    headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
    request = urllib.request.Request(url + path, data=json.dumps(body).encode(), headers=headers)
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)


def populate(url, tokens, mentor):
    """Conversations, requests and bookings for the transitions to use up: each is good for one."""
    for index in range(40):
        person = {"name": "王小明", "email": f"made-{index}@example.com", "timezone": "Asia/Shanghai"}
        student = post(url, "/v1/students", None, person)[1]["token"]
        ask = {"mentor": mentor["handle"], "topic": "GRPO 项目怎么讲", "message": "老师好"}
        if index % 3 != 0:
            offering = mentor["offerings"][index % len(mentor["offerings"])]["slug"]
            path = f"/v1/mentors/{mentor['handle']}/slots?offering={offering}&from=2026-11-24&to=2026-12-24"
            slots = get(url, path)["slots"]
            if not slots:
                continue
            ask |= {"offering": offering, "start": slots[0]["start"]}
        status, made = post(url, "/v1/consultations", student, ask)
        if index % 3 == 2 and status == 201:
            post(url, f"/v1/consultations/{made['id']}/accept", tokens["mentor"], {})


def world(url, tokens):
    """The names of what there is, so that requests reach more than 404."""
    ids = collections.defaultdict(list)

    def collect(value):
        if isinstance(value, dict):
            for entry in value.values():
                collect(entry)
        elif isinstance(value, list):
            for entry in value:
                collect(entry)
        elif isinstance(value, str) and len(value) == 30 and value[3] == "_" and value not in ids[value[:3]]:
            ids[value[:3]].append(value)

    mentor = get(url, "/v1/me", tokens["mentor"])["mentor"]
    populate(url, tokens, mentor)
    consultations = collections.defaultdict(list)
    messages = {}
    for role in ("student", "mentor", "admin"):
        page = get(url, f"/v1/consultations?limit=100&mentor={mentor['handle']}", tokens[role])
        collect(page["data"][:20])
        for consultation in page["data"]:
            if consultation["id"] not in consultations[consultation["status"]]:
                consultations[consultation["status"]].append(consultation["id"])
        for consultation in page["data"][:20]:
            written = get(url, f"/v1/consultations/{consultation['id']}/messages", tokens[role])
            collect(written)
            for message in written["data"]:
                messages[consultation["id"]] = message["id"]
    # A token that is revoked must be nobody's who is needed.
    ids.pop("tok", None)
    return {
        "url": url,
        "now": NOW,
        "ids": ids,
        "consultations": consultations,
        "messages": messages,
        "handles": [mentor["handle"]] + [entry["handle"] for entry in get(url, "/v1/mentors?limit=100")["data"]],
        "offerings": [entry["slug"] for entry in mentor["offerings"]],
        "directions": [entry["slug"] for entry in get(url, "/v1/directions")["data"]],
    }


def run(role, url, token, facts, options, folder):
    """One run of schemathesis. Returns its status and what it counted."""
    (folder / f"{role}.json").write_text(json.dumps({**facts, "role": role}), encoding="utf-8")
    report = folder / f"{role}-report.ndjson"
    command = [
        pathlib.Path(sys.executable).parent / "schemathesis",
        f"--config-file={HERE / 'schemathesis.toml'}",
        "run",
        f"{url}/openapi.json",
        "--phases=examples,coverage,fuzzing,stateful",
        f"--max-examples={options.examples}",
        f"--seed={options.seed}",
        f"--checks={','.join(CHECKS)}",
        "--generation-database=none",
        "--continue-on-failure",
        "--suppress-health-check=all",
        "--request-timeout=60",
        "--warnings=off",
        "--no-color",
        f"--report-ndjson-path={report}",
    ]
    if token:
        command += ["-H", f"Authorization: Bearer {token}"]
    environment = {
        **os.environ,
        "PYTHONPATH": str(HERE),
        "SCHEMATHESIS_HOOKS": "hooks",
        "CONTRACT_WORLD": str(folder / f"{role}.json"),
    }
    output = folder / f"{role}.txt"
    with open(output, "wb") as file:
        status = subprocess.run(command, stdout=file, stderr=subprocess.STDOUT, env=environment, cwd=folder).returncode
    return status, count(report), output


def count(report):
    """Requests by status, the operations called, and those that did what they are for at least once."""
    statuses = collections.Counter()
    called, done = set(), set()
    with open(report, encoding="utf-8") as file:
        for line in file:
            recorder = json.loads(line).get("ScenarioFinished", {}).get("recorder")
            if not recorder:
                continue
            # The last phase follows what was made from one operation to the next, and belongs to none.
            if " /" in recorder["label"]:
                called.add(recorder["label"])
            for interaction in (recorder.get("interactions") or {}).values():
                answer = interaction.get("response")
                if not answer:
                    continue
                statuses[answer["status_code"]] += 1
                method = interaction["request"]["method"].upper()
                # Other methods than the operation's own are tried as well.
                if answer["status_code"] // 100 == 2 and recorder["label"].startswith(method + " "):
                    done.add(recorder["label"])
    return statuses, called, done


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--examples", type=int, default=30, help="requests made up for each operation and kind")
    parser.add_argument("--seed", type=int, default=20261123)
    parser.add_argument("--mentord", default=".build/debug/mentord")
    parser.add_argument("--roles", default=",".join(ROLES))
    parser.add_argument("--keep", help="a folder for the full outputs")
    options = parser.parse_args()
    folder = pathlib.Path(tempfile.mkdtemp(prefix="mentordesk-contract-"))
    process = None
    try:
        process, ready = start(os.path.abspath(options.mentord), folder)
        tokens = json.loads((folder / "data" / "tokens.json").read_text())
        facts = world(ready["url"], tokens)
        rows, failed = [], []
        for role in options.roles.split(","):
            status, counted, output = run(role, ready["url"], tokens.get(role), facts, options, folder)
            rows.append((role, *counted))
            if status != 0:
                failed.append(role)
                sys.stdout.write(output.read_text(errors="replace"))
            if process.poll() is not None:
                sys.exit("contract: the service ended:\n" + (folder / "mentord.log").read_text(errors="replace"))
        print(f"{'role':<10} {'requests':>8} {'2xx':>6} {'3xx':>6} {'4xx':>6} {'5xx':>6}  operations, with 2xx")
        for row in rows:
            print(line(*row))
        statuses = sum((row[1] for row in rows), collections.Counter())
        called, done = (set().union(*(row[index] for row in rows)) for index in (2, 3))
        print(line("together", statuses, called, done))
        if missed := called - done:
            print("never 2xx: " + ", ".join(sorted(missed)))
        if failed:
            sys.exit(f"contract: not what the document says, as {', '.join(failed)}")
    finally:
        if process and process.poll() is None:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=60)
        if options.keep:
            shutil.copytree(folder, options.keep, dirs_exist_ok=True, ignore=shutil.ignore_patterns("data"))
        shutil.rmtree(folder, ignore_errors=True)


def line(name, statuses, called, done):
    by = [sum(n for status, n in statuses.items() if status // 100 == kind) for kind in (2, 3, 4, 5)]
    counts = f"{sum(statuses.values()):>8} {by[0]:>6} {by[1]:>6} {by[2]:>6} {by[3]:>6}"
    return f"{name:<10} {counts}  {len(called)}, {len(done)}"


main()
