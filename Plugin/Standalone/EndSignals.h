#pragma once

namespace soma::standalone {

/// SIGTERM (logout, shutdown), SIGHUP (the terminal is closed) and SIGINT (Ctrl C) end the program like closing its
/// window: what is recorded and how the program was left are saved. A signal that was ignored stays ignored (nohup).
/// Elsewhere than on POSIX systems this does nothing.
void catch_end_signals();

/// One of them came. Any thread.
bool end_was_asked();

} // namespace soma::standalone
