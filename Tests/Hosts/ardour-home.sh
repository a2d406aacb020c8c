# Sourced by what runs Ardour without a screen.

# ardour_home FOLDER KIND BUNDLE: a home in FOLDER with this plugin (LV2 or VST3) alone, so that neither the user's plugins nor Ardour's
# settings take part, and with an export preset that writes float samples at the session's rate. Exports what makes programs use it.
ardour_home() {
    local folder=$1 kind=$2 bundle=$3 format
    export HOME="$folder/home" XDG_CONFIG_HOME="$folder/home/.config" XDG_CACHE_HOME="$folder/home/.cache"
    rm -rf "$HOME"
    mkdir -p "$HOME/.lv2" "$HOME/.vst3" "$XDG_CONFIG_HOME/ardour7/scripts" "$XDG_CONFIG_HOME/ardour7/export"
    ln -s "$bundle" "$HOME/.${kind,,}/"
    if [ "$kind" = VST3 ]; then
        LD_LIBRARY_PATH=/usr/lib/ardour7 xvfb-run -a /usr/lib/ardour7/ardour-vst3-scanner -f "$HOME/.vst3/$(basename "$bundle")" >"$folder/scan" 2>&1 ||
            { cat "$folder/scan" >&2; return 1; }
    fi
    format=$(sed -n 's/.* id="\([^"]*\)".*/\1/p' "/usr/share/ardour7/export/BWAV 32float Export.format" | head -1)
    cat >"$XDG_CONFIG_HOME/ardour7/export/float.preset" <<PRESET
<?xml version="1.0" encoding="UTF-8"?>
<ExportPreset id="5b1d8b3e-3133-4694-864b-a1fa50e43348" name="Float at the session's rate"><ExportFormat id="$format"/></ExportPreset>
PRESET
}
