#include <algorithm>
#include <bit>
#include <cmath>
#include <random>
#include <string>

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>
#include <QXmlStreamReader>

#include "core/base/output_file.h"
#include "core/store/track_document.h"
#include "tests/support/result_check.h"
#include "tests/support/temporary_folder.h"

Q_DECLARE_METATYPE(followspot::TrackFormat)

using namespace followspot;

namespace {

constexpr double kRate = 25;

const char* endOf(TrackFormat format) {
  switch (format) {
    case TrackFormat::Csv:
      return "tracks.csv";
    case TrackFormat::Jsonl:
      return "tracks.jsonl";
    case TrackFormat::Mot:
      return "tracks.txt";
    case TrackFormat::Coco:
      return "tracks.json";
    case TrackFormat::Cvat:
      break;
  }
  return "tracks.xml";
}

/// Any double that a picture could have: all 53 bits, some tiny, some negative.
double anyNumber(std::mt19937_64& random, double most) {
  const double share = static_cast<double>(random() >> 11U) * 0x1p-53;
  switch (random() % 8) {
    case 0:
      return std::floor(share * most);
    case 1:
      return share * 1e-6;
    case 2:
      return share;
    default:
      return share * most;
  }
}

TrackDocument randomDocument(unsigned seed) {
  std::mt19937_64 random(seed);
  TrackDocument document;
  document.media = {{}, "caf\xC3\xA9 <1> & \"2\".mp4", {1920, 1080}, kRate, 60};
  document.labels = LabelMap({"person", "a, \"b\" & <c>", "=1+1"});
  const std::vector<std::string> names = {"",    "Anna",  "=SUM(A1)",
                                          "a,b", "\"q\"", "J\xC3\xB6rg & <B>"};
  for (std::uint64_t id = 1; id <= 9; ++id) {
    TrackInfo info;
    info.id = TrackId{id * id};
    info.classId = ClassId{static_cast<int>(id % 3)};
    info.name = names[id % names.size()];
    document.tracks.push_back(info);
  }
  for (std::int64_t frame = 0; frame < 40; ++frame) {
    document.pictures.push_back({FrameId{frame}, timestampAt(static_cast<double>(frame) / kRate)});
    if (frame % 7 == 3) {
      continue;  // an empty picture
    }
    for (TrackInfo& info : document.tracks) {
      if (random() % 3 == 0) {
        continue;
      }
      const Box box = {anyNumber(random, 2000) - (random() % 4 == 0 ? 300 : 0),
                       anyNumber(random, 1100) - (random() % 4 == 0 ? 1 : 0),
                       anyNumber(random, 400), anyNumber(random, 400)};
      document.boxes.push_back({FrameId{frame},
                                info.id,
                                {box, anyNumber(random, 1), static_cast<BoxOrigin>(random() % 3)}});
      info.first = info.boxes == 0 ? FrameId{frame} : info.first;
      info.last = FrameId{frame};
      ++info.boxes;
    }
  }
  return document;
}

/// The document as far as a format can say it.
TrackDocument reduced(TrackDocument document, TrackFormat format) {
  const auto hasBox = [&](FrameId frame) {
    return std::ranges::find(document.boxes, frame, &BoxRow::frame) != document.boxes.end();
  };
  if (format != TrackFormat::Jsonl && format != TrackFormat::Coco) {
    std::erase_if(document.pictures,
                  [&](const PictureTime& picture) { return !hasBox(picture.frame); });
  }
  if (format != TrackFormat::Coco && format != TrackFormat::Cvat) {
    document.media = {{}, "", {}, kRate, 0};
  }
  if (format == TrackFormat::Mot || format == TrackFormat::Cvat) {
    for (TrackInfo& track : document.tracks) {
      track.name.clear();
    }
  }
  if (format == TrackFormat::Mot) {
    document.labels = {};
    for (TrackInfo& track : document.tracks) {
      track.classId = ClassId::Unknown;
    }
    for (BoxRow& row : document.boxes) {
      row.value.origin = BoxOrigin::Detected;
    }
  }
  return document;
}

/// Classes by name, as formats may number them anew.
std::vector<std::string> classNames(const TrackDocument& document) {
  std::vector<std::string> names;
  for (const TrackInfo& track : document.tracks) {
    names.push_back(document.labels.nameOf(track.classId));
  }
  return names;
}

void compare(const TrackDocument& read, const TrackDocument& wanted) {
  QCOMPARE(read.media.location, wanted.media.location);
  QVERIFY(read.media.size == wanted.media.size);
  QCOMPARE(read.media.frameRate, wanted.media.frameRate);
  QCOMPARE(read.media.frames, wanted.media.frames);
  QCOMPARE(classNames(read), classNames(wanted));
  QCOMPARE(read.tracks.size(), wanted.tracks.size());
  for (std::size_t k = 0; k < read.tracks.size(); ++k) {
    TrackInfo one = read.tracks[k];
    one.classId = wanted.tracks[k].classId;
    QVERIFY(one == wanted.tracks[k]);
  }
  QCOMPARE(read.boxes.size(), wanted.boxes.size());
  for (std::size_t k = 0; k < read.boxes.size(); ++k) {
    const BoxRow& a = read.boxes[k];
    const BoxRow& b = wanted.boxes[k];
    QVERIFY2(a == b, qPrintable(QStringLiteral("%1 %2 %3 %4 / %5 %6 %7 %8")
                                    .arg(a.value.box.x, 0, 'g', 17)
                                    .arg(a.value.box.y, 0, 'g', 17)
                                    .arg(a.value.box.w, 0, 'g', 17)
                                    .arg(a.value.box.h, 0, 'g', 17)
                                    .arg(b.value.box.x, 0, 'g', 17)
                                    .arg(b.value.box.y, 0, 'g', 17)
                                    .arg(b.value.box.w, 0, 'g', 17)
                                    .arg(b.value.box.h, 0, 'g', 17)));
  }
  QCOMPARE(read.pictures.size(), wanted.pictures.size());
  for (std::size_t k = 0; k < read.pictures.size(); ++k) {
    QVERIFY(read.pictures[k].frame == wanted.pictures[k].frame);
    QVERIFY(read.pictures[k].time == wanted.pictures[k].time);
  }
}

void addFormats() {
  QTest::addColumn<TrackFormat>("format");
  QTest::newRow("CSV") << TrackFormat::Csv;
  QTest::newRow("JSONL") << TrackFormat::Jsonl;
  QTest::newRow("MOT") << TrackFormat::Mot;
  QTest::newRow("COCO") << TrackFormat::Coco;
  QTest::newRow("CVAT") << TrackFormat::Cvat;
}

Box boxAt(const TrackDocument& document, std::int64_t frame, std::uint64_t id) {
  const auto found = std::ranges::find_if(document.boxes, [&](const BoxRow& row) {
    return row.frame == FrameId{frame} && row.track == TrackId{id};
  });
  return found == document.boxes.end() ? Box{-1, -1, -1, -1} : found->value.box;
}

}  // namespace

