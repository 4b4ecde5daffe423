#!/bin/sh
# nginx is installed already, and certbot is stood in for.
[ "$*" = "install --yes nginx certbot" ]
