# The schema is the one description of the format: editors and scripts read the file, the loader reads this copy of it.
# String literals are kept short because one compiler takes no more than 16 kB.
function(soma_embed_schema json target)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${json})
  file(READ ${json} text)
  string(LENGTH "${text}" length)
  set(pieces "")
  set(at 0)
  while(at LESS length)
    string(SUBSTRING "${text}" ${at} 8000 piece)
    string(APPEND pieces "R\"schema(${piece})schema\"s +\n    ")
    math(EXPR at "${at} + 8000")
  endwhile()
  file(CONFIGURE OUTPUT ${CMAKE_CURRENT_BINARY_DIR}/LessonSchemaText.cpp @ONLY CONTENT
"// Generated from Assets/Lessons/lesson.schema.json.
#include \"Lesson/Load/Schema.h\"
namespace soma::lesson {
using namespace std::string_literals;
std::string lesson_schema_text() {
    return @pieces@std::string{};
}
} // namespace soma::lesson
")
  target_sources(${target} PRIVATE ${CMAKE_CURRENT_BINARY_DIR}/LessonSchemaText.cpp)
endfunction()
