#!/bin/sh
# Holds the running service against its own OpenAPI document: schemathesis calls every operation as nobody, as a student,
# as a mentor and as an administrator, on a demonstration that is made for this and removed afterwards.
#
# Usage: Tests/Contract/run.sh [--examples N] [--seed N] [--mentord FILE] [--roles student,admin]
# Ends with 1 when an answer isn't what the document says, and prints the counts either way.
set -eu
cd "$(dirname "$0")/../.."

venv=${MENTORDESK_CONTRACT_VENV:-.build/contract-venv}
deploy/python-environment.sh "$venv" Tests/Contract/requirements.txt
exec "$venv/bin/python" Tests/Contract/contract.py "$@"
