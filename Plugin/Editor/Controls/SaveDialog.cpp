#include "Editor/Controls/SaveDialog.h"

#include "Editor/Controls/FileChooser.h"
#include "Files/WholeFile.h"

namespace soma::editor {

namespace {

std::optional<Message> write_bytes(const juce::File& file, const juce::MemoryBlock& bytes) {
    try {
        if (!file.getParentDirectory().isDirectory())
            throw std::runtime_error(file.getFullPathName().toStdString() + ": there is no such folder");
        write_whole_file(file, {static_cast<const char*>(bytes.getData()), bytes.getSize()});
        return std::nullopt;
    } catch (const std::runtime_error& error) {
        return Message{"Could not save to that folder", error.what()};
    }
}

} // namespace

SaveJob save_bytes(juce::String title, juce::File suggested, juce::String pattern,
                   std::function<juce::MemoryBlock()> bytes) {
    return {std::move(title), std::move(suggested), std::move(pattern),
            [bytes = std::move(bytes)](const juce::File& file) { return write_bytes(file, bytes()); }};
}

void SaveDialog::ask(const SaveJob& job) {
    chooser_ = make_file_chooser(context_, job.title, job.suggested, job.pattern);
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
