#include <algorithm>

#include <QTest>

#include "core/base/output_file.h"
#include "core/model/source_inspection.h"
#include "tests/support/result_check.h"
#include "tests/support/shared_data.h"
#include "tests/support/temporary_folder.h"

using namespace followspot;
using namespace followspot::model;

namespace {

std::size_t countOf(const SourceInspection& inspection, const char* what) {
  const auto found = std::ranges::find(inspection.removals, what, &Removal::what);
  return found == inspection.removals.end() ? 0 : found->count;
}

}  // namespace

class TestSourceInspection : public QObject {
  Q_OBJECT

 private slots:
  void aTrainingFolderTellsWhatStaysBehind() {
    FS_NEED_SHARED_DATA(data);
    const auto inspection = inspectSource(data / "models/ssd_mobilenet_v1/train");
    FS_VERIFY_OK(inspection);
    QCOMPARE(inspection->format, std::string("checkpoint, version 2"));
    QCOMPARE(inspection->architecture, std::string("ssd_mobilenet_v1"));
    QVERIFY(countOf(*inspection, "gradients and optimiser") > 100);
    QVERIFY(countOf(*inspection, "moving averages") > 50);
    QVERIFY(countOf(*inspection, "variables of the optimiser") > 50);
    QVERIFY(countOf(*inspection, "losses and targets") > 10);
    QVERIFY(countOf(*inspection, "saving and restoring") > 0);
    QCOMPARE(inspection->pictureSize, std::string("300x300"));
  }

  /// 24 score columns and 1917 anchors: 3 on the finest map, 6 on the others; costs follow.
  void costsAreThoseOfTheLayers() {
    FS_NEED_SHARED_DATA(data);
    const auto inspection = inspectSource(data / "models/ssd_mobilenet_v2_oid/model.ckpt.meta");
    FS_VERIFY_OK(inspection);
    QCOMPARE(inspection->format, std::string("graph beside a checkpoint (.meta)"));
    const auto& layers = inspection->network.layers;
    const auto first = std::ranges::find_if(layers, [](const LayerCost& layer) {
      return layer.name.find("MobilenetV2/Conv/Conv2D") != std::string::npos;
    });
    QVERIFY(first != layers.end());
    QCOMPARE(first->parameters, std::int64_t{3 * 3 * 3 * 32});
    QCOMPARE(first->macs, std::int64_t{3 * 3 * 3 * 32} * 150 * 150);
    QVERIFY(std::ranges::is_sorted(layers, std::ranges::greater(), &LayerCost::macs));
    QVERIFY(countOf(*inspection, "batch norms") > 50);
  }

  void everyFormIsKnown() {
    FS_NEED_SHARED_DATA(data);
    const auto folder = data / "models/ssd_mobilenet_v1";
    for (const char* const name :
         {"model.ckpt", "model.ckpt.index", "v1", "train/model.ckpt-1000.meta",
          "tensorflow/frozen_inference_graph.pb", "tensorflow/tflite_graph.pb",
          "tensorflow/saved_model", "tensorflow/text_graph_from_inference.pbtxt",
          "pipeline.config"}) {
      const auto inspection = inspectSource(folder / name);
      FS_VERIFY_OK(inspection);
      QVERIFY2(!inspection->format.empty(), name);
      QVERIFY2(inspection->architecture == "ssd_mobilenet_v1" ||
                   inspection->architecture == "MobilenetV1",
               (name + (": " + inspection->architecture)).c_str());
    }
  }

  void whatIsNoneIsSaid() {
    const TemporaryFolder folder;
    FS_VERIFY_ERROR(inspectSource(folder / "nothing.pb"), ErrorCode::NotFound, "nothing.pb");
    FS_VERIFY_OK(writeFile(folder / "bad.tflite", "no model"));
    FS_VERIFY_ERROR(inspectSource(folder / "bad.tflite"), ErrorCode::CorruptData, "bad.tflite");
    FS_VERIFY_OK(writeFile(folder / "bad.pb", "\xFF\xFF\xFF"));
    QVERIFY(!inspectSource(folder / "bad.pb"));
    FS_VERIFY_OK(writeFile(folder / "bad.config", "model {"));
    QVERIFY(!inspectSource(folder / "bad.config"));
  }
};

QTEST_GUILESS_MAIN(TestSourceInspection)
#include "tst_source_inspection.moc"
