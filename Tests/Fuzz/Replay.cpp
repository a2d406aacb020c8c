#include "Fuzz/Case.h"

#include "Core/Random.h"
#include "State/Mutation.h"

#include <charconv>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

#include <fcntl.h>
#include <unistd.h>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

/// Stands in for libFuzzer in the ordinary build: the starting inputs as they are, then so many with random damage, in
/// a fixed order. It learns nothing from what a case reached.
namespace soma::fuzz {
namespace {

std::string case_now, finding; ///< for the handler below

/// Keeps the case that ended the program.
void keep(int signal) {
    const int file = open(finding.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0644);
    if (file >= 0 && write(file, case_now.data(), case_now.size()) >= 0) close(file);
    std::signal(signal, SIG_DFL);
    std::raise(signal);
}

/// Now and then a part of another starting input is put in as well.
std::string damaged(std::string text, const std::vector<std::string>& seeds, SplitMix64& random) {
    if (random.below(3) == 0) {
        const auto& other = seeds[random.below(seeds.size())];
        const auto at = static_cast<std::size_t>(random.below(text.size() + 1));
        const auto from = static_cast<std::size_t>(random.below(other.size() + 1));
        text.insert(at, other.substr(from, static_cast<std::size_t>(random.below(64))));
    }
    return test::mutated(std::move(text), random);
}

std::vector<std::string> read_seeds(int count, char** folders) {
    std::vector<std::filesystem::path> files;
    for (int i = 0; i < count; ++i)
        for (const auto& entry : std::filesystem::directory_iterator(folders[i])) files.push_back(entry.path());
    std::ranges::sort(files);
    std::vector<std::string> seeds{""};
    for (const auto& path : files) {
        std::ifstream file(path, std::ios::binary);
        seeds.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
    }
    return seeds;
}

void run_case_now() { LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(case_now.data()), case_now.size()); }

void replay(std::uint64_t cases, std::uint64_t longest, const std::vector<std::string>& seeds) {
    for (const auto& seed : seeds) {
        case_now = seed;
        run_case_now();
    }
    SplitMix64 random(1);
    for (std::uint64_t i = 0; i < cases; ++i) {
        case_now = damaged(seeds[random.below(seeds.size())], seeds, random);
        if (case_now.size() > longest) case_now.resize(longest);
        run_case_now();
    }
    std::printf("%zu starting inputs and %llu damaged ones\n", seeds.size(), static_cast<unsigned long long>(cases));
}

bool read(std::string_view text, std::uint64_t& number) {
    const auto result = std::from_chars(text.data(), text.data() + text.size(), number);
    return result.ec == std::errc{} && result.ptr == text.data() + text.size();
}

} // namespace
} // namespace soma::fuzz

/// fuzz_TARGET CASES LONGEST FOLDER…: the folders' files, then so many cases made from them, none of more bytes than
/// LONGEST. One that ends the program is kept in the file fuzz_TARGET.finding of the working folder.
int main(int argument_count, char** arguments) {
    using namespace soma::fuzz;
    std::uint64_t cases = 0, longest = 0;
    if (argument_count < 4 || !read(arguments[1], cases) || !read(arguments[2], longest)) {
        std::fprintf(stderr, "%s CASES LONGEST FOLDER...\n", arguments[0]);
        return 2;
    }
    const std::filesystem::path program(arguments[0]);
    finding =
        (std::filesystem::current_path() / program.filename()).string() + ".finding"; // a case may leave the folder
    for (const int signal : {SIGABRT, SIGSEGV, SIGFPE, SIGILL}) std::signal(signal, keep);
    replay(cases, longest, read_seeds(argument_count - 3, arguments + 3));
    return 0;
}
