#include "CommandLine/Picture.h"

#include "CommandLine/Errors.h"

namespace soma::command {

void write_picture(Output& output, const juce::Image& image) {
    juce::MemoryOutputStream bytes;
    if (!juce::PNGImageFormat().writeImageToStream(image, bytes))
        throw RunError(output.target() + ": the picture cannot be encoded; there may not be enough memory");
    output.write({static_cast<const char*>(bytes.getData()), bytes.getDataSize()});
}

} // namespace soma::command
