# Builds soma_embedded: the fonts, one resource each, and everything under Assets/ that the program reads, as one zip
# that keeps the folders' names (two cells of different families may share a file name).
include_guard()

set(SOMAPHONE_FONT_DIR "" CACHE PATH "Where the fonts Inter and JetBrains Mono are, if not where packages put them")

function(soma_find_font variable package)
  find_file(${variable} NAMES ${ARGN}
            HINTS "${SOMAPHONE_FONT_DIR}"
            PATHS /usr/share/fonts /usr/local/share/fonts "$ENV{HOME}/Library/Fonts" /Library/Fonts
            PATH_SUFFIXES opentype/inter truetype/inter inter truetype/jetbrains-mono jetbrains-mono
            NO_CMAKE_FIND_ROOT_PATH)
  if(NOT ${variable})
    list(GET ARGN 0 file)
    message(FATAL_ERROR "The font ${file} was not found. On Debian and Ubuntu: apt-get install ${package}. "
                        "Elsewhere: -DSOMAPHONE_FONT_DIR=<folder with the font files>.")
  endif()
  mark_as_advanced(${variable})
endfunction()

foreach(weight Regular Medium SemiBold)
  soma_find_font(SOMA_FONT_INTER_${weight} fonts-inter Inter-${weight}.otf Inter-${weight}.ttf)
  list(APPEND fonts "${SOMA_FONT_INTER_${weight}}")
endforeach()
foreach(weight Regular Medium SemiBold)
  soma_find_font(SOMA_FONT_MONO_${weight} fonts-jetbrains-mono JetBrainsMono-${weight}.ttf JetBrainsMono-${weight}.otf)
  list(APPEND fonts "${SOMA_FONT_MONO_${weight}}")
endforeach()

set(asset_root "${PROJECT_SOURCE_DIR}/Assets")
file(GLOB_RECURSE assets CONFIGURE_DEPENDS RELATIVE "${asset_root}" "${asset_root}/Cells/*" "${asset_root}/Lessons/*"
     "${asset_root}/Presets/*" "${asset_root}/Sounds/*")
list(FILTER assets EXCLUDE REGEX "\\.md$")
list(SORT assets)
list(TRANSFORM assets PREPEND "${asset_root}/" OUTPUT_VARIABLE asset_files)

set(asset_zip "${CMAKE_CURRENT_BINARY_DIR}/assets.zip")
set(asset_list "${CMAKE_CURRENT_BINARY_DIR}/assets.txt")
list(JOIN assets "\n" asset_lines)
file(CONFIGURE OUTPUT "${asset_list}" CONTENT "${asset_lines}\n" @ONLY)
if(NOT EXISTS "${asset_zip}")
  file(TOUCH "${asset_zip}") # juce_add_binary_data wants its sources to exist; the rule below writes it
endif()
find_package(Python3 REQUIRED COMPONENTS Interpreter)
set(zip_assets "${CMAKE_CURRENT_SOURCE_DIR}/zip-assets.py")
add_custom_command(
  OUTPUT "${asset_zip}"
  COMMAND Python3::Interpreter "${zip_assets}" "${asset_list}" "${asset_zip}"
  WORKING_DIRECTORY "${asset_root}"
  DEPENDS "${asset_list}" "${zip_assets}" ${asset_files}
  VERBATIM)

juce_add_binary_data(soma_embedded NAMESPACE embedded HEADER_NAME EmbeddedData.h SOURCES ${fonts} "${asset_zip}")
set_target_properties(soma_embedded PROPERTIES POSITION_INDEPENDENT_CODE ON)
# JUCE's rule does not know that it has to run again when the content of a source changed.
add_custom_command(OUTPUT "${CMAKE_CURRENT_BINARY_DIR}/juce_binarydata_soma_embedded/JuceLibraryCode/BinaryData1.cpp"
                   APPEND DEPENDS "${asset_zip}" ${fonts})
