#include "Lesson/Play/StepTerms.h"

#include "Lesson/Format/Glossary.h"
#include "Lesson/Play/Session.h"

namespace soma::lesson {

std::string terms_of(const Session& session) {
    std::string all = session.step().title + "\n" + session.text();
    for (const Choice& choice : session.choices()) all += "\n" + choice.label;
    for (const Card& card : session.cards()) all += "\n" + card.label + "\n" + card.alt;
    return glossary_of(all);
}

} // namespace soma::lesson
