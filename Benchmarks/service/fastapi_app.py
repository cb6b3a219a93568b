"""The same slots query and the same answer by FastAPI on asyncpg and uvloop: one of the yardsticks.

Holidays, time off, dated days, caps and notice are left out, which only makes it faster. Run by bench.py with uvicorn.
"""

import os
from contextlib import asynccontextmanager
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import asyncpg
import orjson
from fastapi import FastAPI
from fastapi.responses import Response

SQL = open(os.path.join(os.path.dirname(__file__), "slots.sql")).read().splitlines()[-1]
SQL = SQL.replace("to_timestamp(:since)", "$1").replace("'mentor-' || :m", "$2")
WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
HOUR = timedelta(hours=1)


@asynccontextmanager
async def lifespan(app):
    async with asyncpg.create_pool(os.environ["BENCH_URL"], min_size=8, max_size=8) as pool:
        app.state.pool = pool
        yield


app = FastAPI(lifespan=lifespan)


def starts(row, offering, first, last, now):
    """Starts that can be booked from a day to another, by the weekly hours less what is taken."""
    zone = ZoneInfo(row["timezone"])
    weekly = orjson.loads(row["weekly"])
    step = timedelta(minutes=offering["step_minutes"])
    length = timedelta(minutes=offering["duration_minutes"])
    taken = sorted(zip(row["occupied_from"] or [], row["occupied_until"] or []))
    index = 0
    day = first
    while day < last:
        for begin, end in weekly.get(WEEKDAYS[day.weekday()], []):
            at = datetime(day.year, day.month, day.day, int(begin[:2]), int(begin[3:]), tzinfo=zone)
            stop = datetime(day.year, day.month, day.day, int(end[:2]), int(end[3:]), tzinfo=zone)
            while at + length <= stop:
                while index < len(taken) and taken[index][1] <= at:
                    index += 1
                if at >= now and not (index < len(taken) and taken[index][0] < at + length):
                    yield at
                at += step
        day += timedelta(days=1)


@app.get("/v1/mentors/{handle}/slots")
async def slots(handle: str, offering: str, start: date, end: date):
    now = datetime.now(ZoneInfo("UTC"))
    row = await app.state.pool.fetchrow(SQL, now - timedelta(days=9), handle)
    chosen = next(o for o in orjson.loads(row["coalesce"]) if o["slug"] == offering)
    length = timedelta(minutes=chosen["duration_minutes"])
    found = list(starts(row, chosen, start, end, now))
    following = next(starts(row, chosen, end, end + timedelta(days=30), now), None)
    span = lambda at: {"start": at.isoformat(), "end": (at + length).isoformat()}
    body = {
        "mentor": row["handle"], "next_available": span(following) if following else None, "offering": offering,
        "slots": [span(at) for at in found], "timezone": row["timezone"],
    }
    return Response(orjson.dumps(body), media_type="application/json")
