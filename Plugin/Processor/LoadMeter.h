#pragma once

#include <juce_core/juce_core.h>

#include <atomic>

namespace soma {

/// Share of the time there is that the audio thread takes, smoothed over about half a second.
class LoadMeter {
  public:
    /// Audio thread: lives as long as a block is being processed.
    class Block {
      public:
        Block(LoadMeter& meter, int frames, double sample_rate_hz)
            : meter_(meter)
            , seconds_(frames / sample_rate_hz)
            , start_(juce::Time::getHighResolutionTicks()) {}
        ~Block() {
            const auto end = juce::Time::getHighResolutionTicks();
            const double taken = juce::Time::highResolutionTicksToSeconds(end - start_);
            meter_.end_.store(end, std::memory_order_relaxed);
            const double keep = 1.0 / (1.0 + seconds_ / 0.5);
            meter_.share_.store(keep * meter_.share_.load(std::memory_order_relaxed) + (1.0 - keep) * taken / seconds_,
                                std::memory_order_relaxed);
        }
        Block(const Block&) = delete;
        Block& operator=(const Block&) = delete;

      private:
        LoadMeter& meter_;
        double seconds_;
        juce::int64 start_;
    };

    /// Any thread; 1 is all the time there is.
    double share() const { return share_.load(std::memory_order_relaxed); }
    /// Any thread: how long ago the last block ended.
    double idle_s() const {
        return juce::Time::highResolutionTicksToSeconds(juce::Time::getHighResolutionTicks() -
                                                        end_.load(std::memory_order_relaxed));
    }

  private:
    std::atomic<double> share_{0.0};
    std::atomic<juce::int64> end_{0};
};

} // namespace soma
