#include "Engine/InitialState.h"

#include <gtest/gtest.h>

namespace soma::test {
namespace {

TEST(InitialState, names_what_the_model_does_not_have_on_one_line) {
    const auto start = initial_state(ModelId::rc, {{"a\nb", 1.0}});
    ASSERT_TRUE(std::holds_alternative<TextError>(start));
    EXPECT_EQ(std::get<TextError>(start).message, "initial: the model rc has no variable 'a b'; it has voltage_mV");
}

} // namespace
} // namespace soma::test
