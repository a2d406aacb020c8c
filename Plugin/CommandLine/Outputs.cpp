#include "CommandLine/Outputs.h"

#include "CommandLine/Errors.h"

#include <array>
#include <cerrno>
#include <iostream>
#include <system_error>

namespace soma::command {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view standard_output = "-";

std::string unique_suffix() {
    return ".partial-" + juce::String::toHexString(juce::Random::getSystemRandom().nextInt64()).toStdString();
}

std::string reason() { return std::generic_category().message(errno != 0 ? errno : EIO); }

/// Where writing through symbolic links ends; of a file that is not there yet, in which folder it will be.
fs::path resolved(const fs::path& target) {
    std::error_code error;
    auto real = fs::canonical(target, error);
    if (!error) return real;
    real = fs::canonical(target.has_parent_path() ? target.parent_path() : fs::path("."), error);
    return error ? target : real / target.filename();
}

} // namespace

Output::Output(std::string target)
    : target_(std::move(target)) {
    std::error_code ignored;
    const auto file = resolved(target_);
    const auto kind = fs::status(file, ignored).type();
    if (kind == fs::file_type::directory) throw RunError(target_ + ": is a folder; name a file in it");
    if (target_ == standard_output || (kind != fs::file_type::not_found && kind != fs::file_type::regular))
        open_spool();
    else
        open_beside(file);
}

Output::~Output() { remove(); }

void Output::fail(const std::string& action) const {
    throw RunError(target_ + ": cannot be " + action + ": " + reason());
}

void Output::open_beside(const fs::path& file) {
    std::error_code ignored;
    const auto folder = file.has_parent_path() ? file.parent_path() : fs::path(".");
    if (!fs::is_directory(folder, ignored)) throw RunError(target_ + ": there is no folder " + folder.string());
    errno = 0;
    // One that may not be written is not to be replaced either.
    if (fs::exists(file, ignored) && !std::ofstream(file, std::ios::binary | std::ios::in | std::ios::out))
        fail("written");
    final_ = file;
    partial_ = folder / (file.filename().string() + unique_suffix());
    errno = 0;
    file_.open(partial_, std::ios::binary | std::ios::trunc);
    if (!file_) fail("written");
}

void Output::open_spool() {
    std::error_code ignored;
    partial_ = fs::temp_directory_path(ignored) / ("somaphone" + unique_suffix());
    errno = 0;
    file_.open(partial_, std::ios::binary | std::ios::trunc);
    if (!file_) fail("kept in " + partial_.string() + " until it is complete");
}

void Output::write(std::string_view bytes) {
    errno = 0;
    if (!file_.write(bytes.data(), static_cast<std::streamsize>(bytes.size()))) fail("written");
}

void Output::seek(std::int64_t position) {
    errno = 0;
    if (!file_.seekp(position)) fail("written");
}

void Output::close() {
    errno = 0;
    file_.close();
    if (!file_) fail("written");
}

void Output::deliver() {
    errno = 0;
    if (!final_.empty()) {
        std::error_code error;
        fs::rename(partial_, final_, error);
        if (error) throw RunError(target_ + ": cannot be written: " + error.message());
        partial_.clear();
        return;
    }
    std::ifstream from(partial_, std::ios::binary);
    std::ofstream device;
    if (target_ != standard_output) device.open(target_, std::ios::binary);
    auto& to = target_ == standard_output ? static_cast<std::ostream&>(std::cout) : device;
    // Not operator<< of the whole buffer: that hides that it stopped half-way.
    std::array<char, 1 << 16> bytes;
    while (to && (from.read(bytes.data(), bytes.size()) || from.gcount() > 0)) to.write(bytes.data(), from.gcount());
    if (!to.flush() || from.bad()) fail("written");
}

void Output::remove() {
    file_.close();
    std::error_code ignored;
    if (!partial_.empty()) fs::remove(partial_, ignored);
}

Output& Outputs::add(const std::string& target) {
    read_.refuse(target);
    for (const auto& other : outputs_)
        if (other->target_ == target || (!other->final_.empty() && other->final_ == resolved(target)))
            throw UsageError(target + ": is asked for twice; give each output a file of its own");
    return *outputs_.emplace_back(std::make_unique<Output>(target));
}

void Outputs::commit() {
    for (const auto& output : outputs_) read_.refuse(output->target());
    for (const auto& output : outputs_) output->close();
    // Pipes and devices first: they may fail, while a file only changes its name.
    for (const bool renamed : {false, true})
        for (const auto& output : outputs_)
            if (output->final_.empty() != renamed) output->deliver();
}

} // namespace soma::command
