#!/usr/bin/env bash
# Builds the packages of this commit twice, in folders of different names and depths, under another umask, time zone and language, without
# the compiler's cache, and compares their bytes. Says which files inside differ, if any does. The first ones stay in build/packages/.
#     bash Tests/Packages/reproducible.sh        the .deb and the .tar.gz
#     bash Tests/Packages/reproducible.sh page   somaphone.html alone
set -euo pipefail
cd "$(dirname "$0")/../.."
what=${1:-packages}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

package() { # package FOLDER UMASK ZONE LANGUAGE
    git clone -q . "$work/$1"
    if [ "$what" = page ]; then
        (umask "$2" && env CCACHE_DISABLE=1 TZ="$3" LC_ALL="$4" bash "$work/$1/Plugin/Web/build.sh")
        return
    fi
    (umask "$2" && env SOMAPHONE_PACKAGES=installed CCACHE_DISABLE=1 TZ="$3" LC_ALL="$4" bash "$work/$1/Plugin/package.sh")
}
package first 022 UTC C.UTF-8
package "second/much deeper" 077 Asia/Tokyo C
if [ "$what" = page ]; then
    cmp "$work/first/build/web/somaphone.html" "$work/second/much deeper/build/web/somaphone.html" && echo "identical: somaphone.html"
    exit
fi

mkdir -p build/packages
cp "$work"/first/build-package/*.deb "$work"/first/build-package/*.tar.gz build/packages/

differing=0
for file in "$work"/first/build-package/*.deb "$work"/first/build-package/*.tar.gz; do
    other="$work/second/much deeper/build-package/$(basename "$file")"
    if cmp -s "$file" "$other"; then
        echo "identical: $(basename "$file")"
    else
        differing=1
        echo "differing: $(basename "$file")"
        for copy in "$file" "$other"; do
            inside=$work/inside-$(md5sum <<<"$copy" | cut -c1-8)
            mkdir "$inside"
            case $copy in *.deb) dpkg-deb -R "$copy" "$inside" ;; *) tar -C "$inside" -xf "$copy" ;; esac
            (cd "$inside" && find . -type f -exec sha256sum {} + | sort -k2) >"$inside.sums"
        done
        diff "$work"/inside-*.sums || true
        rm -rf "$work"/inside-*
    fi
done
exit $differing
