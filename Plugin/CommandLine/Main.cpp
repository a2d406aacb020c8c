#include "CommandLine/Program.h"

#include <csignal>

int main(int argument_count, char** arguments) {
#ifdef SIGPIPE
    std::signal(SIGPIPE, SIG_IGN); // a reader that goes away is an error like a full disk
#endif
    return soma::command::run_program(argument_count, arguments);
}
