#!/usr/bin/env bash
# fresh-root.sh source | page | package FILE.deb
# Tries in a bare Debian 12, made by debootstrap in a separate folder, what a newcomer does there:
#   source   clones this commit and runs the README's two commands (Tests/Packages/from-source.sh)
#   page     clones this commit and builds the page in a browser alone (Tests/Packages/from-page.sh)
#   package  installs the .deb by apt, makes sound with it, removes it (Tests/Packages/from-package.sh)
# Needs root, debootstrap and the Debian mirror of this machine's apt. Keeps the bare system in build/fresh-root/bare.tar.
# Status 77: this machine cannot make such a system; the last line says why.
set -euo pipefail
package=$(realpath -- "${2:-.}") # as named where the caller stands
cd "$(dirname "$0")/../.."

skip() { echo "$1"; exit 77; }
usage() { sed -n '2,6s/^# //p' "Tests/Packages/fresh-root.sh" >&2; exit 2; }

case "${1:-} $#" in
    'source 1') inside=from-source.sh ;;
    'page 1') inside=from-page.sh ;;
    'package 2') inside=from-package.sh; [ -f "$package" ] || { echo "there is no file $2" >&2; exit 1; } ;;
    *) usage ;;
esac
[ "$(id -u)" = 0 ] || skip "making a bare system needs root"
command -v debootstrap >/dev/null || skip "debootstrap is not installed"
mirror=$(apt-get indextargets --format '$(ORIGIN) $(CODENAME) $(COMPONENT) $(REPO_URI)' 'Identifier: Packages' |
    awk '$1 == "Debian" && $2 == "bookworm" && $3 == "main" { print $4; exit }')
[ -n "$mirror" ] || skip "this machine's apt has no mirror of Debian 12 (bookworm)"

work=$PWD/build/fresh-root
root=$work/root-$$
mkdir -p "$root"
trap 'rm -rf --one-file-system "$root"' EXIT
bare=$work/bare.tar
started=$SECONDS
if [ ! -f "$bare" ]; then
    echo "== a bare Debian 12"
    debootstrap --variant=minbase --include=ca-certificates,git bookworm "$root" "$mirror" >"$work/debootstrap.log" 2>&1 ||
        { tail -20 "$work/debootstrap.log" >&2; exit 1; }
    tar -C "$root" --one-file-system -cf "$bare.new" .
    mv "$bare.new" "$bare"
else
    tar -C "$root" -xf "$bare"
fi

# The network as this machine has it: its mirrors of Debian, its way out, its names.
apt-get indextargets --format 'deb $(REPO_URI) $(RELEASE) $(COMPONENT) $(ORIGIN)' 'Identifier: Packages' |
    awk '$5 == "Debian" { print $1, $2, $3, $4 }' >"$root/etc/apt/sources.list"
apt-config dump | grep -E '^Acquire::https?::' >"$root/etc/apt/apt.conf.d/90machine" || true
cp /etc/resolv.conf /etc/hosts "$root/etc/"

mkdir "$root/trial"
cp "Tests/Packages/$inside" "$root/trial/"
if [ "$1" != package ]; then
    git bundle create -q "$root/trial/somaphone.bundle" HEAD
else
    cp "$package" "$root/trial/"
    mkdir "$root/trial/Tests"
    cp -r Tests/Hosts Tests/Scripts Tests/Support "$root/trial/Tests/"
fi

# Separate mounts and processes: all are gone when it ends, however it ends. No variable but these comes in from outside.
enter='mount -t proc proc "$0/proc"; mount -t sysfs sys "$0/sys"; mount --rbind /dev "$0/dev"; mount -t tmpfs shm "$0/dev/shm"
       exec chroot "$0" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 ${http_proxy:+http_proxy="$http_proxy"} \
            ${https_proxy:+https_proxy="$https_proxy"} bash "/trial/$1"'
status=0
unshare --mount --pid --fork --kill-child bash -ec "$enter" "$root" "$inside" </dev/null || status=$?
echo "fresh root, $1: status $status after $((SECONDS - started)) s"
exit $status
