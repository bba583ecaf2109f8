# Install rules: headers, C library, CMake package, pkg-config files.

include(CMakePackageConfigHelpers)

install(DIRECTORY "${PROJECT_SOURCE_DIR}/include/headway" DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}"
    FILES_MATCHING PATTERN "*.hpp")
install(TARGETS headway EXPORT headway-targets)

set(package_folder "${CMAKE_INSTALL_LIBDIR}/cmake/headway")
install(EXPORT headway-targets NAMESPACE headway:: DESTINATION "${package_folder}")
configure_package_config_file("${CMAKE_CURRENT_LIST_DIR}/headway-config.cmake.in" headway-config.cmake
    INSTALL_DESTINATION "${package_folder}")
# Before 1.0 a minor version may change names, so only the same minor version satisfies a request.
write_basic_package_version_file(headway-config-version.cmake COMPATIBILITY SameMinorVersion ARCH_INDEPENDENT)
install(FILES
    "${CMAKE_CURRENT_BINARY_DIR}/headway-config.cmake"
    "${CMAKE_CURRENT_BINARY_DIR}/headway-config-version.cmake"
    DESTINATION "${package_folder}")

# The prefix in a .pc file is relative to the file, so an installed tree can be moved.
file(RELATIVE_PATH pc_prefix "/p/${CMAKE_INSTALL_LIBDIR}/pkgconfig" "/p")
string(REGEX REPLACE "/$" "" pc_prefix "${pc_prefix}")
configure_file("${CMAKE_CURRENT_LIST_DIR}/headway.pc.in" headway.pc @ONLY)
install(FILES "${CMAKE_CURRENT_BINARY_DIR}/headway.pc" DESTINATION "${CMAKE_INSTALL_LIBDIR}/pkgconfig")

if(TARGET headway_c)
    install(TARGETS headway_c headway_c_static EXPORT headway-targets
        RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}"
        LIBRARY DESTINATION "${CMAKE_INSTALL_LIBDIR}"
        ARCHIVE DESTINATION "${CMAKE_INSTALL_LIBDIR}")
    install(DIRECTORY "${PROJECT_SOURCE_DIR}/capi/include/" DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}"
        FILES_MATCHING PATTERN "*.h")
    configure_file("${CMAKE_CURRENT_LIST_DIR}/headway-c.pc.in" headway-c.pc @ONLY)
    install(FILES "${CMAKE_CURRENT_BINARY_DIR}/headway-c.pc" DESTINATION "${CMAKE_INSTALL_LIBDIR}/pkgconfig")
endif()

install(FILES "${PROJECT_SOURCE_DIR}/LICENSE" DESTINATION "${CMAKE_INSTALL_DOCDIR}")
