#include "core/analytics/score_sheet.h"

#include <utility>

namespace followspot {

SequenceScores scoreSequence(std::string name, const EvaluatedSequence& sequence,
                             std::vector<TrackingErrorEvent>* events) {
  return {std::move(name), evaluateHota(sequence), evaluateClear(sequence, events),
          evaluateIdentity(sequence)};
}

SequenceScores combine(std::string name, std::span<const SequenceScores> sequences) {
  std::vector<HotaScores> hotas;
  std::vector<ClearScores> clears;
  std::vector<IdentityScores> identities;
  for (const SequenceScores& scores : sequences) {
    hotas.push_back(scores.hota);
    clears.push_back(scores.clear);
    identities.push_back(scores.identity);
  }
  return {std::move(name), combine(hotas), combine(clears), combine(identities)};
}

std::vector<Figure> figuresOf(const SequenceScores& scores) {
  constexpr double kPercent = 100;
  std::vector<Figure> figures;
  const auto percent = [&](std::string_view name, double value) {
    figures.push_back({name, kPercent * value, false});
  };
  const auto mean = [&](std::string_view name, const HotaScores::Curve& curve) {
    percent(name, HotaScores::mean(curve));
  };
  const auto count = [&](std::string_view name, std::int64_t value) {
    figures.push_back({name, static_cast<double>(value), true});
  };
  const HotaScores& hota = scores.hota;
  mean("HOTA", hota.hota());
  mean("DetA", hota.detA());
  mean("AssA", hota.assA);
  mean("DetRe", hota.detRe());
  mean("DetPr", hota.detPr());
  mean("AssRe", hota.assRe);
  mean("AssPr", hota.assPr);
  mean("LocA", hota.locA);
  percent("HOTA(0)", hota.hota().front());
  percent("LocA(0)", hota.locA.front());
  const ClearScores& clear = scores.clear;
  percent("MOTA", clear.mota());
  percent("MOTP", clear.motp());
  percent("sMOTA", clear.smota());
  percent("CLR_Re", clear.recall());
  percent("CLR_Pr", clear.precision());
  const IdentityScores& identity = scores.identity;
  percent("IDF1", identity.f1());
  percent("IDR", identity.recall());
  percent("IDP", identity.precision());
  count("IDSW", clear.identitySwitches);
  count("FP", clear.falsePositives);
  count("FN", clear.falseNegatives);
  count("TP", clear.truePositives);
  count("Frag", clear.fragmentations);
  count("MT", clear.mostlyTracked);
  count("PT", clear.partlyTracked);
  count("ML", clear.mostlyLost);
  count("IDTP", identity.truePositives);
  count("IDFP", identity.falsePositives);
  count("IDFN", identity.falseNegatives);
  return figures;
}

}  // namespace followspot
