#include <QProcess>
#include <QTest>

#include "tests/support/temporary_folder.h"

/// On a file system of 3 MB of its own, in a name space of its own.
class TestProjectDiskFull : public QObject {
  Q_OBJECT
 private slots:
  void aFullDiskIsSaidAndNothingIsLost() {
    const TemporaryFolder folder;
    QProcess shell;
    const QString tool = QStringLiteral(FOLLOWSPOT_STORE_TOOL);
    shell.start("unshare", {"--user", "--map-root-user", "--mount", "sh", "-c",
                            "mount -t tmpfs -o size=3m none \"$1\" || exit 9\n"
                            "cd \"$1\" && \"$2\" fill p.followspot && \"$2\" count p.followspot",
                            "sh", QString::fromStdString(folder.path().string()), tool});
    if (!shell.waitForStarted() || !shell.waitForFinished(60'000) || shell.exitCode() == 9 ||
        shell.readAllStandardError().contains("unshare")) {
      QSKIP("needs unprivileged name spaces to mount a small file system");
    }
    const QStringList lines = QString::fromUtf8(shell.readAllStandardOutput()).split('\n');
    QVERIFY2(shell.exitCode() == 0, qPrintable(lines.join('|')));
    QVERIFY2(lines[0].contains("the disk is full"), qPrintable(lines[0]));
    const qlonglong acknowledged = lines[0].section(' ', 0, 0).toLongLong();
    QVERIFY(acknowledged >= 500);
    QCOMPARE(lines[1], QStringLiteral("%1 %2").arg(acknowledged).arg(acknowledged * 20));
  }
};

QTEST_GUILESS_MAIN(TestProjectDiskFull)
#include "tst_project_disk_full.moc"
