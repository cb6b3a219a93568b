#!/usr/bin/env python3
"""Opens many event streams at once on a running `mentord dev` and says what the process takes.

Usage: Benchmarks/event-streams.py URL PID [STREAMS]
Ten streams a student, whom it registers; each has sent its first words before the memory is read.
"""

import json
import resource
import socket
import sys
import time
import urllib.parse
import urllib.request


def register(base, number):
    body = json.dumps({
        "name": f"学生{number}", "email": f"stream{number}-{time.time_ns()}@example.com", "timezone": "Asia/Shanghai",
    }).encode()
    request = urllib.request.Request(
        f"{base}/v1/students", data=body, headers={"Content-Type": "application/json"})
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)["token"]


def memory(pid, name):
    with open(f"/proc/{pid}/status") as status:
        return next(int(line.split()[1]) / 1024 for line in status if line.startswith(name))


def main():
    base, pid = sys.argv[1].rstrip("/"), int(sys.argv[2])
    count = int(sys.argv[3]) if len(sys.argv) > 3 else 1000
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(count + 100, 65536), resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
    where = urllib.parse.urlparse(base)
    print(f"before: {memory(pid, 'VmRSS:'):.0f} MB")
    streams, token = [], ""
    for number in range(count):
        if number % 10 == 0:
            token = register(base, number)
        stream = socket.create_connection((where.hostname, where.port))
        stream.sendall(
            f"GET /v1/events HTTP/1.1\r\nHost: {where.netloc}\r\nAuthorization: Bearer {token}\r\n"
            "Accept: text/event-stream\r\n\r\n".encode())
        streams.append(stream)
    for stream in streams:
        stream.settimeout(10)
        received = b""
        while b"retry:" not in received:
            received += stream.recv(4096)
        if not received.startswith(b"HTTP/1.1 200"):
            sys.exit(received.decode())
    print(f"{count} streams: {memory(pid, 'VmRSS:'):.0f} MB")
    # Two pings of each.
    began, pings = time.time(), 0
    while time.time() - began < 31:
        time.sleep(1)
    for stream in streams:
        pings += stream.recv(65536).count(b": ping")
    print(f"after {time.time() - began:.0f} s and {pings} pings: {memory(pid, 'VmRSS:'):.0f} MB, "
          f"most {memory(pid, 'VmHWM:'):.0f} MB")


main()