class TestTrackDocument : public QObject {
  Q_OBJECT
 private slots:
  void aDocumentComesBackAsItWas_data() { addFormats(); }
  void aDocumentComesBackAsItWas() {
    QFETCH(const TrackFormat, format);
    const TemporaryFolder folder;
    const auto file = folder / endOf(format);
    QVERIFY(trackFormatOf(file) == format);
    for (unsigned seed = 0; seed < 20; ++seed) {
      const TrackDocument document = randomDocument(seed);
      FS_VERIFY_OK(writeTrackDocument(file, format, document));
      const auto read = readTrackDocument(file, format, kRate);
      FS_VERIFY_OK(read);
      compare(*read, reduced(document, format));
      // And the file is the same when written again.
      const std::string first = readFile(file, 100'000'000).value_or("");
      FS_VERIFY_OK(writeTrackDocument(file, format, *read));
      QVERIFY(readFile(file, 100'000'000).value_or("") == first);
    }
  }

  void anEmptyDocumentIsOne_data() { addFormats(); }
  void anEmptyDocumentIsOne() {
    QFETCH(const TrackFormat, format);
    const TemporaryFolder folder;
    FS_VERIFY_OK(writeTrackDocument(folder / "f", format, {}));
    const auto read = readTrackDocument(folder / "f", format, kRate);
    FS_VERIFY_OK(read);
    QVERIFY(read->boxes.empty() && read->tracks.empty());
  }

