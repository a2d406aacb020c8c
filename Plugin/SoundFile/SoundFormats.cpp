#include "SoundFile/SoundFormats.h"

#include <sndfile.h>

#include <algorithm>

namespace soma::sound_file {
namespace {

using namespace std::string_view_literals;

constexpr std::array table{
    Format{"WAV", {".wav", ".wave", ".bwf"}, SF_FORMAT_WAV | SF_FORMAT_FLOAT, true},
    Format{"RF64", {".rf64"}, SF_FORMAT_RF64 | SF_FORMAT_FLOAT, true},
    Format{"W64", {".w64"}, SF_FORMAT_W64 | SF_FORMAT_FLOAT, true},
    Format{"AIFF", {".aiff", ".aif", ".aifc"}, SF_FORMAT_AIFF | SF_FORMAT_FLOAT, true},
    Format{"CAF", {".caf"}, SF_FORMAT_CAF | SF_FORMAT_FLOAT, true},
    Format{"AU", {".au", ".snd"}, SF_FORMAT_AU | SF_FORMAT_FLOAT, true},
    Format{"FLAC", {".flac"}, SF_FORMAT_FLAC | SF_FORMAT_PCM_24, false},
    Format{"Ogg", {".ogg", ".oga"}, SF_FORMAT_OGG | SF_FORMAT_VORBIS, false},
    Format{"Opus", {".opus"}, 0, false},
    Format{"MP3", {".mp3"}, 0, false},
};

/// How a file of a format begins.
struct Beginning {
    std::string_view format, magic;
    std::string_view kind; ///< bytes 8 to 11, where they matter
};

constexpr std::array beginnings{
    Beginning{"WAV", "RIFF", "WAVE"},  Beginning{"WAV", "RIFX", "WAVE"},
    Beginning{"RF64", "RF64", "WAVE"}, Beginning{"W64", "riff\x2e\x91\xcf\x11\xa5\xd6\x28\xdb\x04\xc1\x00\x00"sv, ""},
    Beginning{"AIFF", "FORM", "AIFF"}, Beginning{"AIFF", "FORM", "AIFC"},
    Beginning{"CAF", "caff", ""},      Beginning{"AU", ".snd", ""},
    Beginning{"FLAC", "fLaC", ""},     Beginning{"Ogg", "OggS", ""},
    Beginning{"MP3", "ID3", ""},
};

const Format* named(std::string_view name) {
    const auto found = std::ranges::find(table, name, &Format::name);
    return found == table.end() ? nullptr : &*found;
}

/// The first 11 bits of a frame of MPEG audio, and its layer: III.
bool begins_mpeg_frame(std::string_view head) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(head[i]); };
    return head.size() >= 4 && byte(0) == 0xff && (byte(1) & 0xe6) == 0xe2 && (byte(2) & 0xf0) != 0xf0;
}

std::string lower_case(std::string_view text) {
    std::string lower(text);
    for (char& c : lower)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return lower;
}

} // namespace

std::span<const Format> formats() { return table; }

std::string format_names() {
    std::string names;
    for (const auto& format : table) {
        if (!names.empty()) names += &format == &table.back() ? " or " : ", ";
        names += format.name;
    }
    return names;
}

const Format* format_of(std::string_view file_name) {
    const auto name = lower_case(file_name);
    for (const auto& format : table)
        for (const auto ending : format.endings)
            if (!ending.empty() && name.ends_with(ending)) return &format;
    return nullptr;
}

const Format* format_by_content(std::string_view head) {
    for (const auto& [name, magic, kind] : beginnings)
        if (head.starts_with(magic) && head.substr(std::min<std::size_t>(8, head.size())).starts_with(kind))
            return named(name);
    return begins_mpeg_frame(head) ? named("MP3") : nullptr;
}

std::string file_pattern() {
    std::string pattern;
    for (const auto& format : table)
        for (const auto ending : format.endings)
            if (!ending.empty()) pattern += (pattern.empty() ? "*" : ";*") + std::string(ending);
    return pattern;
}

} // namespace soma::sound_file
