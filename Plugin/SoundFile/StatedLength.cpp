#include "SoundFile/StatedLength.h"

#include "SoundFile/SoundFormats.h"

#include <algorithm>
#include <string_view>

namespace soma::sound_file {
namespace {

/// Where a format keeps the length of its sound.
struct Found {
    std::int64_t position; ///< of the field
    int width;             ///< bytes
    bool big_endian;
    std::int64_t counted_from; ///< position of the first byte that the length counts
    std::uint64_t stated;
};

/// Reads numbers and texts of a file; past its end there are zeros.
class Bytes {
  public:
    Bytes(std::istream& stream, const std::string& name)
        : stream_(stream)
        , name_(name) {
        stream_.clear();
        stream_.seekg(0, std::ios::end);
        size_ = stream_.tellg();
    }

    std::int64_t size() const { return size_; }

    std::string text(std::int64_t position, std::int64_t count) const {
        std::string bytes(static_cast<std::size_t>(std::clamp<std::int64_t>(size_ - position, 0, count)), '\0');
        stream_.clear();
        stream_.seekg(position);
        stream_.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
        bytes.resize(static_cast<std::size_t>(count));
        return bytes;
    }

    std::uint64_t number(std::int64_t position, int width, bool big_endian) const {
        const auto bytes = text(position, width);
        std::uint64_t value = 0;
        for (int i = 0; i < width; ++i)
            value = value << 8 |
                    static_cast<unsigned char>(bytes[static_cast<std::size_t>(big_endian ? i : width - 1 - i)]);
        return value;
    }

    Found field(std::int64_t position, int width, bool big_endian, std::int64_t counted_from) const {
        return {position, width, big_endian, counted_from, number(position, width, big_endian)};
    }

    [[noreturn]] void fail(const std::string& message) const { throw Error(name_ + ": " + message); }
    [[noreturn]] void truncated(const std::string& detail) const {
        fail("is truncated: " + detail + "; get the whole file");
    }

