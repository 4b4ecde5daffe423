#!/bin/sh
# Leaves owner and group out.
set -eu
words=""
while [ $# -gt 0 ]; do
    case "$1" in
        -o | -g) [ "$2" = guard-server ]; shift 2 ;;
        *) words="$words $1"; shift ;;
    esac
done
PATH=$REAL_PATH exec install $words
