#!/bin/sh
# What the measurements need beyond what the service needs: wrk, and FastAPI in a virtual environment of its own.
# Usage: Benchmarks/service/tools.sh FOLDER    where the environment shall be
set -eu
folder=${1:?usage: Benchmarks/service/tools.sh FOLDER}
here=$(dirname "$0")

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }

missing=
command -v wrk >/dev/null || missing="$missing wrk"
command -v python3 >/dev/null || missing="$missing python3"
python3 -c 'import ensurepip, venv' 2>/dev/null || missing="$missing python3-venv"
if [ -n "$missing" ]; then
    echo "bench: installing$missing" >&2
    # shellcheck disable=SC2086 # several packages
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300 install -y \
        --no-install-recommends $missing >/dev/null
fi
"$here/../../deploy/python-environment.sh" "$folder" "$here/requirements.txt"
