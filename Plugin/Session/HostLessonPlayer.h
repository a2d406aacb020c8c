#pragma once

#include "Processor/SomaphoneProcessor.h"
#include "SoundFile/Clip.h"

#include "Session/EditorHost.h"

namespace soma::host {

/// Lessons play on the plugin's own engine, on the audio thread.
class HostLessonPlayer final : public editor::LessonPlayer {
  public:
    explicit HostLessonPlayer(SomaphoneProcessor& processor)
        : processor_(processor) {}

    void enter() override;
    void leave() override;
    bool entered() const override { return stage().lent(); }
    std::optional<editor::Message> play(const lesson::Setup& setup, double length_ms,
                                        const std::string& folder) override;
    void retune(const lesson::Setup& setup) override;
    void stop() override;
    bool playing() const override { return stage().playing(); }
    double played_ms() const override;
    int spikes() const override { return static_cast<int>(stage().spikes()); }
    int take_note() override { return processor_.lesson_override().take_note(); }

  private:
    const LessonOverride& stage() const { return processor_.lesson_override(); }
    double rate_hz() const;
    bool post(const LessonTurn& turn);

    SomaphoneProcessor& processor_;
    struct Recording {
        std::uint64_t turn; ///< that plays it
        std::unique_ptr<Clip> clip;
    };
    std::vector<Recording> recordings_; ///< until the audio thread has gone on to another turn
};

} // namespace soma::host
