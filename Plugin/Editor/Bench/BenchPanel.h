#pragma once

#include "Editor/Bench/BenchController.h"
#include "Editor/Controls/Button.h"
#include "Editor/Controls/ValueField.h"
#include "Editor/Panels/SidePanel.h"

namespace soma::editor {

/// The list of values of a protocol, typed with commas; empty: the usual one, which is written in its place.
class ListField final : public Widget, private juce::TextEditor::Listener {
  public:
    ListField(Context& shared, BenchController& controller);

    void refresh() override;
    void paint(juce::Graphics& g) override;
    void resized() override;
    void lookAndFeelChanged() override { resized(); }

    /// Called by Enter: accepted, or refused with the reason beside the field.
    bool commit(const juce::String& text);
    /// The reason why what stands there cannot be run, beside the field.
    void warn();

  private:
    void show();
    std::string reason_against(const juce::String& text, std::vector<double>& values) const;
    void textEditorReturnKeyPressed(juce::TextEditor&) override;
    void textEditorEscapeKeyPressed(juce::TextEditor&) override;
    void textEditorFocusLost(juce::TextEditor&) override;

    BenchController& controller_;
    juce::TextEditor text_;
    std::size_t shown_index_;
};

/// How far the run is: a word, a count and a bar.
class RunProgress final : public Widget {
  public:
    RunProgress(Context& shared, BenchController& controller);
    void refresh() override;
    void paint(juce::Graphics& g) override;

  private:
    BenchController& controller_;
    std::uint64_t shown_ = 0;
};

/// Experiments, the chosen one's protocol, progress and run.
/// How far the run is and the button that starts it, always in sight.
class RunFoot final : public Widget {
  public:
    RunFoot(Context& shared, BenchController& controller, ListField& list);
    void run_or_stop();
    int natural_height() const;

    void refresh() override;
    void paint(juce::Graphics& g) override;
    void resized() override;

  private:
    BenchController& controller_;
    ListField& list_;
    RunProgress progress_;
    WordButton run_;
};

/// The experiments and the protocol of the chosen one.
class BenchPanel final : public SidePanel {
  public:
    BenchPanel(Context& shared, BenchController& controller);

    void refresh() override;
    ListField& list() { return *list_; }

  protected:
    void lay_out() override;

  private:
    void make_fields();

    BenchController& controller_;
    std::vector<Widget*> experiments_, fields_;
    ListField* list_;
    Widget* listen_;
    std::size_t fields_of_;
};

} // namespace soma::editor
