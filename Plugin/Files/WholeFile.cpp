#include "Files/WholeFile.h"

namespace soma {
namespace {

[[noreturn]] void fail(const juce::File& file, const juce::String& why) {
    throw std::runtime_error((file.getFullPathName() + ": cannot be written: " + why).toStdString());
}

} // namespace

void write_whole_file(const juce::File& file, std::string_view bytes) {
    const auto folder = file.getParentDirectory();
    if (const auto made = folder.createDirectory(); made.failed()) fail(file, made.getErrorMessage());
    if (file.isDirectory()) fail(file, "a folder has this name");
    // A short name of another kind: a name may be as long as the system allows, and one that is left behind by a power
    // cut is no preset.
    const juce::TemporaryFile temporary(file, folder.getChildFile("." + juce::Uuid().toString() + ".part"));
    {
        juce::FileOutputStream out(temporary.getFile());
        if (out.openedOk()) out.write(bytes.data(), bytes.size());
        if (out.openedOk()) out.flush();
        if (out.failedToOpen() || out.getStatus().failed()) fail(file, out.getStatus().getErrorMessage());
    }
    if (temporary.getFile().getSize() != static_cast<juce::int64>(bytes.size())) fail(file, "there is no room");
    if (!temporary.overwriteTargetFileWithTemporary()) fail(file, "the file of this name cannot be replaced");
}

} // namespace soma