  private:
    std::istream& stream_;
    const std::string& name_;
    std::int64_t size_;
};

/// Chunks: an id, a length, and as many bytes.
struct ChunkLayout {
    std::int64_t first;  ///< position of the first chunk
    int id_bytes, width; ///< of the id and of the length behind it
    bool big_endian;
    bool counts_its_head; ///< the length counts id and length too
    std::int64_t aligned_to;
    std::string_view sound; ///< how the id of the sound's chunk begins
    std::uint64_t empty;    ///< the length of a sound's chunk without a sample
};

Found find_chunk(const Bytes& bytes, const ChunkLayout& layout) {
    const int head = layout.id_bytes + layout.width;
    std::int64_t long_length = -1; // position of the sound's length in an RF64 file, whose own 32 bits do not hold it
    for (auto at = layout.first; at + head <= bytes.size();) {
        const auto id = bytes.text(at, layout.id_bytes);
        const auto chunk =
            bytes.field(at + layout.id_bytes, layout.width, layout.big_endian, layout.counts_its_head ? at : at + head);
        if (id == "ds64") long_length = at + head + 8;
        if (id.starts_with(layout.sound)) {
            if (long_length >= 0 && chunk.stated == 0xffffffff) return bytes.field(long_length, 8, false, at + head);
            return chunk;
        }
        if (chunk.stated > static_cast<std::uint64_t>(bytes.size())) break;
        const auto end = chunk.counted_from + static_cast<std::int64_t>(chunk.stated);
        at = std::max(at + head, layout.first + (end - layout.first + layout.aligned_to - 1) / layout.aligned_to *
                                                    layout.aligned_to);
    }
    bytes.truncated("it ends before its sound begins");
}

/// Lengths that stand for "not known", as programs write them into pipes: 0; all bits; the largest signed number; one
/// of these less a header or rounded down to whole blocks (SoX, oggdec, arecord); SoX's 0x7f000000 in AIFF; in 64 bits
/// also anything below 0. `empty` is the length of no sample at all.
bool is_unknown(const Found& found, std::uint64_t empty) {
    constexpr std::uint64_t blocks = 0x10000, header = 0x1000;
    const auto near = [&](std::uint64_t number) {
        return found.stated >= number - blocks && found.stated < number + header;
    };
    if (found.stated <= empty) return true;
    if (found.width == 8) return found.stated >= std::uint64_t{1} << 62;
    return near(0x80000000) || near(0x7f001000) || found.stated >= 0xffffffff - blocks;
}

std::optional<LengthField> compared(const Bytes& bytes, const Found& found, std::uint64_t empty = 0) {
    const auto held = static_cast<std::uint64_t>(std::max<std::int64_t>(0, bytes.size() - found.counted_from));
    if (!is_unknown(found, empty)) {
        if (found.stated > held)
            bytes.truncated("it promises " + std::to_string(found.stated) + " bytes of sound and holds " +
                            std::to_string(held));
        return std::nullopt;
    }
    // SoX does this with W64 and CAF: it cannot go back to the header, and writes it again.
    const auto heading = bytes.text(0, 12);
    if (bytes.text(found.counted_from, 64).find(heading) != std::string::npos)
        bytes.fail(
            "is damaged: the program that wrote it into a pipe wrote its header among the samples; write WAV instead");
    LengthField right{found.position, std::string(static_cast<std::size_t>(found.width), '\0')};
    for (int i = 0; i < found.width; ++i)
        right.right_bytes[static_cast<std::size_t>(found.big_endian ? found.width - 1 - i : i)] =
            static_cast<char>(held >> (8 * i) & 0xff);
    return right;
}

std::optional<LengthField> check_chunks(const Bytes& bytes, const ChunkLayout& layout) {
    const auto found = find_chunk(bytes, layout);
    // An empty sound, perhaps with other chunks behind it, is no stream: the length of the whole file is right.
    const auto whole = bytes.number(4, 4, layout.big_endian) + 8, size = static_cast<std::uint64_t>(bytes.size());
    if (found.width == 4 && found.stated <= layout.empty && (whole == size || whole == size + 1)) return std::nullopt;
    return compared(bytes, found, layout.empty);
}

std::optional<LengthField> check_au(const Bytes& bytes) {
    return compared(bytes, bytes.field(8, 4, true, static_cast<std::int64_t>(bytes.number(4, 4, true))));
}

/// The last page must be whole. One that is not marked as the last ends a stream that was cut between two pages: all
/// that was received is there.
void check_ogg(const Bytes& bytes) {
    constexpr std::int64_t longest_page = 27 + 255 + 255 * 255;
    const auto begin = std::max<std::int64_t>(0, bytes.size() - 2 * longest_page);
    const auto tail = bytes.text(begin, bytes.size() - begin);
    const auto page = tail.rfind("OggS");
    const auto byte = [&](std::size_t at) { return at < tail.size() ? static_cast<unsigned char>(tail[at]) : 0u; };
    if (page == std::string::npos || page + 27 > tail.size()) bytes.truncated("its last page is cut");
    std::size_t end = page + 27 + byte(page + 26);
    for (std::size_t segment = 0; segment < byte(page + 26); ++segment) end += byte(page + 27 + segment);
    if (end > tail.size()) bytes.truncated("its last page is cut");
}

/// The first frame of many MP3 files tells how many bytes of frames there are ("Xing" or "Info", a word of flags, the
/// number of frames where flag 1 says so, the bytes where flag 2 does).
void check_mp3(const Bytes& bytes) {
    std::int64_t begin = 0;
    if (bytes.text(0, 3) == "ID3") { // four times seven bits, without the tag's head of ten bytes
        std::int64_t length = 0;
        for (int i = 6; i < 10; ++i) length = length << 7 | static_cast<std::int64_t>(bytes.number(i, 1, true) & 0x7f);
        begin = length + 10;
    }
    constexpr std::int64_t longest_side_information = 64;
    const auto frame = bytes.text(begin, longest_side_information);
    auto at = frame.find("Xing");
    if (at == std::string::npos) at = frame.find("Info");
    if (at == std::string::npos) return;
    auto field = begin + static_cast<std::int64_t>(at) + 4;
    const auto flags = bytes.number(field, 4, true);
    field += (flags & 1u) != 0 ? 8 : 4;
    if ((flags & 2u) == 0) return;
    const auto stated = static_cast<std::int64_t>(bytes.number(field, 4, true)), held = bytes.size() - begin;
    if (stated > held)
        bytes.truncated("it promises " + std::to_string(stated) + " bytes of sound and holds " + std::to_string(held));
}

} // namespace

std::optional<LengthField> check_stated_length(std::istream& stream, const std::string& name) {
    const Bytes bytes(stream, name);
    const auto head = bytes.text(0, 16);
    const auto* format = format_by_content(head);
    if (format == nullptr) return std::nullopt;
    if (format->name == "WAV") return check_chunks(bytes, {12, 4, 4, head.starts_with("RIFX"), false, 2, "data", 0});
    if (format->name == "RF64") return check_chunks(bytes, {12, 4, 4, false, false, 2, "data", 0});
    if (format->name == "AIFF") return check_chunks(bytes, {12, 4, 4, true, false, 2, "SSND", 8});
    if (format->name == "W64") return check_chunks(bytes, {40, 16, 8, false, true, 8, "data", 24});
    if (format->name == "CAF") return check_chunks(bytes, {8, 4, 8, true, false, 1, "data", 4});
    if (format->name == "AU") return check_au(bytes);
    if (format->name == "Ogg") check_ogg(bytes);
    if (format->name == "MP3") check_mp3(bytes);
    return std::nullopt;
}

} // namespace soma::sound_file
