#!/bin/sh
# Nobody becomes another user here.
set -eu
if [ "$1" = -u ]; then
    [ "$2" = guard-server ]
    shift 2
fi
exec "$@"
