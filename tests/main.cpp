// The one main of the C++ tests, and the one file that compiles Boost.Test itself.
// Every test case is labelled with the name of its folder, so `headway_tests --run_test=@core` runs the tests of core.

#define BOOST_TEST_NO_MAIN
#define BOOST_TEST_ALTERNATIVE_INIT_API
#include <boost/test/included/unit_test.hpp>
#include <boost/test/tree/visitor.hpp>

#include <string>
#include <string_view>

namespace {

namespace ut = boost::unit_test;

/// The folder a test file stands in: "core" for ".../tests/core/scale_test.cpp".
std::string folder_of(std::string_view file)
{
    auto const name = file.find_last_of("/\\");
    if (name == std::string_view::npos || name == 0)
        return {};
    auto const folder = file.find_last_of("/\\", name - 1);
    auto const begin = folder == std::string_view::npos ? 0 : folder + 1;
    return std::string{file.substr(begin, name - begin)};
}

struct label_by_folder : ut::test_tree_visitor {
    void visit(ut::test_case const& test) override
    {
        ut::const_string const file = test.p_file_name;
        auto const folder = folder_of({file.begin(), file.size()});
        if (!folder.empty())
            const_cast<ut::test_case&>(test).add_label(folder);
    }
};

bool initialise()
{
    label_by_folder label;
    ut::traverse_test_tree(ut::framework::master_test_suite(), label, true);
    return true;
}

} // namespace

int main(int argc, char* argv[])
{
    return ut::unit_test_main(&initialise, argc, argv);
}
