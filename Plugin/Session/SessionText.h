#pragma once

#include "Session/EditorHost.h"

#include <map>
#include <string>

/// The editor's host in the plugin: what Plugin/Editor asks for, made of the processor. Message thread everywhere.
namespace soma::host {

using Texts = std::map<std::string, std::string, std::less<>>;

/// The editor's session as text by key, beside whatever else is there.
void write_session(const editor::Session& session, Texts& texts);
/// A value that is missing or makes no sense stays at its default.
editor::Session read_session(const Texts& texts);

} // namespace soma::host
