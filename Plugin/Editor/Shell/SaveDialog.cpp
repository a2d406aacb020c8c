#include "Editor/Shell/SaveDialog.h"

#include "Compatibility/FileDialog.h"

namespace soma::editor {

namespace {

/// Whole or not at all: a file that is there already stays as it is until the new one is written.
std::optional<Message> write_bytes(const juce::File& file, const juce::MemoryBlock& bytes) {
    const auto failed = [&](const juce::String& why) {
        return Message{"Could not save to that folder", (file.getFullPathName() + ": " + why).toStdString()};
    };
    const auto folder = file.getParentDirectory();
    if (!folder.isDirectory()) return failed("there is no such folder");
    if (!folder.hasWriteAccess()) return failed("nothing may be written there");
    const juce::TemporaryFile temporary{file};
    if (!temporary.getFile().replaceWithData(bytes.getData(), bytes.getSize()))
        return failed("cannot be written; is there room?");
    if (!temporary.overwriteTargetFileWithTemporary()) return failed("the file there cannot be replaced");
    return std::nullopt;
}

} // namespace

SaveJob save_bytes(juce::String title, juce::File suggested, juce::String pattern,
                   std::function<juce::MemoryBlock()> bytes) {
    return {std::move(title), std::move(suggested), std::move(pattern),
            [bytes = std::move(bytes)](const juce::File& file) { return write_bytes(file, bytes()); }};
}

void SaveDialog::ask(const SaveJob& job) {
    chooser_ = std::make_unique<juce::FileChooser>(job.title, job.suggested,
                                                   compatibility::dialog_pattern(job.pattern));
    const auto how = juce::FileBrowserComponent::saveMode | juce::FileBrowserComponent::canSelectFiles |
                     juce::FileBrowserComponent::warnAboutOverwriting;
    chooser_->launchAsync(how, [safe = juce::WeakReference<SaveDialog>(this), job](const juce::FileChooser& chosen) {
        if (safe != nullptr && chosen.getResult() != juce::File{}) safe->write(job, chosen.getResult());
    });
}

void SaveDialog::write(const SaveJob& job, const juce::File& file) {
    const auto failure = job.write(file);
    if (!failure) return;
    context_.offer(*failure, {"Choose another", [safe = juce::WeakReference<SaveDialog>(this), job] {
                                  if (safe != nullptr) safe->ask(job);
                              }});
}

} // namespace soma::editor
