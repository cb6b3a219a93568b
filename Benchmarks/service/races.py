"""Many students go for the same slot at once, slot after slot: who wins, how long the others wait, what PostgreSQL holds."""

import asyncio
import json
import time
from datetime import datetime, timedelta, timezone


class Connection:
    """One kept HTTP/1.1 connection."""

    async def open(self, port):
        self.reader, self.writer = await asyncio.open_connection("127.0.0.1", port)

    async def post(self, path, token, body):
        data = json.dumps(body).encode()
        self.writer.write(
            f"POST {path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(data)}\r\n\r\n".encode() + data)
        head = (await self.reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        status = int(head.split(" ", 2)[1])
        length = next(
            int(line.split(":")[1]) for line in head.split("\r\n") if line.lower().startswith("content-length:"))
        return status, await self.reader.readexactly(length)


async def run(database, port, students, slots, racers):
    # A mentor round the clock; each slot has a time of its own, so that nobody is busy elsewhere.
    database.ask(
        """INSERT INTO mentors (id, handle, name, timezone, created_at, updated_at)
               SELECT numbered(11, n), 'race-' || n, '导师', 'UTC', now(), now() FROM generate_series(0, 9) n
               ON CONFLICT DO NOTHING;
           INSERT INTO schedules (mentor_id, version, timezone, weekly, days, time_off, changed_at)
               SELECT numbered(11, n), 1, 'UTC', (SELECT jsonb_object_agg(day, '[["00:00","24:00"]]'::jsonb)
                   FROM unnest('{mon,tue,wed,thu,fri,sat,sun}'::text[]) day), '{}', '[]', now()
               FROM generate_series(0, 9) n ON CONFLICT DO NOTHING;
           INSERT INTO offerings (id, mentor_id, slug, position, title, duration_minutes, step_minutes,
                   buffer_before_minutes, buffer_after_minutes, notice_minutes, horizon_days, approval, active,
                   created_at, updated_at)
               SELECT numbered(12, n), numbered(11, n), 'race', 1, 'race', 30, 30, 0, 0, 0, 365, 'instant', true, now(),
                   now() FROM generate_series(0, 9) n ON CONFLICT DO NOTHING;
           DELETE FROM outbox WHERE event_id IN (SELECT e.id FROM events e JOIN mentors m ON m.id = e.mentor_id
               WHERE m.handle LIKE 'race-%');
           DELETE FROM events WHERE mentor_id IN (SELECT id FROM mentors WHERE handle LIKE 'race-%');
           DELETE FROM consultations WHERE mentor_id IN (SELECT id FROM mentors WHERE handle LIKE 'race-%')""")
    # Students from the end of the list, whom no other measurement lets book. Others after every ninety slots: one who
    # always wins must not meet how many a student may hold, which is a hundred.
    crowds = (slots + 89) // 90
    tokens = database.ask(
        f"""SELECT 'mdt_' || left(md5(n::text) || md5('x' || n), 52)
            FROM generate_series({students} - {racers * crowds}, {students} - 1) n""").split()
    deadlocks = int(database.ask("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"))
    connections = [Connection() for _ in range(racers)]
    for connection in connections:
        await connection.open(port)
    first = datetime.now(timezone.utc).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=100)
    won = lost = failures = 0
    waits = []

    async def one(connection, token, body):
        began = time.perf_counter()
        status, data = await connection.post("/v1/consultations", token, body)
        waits.append((time.perf_counter() - began) * 1_000)
        return status, data

    began = time.perf_counter()
    for slot in range(slots):
        start = first + timedelta(minutes=30 * slot)
        body = {"mentor": f"race-{slot % 10}", "offering": "race", "start": start.isoformat(), "topic": "GRPO"}
        crowd = tokens[slot // 90 * racers:][:racers]
        answers = await asyncio.gather(*(one(c, t, body) for c, t in zip(connections, crowd)))
        winners = sum(status == 201 for status, _ in answers)
        taken = sum(status == 409 and json.loads(data)["code"] == "slot_taken" for status, data in answers)
        won += winners == 1
        lost += taken
        failures += len(answers) - winners - taken
    elapsed = time.perf_counter() - began
    overlaps = int(database.ask(
        """SELECT count(*) FROM consultations a JOIN consultations b ON a.mentor_id = b.mentor_id AND a.id < b.id
               AND a.occupied_from < b.occupied_until AND b.occupied_from < a.occupied_until
           WHERE a.mentor_id IN (SELECT id FROM mentors WHERE handle LIKE 'race-%')
               AND a.status = 'confirmed' AND b.status = 'confirmed'"""))
    held = int(database.ask(
        """SELECT count(*) FROM consultations WHERE status = 'confirmed'
               AND mentor_id IN (SELECT id FROM mentors WHERE handle LIKE 'race-%')"""))
    after = int(database.ask("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"))
    waits.sort()
    return {
        "slots": slots, "racers": racers, "won": won, "lost": lost, "failures": failures, "held": held,
        "overlaps": overlaps, "deadlocks": after - deadlocks, "rate": len(waits) / elapsed,
        "p50": waits[len(waits) // 2], "p99": waits[int(len(waits) * 0.99)], "worst": waits[-1],
    }
