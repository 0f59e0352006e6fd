#!/usr/bin/env bash
# Every night: one sealed backup, and those that are too old removed. From cron or a systemd timer:
#   30 3 * * * /opt/repere/deploy/nightly.sh
set -euo pipefail
cd "$(dirname "$0")/.."
if [ -x .venv/bin/python ]; then
    exec deploy/repere backup --folder "${1:-/var/backups/repere}"
fi
# docker compose: the folder is a volume of docker-compose.yml.
exec docker compose run --rm --no-deps -T bot backup --folder /sauvegardes
