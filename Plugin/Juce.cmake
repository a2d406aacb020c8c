# Finds JUCE: the system's package, a checkout named by SOMAPHONE_JUCE_DIR, or (where asked for) a download of JUCE 8.
set(SOMAPHONE_JUCE_DIR "" CACHE PATH "A checkout of JUCE to use in place of the system's package")

if(SOMAPHONE_JUCE_DIR)
  add_subdirectory("${SOMAPHONE_JUCE_DIR}" "${CMAKE_BINARY_DIR}/juce" EXCLUDE_FROM_ALL)
elseif(SOMAPHONE_FETCH_JUCE)
  include(FetchContent)
  FetchContent_Declare(juce GIT_REPOSITORY https://github.com/juce-framework/JUCE.git GIT_TAG 8.0.12 GIT_SHALLOW TRUE)
  FetchContent_GetProperties(juce)
  if(NOT juce_POPULATED)
    FetchContent_Populate(juce)
    add_subdirectory("${juce_SOURCE_DIR}" "${juce_BINARY_DIR}" EXCLUDE_FROM_ALL)
  endif()
else()
  find_package(JUCE CONFIG)
  if(NOT JUCE_FOUND)
    message(FATAL_ERROR "JUCE was not found. On Debian and Ubuntu: apt-get install juce-modules-source lv2-dev. Elsewhere: "
                        "-DSOMAPHONE_FETCH_JUCE=ON downloads it, -DSOMAPHONE_JUCE_DIR=<dir> uses a checkout, "
                        "-DSOMAPHONE_PLUGIN=OFF builds the core and its tests alone.")
  endif()
endif()

# Debian's JUCE leaves out the copies of the image and audio codecs that upstream bundles.
add_library(soma_codecs INTERFACE)
get_target_property(juce_modules juce::juce_graphics INTERFACE_JUCE_MODULE_PATH)
if(NOT EXISTS "${juce_modules}/juce_graphics/image_formats/pnglib")
  find_package(PkgConfig REQUIRED)
  pkg_check_modules(SOMA_CODECS REQUIRED IMPORTED_TARGET
                    libpng libjpeg flac vorbis vorbisfile vorbisenc ogg zlib)
  target_link_libraries(soma_codecs INTERFACE PkgConfig::SOMA_CODECS)
endif()
