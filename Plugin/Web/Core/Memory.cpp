#include "Web/Core/Export.h"

#include "Core/Simd.h"

#include <cstdlib>
#include <hwy/aligned_allocator.h>

/// Memory that JavaScript fills; it may move all views of it. Null where there is none left.
SOMA_EXPORT(soma_allocate) void* soma_allocate(std::size_t bytes) { return std::malloc(bytes); }
SOMA_EXPORT(soma_release) void soma_release(void* memory) { std::free(memory); }

// The functions of Highway's library that its headers call, for lanes of one number.
namespace hwy {

std::int64_t SupportedTargets() { return HWY_SCALAR; }
ChosenTarget& GetChosenTarget() {
    static ChosenTarget chosen;
    return chosen;
}

void* AllocateAlignedBytes(std::size_t bytes, AllocPtr, void*) {
    constexpr std::size_t alignment = 64;
    return std::aligned_alloc(alignment, (bytes + alignment - 1) / alignment * alignment);
}

void FreeAlignedBytes(const void* memory, FreePtr, void*) { std::free(const_cast<void*>(memory)); }

void AlignedDeleter::DeleteAlignedArray(void* memory, FreePtr, void*, ArrayDeleter delete_array) {
    if (memory == nullptr) return;
    if (delete_array != nullptr) delete_array(memory, 0);
    std::free(memory);
}

} // namespace hwy
