#!/bin/sh
# Makes this machine able to build, test and run MentorDesk: says what is missing, installs it, and is silent and quick
# when nothing is. Works as root, with sudo, and without a terminal.
# Usage: deploy/setup.sh [tests]   with "tests", what only tests need as well
set -eu

purpose=${1:-}
oldest_swift=6.3
oldest_postgres=15

say() { printf '%s\n' "setup: $*" >&2; }
fail() {
    say "$*"
    exit 1
}

# at_least 6.3.1 6.3: whether the first version is the second or newer.
at_least() { [ "$(printf '%s\n%s\n' "$2" "$1" | sort -V | head -n 1)" = "$2" ]; }

# The folders a PostgreSQL server may be in, as the private cluster looks for it.
server_folders() {
    [ -z "${MENTORDESK_POSTGRES_BIN:-}" ] || echo "$MENTORDESK_POSTGRES_BIN"
    pg_config --bindir 2>/dev/null || true
    ls -d /usr/lib/postgresql/*/bin /usr/pgsql-*/bin /usr/local/pgsql/bin 2>/dev/null || true
    echo "$PATH" | tr ':' '\n'
}

# Prints the newest version of a complete server: the programs and the extension btree_gist.
newest_server() {
    server_folders | sort -u | while read -r folder; do
        [ -x "$folder/postgres" ] && [ -x "$folder/initdb" ] && [ -x "$folder/psql" ] || continue
        version=$("$folder/postgres" --version | sed -n 's/.*(PostgreSQL) \([0-9][0-9.]*\).*/\1/p')
        [ -n "$version" ] || continue
        for extensions in "$folder"/../share/extension "$folder"/../share/postgresql/extension \
            "/usr/share/postgresql/${version%%.*}/extension" "/usr/share/pgsql/extension"; do
            if [ -e "$extensions/btree_gist.control" ]; then
                echo "$version"
                break
            fi
        done
    done | sort -V | tail -n 1
}

# Prints the packages, by their Debian names, of what is not here.
missing_packages() {
    command -v make >/dev/null || echo make
    command -v pkg-config >/dev/null || echo pkg-config
    pkg-config --exists libpq 2>/dev/null || echo libpq-dev
    pkg-config --exists zlib 2>/dev/null || echo zlib1g-dev
    pkg-config --exists xlsxwriter 2>/dev/null || echo libxlsxwriter-dev
    [ -e /usr/share/zoneinfo/Asia/Shanghai ] || echo tzdata
    command -v setpriv >/dev/null || echo util-linux
    server=$(newest_server)
    { [ -n "$server" ] && at_least "$server" "$oldest_postgres"; } || echo postgresql
    if [ "$purpose" = tests ]; then
        for shell in zsh fish; do
            command -v "$shell" >/dev/null || echo "$shell"
        done
        command -v cc >/dev/null || echo gcc
        pkg-config --exists libical 2>/dev/null || echo libical-dev
        command -v python3 >/dev/null || echo python3
        python3 -c 'import ensurepip, venv' 2>/dev/null || echo python3-venv
        # weasyprint's, which reports are printed with.
        case $(/sbin/ldconfig -p) in *libpangoft2-1.0.so.0*) ;; *) echo libpangoft2-1.0-0 ;; esac
    fi
}

check_swift() {
    command -v swift >/dev/null ||
        fail "Swift $oldest_swift or newer is needed and \`swift\` is not on the PATH: see https://www.swift.org/install"
    found=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9][0-9.]*\).*/\1/p' | head -n 1)
    at_least "${found:-0}" "$oldest_swift" ||
        fail "Swift $oldest_swift or newer is needed and this is ${found:-unknown}: see https://www.swift.org/install"
}

# Runs a command as root.
as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif [ -t 0 ]; then
        sudo "$@"
    else
        sudo -n "$@"
    fi
}

# Debian's package makes a cluster `main` and starts it on port 5432. We run our own and want none, so a drop-in says so
# while we install, and goes afterwards: a later installation by the operator is the operator's affair. The file
# createcluster.conf belongs to the package and to the operator; it is never touched.
dropin=/etc/postgresql-common/createcluster.d/mentordesk-setup.conf

