#!/bin/sh
# Makes a Python environment that holds just the packages of a file; silent and quick when it is there already.
# Usage: deploy/python-environment.sh FOLDER REQUIREMENTS
set -eu
folder=${1:?usage: deploy/python-environment.sh FOLDER REQUIREMENTS}
wanted=${2:?usage: deploy/python-environment.sh FOLDER REQUIREMENTS}

# Written last: what was broken off is begun again.
! cmp -s "$wanted" "$folder/requirements.txt" || exit 0
command -v python3 >/dev/null || {
    echo "python3 is needed for the packages of $wanted" >&2
    exit 69
}
python3 -m venv --clear "$folder" || {
    echo "python3 can't make an environment; on Debian install python3-venv" >&2
    exit 69
}
"$folder/bin/pip" install --quiet --disable-pip-version-check --requirement "$wanted" || {
    echo "the packages of $wanted can't be had from PyPI" >&2
    exit 69
}
cp "$wanted" "$folder/requirements.txt"
