#!/bin/sh
# Debian's nginx with the configuration of this machine.
PATH=$REAL_PATH exec nginx -c "$ROOT/etc/nginx/nginx.conf" -e "$ROOT/var/log/nginx/error.log" "$@"
