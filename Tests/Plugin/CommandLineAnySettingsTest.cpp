#include "CommandLineRun.h"

#include "Core/Random.h"
#include "Parameters/ParameterText.h"
#include "Parameters/Snapshot.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdlib>

/// Pictures and experiments of the command line end in good time whatever the parameters are: with a picture, or with
/// one line that says why there is none. SOMAPHONE_RANDOM_SETTINGS sets how many random settings are tried.
namespace soma::test {
namespace {

constexpr std::array experiments{"steps", "fi", "rheobase", "strength-duration", "iv", "impedance", "rest", "gates"};
constexpr int usual_settings = 24;

int settings() {
    const char* wanted = std::getenv("SOMAPHONE_RANDOM_SETTINGS");
    return wanted != nullptr ? std::max(1, std::atoi(wanted)) : usual_settings;
}

/// An offline render leaves nothing out, so that 4096 neurons at a time scale of 1000 may take their hour: these two
/// stay as they are.
bool may_move(Id id) { return id != Id::osc_out && id != Id::neurons && id != Id::time_scale; }

std::string set(Id id, double value) {
    return " --set " + std::string(parameter(id).id) + "='" + exact_text(parameter(id), value) + "'";
}

std::string random_sets(SplitMix64& random) {
    std::string text;
    const double share = random.unit();
    for (std::size_t i = 0; i < parameter_count; ++i) {
        const auto id = static_cast<Id>(i);
        const double at = random.unit(), kind = random.unit();
        if (!may_move(id) || random.unit() > share) continue;
        Snapshot values;
        values.set(id, from_position(parameter(id), kind < 0.15 ? 0.0 : kind > 0.85 ? 1.0 : at));
        text += set(id, values[id]);
    }
    return text;
}

struct Tried {
    CommandLine line;
    int runs = 0, pictures = 0, refused = 0;

    void run(const std::string& arguments) {
        ++runs;
        const auto ran = line.run(arguments); // a run that hangs is ended by the whole test's limit
        const auto lines = std::count(ran.err.begin(), ran.err.end(), '\n');
        ASSERT_TRUE(ran.status == 0 || ran.status == 1 || ran.status == 2)
            << "status " << ran.status << ": " << arguments << "\n"
            << ran.err;
        EXPECT_LE(lines, 12) << ran.err;
        const auto files = line.files();
        const bool there = std::find(files.begin(), files.end(), "a.png") != files.end();
        EXPECT_EQ(there, ran.status == 0) << arguments;
        if (ran.status != 0) {
            EXPECT_EQ(ran.err.rfind("somaphone: ", 0), 0u) << ran.err;
            ++refused;
        }
        if (!there) return;
        ++pictures;
        const auto png = line.read("a.png");
        EXPECT_TRUE(png.starts_with("\x89PNG") && png.size() > 2000) << arguments;
        EXPECT_EQ(line.read("a.csv").find("nan,nan,nan,nan"), std::string::npos) << arguments;
        for (const auto* name : {"a.png", "a.csv"}) std::filesystem::remove(line.path(name));
    }
    void render(const std::string& sets) { run("render --duration 0.03 --plot a.png --trace a.csv" + sets); }
    void experiment(std::size_t kind, const std::string& sets) {
        run("experiment " + std::string(experiments[kind % experiments.size()]) + " --plot a.png --csv a.csv" + sets);
    }
};

TEST(CommandLineAnySettings, RandomSettingsGiveAPictureOrOneLine) {
    SplitMix64 random(1823);
    Tried tried;
    const int count = settings();
    for (int i = 0; i < count && !testing::Test::HasFailure(); ++i) {
        const auto sets = random_sets(random);
        if (i % 3 == 0)
            tried.render(sets);
        else
            tried.experiment(static_cast<std::size_t>(i), sets);
    }
    EXPECT_GT(tried.pictures, count / 4) << "most settings can be drawn";
    std::cout << count << " random settings: " << tried.pictures << " pictures, " << tried.refused << " refused\n";
}

/// In turn the low end and the high end of each parameter; all ends of all models with the opt-in length.
TEST(CommandLineAnySettings, EveryParameterAtItsEnds) {
    Tried tried;
    const bool all = settings() > usual_settings;
    const std::size_t stride = all ? 1 : 9;
    std::size_t turn = 0;
    for (const double model : {3.0, 8.0, 9.0, 10.0, 11.0, 12.0})
        for (std::size_t i = 0; i < parameter_count; ++i) {
            const auto id = static_cast<Id>(i);
            if (!may_move(id) || id == Id::model) continue;
            for (const double end : {parameter(id).min, parameter(id).max}) {
                if (testing::Test::HasFailure()) return;
                if (turn++ % (stride * 6) != 0) continue;
                const auto sets = set(Id::model, model) + set(id, end);
                if (tried.runs % 3 == 0)
                    tried.render(sets);
                else
                    tried.experiment(static_cast<std::size_t>(tried.runs), sets);
            }
        }
    EXPECT_GT(tried.pictures, 10);
}

} // namespace
} // namespace soma::test
