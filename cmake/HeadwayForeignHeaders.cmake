# Headers of others that headway's own build needs: the system's, else those of a PyPI package in .venv or in the interpreter's own environment.

# headway_foreign_headers(<variable> <a header> <PyPI module> <folder in site-packages> <what to install, or "" where it can be done without>)
function(headway_foreign_headers variable header module folder words)
    find_path(${variable} "${header}" PATH_SUFFIXES eigen3 DOC "Folder that holds ${header}")
    if(NOT ${variable})
        file(GLOB candidates "${PROJECT_SOURCE_DIR}/.venv/lib/python3*/site-packages/${folder}")
        foreach(python IN ITEMS "${Python_EXECUTABLE}" "${PYTHON_EXECUTABLE}" "${Python3_EXECUTABLE}" python3)
            if(python AND NOT candidates)
                execute_process(
                    COMMAND "${python}" -c "import importlib.util as u, pathlib as p; s = u.find_spec('${module}'); print(p.Path(list(s.submodule_search_locations)[0]).parent / '${folder}')"
                    OUTPUT_VARIABLE candidates OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
            endif()
        endforeach()
        find_path(${variable} "${header}" PATHS ${candidates} NO_DEFAULT_PATH)
    endif()
    if(NOT ${variable} AND words)
        message(FATAL_ERROR "${header} was not found. Install ${words}, or pass -D${variable}=<folder that holds it>.")
    endif()
endfunction()