  void otherParsersReadWhatIsWritten() {
    const TemporaryFolder folder;
    const TrackDocument document = randomDocument(1);
    FS_VERIFY_OK(writeTrackDocument(folder / "t.json", TrackFormat::Coco, document));
    const std::string json = readFile(folder / "t.json", 100'000'000).value_or("");
    const QJsonObject coco = QJsonDocument::fromJson(QByteArray::fromStdString(json)).object();
    QCOMPARE(coco["annotations"].toArray().size(), static_cast<qsizetype>(document.boxes.size()));
    QCOMPARE(coco["images"].toArray().size(), qsizetype{40});
    QCOMPARE(coco["categories"].toArray()[1].toObject()["name"].toString(),
             QStringLiteral("a, \"b\" & <c>"));
    FS_VERIFY_OK(writeTrackDocument(folder / "t.xml", TrackFormat::Cvat, document));
    const std::string text = readFile(folder / "t.xml", 100'000'000).value_or("");
    QXmlStreamReader xml(QByteArray::fromStdString(text));
    std::size_t boxes = 0;
    QStringList labels;
    while (!xml.atEnd()) {
      if (xml.readNext() == QXmlStreamReader::StartElement) {
        boxes += xml.name() == u"box" && xml.attributes().value("outside") == u"0" ? 1U : 0U;
        if (xml.name() == u"track") {
          labels.append(xml.attributes().value("label").toString());
        }
      }
    }
    QVERIFY(!xml.hasError());
    QCOMPARE(boxes, document.boxes.size());
    QVERIFY(labels.contains("a, \"b\" & <c>"));
  }

  /// MOT17-02 gt.txt, first line, and rows as trackers write them.
  void mot() {
    const auto truth =
        parseTracks(TrackFormat::Mot, "1,1,912,484,97,109,0,7,1\n2,1,913,484,97,109,1,1,1\n", 30);
    FS_VERIFY_OK(truth);
    QCOMPARE(boxAt(*truth, 0, 1), (Box{911, 483, 97, 109}));
    QCOMPARE(truth->labels.nameOf(truth->tracks[0].classId), std::string("static person"));
    QCOMPARE(truth->otherClasses, std::int64_t{1});
    QCOMPARE(truth->boxes[0].value.score, 0.0);
    QVERIFY(truth->pictures[1].time == timestampAt(1.0 / 30));
    const auto result = parseTracks(TrackFormat::Mot,
                                    "\xEF\xBB\xBF"
                                    "3 2 0.5 1e2 5 6 0.9 -1 -1 -1\r\n",
                                    30);
    FS_VERIFY_OK(result);
    QCOMPARE(boxAt(*result, 2, 2), (Box{-0.5, 99, 5, 6}));
    QCOMPARE(result->tracks[0].classId, ClassId::Unknown);
  }

