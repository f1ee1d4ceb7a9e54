#include <QCryptographicHash>
#include <QTest>

#include "core/base/sha256.h"

using namespace followspot;

class TestSha256 : public QObject {
  Q_OBJECT

 private slots:
  void examplesOfFips180() {
    const auto of = [](const std::string& text) {
      return sha256Hex(std::as_bytes(std::span(text)));
    };
    QCOMPARE(of(""),
             std::string("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
    QCOMPARE(of("abc"),
             std::string("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
    QCOMPARE(of(std::string(1'000'000, 'a')),
             std::string("cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"));
  }

  void everyLengthInEveryTwoPiecesEqualsQts() {
    QByteArray bytes;
    for (int i = 0; i < 200; ++i) {
      bytes.append(static_cast<char>(i * 37 + 11));
      const auto all = std::as_bytes(std::span(bytes.constData(), static_cast<std::size_t>(i + 1)));
      const std::string expected =
          QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex().toStdString();
      for (std::size_t cut = 0; cut <= all.size(); cut += 13) {
        Sha256 hash;
        hash.update(all.first(cut));
        hash.update(all.subspan(cut));
        QCOMPARE(hash.hex(), expected);
      }
    }
  }
};

QTEST_GUILESS_MAIN(TestSha256)
#include "tst_sha256.moc"
