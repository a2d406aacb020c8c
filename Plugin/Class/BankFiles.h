#pragma once

#include "Lesson/Play/QuestionBank.h"

#include <map>

namespace soma::classroom {

/// A question bank as Moodle XML, one file with the sounds inside (Moodle's "XML format" of question import).
std::string moodle_xml(const std::vector<lesson::BankQuestion>& bank, const std::string& category);

/// A question bank as an IMS QTI 2.1 package: the files of its zip by name, imsmanifest.xml among them.
std::map<std::string, std::string> qti_package(const std::vector<lesson::BankQuestion>& bank);

/// RFC 4648.
std::string base64(std::string_view bytes);

/// For text and attributes of XML 1.0: characters that it cannot hold become spaces.
std::string xml_escaped(std::string_view text);

} // namespace soma::classroom
