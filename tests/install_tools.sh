#!/usr/bin/env bash
# CI must not skip the browser, PostgreSQL, Redis and data·inclusion tests: on a bare Debian machine it installs what they need.
# At home, nothing is touched.
set -euo pipefail
[ "${CI:-}" = "true" ] || exit 0
missing=()
command -v chromium >/dev/null || command -v google-chrome >/dev/null || missing+=(chromium)
compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || command -v initdb >/dev/null || missing+=(postgresql)
command -v redis-server >/dev/null || missing+=(redis-server)
if [ "${#missing[@]}" -gt 0 ]; then
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "${missing[@]}"
fi
# The models of data·inclusion need another Pydantic than Rasa's, and Python 3.11: they live apart.
uv=$(command -v uv || echo .tools/bin/uv)
apart=.tools/data-inclusion
[ -x "$apart/bin/python" ] || "$uv" venv --quiet --python '>=3.11' "$apart"
"$uv" pip sync --quiet --python "$apart/bin/python" --require-hashes tests/standards/published_models.lock
