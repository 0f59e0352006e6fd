#!/usr/bin/env bash
# Installs Repère from these sources into a folder of its own: Python 3.10, the locked dependencies, a trained model.
# The same steps make the image (Dockerfile) and a plain machine (docs/exploitation.md). Run again, it upgrades.
#
#   deploy/install.sh [--no-training] FOLDER
set -euo pipefail

training=yes
if [ "${1:-}" = "--no-training" ]; then training=no; shift; fi
if [ "$#" -ne 1 ]; then echo "Usage : deploy/install.sh [--no-training] DOSSIER" >&2; exit 2; fi
sources=$(cd "$(dirname "$0")/.." && pwd)
mkdir -p "$1"
folder=$(cd "$1" && pwd)
if [ "$folder" = "$sources" ]; then echo "Choisissez un autre dossier que celui des sources." >&2; exit 2; fi

# What the program is made of is replaced whole; var/ (key, SQLite database) and models/ are never touched.
# knowledge/ is what the town says: edited in place, it is kept, and the new one is laid beside it.
program=(.python-version CHANGELOG.md actions bot config.yml credentials.yml deploy domain.yml endpoints.yml nlu_data pyproject.toml requirements.lock)
for name in "${program[@]}"; do
    rm -rf "${folder:?}/$name"
    cp -R "$sources/$name" "$folder/$name"
done
rm -rf "${folder:?}/nlu_data/generated"
find "$folder/actions" "$folder/bot" -name __pycache__ -type d -prune -exec rm -rf {} +
if [ ! -d "$folder/knowledge" ]; then
    cp -R "$sources/knowledge" "$folder/knowledge"
elif ! diff -rq "$sources/knowledge" "$folder/knowledge" >/dev/null; then
    rm -rf "${folder:?}/knowledge.nouveau"
    cp -R "$sources/knowledge" "$folder/knowledge.nouveau"
    echo "Votre dossier knowledge/ est gardé. Celui de cette version est dans knowledge.nouveau/ : comparez-les."
fi
mkdir -p "$folder/var" "$folder/models"

cd "$folder"
uv=$(command -v uv || echo .tools/bin/uv)
if [ ! -x "$uv" ]; then
    python3 -m venv .tools
    .tools/bin/pip install --quiet --disable-pip-version-check uv
fi
[ -x .venv/bin/python ] || "$uv" venv --quiet --python 3.10 .venv
"$uv" pip sync --quiet --python .venv/bin/python --require-hashes requirements.lock

export RASA_TELEMETRY_ENABLED=false
if [ "$training" = yes ]; then .venv/bin/python -W ignore -m bot train; fi
.venv/bin/python -W ignore -m bot --version
