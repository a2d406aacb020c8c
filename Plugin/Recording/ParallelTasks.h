#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace soma::recording {

/// Runs tasks 0 … count − 1 on so many threads and waits. `poll` is called on this thread every 50 ms; when it says
/// false, `stop` is set for the tasks to see. The first exception of a task (by its number) is thrown here.
inline void run_tasks(int count, int threads, const std::function<void(int task, const std::atomic<bool>& stop)>& work,
                      const std::function<bool()>& poll) {
    std::atomic<bool> stop{false};
    std::atomic<int> next{0};
    int finished = 0;
    std::mutex mutex;
    std::condition_variable changed;
    std::vector<std::exception_ptr> failures(static_cast<std::size_t>(count));
    std::vector<std::thread> pool;
    const int workers = std::max(1, std::min(threads, count));
    for (int t = 0; t < workers; ++t)
        pool.emplace_back([&] {
            for (int task = next++; task < count; task = next++) {
                try {
                    work(task, stop);
                } catch (...) {
                    failures[static_cast<std::size_t>(task)] = std::current_exception();
                }
            }
            const std::lock_guard lock(mutex);
            ++finished;
            changed.notify_all();
        });
    {
        std::unique_lock lock(mutex);
        while (finished < workers) {
            changed.wait_for(lock, std::chrono::milliseconds(50));
            lock.unlock();
            if (!stop && !poll()) stop = true;
            lock.lock();
        }
    }
    for (auto& thread : pool) thread.join();
    for (const auto& failure : failures)
        if (failure) std::rethrow_exception(failure);
}

} // namespace soma::recording
