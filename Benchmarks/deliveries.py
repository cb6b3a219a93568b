#!/usr/bin/env python3
"""Deliveries under fire: the service is killed in the middle of deliveries, again and again, and receivers misbehave.

Two instances of `mentord serve` share one database. Students write messages all the time; each is an event that six
webhooks must be told. Three of these are well and take a moment for each; one fails at first, one hangs at first, one
answers garbage at first and cuts off later. Meanwhile one instance after the other gets SIGKILL, each time while a
delivery of its own is on the way, and is started again. In the end every webhook must have had every event, in the order
in which they were laid up for it, and what came twice must have carried the same id. Prints the figures; exit status 0
when it is so, 1 when anything is lost or out of order.

Usage: with-private-postgres python3 Benchmarks/deliveries.py @url [--kills 20] [--rate 8] [--mentord PATH]
"""

import argparse
import base64
import collections
import http.client
import http.server
import json
import os
import random
import secrets
import select
import signal
import socket
import socketserver
import statistics
import subprocess
import sys
import threading
import time


class Hook:
    """A webhook's receiver: what it does with its n-th request, and what it has had."""

    def __init__(self, name, mood=lambda number: "answer"):
        self.name, self.mood, self.lock = name, mood, threading.Lock()
        self.requests, self.mistreated = 0, 0
        # (when, id, consultation) of what it took, in order.
        self.taken = []
        # When a sender went away without its answer.
        self.broken = []
        # What is on the way now: the sender's port, and until when the answer is held back.
        self.open = {}


HOOKS = {
    hook.name: hook
    for hook in [
        Hook("well-1"),
        Hook("well-2"),
        Hook("well-3"),
        Hook("fails", lambda number: "fail" if number <= 3 else "answer"),
        Hook("hangs", lambda number: "hang" if number <= 2 else "answer"),
        Hook("garbage", lambda number: "garbage" if number <= 3 else "cut" if number == 40 else "answer"),
    ]
}


class Receiver(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        hook, port = HOOKS[self.path.lstrip("/")], self.client_address[1]
        with hook.lock:
            hook.requests += 1
            mood = hook.mood(hook.requests)
            seconds = 60 if mood == "hang" else random.uniform(0.05, 0.15)
            hook.open[port] = time.monotonic() + seconds
            if mood == "answer":
                consultation = json.loads(body)["data"]["consultation"]
                hook.taken.append((time.monotonic(), self.headers["webhook-id"], consultation))
            else:
                hook.mistreated += 1
        try:
            # It has it, and takes its time to say so: whoever dies meanwhile can't know.
            if self.is_left_alone(seconds):
                with hook.lock:
                    hook.broken.append(time.monotonic())
                self.close_connection = True
                return
        finally:
            with hook.lock:
                hook.open.pop(port, None)
        if mood == "garbage":
            self.wfile.write(b"\x01\x02 this is no HTTP\r\n\r\n")
        if mood in ("garbage", "cut", "hang"):
            self.close_connection = True
            return
        self.send_response(500 if mood == "fail" else 204)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def is_left_alone(self, seconds):
        """Waits. Whether the sender went away meanwhile."""
        readable, _, _ = select.select([self.connection], [], [], seconds)
        try:
            return bool(readable) and self.connection.recv(1, socket.MSG_PEEK) == b""
        except OSError:
            return True

    def log_message(self, *_):
        pass


class Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, *_):
        pass


class Instance:
    """One `mentord serve`."""

    def __init__(self, mentord, port, environment):
        self.mentord, self.port, self.environment = mentord, port, environment
        self.start()

    def start(self):
        self.process = subprocess.Popen(
            [self.mentord, "serve", "--port", str(self.port), "--log-level", "critical"], env=self.environment)

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.kill()

    def wait(self, seconds=60):
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            try:
                if call(self.port, "GET", "/readyz")[0] == 200:
                    return
            except OSError:
                pass
            time.sleep(0.05)
        sys.exit(f"instance on port {self.port} doesn't get ready")

    def is_sending(self):
        """Whether a delivery of this process is on the way: a receiver has read it, and doesn't answer just now."""
        inodes = set()
        folder = f"/proc/{self.process.pid}/fd"
        for descriptor in os.listdir(folder):
            try:
                target = os.readlink(f"{folder}/{descriptor}")
            except OSError:
                continue
            if target.startswith("socket:["):
                inodes.add(target[8:-1])
        ports = set()
        with open("/proc/net/tcp") as table:
            for line in list(table)[1:]:
                words = line.split()
                if words[9] in inodes:
                    ports.add(int(words[1].split(":")[1], 16))
        soon = time.monotonic() + 0.02
        return any(end > soon for hook in HOOKS.values() for port, end in list(hook.open.items()) if port in ports)


