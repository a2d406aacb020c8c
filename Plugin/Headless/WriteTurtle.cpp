// WriteTurtle FOLDER BINARY VERSION: writes the description of the LV2 without a window, manifest.ttl, headless.ttl and
// presets.ttl, from the table of parameters and the presets.

#include "Headless/Lv2Ports.h"
#include "Headless/Sounds.h"
#include "Processor/ShortNames.h"

#include "Parameters/ParameterText.h"

#include <fstream>
#include <iostream>

namespace soma::headless {
namespace {

constexpr const char* prefixes = R"(@prefix atom: <http://lv2plug.in/ns/ext/atom#> .
@prefix doap: <http://usefulinc.com/ns/doap#> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix lv2: <http://lv2plug.in/ns/lv2core#> .
@prefix midi: <http://lv2plug.in/ns/ext/midi#> .
@prefix pg: <http://lv2plug.in/ns/ext/port-groups#> .
@prefix pprops: <http://lv2plug.in/ns/ext/port-props#> .
@prefix pset: <http://lv2plug.in/ns/ext/presets#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix rsz: <http://lv2plug.in/ns/ext/resize-port#> .
@prefix soma: <https://github.com/somaphone/somaphone#headless-> .
@prefix time: <http://lv2plug.in/ns/ext/time#> .
@prefix units: <http://lv2plug.in/ns/extensions/units#> .
@prefix urid: <http://lv2plug.in/ns/ext/urid#> .

)";

std::string preset_uri(const ReadyPreset& preset) { return "soma:preset-" + preset.id; }

struct SignalPort {
    Lv2Port index;
    const char *kind, *symbol, *name, *more;
};
constexpr SignalPort signal_ports[] = {
    {input_left, "lv2:InputPort , lv2:AudioPort", "input_left", "Input left",
     "pg:group soma:input ; lv2:designation pg:left ;"},
    {input_right, "lv2:InputPort , lv2:AudioPort", "input_right", "Input right",
     "pg:group soma:input ; lv2:designation pg:right ;"},
    {main_left, "lv2:OutputPort , lv2:AudioPort", "main_left", "Main left",
     "pg:group soma:main ; lv2:designation pg:left ;"},
    {main_right, "lv2:OutputPort , lv2:AudioPort", "main_right", "Main right",
     "pg:group soma:main ; lv2:designation pg:right ;"},
    {sidechain, "lv2:InputPort , lv2:CVPort", "sidechain", "Sidechain",
     "lv2:portProperty lv2:connectionOptional , lv2:isSideChain ;"},
    {voltage, "lv2:OutputPort , lv2:CVPort", "voltage", "Voltage",
     "lv2:portProperty lv2:connectionOptional ; lv2:minimum -2.5 ; lv2:maximum 2.5 ;"},
    {spikes, "lv2:OutputPort , lv2:CVPort", "spikes", "Spikes",
     "lv2:portProperty lv2:connectionOptional ; lv2:minimum -1.0 ; lv2:maximum 1.0 ;"},
    {stimulus, "lv2:OutputPort , lv2:CVPort", "stimulus", "Stimulus",
     "lv2:portProperty lv2:connectionOptional ; lv2:minimum -1.0 ; lv2:maximum 1.0 ;"},
    {events_in, "lv2:InputPort , atom:AtomPort", "midi_in", "MIDI in",
     "atom:bufferType atom:Sequence ; atom:supports midi:MidiEvent , time:Position ; lv2:designation lv2:control ; "
     "lv2:portProperty "
     "lv2:connectionOptional ;"},
    {events_out, "lv2:OutputPort , atom:AtomPort", "midi_out", "MIDI out",
     "atom:bufferType atom:Sequence ; atom:supports midi:MidiEvent ; rsz:minimumSize 65536 ; lv2:portProperty "
     "lv2:connectionOptional ;"},
    {freewheel, "lv2:InputPort , lv2:ControlPort", "freewheel", "Freewheel",
     "lv2:designation lv2:freeWheeling ; lv2:portProperty lv2:toggled , pprops:notOnGUI ; lv2:default 0 ; lv2:minimum "
     "0 ; lv2:maximum 1 ;"},
};

/// The port properties of a parameter; none for a linear number.
const char* property_of(const Parameter& row) {
    if (row.choices == "off|on") return "lv2:toggled , lv2:integer";
    switch (row.scale) {
    case Scale::choice:
        return "lv2:enumeration , lv2:integer";
    case Scale::integer:
        return "lv2:integer";
    case Scale::logarithmic:
        return "pprops:logarithmic";
    default:
        return nullptr;
    }
}

void write_parameter(std::ostream& out, std::size_t index) {
    const auto& row = parameters()[index];
    out << "\t\ta lv2:InputPort , lv2:ControlPort ;\n\t\tlv2:index " << first_parameter + index
        << " ;\n\t\tlv2:symbol \"" << row.id << "\" ;\n\t\tlv2:name \"" << row.label << "\" ;\n\t\tlv2:shortName \""
        << short_name(static_cast<Id>(index), 16) << "\" ;\n\t\trdfs:comment \"" << row.help << "\" ;\n\t\tlv2:default "
        << shortest(row.default_value) << " ;\n\t\tlv2:minimum " << shortest(row.min) << " ;\n\t\tlv2:maximum "
        << shortest(row.max) << " ;\n";
    if (const char* property = property_of(row)) out << "\t\tlv2:portProperty " << property << " ;\n";
    for (std::size_t i = 0; row.scale == Scale::choice && i < choice_count(row); ++i)
        out << "\t\tlv2:scalePoint [ rdfs:label \"" << choice_name(row, static_cast<double>(i)) << "\" ; rdf:value "
            << i << " ] ;\n";
    if (row.unit.empty()) return;
    const std::string printed = row.unit == "%" ? "%%" : std::string(row.unit);
    out << "\t\tunits:unit [ a units:Unit ; rdfs:label \"" << row.unit << "\" ; units:symbol \"" << row.unit
        << "\" ; units:render \"%f " << printed << "\" ] ;\n";
}

/// GStreamer wants the two channels of a stereo signal in a group, and takes a control with a group for a channel: so
/// the parameters have none.
constexpr const char* groups = R"(soma:input
	a pg:StereoGroup , pg:InputGroup ;
	lv2:symbol "input" ;
	lv2:name "Input" .

soma:main
	a pg:StereoGroup , pg:OutputGroup ;
	lv2:symbol "main" ;
	lv2:name "Main" .

)";

