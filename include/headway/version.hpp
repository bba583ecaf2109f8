#pragma once

/// \file
/// The one place the version is written. CMake, the Python package and the C library read it from here.

#define HEADWAY_VERSION_MAJOR 0
#define HEADWAY_VERSION_MINOR 1
#define HEADWAY_VERSION_PATCH 0
#define HEADWAY_VERSION "0.1.0"
