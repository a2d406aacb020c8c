#include "Class/Token.h"

#include <random>
#include <string_view>

namespace soma::classroom {
namespace {

std::string random_text(int characters, std::string_view alphabet) {
    std::random_device device; // the system's generator on every platform that we build for
    std::string text;
    for (int i = 0; i < characters; ++i) text += alphabet[device() % 32u];
    return text;
}

} // namespace

std::string random_token(int characters) { return random_text(characters, "abcdefghijkmnpqrstuvwxyz23456789"); }

std::string random_code(int characters) { return random_text(characters, "0123456789ABCDEFGHJKMNPQRSTVWXYZ"); }

std::string normalised_code(std::string typed) {
    std::string code;
    for (char c : typed) {
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
        if (c == 'O') c = '0';
        if (c == 'I' || c == 'L') c = '1';
        if (c != ' ' && c != '-') code += c;
    }
    return code;
}

} // namespace soma::classroom
