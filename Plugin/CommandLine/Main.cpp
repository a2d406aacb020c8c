#include <CLI/CLI.hpp>

#include <iostream>

int main(int argument_count, char** arguments) {
    CLI::App app{"Somaphone: patch-clamp any sound", "somaphone"};
    app.set_version_flag("--version", SOMAPHONE_VERSION);
    CLI11_PARSE(app, argument_count, arguments);
    std::cout << app.help();
    return 0;
}
