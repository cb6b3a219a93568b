#!/usr/bin/env python3
"""How much five hundred slow clients cost the others.

Asks a demonstration (`mentord dev`, a release build) for slots over a few connections, first alone, then while five hundred
clients drip their headers or bodies, say nothing, or don't read what they asked for. Ends with 1 when the others are served
more than twice as slowly.

Usage: Benchmarks/slow_clients.py [--mentord FILE] [--seconds N] [--clients N]
"""

import argparse
import asyncio
import json
import multiprocessing
import os
import pathlib
import resource
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time

SLOTS = "/v1/mentors/lin-zhiyao/slots?offering=mock-theory&from=2026-11-24&to=2026-12-24"
CONNECTIONS = 4


def raise_file_limit():
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def ask(connection, request):
    """One request on an open connection; returns the octets of the answer's body."""
    connection.sendall(request)
    received = b""
    while b"\r\n\r\n" not in received:
        received += part(connection)
    head, _, body = received.partition(b"\r\n\r\n")
    if not head.startswith(b"HTTP/1.1 200"):
        raise RuntimeError(head.split(b"\r\n")[0].decode())
    length = next(int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:"))
    while len(body) < length:
        body += part(connection)
    return length


def part(connection):
    octets = connection.recv(1 << 16)
    if not octets:
        raise RuntimeError("the service closed the connection")
    return octets


def load(port, seconds, results):
    """Asks again and again on one connection; the seconds of each answer."""
    request = f"GET {SLOTS} HTTP/1.1\r\nHost: x\r\n\r\n".encode()
    took = []
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for _ in range(200):
            ask(connection, request)
        end = time.perf_counter() + seconds
        while (now := time.perf_counter()) < end:
            ask(connection, request)
            took.append(time.perf_counter() - now)
    results.put(took)


def measure(port, seconds):
    results = multiprocessing.Queue()
    workers = [multiprocessing.Process(target=load, args=(port, seconds, results)) for _ in range(CONNECTIONS)]
    for worker in workers:
        worker.start()
    took = [second for _ in workers for second in results.get()]
    for worker in workers:
        worker.join()
    cuts = statistics.quantiles(took, n=100)
    return {"per_second": len(took) / seconds, "p50": cuts[49] * 1_000, "p99": cuts[98] * 1_000}


HEAD = b"GET /v1/mentors HTTP/1.1\r\nHost: x\r\nX-Slow: "
BODY = b"POST /v1/students HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n{"
UNREAD = b"GET /docs HTTP/1.1\r\nHost: x\r\n\r\n" * 200


async def dawdle(port, index, ready):
    """One slow client. When it is cut it comes back, as an attacker would."""
    kind = ["head", "body", "silent", "unread"][index % 4]
    while True:
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1024)
            if kind == "unread":
                writer.transport.pause_reading()
            writer.write({"head": HEAD, "body": BODY, "silent": b"", "unread": UNREAD}[kind])
            ready.add(index)
            while not writer.transport.is_closing() and not reader.at_eof():
                await asyncio.sleep(1)
                if kind in ("head", "body"):
                    writer.write(b"a")
        except OSError:
            await asyncio.sleep(0.1)
        finally:
            if "writer" in locals():
                writer.close()


def crowd(port, count, ready, ended):
    raise_file_limit()

    async def run():
        there = set()
        tasks = [asyncio.create_task(dawdle(port, index, there)) for index in range(count)]
        while len(there) < count:
            await asyncio.sleep(0.05)
        ready.set()
        while not ended.is_set():
            await asyncio.sleep(0.2)
        for task in tasks:
            task.cancel()

    asyncio.run(run())


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mentord", default=".build/release/mentord")
    parser.add_argument("--seconds", type=float, default=8)
    parser.add_argument("--clients", type=int, default=500)
    options = parser.parse_args()
    raise_file_limit()
    with tempfile.TemporaryDirectory(prefix="mentordesk-slow-") as folder:
        service = subprocess.Popen(
            [os.path.abspath(options.mentord), "dev", "--json", "--port", "0", "--log-level", "error"]
            + ["--frozen", "--now", "2026-11-23T10:00:00+08:00", "--data", str(pathlib.Path(folder) / "data")],
            stdout=subprocess.PIPE,
        )
        try:
            port = int(json.loads(service.stdout.readline())["url"].rsplit(":", 1)[1])
            measure(port, 2)
            alone = [measure(port, options.seconds)]
            ready, ended = multiprocessing.Event(), multiprocessing.Event()
            slow = multiprocessing.Process(target=crowd, args=(port, options.clients, ready, ended))
            slow.start()
            ready.wait()
            beside = measure(port, options.seconds)
            ended.set()
            slow.join()
            # The machine may have grown faster or slower meanwhile: alone is measured on both sides.
            alone.append(measure(port, options.seconds))
        finally:
            service.send_signal(signal.SIGTERM)
            service.wait(timeout=60)
    both = {key: statistics.mean(run[key] for run in alone) for key in beside}
    print(f"slots over {CONNECTIONS} connections    requests/s   p50 ms   p99 ms")
    print(f"alone                       {both['per_second']:>10.0f} {both['p50']:>8.2f} {both['p99']:>8.2f}")
    name = f"beside {options.clients} slow clients"
    print(f"{name:<27} {beside['per_second']:>10.0f} {beside['p50']:>8.2f} {beside['p99']:>8.2f}")
    times = {
        "per_second": both["per_second"] / beside["per_second"],
        "p50": beside["p50"] / both["p50"],
        "p99": beside["p99"] / both["p99"],
    }
    print(f"times as slow               {times['per_second']:>10.2f} {times['p50']:>8.2f} {times['p99']:>8.2f}")
    if times["per_second"] > 2 or times["p50"] > 2:
        sys.exit("slow clients: the others are served more than twice as slowly")


if __name__ == "__main__":
    main()
