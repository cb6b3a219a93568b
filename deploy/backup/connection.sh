# shellcheck shell=bash
# How the scripts of this folder reach a database; to be sourced.

say() { printf '%s: %s\n' "${0##*/}" "$*" >&2; }
fail() {
    say "$*"
    exit 1
}

# hide_password URL: prints nothing, sets `connection` to the URL without its password and exports the password to libpq.
# The arguments of a program are for everybody on the machine to read, its environment only for its owner.
hide_password() {
    connection=$1
    if [[ $1 =~ (^|[?&[:space:]])password= ]]; then
        fail "write a password as postgres://role:password@host/…, or keep it in a password file (passfile=)"
    fi
    local pattern='^(postgres(ql)?://[^:/@?]*):([^/@?]*)@(.*)$' encoded
    if [[ $connection =~ $pattern ]]; then
        encoded=${BASH_REMATCH[3]//\\/\\\\}
        connection="${BASH_REMATCH[1]}@${BASH_REMATCH[4]}"
        printf -v PGPASSWORD '%b' "${encoded//%/\\x}"
        export PGPASSWORD
    fi
}

# database_url NAME FILE: the URL in the environment under NAME, else in FILE of the credential directory.
database_url() {
    local value=${!1:-}
    if [ -z "$value" ] && [ -r "${CREDENTIALS_DIRECTORY:-}/$2" ]; then
        value=$(cat "$CREDENTIALS_DIRECTORY/$2")
    fi
    [ -n "$value" ] || fail "say where the database is: $1, or the credential $2"
    printf '%s' "$value"
}

# of_database URL NAME: the same server, another database. A later `dbname` outweighs the one in the path.
of_database() {
    case $1 in
    *://*\?*) printf '%s&dbname=%s' "$1" "$2" ;;
    *://*) printf '%s?dbname=%s' "$1" "$2" ;;
    *) printf '%s dbname=%s' "$1" "$2" ;;
    esac
}

# The major version in `psql (PostgreSQL) 17.6 (Debian …)`.
major_of() { sed -n 's/^[^)]*) \([0-9]*\).*/\1/p' <<<"$1"; }

# check_client PROGRAM CONNECTION: pg_dump and pg_restore must be as new as the server, or newer.
check_client() {
    local client server
    client=$(major_of "$("$1" --version)")
    server=$(psql -XqAt -d "$2" -c 'SHOW server_version_num') || fail "the database can't be reached"
    server=$((server / 10000))
    [ "$client" -ge "$server" ] ||
        fail "$1 is of PostgreSQL $client and the server of $server: install postgresql-client-$server"
}
