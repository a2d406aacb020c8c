#include "Embedded/EmbeddedAssets.h"

#include <EmbeddedData.h>
#include <juce_core/juce_core.h>

#include <algorithm>
#include <memory>
#include <stdexcept>

namespace soma::assets {

namespace {

/// A view of the embedded zip. Each caller has its own: juce::ZipFile's streams share one source without a lock.
struct Archive {
    juce::MemoryInputStream bytes{embedded::assets_zip, static_cast<size_t>(embedded::assets_zipSize), false};
    juce::ZipFile zip{bytes};
};

} // namespace

std::vector<std::string> list(std::string_view folder) {
    Archive archive;
    std::vector<std::string> paths;
    for (int index = 0; index < archive.zip.getNumEntries(); ++index) {
        auto path = archive.zip.getEntry(index)->filename.toStdString();
        if (path.starts_with(folder) && !path.ends_with('/')) paths.push_back(std::move(path));
    }
    std::ranges::sort(paths);
    return paths;
}

std::string read(std::string_view path) {
    Archive archive;
    const int index =
        archive.zip.getIndexOfFileName(juce::String::fromUTF8(path.data(), static_cast<int>(path.size())));
    if (index < 0) throw std::out_of_range("no embedded file named " + std::string{path});
    const std::unique_ptr<juce::InputStream> stream{archive.zip.createStreamForEntry(index)};
    juce::MemoryBlock block;
    stream->readIntoMemoryBlock(block);
    return {block.begin(), block.end()};
}

} // namespace soma::assets
