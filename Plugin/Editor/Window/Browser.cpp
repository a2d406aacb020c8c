#include "Editor/Window/Browser.h"

#include "Editor/Controls/FileChooser.h"
#include "Files/FileName.h"

#include <algorithm>

namespace soma::editor {

namespace {

constexpr int row_height = 34, margin = 14, box_height = 32, gap = 8;

bool matches(const LibraryEntry& entry, const juce::StringArray& words) {
    const auto text = utf8(entry.name + " " + entry.sub + " " + entry.group + " " + entry.id).toLowerCase();
    return std::all_of(words.begin(), words.end(), [&](const juce::String& word) { return text.contains(word); });
}

} // namespace

Browser::Browser(Context& shared)
    : Widget(shared)
    , save_(shared, {.word = "Save as"})
    , rename_(shared, {.word = "Rename"})
    , remove_(shared, {.word = "Delete"})
    , import_(shared, {.word = "Import"})
    , export_(shared, {.word = "Export"})
    , random_(shared, {.word = "Random"})
    , exporting_(shared) {
    setTitle("Preset browser");
    list_.setModel(this);
    list_.setRowHeight(row_height);
    list_.setTitle("Presets and cells");
    for (auto [box, title] : {std::pair{&search_, "Search"}, std::pair{&name_, "Name"}}) {
        box->setTitle(title);
        box->addListener(this);
        box->setIndents(9, 0);
        box->setJustification(juce::Justification::centredLeft);
        box->setSelectAllWhenFocused(true);
    }
    save_.pressed = [this] { ask(Asking::save); };
    rename_.pressed = [this] { ask(Asking::rename); };
    remove_.pressed = [this] { remove_selected(); };
    import_.pressed = [this] { import_files(); };
    import_.setTooltip("Import\nA preset, cells, or for the present sound a scale (.scl) or keyboard mapping (.kbm).");
    export_.pressed = [this] { export_selected(); };
    random_.pressed = [this] { load_any(); };
    random_.setTooltip("Random\nOne of the presets that the search leaves, by chance.");
    for (auto* part : std::initializer_list<juce::Component*>{&search_, &list_, &random_, &save_, &rename_, &remove_,
                                                              &import_, &export_})
        addAndMakeVisible(part);
    addChildComponent(name_);
}

Browser::~Browser() { list_.setModel(nullptr); }

void Browser::open() {
    search_.setText({}, juce::dontSendNotification);
    rebuild();
    setVisible(true);
    toFront(true);
    style_boxes();
    if (isShowing()) search_.grabKeyboardFocus();
    const auto current = host().library().current().id;
    for (std::size_t i = 0; i < lines_.size(); ++i)
        if (lines_[i].heading.empty() && entries_[lines_[i].entry].id == current) list_.selectRow(static_cast<int>(i));
    auditions_ = true;
}

void Browser::style_boxes() {
    for (auto* box : {&search_, &name_}) {
        const auto letters = font(Face::regular, metrics().label);
        box->setFont(letters);
        box->applyFontToAllText(letters);
        box->setTextToShowWhenEmpty(box == &search_ ? "Search" : "Name", colour(Token::text3));
        box->applyColourToAllText(colour(Token::text));
    }
}

/// The list is JUCE's, the ring ours.
void Browser::paintOverChildren(juce::Graphics& g) {
    if (!list_.hasKeyboardFocus(true)) return;
    g.setColour(colour(Token::focus));
    g.drawRoundedRectangle(list_.getBounds().toFloat().reduced(1.0f), metrics().field_radius, 2.0f);
}

void Browser::close() {
    auditions_ = false;
    setVisible(false);
    ask(Asking::nothing);
}

void Browser::refresh() {
    if (host().library().revision() != revision_) rebuild();
    const auto* entry = selected();
    const bool own = entry != nullptr && !entry->factory;
    for (auto [button, can] :
         {std::pair{&rename_, own}, std::pair{&remove_, own}, std::pair{&export_, entry != nullptr}})
        if (button->isEnabled() != can) {
            button->setEnabled(can);
            button->repaint();
        }
}

void Browser::search(const juce::String& text) {
    search_.setText(text, juce::dontSendNotification);
    rebuild();
}

std::size_t Browser::shown_entries() const {
    return static_cast<std::size_t>(
        std::ranges::count_if(lines_, [](const Line& line) { return line.heading.empty(); }));
}

void Browser::rebuild() {
    auto& library = host().library();
    revision_ = library.revision();
    entries_ = library.entries();
    lines_.clear();
    juce::StringArray words;
    words.addTokens(search_.getText().toLowerCase(), " ", "");
    words.removeEmptyStrings();
    std::vector<std::string> groups;
    for (const auto& entry : entries_)
        if (std::ranges::find(groups, entry.group) == groups.end()) groups.push_back(entry.group);
    for (const auto& group : groups) {
        bool headed = false;
        for (std::size_t i = 0; i < entries_.size(); ++i) {
            if (entries_[i].group != group || !matches(entries_[i], words)) continue;
            if (!headed) lines_.push_back({group.empty() ? std::string("Other") : group, 0});
            headed = true;
            lines_.push_back({{}, i});
        }
    }
    list_.updateContent();
    list_.repaint();
}

const LibraryEntry* Browser::selected() const {
    const int row = list_.getSelectedRow();
    if (row < 0 || row >= static_cast<int>(lines_.size())) return nullptr;
    const auto& line = lines_[static_cast<std::size_t>(row)];
    return line.heading.empty() ? &entries_[line.entry] : nullptr;
}

void Browser::report(const Library::Failure& failure) {
    if (failure)
        context.show_message(*failure);
    else
        context.clear_message();
    refresh();
}

void Browser::load(int row) {
    if (row < 0 || row >= static_cast<int>(lines_.size())) return;
    const auto& line = lines_[static_cast<std::size_t>(row)];
    if (!line.heading.empty()) return;
    auto& library = host().library();
    const auto& id = entries_[line.entry].id;
    if (library.current().id != id || library.dirty()) report(library.load(id));
}

/// Arrows and the mouse play what they pass; a search that moves the selection does not.
void Browser::selectedRowsChanged(int row) {
    if (asking_ == Asking::remove) ask(Asking::nothing);
    if (auditions_ && list_.hasKeyboardFocus(true)) load(row);
}

void Browser::load_any() {
    std::vector<int> rows;
    for (std::size_t i = 0; i < lines_.size(); ++i)
        if (lines_[i].heading.empty()) rows.push_back(static_cast<int>(i));
    if (rows.empty()) return;
    const int row = rows[static_cast<std::size_t>(dice_.nextInt(static_cast<int>(rows.size())))];
    list_.selectRow(row);
    load(row);
}

void Browser::listBoxItemClicked(int row, const juce::MouseEvent&) { load(row); }

void Browser::returnKeyPressed(int row) {
    load(row);
    close();
}

juce::String Browser::getNameForRow(int row) {
    const auto& line = lines_[static_cast<std::size_t>(row)];
    if (!line.heading.empty()) return utf8(line.heading);
    const auto& entry = entries_[line.entry];
    return utf8(entry.name + ", " + entry.sub);
}

void Browser::paintListBoxItem(int row, juce::Graphics& g, int width, int height, bool selected_row) {
    if (row >= static_cast<int>(lines_.size())) return;
    const auto& line = lines_[static_cast<std::size_t>(row)];
    const auto area = juce::Rectangle<int>{width, height}.toFloat();
    if (!line.heading.empty()) {
        draw_text(g, {line.heading, type(Face::semibold, metrics().caption, Token::text3)},
                  area.reduced(10.0f, 0.0f).withTrimmedTop(8.0f), Align::left, Fit::shorten);
        return;
    }
    const auto& entry = entries_[line.entry];
    if (selected_row) fill(g, area.reduced(0.0f, 1.0f), metrics().field_radius, Token::raised_hi);
    TextLine words{entry.name, type(Face::semibold, metrics().label, Token::text)};
    words.add(entry.sub, type(Face::regular, metrics().label, selected_row ? Token::text2 : Token::text3), 8.0f);
    draw_text(g, words, area.reduced(10.0f, 0.0f), Align::left, Fit::shorten);
}

void Browser::paint(juce::Graphics& g) {
    const auto area = getLocalBounds().toFloat();
    fill(g, area, 10.0f, Token::panel);
    g.setColour(colour(Token::line_strong));
    g.drawRoundedRectangle(area.reduced(0.5f), 10.0f, 1.0f);
}

void Browser::resized() {
    auto room = getLocalBounds().reduced(margin);
    const int tall = projected() ? 44 : box_height;
    auto top = room.removeFromTop(tall);
    random_.setBounds(top.removeFromRight(random_.width_for("Random")));
    top.removeFromRight(gap);
    search_.setBounds(top);
    room.removeFromTop(gap);
    auto buttons = room.removeFromBottom(tall);
    room.removeFromBottom(gap);
    name_.setVisible(asking_ == Asking::save || asking_ == Asking::rename);
    if (name_.isVisible()) {
        name_.setBounds(room.removeFromBottom(tall));
        room.removeFromBottom(gap);
    }
    const int count = 5, width = (buttons.getWidth() - (count - 1) * 6) / count;
    for (auto* button : {&save_, &rename_, &remove_, &import_, &export_}) {
        button->setBounds(buttons.removeFromLeft(width));
        buttons.removeFromLeft(6);
    }
    list_.setBounds(room);
}

bool Browser::keyPressed(const juce::KeyPress& key) {
    if (key == juce::KeyPress::downKey && search_.hasKeyboardFocus(true)) {
        list_.grabKeyboardFocus();
        if (list_.getSelectedRow() < 0) list_.selectRow(1); // the first is a heading
        return true;
    }
    if (key != juce::KeyPress::escapeKey) return false;
    close();
    return true;
}

void Browser::textEditorTextChanged(juce::TextEditor& box) {
    if (&box == &search_) rebuild();
}

void Browser::textEditorReturnKeyPressed(juce::TextEditor& box) {
    if (&box == &name_) {
        answer();
        return;
    }
    for (std::size_t i = 0; i < lines_.size(); ++i)
        if (lines_[i].heading.empty()) {
            load(static_cast<int>(i));
            close();
            return;
        }
}

void Browser::textEditorEscapeKeyPressed(juce::TextEditor& box) {
    if (&box == &name_)
        ask(Asking::nothing);
    else
        close();
}

void Browser::ask(Asking what) {
    asking_ = what;
    const auto* entry = selected();
    remove_.set_wording({.word = what == Asking::remove ? "Really delete" : "Delete"});
    name_.setText(utf8(what == Asking::rename && entry != nullptr ? entry->name : host().library().current().name));
    resized();
    if (name_.isVisible() && isShowing()) name_.grabKeyboardFocus();
}

/// A deleted preset cannot come back: the button is pressed twice.
void Browser::remove_selected() {
    const auto* entry = selected();
    if (entry == nullptr) return;
    if (asking_ != Asking::remove) {
        ask(Asking::remove);
        return;
    }
    ask(Asking::nothing);
    report(host().library().remove(entry->id));
}

void Browser::answer() {
    const auto name = name_.getText().trim().toStdString();
    const auto* entry = selected();
    if (name.empty()) return;
    auto& library = host().library();
    if (asking_ == Asking::save) report(library.save_as(name));
    if (asking_ == Asking::rename && entry != nullptr) report(library.rename(entry->id, name));
    ask(Asking::nothing);
}

void Browser::import_files() {
    importing_ =
        make_file_chooser(context, "Import a preset, cells or a scale", juce::File{}, "*.json;*.somaphone;*.scl;*.kbm");
    importing_->launchAsync(juce::FileBrowserComponent::openMode | juce::FileBrowserComponent::canSelectFiles,
                            [safe = SafePointer<Browser>(this)](const juce::FileChooser& chosen) {
                                const auto file = chosen.getResult();
                                if (safe != nullptr && file != juce::File{})
                                    safe->report(
                                        safe->host().library().import_file(file.getFullPathName().toStdString()));
                            });
}

void Browser::export_selected() {
    const auto* entry = selected();
    if (entry == nullptr) return;
    const auto folder = juce::File::getSpecialLocation(juce::File::userDocumentsDirectory);
    exporting_.ask({"Export", file_in(folder, legal_file_name(utf8(entry->name)) + ".json"), "*.json",
                    [this, id = entry->id](const juce::File& file) {
                        return host().library().export_file(id, file.getFullPathName().toStdString());
                    }});
}

} // namespace soma::editor
