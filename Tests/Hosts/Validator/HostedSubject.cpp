#include "HostedSubject.h"

#include <stdexcept>

namespace soma::validator {
namespace {

juce::String text_of(const juce::MemoryBlock& block) {
    return juce::String::fromUTF8(static_cast<const char*>(block.getData()), static_cast<int>(block.getSize()));
}

/// JUCE's VST3 wrapper adds to the plugin's state: eight zero bytes, private data, their size, a mark.
std::string without_private_data(const juce::MemoryBlock& component) {
    constexpr std::string_view mark = "JUCEPrivateData";
    std::string text(static_cast<const char*>(component.getData()), component.getSize());
    if (!std::string_view(text).ends_with(mark)) return text;
    const auto at = text.size() - mark.size() - sizeof(juce::int64);
    const auto size = static_cast<std::size_t>(juce::ByteOrder::littleEndianInt64(text.data() + at));
    return text.substr(0, at - size - sizeof(juce::int64));
}

constexpr const char* component_tag = "IComponent";
constexpr const char* lv2_key = ":StateString> \"";

} // namespace

HostedSubject::HostedSubject(const juce::String& format, const juce::File& bundle)
    : is_vst3_(format == "VST3")
    , bundle_(bundle) {
    if (is_vst3_)
        format_ = std::make_unique<juce::VST3PluginFormat>();
    else
        format_ = std::make_unique<juce::LV2PluginFormat>();
    const auto found = scan();
    if (found.isEmpty())
        throw std::runtime_error(bundle.getFullPathName().toStdString() + " holds no " + format.toStdString());
    description_ = *found[0];
}

juce::OwnedArray<juce::PluginDescription> HostedSubject::scan() const {
    juce::OwnedArray<juce::PluginDescription> found;
    if (is_vst3_) {
        format_->findAllTypesForFile(found, bundle_.getFullPathName());
        return found;
    }
    // LV2 plugins are named by URI; the host knows those in the folders it has searched.
    const juce::FileSearchPath path(bundle_.getParentDirectory().getFullPathName());
    for (const auto& uri : format_->searchPathsForPlugins(path, true, false)) {
        juce::OwnedArray<juce::PluginDescription> of_uri;
        if (uri.containsIgnoreCase("somaphone")) format_->findAllTypesForFile(of_uri, uri);
        while (!of_uri.isEmpty()) found.add(of_uri.removeAndReturn(0));
    }
    return found;
}

std::unique_ptr<juce::AudioProcessor> HostedSubject::open() const {
    juce::String why;
    auto instance = format_->createInstanceFromDescription(description_, 48000.0, 512, why);
    if (instance == nullptr) throw std::runtime_error("not opened: " + why.toStdString());
    return instance;
}

std::string HostedSubject::inner_state(const juce::MemoryBlock& state) const {
    juce::MemoryBlock inner;
    if (is_vst3_) {
        const auto xml = juce::AudioProcessor::getXmlFromBinary(state.getData(), static_cast<int>(state.getSize()));
        if (xml == nullptr || !inner.fromBase64Encoding(xml->getChildElementAllSubText(component_tag, {})))
            throw std::runtime_error("the host's state holds none of the plugin");
        return without_private_data(inner);
    }
    const auto text =
        text_of(state).fromFirstOccurrenceOf(lv2_key, false, false).upToFirstOccurrenceOf("\"", false, false);
    if (!inner.fromBase64Encoding(text)) throw std::runtime_error("the host's state holds none of the plugin");
    return {static_cast<const char*>(inner.getData()), inner.getSize()};
}

juce::MemoryBlock HostedSubject::outer_state(const juce::MemoryBlock& pattern, std::string_view inner) const {
    const auto encoded = juce::MemoryBlock(inner.data(), inner.size()).toBase64Encoding();
    juce::MemoryBlock state;
    if (is_vst3_) {
        juce::XmlElement xml("VST3PluginState");
        xml.createNewChildElement(component_tag)->addTextElement(encoded);
        juce::AudioProcessor::copyXmlToBinary(xml, state);
        return state;
    }
    const auto turtle = text_of(pattern);
    const auto head = turtle.upToFirstOccurrenceOf(lv2_key, true, false);
    const auto tail = turtle.fromFirstOccurrenceOf(lv2_key, false, false).fromFirstOccurrenceOf("\"", true, false);
    const auto whole = head + encoded + tail;
    state.append(whole.toRawUTF8(), whole.getNumBytesAsUTF8());
    return state;
}

juce::String HostedSubject::parameter_id(std::string_view id) const {
    const juce::String name(id.data(), id.size());
    return is_vst3_ ? juce::String(static_cast<juce::uint32>(name.hashCode()) & 0x7fffffffU)
                    : "des:" + description_.fileOrIdentifier + ":" + name; // JUCE's host: "designation"
}

juce::File HostedSubject::code() const {
    const auto files = bundle_.findChildFiles(juce::File::findFiles, true, "*.so");
    return files.isEmpty() ? juce::File() : files[0];
}

} // namespace soma::validator
