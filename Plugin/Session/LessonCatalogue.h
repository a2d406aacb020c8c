#pragma once

#include "Session/EditorHost.h"

#include "Lesson/Load/Loader.h"
#include "Lesson/Play/Session.h"

#include <future>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace soma::editor {

/// One lesson of the list, and what was answered in it.
struct CatalogueEntry {
    std::string file, text;
    std::string folder; ///< of its recordings; empty: built in
    std::string id, title, sub;
    int minutes = 0;
    std::string missing; ///< why it cannot be played here; empty: it can

    std::unique_ptr<lesson::Quantities> quantities;
    std::shared_ptr<const lesson::Lesson> lesson; ///< once it was opened
    std::unique_ptr<lesson::Session> session;
    bool taken_up = false; ///< the session goes on from an earlier run of the program
};

/// Built-in lessons and those that were opened from a file. Keys are computed on a worker thread.
class LessonCatalogue {
  public:
    explicit LessonCatalogue(std::set<std::string, std::less<>> capabilities);
    ~LessonCatalogue();

    std::vector<CatalogueEntry>& entries() { return entries_; }
    const std::set<std::string, std::less<>>& capabilities() const { return capabilities_; }

    /// Begins to load an entry, if it is not loaded yet.
    void load(std::size_t index);
    /// Reads the text of a file, checks it and puts it into the list; the entry's index. With errors nothing changes.
    std::optional<std::size_t> add(const std::string& file, const std::string& folder, std::string text);
    bool loading() const { return loading_.valid(); }
    /// An entry that has been loaded meanwhile.
    std::optional<std::size_t> take_loaded();
    /// Why the last file was refused; none after it was taken.
    std::optional<Message> take_refusal() { return std::exchange(refusal_, std::nullopt); }

  private:
    struct Result {
        std::unique_ptr<lesson::Quantities> quantities;
        lesson::Loaded loaded;
    };
    void describe(CatalogueEntry& entry, const lesson::Lesson& lesson) const;
    void refuse(const std::vector<lesson::Problem>& problems);

    std::set<std::string, std::less<>> capabilities_;
    std::vector<CatalogueEntry> entries_;
    std::future<Result> loading_;
    std::size_t loading_index_ = 0;
    std::optional<Message> refusal_;
};

} // namespace soma::editor
