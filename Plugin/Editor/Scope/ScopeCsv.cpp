#include "Editor/Scope/ScopePlot.h"

#include "Core/DecimalText.h"
#include "State/RecordingCsv.h"

#include <charconv>
#include <cmath>

namespace soma::editor {

namespace {

/// Single precision is what the scope keeps; a double would print digits that were never there.
void append(std::string& csv, float value) {
    std::array<char, 32> buffer;
    csv.append(buffer.data(), std::to_chars(buffer.data(), buffer.data() + buffer.size(), value).ptr);
}

void append_time(std::string& csv, double seconds) { csv += general_text(seconds, 12); }

} // namespace

std::string ScopePlot::csv() {
    const auto& frame = controller_.scope().frame(std::max(1, juce::roundToInt(layout_.plot.getWidth() * scale_)));
    const auto& history = controller_.scope().shown();
    Provenance provenance;
    provenance.version = SOMAPHONE_VERSION;
    provenance.command = "scope";
    provenance.cell = host().library().current().id;
    provenance.sample_rate_hz = history.sample_rate_hz();
    provenance.values = snapshot_of(host().parameters());
    auto text = provenance_lines(provenance);
    text += std::string("# time 0 is ") + (frame.triggered ? "the trigger" : "the right edge of the picture") + "\n";
    if (frame.blank || history.empty()) return text + trace_header({});
    const auto& spikes = history.spikes_s();
    text += "# spikes at (s):";
    for (auto i = spikes.begin(); i < spikes.end(); ++i)
        if (spikes[i] >= frame.window.start_s && spikes[i] < frame.window.end_s())
            append_time(text += ' ', spikes[i] - frame.zero_s);
    text += "\n" + trace_header({});
    const auto end = history.sample_at_or_after(frame.window.end_s());
    for (auto sample = history.sample_at_or_after(frame.window.start_s); sample < end; ++sample) {
        const float mv = history.voltage_mv().at(sample), pa = history.current_pa().at(sample);
        if (std::isnan(mv)) continue; // lost on the way
        append_time(text, history.timeline().time_s(sample) - frame.zero_s);
        append(text += ',', pa);
        append(text += ',', mv);
        text += '\n';
    }
    return text;
}

} // namespace soma::editor
