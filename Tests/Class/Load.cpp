/// A load test of the live class, beside the benchmarks: many seats, each with its stream, in separate processes on
/// loopback; a change of phase that reaches all, an answer of each within one second, streams cut and pages reloaded in
/// between; a thread that renders sound as the audio thread does, with and without the class. Prints what it measured
/// and fails where a limit is broken.
///     class_load [SEATS]
#include "Class/Device.h"

#include "Class/ClassRun.h"
#include "Engine/Engine.h"
#include "Lesson/LessonSource.h"

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <iostream>
#include <random>
#include <sstream>

namespace {

using namespace soma;
using namespace soma::test;
using Clock = std::chrono::steady_clock;

constexpr int processes = 6;
constexpr double answers_within_ms = 1000.0, patience_ms = 20000.0;
constexpr double limit_p95_ms = 250.0, limit_again_ms = 2000.0, limit_memory_mb = 64.0;

double since_ms(Clock::time_point begun) {
    return std::chrono::duration<double, std::milli>(Clock::now() - begun).count();
}

double percentile(std::vector<double> values, double share) {
    if (values.empty()) return 0.0;
    std::sort(values.begin(), values.end());
    return values[static_cast<std::size_t>(share * static_cast<double>(values.size() - 1))];
}

/// One child: `count` seats, numbered from `first`. Reads "URL CODE", writes lines "kind number".
void be_students(int first, int count, std::FILE* in, std::FILE* out) {
    char url[200], code[20];
    if (std::fscanf(in, "%199s %19s", url, code) != 2) return;
    std::vector<std::unique_ptr<Device>> devices;
    std::mutex lines;
    const auto say = [&](const char* what, double value) {
        const std::lock_guard lock{lines};
        std::fprintf(out, "%s %.3f\n", what, value);
        std::fflush(out);
    };
    for (int i = 0; i < count; ++i) {
        auto& device = devices.emplace_back(std::make_unique<Device>(url, code));
        const auto joined = device->join();
        if (joined.status != 200) say("refused", first + i);
        device->listen();
    }
    for (auto& device : devices)
        if (!device->wait_for([](const Json&) { return true; }, 20000)) say("deaf", 0.0);
    say("ready", count);

    std::vector<std::thread> threads;
    for (int i = 0; i < count; ++i)
        threads.emplace_back([&, i] {
            std::mt19937 random(static_cast<unsigned>(first + i));
            const auto between = [&](double most) { return std::uniform_real_distribution<double>(0.0, most)(random); };
            auto& device = *devices[static_cast<std::size_t>(i)];
            for (int round = 1; round <= 2; ++round) {
                const bool open = device.wait_for(
                    [&](const Json& s) { return s["class"]["phase"] == "open" && s["class"]["round"] == round; },
                    static_cast<int>(patience_ms));
                if (!open) return say("deaf", round);
                const auto began = Clock::now();
                // In the second round one stream in ten is cut, a third of the pages are reloaded, some of them twice.
                const int seat = first + i;
                const int cuts = round == 1 ? 0 : seat % 12 == 0 ? 2 : seat % 3 == 0 ? 1 : 0;
                const bool cut_only = round == 2 && seat % 10 == 1;
                const auto again = [&](bool reload) {
                    device.cut();
                    const auto cut = Clock::now();
                    if (reload && device.join().status != 200) say("lost", seat);
                    device.listen();
                    const bool right = device.wait_for(
                        [&](const Json& s) { return s["class"]["phase"] == "open" && s["class"]["round"] == round; },
                        10000);
                    say(right ? "again" : "lost", since_ms(cut));
                };
                for (int k = 0; k < cuts; ++k) again(true);
                if (cut_only) again(false);
                const double wait = between(answers_within_ms) - since_ms(began);
                if (wait > 0.0) std::this_thread::sleep_for(std::chrono::duration<double, std::milli>{wait});
                const auto value = std::to_string(1 + (seat + round) % 2);
                const auto answered = device.answer({value});
                say(answered.status == 200 ? (round == 1 ? "answer" : "answer2") : "failed", answered.took_ms);
                if (cuts > 0) {
                    again(true);
                    const bool kept =
                        device.wait_for([&](const Json& s) { return s["seat"]["answer"] == value; }, 3000);
                    if (!kept) say("lost", seat);
                }
            }
        });
    for (auto& thread : threads) thread.join();
    say("done", 0.0);
}

struct Child {
    pid_t id = 0;
    std::FILE *in = nullptr, *out = nullptr;
};

Child start_child(int first, int count) {
    int down[2], up[2];
    if (pipe(down) != 0 || pipe(up) != 0) throw std::runtime_error("no pipe");
    const auto id = fork();
    if (id == 0) {
        close(down[1]);
        close(up[0]);
        be_students(first, count, fdopen(down[0], "r"), fdopen(up[1], "w"));
        std::_Exit(0);
    }
    close(down[0]);
    close(up[1]);
    return {id, fdopen(down[1], "w"), fdopen(up[0], "r")};
}

double resident_mb() {
    std::ifstream status{"/proc/self/status"};
    for (std::string line; std::getline(status, line);)
        if (line.starts_with("VmHWM:")) return std::stod(line.substr(6)) / 1024.0;
    return 0.0;
}

/// Stands for an audio thread: 64 frames every 1.33 ms. CPU time of each block, ms: the class must not lengthen it.
struct AudioThread {
    std::atomic<bool> over = false;
    std::vector<double> blocks_ms;
    std::thread thread;
    AudioThread() {
        blocks_ms.reserve(1 << 17);
        thread = std::thread([this] {
            const auto engine = std::make_unique<Engine>();
            engine->prepare(48000.0, 64);
            engine->reset();
            std::vector<float> left(64), right(64);
            auto next = Clock::now();
            while (!over && blocks_ms.size() < blocks_ms.capacity()) {
                timespec from{}, to{};
                clock_gettime(CLOCK_THREAD_CPUTIME_ID, &from);
                Block block;
                block.frames = 64;
                block.main[0] = left.data();
                block.main[1] = right.data();
                engine->process(block);
                clock_gettime(CLOCK_THREAD_CPUTIME_ID, &to);
                blocks_ms.push_back(1e3 * static_cast<double>(to.tv_sec - from.tv_sec) +
                                    1e-6 * static_cast<double>(to.tv_nsec - from.tv_nsec));
                std::this_thread::sleep_until(next += std::chrono::microseconds{1333});
            }
        });
    }
    ~AudioThread() { finish(); }
    void finish() {
        over = true;
        if (thread.joinable()) thread.join();
    }
};

} // namespace

