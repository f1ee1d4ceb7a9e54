#pragma once

#include <QString>
#include <QStringList>

namespace followspot::ui {

/// Where the demonstration is looked for, and what fetches it.
struct DemoPlaces {
  QStringList modelFolders;
  QStringList clips;     ///< The first that exists is played.
  QString fetchProgram;  ///< installer/fetch_demo.sh; empty: cannot be fetched.
  QString cliProgram;    ///< followspot-cli, for the fetching.
};

/// What is there; empty: not.
struct Demo {
  QString model;
  QString clip;
  [[nodiscard]] bool isComplete() const { return !model.isEmpty() && !clip.isEmpty(); }
};

/// The places of an installation: Debian's opencv-doc, the user's cache (XDG), and the fetching
/// program in `../libexec/followspot` beside the binary's folder, or of a build in the checkout.
[[nodiscard]] DemoPlaces demoPlaces(const QStringList& modelFolders);

[[nodiscard]] Demo findDemo(const DemoPlaces& places);

}  // namespace followspot::ui
