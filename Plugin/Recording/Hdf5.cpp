#include "Recording/Hdf5.h"

#include <hdf5.h>

#include <algorithm>
#include <cmath>
#include <cstring>

namespace soma::recording::hdf5 {
namespace {

constexpr std::size_t longest_text = 1 << 16;

Handle open(hid_t id, herr_t (*close)(hid_t)) { return {id, close}; }

/// One text of an attribute or dataset, the last where there are several. `read` fills memory of a type.
template <class Read>
std::optional<std::string> read_text(hid_t type_id, hid_t space_id, const Read& read) {
    const auto type = open(type_id, H5Tclose);
    const auto space = open(space_id, H5Sclose);
    if (!type || !space || H5Tget_class(type.id()) != H5T_STRING) return std::nullopt;
    const auto count = H5Sget_simple_extent_npoints(space.id());
    constexpr hssize_t most_texts = 64;
    if (count < 1 || count > most_texts) return std::nullopt;
    const auto texts = static_cast<std::size_t>(count);
    if (H5Tis_variable_str(type.id()) > 0) {
        const auto memory = open(H5Tcopy(H5T_C_S1), H5Tclose);
        H5Tset_size(memory.id(), H5T_VARIABLE);
        H5Tset_cset(memory.id(), H5Tget_cset(type.id()));
        std::vector<char*> pointers(texts, nullptr);
        if (read(memory.id(), pointers.data()) < 0) return std::nullopt;
        const char* last = pointers.back();
        std::string found = last == nullptr ? std::string() : std::string(last, strnlen(last, longest_text));
        H5Dvlen_reclaim(memory.id(), space.id(), H5P_DEFAULT, pointers.data());
        return found;
    }
    const auto size = H5Tget_size(type.id());
    if (size == 0 || size > longest_text) return std::nullopt;
    std::vector<char> bytes(size * texts + 1, '\0');
    if (read(type.id(), bytes.data()) < 0) return std::nullopt;
    const char* last = bytes.data() + size * (texts - 1);
    std::string found(last, strnlen(last, size));
    while (!found.empty() && found.back() == ' ') found.pop_back();
    return found;
}

template <class Read>
std::optional<double> read_number(hid_t type_id, hid_t space_id, const Read& read) {
    const auto type = open(type_id, H5Tclose);
    const auto space = open(space_id, H5Sclose);
    if (!type || !space || H5Sget_simple_extent_npoints(space.id()) != 1) return std::nullopt;
    const auto kind = H5Tget_class(type.id());
    if (kind != H5T_INTEGER && kind != H5T_FLOAT) return std::nullopt;
    double value = 0.0;
    if (read(H5T_NATIVE_DOUBLE, &value) < 0 || !std::isfinite(value)) return std::nullopt;
    return value;
}

/// Stops a path that leads into another file.
herr_t refuse_other_file(const char*, const char*, const char*, const char*, unsigned*, hid_t, void*) { return -1; }

} // namespace

Object Object::file(const std::string& path) {
    H5open();
    H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr); // our own messages, not a stack on standard error
    H5PLset_loading_state(0);                    // no code from a folder that the environment names
    return {open(H5Fopen(path.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT), H5Fclose), false};
}

Object Object::at(std::string_view path) const {
    std::string walked;
    for (std::size_t begin = 0; begin < path.size();) {
        const auto end = std::min(path.find('/', begin), path.size());
        walked += (walked.empty() ? "" : "/") + std::string(path.substr(begin, end - begin));
        H5L_info_t link;
        if (H5Lget_info(handle_.id(), walked.c_str(), &link, H5P_DEFAULT) < 0) return none();
        if (link.type != H5L_TYPE_HARD && link.type != H5L_TYPE_SOFT) return none(); // another file
        begin = end + 1;
    }
    const auto access = open(H5Pcreate(H5P_LINK_ACCESS), H5Pclose);
    H5Pset_elink_cb(access.id(), refuse_other_file, nullptr);
    auto object = open(H5Oopen(handle_.id(), walked.c_str(), access.id()), H5Oclose);
    const bool dataset = object && H5Iget_type(object.id()) == H5I_DATASET;
    return {std::move(object), dataset};
}

