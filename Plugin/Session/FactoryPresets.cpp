#include "Session/FactoryPresets.h"

#include "Embedded/EmbeddedAssets.h"

#include <algorithm>

namespace soma::host {

const std::vector<FactoryPreset>& factory_presets() {
    static const auto presets = [] {
        constexpr std::string_view folder = "Presets/", ending = ".json";
        std::vector<FactoryPreset> found;
        for (const auto& path : assets::list(folder)) {
            if (!path.ends_with(ending)) continue;
            const auto name = path.substr(folder.size(), path.size() - folder.size() - ending.size());
            const auto after_number = name.find_first_not_of("0123456789-"); // "03-squid"
            found.push_back({"factory/" + name.substr(after_number), read_preset(path, assets::read(path)).preset});
        }
        const auto place = [](const FactoryPreset& one) {
            return std::ranges::find(preset_categories, one.preset.category) - preset_categories.begin();
        };
        std::ranges::stable_sort(found, {}, place);
        return found;
    }();
    return presets;
}

} // namespace soma::host
