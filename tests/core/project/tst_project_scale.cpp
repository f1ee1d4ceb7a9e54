#include <algorithm>
#include <chrono>
#include <string>
#include <vector>

#include <QTest>

#include "core/project/project_store.h"
#include "core/project/sql/sql_connection.h"
#include "tests/support/result_check.h"
#include "tests/support/temporary_folder.h"

using namespace followspot;

namespace {

using Clock = std::chrono::steady_clock;

double secondsSince(Clock::time_point begin) {
  return std::chrono::duration<double>(Clock::now() - begin).count();
}

constexpr std::int64_t kTracksAPicture = 20;

/// A run with `pictures` x 20 boxes; a track lasts 100 pictures.
Result<void> fill(const std::filesystem::path& file, std::int64_t run, std::int64_t pictures) {
  auto connection = SqlConnection::open(file, SqlConnection::Use::Write);
  if (!connection) {
    return fail(connection.error());
  }
  const std::string number = std::to_string(run);
  const std::string frames =
      "WITH RECURSIVE f(i) AS (SELECT 0 UNION ALL SELECT i+1 FROM f WHERE i<" +
      std::to_string(pictures - 1) +
      "), t(k) AS (SELECT 0 UNION ALL SELECT k+1 FROM t WHERE k<19) ";
  for (const std::string& sql :
       {std::string("PRAGMA synchronous=OFF"),
        "INSERT INTO run VALUES(" + number + ",1,'','','','','[]',1,1,0)",
        "INSERT INTO picture " + frames + "SELECT " + number + ", i, i*40000 FROM f",
        "INSERT INTO box " + frames + "SELECT " + number +
            ", i, (i/100)*20+k+1, i*0.37+k, k*1.7, 20.5, 40.25, 0.625, 0 FROM f, t ORDER BY i, k",
        "INSERT INTO track SELECT run, track, 0, '', 0, min(frame), max(frame), count(*) FROM box "
        "WHERE run=" +
            number + " GROUP BY track"}) {
    if (auto done = (*connection)->run(sql); !done) {
      return done;
    }
  }
  return {};
}

/// Seconds for 50 pictures in the middle: the best of some.
double windowSeconds(ProjectReader& reader, RunId run, std::int64_t pictures) {
  double best = 1e9;
  std::vector<BoxRow> rows;
  for (int k = 0; k < 20; ++k) {
    const FrameId first{pictures / 2 + k * 7};
    const auto begin = Clock::now();
    if (!reader.boxes(run, {first, FrameId{indexOf(first) + 50}}, rows) ||
        rows.size() != 50 * kTracksAPicture) {
      return -1;
    }
    best = std::min(best, secondsSince(begin));
  }
  return best;
}

}  // namespace

/// Ten million boxes.
class TestProjectScale : public QObject {
  Q_OBJECT
 private slots:
  void tenMillionRowsOpenAtOnceAndWindowsCostWhatTheyHold() {
    const TemporaryFolder folder;
    const auto file = folder / "p.followspot";
    FS_VERIFY_OK(openProject(file, ProjectMode::Create));
    constexpr std::int64_t kFew = 1'000;
    constexpr std::int64_t kMany = 500'000;
    FS_VERIFY_OK(fill(file, 1, kFew));
    FS_VERIFY_OK(fill(file, 2, kMany));
    auto begin = Clock::now();
    auto project = openProject(file, ProjectMode::OpenExisting);
    FS_VERIFY_OK(project);
    const auto reader = project->store->openReader();
    FS_VERIFY_OK(reader);
    FS_VERIFY_OK((*reader)->runs());
    const double opening = secondsSince(begin);
    begin = Clock::now();
    const auto tracks = (*reader)->tracks(RunId{2});
    FS_VERIFY_OK(tracks);
    const double listing = secondsSince(begin);
    QCOMPARE(tracks->size(), std::size_t{100'000});
    const double few = windowSeconds(**reader, RunId{1}, kFew);
    const double many = windowSeconds(**reader, RunId{2}, kMany);
    std::vector<BoxRow> rows;
    begin = Clock::now();
    FS_VERIFY_OK((*reader)->boxesOf(RunId{2}, TrackId{55'555}, rows));
    const double track = secondsSince(begin);
    qInfo(
        "%.0f MB; opens in %.1f ms, 100,000 tracks in %.0f ms; 1,000 boxes of 20,000 in %.2f ms, "
        "of 10,000,000 in %.2f ms; a track of 100 boxes in %.2f ms",
        static_cast<double>(std::filesystem::file_size(file)) / 1e6, opening * 1e3, listing * 1e3,
        few * 1e3, many * 1e3, track * 1e3);
    QCOMPARE(rows.size(), std::size_t{100});
    QVERIFY(opening <= 0.3);
    QVERIFY(few > 0 && many > 0 && many < 3 * few);
  }
};

QTEST_GUILESS_MAIN(TestProjectScale)
#include "tst_project_scale.moc"
