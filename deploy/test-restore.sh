#!/usr/bin/env bash
# Tests roles.sql, backup.sh and restore.sh on a private PostgreSQL that is gone afterwards: roles and database as an
# operator makes them, migrations, a few rows, a backup, damage, a restore, comparisons, and the service on top.
#
# Usage: deploy/test-restore.sh          BUILD=.build/debug is where mentord and with-private-postgres lie
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
build=${BUILD:-.build/debug}
if [ $# -eq 0 ]; then
    exec "$build/with-private-postgres" deploy/test-restore.sh @url
fi
url=$1
passed=0
work=$(mktemp -d)
service=''
clean_up() {
    if [ -n "$service" ]; then kill "$service" 2>/dev/null || true; fi
    rm -rf "$work"
}
trap clean_up EXIT

ok() {
    passed=$((passed + 1))
    echo "ok   $*"
}
fail() {
    echo "FAIL $*" >&2
    exit 1
}
# as ROLE DATABASE: the URL; of several values of one key the last counts.
as() { printf '%s&user=%s&dbname=%s' "$url" "$1" "$2"; }
run_sql() { psql -XqAt -v ON_ERROR_STOP=1 -d "$(as "$1" "$2")"; }
# refused ROLE DATABASE WORDS: the SQL on standard input fails, and says so in these words.
refused() {
    local answer
    if answer=$(run_sql "$1" "$2" 2>&1); then fail "was let through: $3"; fi
    [[ $answer == *"$3"* ]] || fail "expected \"$3\", got: $answer"
}
# must_fail WORDS COMMAND…: it fails, and says so in these words.
must_fail() {
    local words=$1 answer
    shift
    if answer=$("$@" 2>&1); then fail "succeeded: $*"; fi
    [[ $answer == *"$words"* ]] || fail "expected \"$words\", got: $answer"
}
admin=$(psql -XqAt -d "$url" -c 'SELECT current_user')
owner=mentordesk_owner
desk=mentordesk_service

# Roles and the empty database. A second run changes nothing.
for _ in 1 2; do psql -Xq -d "$url&dbname=postgres" -v database=desk -f deploy/postgres/roles.sql >/dev/null; done
must_fail 'does not belong to' psql -Xq -d "$url&dbname=postgres" -v database=postgres -f deploy/postgres/roles.sql
ok "roles.sql makes the roles and the database, may be run again, and leaves others' alone"
"$build/mentord" migrate up --database-url "$(as "$owner" desk)" --service-role "$desk" >"$work/migrated"
ok "the owner migrates: $(grep -c '^applied' "$work/migrated") migrations"
token=$("$build/mentord" token issue --database-url "$(as "$desk" desk)" --role admin --label restore)

run_sql "$owner" desk <<'SQL'
INSERT INTO mentors (id, handle, name, timezone, created_at, updated_at)
VALUES ('00000000-0000-7000-8000-000000000001', 'lin', '林知遥', 'Asia/Shanghai', '2026-11-01Z', '2026-11-01Z');
INSERT INTO students (id, name, timezone, created_at, updated_at)
SELECT ('00000000-0000-7000-8000-0000000001' || to_char(n, 'FM00'))::uuid, '学生' || n, 'Europe/Berlin', '2026-11-02Z', '2026-11-02Z'
FROM generate_series(1, 20) n;
INSERT INTO contacts (student_id, email_sealed, email_hash)
SELECT id, decode('0001ff', 'hex'), sha256(id::text::bytea) FROM students;
INSERT INTO offerings (id, mentor_id, slug, position, title, duration_minutes, step_minutes, buffer_before_minutes,
    buffer_after_minutes, notice_minutes, horizon_days, approval, active, created_at, updated_at)
VALUES ('00000000-0000-7000-8000-000000000201', '00000000-0000-7000-8000-000000000001', 'mock', 1, '模拟面试 "一轮"', 60,
    60, 0, 0, 0, 60, 'instant', true, '2026-11-01Z', '2026-11-01Z');
INSERT INTO consultations (id, mentor_id, student_id, status, topic, offering_id, start_at, end_at, duration_minutes,
    buffer_before_minutes, buffer_after_minutes, occupied_from, occupied_until, approval, asked_at,
    free_cancellation_until, created_at, updated_at)
SELECT ('00000000-0000-7000-8000-0000000003' || to_char(n, 'FM00'))::uuid, '00000000-0000-7000-8000-000000000001',
    ('00000000-0000-7000-8000-0000000001' || to_char(n, 'FM00'))::uuid, 'confirmed', E'GRPO\n"项目"\\怎么讲',
    '00000000-0000-7000-8000-000000000201', t, t + interval '60 min', 60, 0, 0, t, t + interval '60 min', 'instant',
    '2026-11-03Z', '2026-11-30Z', '2026-11-03Z', '2026-11-03Z'
FROM (SELECT n, timestamptz '2026-12-01 08:00Z' + make_interval(hours => n) AS t FROM generate_series(1, 20) n) AS s;
INSERT INTO messages (id, consultation_id, position, sender_role, body, created_at)
SELECT gen_random_uuid(), id, p, 'student', E'老师好 👋\t\\N', '2026-11-03Z' FROM consultations, generate_series(1, 3) p;
INSERT INTO events (id, type, occurred_at, actor_role, consultation_id, data)
SELECT gen_random_uuid(), 'consultation.confirmed', '2026-11-03Z', 'system', id, '{"任": 1}' FROM consultations;
-- As a server that has run for years would have numbered it.
INSERT INTO events (id, type, occurred_at, actor_role, data, written_in)
VALUES (gen_random_uuid(), 'schedule.changed', '2026-11-03Z', 'system', '{}', '900000000000');
INSERT INTO outbox (event_id, recipient_role, recipient_id, due_at)
SELECT id, 'mentor', '00000000-0000-7000-8000-000000000001', '2026-11-03Z' FROM events;
SQL

# The backup, as the role that only reads.
BACKUP_DATABASE_URL=$(as mentordesk_backup desk)
export BACKUP_DATABASE_URL
dump=$(deploy/backup/backup.sh "$work/backups")
[ "$(find "$work/backups" -mindepth 1 ! -name .lock | wc -l)" = 3 ] || fail "other files than the three of a backup"
ok "backup.sh as the reading role: $(basename "$dump"), $(stat -c %s "$dump") bytes, mode $(stat -c %a "$dump")"
refused mentordesk_backup desk 'permission denied' <<<"SET default_transaction_read_only = off; DELETE FROM outbox"
ok "the reading role can't write"

# Retention: of backups older than the limit the newest few stay, and nothing else in the folder is touched.
for day in 01 02 03; do
    for part in dump sha256 inventory; do touch "$work/backups/mentordesk-202001${day}T000000Z.$part"; done
done
touch "$work/backups/mentordesk-notes.txt"
mkdir "$work/backups/.part.killed"
exec 5>"$work/backups/.lock"
flock 5
must_fail 'another backup is at work' deploy/backup/backup.sh "$work/backups"
exec 5>&-
# Two backups of one second would have one name.
until [ "$(date -u +%Y%m%dT%H%M%SZ)" != "$(basename "$dump" .dump | cut -d- -f2)" ]; do sleep 0.1; done
deploy/backup/backup.sh "$work/backups" --keep-days 14 --keep-least 3 >/dev/null 2>&1
kept=$(cd "$work/backups" && find . -mindepth 1 ! -name .lock ! -name "mentordesk-$(date -u +%Y)*" -printf '%f\n' | sort | paste -sd' ')
[ "$kept" = "mentordesk-20200103T000000Z.dump mentordesk-20200103T000000Z.inventory mentordesk-20200103T000000Z.sha256 mentordesk-notes.txt" ] ||
    fail "retention kept: $kept"
ok "old backups go, the newest three stay, a killed run's remains go, two runs exclude each other"

# A failed backup leaves nothing that looks like one.
before=$(find "$work/backups" -name '*.dump' | wc -l)
must_fail '' env BACKUP_DATABASE_URL="$(as "$desk" desk)" deploy/backup/backup.sh "$work/backups"
[ "$(find "$work/backups" -name '*.dump' | wc -l)" = "$before" ] || fail "a failed backup left a dump"
[ -z "$(find "$work/backups" -name '.part.*')" ] || fail "a failed backup left its working folder"
ok "a backup that fails leaves nothing behind"

# What restore.sh must refuse.
export ADMIN_DATABASE_URL="$url"
run_sql "$admin" postgres <<<'CREATE DATABASE precious'
run_sql "$admin" precious <<<'CREATE TABLE treasure (n integer); INSERT INTO treasure VALUES (1)'
must_fail 'exists' deploy/backup/restore.sh "$dump" precious
[ "$(run_sql "$admin" precious <<<'SELECT n FROM treasure')" = 1 ] || fail "an existing database was touched"
ok "an existing database is left alone without --force"
mkdir "$work/damaged"
cp "${dump%.dump}".* "$work/damaged/"
damaged=$work/damaged/$(basename "$dump")
printf 'damaged' | dd of="$damaged" bs=1 seek=4000 conv=notrunc status=none
must_fail 'damaged' deploy/backup/restore.sh "$damaged" other
ok "a damaged dump is refused before anything is made"
cp "${dump%.dump}".* "$work/damaged/"
sed -i 's/^rows messages 60$/rows messages 61/' "${damaged%.dump}.inventory"
(cd "$work/damaged" && sha256sum ./*.dump ./*.inventory | sed 's|\./||' >"${damaged%.dump}.sha256")
must_fail 'differs from the backup' deploy/backup/restore.sh "$damaged" precious --force
[ "$(run_sql "$admin" precious <<<'SELECT n FROM treasure')" = 1 ] || fail "--force removed before the comparison"
[ "$(run_sql "$admin" postgres <<<"SELECT count(*) FROM pg_database WHERE datname IN ('other', 'precious_restoring')")" = 0 ] ||
    fail "a refused restore left a database"
ok "a restore that differs from its inventory is removed, and --force has removed nothing"

# The restore itself, then the same over what is there.
deploy/backup/restore.sh "$dump" desk_again
deploy/backup/restore.sh "$dump" precious --force >/dev/null
[ "$(run_sql "$admin" precious <<<"SELECT to_regclass('treasure') IS NULL AND to_regclass('events') IS NOT NULL")" = t ] ||
    fail "--force did not replace"
ok "--force replaces, after the comparison"

# Independent of the inventory: contents row by row, and definitions as PostgreSQL prints them.
contents() {
    local table
    for table in $(run_sql "$admin" "$1" <<<"SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY 1"); do
        columns=$(run_sql "$admin" "$1" <<<"SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute WHERE attrelid = '$table'::regclass AND attnum > 0 AND NOT attisdropped AND attname <> 'written_in'")
        echo "$table $(run_sql "$admin" "$1" <<<"COPY (SELECT $columns FROM $table) TO STDOUT" | LC_ALL=C sort | sha256sum)"
    done
    # A definition that is read back loses brackets: (a AND b) AND c becomes a AND b AND c.
    run_sql "$admin" "$1" <<'SQL'
SELECT conrelid::regclass::text, conname, convalidated, translate(pg_get_constraintdef(oid), '()', '') FROM pg_constraint
WHERE connamespace = 'public'::regnamespace ORDER BY 1, 2;
SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1;
SELECT c.relname, r.rolname, c.relacl FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner
WHERE relnamespace = 'public'::regnamespace ORDER BY 1;
SELECT p.proname, r.rolname, p.proacl, p.prosrc FROM pg_proc p JOIN pg_roles r ON r.oid = p.proowner
WHERE pronamespace = 'public'::regnamespace AND prolang <> 13 ORDER BY 1, 4;
SQL
}
contents desk >"$work/before"
contents desk_again >"$work/after"
diff -u "$work/before" "$work/after" || fail "the restored database differs"
ok "contents, constraints, indexes, owners, functions and privileges are the same ($(wc -l <"$work/after") lines compared)"
[ "$(run_sql "$owner" desk_again <<<'SELECT count(*) FROM events WHERE written_in > pg_current_xact_id()')" = 0 ] ||
    fail "events of the future"
ok "no event waits for a transaction of another server"

# The constraints bite, for the service's role.
refused "$desk" desk_again 'consultations_mentor_excl' <<'SQL'
UPDATE consultations SET start_at = '2026-12-01 10:30Z', end_at = '2026-12-01 11:30Z',
    occupied_from = '2026-12-01 10:30Z', occupied_until = '2026-12-01 11:30Z'
WHERE id = '00000000-0000-7000-8000-000000000301';
SQL
refused "$desk" desk_again 'permission denied' <<<"UPDATE events SET type = 'x'"
refused "$desk" desk_again 'permission denied' <<<'CREATE TABLE mine (n integer)'
refused "$desk" desk_again 'permission denied' <<<'SELECT 1; DROP TABLE IF EXISTS nothing; CREATE SCHEMA mine'
run_sql "$desk" desk_again <<<"INSERT INTO events (id, type, occurred_at, actor_role, data) VALUES (gen_random_uuid(), 'x', '2026-11-04Z', 'system', '{}')"
ok "double booking is refused, the service's role can't change events or structure, numbering goes on"
run_sql "$admin" postgres <<<'CREATE ROLE stranger LOGIN'
refused stranger desk_again 'permission denied for database' <<<'SELECT 1'
refused stranger desk 'permission denied for database' <<<'SELECT 1'
ok "no other role may connect"

# The service on the restored database, and a token of before.
"$build/mentord" migrate status --database-url "$(as "$owner" desk_again)" >/dev/null || fail "migrate status"
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])' 2>/dev/null || echo 18089)
# No metrics: their port is a fixed one, and another service may have it.
MENTORDESK_METRICS_ENABLED=false MENTORDESK_DATABASE_URL=$(as "$desk" desk_again) MENTORDESK_SECRET_KEY=$(head -c 32 /dev/urandom | base64) \
    "$build/mentord" serve --port "$port" 2>"$work/log" &
service=$!
for _ in $(seq 100); do
    deploy/container/healthcheck.sh "$port" 2>/dev/null && break
    kill -0 "$service" 2>/dev/null || { cat "$work/log" >&2; fail "the service ended"; }
    sleep 0.2
done
deploy/container/healthcheck.sh "$port" || fail "the service is not ready"
# get PATH TOKEN: the answer's status line.
get() {
    exec 6<>"/dev/tcp/127.0.0.1/$port"
    printf 'GET %s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\nConnection: close\r\n\r\n' "$1" "$2" >&6
    head -n 1 <&6 | tr -d '\r'
    exec 6>&-
}
answer=$(get /v1/admin/mentors "$token")
[[ $answer == 'HTTP/1.1 200 '* ]] || fail "the token of before the backup: $answer"
answer=$(get /v1/admin/mentors "${token}x")
[[ $answer == 'HTTP/1.1 401 '* ]] || fail "a wrong token: $answer"
kill -TERM "$service"
wait "$service" || fail "the service ended with $?"
service=''
ok "the service starts on the restored database, a token of before works, SIGTERM ends it with 0"
echo "test-restore: $passed passed, 0 failed"
