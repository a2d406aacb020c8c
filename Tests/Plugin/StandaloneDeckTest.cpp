#include "Plugin.h"
#include "Session/ProcessorHost.h"
#include "Standalone/Arguments.h"
#include "Standalone/Deck.h"
#include "Support/Paths.h"
#include "Support/WaitFor.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <cstdlib>

#include <sys/resource.h>

namespace soma::standalone {
namespace {

const juce::File bell(test::project_path("Assets/Sounds/bell.flac"));
constexpr int block = 480;

/// A sound card whose time the test gives. Its rate changes as a JACK server's does: it is opened again.
class FakeCard final : public juce::AudioIODevice {
  public:
    static inline double rate_hz = 48000.0;
    static inline FakeCard* open_one = nullptr;

    FakeCard()
        : juce::AudioIODevice("Fake card", "Fake") {}
    ~FakeCard() override { close(); }

    juce::StringArray getOutputChannelNames() override { return {"left", "right"}; }
    juce::StringArray getInputChannelNames() override { return {"left", "right"}; }
    juce::Array<double> getAvailableSampleRates() override { return {rate_hz}; }
    juce::Array<int> getAvailableBufferSizes() override { return {block}; }
    int getDefaultBufferSize() override { return block; }
    juce::String open(const juce::BigInteger&, const juce::BigInteger&, double, int) override {
        open_one = this;
        return {};
    }
    void close() override {
        stop();
        if (open_one == this) open_one = nullptr;
    }
    bool isOpen() override { return open_one == this; }
    void start(juce::AudioIODeviceCallback* callback) override {
        callback_ = callback;
        if (callback_ != nullptr) callback_->audioDeviceAboutToStart(this);
    }
    void stop() override {
        if (auto* callback = std::exchange(callback_, nullptr)) callback->audioDeviceStopped();
    }
    bool isPlaying() override { return callback_ != nullptr; }
    juce::String getLastError() override { return {}; }
    int getCurrentBufferSizeSamples() override { return block; }
    double getCurrentSampleRate() override { return rate_hz; }
    int getCurrentBitDepth() override { return 32; }
    juce::BigInteger getActiveOutputChannels() const override { return 3; }
    juce::BigInteger getActiveInputChannels() const override { return 3; }
    int getOutputLatencyInSamples() override { return 0; }
    int getInputLatencyInSamples() override { return 0; }

    /// So many seconds of its time.
    void play(double seconds) {
        juce::AudioBuffer<float> in(2, block), out(2, block);
        in.clear();
        for (int done = 0; done < seconds * rate_hz; done += block)
            callback_->audioDeviceIOCallbackWithContext(in.getArrayOfReadPointers(), 2, out.getArrayOfWritePointers(),
                                                        2, block, {});
    }

  private:
    juce::AudioIODeviceCallback* callback_ = nullptr;
};

class FakeCards final : public juce::AudioIODeviceType {
  public:
    FakeCards()
        : juce::AudioIODeviceType("Fake") {}
    void scanForDevices() override {}
    juce::StringArray getDeviceNames(bool) const override { return {"Fake card"}; }
    int getDefaultDeviceIndex(bool) const override { return 0; }
    int getIndexOfDevice(juce::AudioIODevice* device, bool) const override { return device != nullptr ? 0 : -1; }
    bool hasSeparateInputsAndOutputs() const override { return false; }
    juce::AudioIODevice* createDevice(const juce::String&, const juce::String&) override { return new FakeCard; }
};

/// The application's audio with a card of the test's, and a home in a folder of the test's.
struct DeckBench {
    const juce::File home = juce::File::createTempFile("");
    const std::string old_home = std::getenv("HOME") != nullptr ? std::getenv("HOME") : "";
    Plugin processor;
    Audio audio{processor};
    Deck deck{audio};

    DeckBench() {
        home.createDirectory();
        setenv("HOME", home.getFullPathName().toRawUTF8(), 1);
        FakeCard::rate_hz = 48000.0;
        audio.devices().addAudioDeviceType(std::make_unique<FakeCards>());
    }
    ~DeckBench() {
        setenv("HOME", old_home.c_str(), 1);
        home.deleteRecursively();
    }

