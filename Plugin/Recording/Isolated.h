#pragma once

#include <cstdint>
#include <cstring>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace soma::recording {

/// Plain values, one after another, as bytes of this process's own layout.
class Packed {
  public:
    Packed() = default;
    explicit Packed(std::string bytes)
        : bytes_(std::move(bytes)) {}

    void put(double value) { bytes_.append(reinterpret_cast<const char*>(&value), sizeof value); }
    void put(std::string_view text) {
        put(static_cast<double>(text.size()));
        bytes_.append(text);
    }
    void put(const std::vector<double>& values) {
        put(static_cast<double>(values.size()));
        bytes_.append(reinterpret_cast<const char*>(values.data()), values.size() * sizeof(double));
    }

    double number() {
        double value = 0.0;
        std::memcpy(&value, take(sizeof value), sizeof value);
        return value;
    }
    std::string text() {
        const auto length = static_cast<std::size_t>(number());
        return {take(length), length};
    }
    std::vector<double> numbers() {
        std::vector<double> values(static_cast<std::size_t>(number()));
        std::memcpy(values.data(), take(values.size() * sizeof(double)), values.size() * sizeof(double));
        return values;
    }
    const std::string& bytes() const { return bytes_; }

  private:
    const char* take(std::size_t count) {
        const char* begin = bytes_.data() + taken_;
        taken_ += count;
        return begin;
    }
    std::string bytes_;
    std::size_t taken_ = 0;
};

/// Runs `work` in a separate process and brings back what it packed: a hostile file that crashes a library, or makes
/// it run without end, costs that process and nothing else. Throws FormatError with the message of what `work` throws,
/// or one that begins with `name` where it crashed or took longer than a minute of processor time. Systems without
/// fork run it here. Any thread but the audio thread.
Packed run_isolated(const std::string& name, const std::function<void(Packed&)>& work);

} // namespace soma::recording
