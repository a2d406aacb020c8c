#!/usr/bin/env bash
# A few seconds of every fuzzer; hours of them: Tests/fuzz.sh SECONDS.
exec bash "$(dirname "$0")/../fuzz.sh" 6
