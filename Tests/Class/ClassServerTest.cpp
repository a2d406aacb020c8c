#include "Class/Device.h"

#include "Class/ClassRun.h"
#include "Class/QrCode.h"
#include "Class/SoundFile.h"
#include "Lesson/LessonSource.h"

#include <gtest/gtest.h>
#include <httplib.h>

#include <algorithm>
#include <chrono>
#include <map>

namespace {

using namespace soma;
using namespace soma::test;
using classroom::ClassRun;

/// A class of the small lesson on a free port of loopback, worked by its own thread.
struct LiveClass {
    explicit LiveClass(int seats = 40)
        : run(session(), options(seats))
        , worker([this] {
            while (!over) run.work(std::chrono::milliseconds{20});
        }) {}
    ~LiveClass() {
        over = true;
        worker.join();
    }
    static lesson::Session session() {
        lesson::SessionOptions options;
        options.capabilities = {"model.lif", "speed"};
        return lesson::Session{load_small(small_lesson()), quantities(), options};
    }
    static classroom::RunOptions options(int seats) {
        classroom::RunOptions options;
        options.room.seats = seats;
        options.header.class_key = "tuesday";
        return options;
    }
    std::string url() { return run.server().base_url(); }
    Device device() { return {url(), run.room().code()}; }
    /// As the teacher's page does.
    void teacher(const std::string& what) {
        const auto path = run.server().teacher_url().substr(url().size());
        ASSERT_EQ(device().post(path, {{"do", what}}).status, 200);
    }
    httplib::Result get(const std::string& path) {
        httplib::Client client{url()};
        return client.Get(path);
    }

