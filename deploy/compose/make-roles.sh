#!/usr/bin/env bash
# Run by PostgreSQL's image once, when the data are made: MentorDesk's roles and database, with the passwords in
# /run/secrets.
set -euo pipefail
psql -X -v ON_ERROR_STOP=1 -U "${POSTGRES_USER:-postgres}" -d postgres -f "${ROLES_SQL:-/usr/local/share/mentordesk/roles.sql}"
for role in owner service backup; do
    # On standard input, as arguments are for everybody to read.
    printf "SET log_statement = none; ALTER ROLE mentordesk_%s PASSWORD '%s';\n" \
        "$role" "$(cat "${SECRETS:-/run/secrets}/$role-password")"
done | psql -Xq -v ON_ERROR_STOP=1 -U "${POSTGRES_USER:-postgres}" -d postgres