apt="env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3"

# Zone rules change several times a year, and old ones put sessions at the wrong hour: after a year `mentord doctor` points
# at them. Newer ones are taken where there are any; a machine that can't have them goes on with what it has.
refresh_zone_data() {
    [ -n "$(find /usr/share/zoneinfo/tzdata.zi -mtime +365 2>/dev/null)" ] || return 0
    command -v apt-get >/dev/null || return 0
    if [ "$(id -u)" != 0 ] && ! sudo -n true 2>/dev/null; then
        say "the time zones here are over a year old; as root run: apt-get update && apt-get install tzdata"
        return 0
    fi
    # shellcheck disable=SC2086 # the words of the command
    [ -n "$(find /var/lib/apt/lists -maxdepth 0 -mtime -1 2>/dev/null)" ] || as_root $apt update >/dev/null 2>&1 || true
    versions=$(apt-cache policy tzdata | sed -n 's/^ *\(Installed\|Candidate\): //p' | sort -u | wc -l)
    [ "$versions" = 2 ] || return 0
    say "the time zones here are over a year old: upgrading the package tzdata"
    # shellcheck disable=SC2086 # the words of the command
    as_root $apt install -y --no-install-recommends tzdata >/dev/null 2>&1 ||
        say "apt-get could not; going on with the old ones"
}

install_with_apt() {
    packages=$1
    say "missing: $packages"
    if [ "$(id -u)" != 0 ] && ! command -v sudo >/dev/null; then
        fail "cannot install without sudo; as root run: apt-get update && apt-get install -y $packages"
    fi
    say "installing with apt-get$([ "$(id -u)" = 0 ] || echo ' and sudo')," \
        "without starting a PostgreSQL of the system's own"
    if [ "$(id -u)" != 0 ] && [ ! -t 0 ] && ! sudo -n true 2>/dev/null; then
        fail "sudo wants a password and there is no terminal; as root run: apt-get update && apt-get install -y $packages"
    fi
    log=$(mktemp)
    trap 'as_root rm -f "$dropin"; rm -f "$log"' EXIT
    # A third party's broken source need not matter; where it does, the installation fails and shows its own messages.
    # shellcheck disable=SC2086 # the words of the command
    as_root $apt update >"$log" 2>&1 || say "apt-get update had problems; going on with what is known"
    as_root mkdir -p "$(dirname "$dropin")"
    echo "create_main_cluster = false" | as_root tee "$dropin" >/dev/null
    # shellcheck disable=SC2086 # several packages
    as_root $apt install -y --no-install-recommends $packages >>"$log" 2>&1 || {
        tail -n 30 "$log" >&2
        fail "apt-get could not install $packages: its last messages are above"
    }
    as_root rm -f "$dropin"
    rm -f "$log"
    trap - EXIT
}

# The packages that tests ask whether our output is right, pinned, in an environment of their own.
python_packages() {
    [ "$purpose" = tests ] || return 0
    here=$(dirname "$0")
    "$here/python-environment.sh" "$here/../.build/test-python" "$here/../Tests/requirements.txt" >&2 ||
        fail "tests need the packages of Tests/requirements.txt"
}

check_swift
refresh_zone_data
packages=$(missing_packages | tr '\n' ' ' | sed 's/ $//')
if [ -z "$packages" ]; then
    python_packages
    exit 0
fi
command -v apt-get >/dev/null || fail "missing (by their Debian names): $packages. Install them with your package manager"
install_with_apt "$packages"

packages=$(missing_packages | tr '\n' ' ' | sed 's/ $//')
case " $packages " in
'  ')
    python_packages
    say "everything is there now"
    ;;
*' postgresql '*)
    [ -n "$(newest_server)" ] || fail "no complete PostgreSQL server with the extension btree_gist is here"
    fail "this system's PostgreSQL is $(newest_server) and $oldest_postgres is needed:" \
        "add https://apt.postgresql.org and run this again"
    ;;
*) fail "still missing after the installation: $packages" ;;
esac
