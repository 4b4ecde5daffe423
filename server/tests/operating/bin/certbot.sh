#!/bin/sh
# Gets the certificate from an authority of its own.
set -eu
[ "$1" = certonly ]
case "$*" in *"--domain $HOST_NAME "*) ;; *) echo "certbot: no --domain $HOST_NAME" >&2; exit 1 ;; esac
live=$ROOT/etc/letsencrypt/live/$HOST_NAME
mkdir -p "$live"
cd "$ROOT/etc/letsencrypt"
ec="-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes"
openssl req -x509 $ec -keyout ca.key -out ca.pem -days 2 -subj "/CN=Test authority" 2> openssl.log
openssl req $ec -keyout "$live/privkey.pem" -out request.pem -subj "/CN=$HOST_NAME" 2>> openssl.log
echo "subjectAltName=DNS:$HOST_NAME" > names.cnf
openssl x509 -req -in request.pem -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile names.cnf \
    -out "$live/fullchain.pem" 2>> openssl.log
