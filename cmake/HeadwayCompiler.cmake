# How headway compiles its own code. Nothing here reaches a consumer.

set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_C_EXTENSIONS OFF)
set(CMAKE_CXX_SCAN_FOR_MODULES OFF) # there are none, and clang's scanner is a package of its own

if(PROJECT_IS_TOP_LEVEL)
    set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
    if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
        set(CMAKE_BUILD_TYPE Release CACHE STRING "Build type" FORCE)
    endif()
    if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
        # Left to itself g++ looks for memory to give back so often that a file of many templates takes a quarter longer; this costs it 150 to 650 MB.
        set(HEADWAY_MEMORY_FLAGS --param=ggc-min-expand=200 --param=ggc-min-heapsize=600000)
        add_compile_options("$<$<COMPILE_LANGUAGE:CXX>:${HEADWAY_MEMORY_FLAGS}>")
    endif()
    find_program(HEADWAY_CCACHE ccache)
    if(HEADWAY_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
        set(CMAKE_CXX_COMPILER_LAUNCHER "${HEADWAY_CCACHE}")
        set(CMAKE_C_COMPILER_LAUNCHER "${HEADWAY_CCACHE}")
    endif()
endif()

add_library(headway_own INTERFACE)
if(HEADWAY_STRICT AND CMAKE_CXX_COMPILER_ID MATCHES "GNU|Clang")
    set(HEADWAY_WARNINGS -Wall -Wextra -Wconversion -Wshadow -Werror)
    if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 14)
        # False alarms inside inlined std::string operations (GCC bugs 105329 and 105651).
        list(APPEND HEADWAY_WARNINGS -Wno-restrict -Wno-array-bounds -Wno-stringop-overflow -Wno-stringop-overread)
    endif()
    if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND HEADWAY_SANITIZE)
        list(APPEND HEADWAY_WARNINGS -Wno-maybe-uninitialized) # not reliable in instrumented code, as GCC's manual says
    endif()
    if(CMAKE_CXX_COMPILER_ID MATCHES "Clang")
        list(APPEND HEADWAY_WARNINGS -Wno-deprecated-declarations) # clang 17 and newer blame std::stable_sort of libstdc++ 12 on its caller
    endif()
elseif(HEADWAY_STRICT AND MSVC)
    set(HEADWAY_WARNINGS /W4 /WX)
endif()
target_compile_options(headway_own INTERFACE ${HEADWAY_WARNINGS})

if(HEADWAY_SANITIZE)
    add_compile_options("-fsanitize=${HEADWAY_SANITIZE}" -fno-sanitize-recover=all -fno-omit-frame-pointer)
    if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND HEADWAY_SANITIZE MATCHES "address")
        add_compile_options(--param=asan-instrumentation-with-call-threshold=0) # checks are calls: up to a fifth less to compile
    endif()
    add_link_options("-fsanitize=${HEADWAY_SANITIZE}")
endif()

# Compiles a target's files a few at a time. They share most of what they include and use, so that together they take half as long; after a change to one file it
# takes longer.
option(HEADWAY_TOGETHER "Compile several files at once: quicker in all, slower after a change to one" ON)
function(headway_together target files_at_once)
    if(HEADWAY_TOGETHER)
        set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE ${files_at_once})
    endif()
endfunction()