std::vector<std::string> Object::names(std::size_t most) const {
    std::vector<std::string> found;
    H5G_info_t info;
    if (dataset_ || H5Gget_info(handle_.id(), &info) < 0) return found;
    for (hsize_t i = 0; i < std::min<hsize_t>(info.nlinks, most); ++i) {
        const auto length =
            H5Lget_name_by_idx(handle_.id(), ".", H5_INDEX_NAME, H5_ITER_INC, i, nullptr, 0, H5P_DEFAULT);
        if (length <= 0 || static_cast<std::size_t>(length) > longest_text) continue;
        std::string name(static_cast<std::size_t>(length), '\0');
        H5Lget_name_by_idx(handle_.id(), ".", H5_INDEX_NAME, H5_ITER_INC, i, name.data(), name.size() + 1, H5P_DEFAULT);
        found.push_back(std::move(name));
    }
    std::ranges::sort(found);
    return found;
}

std::optional<std::string> Object::text(std::string_view attribute) const {
    const auto opened = open(H5Aopen(handle_.id(), std::string(attribute).c_str(), H5P_DEFAULT), H5Aclose);
    if (!opened) return std::nullopt;
    return read_text(H5Aget_type(opened.id()), H5Aget_space(opened.id()),
                     [&](hid_t type, void* into) { return H5Aread(opened.id(), type, into); });
}

std::optional<double> Object::number(std::string_view attribute) const {
    const auto opened = open(H5Aopen(handle_.id(), std::string(attribute).c_str(), H5P_DEFAULT), H5Aclose);
    if (!opened) return std::nullopt;
    return read_number(H5Aget_type(opened.id()), H5Aget_space(opened.id()),
                       [&](hid_t type, void* into) { return H5Aread(opened.id(), type, into); });
}

std::optional<std::string> Object::text() const {
    if (!dataset_) return std::nullopt;
    return read_text(H5Dget_type(handle_.id()), H5Dget_space(handle_.id()), [&](hid_t type, void* into) {
        return H5Dread(handle_.id(), type, H5S_ALL, H5S_ALL, H5P_DEFAULT, into);
    });
}

std::optional<double> Object::number() const {
    if (!dataset_) return std::nullopt;
    return read_number(H5Dget_type(handle_.id()), H5Dget_space(handle_.id()), [&](hid_t type, void* into) {
        return H5Dread(handle_.id(), type, H5S_ALL, H5S_ALL, H5P_DEFAULT, into);
    });
}

std::optional<std::int64_t> Object::length() const {
    if (!dataset_) return std::nullopt;
    const auto type = open(H5Dget_type(handle_.id()), H5Tclose);
    const auto space = open(H5Dget_space(handle_.id()), H5Sclose);
    const auto made = open(H5Dget_create_plist(handle_.id()), H5Pclose);
    if (!type || !space || !made) return std::nullopt;
    const auto kind = H5Tget_class(type.id());
    if ((kind != H5T_INTEGER && kind != H5T_FLOAT) || H5Sget_simple_extent_ndims(space.id()) != 1) return std::nullopt;
    if (H5Pget_layout(made.id()) == H5D_VIRTUAL || H5Pget_external_count(made.id()) != 0) return std::nullopt;
    return H5Sget_simple_extent_npoints(space.id());
}

std::optional<std::vector<double>> Object::numbers() const {
    const auto count = length();
    if (!count || *count < 0) return std::nullopt;
    std::vector<double> values(static_cast<std::size_t>(*count));
    if (H5Dread(handle_.id(), H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()) < 0) return std::nullopt;
    return values;
}

} // namespace soma::recording::hdf5
