#!/usr/bin/env bash
# Restores a backup into a new database, whole or not at all, and compares it with the backup's inventory: rows of every
# table, constraints, indexes, triggers, privileges, migrations.
#
# Usage: restore.sh BACKUP.dump DATABASE [--owner mentordesk_owner] [--force]
#
# The server is ADMIN_DATABASE_URL or the credential `admin-database-url`: any database of it, as a role that
# may create databases. The roles must be there (deploy/postgres/roles.sql). An existing database is never touched,
# except with --force, which removes it, and only once the new one stands beside it complete and compared.
set -euo pipefail
umask 077
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=connection.sh
. "$here/connection.sh"

usage() {
    sed -n 's/^# Usage: /usage: /p' "$0" >&2
    exit 64
}

dump='' database='' owner=mentordesk_owner force=''
while [ $# -gt 0 ]; do
    case $1 in
    --owner)
        owner=${2:-}
        shift
        ;;
    --force) force=yes ;;
    -*) usage ;;
    *)
        if [ -z "$dump" ]; then dump=$1; elif [ -z "$database" ]; then database=$1; else usage; fi
        ;;
    esac
    shift || usage
done
[ -n "$database" ] || usage
for name in "$database" "$owner"; do
    [[ $name =~ ^[a-z_][a-z0-9_]{0,47}$ ]] || fail "a name is lower-case letters, digits and _, at most 48: $name"
done
case $database in postgres | template0 | template1) fail "$database belongs to the server" ;; esac

folder=$(cd "$(dirname "$dump")" && pwd)
name=$(basename "$dump" .dump)
for part in dump sha256 inventory; do
    [ -r "$folder/$name.$part" ] || fail "$folder/$name.$part is missing; a backup is dump, sha256 and inventory"
done
(cd "$folder" && sha256sum --check --strict --quiet "$name.sha256") || fail "the backup is damaged: $name"
# The checksum's file could name anything; it has to name these two.
[ "$(awk '{print $2}' "$folder/$name.sha256" | sort | paste -sd' ')" = "$name.dump $name.inventory" ] ||
    fail "$name.sha256 speaks of other files"

url=$(database_url ADMIN_DATABASE_URL admin-database-url)
hide_password "$url"
admin() { psql -XqAt -v ON_ERROR_STOP=1 -v database="$database" -v fresh="$fresh" -v owner="$owner" -d "$connection"; }
fresh=${database}_restoring
check_client pg_restore "$connection"
[ "$(admin <<<"SELECT count(*) FROM pg_roles WHERE rolname = :'owner'")" = 1 ] ||
    fail "there is no role $owner: run deploy/postgres/roles.sql first, or name it with --owner"
exists=$(admin <<<"SELECT count(*) FROM pg_database WHERE datname = :'database'")
[ "$exists" = 0 ] || [ -n "$force" ] || fail "the database $database exists; restore under another name, or --force"
[ "$(admin <<<"SELECT count(*) FROM pg_database WHERE datname = :'fresh'")" = 0 ] ||
    fail "$fresh is there: another restore is at work, or one was killed; then: dropdb $fresh"

made=''
work=$(mktemp -d)
clean_up() {
    rm -rf "$work"
    if [ -n "$made" ]; then
        say "not restored; removing $fresh"
        admin <<<'DROP DATABASE IF EXISTS :"fresh" WITH (FORCE)' || true
    fi
}
trap clean_up EXIT

admin <<'SQL'
SET client_min_messages = warning;
SELECT format('GRANT %I TO CURRENT_USER', :'owner')
WHERE NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) \gexec
CREATE DATABASE :"fresh" OWNER :"owner" TEMPLATE template0 ENCODING 'UTF8';
SQL
made=yes
admin <<<'REVOKE ALL ON DATABASE :"fresh" FROM PUBLIC'
target=$(of_database "$connection" "$fresh")

pg_restore --single-transaction --exit-on-error --no-owner --role="$owner" -d "$target" "$folder/$name.dump" ||
    fail "pg_restore refused; a missing role is made by deploy/postgres/roles.sql"

# Who may connect is said of the database and so in no dump: the roles that have privileges inside, and readers of all.
psql -XqAt -v ON_ERROR_STOP=1 -v owner="$owner" -d "$target" <<'SQL'
SELECT format('GRANT CONNECT ON DATABASE %I TO %I', current_database(), g.rolname)
FROM pg_roles g WHERE g.rolcanlogin AND NOT g.rolsuper AND (
    pg_has_role(g.oid, 'pg_read_all_data', 'MEMBER')
    OR EXISTS (SELECT FROM pg_class c, aclexplode(c.relacl) p
        WHERE c.relnamespace = 'public'::regnamespace AND p.grantee = g.oid)) \gexec
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
-- Events remember the transaction that wrote them, and readers wait for transactions that are still at work. On
-- another server transactions are counted from the start again: numbers of the old one would lie in the future, and
-- their events would be waited for. Everything restored is long finished.
SET ROLE :"owner";
UPDATE events SET written_in = pg_current_xact_id() WHERE written_in > pg_current_xact_id();
RESET ROLE;
-- It warns of the server's own tables, which only a superuser may analyze.
SET client_min_messages = error;
ANALYZE;
SQL

psql -XqAt -v ON_ERROR_STOP=1 -d "$target" -f "$here/inventory.sql" >"$work/inventory"
diff -u "$folder/$name.inventory" "$work/inventory" >&2 || fail "the restored database differs from the backup (above)"

if [ -n "$force" ] && [ "$exists" = 1 ]; then
    admin <<<'DROP DATABASE :"database" WITH (FORCE)'
fi
admin <<<'ALTER DATABASE :"fresh" RENAME TO :"database"'
made=''
rows=$(awk '$1 == "rows" { tables++; rows += $3 } END { print rows " rows in " tables " tables" }' "$work/inventory")
constraints=$(grep -c '^constraint ' "$work/inventory")
echo "restored $name into $database: $rows, $constraints constraints, all as in the backup"
