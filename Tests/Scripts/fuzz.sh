#!/usr/bin/env bash
# A few seconds of every fuzzer that needs no JUCE; hours of all of them: Tests/fuzz.sh SECONDS.
exec bash "$(dirname "$0")/../fuzz.sh" 6 Preset Cell Lesson Class Csv Recording Text Osc Notes Engine
