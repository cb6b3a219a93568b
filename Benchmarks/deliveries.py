#!/usr/bin/env python3
"""Deliveries under fire: the service is killed again and again while events happen, and its receiver misbehaves.

Two instances of `mentord serve` share one database. Students write messages; each is an event that a webhook must be
sent. Meanwhile, one instance after the other gets SIGKILL and is started again, and the receiver goes through phases: it
answers, fails, hangs, cuts off, answers garbage, answers again. In the end every event must have arrived, in order, and
what arrived twice must have carried the same id. Exit status 0 when it is so.

Usage: with-private-postgres python3 Benchmarks/deliveries.py @url [--kills 20] [--events 5000] [--mentord PATH]
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
import signal
import socketserver
import subprocess
import sys
import threading
import time

PHASES = ["answer", "fail", "answer", "hang", "answer", "cut", "answer", "garbage"]


class Receiver(http.server.BaseHTTPRequestHandler):
    arrivals = []
    refused = 0
    lock = threading.Lock()
    phase = "answer"
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        phase = Receiver.phase
        if phase != "answer" and random.random() < 0.9:
            with Receiver.lock:
                Receiver.refused += 1
            self.close_connection = True
            if phase == "fail":
                self.send_response(503)
                self.send_header("Content-Length", "0")
                self.end_headers()
            elif phase == "hang":
                time.sleep(20)
            elif phase == "garbage":
                self.wfile.write(b"\x01\x02 this is no HTTP\r\n\r\n")
            return
        with Receiver.lock:
            Receiver.arrivals.append((self.headers["webhook-id"], json.loads(body)["data"]["consultation"]))
        self.send_response(204)
        self.end_headers()

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


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("url")
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--events", type=int, default=5000)
    parser.add_argument("--mentord", default=".build/debug/mentord")
    parser.add_argument("--port", type=int, default=8190)
    parser.add_argument("--pause", type=float, default=3.0, help="seconds between kills")
    parser.add_argument("--phase", type=float, default=2.0, help="seconds of each of the receiver's moods")
    options = parser.parse_args()

    environment = dict(
        os.environ, MENTORDESK_DATABASE_URL=options.url, MENTORDESK_MIGRATION_DATABASE_URL=options.url,
        MENTORDESK_SECRET_KEY=base64.b64encode(secrets.token_bytes(32)).decode(), MENTORDESK_RATES_ENABLED="false",
        MENTORDESK_METRICS_ENABLED="false", MENTORDESK_REGISTRATION_MODE="open",
        MENTORDESK_NOTIFICATIONS_ALLOWED_NETWORKS="127.0.0.0/8")
    run = lambda *words: subprocess.run(
        [options.mentord, *words], env=environment, check=True, capture_output=True, text=True).stdout.strip()
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
    webhook = must(*call(port, "POST", "/v1/admin/webhooks",
                         {"url": f"http://127.0.0.1:{options.port + 2}/hook", "label": "load"}, admin))
    people = []
    for number in range(8):
        registered = must(*call(port, "POST", "/v1/students",
                                {"name": f"s{number}", "email": f"s{number}@example.com", "timezone": "UTC"}))
        token = registered["token"]
        asked = must(*call(port, "POST", "/v1/consultations", {"mentor": "lin", "topic": "load"}, token))
        people.append((token, asked["id"]))

    written = [0]
    lock = threading.Lock()

    def write(token, consultation, count):
        """Each message once, however often it has to be asked: the key sees to it."""
        for number in range(count):
            key = f"{consultation}-{number}"
            while True:
                try:
                    status, _ = call(random.choice(instances).port, "POST",
                                     f"/v1/consultations/{consultation}/messages", {"body": f"m{number}"}, token, key)
                    if status == 201:
                        break
                except OSError:
                    pass
                time.sleep(0.05)
            with lock:
                written[0] += 1

    done = threading.Event()

    def misbehave():
        """One phase after another, as long as events happen."""
        turn = 0
        while not done.wait(options.phase):
            turn += 1
            Receiver.phase = PHASES[turn % len(PHASES)]

    threading.Thread(target=misbehave, daemon=True).start()
    started = time.monotonic()
    writers = [threading.Thread(target=write, args=(*person, options.events // len(people))) for person in people]
    for writer in writers:
        writer.start()
    for kill in range(options.kills):
        time.sleep(options.pause)
        victim = instances[kill % 2]
        victim.kill()
        victim.start()
        victim.wait()
        print(f"kill {kill + 1}: {written[0]} events written, {len(Receiver.arrivals)} arrived", file=sys.stderr)
    for writer in writers:
        writer.join()
    done.set()
    Receiver.phase = "answer"
    quiet = time.monotonic()
    expected = options.events // len(people) * len(people) + len(people)
    while len({identifier for identifier, _ in Receiver.arrivals}) < expected and time.monotonic() - quiet < 900:
        # An operator's word spares the wait for the back-off.
        for delivery in call(port, "GET", "/v1/admin/outbox?state=waiting&limit=1", token=admin)[1]["data"]:
            call(port, "POST", f"/v1/admin/outbox/{delivery['id']}/retry", {}, admin)
        time.sleep(1)
    elapsed = time.monotonic() - started
    dead = call(port, "GET", f"/v1/admin/outbox?state=dead&destination={webhook['id']}", token=admin)[1]["data"]
    for instance in instances:
        instance.stop()

    counts = collections.Counter(identifier for identifier, _ in Receiver.arrivals)
    # What happened in one consultation happened one after another, and ids are in the order of time.
    orders = collections.defaultdict(dict)
    for identifier, consultation in Receiver.arrivals:
        orders[consultation].setdefault(identifier)
    disorder = sum(list(order) != sorted(order) for order in orders.values())
    duplicates = sum(counts.values()) - len(counts)
    print(
        f"{options.kills} kills in {elapsed:.0f} s: {expected} events, {len(counts)} arrived, "
        f"{expected - len(counts)} lost, {duplicates} duplicates, {len(dead)} dead letters, {disorder} consultations out of order, "
        f"{Receiver.refused} requests the receiver mistreated")
    stored = subprocess.run(
        ["psql", options.url, "-XAtc", "SELECT count(*) FROM events"], capture_output=True, text=True).stdout.strip()
    print(f"{stored} events in the database")
    sys.exit(0 if len(counts) == expected and not dead and not disorder else 1)


main()
