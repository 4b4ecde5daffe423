#!/bin/sh
# Trusts the test authority, and finds the host at this machine's port.
set -eu
ca=$ROOT/etc/letsencrypt/ca.pem
[ ! -f "$ca" ] || set -- --cacert "$ca" --connect-to "$HOST_NAME:443:127.0.0.1:$HTTPS_PORT" "$@"
PATH=$REAL_PATH exec curl --silent --show-error --max-time 30 "$@"
