#include "Editor/Lesson/ClassPanel.h"

#include "Editor/Controls/Button.h"
#include "Editor/Lesson/TypedField.h"

#include <algorithm>

namespace soma::editor {

namespace {

constexpr int widest_qr = 260;
constexpr std::size_t most_names = 60, most_texts = 12;

} // namespace

ClassPanel::ClassPanel(Context& shared, LessonController& controller)
    : SidePanel(shared)
    , controller_(controller) {
    const auto button = [&](const char* word, std::function<void()> act, bool primary = false) {
        auto& made = add(std::make_unique<WordButton>(shared, WordButton::Wording{word, {}, {}, primary}));
        made.pressed = std::move(act);
        return &made;
    };
    about_ = &add(std::make_unique<NoteLine>(shared));
    about_->show(
        "Students answer on their own phones, in this room's network. Nothing is installed, nobody makes an account; "
        "raised hands count as well, with the keys 1 to 9.");
    address_ = &add(std::make_unique<ToggleRow>(shared, "Address", [this] {
        return controller_.live().address().empty() ? std::string("none") : controller_.live().address();
    }));
    address_->setTooltip("Address\nThe one of this machine's addresses that phones use; press for the next.");
    address_->pressed = [this] {
        if (!controller_.live().running()) controller_.live().next_address();
        controller_.changed();
    };
    devices_ = &add(std::make_unique<ToggleRow>(shared, "Sounds on devices", [this] {
        return std::string(controller_.live().sounds_on_devices() ? "on" : "off");
    }));
    devices_->setTooltip("Sounds on devices\nStudents may play the step's sounds on their own headphones.");
    devices_->is_on = [this] { return controller_.live().sounds_on_devices(); };
    devices_->pressed = [this] {
        controller_.live().set_sounds_on_devices(!controller_.live().sounds_on_devices());
        controller_.changed();
    };
    start_ = button(
        "Start the class", [this] { start_or_stop(); }, true);
    qr_ = &add(std::make_unique<ClassQr>(shared));
    how_ = &add(std::make_unique<NoteLine>(shared, Face::mono_medium, Token::text));
    test_ = button("Test the address", [this] { controller_.live().test_address(); });
    note_ = &add(std::make_unique<NoteLine>(shared));
    count_ = &add(std::make_unique<NoteLine>(shared, Face::semibold, Token::text));
    usual_ = button(
        "First question", [this] { controller_.class_usual(); }, true);
    again_ = button("Talk, then vote again", [this] { controller_.class_act(lesson::ClassAction::discuss); });
    reveal_ = button("Reveal", [this] { controller_.class_act(lesson::ClassAction::reveal); });
    answers_ = &add(std::make_unique<NoteLine>(shared, Face::regular, Token::text2));
    here_ = &add(std::make_unique<NoteLine>(shared, Face::regular, Token::text2));
    name_ = &add(std::make_unique<TypedField>(shared, "Name of the class", "Class"));
    name_->face = Face::regular;
    key_ = &add(std::make_unique<TypedField>(shared, "Key for the codes", "Key for the codes"));
    key_->face = Face::regular;
    key_->changed = [this](const juce::String& text) { controller_.set_class_key(text.toStdString()); };
    save_ = button("Save the class's results", [this] { save_csv(); });
    back_ = button("Back to the score", [this] {
        controller_.live().shown = false;
        controller_.changed();
    });
    ask_for_file = [this](const std::function<void(const juce::File&)>& then) {
        chooser_ = std::make_unique<juce::FileChooser>(
            "Save the class's results",
            juce::File::getSpecialLocation(juce::File::userDocumentsDirectory).getChildFile("class.csv"), "*.csv");
        chooser_->launchAsync(juce::FileBrowserComponent::saveMode | juce::FileBrowserComponent::canSelectFiles |
                                  juce::FileBrowserComponent::warnAboutOverwriting,
                              [then](const juce::FileChooser& chosen) {
                                  if (chosen.getResult() != juce::File{}) then(chosen.getResult());
                              });
    };
    follow();
}

ClassPanel::~ClassPanel() = default;

/// Ending is asked twice: the students' pages close.
void ClassPanel::start_or_stop() {
    auto& live = controller_.live();
    if (!live.running()) {
        const auto problem = controller_.session() == nullptr ? std::optional<std::string>{"Open a lesson first."}
                                                              : live.start(*controller_.session());
        note_->show(problem.value_or(""), problem.has_value());
    } else if (!asked_to_stop_) {
        asked_to_stop_ = true;
        note_->show("Press once more to end the class. Its results stay until you leave the program.");
    } else {
        asked_to_stop_ = false;
        live.stop();
        note_->show("The class is over.");
    }
    controller_.changed();
}

std::string ClassPanel::answers_text() const {
    const auto* state = controller_.live().state();
    if (state == nullptr || !state->live().votes_visible()) return {};
    std::string text;
    for (const auto& bar : state->bars()) {
        text += (text.empty() ? "" : "\n") + bar.label + ":";
        for (const int votes : bar.votes) text += " " + std::to_string(votes);
    }
    const auto written = lesson::explanations_of(state->question().form, *state->live().record());
    for (std::size_t i = 0; i < std::min(most_texts, written.size()); ++i) text += "\n– " + written[i];
    if (written.size() > most_texts)
        text += "\nand " + std::to_string(written.size() - most_texts) + " more in the results";
    return text;
}

void ClassPanel::follow() {
    auto& live = controller_.live();
    const bool running = live.running();
    if (running != was_running_) asked_to_stop_ = false;
    was_running_ = running;
    start_->set_wording({running ? "End the class" : "Start the class", {}, {}, !running});
    usual_->set_wording({utf8(live.usual_words()), {}, {}, true});
    qr_->show(live.url());
    how_->show(running ? live.url() + "\nCode " + live.code() : "");
    count_->show(running ? live.count_words() : "");
    if (!live.note().empty() && running && !asked_to_stop_) note_->show(live.note());
    answers_->show(running ? answers_text() : "");
    std::string names;
    if (const auto* state = live.state(); state != nullptr && running) {
        const auto& seats = state->live().seats();
        for (std::size_t i = 0; i < std::min(most_names, seats.size()); ++i) {
            const bool answered = !state->live().answer_of(static_cast<int>(i), state->live().round()).empty();
            names += (i > 0 ? ", " : "") + seats[i].name + (seats[i].streams == 0 ? " (away)" : answered ? " ✓" : "");
        }
        if (seats.size() > most_names) names += " and " + std::to_string(seats.size() - most_names) + " more";
        if (names.empty()) names = "Nobody yet.";
    }
    here_->show(names);
    const auto* state = live.state();
    const bool asked =
        running && state != nullptr && state->live().record() != nullptr && state->live().record()->asked;
    const auto phase = state != nullptr ? state->live().phase() : lesson::ClassPhase::lobby;
    const bool counted = phase == lesson::ClassPhase::closed || phase == lesson::ClassPhase::tally;
    again_->setEnabled(asked && counted && state->live().another_round_allowed());
    reveal_->setEnabled(asked && phase != lesson::ClassPhase::reveal);
    address_->setEnabled(!running);
    save_->setEnabled(state != nullptr);
    if (!key_->typing()) key_->set_text(utf8(live.class_key));
}

void ClassPanel::refresh() {
    if (seen_ != controller_.revision()) {
        seen_ = controller_.revision();
        follow();
        resized();
    }
    SidePanel::refresh();
}

void ClassPanel::save_csv() {
    if (controller_.session() == nullptr) return;
    ask_for_file([safe = juce::Component::SafePointer<ClassPanel>(this)](const juce::File& file) {
        if (safe != nullptr) safe->write(file);
    });
}

void ClassPanel::write(const juce::File& file) {
    if (controller_.session() == nullptr) return;
    const auto text = controller_.live().csv(*controller_.session(), name_->text().toStdString());
    const bool written = !text.empty() && file.replaceWithData(text.data(), text.size());
    note_->show(text.empty() ? "Nobody has answered yet."
                : written    ? "Saved as " + file.getFileName().toStdString()
                             : "Could not save to that folder. Choose another.",
                !written);
    resized();
}

void ClassPanel::lay_out() {
    const int width = getWidth() - 2 * metrics().card_margin;
    const bool running = controller_.live().running();
    for (auto* part :
         std::initializer_list<juce::Component*>{qr_, how_, test_, count_, usual_, again_, reveal_, here_, answers_})
        part->setVisible(running);
    about_->setVisible(!running);
    const auto note = [&](NoteLine& line) {
        if (const int height = line.height_for(width); height > 0) row(line, height);
    };
    section("Class");
    if (!running) note(*about_);
    row(*start_, metrics().button);
    note(*note_);
    if (running) {
        section("Question");
        note(*count_);
        row(*usual_, metrics().button);
        row(*again_, metrics().button);
        const bool usual_reveals = controller_.live().usual_words() == "Reveal";
        reveal_->setVisible(!usual_reveals);
        if (!usual_reveals) row(*reveal_, metrics().button);
        note(*answers_);
        section("How to join");
        row(*qr_, std::min(width, widest_qr));
        note(*how_);
    }
    section("Network");
    row(*address_);
    row(*devices_);
    if (running) row(*test_, metrics().button);
    if (running) {
        section("Who is here");
        note(*here_);
    }
    section("Results");
    row(*name_);
    row(*key_);
    row(*save_, metrics().button);
    row(*back_, metrics().button);
}

} // namespace soma::editor
