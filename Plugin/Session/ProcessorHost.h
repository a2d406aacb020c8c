#pragma once

#include "Session/HostLessonPlayer.h"
#include "Session/HostMonitor.h"
#include "Session/HostParameters.h"
#include "Session/LessonController.h"
#include "Session/MessageThreadPoller.h"
#include "Session/PresetLibrary.h"

namespace soma::host {

/// All that the editor asks for, made of the processor. It lives as long as the processor, so that controllers are
/// followed, undo is kept and locks hold while no window is open. Message thread.
class ProcessorHost final : public editor::EditorHost {
  public:
    explicit ProcessorHost(SomaphoneProcessor& processor, juce::File place = PresetFolder::usual_place());

    editor::ParameterAccess& parameters() override { return parameters_; }
    editor::Monitor& monitor() override { return monitor_; }
    editor::Stimulator& stimulator() override { return stimulator_; }
    editor::Library& library() override { return library_; }
    editor::EditHistory& history() override { return steps_; }
    editor::LessonPlayer& lesson_player() override { return lesson_player_; }
    editor::LessonController& lessons() override { return lessons_; }
    editor::Session session() const override;
    void set_session(const editor::Session& session) override;
    std::optional<editor::Message> message() const override { return message_; }
    void dismiss_message() override { message_.reset(); }

    std::string osc_host() const override { return processor_.osc_sender().host(); }
    std::optional<std::string> set_osc_host(std::string_view host) override;
    bool osc_unreachable() const override;

    /// Called 30 times a second.
    void follow();

  private:
    void take_state();
    Sound sound() const;
    void set_sound(const Sound& sound);

    SomaphoneProcessor& processor_;
    UndoHistory steps_;
    HostParameters parameters_;
    HostMonitor monitor_;
    HostStimulator stimulator_;
    PresetLibrary library_;
    HostLessonPlayer lesson_player_;
    editor::LessonController lessons_;
    std::optional<editor::Message> message_;
    int states_seen_ = 0, looks_ = 0;
    MessageThreadPoller follower_; ///< last: it uses the others
};

} // namespace soma::host
