#!/usr/bin/env bash
# Makes the secrets that compose.yaml mounts, each in a file of its own under secrets/. What is there already stays: a
# secret key made anew would leave every stored address unreadable.
# Usage: make-secrets.sh [FOLDER]
set -euo pipefail
folder=${1:-$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/secrets}
# The containers' users are not this machine's, so the files are readable to all and the folder to its owner alone.
mkdir -p "$folder"
chmod 0700 "$folder"
cd "$folder"

# keep NAME: writes standard input to a file that isn't there yet, whole or not at all.
keep() {
    if [ -e "$1" ]; then return; fi
    cat >".$1.part"
    [ -s ".$1.part" ] || { echo "make-secrets.sh: no contents for $1" >&2; exit 1; }
    chmod 0444 ".$1.part"
    mv ".$1.part" "$1"
    echo "made $folder/$1"
}
for role in postgres owner service backup; do
    head -c 24 /dev/urandom | od -An -v -tx1 | tr -d ' \n' | keep "$role-password"
done
url() { printf 'postgres://mentordesk_%s:%s@database/mentordesk' "$1" "$(cat "$1-password")"; }
url service | keep database-url
url owner | keep migration-database-url
url backup | keep backup-database-url
head -c 32 /dev/urandom | base64 | keep secret-key
echo "Keep a copy of $folder/secret-key where the backups are not: without it no stored address can be read."