def call(port, method, path, body=None, token=None, key=None):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    headers = {}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    if key:
        headers["Idempotency-Key"] = key
    if body is not None:
        headers["Content-Type"] = "application/json"
    try:
        connection.request(method, path, None if body is None else json.dumps(body), headers)
        response = connection.getresponse()
        text = response.read()
        return response.status, (json.loads(text) if text.startswith(b"{") else None)
    except (OSError, http.client.HTTPException) as error:
        raise OSError(str(error)) from error
    finally:
        connection.close()


def event_id(uuid):
    """An event's id as the API writes it: the 128 bits in Crockford's base32."""
    number, digits = int(uuid.replace("-", ""), 16), ""
    for _ in range(26):
        number, digit = divmod(number, 32)
        digits = "0123456789abcdefghjkmnpqrstvwxyz"[digit] + digits
    return "evt_" + digits


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("url")
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--rate", type=float, default=8, help="events a second")
    parser.add_argument("--mentord", default=".build/debug/mentord")
    parser.add_argument("--port", type=int, default=8190)
    parser.add_argument("--pause", type=float, default=3.0, help="seconds between kills")
    parser.add_argument("--patience", type=float, default=600, help="seconds after the last kill")
    options = parser.parse_args()

    environment = dict(
        os.environ, MENTORDESK_DATABASE_URL=options.url, MENTORDESK_MIGRATION_DATABASE_URL=options.url,
        MENTORDESK_SECRET_KEY=base64.b64encode(secrets.token_bytes(32)).decode(), MENTORDESK_RATES_ENABLED="false",
        MENTORDESK_METRICS_ENABLED="false", MENTORDESK_REGISTRATION_MODE="open",
        MENTORDESK_NOTIFICATIONS_ALLOWED_NETWORKS="127.0.0.0/8")

    def run(*words):
        return subprocess.run(
            [options.mentord, *words], env=environment, check=True, capture_output=True, text=True).stdout.strip()

    def ask(sql):
        answer = subprocess.run(
            ["psql", options.url, "-XAtF", " ", "-c", sql], capture_output=True, text=True, check=True).stdout
        return [line.split(" ") for line in answer.splitlines()]

    run("migrate", "up")
    admin = run("token", "issue", "--role", "admin", "--label", "deliveries")
    receiver = Server(("127.0.0.1", options.port + 2), Receiver)
    threading.Thread(target=receiver.serve_forever, daemon=True).start()
    instances = [Instance(options.mentord, options.port + number, environment) for number in range(2)]
    for instance in instances:
        instance.wait()

    def must(status, answer):
        if status >= 300:
            sys.exit(f"refused: {status} {answer}")
        return answer

    port = options.port
    must(*call(port, "POST", "/v1/admin/mentors",
               {"handle": "lin", "name": "林", "timezone": "Asia/Shanghai", "directions": ["llm"]}, admin))
    people = []
    for number in range(8):
        registered = must(*call(port, "POST", "/v1/students",
                                {"name": f"s{number}", "email": f"s{number}@example.com", "timezone": "UTC"}))
        token = registered["token"]
        asked = must(*call(port, "POST", "/v1/consultations", {"mentor": "lin", "topic": "load"}, token))
        people.append((token, asked["id"]))
    for name in HOOKS:
        must(*call(port, "POST", "/v1/admin/webhooks",
                   {"url": f"http://127.0.0.1:{options.port + 2}/{name}", "label": name}, admin))

    written = collections.Counter()
    done = threading.Event()

    def write(token, consultation):
        """Each message once, however often it has to be asked: the key sees to it."""
        while not done.wait(random.uniform(0.5, 1.5) * len(people) / options.rate):
            key = f"{consultation}-{written[consultation]}"
            while True:
                try:
                    status, _ = call(random.choice(instances).port, "POST",
                                     f"/v1/consultations/{consultation}/messages", {"body": key}, token, key)
                    if status == 201:
                        break
                except OSError:
                    pass
                time.sleep(0.05)
            written[consultation] += 1

    started = time.monotonic()
    writers = [threading.Thread(target=write, args=person) for person in people]
    for writer in writers:
        writer.start()
    kills = []
    for number in range(options.kills):
        time.sleep(options.pause)
        victim = instances[number % 2]
        limit = time.monotonic() + 30
        while not victim.is_sending() and time.monotonic() < limit:
            time.sleep(0.002)
        kills.append(time.monotonic())
        victim.kill()
        victim.start()
        victim.wait()
        taken = sum(len(hook.taken) for hook in HOOKS.values())
        print(f"kill {number + 1}: {sum(written.values())} events written, {taken} arrivals", file=sys.stderr)
    done.set()
    for writer in writers:
        writer.join()
    expected = sum(written.values())
    quiet = time.monotonic()
    while any(len({identifier for _, identifier, _ in hook.taken}) < expected for hook in HOOKS.values()):
        if time.monotonic() - quiet > options.patience:
            break
        time.sleep(0.5)
    finished = time.monotonic()
    # The last answers are written down.
    while ask("SELECT 1 FROM deliveries WHERE state = 'waiting' LIMIT 1") and time.monotonic() - finished < 30:
        time.sleep(0.5)
    for instance in instances:
        instance.stop()

    failed = False
    laid_up = collections.defaultdict(list)
    for label, event in ask(
            "SELECT d.label, x.event_id FROM deliveries x JOIN destinations d ON d.id = x.destination_id "
            "WHERE d.owner_role = 'integrator' ORDER BY x.position"):
        laid_up[label].append(event_id(event))
    states = collections.Counter(
        {state: int(count) for state, count in ask(
            "SELECT x.state, count(*) FROM deliveries x JOIN destinations d ON d.id = x.destination_id "
            "WHERE d.owner_role = 'integrator' GROUP BY 1")})
    print(f"{expected} events in {finished - started:.0f} s ({finished - quiet:.0f} s after the last kill), "
          f"{expected * len(HOOKS)} deliveries: {dict(states)}")
    print(f"{'webhook':<10}{'events':>8}{'lost':>6}{'twice':>7}{'late':>6}{'mistreated':>12}{'broken off':>12}  order")
    for name, hook in HOOKS.items():
        firsts, twice, late, newest = {}, 0, 0, -1
        place = {identifier: index for index, identifier in enumerate(laid_up[name])}
        for _, identifier, _ in hook.taken:
            index = place.get(identifier, -1)
            if identifier in firsts:
                twice += 1
                # A repeat of something that others have come after since.
                late += index < newest
            else:
                firsts[identifier] = True
                newest = max(newest, index)
        lost = max(len(set(laid_up[name]) - set(firsts)), expected - len(firsts))
        is_ordered = list(firsts) == [identifier for identifier in laid_up[name] if identifier in firsts]
        consultations = collections.defaultdict(dict)
        for _, identifier, consultation in hook.taken:
            consultations[consultation].setdefault(identifier)
        is_ordered = is_ordered and all(list(ids) == sorted(ids) for ids in consultations.values())
        failed = failed or lost > 0 or not is_ordered
        print(f"{name:<10}{len(firsts):>8}{lost:>6}{twice:>7}{late:>6}{hook.mistreated:>12}{len(hook.broken):>12}  "
              f"{'kept' if is_ordered else 'BROKEN'}")
    # A kill hit when a sender went away within a moment of it; its webhook stood still until something came again.
    hits, stood_still = 0, []
    for kill in kills:
        struck = [hook for hook in HOOKS.values() if any(kill <= at < kill + 0.5 for at in hook.broken)]
        hits += bool(struck)
        for hook in struck:
            after = [at for at, _, _ in hook.taken if at > kill + 0.5]
            if after:
                stood_still.append(min(after) - kill)
    print(f"{len(kills)} kills, {hits} of them in the middle of a delivery")
    if stood_still:
        print(f"after these a webhook stood still for {statistics.median(stood_still):.1f} s (median), "
              f"{max(stood_still):.1f} s at most")
    sys.exit(1 if failed or states["waiting"] or states["dead"] else 0)


main()
