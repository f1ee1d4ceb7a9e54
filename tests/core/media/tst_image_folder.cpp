#include <filesystem>

#include <QTest>

#include "tests/core/media/media_test.h"
#include "tests/support/clip_maker.h"
#include "tests/support/result_check.h"
#include "tests/support/shared_data.h"
#include "tests/support/temporary_folder.h"

using namespace media_test;

class TestImageFolder : public QObject {
  Q_OBJECT

 private slots:
  void foldersOfPicturesAreVideos_data() {
    QTest::addColumn<QString>("name");
    for (const char* const ending : {"png", "jpg", "bmp", "tif", "ppm", "pgm", "webp", "jp2"}) {
      QTest::newRow(ending) << QString("img%d.") + ending;
    }
  }

  void foldersOfPicturesAreVideos() {
    QFETCH(QString, name);
    const TemporaryFolder folder;
    FS_MAKE_CLIP("-f lavfi -i testsrc2=size=64x48:rate=1:duration=12" +
                     std::string(name.endsWith("webp") ? " -c:v libwebp" : ""),
                 folder / name.toUtf8().constData());
    FS_VERIFY_OK(writeFile(folder / "notes.txt", "no picture"));
    FS_VERIFY_OK(writeFile(folder / ".hidden.png", "no picture"));
    auto source = open(folder.path());
    FS_VERIFY_OK(source);
    const SourceInfo& info = (*source)->info();
    QVERIFY(info.kind == SourceKind::ImageFolder);
    QCOMPARE(info.size, (FrameSize{64, 48}));
    QCOMPARE(info.frameCount, 12);
    QCOMPARE(info.frameRate, 25.0);
    QVERIFY(info.seekable && !info.live);
    const auto all = readAll(**source);
    QCOMPARE(all.size(), 12U);
    QCOMPARE(all[10].time, timestampAt(0.4));
    // Each is the file of that number, as a single picture.
    for (const int k : {0, 1, 8, 9, 11}) {
      auto single = open(folder / QString(name).replace("%d", QString::number(k + 1)).toUtf8());
      FS_VERIFY_OK(single);
      const auto picture = (*single)->read({});
      FS_VERIFY_OK(picture);
      QCOMPARE(md5Of((*picture)->view()), all[static_cast<std::size_t>(k)].md5);
    }
    for (const std::size_t target : {10U, 0U, 11U}) {
      FS_VERIFY_OK((*source)->seek(static_cast<FrameId>(target), {}));
      const auto frame = (*source)->read({});
      FS_VERIFY_OK(frame);
      QVERIFY(lookAt(**frame) == all[target]);
    }
    FS_VERIFY_ERROR((*source)->seek(FrameId{12}, {}), ErrorCode::InvalidArgument, "only 12");
  }

  void aBrokenPictureIsShownAsTheOneBefore() {
    const TemporaryFolder folder;
    FS_MAKE_CLIP("-f lavfi -i testsrc2=size=64x48:rate=1:duration=6", folder / "img%d.png");
    FS_VERIFY_OK(writeFile(folder / "img3.png", "broken"));
    FS_VERIFY_OK(writeFile(folder / "img4.png", ""));
    auto source = open(folder.path());
    FS_VERIFY_OK(source);
    const auto all = readAll(**source);
    QCOMPARE(all.size(), 6U);
    QCOMPARE(all[2].md5, all[1].md5);
    QCOMPARE(all[3].md5, all[1].md5);
    QVERIFY(all[4].md5 != all[1].md5);
    QCOMPARE((*source)->health().damagedPackets, 2);
    FS_VERIFY_OK((*source)->seek(FrameId{3}, {}));
    QVERIFY(lookAt(**(*source)->read({})) == all[3]);
    FS_VERIFY_OK(writeFile(folder / "img1.png", "broken"));
    FS_VERIFY_ERROR(open(folder.path()), ErrorCode::Unsupported, "img1.png");
  }

  void sizesMayDiffer() {
    const TemporaryFolder folder;
    FS_MAKE_CLIP("-f lavfi -i testsrc2=size=64x48 -frames:v 1", folder / "1.png");
    FS_MAKE_CLIP("-f lavfi -i testsrc2=size=64x48 -vf format=gray,crop=31:17 -frames:v 1",
                 folder / "2.png");
    FS_MAKE_CLIP("-f lavfi -i testsrc2=size=64x48 -frames:v 1", folder / "3.jpg");
    auto source = open(folder.path());
    FS_VERIFY_OK(source);
    QCOMPARE((**(*source)->read({})).size(), (FrameSize{64, 48}));
    QCOMPARE((**(*source)->read({})).size(), (FrameSize{31, 17}));
    QCOMPARE((**(*source)->read({})).size(), (FrameSize{64, 48}));
    QVERIFY(!(*source)->read({})->has_value());
  }

  void saysWhatIsWrong() {
    const TemporaryFolder folder;
    FS_VERIFY_ERROR(open(folder.path()), ErrorCode::Unsupported, "without pictures");
    std::filesystem::create_directory(folder / "img1");
    FS_VERIFY_ERROR(open(folder.path()), ErrorCode::Unsupported, "Give the folder img1");
  }

  void aSequenceBringsItsRate() {
    FS_NEED_SHARED_DATA(data);
    for (const char* const name : {"MOT15/PETS09-S2L1", "MOT15/ADL-Rundle-6"}) {
      const auto sequence = data / "mot" / name;
      if (!std::filesystem::exists(sequence / "seqinfo.ini")) {
        continue;
      }
      const TemporaryFolder folder;
      std::filesystem::create_directory(folder / "img1");
      std::filesystem::copy_file(sequence / "seqinfo.ini", folder / "seqinfo.ini");
      FS_MAKE_CLIP("-f lavfi -i testsrc2=size=64x48 -frames:v 1", folder / "img1/1.png");
      auto source = open(folder / "img1");
      FS_VERIFY_OK(source);
      const std::string text = *readFile(sequence / "seqinfo.ini", 10'000);
      const auto at = text.find("frameRate=") + 10;
      QCOMPARE((*source)->info().frameRate, std::stod(text.substr(at)));
      return;
    }
    QSKIP("no sequence with a seqinfo.ini there");
  }
};

QTEST_GUILESS_MAIN(TestImageFolder)
#include "tst_image_folder.moc"
