# Highway for WebAssembly: its headers, with lanes of one number. A page runs few neurons, and any browser takes it.
include(${CMAKE_CURRENT_LIST_DIR}/HeaderOnly.cmake)
header_only(hwy::hwy hwy)
target_compile_definitions(hwy::hwy INTERFACE HWY_COMPILE_ONLY_SCALAR)
set(hwy_FOUND TRUE)
