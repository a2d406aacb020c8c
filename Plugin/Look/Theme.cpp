#include "Look/Theme.h"

namespace soma::editor {

namespace {

struct Row {
    Token token;
    juce::uint32 dark, light, projector; ///< ARGB
};

// Signal hues are Okabe and Ito's; the pairs' contrast ratios are checked by a test.
constexpr std::array<Row, static_cast<std::size_t>(Token::count)> rows{{
    {Token::bg, 0xff0e1317, 0xffe6ebee, 0xffffffff},          {Token::hdr, 0xff1e272e, 0xffffffff, 0xfff0f3f5},
    {Token::panel, 0xff151c21, 0xffffffff, 0xffffffff},       {Token::raised, 0xff1e272e, 0xffedf1f3, 0xfff0f3f5},
    {Token::raised_hi, 0xff33414a, 0xffd3dce1, 0xffd3dce1},   {Token::line, 0xff27323a, 0xffd9e0e4, 0xffc4ced4},
    {Token::line_strong, 0xff6b7c88, 0xff6f7e88, 0xff5b6973}, {Token::plot, 0xff0a0e11, 0xffffffff, 0xffffffff},
    {Token::grid, 0xff1a2329, 0xffedf1f3, 0xffe7ecef},        {Token::grid_major, 0xff2b3840, 0xffd3dce1, 0xffc4ced4},
    {Token::text, 0xffeef3f5, 0xff10171c, 0xff000000},        {Token::text2, 0xffb7c4cc, 0xff36434c, 0xff26313a},
    {Token::text3, 0xff8a9aa5, 0xff55646e, 0xff46545e},       {Token::primary, 0xffeef3f5, 0xff10171c, 0xff000000},
    {Token::on_primary, 0xff0e1317, 0xffffffff, 0xffffffff},  {Token::vm, 0xff56b4e9, 0xff0072b2, 0xff0072b2},
    {Token::cur, 0xffe69f00, 0xffb34b00, 0xffb34b00},         {Token::spike, 0xfff0e442, 0xff10171c, 0xff000000},
    {Token::na, 0xffcc79a7, 0xffa03f7b, 0xffa03f7b},          {Token::k, 0xff00a67a, 0xff00775a, 0xff00775a},
    {Token::leak, 0xffb7c4cc, 0xff2f3a42, 0xff26313a},        {Token::thr, 0xffeef3f5, 0xff10171c, 0xff000000},
    {Token::alert, 0xffff8f57, 0xffa83a00, 0xffa83a00},       {Token::focus, 0xffffffff, 0xff10171c, 0xff000000},
    {Token::cur_soft, 0x29e69f00, 0x24d55e00, 0x29d55e00},    {Token::vm_soft, 0x2456b4e9, 0x1a0072b2, 0x1a0072b2},
}};

} // namespace

Theme::Theme(Kind kind)
    : kind_(kind) {
    for (const auto& row : rows)
        colours_[static_cast<std::size_t>(row.token)] = juce::Colour(kind == Kind::dark    ? row.dark
                                                                     : kind == Kind::light ? row.light
                                                                                           : row.projector);
}

const Theme& Theme::of(Kind kind) {
    static const std::array<Theme, 3> themes{Theme{Kind::dark}, Theme{Kind::light}, Theme{Kind::projector}};
    return themes[static_cast<std::size_t>(kind)];
}

} // namespace soma::editor
