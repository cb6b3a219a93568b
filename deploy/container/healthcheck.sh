#!/usr/bin/env bash
# Ends with 0 when the service on this machine can do its work: GET /readyz answers 200. Needs bash and nothing else.
# Usage: healthcheck.sh [PORT]
set -euo pipefail
exec 3<>"/dev/tcp/127.0.0.1/${1:-8080}"
printf 'GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' >&3
read -r -t 4 _ status _ <&3
[ "$status" = 200 ]
