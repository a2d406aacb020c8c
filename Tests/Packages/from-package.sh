#!/usr/bin/env bash
# In a bare Debian 12: apt installs the package alone; the command line, the application, a plugin host and the manual do what they
# are for; after the purge nothing is left.
set -euo pipefail
cd /trial
export DEBIAN_FRONTEND=noninteractive
quietly() { "$@" >/trial/said.log 2>&1 || { tail -30 /trial/said.log; exit 1; }; }

# A minimal image leaves out manual pages and documents; a desktop does not.
rm -f /etc/dpkg/dpkg.cfg.d/*
quietly apt-get update
find / -xdev -path /trial -prune -o -path /proc -prune -o -print | grep -i somaphone && { echo "it was here before"; exit 1; }
echo "== apt install"
quietly apt-get install -y --no-install-recommends ./*.deb
dpkg -L somaphone | grep lib/lv2 >/dev/null # without -q: it would close the pipe while dpkg still writes

echo "== somaphone render"
somaphone render --set stim_shape=step -o first.wav --spikes spikes.csv --plot scope.png
spikes=$(grep -cE '^0,' spikes.csv)
[ "$spikes" -gt 20 ] || { echo "only $spikes spikes"; exit 1; }
somaphone render /usr/share/somaphone/Sounds/speech.flac -o voice.wav --cell 474626527 --set input_scale_pa=4000 --spikes voice.csv
[ "$(grep -cE '^0,' voice.csv)" -gt 20 ]

echo "== the tools to look at it with"
quietly apt-get install -y --no-install-recommends lilv-utils jalv jackd2 man-db xvfb xauth python3 xdotool x11-utils
python3 - first.wav voice.wav <<'PY'
import array, struct, sys
for name in sys.argv[1:]:
    data = open(name, "rb").read()
    start = data.index(b"data") + 8
    samples = array.array("f", data[start:start + struct.unpack("<I", data[start - 4:start])[0]])
    peak, rms = max(map(abs, samples)), (sum(s * s for s in samples) / len(samples)) ** 0.5
    print(f"{name}: {len(samples) // 2} frames, peak {peak:.3f}, rms {rms:.4f}")
    if not (0.02 < peak < 0.99 and rms > 0.001):
        sys.exit(f"{name} is silent or too loud")
PY

echo "== manual pages"
for page in somaphone somaphone-app; do man -P cat "$page" >"$page.txt" 2>man.log; [ ! -s man.log ] || { cat man.log; exit 1; }; done
grep -q -- --spikes somaphone.txt
sed -n '/^EXAMPLES/,/^SEE ALSO/p' somaphone.txt | grep -E '^ +somaphone ' >examples.sh
sh -e examples.sh >/dev/null
echo "its $(wc -l <examples.sh) examples run"

echo "== LV2 and VST3"
lv2ls | grep -x https://github.com/somaphone/somaphone >/dev/null
[ -f /usr/lib/vst3/Somaphone.vst3/Contents/x86_64-linux/Somaphone.so ]
export JACK_DEFAULT_SERVER=trial JACK_NO_AUDIO_RESERVATION=1
jackd --no-realtime -d dummy -r 48000 -p 256 >jackd.log 2>&1 &
sleep 3
{ sleep 3; echo controls; sleep 1; } | timeout 60 jalv -n plugin https://github.com/somaphone/somaphone >jalv.log 2>&1 || { cat jalv.log; exit 1; }
grep -q 'stim_shape = ' jalv.log

echo "== Pure Data, SuperCollider and hosts without a window"
quietly apt-get install -y --no-install-recommends puredata-core supercollider-server ffmpeg lv2-dev sordi python3-numpy python3-soundfile
export SOMAPHONE_BUILD=/usr # where bin/somaphone is
PD_OBJECTS=/usr/lib/pd/extra/somaphone bash Tests/Scripts/pure-data.sh
SC_PLUGINS=/usr/lib/SuperCollider/plugins bash Tests/Scripts/super-collider.sh
LV2_BUNDLES=/usr/lib/lv2 bash Tests/Scripts/headless-lv2.sh

echo "== the application"
export DISPLAY=:7
Xvfb "$DISPLAY" -screen 0 1400x1000x24 >xvfb.log 2>&1 &
sleep 3
somaphone-app >app.log 2>&1 &
app=$!
for ((i = 0; i < 200; ++i)); do
    mapfile -t outputs < <(jack_lsp -p 2>/dev/null | awk '/^Somaphone:/ { port = $0 } /properties: output/ && port { print port; port = "" }
                                                          /^system:/ { port = "" }' | head -2)
    [ "${#outputs[@]}" -lt 2 ] || break
    sleep 0.2
done
[ "${#outputs[@]}" = 2 ] || { cat app.log; echo "the application has no JACK ports"; exit 1; }
jack_rec -f app.wav -d 2 -b 16 "${outputs[@]}" >/dev/null
xdotool search --name '^Somaphone$' >window
xprop -id "$(head -1 window)" WM_CLASS
python3 - app.wav <<'PY'
import array, sys, wave
with wave.open(sys.argv[1]) as file:
    rate, left = file.getframerate(), array.array("h", file.readframes(file.getnframes()))[::file.getnchannels()]
peak, spikes, last = max(map(abs, left)) / 32768, 0, -rate
for i, sample in enumerate(left):
    if abs(sample) / 32768 > peak / 2:
        spikes += i - last > rate // 100
        last = i
print(f"the application: {len(left) / rate:.1f} s, peak {peak:.3f}, {spikes} spikes")
sys.exit(not (peak > 0.02 and spikes >= 10))
PY
kill -INT $app
wait $app || true

echo "== purge"
quietly apt-get purge -y somaphone
# The caches of apt and man and the user's home folder are not the package's.
left=$(find / -xdev \( -path /trial -o -path /proc -o -path /root -o -path /var/log -o -path /var/cache/apt -o -path /var/cache/man \) -prune -o -print | grep -i somaphone || true)
[ -z "$left" ] || { printf 'left behind:\n%s\n' "$left"; exit 1; }
echo "nothing is left"
