#!/usr/bin/env bash
# Makes the secrets of docker-compose.yml once, in secrets/. Run again, it changes nothing: a lost key is a lost database.
set -euo pipefail
cd "$(dirname "$0")/.."
umask 077
mkdir -p secrets
chmod 700 secrets

keep() { # NAME: what is read becomes the secret, unless there is one
    if [ ! -s "secrets/$1" ]; then cat > "secrets/$1"; else cat > /dev/null; fi
    # The folder is closed to everybody else; inside of the container another user than ours reads the file.
    chmod 444 "secrets/$1"
}

openssl rand -base64 32 | tr '+/' '-_' | keep cle
openssl rand -hex 24 | keep mot_de_passe_base
printf 'postgresql://repere:%s@postgres/repere\n' "$(cat secrets/mot_de_passe_base)" | keep adresse_base
echo "Les secrets sont dans secrets/. Gardez une copie de secrets/cle ailleurs que les sauvegardes."
