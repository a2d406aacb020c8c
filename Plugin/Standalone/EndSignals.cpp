#include "Standalone/EndSignals.h"

#include <csignal>
#include <initializer_list>

namespace soma::standalone {
namespace {

volatile std::sig_atomic_t asked = 0;

} // namespace

#if defined(SIGHUP)
void catch_end_signals() {
    for (const int number : {SIGTERM, SIGHUP, SIGINT}) {
        struct sigaction before = {}, wanted = {};
        sigaction(number, nullptr, &before);
        if (before.sa_handler == SIG_IGN) continue;
        wanted.sa_handler = [](int) { asked = 1; };
        sigaction(number, &wanted, nullptr);
    }
}
#else
void catch_end_signals() {}
#endif

bool end_was_asked() { return asked != 0; }

} // namespace soma::standalone
