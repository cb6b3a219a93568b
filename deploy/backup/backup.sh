#!/usr/bin/env bash
# Backs up MentorDesk's database: a dump in PostgreSQL's custom format, an inventory of what is in it (rows,
# constraints, privileges) taken in the dump's own snapshot, and a checksum of both. A backup appears under its name when
# it is whole and not before; old ones go only after a new one is there.
#
# Usage: backup.sh FOLDER [--keep-days 14] [--keep-least 3]
#
# The database is BACKUP_DATABASE_URL or the credential `backup-database-url`: a direct connection (no
# transaction-mode pooler) as a role that may read everything. What it does not hold: the service's secret keys. Without
# them the addresses in a backup stay sealed; keep them elsewhere.
set -euo pipefail
umask 077
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=connection.sh
. "$here/connection.sh"

usage() {
    sed -n 's/^# Usage: /usage: /p' "$0" >&2
    exit 64
}

folder='' keep_days=14 keep_least=3
while [ $# -gt 0 ]; do
    case $1 in
    --keep-days | --keep-least)
        [[ ${2:-} =~ ^[0-9]{1,5}$ ]] || usage
        if [ "$1" = --keep-days ]; then keep_days=$((10#$2)); else keep_least=$((10#$2)); fi
        shift
        ;;
    -*) usage ;;
    *)
        [ -z "$folder" ] || usage
        folder=$1
        ;;
    esac
    shift
done
[ -n "$folder" ] || usage
# With none to keep, a clock that jumps ahead would take every backup there is.
[ "$keep_least" -ge 1 ] || fail "--keep-least takes 1 or more"

url=$(database_url BACKUP_DATABASE_URL backup-database-url)
hide_password "$url"
mkdir -p "$folder"
cd "$folder"
exec 9>.lock
flock -n 9 || fail "another backup is at work in $folder"
check_client pg_dump "$connection"

name=mentordesk-$(date -u +%Y%m%dT%H%M%SZ)
[ ! -e "$name.dump" ] || fail "$name.dump is there already"
part=$(mktemp -d .part.XXXXXX)
reader=''
clean_up() {
    if [ -n "$reader" ]; then kill "$reader" 2>/dev/null || true; fi
    rm -rf "$part"
}
trap clean_up EXIT
# What a killed run left behind; the lock says that nobody is writing it now.
find . -maxdepth 1 -name '.part.*' ! -name "$part" -exec rm -rf {} +

# One session holds a snapshot open while pg_dump reads the same one, so that the inventory is that of the dump.
coproc session { psql -XqAt -v ON_ERROR_STOP=1 -d "$connection"; }
# shellcheck disable=SC2154 # coproc sets it
reader=$session_PID
exec 7>&"${session[1]}" 8<&"${session[0]}"
printf '%s\n' "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;" \
    "SET LOCAL idle_in_transaction_session_timeout = 0; SET LOCAL statement_timeout = 0;" \
    "SELECT pg_export_snapshot();" >&7
read -r -t 60 snapshot <&8 || fail "the database gave no snapshot"
printf '%s\n' "\\o $part/inventory" "\\i '$here/inventory.sql'" "\\o" "\\echo whole" >&7
read -r -t 3600 answer <&8 || fail "the database could not be counted"
[ "$answer" = whole ] || fail "the database could not be counted: $answer"
pg_dump --format=custom --compress=6 --snapshot="$snapshot" --lock-wait-timeout=60s --file="$part/dump" -d "$connection"
printf '%s\n' "COMMIT;" "\\q" >&7
wait "$reader" || fail "the session of the snapshot broke"
reader=''

pg_restore --list "$part/dump" >/dev/null || fail "the dump can't be read back"
grep -q '^rows schema_migrations ' "$part/inventory" || fail "this is no migrated MentorDesk database"

mv "$part/dump" "$part/$name.dump"
mv "$part/inventory" "$part/$name.inventory"
(cd "$part" && sha256sum "$name.dump" "$name.inventory" >"$name.sha256")
sync -f "$part"
# The dump comes last: who sees one finds its checksum and inventory beside it.
mv "$part/$name.inventory" "$part/$name.sha256" .
mv "$part/$name.dump" .
sync -f .

# Names begin with the instant, so their order is that of time.
mapfile -t dumps < <(find . -maxdepth 1 -name 'mentordesk-*Z.dump' -printf '%f\n' | sort -r)
oldest=mentordesk-$(date -u -d "-$keep_days days" +%Y%m%dT%H%M%SZ)
for old in "${dumps[@]:keep_least}"; do
    old=${old%.dump}
    [[ $old < $oldest ]] || continue
    rm -f -- "$old.dump" "$old.sha256" "$old.inventory"
    say "removed $old"
done
echo "$PWD/$name.dump"
