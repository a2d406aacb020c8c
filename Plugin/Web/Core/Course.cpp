#include "Web/Core/Course.h"

namespace soma::web {
namespace {

extern "C" __attribute__((import_module("env"), import_name("soma_progress"))) void soma_progress(double share);

} // namespace

void report_progress(double share) { soma_progress(share); }

Course::Course()
    : instrument([this](std::string_view id) -> std::optional<lesson::CellPreset> {
        const Cell* cell = cells.look_up(id);
        if (cell == nullptr) return std::nullopt;
        lesson::CellPreset preset;
        apply(*cell, preset.values);
        preset.initial = cell->initial;
        return preset;
    }) {}

} // namespace soma::web
