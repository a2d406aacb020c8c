#pragma once

#include "Lesson/Format/Document.h"

#include <set>
#include <string>
#include <string_view>

namespace soma::lesson {

/// Things that reveal steps have shown so far: answers, controls, scope, cells, tally, altAnswers, score.
using Revealed = std::set<std::string, std::less<>>;

/// Whether the student sees or moves a parameter (by id) or readout ("scope", "presetName" …) in a step. Hidden
/// includes tooltips, host names and the values that screen readers speak. The rules, first match first:
///   the control of a tune step is visible while it is being tuned
///   what a reveal has shown is at least locked: scope and its values, cells and their parameters, controls
///   the parameters and the name of a hidden cell are hidden
///   the step's own list, if the step has one, stands in place of the lesson's
Visibility visibility(const Lesson& lesson, const Step& step, std::string_view item, const Revealed& revealed);

/// Sounds that a step names, in the order in which it names them.
std::vector<std::string> sounds_of(const Step& step);

/// Are the sounds called A, B, C so that only the ear can tell them apart: in trials, in orders, and where the step
/// says so.
bool is_blind(const Step& step);

/// Every capability that a lesson may ask for; this program has them all, where there is an audio input.
std::set<std::string, std::less<>> all_capabilities();

/// Capabilities that the lesson needs and `have` lacks: its list, and that of steps which block when one is missing.
std::vector<std::string> missing_capabilities(const Lesson& lesson, const std::set<std::string, std::less<>>& have);
bool lacks(const std::vector<std::string>& needs, const std::set<std::string, std::less<>>& have);

} // namespace soma::lesson
