#include <algorithm>

#include <QTest>

#include "core/analytics/model_choice.h"

using namespace followspot;

namespace {

/// A model that takes `ms` in each round, or one number in each of five.
ModelFigures model(const char* name, std::vector<double> ms, std::int64_t bytes,
                   std::optional<double> precision = {}) {
  ModelFigures figures;
  figures.name = name;
  figures.bytes = bytes;
  const bool same = std::ranges::count(ms, ms.empty() ? 0 : ms[0]) == std::ssize(ms);
  ms.resize(ms.empty() || !same ? ms.size() : kCertainRounds, ms.empty() ? 0 : ms[0]);
  for (const double each : ms) {
    figures.forwardMs.push_back({each, each, each});
  }
  figures.averagePrecision = precision;
  return figures;
}

bool mentions(const ModelChoice& choice, const char* part) {
  return choice.reason.find(part) != std::string::npos;
}

}  // namespace

class TestModelChoice : public QObject {
  Q_OBJECT

 private slots:
  void quantilesAreNearestRanks() {
    const std::vector<double> values = {5, 1, 4, 2, 3};
    QCOMPARE(quantile(values, 0.5), 3.0);
    QCOMPARE(quantile(values, 0.95), 5.0);
    QCOMPARE(quantile(values, 0), 1.0);
    QCOMPARE(quantile(values, 0.2), 1.0);
    QCOMPARE(quantile(values, 0.21), 2.0);
    QCOMPARE(quantile({}, 0.5), 0.0);
    ModelFigures figures;
    figures.forwardMs = {{1, 2}, {3, 4}};
    QCOMPARE(forwardQuantile(figures, 0.5), 2.0);
  }

  void aDifferenceThatNotEveryRoundShowsIsNoise() {
    const auto first = model("a", {10, 20, 30, 40, 50}, 1);
    const SpeedRatio faster = speedRatio(first, model("b", {9, 18, 29, 36, 45}, 1));
    QVERIFY(faster.certain());
    QVERIFY(qAbs(faster.median - 0.9) < 1e-12);
    QVERIFY(qAbs(faster.highest - 29.0 / 30.0) < 1e-12);
    QVERIFY(!speedRatio(first, model("c", {5, 10, 31, 20, 25}, 1)).certain());
    QVERIFY(speedRatio(first, model("d", {11, 22, 31, 41, 51}, 1)).certain());
    QVERIFY(!speedRatio(first, model("e", {}, 1)).certain());
    QVERIFY(!speedRatio(first, first).certain());
    // Four rounds may say so by chance.
    QVERIFY(!speedRatio(first, model("f", {5, 10, 15, 21}, 1)).certain());
  }

  void whatIsSlowerOrWorseOrGainsNothingIsNotRecommended() {
    ModelFigures first = model("a", {10}, 1000);
    ModelFigures other = model("b", {11}, 500);
    const auto says = [&](const char* part) {
      return adviceFor(first, other).reason.find(part) != std::string::npos;
    };
    other.agreement = 1;
    QVERIFY(adviceFor(first, other).advice == Advice::NotRecommended);
    QVERIFY(says("it is slower: 1.10 times the time (1.10..1.10 in 5 rounds)"));
    other = model("b", {10}, 1000);
    other.agreement = 1;
    QVERIFY(adviceFor(first, other).advice == Advice::NotRecommended);
    QVERIFY(says("neither faster"));
    other = model("b", {8}, 1000);
    other.agreement = 0.94;
    QVERIFY(adviceFor(first, other).advice == Advice::NotRecommended);
    QVERIFY(says("agreement 0.9400"));
    other.agreement = 0.96;
    QVERIFY(adviceFor(first, other).advice == Advice::Recommended);
    QVERIFY(says("0.80 times the time"));
    first.averagePrecision = 0.75;
    other.averagePrecision = 0.71;
    QVERIFY(adviceFor(first, other).advice == Advice::NotRecommended);
    QVERIFY(says("AP50 falls from 0.7500 to 0.7100"));
    // What is really there decides over agreement.
    other.averagePrecision = 0.73;
    other.agreement = 0.5;
    QVERIFY(adviceFor(first, other).advice == Advice::Recommended);
  }

