#!/usr/bin/env bash
# A folder made by `cmake --install` runs from there, and the .deb that CPack makes of it holds what it should and nothing that
# Debian's lintian calls an error. (Tests/Packages tries the package in a bare system.)
set -euo pipefail
for tool in cmake cpack dpkg-deb dpkg-shlibdeps file man; do
    command -v "$tool" >/dev/null || { echo "$tool is not installed (packages cmake, dpkg-dev, file, man-db)"; exit 77; }
done
umask 022
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
DESTDIR="$folder/root" cmake --install "$SOMAPHONE_BUILD" --prefix /usr --strip >"$folder/install.log" || { cat "$folder/install.log"; exit 1; }
usr=$folder/root/usr
tree=$(cd "$(dirname "$0")/../.." && pwd)

echo "== what is where"
for file in bin/somaphone bin/somaphone-app lib/lv2/Somaphone.lv2/manifest.ttl lib/lv2/Somaphone.lv2/libSomaphone.so \
    "lib/vst3/Somaphone.vst3/Contents/$(uname -m)-linux/Somaphone.so" share/applications/org.somaphone.Somaphone.desktop \
    share/icons/hicolor/scalable/apps/org.somaphone.Somaphone.svg share/metainfo/org.somaphone.Somaphone.metainfo.xml \
    share/man/man1/somaphone.1.gz share/man/man1/somaphone-app.1.gz share/doc/somaphone/UserGuide.md \
    lib/lv2/SomaphoneHeadless.lv2/manifest.ttl lib/lv2/SomaphoneHeadless.lv2/SomaphoneHeadless.so lib/pd/extra/somaphone/soma~.pd_linux \
    lib/pd/extra/somaphone/soma~-help.pd lib/pd/extra/somaphone/examples/spikes-trigger-drum.pd lib/SuperCollider/plugins/Soma.so \
    share/SuperCollider/Extensions/Somaphone/Classes/Soma.sc share/SuperCollider/Extensions/Somaphone/Classes/SomaTable.sc \
    share/SuperCollider/Extensions/Somaphone/HelpSource/Classes/Soma.schelp \
    share/somaphone/Lessons/lesson.schema.json share/somaphone/Cells/allen.json share/somaphone/Sounds/speech.flac; do
    [ -s "$usr/$file" ] || { echo "$file is not installed"; exit 1; }
done
if grep -q '^SOMAPHONE_PAGE:[A-Z]*=.' "$SOMAPHONE_BUILD/CMakeCache.txt"; then
    for file in somaphone.html Web/sw.js Web/manifest.webmanifest Web/icon.svg; do
        [ -s "$usr/share/somaphone/$file" ] || { echo "share/somaphone/$file is not installed"; exit 1; }
    done
fi
for file in bin/somaphone bin/somaphone-app lib/lv2/Somaphone.lv2/libSomaphone.so lib/vst3/Somaphone.vst3/Contents/*/Somaphone.so \
    lib/lv2/SomaphoneHeadless.lv2/SomaphoneHeadless.so lib/pd/extra/somaphone/soma~.pd_linux lib/SuperCollider/plugins/Soma.so; do
    # shellcheck disable=SC2086  # one of them is a pattern
    file $usr/$file | grep -q ', stripped' || { echo "$file is not stripped"; exit 1; }
    # shellcheck disable=SC2086
    ! grep -qF "$tree" $usr/$file || { echo "$file says where it was built"; exit 1; }
done

echo "== it runs from there"
cd "$folder"
"$usr/bin/somaphone" render "$usr/share/somaphone/Sounds/speech.flac" -o voice.wav --cell 474626527 --set input_scale_pa=4000 --spikes voice.csv
[ "$(grep -cE '^0,' voice.csv)" -gt 20 ] || { echo "the voice made too few spikes"; exit 1; }
"$usr/bin/somaphone" lesson check "$usr"/share/somaphone/Lessons/*.lesson.json >/dev/null

echo "== the manual page tells every command and option"
MANWIDTH=200 man -l "$usr/share/man/man1/somaphone.1.gz" >manual.txt 2>manual.log
[ ! -s manual.log ] || { cat manual.log; exit 1; }
for command in render cells params lessons 'lesson check' 'experiment fi'; do
    # shellcheck disable=SC2086  # two words
    "$usr/bin/somaphone" $command --help | grep -oE '^  --?[a-z-]+' | while read -r option; do
        sed -n "/^   somaphone $command\$/,/^   somaphone/p" manual.txt | grep -qE -- "(^| |,)$option( |,|\$)" ||
            [ "$option" = -h ] || { echo "the manual does not tell $option of somaphone $command"; exit 1; }
    done
done

echo "== the .deb"
cpack --config "$SOMAPHONE_BUILD/CPackConfig.cmake" -G DEB -D CPACK_DEBIAN_COMPRESSION_TYPE=gzip -B "$folder/cpack" >cpack.log 2>&1 || { cat cpack.log; exit 1; }
deb=$(ls cpack/*.deb)
dpkg-deb --info "$deb" | grep -E '^ (Package|Version|Depends|Installed-Size)'
dpkg-deb --contents "$deb" | awk '{ print substr($6, 2) }' | grep -v '/$' | sort >packed.txt
(cd root && find . -type f | cut -c2- | sort) >installed.txt
diff installed.txt packed.txt
! dpkg-deb --contents "$deb" | awk '$2 != "root/root" || $1 !~ /^(drwxr-xr-x|-rw-r--r--|-rwxr-xr-x)$/' | grep . || { echo "owners or permissions"; exit 1; }
if command -v lintian >/dev/null; then
    lintian --fail-on error "$deb" >lintian.txt 2>&1 || { cat lintian.txt; exit 1; }
    echo "lintian: no error, $(grep -c '^W:' lintian.txt || true) warnings"
    cat lintian.txt
fi
if command -v desktop-file-validate >/dev/null; then desktop-file-validate "$usr/share/applications/org.somaphone.Somaphone.desktop"; fi
if command -v appstreamcli >/dev/null; then appstreamcli validate --no-net "$usr/share/metainfo/org.somaphone.Somaphone.metainfo.xml"; fi
