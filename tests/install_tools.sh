#!/usr/bin/env bash
# CI must not skip the browser and PostgreSQL tests: on a bare Debian machine it installs them. At home, nothing is touched.
set -euo pipefail
[ "${CI:-}" = "true" ] || exit 0
missing=()
command -v chromium >/dev/null || command -v google-chrome >/dev/null || missing+=(chromium)
compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || command -v initdb >/dev/null || missing+=(postgresql)
[ "${#missing[@]}" -eq 0 ] && exit 0
apt-get update -qq
DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "${missing[@]}"
