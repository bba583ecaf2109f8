# Boost's headers, for the tests alone (Boost.Test): the system's, else those of the PyPI package libboost-headers.
# Set HEADWAY_BOOST_INCLUDE_DIR to choose others.

find_path(HEADWAY_BOOST_INCLUDE_DIR boost/test/included/unit_test.hpp
    HINTS "${Boost_INCLUDE_DIR}" "${BOOST_ROOT}/include" "$ENV{BOOST_ROOT}/include"
    DOC "Folder that holds boost/")

if(NOT HEADWAY_BOOST_INCLUDE_DIR)
    file(GLOB candidates "${PROJECT_SOURCE_DIR}/.venv/lib/python3*/site-packages/libboost_headers/include")
    foreach(python IN ITEMS "${Python_EXECUTABLE}" "${PYTHON_EXECUTABLE}" python3)
        if(python AND NOT candidates)
            execute_process(
                COMMAND "${python}" -c "import importlib.util as u; print(u.find_spec('libboost_headers').submodule_search_locations[0] + '/include')"
                OUTPUT_VARIABLE candidates OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
        endif()
    endforeach()
    find_path(HEADWAY_BOOST_INCLUDE_DIR boost/test/included/unit_test.hpp PATHS ${candidates} NO_DEFAULT_PATH)
endif()

if(NOT HEADWAY_BOOST_INCLUDE_DIR)
    message(FATAL_ERROR
        "Boost's headers were not found. Install them (Debian: libboost-dev; PyPI: libboost-headers) "
        "or pass -DHEADWAY_BOOST_INCLUDE_DIR=<folder that holds boost/>.")
endif()