  /// As CVAT exports it: frames from 0, a box outside ends a stretch.
  void cvat() {
    const auto document = parseTracks(TrackFormat::Cvat, R"(<?xml version="1.0" encoding="utf-8"?>
<annotations><version>1.1</version><meta><task><id>5</id><name>street</name><size>20</size>
<mode>interpolation</mode><labels><label><name>car</name><color>#fa3253</color><attributes>
<attribute><name>model</name></attribute></attributes></label><label><name>person</name></label>
</labels><original_size><width>1280</width><height>720</height></original_size>
<source>street.mp4</source></task><dumped>2024-01-01</dumped></meta>
<track id="0" label="person" source="manual">
<box frame="2" keyframe="1" outside="0" occluded="0" xtl="10.00" ytl="20.5" xbr="30.25" ybr="60.75" z_order="0">
<attribute name="model">x</attribute></box>
<box frame="6" keyframe="1" outside="0" occluded="1" xtl="18.00" ytl="20.5" xbr="38.25" ybr="60.75" z_order="0"/>
<box frame="8" keyframe="1" outside="1" occluded="0" xtl="18.00" ytl="20.5" xbr="38.25" ybr="60.75" z_order="0"/>
<box frame="10" keyframe="1" outside="0" occluded="0" xtl="0" ytl="0" xbr="1" ybr="1" z_order="0"/>
</track><track id="1" label="car"><polygon frame="1" points="1,2"/></track></annotations>)",
                                      10);
    FS_VERIFY_OK(document);
    QCOMPARE(document->media.location, std::string("street.mp4"));
    QVERIFY((document->media.size == FrameSize{1280, 720}));
    QCOMPARE(document->media.frames, std::int64_t{20});
    QCOMPARE(document->tracks.size(), std::size_t{1});
    QCOMPARE(document->labels.nameOf(document->tracks[0].classId), std::string("person"));
    // 2 to 7 and 10: CVAT interpolates, and holds up to the box outside.
    QCOMPARE(document->tracks[0].boxes, std::int64_t{7});
    QCOMPARE(boxAt(*document, 2, 1), (Box{10, 20.5, 20.25, 40.25}));
    QCOMPARE(boxAt(*document, 4, 1), (Box{14, 20.5, 20.25, 40.25}));
    QCOMPARE(boxAt(*document, 7, 1), (Box{18, 20.5, 20.25, 40.25}));
    QCOMPARE(boxAt(*document, 10, 1), (Box{0, 0, 1, 1}));
    QVERIFY(document->boxes[0].value.origin == BoxOrigin::Key);
    QVERIFY(document->boxes[1].value.origin == BoxOrigin::Interpolated);
  }

  /// As TAO has it, and with the names of CocoVID.
  void coco() {
    const auto document = parseTracks(TrackFormat::Coco, R"({
      "videos":[{"id":7,"name":"v","width":640,"height":480}],
      "images":[{"id":11,"video_id":7,"frame_index":30,"file_name":"a.jpg"},
                {"id":12,"video_id":7,"frame_id":60,"file_name":"b.jpg"}],
      "categories":[{"id":1,"name":"person"},{"id":90,"name":"toothbrush"}],
      "tracks":[{"id":3,"category_id":90,"video_id":7}],
      "annotations":[{"id":1,"image_id":11,"video_id":7,"track_id":3,"category_id":90,
                      "bbox":[1.5,2,3,4],"area":12,"iscrowd":0},
                     {"id":2,"image_id":12,"instance_id":3,"category_id":90,"bbox":[2,2,3,4],
                      "score":0.25}]})",
                                      30);
    FS_VERIFY_OK(document);
    QCOMPARE(boxAt(*document, 30, 3), (Box{1.5, 2, 3, 4}));
    QCOMPARE(boxAt(*document, 60, 3), (Box{2, 2, 3, 4}));
    QCOMPARE(document->boxes[1].value.score, 0.25);
    QCOMPARE(document->tracks[0].classId, ClassId{89});
    QCOMPARE(document->labels.nameOf(ClassId{89}), std::string("toothbrush"));
    QVERIFY(document->pictures[1].time == timestampAt(2));
    QVERIFY((document->media.size == FrameSize{640, 480}));
  }

  void whatIsWrongIsRefusedWithThePlace_data() {
    QTest::addColumn<TrackFormat>("format");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("part");
    const auto mot = TrackFormat::Mot;
    QTest::newRow("MOT: few columns") << mot << "1,1,1,1,1"
                                      << "line 1: fewer than 6";
    QTest::newRow("MOT: a word") << mot << "\n1,1,a,1,1,1"
                                 << "line 2: column 3";
    QTest::newRow("MOT: NaN") << mot << "1,1,nan,1,1,1"
                              << "column 3";
    QTest::newRow("MOT: detections") << mot << "1,-1,1,1,1,1"
                                     << "id is not a whole number from 1";
    QTest::newRow("MOT: frame 0") << mot << "0,1,1,1,1,1"
                                  << "the frame";
    QTest::newRow("MOT: huge frame") << mot << "1e14,1,1,1,1,1"
                                     << "the frame";
    QTest::newRow("MOT: twice") << mot << "1,1,1,1,1,1\n1,1,2,2,2,2"
                                << "track 1 has two boxes on picture 1";
    QTest::newRow("MOT: negative width") << mot << "1,1,1,1,-1,1"
                                         << "no sense";
    const auto coco = TrackFormat::Coco;
    QTest::newRow("COCO: no JSON") << coco << "[1,2"
                                   << "not JSON";
    QTest::newRow("COCO: no object") << coco << "[]"
                                     << "no object";
    QTest::newRow("COCO: no track")
        << coco << R"({"images":[{"id":1}],"annotations":[{"image_id":1,"bbox":[1,1,1,1]}]})"
        << "annotation 1 lacks";
    QTest::newRow("COCO: no image")
        << coco << R"({"annotations":[{"image_id":1,"track_id":1,"bbox":[1,1,1,1]}]})"
        << "annotation 1 lacks";
    QTest::newRow("COCO: image twice") << coco << R"({"images":[{"id":1},{"id":1}]})"
                                       << "twice";
    QTest::newRow("COCO: words in a box")
        << coco
        << R"({"images":[{"id":1}],"annotations":[{"image_id":1,"track_id":1,"bbox":[1,1,1,"1"]}]})"
        << "four numbers";
    QTest::newRow("COCO: huge number")
        << coco
        << R"({"images":[{"id":1}],"annotations":[{"image_id":1,"track_id":1,"bbox":[1,1,1,1e999]}]})"
        << "not JSON";
    const auto cvat = TrackFormat::Cvat;
    QTest::newRow("CVAT: another root") << cvat << "<a/>"
                                        << "<annotations> is missing";
    QTest::newRow("CVAT: no number") << cvat
                                     << "<annotations>\n<track id='1'><box frame='0' xtl='a' "
                                        "ytl='0' xbr='1' ybr='1'/></track></annotations>"
                                     << "line 2";
    QTest::newRow("CVAT: turned round") << cvat
                                        << "<annotations><track id='1'><box frame='0' xtl='2' "
                                           "ytl='0' xbr='1' ybr='1'/></track></annotations>"
                                        << "before its left";
    QTest::newRow("CVAT: no frame")
        << cvat
        << "<annotations><track id='1'><box xtl='0' ytl='0' xbr='1' ybr='1'/></track></annotations>"
        << "without a frame";
    QTest::newRow("CVAT: no id") << cvat << "<annotations><track/></annotations>"
                                 << "without an id";
    QTest::newRow("CVAT: endless")
        << cvat
        << "<annotations><track id='1'><box frame='0' xtl='0' ytl='0' xbr='1' ybr='1'/><box "
           "frame='99999999' xtl='0' ytl='0' xbr='1' ybr='1'/></track></annotations>"
        << "2,000,000";
    QTest::newRow("CSV: twice") << TrackFormat::Csv
                                << "frame,time_s,track_id,class_id,class,score,left,top,width,"
                                   "height\n1,0,1,1,a,1,1,1,1,1\n1,0,1,1,a,1,1,1,1,1"
                                << "two boxes on picture 1";
    QTest::newRow("JSONL: negative width")
        << TrackFormat::Jsonl
        << R"({"frame":1,"time_s":0,"tracks":[{"id":1,"class_id":0,"score":1,"box":[1,1,-1,1]}]})"
        << "picture 1";
  }
  void whatIsWrongIsRefusedWithThePlace() {
    QFETCH(const TrackFormat, format);
    QFETCH(const QString, text);
    QFETCH(const QString, part);
    FS_VERIFY_ERROR(parseTracks(format, text.toStdString(), 25), ErrorCode::CorruptData,
                    part.toStdString());
  }

  void otherKindsAreNamed() {
    FS_VERIFY_ERROR(
        parseTracks(TrackFormat::Cvat, "<annotations><image id='0'/></annotations>", 25),
        ErrorCode::Unsupported, "CVAT for images");
    FS_VERIFY_ERROR(
        parseTracks(TrackFormat::Coco,
                    R"({"videos":[{"id":1},{"id":2}],"images":[{"id":1,"video_id":2}]})", 25),
        ErrorCode::Unsupported, "several videos");
    QVERIFY(!trackFormatOf("a.mp4"));
  }
};

QTEST_GUILESS_MAIN(TestTrackDocument)
#include "tst_track_document.moc"
