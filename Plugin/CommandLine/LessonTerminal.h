#pragma once

#include "CommandLine/LessonVoice.h"

#include "Lesson/Play/Session.h"

#include <functional>
#include <iosfwd>
#include <map>

namespace soma::command {

/// A lesson played in a terminal: everything is text, every command is a line. It asks, plays, marks and explains as
/// the window does, for a braille line, a screen reader or a shell on another computer.
class LessonTerminal {
  public:
    /// `keep` is called whenever something was done that must not be lost.
    LessonTerminal(lesson::Session& session, LessonVoice& voice, std::istream& in, std::ostream& out,
                   std::function<void()> keep);

    /// Until the lesson ends or the student stops. True when it came to its end.
    bool run();

  private:
    void say(const std::string& text);
    void show_step();
    void show_sounds();
    void show_terms();
    void show_controls();
    void show_result();
    std::vector<std::string> movable() const;
    lesson::Setup setup(std::size_t card);
    void play(std::size_t card);
    void play_all();
    void take(const lesson::Outcome& outcome);
    void answer(const std::string& line);
    void answer_order(const std::string& line);
    void tune(const std::string& line);
    void fill_in();
    void measure();
    void set(const std::string& line);
    void limits(bool changed);
    void hand_in();
    void next();
    /// False: the student stops.
    bool command(const std::string& line);
    bool one_letter(char letter);
    std::optional<std::string> ask(const std::string& prompt);
    double now_ms() const;

    lesson::Session& session_;
    LessonVoice& voice_;
    std::istream& in_;
    std::ostream& out_;
    std::function<void()> keep_;
    std::map<std::string, double> moved_; ///< parameters that the student set in this step
    std::optional<lesson::MethodOfLimits> limits_;
    bool limits_begun_ = false, stopped_ = false;
    std::string shown_; ///< the step and trial that stand on the screen
};

} // namespace soma::command
