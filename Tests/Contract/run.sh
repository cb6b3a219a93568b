#!/bin/sh
# Holds the running service against its own OpenAPI document: schemathesis calls every operation as nobody, as a student,
# as a mentor and as an administrator, on a demonstration that is made for this and removed afterwards.
#
# Usage: Tests/Contract/run.sh [--examples N] [--seed N] [--mentord FILE] [--roles student,admin]
# Ends with 1 when an answer isn't what the document says, and prints the counts either way.
set -eu
cd "$(dirname "$0")/../.."

venv=${MENTORDESK_CONTRACT_VENV:-.build/contract-venv}
wanted=Tests/Contract/requirements.txt

if ! cmp -s "$wanted" "$venv/installed.txt"; then
    command -v python3 >/dev/null || {
        echo "contract: python3 is needed" >&2
        exit 69
    }
    rm -rf "$venv"
    python3 -m venv "$venv" || {
        echo "contract: python3 can't make an environment; on Debian install python3-venv" >&2
        exit 69
    }
    "$venv/bin/pip" install --quiet --disable-pip-version-check --requirement "$wanted" || {
        echo "contract: the packages of $wanted can't be installed" >&2
        exit 69
    }
    cp "$wanted" "$venv/installed.txt"
fi

exec "$venv/bin/python" Tests/Contract/contract.py "$@"
