#include "Editor/Bench/BenchPanel.h"

#include "Editor/Bench/ExperimentRow.h"
#include "Editor/Controls/LevelField.h"
#include "Look/NumberFormat.h"

#include "Parameters/ParameterText.h"

namespace soma::editor {

namespace {

/// Unit in which the field shows a setting, so that its numbers are short.
struct Shown {
    std::string_view unit;
    double factor;
};
Shown shown_of(const bench::NumberSetting& setting) {
    if (setting.id == "resolution") return {"ppm", 1e6};
    if (setting.id == "limit") return {"µA", 1e-6};
    return {setting.unit, 1.0};
}

/// A protocol's number as a field. The id is the setting's own, which outlives the field.
Parameter field_of(const bench::NumberSetting& setting, double usual) {
    const auto scale = setting.id == "points"                                   ? Scale::integer
                       : setting.least > 0 && setting.most > 50 * setting.least ? Scale::logarithmic
                       : setting.least == 0.0                                   ? Scale::cubic
                                                                                : Scale::linear;
    return {.id = setting.id,
            .label = setting.label,
            .group = "Protocol",
            .unit = shown_of(setting).unit,
            .min = setting.least * shown_of(setting).factor,
            .max = setting.most * shown_of(setting).factor,
            .default_value = usual * shown_of(setting).factor,
            .scale = scale,
            .choices = "",
            .since = "0.1",
            .help = setting.help};
}

std::string joined(const std::vector<double>& values) {
    std::string text;
    for (const double value : values) text += (text.empty() ? "" : ", ") + shortest(value);
    return text;
}

} // namespace

ListField::ListField(Context& shared, BenchController& controller)
    : Widget(shared)
    , controller_(controller)
    , shown_index_(controller.chosen_index()) {
    text_.addListener(this);
    text_.setSelectAllWhenFocused(true);
    addAndMakeVisible(text_);
    show();
}

void ListField::show() {
    shown_index_ = controller_.chosen_index();
    const auto& list = controller_.chosen().kind->list;
    // A list that was refused stays to be mended.
    if (!list || !controller_.chosen().refused.empty()) return;
    auto protocol = controller_.chosen().protocol;
    const auto& values = list->at(protocol);
    auto usual = controller_.chosen().kind->usual;
    const bool is_usual = values == list->at(usual);
    text_.setText(is_usual ? juce::String() : utf8(joined(values)), false);
    text_.setTextToShowWhenEmpty(utf8(list->usual), colour(Token::text3));
    text_.setTitle(list->id == "durations" ? "Durations in milliseconds" : "Values of the protocol");
    repaint();
}

void ListField::refresh() {
    if (shown_index_ != controller_.chosen_index()) show();
}

void ListField::resized() {
    const auto size = metrics().caption;
    text_.setFont(font(Face::mono, size));
    text_.applyFontToAllText(font(Face::mono, size));
    text_.setColour(juce::TextEditor::backgroundColourId, colour(Token::raised));
    text_.setColour(juce::TextEditor::outlineColourId, juce::Colours::transparentBlack);
    text_.setColour(juce::TextEditor::textColourId, colour(Token::text));
    text_.applyColourToAllText(colour(Token::text));
    text_.setIndents(metrics().row_padding, 0);
    text_.setJustification(juce::Justification::centredLeft);
    text_.setBounds(getLocalBounds().withTrimmedTop(juce::roundToInt(metrics().caption) + 7));
    show();
}

void ListField::paint(juce::Graphics& g) {
    const auto& list = controller_.chosen().kind->list;
    if (!list) return;
    auto id = std::string(list->id);
    id[0] = static_cast<char>(id[0] - 'a' + 'A');
    draw_text(g, {id + ", " + std::string(list->unit), type(Face::regular, metrics().caption, Token::text2)},
              getLocalBounds().toFloat().withHeight(metrics().caption + 4.0f));
    if (controller_.chosen().refused.empty()) return;
    g.setColour(colour(Token::alert));
    g.drawRoundedRectangle(text_.getBounds().toFloat().expanded(1.0f), metrics().field_radius, 1.5f);
}

/// Empty: the text is a list that can be run, and these are its values.
std::string ListField::reason_against(const juce::String& text, std::vector<double>& values) const {
    const auto& list = controller_.chosen().kind->list;
    auto usual = controller_.chosen().kind->usual;
    if (text.trim().isEmpty()) {
        values = list->at(usual);
        return {};
    }
    constexpr double any = 1e300; // what can be run is for the experiment to say
    const Parameter row{list->id, list->id, "", list->unit, -any, any, 0.0, Scale::linear, "", "", ""};
    const bool positive = list->id == "durations";
    for (const auto& part : juce::StringArray::fromTokens(text, ",;", "")) {
        const auto parsed = parse_value(row, part.toStdString());
        if (std::holds_alternative<TextError>(parsed)) {
            const bool spaces = part.trim().containsAnyOf(" \t");
            if (spaces) return "Separate the " + std::string(list->id) + " by commas";
            return "'" + part.trim().toStdString() + "' is no number of " + std::string(list->unit);
        }
        values.push_back(std::get<double>(parsed));
        if (positive && !(values.back() > 0.0)) return "A duration is longer than 0 " + std::string(list->unit);
    }
    return {};
}

void ListField::warn() { context.show_notice(text_, utf8(controller_.chosen().refused)); }

bool ListField::commit(const juce::String& text) {
    const auto& list = controller_.chosen().kind->list;
    if (!list) return false;
    std::vector<double> values;
    controller_.chosen().refused = reason_against(text, values);
    if (controller_.chosen().refused.empty()) list->at(controller_.chosen().protocol) = std::move(values);
    controller_.changed();
    show();
    repaint();
    if (controller_.chosen().refused.empty()) return true;
    warn();
    return false;
}

void ListField::textEditorReturnKeyPressed(juce::TextEditor& editor) {
    if (commit(editor.getText())) give_keyboard_back();
}
/// Back to the list that is run.
void ListField::textEditorEscapeKeyPressed(juce::TextEditor&) {
    controller_.chosen().refused.clear();
    show();
    repaint();
    give_keyboard_back();
}
void ListField::textEditorFocusLost(juce::TextEditor& editor) {
    if (shown_index_ == controller_.chosen_index()) commit(editor.getText());
}

RunProgress::RunProgress(Context& shared, BenchController& controller)
    : Widget(shared)
    , controller_(controller) {
    setTitle("Progress");
    setInterceptsMouseClicks(false, false);
}

void RunProgress::refresh() {
    if (shown_ == controller_.revision()) return;
    shown_ = controller_.revision();
    repaint();
}

void RunProgress::paint(juce::Graphics& g) {
    const auto& run = controller_.chosen().run;
    const bool big = projected();
    auto area = getLocalBounds().toFloat();
    auto line = area.removeFromTop(area.getHeight() - (big ? 12.0f : 9.0f));
    std::string word = controller_.stale(controller_.chosen()) ? "Of another cell: run again"
                       : run.stage == RunStage::failed         ? "Cannot be run"
                       : run.stage == RunStage::stopped        ? "Stopped; finished points kept"
                       : run.stage == RunStage::done           ? "Done"
                       : run.stage == RunStage::none           ? "Not run yet"
                                                               : "Measuring";
    if (run.stage == RunStage::running && run.attempt && run.attempt->duration_ms < 1000.0)
        word = "Finding " + shortest(run.attempt->duration_ms) + " ms";
    const TextLine count{run.stage == RunStage::running ? controller_.status_word(controller_.chosen()) : std::string(),
                         type(Face::mono, metrics().caption, Token::text2)};
    draw_text(g, count, line, Align::right);
    draw_text(g, {word, type(Face::regular, metrics().label, Token::text2)},
              line.withTrimmedRight(count.width() + 6.0f), Align::left, Fit::shorten);
    const auto bar = area.removeFromBottom(big ? 7.0f : 6.0f);
    fill(g, bar, bar.getHeight() / 2.0f, Token::raised_hi);
    const float share = run.stage == RunStage::none ? 0.0f : static_cast<float>(run.share);
    if (share > 0.0f)
        fill(g, bar.withWidth(std::max(bar.getHeight(), bar.getWidth() * share)), bar.getHeight() / 2.0f,
             Token::primary);
}

RunFoot::RunFoot(Context& shared, BenchController& controller, ListField& list)
    : Widget(shared)
    , controller_(controller)
    , list_(list)
    , progress_(shared, controller)
    , run_(shared, {"Run", Icon::play, "space", true}) {
    setTitle("Run");
    run_.pressed = [this] { run_or_stop(); };
    addAndMakeVisible(progress_);
    addAndMakeVisible(run_);
}

void RunFoot::run_or_stop() {
    controller_.run_or_stop();
    if (!controller_.chosen().refused.empty()) list_.warn();
}

int RunFoot::natural_height() const {
    return 2 * metrics().card_margin + (projected() ? 40 : 32) + metrics().field_gap + metrics().button;
}

void RunFoot::refresh() {
    const bool running = controller_.running();
    run_.set_wording({running ? "Stop" : "Run", running ? Icon::stop : Icon::play, "space", true});
    progress_.refresh();
}

void RunFoot::paint(juce::Graphics& g) { fill(g, getLocalBounds().toFloat(), metrics().card_radius, Token::panel); }

void RunFoot::resized() {
    auto room = getLocalBounds().reduced(metrics().card_margin);
    run_.setBounds(room.removeFromBottom(metrics().button));
    room.removeFromBottom(metrics().field_gap);
    progress_.setBounds(room);
}

BenchPanel::BenchPanel(Context& shared, BenchController& controller)
    : SidePanel(shared)
    , controller_(controller)
    , fields_of_(controller.chosen_index()) {
    for (std::size_t i = 0; i < controller.entries().size(); ++i)
        experiments_.push_back(&add(std::make_unique<ExperimentRow>(shared, controller, i)));
    list_ = &add(std::make_unique<ListField>(shared, controller));
    make_fields();
    auto& listen = add(std::make_unique<ToggleRow>(
        shared, "Listen in", [this] { return std::string(controller_.listening() ? "on" : "off"); }));
    listen.pressed = [this] { controller_.listen(!controller_.listening()); };
    listen.is_on = [this] { return controller_.listening(); };
    listen.setTooltip("Each current that is tried is sent to the live neuron too, so that the search is heard.");
    listen_ = &listen;
}

void BenchPanel::make_fields() {
    for (auto* field : fields_) remove(*field);
    fields_.clear();
    fields_of_ = controller_.chosen_index();
    auto& entry = controller_.chosen();
    auto usual = entry.kind->usual;
    for (const auto& setting : entry.kind->numbers) {
        auto model = model_of(
            FreeValue{.meta = [meta = field_of(setting, setting.at(usual))] { return meta; },
                      .get = [&setting, &entry] { return setting.at(entry.protocol) * shown_of(setting).factor; },
                      .set =
                          [&setting, &entry, this](double value) {
                              setting.at(entry.protocol) = value / shown_of(setting).factor;
                              controller_.changed();
                          },
                      .zero = setting.id == "duration" && setting.least <= 0.0 ? "auto" : ""});
        FieldLook look;
        look.label = std::string(setting.label);
        look.hue = Token::cur;
        fields_.push_back(&add(std::make_unique<ValueField>(context, std::move(model), look)));
    }
    list_->setVisible(entry.kind->list.has_value());
}

void BenchPanel::refresh() {
    if (fields_of_ != controller_.chosen_index()) {
        make_fields();
        resized();
        if (auto* parent = getParentComponent()) parent->resized();
    }
    SidePanel::refresh();
}

void BenchPanel::lay_out() {
    section("Experiments");
    for (auto* row_part : experiments_)
        row(*row_part, projected() ? 42 : metrics().kind == Metrics::Kind::minimum ? 28 : 32);
    section("Protocol");
    if (list_->isVisible()) row(*list_, metrics().row + juce::roundToInt(metrics().caption) + 7);
    for (auto* field : fields_) row(*field);
    row(*listen_);
}

} // namespace soma::editor
