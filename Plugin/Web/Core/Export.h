#pragma once

/// A function that JavaScript may call: extern "C", and numbers and addresses alone.
#define SOMA_EXPORT(name) extern "C" __attribute__((export_name(#name)))
