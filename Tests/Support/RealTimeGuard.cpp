#include "Support/RealTimeGuard.h"

#include <atomic>
#include <cerrno>
#include <cstddef>
#include <pthread.h>
#include <semaphore.h>
#include <time.h>
#include <unistd.h>

#include <dlfcn.h>

namespace soma::test {
namespace {

thread_local bool armed = false;
thread_local int count = 0;
thread_local const char* first_call = "none";
std::atomic<RealTimeGuard::Watcher> watching{nullptr};

} // namespace

RealTimeGuard::RealTimeGuard() {
    count = 0;
    first_call = "none";
    armed = true;
}
RealTimeGuard::~RealTimeGuard() { armed = false; }
int RealTimeGuard::violations() const { return count; }
std::string RealTimeGuard::first() const {
    armed = false; // the string itself allocates
    return first_call;
}

void RealTimeGuard::set_watcher(Watcher watcher) { watching.store(watcher); }

void note_call(const char* name) {
    if (!armed) return;
    if (count++ == 0) first_call = name;
    if (const auto watcher = watching.load()) {
        armed = false;
        watcher(name);
        armed = true;
    }
}

} // namespace soma::test

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__) || !defined(__GLIBC__)
bool soma::test::RealTimeGuard::available() { return false; }
#else
bool soma::test::RealTimeGuard::available() { return true; }

// Stand before the C library's own functions: the dynamic linker takes the program's definition first.
namespace {

template <class Function>
Function* next(const char* name) {
    return reinterpret_cast<Function*>(dlsym(RTLD_NEXT, name));
}

} // namespace

extern "C" {
void* __libc_malloc(std::size_t);
void* __libc_calloc(std::size_t, std::size_t);
void* __libc_realloc(void*, std::size_t);
void* __libc_memalign(std::size_t, std::size_t);
void __libc_free(void*);

void* malloc(std::size_t size) {
    soma::test::note_call("malloc");
    return __libc_malloc(size);
}
void* calloc(std::size_t n, std::size_t size) {
    soma::test::note_call("calloc");
    return __libc_calloc(n, size);
}
void* realloc(void* block, std::size_t size) {
    soma::test::note_call("realloc");
    return __libc_realloc(block, size);
}
void* memalign(std::size_t alignment, std::size_t size) {
    soma::test::note_call("memalign");
    return __libc_memalign(alignment, size);
}
void* aligned_alloc(std::size_t alignment, std::size_t size) {
    soma::test::note_call("aligned_alloc");
    return __libc_memalign(alignment, size);
}
int posix_memalign(void** block, std::size_t alignment, std::size_t size) {
    soma::test::note_call("posix_memalign");
    *block = __libc_memalign(alignment, size);
    return *block == nullptr ? ENOMEM : 0;
}
void free(void* block) {
    if (block != nullptr) soma::test::note_call("free");
    __libc_free(block);
}

int pthread_mutex_lock(pthread_mutex_t* mutex) noexcept {
    soma::test::note_call("pthread_mutex_lock");
    static const auto real = next<int(pthread_mutex_t*)>("pthread_mutex_lock");
    return real(mutex);
}
int pthread_rwlock_rdlock(pthread_rwlock_t* lock) noexcept {
    soma::test::note_call("pthread_rwlock_rdlock");
    static const auto real = next<int(pthread_rwlock_t*)>("pthread_rwlock_rdlock");
    return real(lock);
}
int pthread_rwlock_wrlock(pthread_rwlock_t* lock) noexcept {
    soma::test::note_call("pthread_rwlock_wrlock");
    static const auto real = next<int(pthread_rwlock_t*)>("pthread_rwlock_wrlock");
    return real(lock);
}
int pthread_cond_signal(pthread_cond_t* condition) noexcept {
    soma::test::note_call("pthread_cond_signal");
    static const auto real = next<int(pthread_cond_t*)>("pthread_cond_signal");
    return real(condition);
}
int sem_post(sem_t* semaphore) noexcept {
    soma::test::note_call("sem_post");
    static const auto real = next<int(sem_t*)>("sem_post");
    return real(semaphore);
}
ssize_t write(int file, const void* data, std::size_t size) {
    soma::test::note_call("write");
    static const auto real = next<ssize_t(int, const void*, std::size_t)>("write");
    return real(file, data, size);
}
int nanosleep(const timespec* wanted, timespec* left) {
    soma::test::note_call("nanosleep");
    static const auto real = next<int(const timespec*, timespec*)>("nanosleep");
    return real(wanted, left);
}
void* __cxa_allocate_exception(std::size_t size) noexcept {
    soma::test::note_call("throw");
    static const auto real = next<void*(std::size_t)>("__cxa_allocate_exception");
    return real(size);
}
}
#endif
