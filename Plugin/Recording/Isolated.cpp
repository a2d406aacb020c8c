#include "Recording/Isolated.h"

#include "State/FormatError.h"

#ifndef _WIN32
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#endif

namespace soma::recording {

#ifdef _WIN32

Packed run_isolated(const std::string&, const std::function<void(Packed&)>& work) {
    Packed packed;
    work(packed);
    return Packed(packed.bytes());
}

#else

namespace {

constexpr char result_mark = 'R', complaint_mark = 'C';

void write_all(int file, const char* bytes, std::size_t count) {
    while (count > 0) {
        const auto written = ::write(file, bytes, count);
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return;
        bytes += written;
        count -= static_cast<std::size_t>(written);
    }
}

void limit(int resource, rlim_t most) {
    const rlimit limits{most, most};
    setrlimit(resource, &limits);
}

[[noreturn]] void run_child(int file, const std::function<void(Packed&)>& work) {
    // A crash here is expected of hostile files: no core dump, no handler of the program's own.
    for (const int signal : {SIGSEGV, SIGBUS, SIGABRT, SIGFPE, SIGILL}) std::signal(signal, SIG_DFL);
    limit(RLIMIT_CORE, 0);
    constexpr rlim_t longest_s = 60;
    limit(RLIMIT_CPU, longest_s);
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
    constexpr rlim_t most_bytes = rlim_t{16} << 30;
    limit(RLIMIT_AS, most_bytes);
#endif
    std::string message(1, result_mark);
    try {
        Packed packed;
        work(packed);
        message += packed.bytes();
    } catch (const FormatError& error) {
        message = complaint_mark + std::string(error.what());
    } catch (const std::exception&) {
        _exit(1);
    }
    write_all(file, message.data(), message.size());
    _exit(0);
}

std::string read_all(int file) {
    std::string bytes;
    std::vector<char> buffer(1 << 20);
    for (;;) {
        const auto count = ::read(file, buffer.data(), buffer.size());
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return bytes;
        bytes.append(buffer.data(), static_cast<std::size_t>(count));
    }
}

} // namespace

Packed run_isolated(const std::string& name, const std::function<void(Packed&)>& work) {
    int ends[2];
    if (pipe(ends) != 0) throw FormatError(name + ": cannot be read: this system gives no more pipes");
    const auto child = fork();
    if (child == 0) {
        close(ends[0]);
        run_child(ends[1], work);
    }
    close(ends[1]);
    auto bytes = child > 0 ? read_all(ends[0]) : std::string();
    close(ends[0]);
    int status = -1;
    while (child > 0 && waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    const bool whole = child > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0 && !bytes.empty();
    if (!whole)
        throw FormatError(name + ": is damaged: libhdf5 failed while it read it (it crashed, took too long or needed "
                                 "too much memory)");
    const char mark = bytes.front();
    bytes.erase(0, 1);
    if (mark == complaint_mark) throw FormatError(std::move(bytes));
    return Packed(std::move(bytes));
}

#endif

} // namespace soma::recording
