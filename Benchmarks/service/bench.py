#!/usr/bin/env python3
"""Measures the service beside its yardsticks, in one run on one machine, and prints one table.

Usage: bench.py URL [--only engine,driver,reads,writes,large,races] [--seconds N] [--rounds N] [--results FILE]

URL is a PostgreSQL server's, as superuser; databases `bench_small` and `bench_large` are made there when missing. The
release builds are taken from .build/release, or from $BENCH_BIN. HTTP load comes from `wrk` with 32 connections. The
things compared take turns within a round and each figure is the median of the rounds, so that a busy moment of the
machine hits none of them alone. With --results, parts measured apart are put together in one table.
"""

import argparse
import asyncio
import json
import os
import platform
import re
import secrets
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
BIN = Path(os.environ.get("BENCH_BIN", ROOT / ".build/release"))
SERVICE_ROLE = "mentordesk_service"
CONNECTIONS = 32
SIZES = {
    # mentors (100 consultations each), students who book, mentors that are read and pooled
    "small": (100, 150_000, 50),
    "large": (10_000, 100_000, 50),
}
PORTS = {"nio": 8131, "hummingbird": 8132, "fastapi": 8133, "kept": 8134, "asked": 8135, "large": 8136, "largeasked": 8137}


def say(text):
    print(text, file=sys.stderr, flush=True)


def run(words, **options):
    done = subprocess.run([str(w) for w in words], text=True, capture_output=True, **options)
    if done.returncode != 0:
        raise SystemExit(f"{words[0]} failed:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return done.stdout


class Database:
    def __init__(self, server, name):
        self.server = server
        self.name = name
        parts = urllib.parse.urlsplit(server)
        query = dict(urllib.parse.parse_qsl(parts.query))
        self.url = f"{parts.scheme}://{parts.netloc}/{name}?{urllib.parse.urlencode(query, safe='/')}"
        # The same as the service's role.
        query["user"] = SERVICE_ROLE
        place = parts.netloc.split("@")[-1]
        self.service_url = f"{parts.scheme}://{place}/{name}?{urllib.parse.urlencode(query, safe='/')}"

    def ask(self, sql):
        return run(["psql", self.url, "-XqAtc", sql]).strip()

    def make(self, mentors, students, names):
        exists = run(["psql", self.server, "-XqAtc", f"SELECT 1 FROM pg_database WHERE datname = '{self.name}'"])
        if exists.strip():
            return
        say(f"making {self.name}: {mentors:,} mentors, {mentors * 100:,} consultations")
        run(["psql", self.server, "-Xqc", f"CREATE DATABASE {self.name}"])
        run(["psql", self.server, "-Xqc",
             f"DO $$ BEGIN CREATE ROLE {SERVICE_ROLE} LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$"])
        run([BIN / "mentord", "migrate", "up", "--database-url", self.url, "--service-role", SERVICE_ROLE])
        run(["psql", self.url, "-Xq", "-v", f"mentors={mentors}", "-v", f"students={students}", "-v",
             f"names={names}", "-f", HERE / "seed.sql"])
        run([pgbench(), "-i", "-s", "1", "-q", self.url])
        run(["psql", self.url, "-Xqc", "VACUUM ANALYZE pgbench_accounts"])


def pgbench():
    found = Path(run(["pg_config", "--bindir"]).strip()) / "pgbench"
    return found if found.exists() else "pgbench"


class Programs:
    """What is started here is ended here, by its process id."""

    def __init__(self):
        self.running = []

    def start(self, words, port, path="/readyz", **environment):
        process = subprocess.Popen(
            [str(w) for w in words], env=os.environ | environment, stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE if os.environ.get("BENCH_STDERR") else subprocess.DEVNULL, start_new_session=True)
        self.running.append(process)
        for _ in range(200):
            if process.poll() is not None:
                raise SystemExit(f"{words[0]} ended at once")
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5).read()
                return process
            except OSError:
                time.sleep(0.1)
        raise SystemExit(f"{words[0]} does not answer")

    def serve(self, database, port, cached, **settings):
        words = [BIN / "mentord", "serve", "--database-url", database.service_url, "--port", port]
        settings = {
            "rates.enabled": "false", "metrics.enabled": "false", "log.level": "warning",
            "courtesy.consultations_per_student": 100, "slots.cached_mentors": 2000 if cached else 0,
        } | settings
        for key, value in settings.items():
            words += ["--set", f"{key}={value}"]
        return self.start(words, port, MENTORDESK_SECRET_KEY=SECRET)

    def end(self):
        for process in self.running:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGTERM)
        for process in self.running:
            try:
                process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
        self.running = []


