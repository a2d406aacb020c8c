#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// The little of HDF5 that NWB needs, over libhdf5's C interface. A missing object is nothing, not an error; links to
/// other files and data kept in other files are never followed. One thread at a time.
namespace soma::recording::hdf5 {

/// A handle that libhdf5 counts.
class Handle {
  public:
    using Close = int (*)(std::int64_t);
    Handle() = default;
    Handle(std::int64_t id, Close close)
        : id_(id)
        , close_(close) {}
    Handle(Handle&& other) noexcept { swap(other); }
    Handle& operator=(Handle&& other) noexcept {
        swap(other);
        return *this;
    }
    ~Handle() {
        if (id_ >= 0) close_(id_);
    }

    explicit operator bool() const { return id_ >= 0; }
    std::int64_t id() const { return id_; }

  private:
    void swap(Handle& other) noexcept {
        std::swap(id_, other.id_);
        std::swap(close_, other.close_);
    }
    std::int64_t id_ = -1;
    Close close_ = nullptr;
};

/// A file, a group or a dataset.
class Object {
  public:
    /// Opens a file for reading; false in `operator bool` where it is none.
    static Object file(const std::string& path);
    static Object none() { return {Handle(), false}; }

    explicit operator bool() const { return static_cast<bool>(handle_); }
    /// A group or dataset below this one, by its path of names; nothing where there is none.
    Object at(std::string_view path) const;
    /// Names of what a group holds, sorted; at most so many as `most`.
    std::vector<std::string> names(std::size_t most) const;

    /// An attribute that is a text, or the last of several texts.
    std::optional<std::string> text(std::string_view attribute) const;
    std::optional<double> number(std::string_view attribute) const;
    /// A dataset of one text or one number.
    std::optional<std::string> text() const;
    std::optional<double> number() const;

    /// How many numbers a dataset of one dimension holds; nothing for another shape or type, or where its numbers are
    /// kept in another file.
    std::optional<std::int64_t> length() const;
    /// All of them; nothing where they cannot be read (damaged, or compressed in a way that this program lacks).
    std::optional<std::vector<double>> numbers() const;

  private:
    Object(Handle handle, bool dataset)
        : handle_(std::move(handle))
        , dataset_(dataset) {}

    Handle handle_;
    bool dataset_ = false;
};

} // namespace soma::recording::hdf5