int main(int argument_count, char** arguments) {
    const int seats = argument_count > 1 ? std::stoi(arguments[1]) : 300;
    std::vector<Child> children; // before any thread begins
    for (int i = 0; i < processes; ++i) {
        const int first = seats * i / processes, end = seats * (i + 1) / processes;
        children.push_back(start_child(first, end - first));
    }

    AudioThread alone;
    std::this_thread::sleep_for(std::chrono::seconds{5});
    alone.finish();

    lesson::SessionOptions session_options;
    session_options.capabilities = {"model.lif", "speed"};
    classroom::RunOptions options;
    options.room.seats = seats;
    classroom::ClassRun run{lesson::Session{load_small(small_lesson()), quantities(), session_options}, options};
    std::atomic<bool> over = false;
    std::thread worker([&] {
        while (!over) run.work(std::chrono::milliseconds{20});
    });
    run.command("next");
    run.command("next");

    for (auto& child : children) {
        std::fprintf(child.in, "%s %s\n", run.server().base_url().c_str(), run.room().code().c_str());
        std::fflush(child.in);
    }
    std::map<std::string, std::vector<double>> measured;
    std::mutex lines;
    std::condition_variable news;
    std::vector<std::thread> readers;
    for (auto& child : children)
        readers.emplace_back([&, out = child.out] {
            char what[20];
            double value = 0.0;
            while (std::fscanf(out, "%19s %lf", what, &value) == 2) {
                const std::lock_guard lock{lines};
                measured[what].push_back(value);
                news.notify_all();
            }
        });
    const auto wait = [&](const std::string& what, std::size_t count) {
        std::unique_lock lock{lines};
        return news.wait_for(lock, std::chrono::seconds{60}, [&] { return measured[what].size() >= count; });
    };
    bool fine = wait("ready", processes);
    std::cout << "all seats listen" << (fine ? "" : ": NO") << std::endl;

    AudioThread beside;
    run.command("open");
    fine = wait("answer", static_cast<std::size_t>(seats)) && fine;
    run.command("close");
    run.command("discuss");
    run.command("open");
    fine = wait("done", processes) && fine;
    run.command("close");
    std::this_thread::sleep_for(std::chrono::milliseconds{500});
    beside.finish();
    const double memory_mb = resident_mb();
    over = true;
    worker.join();

    const auto copy = run.room().copy();
    int counted = 0, wrong = 0;
    for (const auto& record : copy.live().records())
        for (const auto& round : record.rounds) counted += static_cast<int>(round.answers.size());
    wrong = counted - 2 * seats;
    for (auto& child : children) {
        std::fclose(child.in);
        waitpid(child.id, nullptr, 0);
    }
    for (auto& reader : readers) reader.join();

    const auto answers = measured["answer"], again = measured["again"];
    const double p95 = percentile(answers, 0.95), worst_again = percentile(again, 1.0);
    std::printf("seats                       %d\n", seats);
    std::printf("answers counted             %d of %d, failed %zu, lost %zu\n", counted, 2 * seats,
                measured["failed"].size(), measured["lost"].size());
    std::printf("answer, median / 95 %% / worst   %.1f / %.1f / %.1f ms\n", percentile(answers, 0.5), p95,
                percentile(answers, 1.0));
    std::printf("with reloads, 95 %% / worst  %.1f / %.1f ms\n", percentile(measured["answer2"], 0.95),
                percentile(measured["answer2"], 1.0));
    std::printf("streams opened again        %zu; right again after %.0f ms (95 %%), %.0f ms (worst)\n", again.size(),
                percentile(again, 0.95), worst_again);
    std::printf("memory of the server        %.1f MB at most, engine and lesson included\n", memory_mb);
    std::printf("audio block, CPU time       alone: median %.4f, 99.9 %% %.4f, worst %.4f ms; beside the class: median "
                "%.4f, 99.9 %% %.4f, worst %.4f ms\n",
                percentile(alone.blocks_ms, 0.5), percentile(alone.blocks_ms, 0.999), percentile(alone.blocks_ms, 1.0),
                percentile(beside.blocks_ms, 0.5), percentile(beside.blocks_ms, 0.999),
                percentile(beside.blocks_ms, 1.0));
    fine = fine && wrong == 0 && measured["lost"].empty() && measured["failed"].empty() &&
           measured["refused"].empty() && p95 <= limit_p95_ms && worst_again <= limit_again_ms &&
           memory_mb <= limit_memory_mb;
    std::puts(fine ? "within the limits" : "A LIMIT IS BROKEN");
    return fine ? 0 : 1;
}