def memory(process):
    text = Path(f"/proc/{process.pid}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+)", text)[1]) / 1024


def get(port, path):
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=30) as answer:
        return answer.read(), answer.headers


class Requests:
    """A file of requests for wrk."""

    def __init__(self, folder, name, lines, once=False):
        self.path = Path(folder) / name
        self.once = once
        self.path.write_text("".join("\t".join(line) + "\n" for line in lines))

    def load(self, port, seconds):
        out = run(["wrk", "-t2", f"-c{CONNECTIONS}", f"-d{seconds}s", "-s", HERE / "requests.lua",
                   f"http://127.0.0.1:{port}", "--", self.path, "once" if self.once else "repeat"])
        rate, p50, p99, worst, count, refused, broken = re.search(r"RESULT (.*)", out)[1].split()
        if float(refused) > 0.001 * float(count) or int(broken) > 0:
            say(f"  {self.path.name}: {refused} refused, {broken} broken of {count}")
        return {"rate": float(rate), "p50": float(p50) / 1000, "p99": float(p99) / 1000, "max": float(worst) / 1000}


def load_pgbench(database, seconds, clients, script=None, /, **values):
    words = [pgbench(), "-n", "-M", "prepared", "-c", clients, "-j", 2, "-T", seconds]
    words += ["-S"] if script is None else ["-f", HERE / script]
    for key, value in values.items():
        words += ["-D", f"{key}={value}"]
    out = run(words + [database.url])
    failed = re.search(r"number of failed transactions: (\d+)", out)
    if failed and int(failed[1]):
        say(f"  pgbench {script}: {failed[1]} failed")
    return {"rate": float(re.search(r"tps = ([\d.]+) \(without", out)[1]),
            "average": float(re.search(r"latency average = ([\d.]+)", out)[1])}


def best(runs):
    return max(runs, key=lambda r: r["rate"])


def median(runs):
    keys = set.intersection(*(set(r) for r in runs))
    return {key: statistics.median(r[key] for r in runs) for key in keys}


def take_turns(rounds, things):
    """Each thing once a round; the median of its rounds."""
    runs = {name: [] for name in things}
    for number in range(rounds):
        say(f"round {number + 1} of {rounds}")
        for name, measure in things.items():
            runs[name].append(measure())
            say(f"  {name}: {runs[name][-1]['rate']:,.0f}/s")
    return {name: median(found) for name, found in runs.items()}


def slots_path(mentor, fastapi=False):
    first, last = date.today(), date.today() + timedelta(days=30)
    words = ("start", "end") if fastapi else ("from", "to")
    return f"/v1/mentors/mentor-{mentor}/slots?offering=mock&{words[0]}={first}&{words[1]}={last}"


def bookings(database, begin, count):
    """Lines of bookings that are all possible: a free hour and a student of its own each."""
    rows = database.ask(
        f"""SELECT 'mdt_' || left(md5(i::text) || md5('x' || i), 52), n,
                to_char((date + make_interval(hours => hour)), 'YYYY-MM-DD"T"HH24:MI:SS"+08:00"')
            FROM bench_free WHERE i >= {begin} AND i < {begin + count} ORDER BY i""")
    lines = []
    for row in rows.splitlines():
        token, mentor, start = row.split("|")
        body = json.dumps({"mentor": f"mentor-{mentor}", "offering": "mock", "start": start, "topic": "GRPO"})
        lines.append(["POST", "/v1/consultations", token, secrets.token_hex(8), "", body])
    return lines


