#include "Editor/Scope/ScopePlot.h"

#include "Core/Limits.h"
#include "Look/NumberFormat.h"
#include "Scope/Cursors.h"

#include <algorithm>
#include <cmath>

namespace soma::editor {

namespace {

constexpr juce::uint32 still_ms = 250, ghost_least_ms = 400;

} // namespace

ScopePlot::ScopePlot(Context& shared, ScopeController& controller)
    : Widget(shared)
    , controller_(controller) {
    setTitle("Scope");
    setWantsKeyboardFocus(true);
    setMouseClickGrabsKeyboardFocus(false);
    setOpaque(true);
}

void ScopePlot::resized() { lay_out(); }

void ScopePlot::lay_out() {
    const int neurons = controller_.scope().settings().neurons;
    const bool density = neurons > limits::raster_rows;
    layout_ = ScopeLayout::of(getLocalBounds().toFloat(), metrics(), std::min(neurons, limits::raster_rows), density);
    controller_.set_plot_height(layout_.voltage.getHeight(), projected()                                ? 45.0f
                                                             : metrics().kind == Metrics::Kind::minimum ? 30.0f
                                                                                                        : 22.0f);
}

void ScopePlot::refresh() {
    const auto lanes = layout_;
    lay_out();
    const auto& engine = host().monitor().status().engine;
    const auto faults = engine.bad_inputs + engine.resets;
    const auto now = juce::Time::getMillisecondCounter();
    if (faults > seen_faults_) fault_ms_ = now;
    seen_faults_ = faults;
    pending_ = controller_.scope().update() || pending_ || !(lanes == layout_);
    if (!pending_) return;
    if (host().session().reduced_motion && now - drawn_ms_ < still_ms) return;
    pending_ = false;
    drawn_ms_ = now;
    repaint();
}

double ScopePlot::start_ms() const {
    const auto& settings = controller_.scope().settings();
    const double span = settings.time_base.ms_per_division() * scope::divisions;
    return controller_.scope().runs_freely() ? -span : -settings.pre_trigger * span;
}

float ScopePlot::x_of_ms(double ms) const {
    const double span = controller_.ms_per_division() * scope::divisions;
    return layout_.plot.getX() + static_cast<float>((ms - start_ms()) / span) * layout_.plot.getWidth();
}

double ScopePlot::ms_at(float x) const {
    const double span = controller_.ms_per_division() * scope::divisions;
    return start_ms() + static_cast<double>((x - layout_.plot.getX()) / layout_.plot.getWidth()) * span;
}

float ScopePlot::level_y() const {
    const double level = controller_.trigger().level;
    const bool of_current = controller_.trigger().source == scope::TriggerSource::current;
    const auto& lane = of_current ? layout_.current : layout_.voltage;
    const float y = of_current ? layout_.y_of_pa(controller_.current_low_pa(), controller_.current_high_pa(), level)
                               : layout_.y_of_mv(controller_.voltage_axis(), level);
    return std::clamp(y, lane.getY(), lane.getBottom());
}

double ScopePlot::level_at(float y) const {
    if (controller_.trigger().source != scope::TriggerSource::current)
        return std::round(layout_.mv_at(controller_.voltage_axis(), y) * 10.0) / 10.0;
    const double high = controller_.current_high_pa(), span = high - controller_.current_low_pa();
    const auto lane = layout_.current;
    const double share = std::clamp(static_cast<double>((y - lane.getY()) / lane.getHeight()), 0.0, 1.0);
    return std::round((high - share * span) / span * 100.0) * span / 100.0;
}

ScopeGridKey ScopePlot::grid_key(float scale) const {
    const auto& settings = controller_.scope().settings();
    ScopeGridKey key;
    key.width = getWidth();
    key.height = getHeight();
    key.scale = scale;
    key.theme = context.theme->kind();
    key.metrics = metrics().kind;
    key.layout = layout_;
    key.voltage = controller_.voltage_axis();
    key.current_low_pa = controller_.current_low_pa();
    key.current_high_pa = controller_.current_high_pa();
    key.start_ms = start_ms();
    key.ms_per_division = settings.time_base.ms_per_division();
    key.time_decimals = settings.time_base.decimals_ms();
    key.neurons = settings.neurons;
    key.lines = reference_lines(host().parameters());
    return key;
}

void ScopePlot::paint(juce::Graphics& g) {
    scale_ = g.getInternalContext().getPhysicalPixelScaleFactor();
    if (controller_.figure != ScopeFigure::sweep) {
        g.fillAll(colour(Token::panel));
        paint_figure(g);
        return;
    }
    const auto& frame = controller_.scope().frame(std::max(1, juce::roundToInt(layout_.plot.getWidth() * scale_)));
    if (!frame.current.empty)
        controller_.follow_current(static_cast<double>(frame.current.min), static_cast<double>(frame.current.max));
    grid_.draw(g, grid_key(scale_), *context.theme, metrics());
    if (covered) return;
    if (!frame.blank) {
        paint_raster(g, frame);
        paint_current(g, frame);
    }
    if (controller_.cursors && !controller_.cursors_placed) place_cursors(frame);
    if (controller_.cursors) paint_cursor_lines(g);
    if (!frame.blank) paint_voltage(g, frame);
    paint_handles(g);
    if (controller_.cursors) paint_cursor_tags(g);
    paint_gutter(g, frame);
    if (controller_.cursors && !frame.blank) paint_reading(g, frame);
    paint_message(g, frame);
    draw_focus_ring(g, 6.0f);
}

/// On two neighbouring spikes, not the first where there are more.
void ScopePlot::place_cursors(const scope::ScopeFrame& frame) {
    const auto& spikes = controller_.scope().shown().spikes_s();
    std::vector<double> seen_ms;
    for (auto i = spikes.begin(); i < spikes.end(); ++i)
        if (spikes[i] >= frame.window.start_s && spikes[i] < frame.window.end_s())
            seen_ms.push_back((spikes[i] - frame.zero_s) * 1e3);
    if (seen_ms.size() < 2) return;
    const std::size_t first = seen_ms.size() > 2 ? 1 : 0;
    controller_.cursor_ms = {seen_ms[first], seen_ms[first + 1]};
    controller_.cursors_placed = true;
}

void ScopePlot::paint_raster(juce::Graphics& g, const scope::ScopeFrame& frame) {
    const auto& raster = frame.raster;
    const float left = layout_.plot.getX(), width = metrics().tick;
    if (raster.has_density) {
        const auto strip = layout_.raster.withTrimmedTop(6.0f).withTrimmedBottom(4.0f);
        const auto most = raster.density.empty() ? 0u : *std::ranges::max_element(raster.density);
        for (std::size_t i = 0; i < raster.density.size() && most > 0; ++i) {
            if (raster.density[i] == 0) continue;
            const float share = static_cast<float>(raster.density[i]) / static_cast<float>(most);
            const float height = std::max(1.0f, strip.getHeight() * share);
            g.setColour(colour(Token::spike).withMultipliedAlpha(0.45f + 0.55f * share));
            g.fillRect(juce::Rectangle<float>{left + static_cast<float>(i) / scale_, strip.getBottom() - height,
                                              1.0f / scale_, height});
        }
        return;
    }
    for (int row = 0; row < raster.rows; ++row) {
        g.setColour(colour(Token::spike).withMultipliedAlpha(row == 0 ? 1.0f : 0.72f));
        const float y = layout_.raster.getY() + 6.0f + static_cast<float>(row) * layout_.raster_pitch;
        for (const float x : raster.ticks_px[static_cast<std::size_t>(row)])
            g.fillRect(juce::Rectangle<float>{left + x / scale_ - width / 2.0f, y, width, layout_.raster_pitch - 1.6f});
    }
}

void ScopePlot::paint_current(juce::Graphics& g, const scope::ScopeFrame& frame) {
    const auto y_of = [this](float pa) {
        return layout_.y_of_pa(controller_.current_low_pa(), controller_.current_high_pa(), static_cast<double>(pa));
    };
    current_.build(frame.current, layout_.plot.getX(), scale_, y_of);
    g.setColour(colour(Token::cur_soft));
    current_.fill_to(g, y_of(0.0f));
    g.setColour(colour(Token::cur));
    current_.stroke(g, metrics().trace, layout_.current);
}

void ScopePlot::paint_voltage(juce::Graphics& g, const scope::ScopeFrame& frame) {
    const auto& axis = controller_.voltage_axis();
    const float slope = layout_.voltage.getHeight() / static_cast<float>(axis.high - axis.low);
    const float top = layout_.voltage.getY() + static_cast<float>(axis.high) * slope;
    if (ghost_zero_s_) {
        const bool newer = juce::Time::getMillisecondCounter() - ghost_ms_ > ghost_least_ms &&
                           std::abs(frame.zero_s - *ghost_zero_s_) > 0.0;
        if (newer) ghost_zero_s_.reset();
    }
    if (ghost_zero_s_) {
        constexpr float dots[]{1.0f, 3.5f};
        ghost_dashes_.clear();
        juce::PathStrokeType{metrics().trace * 0.7f, juce::PathStrokeType::curved, juce::PathStrokeType::rounded}
            .createDashedStroke(ghost_dashes_, ghost_, dots, 2);
        g.setColour(colour(Token::text3));
        g.fillPath(ghost_dashes_);
    }
    // V may be a million millivolts: no line is longer than the lane and as much on both sides.
    const float highest = layout_.voltage.getY() - layout_.voltage.getHeight(),
                lowest = layout_.voltage.getBottom() + layout_.voltage.getHeight();
    voltage_.build(frame.voltage, layout_.plot.getX(), scale_,
                   [=](float mv) { return std::clamp(top - mv * slope, highest, lowest); });
    const bool held = frame.state == scope::ScopeState::frozen;
    g.setColour(colour(Token::vm).withMultipliedAlpha(held ? 0.75f : 1.0f));
    voltage_.stroke(g, metrics().trace, layout_.voltage);
}

/// Of a trace so long that it fills the plot there is no ghost: its dashes would be too many to draw at every frame.
void ScopePlot::leave_ghost() {
    constexpr float longest_px = 30000.0f;
    ghost_zero_s_.reset();
    if (!(voltage_.length() <= longest_px)) return;
    ghost_ = voltage_.line();
    ghost_ms_ = juce::Time::getMillisecondCounter();
    ghost_zero_s_ = controller_.scope().frame(std::max(1, juce::roundToInt(layout_.plot.getWidth() * scale_))).zero_s;
}

void ScopePlot::paint_gutter(juce::Graphics& g, const scope::ScopeFrame& frame) {
    const float px = metrics().axis;
    std::vector<GutterLabel> labels;
    const auto add = [&](std::string_view name, double mv, Token hue, int decimals) {
        const float y = layout_.y_of_mv(controller_.voltage_axis(), mv);
        if (y < layout_.voltage.getY() - 1.0f || y > layout_.voltage.getBottom() + 1.0f) return;
        labels.push_back(
            {{name, type(Face::semibold, px, hue)}, {fixed(mv, decimals), type(Face::mono, px, hue)}, y, colour(hue)});
    };
    for (const auto& line : reference_lines(host().parameters())) {
        const bool whole = std::abs(line.value_mv - std::round(line.value_mv)) < 0.05;
        add(line.label, line.value_mv, line.hue, whole ? 0 : 1);
    }
    if (frame.last_mv && !frame.blank) add("V_{m}", static_cast<double>(*frame.last_mv), Token::vm, 1);
    draw_gutter(g, labels, layout_, px + 3.0f);
}

void ScopePlot::paint_handles(juce::Graphics& g) {
    const float q = metrics().axis * 0.5f, w = metrics().axis * 0.55f;
    const auto source = controller_.trigger().source;
    if (source != scope::TriggerSource::spike) {
        // With a trigger on the stimulus the handle marks the threshold that fires the neuron.
        const float x = layout_.plot.getX(), y = level_y();
        juce::Path handle;
        handle.startNewSubPath(x, y - q);
        handle.lineTo(x + w, y - q);
        handle.lineTo(x + 2.0f * w, y);
        handle.lineTo(x + w, y + q);
        handle.lineTo(x, y + q);
        handle.closeSubPath();
        g.setColour(colour(Token::thr));
        if (source != scope::TriggerSource::stimulus || !reference_lines(host().parameters()).empty())
            g.fillPath(handle);
    }
    const float x0 = x_of_ms(0.0);
    if (x0 < layout_.plot.getX() - 1.0f || x0 > layout_.plot.getRight() + 1.0f) return;
    juce::Path zero;
    const float bottom = layout_.plot.getBottom() + 1.0f;
    zero.addTriangle(x0 - 4.5f, bottom, x0 + 4.5f, bottom, x0, bottom - 7.0f);
    g.setColour(colour(Token::text2));
    g.fillPath(zero);
}

void ScopePlot::paint_cursor_lines(juce::Graphics& g) {
    constexpr float dash[]{6.0f, 3.0f};
    g.setColour(colour(Token::text).withMultipliedAlpha(0.8f));
    for (const double ms : controller_.cursor_ms) {
        const float x = x_of_ms(ms);
        if (layout_.plot.getX() <= x && x <= layout_.plot.getRight())
            g.drawDashedLine({x, layout_.voltage.getY(), x, layout_.plot.getBottom()}, dash, 2,
                             projected() ? 2.0f : 1.0f);
    }
}

void ScopePlot::paint_cursor_tags(juce::Graphics& g) {
    const float size = metrics().axis * 1.5f;
    for (std::size_t i = 0; i < 2; ++i) {
        const float x = x_of_ms(controller_.cursor_ms[i]);
        if (x < layout_.plot.getX() || x > layout_.plot.getRight()) continue;
        const juce::Rectangle<float> tag{x - size / 2.0f, layout_.voltage.getBottom() - size, size, size};
        fill(g, tag, 3.0f, Token::text);
        draw_text(g, {fixed(static_cast<double>(i + 1), 0), type(Face::mono_semibold, metrics().axis, Token::plot)},
                  tag, Align::centre);
    }
}

void ScopePlot::paint_reading(juce::Graphics& g, const scope::ScopeFrame& frame) {
    const auto at = [&](std::size_t i) { return frame.zero_s + controller_.cursor_ms[i] * 1e-3; };
    const auto reading = scope::read_cursors(controller_.scope().shown(), at(0), at(1));
    struct Row {
        std::string_view name;
        std::string value;
        std::string_view unit;
    };
    std::vector<Row> rows{
        {"Δt", fixed(reading.dt_ms, std::max(1, controller_.scope().settings().time_base.decimals_ms())), "ms"},
        {"1/Δt", known(reading.rate_per_s, 1), "/s"}};
    if (!projected()) rows.push_back({"ΔV", known(reading.dv_mv, 1), "mV"});
    if (reading.tau_ms && !projected()) rows.push_back({"to 63 %", known(reading.tau_ms, 1), "ms"});
    const float px = metrics().axis, pitch = px + 6.0f, width = projected() ? 152.0f : reading.tau_ms ? 116.0f : 100.0f;
    const float height = static_cast<float>(rows.size()) * pitch + 10.0f;
    const auto lane = layout_.voltage.reduced(8.0f, 10.0f);
    std::array<juce::Rectangle<float>, 4> corners{{{lane.getRight() - width, lane.getY(), width, height},
                                                   {lane.getX() + 14.0f, lane.getY(), width, height},
                                                   {lane.getRight() - width, lane.getBottom() - height, width, height},
                                                   {lane.getX() + 14.0f, lane.getBottom() - height, width, height}}};
    // A held picture says so in the upper left corner.
    if (frame.state == scope::ScopeState::frozen) corners[1] = corners[0];
    const auto box =
        *std::ranges::min_element(corners, {}, [this](const auto& corner) { return voltage_.share_inside(corner); });
    fill(g, box, 6.0f, Token::panel);
    g.setColour(colour(Token::grid_major));
    g.drawRoundedRectangle(box, 6.0f, 1.0f);
    auto row_area = box.reduced(9.0f, 5.0f).withHeight(pitch);
    for (const auto& row : rows) {
        draw_text(g, {row.name, type(Face::regular, px, Token::text2)}, row_area);
        TextLine value{row.value, type(Face::mono_medium, px, Token::text)};
        value.add(row.unit, type(Face::regular, px, Token::text2), 4.0f);
        draw_text(g, value, row_area, Align::right);
        row_area.translate(0.0f, pitch);
    }
}

juce::String ScopePlot::spoken() const {
    if (covered) return "Scope hidden";
    const auto& frame = const_cast<scope::Scope&>(controller_.scope())
                            .frame(std::max(1, juce::roundToInt(layout_.plot.getWidth() * scale_)));
    const auto& history = controller_.scope().shown();
    int spikes = 0;
    const auto& times = history.spikes_s();
    for (auto i = times.begin(); i < times.end(); ++i)
        if (times[i] >= frame.window.start_s && times[i] < frame.window.end_s()) ++spikes;
    juce::String text = "Membrane voltage, " + utf8(fixed(frame.window.span_s * 1000.0, 0)) + " milliseconds, " +
                        juce::String(spikes) + (spikes == 1 ? " spike" : " spikes");
    if (frame.last_mv)
        text << ", last value " << utf8(soma::editor::spoken(fixed(static_cast<double>(*frame.last_mv), 1), "mV"));
    if (const auto message = said(frame)) text << ". " << utf8(message->title) << ". " << utf8(message->line);
    return text;
}

} // namespace soma::editor
