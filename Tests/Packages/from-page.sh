#!/usr/bin/env bash
# In a bare Debian 12: one command makes somaphone.html, and gets the packages that it needs.
set -euo pipefail
cd /trial
git clone -q somaphone.bundle somaphone
cd somaphone
echo "== bash Plugin/Web/build.sh"
bash Plugin/Web/build.sh
grep -q "<title>Somaphone</title>" build/web/somaphone.html
sha256sum build/web/somaphone.html