class Bookings:
    """Rounds of bookings: by the service and by pgbench, each in hours of its own."""

    def __init__(self, folder, database, size, seconds, expected):
        self.folder, self.database, self.seconds = folder, database, seconds
        self.mentors, self.students, _ = SIZES[size]
        self.expected = expected * seconds
        database.ask("CREATE TABLE IF NOT EXISTS bench_used (who text PRIMARY KEY, count bigint)")

    def take(self, who, count):
        """Where unused ones begin, and so many of them are used now."""
        return int(self.database.ask(
            f"""INSERT INTO bench_used AS u VALUES ('{who}', {count})
                ON CONFLICT (who) DO UPDATE SET count = u.count + {count} RETURNING u.count - {count}"""))

    def by_service(self, port):
        lines = bookings(self.database, self.take("service", self.expected), self.expected)
        if len(lines) < self.expected:
            raise SystemExit(f"{self.database.name} has no free hours left: drop the database and run again")
        return Requests(self.folder, "bookings", lines, once=True).load(port, self.seconds)

    def by_pgbench(self):
        now = int(time.time())
        # Midnight in Shanghai.
        midnight = (now + 28_800) // 86_400 * 86_400 - 28_800
        found = []
        for clients in (8, 16):
            found.append(load_pgbench(
                self.database, max(1, self.seconds // 2), clients, "booking.sql", mentors=self.mentors,
                students=self.students, now=now, midnight=midnight, clients=clients,
                i=self.take("pgbench", 10_000 * self.seconds) // clients + 1))
        return best(found)


def messages(database, mentors):
    rows = database.ask(
        """SELECT 'mdt_' || left(md5(n::text) || md5('x' || n), 52), id
           FROM (SELECT row_number() OVER (ORDER BY id) - 1 AS n, id FROM consultations WHERE status = 'open') c""")
    lines = []
    for row in rows.splitlines():
        token, identifier = row.split("|")
        lines.append(["POST", f"/v1/consultations/{typed('con', identifier)}/messages", token, "", "",
                      json.dumps({"body": "老师好，我想约一次模拟面试。"})])
    return lines


def typed(kind, uuid):
    """A UUID as the API writes it: Crockford's base32 behind the kind."""
    number, text = int(uuid.replace("-", ""), 16), ""
    for _ in range(26):
        text = "0123456789abcdefghjkmnpqrstvwxyz"[number % 32] + text
        number //= 32
    return f"{kind}_{text}"


# MARK: The parts


def measure_engine(options):
    lines = run([BIN / "slots-benchmark"]).splitlines()
    return {name: float(value) for name, value in (line.split() for line in lines)}


def measure_driver(options):
    out = run(["bash", ROOT / "Benchmarks/postgres.sh", options.server, "1", options.rounds],
              env=os.environ | {"BENCHMARK": str(BIN / "postgres-benchmark")})
    found = re.search(r"client (\d+)/s = ([\d.]+) x pgbench \((\d+)/s\) = ([\d.]+) x blocking pool \((\d+)/s\)", out)
    client, by_pgbench, best_pgbench, by_blocking, blocking = map(float, found.groups())
    return {"client": client, "pgbench": best_pgbench, "blocking": blocking, "x_pgbench": by_pgbench,
            "x_blocking": by_blocking}


def measure_reads(options):
    small = options.small
    seconds, folder, programs = options.seconds, options.folder, options.programs
    kept = programs.serve(small, PORTS["kept"], cached=True)
    time.sleep(1)
    rest = memory(kept)
    programs.serve(small, PORTS["asked"], cached=False)
    mentors = SIZES["small"][2]
    body, _ = get(PORTS["kept"], slots_path(0))
    file = Path(folder) / "body"
    file.write_bytes(body)
    programs.start([BIN / "yardsticks", "hummingbird", PORTS["hummingbird"], file], PORTS["hummingbird"], "/text")
    programs.start([BIN / "yardsticks", "nio", PORTS["nio"], file], PORTS["nio"], "/text")
    things = {}

    def http(name, port, lines):
        requests = Requests(folder, name.replace(" ", "-"), lines)
        requests.load(port, 1)
        things[name] = lambda: requests.load(port, seconds)

    plain = lambda path: ["GET", path, "", "", "", ""]
    paths = [slots_path(m) for m in range(mentors)]
    tags = [get(PORTS["kept"], path)[1]["ETag"] for path in paths]
    http("nio text", PORTS["nio"], [plain("/text")] * 2)
    http("nio bytes", PORTS["nio"], [plain("/bytes")] * 2)
    http("hummingbird text", PORTS["hummingbird"], [plain("/text")] * 2)
    http("hummingbird bytes", PORTS["hummingbird"], [plain("/bytes")] * 2)
    http("slots kept", PORTS["kept"], [plain(p) for p in paths])
    http("slots 304", PORTS["kept"], [["GET", p, "", "", t, ""] for p, t in zip(paths, tags)])
    http("slots asked", PORTS["asked"], [plain(p) for p in paths])
    if options.python:
        programs.start(
            [options.python, "-m", "uvicorn", "fastapi_app:app", "--app-dir", HERE, "--port", PORTS["fastapi"],
             "--workers", os.cpu_count(), "--loop", "uvloop", "--http", "httptools", "--no-access-log",
             "--log-level", "error"], PORTS["fastapi"], "/openapi.json", BENCH_URL=small.url)
        same = json.loads(get(PORTS["fastapi"], slots_path(0, True))[0])
        if same != json.loads(body):
            say("  FastAPI's answer differs from the service's")
        http("fastapi", PORTS["fastapi"], [plain(slots_path(m, True)) for m in range(mentors)])
    pooled = "/v1/slots?direction=aigc&limit=100&from={}&to={}"
    week = [date.today() + timedelta(days=n) for n in (1, 8)]
    http("pooled kept", PORTS["kept"], [plain(pooled.format(*week))] * 2)
    since = int(time.time()) - 9 * 86_400
    things["pgbench select"] = lambda: best(
        [load_pgbench(small, max(1, seconds // 2), clients) for clients in (8, 16)])
    things["pgbench slots"] = lambda: best(
        [load_pgbench(small, max(1, seconds // 2), clients, "slots.sql", mentors=mentors, since=since)
         for clients in (8, 16)])
    found = take_turns(options.rounds, things)
    found["slots"] = len(json.loads(body)["slots"])
    found["octets"] = len(body)
    found["memory at rest"] = rest
    found["memory after load"] = memory(kept)
    programs.end()
    return found


def measure_writes(options):
    small = options.small
    options.programs.serve(small, PORTS["asked"], cached=True)
    writes = Bookings(options.folder, small, "small", options.seconds, 3_500)
    talk = Requests(options.folder, "messages", messages(small, SIZES["small"][0]))
    found = take_turns(options.rounds, {
        "booking": lambda: writes.by_service(PORTS["asked"]),
        "pgbench booking": writes.by_pgbench,
        "message": lambda: talk.load(PORTS["asked"], options.seconds),
    })
    options.programs.end()
    return found


def measure_large(options):
    programs, folder, seconds = options.programs, options.folder, options.seconds
    things = {}
    plain = lambda path: ["GET", path, "", "", "", ""]
    for size, ports in (("small", ("kept", "asked")), ("large", ("large", "largeasked"))):
        database = options.small if size == "small" else options.large
        programs.serve(database, PORTS[ports[0]], cached=True)
        programs.serve(database, PORTS[ports[1]], cached=False)
        mentors = SIZES[size][0]
        few = Requests(folder, f"{size}-few", [plain(slots_path(m)) for m in range(50)])
        every = Requests(folder, f"{size}-all", [plain(slots_path((m * 7919) % mentors)) for m in range(mentors)])
        writes = Bookings(folder, database, size, seconds, 3_500)
        few.load(PORTS[ports[0]], 1)
        every.load(PORTS[ports[1]], 1)
        things[f"{size} kept"] = lambda few=few, port=PORTS[ports[0]]: few.load(port, seconds)
        things[f"{size} asked"] = lambda every=every, port=PORTS[ports[1]]: every.load(port, seconds)
        things[f"{size} booking"] = lambda writes=writes, port=PORTS[ports[0]]: writes.by_service(port)
    # Equals beside each other.
    order = [f"{size} {what}" for what in ("kept", "asked", "booking") for size in ("small", "large")]
    found = take_turns(options.rounds, {name: things[name] for name in order})
    found["consultations"] = int(options.large.ask("SELECT count(*) FROM consultations"))
    found["size"] = options.large.ask("SELECT pg_size_pretty(pg_database_size(current_database()))")
    programs.end()
    return found


def measure_races(options):
    options.programs.serve(options.small, PORTS["kept"], cached=True)
    import races
    found = asyncio.run(races.run(
        options.small, PORTS["kept"], SIZES["small"][1], options.slots, options.racers))
    options.programs.end()
    return found


# MARK: The table


def table(found, facts):
    rows = []

    def row(name, figure, yardstick=None, goal=None, value=None, unit="/s", digits=0):
        latency = ""
        if figure and "p50" in figure:
            latency = f"{figure['p50']:.1f} / {figure['p99']:.1f} ms"
        shown = f"{(value if value is not None else figure['rate']):,.{digits}f}{unit}"
        ratio, met = "", ""
        if yardstick is not None:
            label, against = yardstick
            times = figure["rate"] / against
            ratio = f"{times:.2f} × {label}"
            if goal is not None:
                met = f"≥ {goal}: {'yes' if times >= goal else 'NO'}"
        elif goal is not None:
            met = goal
        rows.append((name, shown, latency, ratio, met))

    def below(value, limit, unit):
        return f"< {limit} {unit}: {'yes' if value < limit else 'NO'}"

    if reads := found.get("reads"):
        rate = lambda name: reads[name]["rate"]
        row("bare SwiftNIO, a short text", reads["nio text"])
        row("bare SwiftNIO, the slots answer's octets", reads["nio bytes"])
        row("bare Hummingbird, a short text", reads["hummingbird text"])
        row("bare Hummingbird, the slots answer's octets", reads["hummingbird bytes"])
        row("GET slots, nothing changed", reads["slots kept"], ("Hummingbird", rate("hummingbird bytes")), 0.8)
        row("GET slots, If-None-Match: 304", reads["slots 304"], ("Hummingbird", rate("hummingbird bytes")))
        row("pgbench, its own select by key, prepared", reads["pgbench select"])
        row("pgbench, the slots statement, prepared", reads["pgbench slots"])
        row("GET slots, the database asked each time", reads["slots asked"], ("pgbench", rate("pgbench slots")), 0.6)
        if "fastapi" in reads:
            row("FastAPI, asyncpg, uvloop: the same query and answer", reads["fastapi"])
            row("  GET slots asked, against it", reads["slots asked"], ("FastAPI", rate("fastapi")), 5)
            row("  GET slots kept, against it", reads["slots kept"], ("FastAPI", rate("fastapi")), 5)
        row("GET pooled slots, 50 mentors, a page of 100", reads["pooled kept"])
        for name in ("slots kept", "slots asked"):
            spread = reads[name]["p99"] / reads[name]["p50"]
            row(f"p99 over p50, {name}", None, value=spread, unit=" ×", digits=1,
                goal=f"≤ 4: {'yes' if spread <= 4 else 'NO'}")
        row("memory at rest", None, value=reads["memory at rest"], unit=" MB",
            goal=below(reads["memory at rest"], 100, "MB"))
        row("memory after the load", None, value=reads["memory after load"], unit=" MB")
    if writes := found.get("writes"):
        row("pgbench, a booking's own statements, pipelined", writes["pgbench booking"])
        row("POST booking", writes["booking"], ("pgbench", writes["pgbench booking"]["rate"]), 0.5)
        row("POST message", writes["message"])
    if large := found.get("large"):
        for what, words in (("kept", "GET slots kept"), ("asked", "GET slots asked, every mentor"), ("booking", "POST booking")):
            row(f"{words}, 10,000 mentors, 1,000,000 consultations", large[f"large {what}"],
                ("small data", large[f"small {what}"]["rate"]), 0.8)
    if driver := found.get("driver"):
        row("PostgreSQL client, select by key", {"rate": driver["client"]}, ("pgbench", driver["pgbench"]), 1.3)
        row("  against a blocking pool of four", {"rate": driver["client"]}, ("blocking", driver["blocking"]), 3)
    if engine := found.get("engine"):
        row("engine, one mentor × 30 days", None, value=engine["engine_one_mentor_ns_per_slot"], unit=" ns a slot")
        row("engine, 10,000 mentors × 30 days, one core", None, value=engine["engine_many_ms"], unit=" ms",
            goal=below(engine["engine_many_ms"], 200, "ms"))
        row("slot writer, one answer", None, value=engine["writer_us"], unit=" µs", digits=1)
        for kind in ("texts", "dates"):
            times = engine[f"writer_times_encoder_{kind}"]
            row(f"JSONEncoder of {kind}, the same answer", None, value=engine[f"encoder_{kind}_us"], unit=" µs",
                goal=f"writer {times:.1f} ×, ≥ 10: {'yes' if times >= 10 else 'NO'}")
    if race := found.get("races"):
        row(f"{race['racers']} racers on each of {race['slots']:,} slots", {"rate": race["rate"]})
        row("  worst wait", None, value=race["worst"], unit=" ms", goal=below(race["worst"], 250, "ms"))
        row("  slots with one winner, overlaps, 5xx, deadlocks", None, value=race["won"], unit="",
            goal=f"{race['overlaps']}, {race['failures']}, {race['deadlocks']}")

    head = ("what", "figure", "p50 / p99", "against its yardstick", "goal")
    widths = [max(len(r[i]) for r in rows + [head]) for i in range(5)]
    line = lambda r: "| " + " | ".join(
        r[i].rjust(widths[i]) if i in (1, 2) else r[i].ljust(widths[i]) for i in range(5)) + " |"
    print(line(head))
    print("|" + "|".join("-" * (w + 1) + (":" if i in (1, 2) else "-") for i, w in enumerate(widths)) + "|")
    for r in rows:
        print(line(r))
    print("\n" + "\n".join(facts))


def facts(options, found):
    cpu = re.search(r"model name\s*:\s*(.*)", Path("/proc/cpuinfo").read_text())
    lines = [
        f"{datetime.now(timezone.utc):%Y-%m-%d %H:%M} UTC, {os.cpu_count()} cores ({cpu[1] if cpu else '?'}), "
        f"{platform.system()} {platform.release()}; load generator, service and PostgreSQL share them",
        run(["psql", options.server, "-XqAtc", "SELECT version()"]).split(" on ")[0] + " (fsync off), "
        + run(["swift", "--version"]).splitlines()[0].split("(")[0].strip() + ", release build, wrk with "
        f"{CONNECTIONS} connections, pgbench with 8 or 16 (the better), {options.rounds} rounds of {options.seconds} s, medians",
    ]
    if "reads" in found:
        lines.append(
            f"30 days, 5 windows a week, 40 live bookings: {found['reads']['slots']} slots answered in "
            f"{found['reads']['octets']:,} octets; small data: 100 mentors, 10,000 consultations")
    if "large" in found:
        lines.append(f"large data: {found['large']['consultations']:,} consultations, {found['large']['size']}")
    return lines


SECRET = None
PARTS = {
    "engine": measure_engine, "driver": measure_driver, "reads": measure_reads, "writes": measure_writes,
    "large": measure_large, "races": measure_races,
}


def main():
    global SECRET
    import base64
    SECRET = base64.b64encode(secrets.token_bytes(32)).decode()
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("server", metavar="URL")
    parser.add_argument("--only", default=",".join(PARTS), help="parts, separated by commas")
    parser.add_argument("--seconds", type=int, default=4)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--slots", type=int, default=1_000, help="of the races")
    parser.add_argument("--racers", type=int, default=64)
    parser.add_argument("--results", help="keep figures here, and print the table of all that are kept")
    parser.add_argument("--python", help="the interpreter that has FastAPI; none leaves it out")
    options = parser.parse_args()
    parts = [part for part in options.only.split(",") if part]
    options.programs = Programs()
    options.small, options.large = (Database(options.server, f"bench_{size}") for size in SIZES)
    if {"reads", "writes", "large", "races"}.intersection(parts):
        options.small.make(*SIZES["small"])
    if "large" in parts:
        options.large.make(*SIZES["large"])
    file = Path(options.results) if options.results else None
    found = json.loads(file.read_text()) if file and file.exists() else {}
    try:
        with tempfile.TemporaryDirectory() as options.folder:
            for part in parts:
                say(f"== {part}")
                found[part] = PARTS[part](options)
                if file:
                    file.write_text(json.dumps(found, indent=1))
    finally:
        options.programs.end()
    if found:
        table(found, facts(options, found))


if __name__ == "__main__":
    main()
