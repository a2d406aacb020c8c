#pragma once

/// Highway, with what every file of ours that uses it must agree on; include this in its place. Left out: SSSE3, which
/// no processor since 2008 stops at, and vectors whose length is unknown when compiling (they cannot be kept in
/// arrays).
#define HWY_DISABLED_TARGETS (HWY_SSSE3 | HWY_SVE | HWY_SVE2 | HWY_SVE_256 | HWY_SVE2_128 | HWY_RVV)
#include <hwy/targets.h>
