#include "CallSites.h"

#include "Support/RealTimeGuard.h"

#include <array>
#include <atomic>
#include <cstdint>
#include <dlfcn.h>
#include <execinfo.h>
#include <sstream>
#include <stdexcept>
#include <vector>

namespace soma::validator {
namespace {

struct Stack {
    const char* call;
    int depth;
    std::array<void*, 40> frames;
};
constexpr std::size_t kept = 4096; ///< what comes after is counted as the last one
std::array<Stack, kept> stacks;
std::atomic<std::size_t> count{0};

void keep_stack(const char* call) {
    auto& stack = stacks[std::min(count.fetch_add(1), kept - 1)];
    stack.call = call;
    stack.depth = backtrace(stack.frames.data(), static_cast<int>(stack.frames.size()));
}

struct Function {
    std::uintptr_t begin, end; ///< offsets from where the file is loaded
    std::string name;
};

/// The functions of a file whose names begin with `prefix`.
std::vector<Function> own_functions(const juce::File& file, const std::string& prefix) {
    juce::ChildProcess list;
    if (!list.start(juce::StringArray{"nm", "-C", "-S", "--defined-only", file.getFullPathName()}))
        throw std::runtime_error("nm does not start");
    std::istringstream lines(list.readAllProcessOutput().toStdString());
    std::vector<Function> functions;
    for (std::string line; std::getline(lines, line);) {
        std::istringstream words(line);
        std::uintptr_t begin = 0, size = 0;
        char type = 0;
        if (!(words >> std::hex >> begin >> size >> type) || (type | 0x20) != 't') continue;
        std::string name;
        std::getline(words >> std::ws, name);
        if (name.starts_with(prefix)) functions.push_back({begin, begin + size, name.substr(0, name.find('('))});
    }
    if (functions.empty())
        throw std::runtime_error(file.getFullPathName().toStdString() + " names none of its functions (stripped?)");
    return functions;
}

} // namespace

CallSites::CallSites() {
    void* first[4];
    backtrace(first, 4); // loads what it needs
    count = 0;
    test::RealTimeGuard::set_watcher(keep_stack);
}

CallSites::~CallSites() { test::RealTimeGuard::set_watcher(nullptr); }

CallSites::Makers CallSites::makers(const Subject& subject) const {
    const auto code = subject.code();
    const auto functions = own_functions(code, subject.own_functions());
    Makers makers;
    for (std::size_t i = 0; i < std::min(count.load(), kept); ++i) {
        const auto& stack = stacks[i];
        const Function* own = nullptr;
        bool in_file = false;
        for (int frame = 0; frame < stack.depth && own == nullptr; ++frame) {
            Dl_info where{};
            if (dladdr(stack.frames[static_cast<std::size_t>(frame)], &where) == 0) continue;
            if (juce::File(juce::String::fromUTF8(where.dli_fname)) != code) continue;
            in_file = true;
            const auto at = reinterpret_cast<std::uintptr_t>(stack.frames[static_cast<std::size_t>(frame)]) -
                            reinterpret_cast<std::uintptr_t>(where.dli_fbase);
            for (const auto& function : functions)
                if (at > function.begin && at <= function.end) own = &function;
        }
        if (own != nullptr)
            ++makers.own[own->name + " calls " + stack.call];
        else if (in_file)
            ++makers.wrapper[stack.call];
        else
            ++makers.host;
    }
    return makers;
}

} // namespace soma::validator