    FakeCard& open_card(double rate_hz) {
        FakeCard::rate_hz = rate_hz;
        audio.devices().closeAudioDevice();
        juce::AudioDeviceManager::AudioDeviceSetup setup;
        setup.inputDeviceName = setup.outputDeviceName = "Fake card";
        audio.devices().setCurrentAudioDeviceType("Fake", true);
        audio.devices().setAudioDeviceSetup(setup, true);
        if (FakeCard::open_one == nullptr) throw std::runtime_error("the fake card does not open");
        return *FakeCard::open_one;
    }
    std::vector<juce::File> recordings() const {
        auto found = home.findChildFiles(juce::File::findFiles, true, "*.wav");
        std::vector<juce::File> files(found.begin(), found.end());
        std::sort(files.begin(), files.end());
        return files;
    }
};

struct Read {
    double rate_hz = 0.0, seconds = 0.0;
};

Read read(const juce::File& file) {
    juce::WavAudioFormat wav;
    const std::unique_ptr<juce::AudioFormatReader> reader(
        wav.createReaderFor(file.createInputStream().release(), true));
    if (reader == nullptr) return {};
    return {reader->sampleRate, static_cast<double>(reader->lengthInSamples) / reader->sampleRate};
}

TEST(Deck, ARecordingGoesOnInAnotherFileWhenTheRateChanges) {
    DeckBench bench;
    bench.audio.open(nullptr);
    bench.open_card(48000.0).play(0.1);
    bench.deck.start_recording();
    FakeCard::open_one->play(1.0);
    EXPECT_EQ(bench.deck.follow(), "");
    bench.open_card(96000.0).play(0.5); // before anybody follows: in neither file
    const auto said = bench.deck.follow();
    EXPECT_THAT(said.toStdString(), testing::HasSubstr("96 kHz"));
    FakeCard::open_one->play(2.0);
    EXPECT_EQ(bench.deck.follow(), "");
    bench.deck.stop_recording();
    const auto files = bench.recordings();
    ASSERT_EQ(files.size(), 2U);
    EXPECT_EQ(read(files[0]).rate_hz, 48000.0);
    EXPECT_NEAR(read(files[0]).seconds, 1.0, 0.01); // a block
    EXPECT_EQ(read(files[1]).rate_hz, 96000.0);
    EXPECT_NEAR(read(files[1]).seconds, 2.0, 0.01);
    EXPECT_THAT(said.toStdString(), testing::HasSubstr(files[0].getFileName().toStdString()));
    EXPECT_THAT(said.toStdString(), testing::HasSubstr(files[1].getFileName().toStdString()));
}

TEST(Deck, TwoRecordingsInOneSecondAreTwoFiles) {
    DeckBench bench;
    bench.audio.open(nullptr);
    auto& card = bench.open_card(48000.0);
    for (int i = 0; i < 3; ++i) {
        bench.deck.start_recording();
        card.play(0.1);
        bench.deck.stop_recording();
    }
    ASSERT_EQ(bench.recordings().size(), 3U);
    for (const auto& file : bench.recordings()) EXPECT_NEAR(read(file).seconds, 0.1, 0.01);
}

/// The file is played at its own pitch: as many of its seconds pass as there are.
TEST(Deck, AFileKeepsItsPitchAndItsPlaceWhenTheRateChanges) {
    FilePlayer player;
    player.load(read_clip(bell, 48000.0));
    player.play(true);
    std::vector<float> left(9600), right(9600);
    player.add_to(left.data(), right.data(), 4800, 48000.0); // 0.1 s
    std::ranges::fill(left, 0.0f);
    player.add_to(left.data(), right.data(), 9600, 96000.0);
    EXPECT_EQ(std::ranges::count(left, 0.0f), 9600) << "of another rate it is silent until it is read again";
    player.load(read_clip(bell, 96000.0), FilePlayer::From::where_it_was);
    player.add_to(left.data(), right.data(), 9600, 96000.0);
    const auto expected = read_clip(bell, 96000.0);
    for (int i = 0; i < 9600; ++i)
        ASSERT_EQ(left[static_cast<std::size_t>(i)], expected->audio.getSample(0, 9600 + i)) << i;
}

TEST(Deck, AFileIsReadAgainForTheNewRate) {
    DeckBench bench;
    bench.audio.open(nullptr);
    bench.open_card(48000.0).play(0.1);
    const auto copy = bench.home.getChildFile("copy.flac");
    bell.copyFileTo(copy);
    bench.deck.open(copy);
    bench.open_card(96000.0);
    EXPECT_EQ(bench.deck.follow(), "");
    FakeCard::open_one->play(0.2);
    EXPECT_TRUE(bench.audio.player().playing());
    EXPECT_GT(bench.processor.input_meter().level_db(), -60.0) << "it is heard at the new rate";
    copy.deleteFile();
    bench.open_card(44100.0);
    EXPECT_THAT(bench.deck.follow().toStdString(), testing::HasSubstr("copy.flac"));
    EXPECT_FALSE(bench.audio.player().playing());
}

TEST(Deck, WithoutASoundCardTheNeuronRunsUnheardAndNothingIsRecorded) {
    DeckBench bench;
    bench.audio.open(nullptr);
    bench.audio.devices().closeAudioDevice();
    bench.audio.look_after_device();
    EXPECT_FALSE(bench.audio.heard());
    EXPECT_THROW(bench.deck.start_recording(), std::runtime_error);
    EXPECT_TRUE(bench.recordings().empty());
    const auto level_db = [&] { return bench.processor.output_meter(0).level_db(); };
    EXPECT_TRUE(test::wait_for([&] { return level_db() >= -60.0; })) << "the neuron fires by the clock";
    const auto refused = bench.processor.editor_host().lesson_player().play({}, 100.0, "");
    ASSERT_TRUE(refused);
    EXPECT_THAT(refused->line, testing::HasSubstr("No sound card"));
    bench.open_card(48000.0).play(0.1);
    EXPECT_TRUE(bench.audio.heard());
    EXPECT_FALSE(bench.processor.editor_host().lesson_player().play({}, 100.0, ""));
    bench.deck.start_recording();
    bench.audio.devices().closeAudioDevice();
    bench.audio.look_after_device();
    juce::Thread::sleep(50); // the clock's blocks are not recorded
    bench.deck.stop_recording();
    EXPECT_EQ(read(bench.recordings().at(0)).seconds, 0.0);
}

TEST(Recorder, AFileCanBeReadWhileItIsWritten) {
    const juce::TemporaryFile temporary(".wav");
    Recorder recorder;
    recorder.start(temporary.getFile(), 8000.0);
    EXPECT_EQ(read(temporary.getFile()).rate_hz, 8000.0) << "from the first moment";
    const std::vector<float> tone(800, 0.25f);
    for (int tenths = 0; tenths < 35; ++tenths) recorder.push(tone.data(), tone.data(), 800);
    const auto seconds = [&] { return read(temporary.getFile()).seconds; };
    EXPECT_TRUE(test::wait_for([&] { return seconds() >= 2.5; })) << "all but the last second";
    EXPECT_THROW(recorder.start(temporary.getFile(), 8000.0), std::runtime_error) << "what is there is kept";
}

/// A limit on the size of files stands in for a full disk: what comes after it cannot be written.
TEST(Recorder, SaysWhenTheDiskIsFullAndKeepsWhatCameBefore) {
    const juce::TemporaryFile temporary(".wav");
    Recorder recorder;
    recorder.start(temporary.getFile(), 8000.0);
    rlimit before{};
    getrlimit(RLIMIT_FSIZE, &before);
    const auto handler = std::signal(SIGXFSZ, SIG_IGN);
    const rlimit small{200000, before.rlim_max}; // bytes: 3.1 s
    setrlimit(RLIMIT_FSIZE, &small);
    const std::vector<float> tone(800, 0.25f);
    EXPECT_TRUE(
        test::wait_for([&] { return recorder.failed(); }, [&] { recorder.push(tone.data(), tone.data(), 800); }));
    recorder.stop();
    setrlimit(RLIMIT_FSIZE, &before);
    std::signal(SIGXFSZ, handler);
    EXPECT_GE(read(temporary.getFile()).seconds, 1.0);
    EXPECT_LT(read(temporary.getFile()).seconds, 3.2);
}

TEST(Arguments, AreOneFileOrAComplaintInOneLine) {
    const auto given = [](const char* one, const char* two = nullptr) {
        juce::StringArray words{juce::String::fromUTF8(one)};
        if (two != nullptr) words.add(juce::String::fromUTF8(two));
        return read_arguments(words);
    };
    const auto path = bell.getFullPathName().toStdString();
    EXPECT_EQ(read_arguments({}).complaint, "");
    EXPECT_EQ(given(path.c_str()).file, bell);
    EXPECT_EQ(given(("file://" + path).c_str()).file, bell);
    EXPECT_EQ(given("--", path.c_str()).file, bell);
    EXPECT_EQ(given(path.c_str(), "b.wav").file, bell);
    EXPECT_EQ(given(path.c_str(), "b.wav").complaint, "One file at a time: bell.flac is open, 1 other is not");
    for (const char* wrong :
         {"nosuch.wav", "/", "file:///nosuch.wav", "http://example.org/a.wav", "-x", "µ.wav", "~", "."}) {
        EXPECT_EQ(given(wrong).file, juce::File()) << wrong;
        EXPECT_THAT(given(wrong).complaint.toStdString(), testing::StartsWith(wrong));
    }
    EXPECT_TRUE(given("--colour").wrong_option);
    EXPECT_THAT(given("--help").answer.toStdString(), testing::StartsWith("Usage: somaphone-app"));
}

} // namespace
} // namespace soma::standalone
