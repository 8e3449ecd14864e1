#!/bin/sh
# Installs Debian's Chromium, which the tests of the pictures need, unless a Chromium is there.
set -eu

if command -v chromium > /dev/null 2>&1; then
	exit 0
fi
if ! command -v apt-get > /dev/null 2>&1; then
	echo "browser.sh: 'chromium' is missing and this system has no apt-get; install Chromium so that 'chromium' is on the PATH" >&2
	exit 1
fi
root=""
if [ "$(id -u)" -ne 0 ]; then
	if ! command -v sudo > /dev/null 2>&1; then
		echo "browser.sh: 'chromium' is missing, and so is sudo; as root: apt-get update && apt-get install -y chromium" >&2
		exit 1
	fi
	root="sudo"
fi
echo "== browser: installing Debian's chromium"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if ! { $root apt-get update -qq \
	&& $root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core; } \
	> "$log" 2>&1; then
	tail -n 5 "$log" >&2
	echo "browser.sh: chromium could not be installed; the lines above say why" >&2
	exit 1
fi
command -v chromium > /dev/null 2>&1 || { echo "browser.sh: apt-get brought no 'chromium'" >&2; exit 1; }
