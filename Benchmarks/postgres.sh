#!/usr/bin/env bash
# Select-by-key through this client, through a blocking pool and through pgbench, one after another on one cluster.
# Usage: Benchmarks/postgres.sh URL [seconds a run] [rounds]
# BENCHMARK names a built postgres-benchmark; without it `swift build -c release` makes one.
set -euo pipefail
cd "$(dirname "$0")/.."
url=${1:?usage: Benchmarks/postgres.sh URL [seconds] [rounds]}
seconds=${2:-2}
rounds=${3:-5}

bindir=$(pg_config --bindir)
pgbench=$bindir/pgbench
[ -x "$pgbench" ] || pgbench=$(command -v pgbench)
if [ -z "${BENCHMARK:-}" ]; then
    swift build -c release --product postgres-benchmark >&2
    BENCHMARK=$(swift build -c release --show-bin-path)/postgres-benchmark
fi

"$pgbench" -i -s 1 -q "$url" >/dev/null 2>&1
psql "$url" -qc 'VACUUM ANALYZE pgbench_accounts' -c 'CHECKPOINT'

lines=$(mktemp)
trap 'rm -f "$lines"' EXIT
for round in $(seq "$rounds"); do
    echo "round $round of $rounds" >&2
    # In turns, so that a busy neighbour on the machine does not hit one of them alone.
    for clients in 4 8 16; do
        rate=$("$pgbench" -n -S -M prepared -c "$clients" -j 2 -T "$seconds" "$url" 2>/dev/null |
            sed -n 's/^tps = \([0-9]*\).*without initial.*/\1/p')
        echo "pgbench $clients $clients $rate" | tee -a "$lines" >&2
    done
    "$BENCHMARK" "$url" "$seconds" | tee -a "$lines" >&2
done

# The median of each shape over the rounds, so that one lucky or unlucky moment of a shared machine decides nothing; the
# ratios are to the best of pgbench's and of the blocking pool's shapes.
sort -k1,1 -k2,2n -k3,3n -k4,4n "$lines" | awk '
    function close_shape() {
        if (count == 0) return
        median[key] = count % 2 ? rate[(count + 1) / 2] : (rate[count / 2] + rate[count / 2 + 1]) / 2
        best[key] = rate[count]
        order[++n] = key
        split(key, part, " ")
        if (median[key] > top[part[1]]) top[part[1]] = median[key]
    }
    { now = $1 " " $2 " " $3; if (now != key) { close_shape(); key = now; count = 0 } rate[++count] = $4 + 0 }
    END {
        close_shape()
        printf "%-10s %12s %6s %12s %12s %10s %10s\n", "what", "connections", "tasks", "median/s", "best/s", "x pgbench",
            "x blocking"
        for (i = 1; i <= n; i++) {
            split(order[i], part, " ")
            printf "%-10s %12s %6s %12d %12d %10.2f %10.2f\n", part[1], part[2], part[3], median[order[i]],
                best[order[i]], median[order[i]] / top["pgbench"], median[order[i]] / top["blocking"]
        }
        printf "\nclient %d/s = %.2f x pgbench (%d/s) = %.2f x blocking pool (%d/s)\n", top["client"],
            top["client"] / top["pgbench"], top["pgbench"], top["client"] / top["blocking"], top["blocking"]
    }'
