#pragma once

#include "Editor/Panels/ScrollColumn.h"
#include "Editor/Panels/View.h"
#include "Editor/Scope/ScopeController.h"
#include "Editor/Window/Browser.h"
#include "Editor/Window/Card.h"
#include "Editor/Window/EditorLook.h"
#include "Editor/Window/Header.h"
#include "Editor/Window/KeyboardFocus.h"
#include "Editor/Window/Notices.h"
#include "Editor/Window/UiScale.h"

namespace soma::editor {

/// The whole window at its logical size; its owner scales it (see PluginEditor). Message thread.
class Editor final : public juce::Component, public juce::FileDragAndDropTarget, private juce::Timer {
  public:
    static constexpr int least_width = 800, least_height = 520;

    explicit Editor(EditorHost& host);
    ~Editor() override;

    /// One frame: everything that changed is repainted. The timer calls it 60 times a second.
    void refresh();

    void paint(juce::Graphics& g) override;
    void resized() override;
    bool keyPressed(const juce::KeyPress& key) override;
    void parentHierarchyChanged() override;
    bool isInterestedInFileDrag(const juce::StringArray& files) override;
    void filesDropped(const juce::StringArray& files, int x, int y) override;

    void show_view(ViewChoice view);
    void set_theme(ThemeChoice theme);
    /// Large type without cards, in white or in the dark theme.
    void set_projector(bool wanted, ThemeChoice theme = ThemeChoice::light);
    void show_browser();
    void show_help();
    void show_more_settings();
    /// A strip above everything else, for what only the application has. Its sizes and colours are the window's.
    void set_strip(std::unique_ptr<Widget> strip);
    int strip_height() const { return strip_ != nullptr ? context_.metrics->strip : 0; }
    Context& context() { return context_; }
    View& view() { return *view_; }
    Browser& browser() { return browser_; }

    /// Where the window is; known to the editor's owner.
    std::function<UiScale::Screen()> screen = [] { return UiScale::Screen{}; };
    /// False while the size is nobody's choice (full screen): it is not kept for the next start.
    std::function<bool()> size_counts;
    /// The window wants another size of type: the session's scale has changed.
    std::function<void()> scale_changed;

  private:
    void timerCallback() override;
    void restyle();
    void choose_metrics();
    void step_preset(int direction);
    void warn_of_load();
    void show_settings();
    void choose_setting(int item);
    void choose_scale(int percent);
    /// To the next larger (+1) or smaller one; false where none is offered.
    bool step_scale(int direction);
    void change_session(const std::function<void(Session&)>& change);
    bool handle_key(const juce::KeyPress& key);
    bool takes_keys() const;
    void follow_keys();
    bool move_focus(const juce::KeyPress& key);
    std::vector<juce::Component*> panels();
    juce::Component* overlay();
    juce::Component* modal_child() const;
    bool close_something();
    HeaderWords words() const;
    LampWord lamp() const;

    EditorHost& host_;
    EditorLook look_{*this};
    ScopeController controller_;
    Context context_;
    std::unique_ptr<Widget> strip_; ///< none in a host
    std::unique_ptr<Header> header_;
    std::unique_ptr<Footer> footer_;
    std::vector<std::unique_ptr<View>> views_; ///< by the order of view_kinds(); made when first shown
    View* view_ = nullptr;
    std::size_t view_index_ = 0;
    Browser browser_;
    HelpCard help_;
    Card card_;
    Notice notice_;
    MessageBar message_;
    juce::TooltipWindow tooltips_;
    KeyboardFocus focus_{*this};
    Session styled_;
    Metrics::Kind styled_metrics_ = Metrics::Kind::desktop;
    bool skip_frame_ = false;
    juce::uint32 calm_ms_ = 0; ///< when the load was last bearable
    bool load_warned_ = false;
};

} // namespace soma::editor
