#!/usr/bin/env bash
# Makes the packages of this commit, a .deb and a .tar.gz, in build-package/, apart from the tests' build. The same sources,
# compiler and libraries give the same bytes, wherever and whenever (Tests/Packages/reproducible.sh).
set -euo pipefail
cd "$(dirname "$0")/.."
folder=build-package
log=$folder/package.log

echo "== 1/3 packages and configuration"
bash Tests/prepare.sh
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct)
export SOURCE_DATE_EPOCH SOMAPHONE_BUILD=$folder
umask 022
mkdir -p "$folder"
page=
if bash Plugin/Web/build.sh; then page=$PWD/build/web/somaphone.html; else echo "The packages will not hold somaphone.html."; fi
cmake -G Ninja -B "$folder" -DCMAKE_BUILD_TYPE=Release -DSOMAPHONE_TESTS=OFF -DSOMAPHONE_BENCH=OFF -DSOMAPHONE_WERROR=ON "-DSOMAPHONE_PAGE=$page" >"$log" 2>&1 ||
    { cat "$log" >&2; exit 1; }

echo "== 2/3 build"
bash Tests/build.sh

echo "== 3/3 .deb and .tar.gz"
rm -f "$folder"/*.deb "$folder"/*.tar.gz
(cd "$folder" && cpack) >"$log" 2>&1 || { cat "$log" >&2; exit 1; }
sha256sum "$folder"/*.deb "$folder"/*.tar.gz
