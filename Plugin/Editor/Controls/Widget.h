#pragma once

#include "Look/Metrics.h"
#include "Look/TextLine.h"
#include "Look/Theme.h"
#include "Session/EditorHost.h"

#include <juce_gui_basics/juce_gui_basics.h>

#include <functional>
#include <initializer_list>
#include <memory>

namespace soma::editor {

class ScopeController;

/// One line that appears beside a control for a few seconds: a refused value and its limit.
using ShowNotice = std::function<void(juce::Component& beside, const juce::String& text)>;

/// Help that a message offers: a word and the act.
struct Remedy {
    juce::String word;
    std::function<void()> act;
};

/// Things that all parts of the window share. Owned by the editor; outlives its parts.
struct Context {
    EditorHost& host;
    const Theme* theme = &Theme::of(Theme::Kind::dark);
    const Metrics* metrics = &Metrics::of(Metrics::Kind::desktop);
    ShowNotice show_notice = [](juce::Component&, const juce::String&) {};
    std::function<void(const Message&)> show_message = [](const Message&) {};
    /// Hides the message, because its fault is mended.
    std::function<void()> clear_message = [] {};
    /// As show_message, with something to press.
    std::function<void(const Message&, const Remedy&)> offer = [](const Message&, const Remedy&) {};
    /// A titled card over the view, of this size if there is room.
    std::function<void(const juce::String& title, std::unique_ptr<juce::Component> content, int width, int height)>
        open_card = [](const juce::String&, std::unique_ptr<juce::Component>, int, int) {};
    /// Menus hang below this, so that they are scaled with the rest.
    juce::Component* top = nullptr;
    /// The one scope of the window, shared by the views: its tap has one reader.
    ScopeController* scope = nullptr;
};

/// A piece of the window: reads its colours and sizes while it paints and keeps none.
class Widget : public juce::Component {
  public:
    explicit Widget(Context& shared)
        : context(shared) {}

    /// Called at every frame while visible: compares what is shown with the host and repaints what changed.
    virtual void refresh() {}

    /// With the ring on it, Enter is for this control.
    virtual bool takes_enter() const { return false; }
    /// Enter is for another control than this one, because that has the ring.
    bool enter_is_taken() const {
        const auto* focused = dynamic_cast<const Widget*>(getCurrentlyFocusedComponent());
        return focused != nullptr && focused != this && focused->takes_enter();
    }

    /// Tab visits them in this order, whatever their places are.
    static void order_focus(std::initializer_list<juce::Component*> parts) {
        int order = 1;
        for (auto* part : parts) part->setExplicitFocusOrder(order++);
    }

  protected:
    juce::Colour colour(Token token) const { return (*context.theme)[token]; }
    const Metrics& metrics() const { return *context.metrics; }
    bool projected() const { return metrics().kind == Metrics::Kind::projector; }
    EditorHost& host() const { return context.host; }

    /// No control has the keyboard any more; keys are the window's.
    void give_keyboard_back() const {
        if (context.top != nullptr && context.top->isShowing()) context.top->grabKeyboardFocus();
    }

    Type type(Face face, float px, Token token) const { return {face, px, colour(token)}; }

    void fill(juce::Graphics& g, juce::Rectangle<float> area, float radius, Token token) const {
        g.setColour(colour(token));
        g.fillRoundedRectangle(area, radius);
    }

    void draw_focus_ring(juce::Graphics& g, float radius) const {
        if (!hasKeyboardFocus(false)) return;
        g.setColour(colour(Token::focus));
        g.drawRoundedRectangle(getLocalBounds().toFloat().reduced(1.0f), radius, 2.0f);
    }

    void focusGained(FocusChangeType) override { repaint(); }
    void focusLost(FocusChangeType) override { repaint(); }

    Context& context;
};

} // namespace soma::editor
