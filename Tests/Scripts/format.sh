#!/usr/bin/env bash
# All code of the project is formatted as .clang-format says. To mend it: git ls-files '*.h' '*.cpp' | xargs clang-format-14 -i
set -euo pipefail
cd "$(dirname "$0")/../.."
command -v clang-format-14 >/dev/null || {
    echo "clang-format-14 is not installed (on Debian 12: apt-get install clang-format-14)"
    exit 77
}
# Another version of the program formats otherwise.
git ls-files -z '*.h' '*.cpp' | xargs -0 clang-format-14 --dry-run -Werror
