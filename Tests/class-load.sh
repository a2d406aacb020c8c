#!/usr/bin/env bash
# class-load.sh [SEATS]: the load test of the live class, beside the benchmarks: 300 seats if not given, in six processes on
# loopback. It takes half a minute and ends with status 1 where a limit is broken.
set -euo pipefail
cd "$(dirname "$0")/.."
bash Tests/prepare.sh
bash Tests/build.sh class_load
exec build/Tests/Class/class_load "$@"
