#!/bin/sh
# Does for the one unit what systemd would: makes its folder, and starts what it says.
set -eu
unit=$ROOT/etc/systemd/system/guard-server.service
key() { sed -n "s/^$1=//p" "$unit"; }
pid=$ROOT/run/guard-server.pid
stop() {
    [ ! -f "$pid" ] || kill "$(cat "$pid")"
    while [ -f "$pid" ] && kill -0 "$(cat "$pid")" 2> /dev/null; do sleep 0.1; done
    rm -f "$pid"
}
start() {
    mkdir -p "$ROOT/var/lib/$(key StateDirectory)"
    cd "$(key WorkingDirectory)"
    umask "$(key UMask)"
    PATH=$REAL_PATH setsid $(key ExecStart) >> "$ROOT/run/guard-server.log" 2>&1 < /dev/null &
    echo $! > "$pid"
    # Where `Type=exec` stops waiting the server may not listen yet; the document's next line asks it.
    for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
        grep -q "listening on" "$ROOT/run/guard-server.log" && return
        sleep 0.25
    done
    cat "$ROOT/run/guard-server.log" >&2
    return 1
}
case "$*" in
    daemon-reload) ;;
    "enable --now guard-server") start ;;
    "restart guard-server") stop; : > "$ROOT/run/guard-server.log"; start ;;
    "reload nginx") nginx -s reload 2> /dev/null || nginx ;;
    *) echo "systemctl: not a command of the document: $*" >&2; exit 1 ;;
esac
