// C++ exceptions for WebAssembly without its own exceptions. The compiler (-enable-emscripten-cxx-exceptions) turns
// each call that a catch or a destructor waits for into a call of an imported invoke_…, which calls back and notes in
// __THREW__ whether soma_unwind left the stack in between. The names are the compiler's.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <exception>
#include <new>
#include <typeinfo>

namespace __cxxabiv1 {
/// How libc++abi's type descriptions answer whether a catch of their type takes an object; its headers hide it.
class __shim_type_info : public std::type_info {
  public:
    ~__shim_type_info() override;
    virtual void noop1() const;
    virtual void noop2() const;
    virtual bool can_catch(const __shim_type_info* thrown, void*& adjusted) const = 0;
};
} // namespace __cxxabiv1

namespace {

/// Stands before every thrown object.
struct alignas(16) Thrown {
    const __cxxabiv1::__shim_type_info* type;
    void (*destroy)(void*);
    void* adjusted;    ///< the object as the type that catches it
    int handlers;      ///< catch blocks inside it
    bool rethrown;     ///< leaves its catch block by being thrown again
    Thrown* enclosing; ///< what was caught before it and is still being handled
};

Thrown& thrown_of(void* object) { return *(static_cast<Thrown*>(object) - 1); }
void* object_of(Thrown& thrown) { return &thrown + 1; }

Thrown* handled = nullptr; ///< the innermost that a catch block holds
void* in_flight = nullptr; ///< the object of the last throw
int matched_type = 0;

[[noreturn]] void unwind(void* object);

void* match(const void* const* types, int count) {
    Thrown& thrown = thrown_of(in_flight);
    thrown.adjusted = in_flight;
    matched_type = 0;
    for (int i = 0; i < count; ++i) {
        const auto* wanted = static_cast<const __cxxabiv1::__shim_type_info*>(types[i]);
        void* adjusted = in_flight;
        if (wanted != nullptr && !wanted->can_catch(thrown.type, adjusted)) continue;
        thrown.adjusted = adjusted;
        matched_type = static_cast<int>(reinterpret_cast<std::intptr_t>(wanted));
        break;
    }
    return in_flight;
}

} // namespace

extern "C" {

__attribute__((import_module("env"), import_name("soma_unwind"), noreturn)) void soma_unwind();

std::uintptr_t __THREW__ = 0;
int __threwValue = 0;

/// JavaScript: the call inside invoke_… was left by soma_unwind.
__attribute__((export_name("setThrew"))) void setThrew(std::uintptr_t threw, int value) {
    if (__THREW__ != 0) return;
    __THREW__ = threw;
    __threwValue = value;
}
int getTempRet0() { return matched_type; }
int llvm_eh_typeid_for(void* type) { return static_cast<int>(reinterpret_cast<std::intptr_t>(type)); }

void* __cxa_allocate_exception(std::size_t size) noexcept {
    auto* memory = static_cast<Thrown*>(std::malloc(sizeof(Thrown) + size));
    if (memory == nullptr) std::abort();
    *memory = {};
    return object_of(*memory);
}
void __cxa_free_exception(void* object) noexcept { std::free(&thrown_of(object)); }

[[noreturn]] void __cxa_throw(void* object, std::type_info* type, void (*destroy)(void*)) {
    Thrown& thrown = thrown_of(object);
    thrown.type = static_cast<const __cxxabiv1::__shim_type_info*>(type);
    thrown.destroy = destroy;
    unwind(object);
}
[[noreturn]] void __resumeException(void* object) { unwind(object); }

void* __cxa_find_matching_catch_2() { return match(nullptr, 0); }
void* __cxa_find_matching_catch_3(const void* a) { return match(&a, 1); }
void* __cxa_find_matching_catch_4(const void* a, const void* b) {
    const void* const types[] = {a, b};
    return match(types, 2);
}
void* __cxa_find_matching_catch_5(const void* a, const void* b, const void* c) {
    const void* const types[] = {a, b, c};
    return match(types, 3);
}

void* __cxa_begin_catch(void* object) noexcept {
    Thrown& thrown = thrown_of(object);
    if (thrown.handlers++ == 0) {
        thrown.enclosing = handled;
        handled = &thrown;
    }
    thrown.rethrown = false;
    return thrown.adjusted;
}
void __cxa_end_catch() {
    Thrown& thrown = *handled;
    if (--thrown.handlers > 0) return;
    handled = thrown.enclosing;
    if (thrown.rethrown) return;
    if (thrown.destroy != nullptr) thrown.destroy(object_of(thrown));
    std::free(&thrown);
}
[[noreturn]] void __cxa_rethrow() {
    handled->rethrown = true;
    unwind(object_of(*handled));
}

} // extern "C"

namespace {
void unwind(void* object) {
    in_flight = object;
    soma_unwind();
}
} // namespace
