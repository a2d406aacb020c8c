# Sourced by the scripts of Tests/Scripts. Whatever they start takes the time that a busy machine needs: a script waits for what it
# needs to see, and has a limit against hanging alone.

hanging_s=${SOMAPHONE_HANGING_S:-300} # no healthy program lets one of these waits take so long, however busy the machine

# wait_until WHAT COMMAND...: until the command succeeds; ends the script with 1 and WHAT, which says what did not come.
wait_until() {
    local what=$1 end=$((SECONDS + hanging_s))
    shift
    until "$@" >/dev/null 2>&1; do
        [ $SECONDS -lt $end ] || { echo "waited $hanging_s s in vain: $what"; exit 1; }
        sleep 0.1
    done
}

# wait_for_end PID WHAT: until the process has ended.
wait_for_end() { wait_until "$2" bash -c "! kill -0 $1"; }

# start_display FOLDER: a virtual display, whose frame buffer is the file FOLDER/Xvfb_screen0. Sets DISPLAY and display_pid.
start_display() {
    Xvfb -displayfd 3 -screen 0 "${SOMAPHONE_SCREEN:-1400x1000x24}" -fbdir "$1" -nolisten tcp 3>"$1/display" >"$1/xvfb.log" 2>&1 &
    display_pid=$!
    wait_until "the virtual display" test -s "$1/display"
    DISPLAY=":$(cat "$1/display")"
    export DISPLAY
}

# start_jack FOLDER RATE BLOCK [OPTION]...: a JACK server without hardware, with these options of jackd. Sets jack_pid. A machine
# that cannot run one skips the test.
start_jack() {
    local folder=$1 rate=$2 block=$3
    shift 3
    jackd --no-realtime "$@" -d dummy -r "$rate" -p "$block" >"$folder/jackd.log" 2>&1 &
    jack_pid=$!
    local end=$((SECONDS + hanging_s))
    until jack_lsp 2>/dev/null | grep '^system:playback_1' >/dev/null; do
        if ! kill -0 $jack_pid 2>/dev/null || [ $SECONDS -ge $end ]; then
            cat "$folder/jackd.log"
            echo "the JACK server did not start"
            exit 77
        fi
        sleep 0.1
    done
}

# jack_plays PORT: whether a port is connected to a loudspeaker, which the application and jalv do once they are active.
jack_plays() { jack_lsp -c | awk -v port="$1" '/^[^ ]/ { at = $0 } at == port && /^ +system:playback/ { found = 1 } END { exit !found }'; }