  void whatIsNotKnownIsNotJudged() {
    const ModelFigures first = model("a", {10}, 1000);
    ModelFigures other = model("b", {10}, 500);
    QVERIFY(adviceFor(first, other).advice == Advice::NotJudged);
    other.agreement = 1;
    QVERIFY(adviceFor(first, other).advice == Advice::Recommended);
    other.forwardMs.pop_back();
    QVERIFY(adviceFor(first, other).advice == Advice::NotJudged);
    QCOMPARE(nameOf(adviceFor(first, other).advice), std::string_view("not judged"));
  }

  void theBestThatFitsIsChosen() {
    const std::vector models = {model("big", {40, 40, 40}, 20'000'000, 0.76),
                                model("middle", {25, 25, 25}, 12'000'000, 0.74),
                                model("small", {10, 10, 10}, 5'000'000, 0.60)};
    QCOMPARE(chooseModel(models, {}).best, std::optional<std::size_t>(0));
    const ModelChoice choice = chooseModel(models, {.milliseconds = 30});
    QCOMPARE(choice.best, std::optional<std::size_t>(1));
    QVERIFY(mentions(choice, "middle fits (25.0 ms, 12.0 MB)"));
    QVERIFY(mentions(choice, "AP50"));
    QVERIFY(mentions(choice, "0.7400"));
    QCOMPARE(chooseModel(models, {.megabytes = 6}).best, std::optional<std::size_t>(2));
    QCOMPARE(chooseModel(models, {.milliseconds = 25, .megabytes = 12}).best,
             std::optional<std::size_t>(1));
  }

  void whereNoneFitsTheNearestIsNamed() {
    const std::vector models = {model("big", {40, 40, 40}, 20'000'000, 0.76),
                                model("small", {10, 10, 10}, 5'000'000, 0.60)};
    const ModelChoice choice = chooseModel(models, {.milliseconds = 5});
    QVERIFY(!choice.best);
    QVERIFY(mentions(choice, "nearest is small"));
    QVERIFY(!chooseModel({}, {}).best);
  }

  void amongAlikeTheCertainlyFasterIsChosenElseTheSmaller() {
    const auto a = model("a", {10, 20, 30, 10, 20}, 9'000'000, 0.751);
    QCOMPARE(chooseModel({a, model("b", {9, 18, 27, 9, 18}, 20'000'000, 0.750)}, {}).best,
             std::optional<std::size_t>(1));
    QCOMPARE(chooseModel({a, model("b", {9, 21, 27, 9, 18}, 8'000'000, 0.750)}, {}).best,
             std::optional<std::size_t>(1));
    QCOMPARE(chooseModel({a, model("b", {9, 21, 27, 9, 18}, 10'000'000, 0.755)}, {}).best,
             std::optional<std::size_t>(0));
    QCOMPARE(chooseModel({a, model("b", {9, 18, 27, 9, 18}, 8'000'000, 0.740)}, {}).best,
             std::optional<std::size_t>(0));
  }

  void agreementDecidesWhereThereIsNoPrecision() {
    auto first = model("a", {10, 10, 10}, 1'000'000);
    auto second = model("b", {9, 9, 9}, 1'000'000);
    first.agreement = 1;
    second.agreement = 0.9;
    ModelChoice choice = chooseModel({first, second}, {.milliseconds = 9.5});
    QCOMPARE(choice.best, std::optional<std::size_t>(1));
    QVERIFY(mentions(choice, "agreement with a"));
    choice = chooseModel({model("a", {10}, 1), model("b", {9}, 1)}, {});
    QCOMPARE(choice.best, std::optional<std::size_t>(0));
    QVERIFY(mentions(choice, "give a video"));
  }
};

QTEST_GUILESS_MAIN(TestModelChoice)
#include "tst_model_choice.moc"
