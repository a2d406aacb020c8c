#!/usr/bin/env bash
# A minute of model time through every model with faults; a day of them: Tests/soak.sh 24.
exec bash "$(dirname "$0")/../soak.sh" 0.22