/// "0.1.0": LV2 counts a change of ports as a minor version and has no major one; even numbers are releases.
void write_version(std::ostream& out, const std::string& version) {
    const auto first = version.find('.'), second = version.find('.', first + 1);
    const int minor = 100 * std::stoi(version) + std::stoi(version.substr(first + 1));
    out << "\tlv2:minorVersion " << 2 * minor << " ;\n\tlv2:microVersion " << 2 * std::stoi(version.substr(second + 1))
        << " ;\n";
}

void write_plugin(std::ostream& out, const std::string& version) {
    out << prefixes << groups << '<' << lv2_uri << R"ttl(>
	a lv2:Plugin , lv2:SimulatorPlugin , doap:Project ;
	doap:name "Somaphone (headless)" ;
	doap:license <http://www.gnu.org/licenses/gpl-3.0> ;
	doap:maintainer [ a foaf:Person ; foaf:name "The Somaphone developers" ] ;
	rdfs:comment "Patch-clamp any sound: what comes in is current, what goes out is a neuron's voltage and its spikes. Without a window; every parameter is a control port." ;
	lv2:optionalFeature lv2:hardRTCapable , urid:map ;
	pg:mainInput soma:input ;
	pg:mainOutput soma:main ;
)ttl";
    write_version(out, version);
    const char* separator = "\tlv2:port [\n";
    for (const auto& port : signal_ports) {
        out << separator << "\t\ta " << port.kind << " ;\n\t\tlv2:index " << port.index << " ;\n\t\tlv2:symbol \""
            << port.symbol << "\" ;\n\t\tlv2:name \"" << port.name << "\" ;\n\t\t" << port.more << '\n';
        separator = "\t] , [\n";
    }
    for (std::size_t row = 0; row < parameter_count; ++row) {
        out << separator;
        write_parameter(out, row);
    }
    out << "\t] .\n";
}

void write_manifest(std::ostream& out, const std::string& binary) {
    out << prefixes << '<' << lv2_uri << ">\n\ta lv2:Plugin ;\n\tlv2:binary <" << binary
        << "> ;\n\trdfs:seeAlso <headless.ttl> .\n\n";
    for (const auto& preset : presets())
        out << preset_uri(preset) << "\n\ta pset:Preset ;\n\tlv2:appliesTo <" << lv2_uri << "> ;\n\trdfs:label \""
            << preset.name << "\" ;\n\trdfs:seeAlso <presets.ttl> .\n\n";
}

void write_presets(std::ostream& out) {
    out << prefixes;
    for (const auto& preset : presets()) {
        out << preset_uri(preset) << "\n\ta pset:Preset ;\n\tlv2:appliesTo <" << lv2_uri << "> ;\n\trdfs:label \""
            << preset.name << "\" ;\n\tlv2:port";
        for (std::size_t row = 0; row < parameter_count; ++row)
            out << (row == 0 ? " [\n" : "\t] , [\n") << "\t\tlv2:symbol \"" << parameters()[row].id
                << "\" ;\n\t\tpset:value " << shortest(preset.values[static_cast<Id>(row)]) << '\n';
        out << "\t] .\n\n";
    }
}

int write_all(const std::string& folder, const std::string& binary, const std::string& version) {
    std::ofstream manifest(folder + "/manifest.ttl"), plugin(folder + "/headless.ttl"),
        presets_file(folder + "/presets.ttl");
    write_manifest(manifest, binary);
    write_plugin(plugin, version);
    write_presets(presets_file);
    const bool good = manifest.flush() && plugin.flush() && presets_file.flush();
    if (!good) std::cerr << folder << ": the description of the LV2 cannot be written there\n";
    return good ? 0 : 1;
}

} // namespace
} // namespace soma::headless

int main(int count, char** arguments) {
    if (count != 4) return 2;
    return soma::headless::write_all(arguments[1], arguments[2], arguments[3]);
}
