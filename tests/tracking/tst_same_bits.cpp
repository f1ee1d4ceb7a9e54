#include <QCoreApplication>
#include <QProcess>
#include <QTest>

namespace {

bool canRunWide() {
#if defined(__x86_64__)
  return __builtin_cpu_supports("avx2") != 0 && __builtin_cpu_supports("fma") != 0;
#else
  return true;  // it is built for the usual processor there
#endif
}

/// What a build of track_bytes.cpp says; empty where it failed.
QByteArray bytesOf(const QString& build, const QString& tracker) {
  QProcess program;
  program.start(QCoreApplication::applicationDirPath() + "/track_bytes_" + build, {tracker});
  constexpr int kLongest = 60'000;
  if (!program.waitForFinished(kLongest) || program.exitCode() != 0) {
    return {};
  }
  return program.readAllStandardOutput();
}

}  // namespace

/// Results do not depend on the optimisation level or on the processor's instructions: one machine
/// can show so much. For other platforms: trackers run on one thread and are made of additions,
/// multiplications, divisions and square roots, which IEEE 754 fixes to the bit (and
/// -ffp-contract=off keeps apart). Only ocsort calls a function that C libraries may round
/// differently (acos).
class TestSameBits : public QObject {
  Q_OBJECT
 private slots:
  void optimisationChangesNothing_data() {
    QTest::addColumn<QString>("tracker");
    for (const char* const name : {"auto", "sort", "bytetrack", "ocsort"}) {
      QTest::newRow(name) << name;
    }
  }

  void optimisationChangesNothing() {
    QFETCH(QString, tracker);
    if (!canRunWide()) {
      QSKIP("the optimised build needs a processor with AVX2 and FMA");
    }
    const QByteArray plain = bytesOf("plain", tracker);
    QVERIFY(plain.size() > 100'000);
    QVERIFY(plain == bytesOf("wide", tracker));
  }
};

QTEST_GUILESS_MAIN(TestSameBits)
#include "tst_same_bits.moc"
