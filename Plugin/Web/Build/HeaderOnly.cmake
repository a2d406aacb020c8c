# header_only(TARGET FOLDER): a library that is nothing but /usr/include/FOLDER. /usr/include itself, which belongs to the build
# machine, stays out of the compiler's sight.
function(header_only target folder)
  if(TARGET ${target})
    return()
  endif()
  find_path(WEB_${folder}_HEADERS ${folder} PATHS /usr/include NO_DEFAULT_PATH REQUIRED)
  file(MAKE_DIRECTORY ${CMAKE_BINARY_DIR}/include)
  file(CREATE_LINK ${WEB_${folder}_HEADERS}/${folder} ${CMAKE_BINARY_DIR}/include/${folder} SYMBOLIC)
  add_library(${target} INTERFACE IMPORTED GLOBAL)
  target_include_directories(${target} SYSTEM INTERFACE ${CMAKE_BINARY_DIR}/include)
endfunction()
