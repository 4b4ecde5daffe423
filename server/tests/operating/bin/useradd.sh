#!/bin/sh
# The last word is the user's name.
for name in "$@"; do :; done
[ "$name" = guard-server ]