    ClassRun run;
    std::atomic<bool> over = false;
    std::thread worker;
};

TEST(ClassServer, AStudentJoinsAnswersChangesAndSeesTheReveal) {
    LiveClass live;
    auto ada = live.device();
    EXPECT_EQ(ada.join("Ada").body["name"], "Ada");
    ada.listen();
    ASSERT_TRUE(ada.wait_for_phase("lobby"));
    live.teacher("next"); // the text
    live.teacher("next"); // "guess"
    ASSERT_TRUE(ada.wait_for([](const Json& s) { return s["class"]["question"] == 2; }, 5000));
    EXPECT_EQ(ada.answer({"2"}).status, 409) << "the vote is not open";
    live.teacher("open");
    ASSERT_TRUE(ada.wait_for_phase("open"));
    EXPECT_EQ(ada.answer({"2"}).status, 200);
    EXPECT_EQ(ada.answer({"2"}).status, 200) << "once more is the same";
    EXPECT_EQ(ada.answer({"1"}).status, 200) << "changed";
    EXPECT_EQ(ada.answer({"7"}).status, 409);
    ASSERT_TRUE(ada.wait_for([](const Json& s) { return s["seat"]["answer"] == "1"; }, 2000));
    EXPECT_FALSE(ada.state()["class"].contains("bars"));
    live.teacher("hand 2 1");
    live.teacher("close");
    ASSERT_TRUE(ada.wait_for_phase("closed"));
    EXPECT_FALSE(ada.state()["class"].contains("bars"));
    live.teacher("tally");
    ASSERT_TRUE(ada.wait_for_phase("tally"));
    EXPECT_EQ(ada.state()["class"]["bars"][0]["votes"], Json::array({1}));
    EXPECT_EQ(ada.state()["class"]["bars"][1]["votes"], Json::array({1})) << "a hand";
    EXPECT_FALSE(ada.state()["class"].contains("solution"));
    live.teacher("reveal");
    ASSERT_TRUE(ada.wait_for_phase("reveal"));
    EXPECT_EQ(ada.state()["class"]["solution"]["keys"], Json::array({2}));
    EXPECT_EQ(ada.state()["seat"]["result"]["correct"], false);
}

TEST(ClassServer, AReloadedPageKeepsItsSeatAndIsRightAtOnce) {
    LiveClass live;
    auto device = live.device();
    device.join();
    device.listen();
    live.teacher("next");
    live.teacher("next");
    live.teacher("open");
    ASSERT_TRUE(device.wait_for_phase("open"));
    device.answer({"2"});
    const auto token = device.token();
    for (int reload = 0; reload < 3; ++reload) {
        device.cut();
        EXPECT_EQ(device.join().body["seat"], token);
        device.listen();
        EXPECT_TRUE(device.wait_for([](const Json& s) { return s["seat"]["answer"] == "2"; }, 2000));
    }
    EXPECT_EQ(live.run.room().copy().live().seats().size(), 1u);
    EXPECT_EQ(live.run.room().copy().live().answered(), 1);
}

/// Two students, one after the other, at one computer: the page still holds the first one's seat.
TEST(ClassServer, ANameTypedAtASharedDeviceTakesNoAnswersOver) {
    LiveClass live;
    auto device = live.device();
    EXPECT_EQ(device.join().status, 200);
    device.listen();
    const auto first = device.token();
    EXPECT_EQ(device.join("Ada").body["name"], "Ada");
    EXPECT_EQ(device.token(), first) << "before the first answer it is the same student";
    live.teacher("next");
    live.teacher("next");
    live.teacher("open");
    ASSERT_TRUE(device.wait_for_phase("open"));
    EXPECT_EQ(device.answer({"2"}).status, 200);
    EXPECT_EQ(device.join("Ada").body["seat"], first) << "who reloads is still Ada";
    EXPECT_EQ(device.join().body["seat"], first);
    device.cut();
    EXPECT_EQ(device.join("Bo").body["name"], "Bo");
    EXPECT_NE(device.token(), first);
    device.listen();
    ASSERT_TRUE(device.wait_for([](const Json& s) { return s["seat"]["name"] == "Bo"; }, 5000));
    EXPECT_EQ(device.state()["seat"]["answer"], "");
    EXPECT_EQ(device.answer({"1"}).status, 200);
    const auto copy = live.run.room().copy();
    EXPECT_EQ(copy.live().answer_of(0, 1), "2");
    EXPECT_EQ(copy.live().answer_of(1, 1), "1");
    EXPECT_EQ(copy.live().seats()[0].name, "Ada");
}

TEST(ClassServer, ASecondPageOfTheSameSeatTakesOver) {
    LiveClass live;
    auto first = live.device();
    first.join();
    first.listen();
    ASSERT_TRUE(first.wait_for_phase("lobby"));
    auto stream = live.run.room().open_stream(first.token());
    ASSERT_TRUE(stream);
    for (int tries = 0; tries < 100 && first.heard().find("event: elsewhere") == std::string::npos; ++tries)
        std::this_thread::sleep_for(std::chrono::milliseconds{20});
    EXPECT_NE(first.heard().find("event: elsewhere"), std::string::npos) << "the first page is told";
    live.run.room().close_stream(*stream);
}

TEST(ClassServer, SoundsAreWavFilesAtAddressesThatCannotBeGuessed) {
    LiveClass live;
    auto device = live.device();
    device.join();
    device.listen();
    live.teacher("next");
    live.teacher("next");
    ASSERT_TRUE(device.wait_for([](const Json& s) { return s["class"]["question"] == 2; }, 5000));
    const auto predicting = device.state();
    for (const auto& sound : predicting["class"]["sounds"])
        EXPECT_FALSE(sound.contains("url")) << "a prediction comes before its sound";
    live.teacher("next");
    ASSERT_TRUE(device.wait_for([](const Json& s) { return s["class"]["question"] == 3; }, 5000));
    const std::string url = device.state()["class"]["sounds"][0]["url"];
    const auto wav = live.get(url);
    ASSERT_TRUE(wav);
    EXPECT_EQ(wav->status, 200);
    EXPECT_EQ(wav->get_header_value("Content-Type"), "audio/wav");
    EXPECT_TRUE(wav->body.starts_with("RIFF"));
    // 700 ms of one channel at 48 kHz, 16 bit.
    EXPECT_EQ(wav->body.size(), 44u + 2u * 33600u);
    EXPECT_GT(std::count_if(wav->body.begin() + 44, wav->body.end(), [](char c) { return c != 0; }), 1000)
        << "not silence";
    EXPECT_EQ(live.get("/sound/abcdefghijkmnpqrstuvwxyz23.wav")->status, 404);
    live.teacher("sounds off");
    ASSERT_TRUE(device.wait_for([](const Json& s) { return !s["class"]["sounds"][0].contains("url"); }, 2000));
}

TEST(ClassServer, EveryAnswerCarriesTheHeadersThatKeepAPageSafe) {
    LiveClass live;
    for (const auto* path : {"/", "/page.js", "/page.css", "/common.js", "/icon.svg", "/nothing", "/events?seat=x"}) {
        const auto page = live.get(path);
        ASSERT_TRUE(page) << path;
        EXPECT_EQ(page->get_header_value_count("Content-Security-Policy"), 1u) << path;
        EXPECT_EQ(page->get_header_value("X-Content-Type-Options"), "nosniff") << path;
        EXPECT_EQ(page->get_header_value("Referrer-Policy"), "no-referrer") << path;
        EXPECT_FALSE(page->has_header("Access-Control-Allow-Origin")) << path;
        EXPECT_FALSE(page->has_header("Set-Cookie")) << path;
    }
    EXPECT_EQ(live.get("/")->status, 200);
    EXPECT_EQ(live.get("/nothing")->status, 404);
}

/// Of the teacher's own machine alone: the whole program as a page, and all that makes it installable there.
TEST(ClassServer, ThePageOfTheProgramIsServedToThisMachineAlone) {
    const std::string page = "<!DOCTYPE html><title>Somaphone</title>" + std::string(600000, 'x');
    auto options = LiveClass::options(4);
    options.server.program_page = page;
    ClassRun run{LiveClass::session(), options};
    const auto url = run.server().program_url();
    const std::string start = "http://127.0.0.1:";
    ASSERT_TRUE(url.starts_with(start) && url.ends_with("/somaphone.html")) << url;
    httplib::Client client{url.substr(0, url.find('/', start.size()))};
    const std::vector<std::pair<std::string, std::string>> served{
        {"/", "text/html; charset=utf-8"},
        {"/somaphone.html", "text/html; charset=utf-8"},
        {"/sw.js", "text/javascript; charset=utf-8"},
        {"/manifest.webmanifest", "application/manifest+json"},
        {"/icon.svg", "image/svg+xml"}};
    for (const auto& [path, type] : served) {
        const auto answer = client.Get(path);
        ASSERT_TRUE(answer) << path;
        EXPECT_EQ(answer->status, 200) << path;
        EXPECT_EQ(answer->get_header_value("Content-Type"), type) << path;
        EXPECT_EQ(answer->get_header_value("X-Content-Type-Options"), "nosniff") << path;
        EXPECT_EQ(answer->get_header_value("Referrer-Policy"), "no-referrer") << path;
        EXPECT_NE(answer->get_header_value("Content-Security-Policy").find("frame-ancestors 'none'"),
                  std::string::npos);
        EXPECT_FALSE(answer->has_header("Access-Control-Allow-Origin")) << path;
        EXPECT_EQ(answer->body == page, type.starts_with("text/html")) << path;
    }
    EXPECT_EQ(client.Head("/somaphone.html")->status, 200);
    for (const auto* path : {"/page.js", "/teacher", "/events", "/../somaphone.html", "/nothing"})
        EXPECT_EQ(client.Get(path)->status, 404) << path;
    EXPECT_EQ(client.Post("/somaphone.html", "", "text/plain")->status, 405);
    httplib::Client students{run.server().base_url()};
    for (const auto* path : {"/somaphone.html", "/sw.js", "/manifest.webmanifest"})
        EXPECT_EQ(students.Get(path)->status, 404) << path;
    // A second class on this machine has its page too, at another port.
    ClassRun other{LiveClass::session(), options};
    EXPECT_NE(other.server().program_url(), url);
    EXPECT_EQ(LiveClass{}.run.server().program_url(), "");
}

/// The weight of a page: all that a phone loads before the first question.
TEST(ClassServer, ThePageIsSmall) {
    LiveClass live;
    std::size_t bytes = 0;
    for (const auto* path : {"/", "/page.js", "/page.css", "/common.js", "/icon.svg"})
        bytes += live.get(path)->body.size();
    EXPECT_LE(bytes, 60u * 1024u);
}

TEST(ClassServer, TheCodeIsNeededAndGuessesAreCounted) {
    LiveClass live;
    Device wrong{live.url(), "0000"};
    if (live.run.room().code() == "0000") GTEST_SKIP() << "one in a million";
    const auto refused = wrong.join();
    EXPECT_EQ(refused.status, 403);
    EXPECT_NE(refused.body["message"].get<std::string>().find("code"), std::string::npos);
    std::string last;
    for (int guess = 0; guess < 80; ++guess) last = wrong.join().body["message"];
    EXPECT_NE(last.find("Too many"), std::string::npos);
    // A small o and a space are what people type.
    std::string typed = " " + live.run.room().code();
    std::transform(typed.begin(), typed.end(), typed.begin(), [](unsigned char c) { return std::tolower(c); });
    EXPECT_EQ(Device(live.url(), typed).join().status, 200) << "whoever has the code still gets in";
}

TEST(ClassServer, AFullClassSaysSo) {
    LiveClass live{2};
    std::vector<std::unique_ptr<Device>> devices;
    for (int i = 0; i < 3; ++i) {
        devices.push_back(std::make_unique<Device>(live.url(), live.run.room().code()));
        const auto joined = devices.back()->join();
        EXPECT_EQ(joined.status, i < 2 ? 200 : 403);
        if (i < 2) {
            devices.back()->listen();
            ASSERT_TRUE(devices.back()->wait_for_phase("lobby"));
        }
    }
}

TEST(ClassServer, ASeatCannotSpeakForAnotherOrFloodTheClass) {
    LiveClass live;
    auto ada = live.device(), eve = live.device();
    ada.join();
    eve.join();
    ada.listen();
    live.teacher("next");
    live.teacher("next");
    live.teacher("open");
    ASSERT_TRUE(ada.wait_for_phase("open"));
    ada.answer({"2"});
    const Json forged{{"seat", "0"}, {"question", 2}, {"round", 1}, {"value", {"1"}}};
    EXPECT_EQ(eve.post("/answer", forged).status, 403);
    // 40 answers at once and 10 a second are taken (ClassRoom.cpp), however slow the machine is.
    const auto begun = std::chrono::steady_clock::now();
    int taken = 0, refused = 0;
    while (refused < 20 && taken < 2000) {
        const auto status =
            eve.post("/answer", {{"seat", eve.token()}, {"question", 2}, {"round", 1}, {"value", {"1"}}}).status;
        ++(status == 429 ? refused : taken);
    }
    const std::chrono::duration<double> passed = std::chrono::steady_clock::now() - begun;
    EXPECT_GE(refused, 20);
    EXPECT_LE(taken, 40 + 10 * passed.count() + 1);
    const auto copy = live.run.room().copy();
    EXPECT_EQ(copy.live().answer_of(0, 1), "2");
    EXPECT_EQ(ada.answer({"2"}).status, 200) << "others are not slowed";
}

TEST(ClassServer, TheTeachersPageIsAtAPathThatCannotBeGuessed) {
    LiveClass live;
    const auto path = live.run.server().teacher_url().substr(live.url().size());
    EXPECT_GE(path.size(), 30u);
    EXPECT_EQ(live.get(path)->status, 200);
    EXPECT_EQ(live.get(path + "/qr.svg")->get_header_value("Content-Type"), "image/svg+xml");
    EXPECT_EQ(live.get("/teacher-")->status, 404);
    EXPECT_EQ(live.get(path.substr(0, path.size() - 1))->status, 404);
    EXPECT_EQ(live.get(path + "x")->status, 404);
    EXPECT_EQ(live.device().post("/teacher-x", {{"do", "end"}}).status, 404);
    EXPECT_EQ(live.run.server().test(), "");
}

/// Thirty students of different minds and one teacher, from the link to the result file.
TEST(ClassServer, AWholeLessonIsPlayedByThirtyStudents) {
    constexpr int count = 30;
    LiveClass live;
    std::vector<std::unique_ptr<Device>> students;
    for (int i = 0; i < count; ++i) {
        auto& student = students.emplace_back(std::make_unique<Device>(live.url(), live.run.room().code()));
        ASSERT_EQ(student->join(i % 3 == 0 ? "Student " + std::to_string(i) : "").status, 200);
        student->listen();
    }
    std::map<std::string, int> given;
    int questions = 0, late = 0;
    for (int step = 0; step < 40; ++step) {
        const int before = live.run.room().copy().live().question();
        live.teacher("next");
        ASSERT_TRUE(students[0]->wait_for(
            [&](const Json& s) { return s["class"]["question"] != before || s["class"]["phase"] == "finished"; },
            20000));
        if (students[0]->state()["class"]["phase"] == "finished") break;
        if (!students[0]->state()["class"]["asked"]) continue;
        ++questions;
        for (int round = 1; round <= 2; ++round) {
            live.teacher("open");
            for (int i = 0; i < count; ++i) {
                ASSERT_TRUE(students[static_cast<std::size_t>(i)]->wait_for(
                    [&](const Json& s) { return s["class"]["phase"] == "open" && s["class"]["round"] == round; },
                    10000));
                const auto state = students[static_cast<std::size_t>(i)]->state()["class"];
                const std::string kind = state["kind"];
                // One in ten never answers, one in ten cannot tell, some guess, some repeat, most settle on one answer.
                if (i % 10 == 9) continue;
                std::vector<std::string> value;
                if (i % 10 == 8)
                    value = {"?"};
                else if (kind == "choice")
                    value = {std::to_string(1 + (i + round) % static_cast<int>(state["choices"].size()))};
                else if (kind == "order") {
                    for (std::size_t k = 0; k < state["items"].size(); ++k)
                        value.push_back(std::to_string(1 + (k + static_cast<std::size_t>(i)) % state["items"].size()));
                } else
                    for (std::size_t k = 0; k < state["fields"].size(); ++k)
                        value.push_back(i % 2 == 0 ? "20,2" : "345");
                const auto answered = students[static_cast<std::size_t>(i)]->answer(value);
                EXPECT_EQ(answered.status, 200) << answered.body;
                if (i % 5 == 0) students[static_cast<std::size_t>(i)]->answer(value);
                ++given[kind];
            }
            live.teacher("close");
            ASSERT_TRUE(students[0]->wait_for_phase("closed", 20000));
            if (students[3]->answer({"1"}).status == 409) ++late;
            live.teacher("tally");
            if (round == 1) live.teacher("discuss");
        }
        live.teacher("reveal");
        ASSERT_TRUE(students[0]->wait_for_phase("reveal", 20000));
    }
    EXPECT_EQ(students[0]->state()["class"]["phase"], "finished");
    EXPECT_GE(questions, 6) << "guess, tau, four trials, table, sort";
    EXPECT_EQ(late, 2 * questions) << "nobody answers a closed round";
    EXPECT_EQ(given.size(), 4u) << "choice, number, fields, order";

    int expected = 0;
    for (const auto& [kind, n] : given) expected += n;
    const auto csv = live.run.csv();
    const auto rows = std::count(csv.begin(), csv.end(), '\n');
    EXPECT_EQ(rows, 1 + expected + 27) << "column names, every answer once, a summary for each student who answered";
}

TEST(QrCode, HasItsThreeFindersAndAQuietZone) {
    const auto code = classroom::qr_code("http://192.168.100.200:8420/?K7QM");
    ASSERT_GE(code.size, 21);
    const auto finder = [&](int left, int top) {
        for (int i = 0; i < 7; ++i)
            if (!code.at(left + i, top) || !code.at(left, top + i) || !code.at(left + i, top + 6)) return false;
        return code.at(left + 3, top + 3) && !code.at(left + 1, top + 1);
    };
    EXPECT_TRUE(finder(0, 0));
    EXPECT_TRUE(finder(code.size - 7, 0));
    EXPECT_TRUE(finder(0, code.size - 7));
    EXPECT_FALSE(code.at(-1, 0));
    EXPECT_THROW(classroom::qr_code(std::string(5000, 'x')), std::runtime_error);
}

} // namespace
