#pragma once

#include "Subject.h"

#include <map>
#include <string>

namespace soma::validator {

/// Who makes the calls that an audio thread must not make. While one lives, it collects the call stacks that the
/// RealTimeGuard sees. One at a time; main thread.
class CallSites {
  public:
    CallSites();
    ~CallSites();
    CallSites(const CallSites&) = delete;
    CallSites& operator=(const CallSites&) = delete;

    /// Calls by their maker, the outermost function first that is in the subject's own code.
    struct Makers {
        std::map<std::string, int> own;     ///< within the plugin's own functions: function and call
        std::map<std::string, int> wrapper; ///< in the plugin's file, but in the framework's functions: call
        int host = 0;                       ///< in the program that hosts it
    };
    /// The calls collected so far. Throws std::runtime_error where the file's functions cannot be listed.
    Makers makers(const Subject& subject) const;
};

} // namespace soma::validator
