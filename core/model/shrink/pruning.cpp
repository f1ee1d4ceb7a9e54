#include "core/model/shrink/pruning.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "core/model/shrink/calibration.h"
#include "core/model/shrink/channel_order.h"
#include "core/model/shrink/channels.h"
#include "core/model/shrink/correction.h"
#include "core/model/shrink/parent_network.h"
#include "core/model/shrink/single_file.h"
#include "core/model/shrink/stored_weights.h"

namespace followspot::model {
namespace {

constexpr std::size_t kMostPictures = 64;
constexpr double kMostOfGroup = 0.75;  // never take more of a group
constexpr double kProbedShare = 0.25;

/// How many channels of a group of that size may be gone after each step: what is left is a
/// multiple of what processors compute at once.
std::vector<std::size_t> stepsOf(std::size_t size, std::size_t ordered) {
  constexpr std::size_t kWide = 8;
  const std::size_t multiple = size >= 4 * kWide ? kWide : size >= 2 * kWide ? kWide / 2 : 1;
  std::vector<std::size_t> steps;
  for (std::size_t gone = 1; gone <= ordered; ++gone) {
    if ((size - gone) % multiple == 0) {
      steps.push_back(gone);
    }
  }
  return steps;
}

double errorAt(const ChannelOrder& order, std::size_t gone) {
  return gone == 0 ? 0 : order.errors[gone - 1];
}

/// Takes from the group that loses least for what it saves, step by step.
/// @param share  of the multiply-accumulates that are to be left.
/// @return  nothing where that is out of reach.
std::optional<std::vector<bool>> choose(const Parent& parent, double share) {
  std::vector<bool> removed(parent.channels.count, false);
  std::vector<std::vector<std::size_t>> steps;
  for (std::size_t g = 0; g < parent.channels.groups.size(); ++g) {
    steps.push_back(stepsOf(parent.channels.groups[g].size(), parent.orders[g].order.size()));
  }
  std::vector<std::size_t> next(steps.size(), 0);
  double macs = macsOf(parent, removed);
  const double wanted = macs * share;
  const auto mark = [&](std::size_t g, std::vector<bool>& channels) {
    for (std::size_t i = 0; i < steps[g][next[g]]; ++i) {
      channels[parent.channels.groups[g][parent.orders[g].order[i]]] = true;
    }
  };
  while (macs > wanted) {
    double best = 0;
    std::optional<std::size_t> chosen;
    for (std::size_t g = 0; g < steps.size(); ++g) {
      if (next[g] == steps[g].size()) {
        continue;
      }
      std::vector<bool> tried = removed;
      mark(g, tried);
      const double before = errorAt(parent.orders[g], next[g] == 0 ? 0 : steps[g][next[g] - 1]);
      const double lost =
          parent.sensitivity[g] * (errorAt(parent.orders[g], steps[g][next[g]]) - before);
      const double worth = (macs - macsOf(parent, tried)) / std::max(lost, 1e-12);
      if (!chosen || worth > best) {
        best = worth;
        chosen = g;
      }
    }
    if (!chosen) {
      return std::nullopt;
    }
    mark(*chosen, removed);
    ++next[*chosen];
    macs = macsOf(parent, removed);
  }
  return removed;
}

/// Measures what every group means to the answers.
Result<void> measureGroups(Parent& parent, NetworkAccess& access, const RecipeContext& context) {
  const auto index = GraphIndex::build(parent.model.binary);
  if (!index) {
    return fail(index.error());
  }
  auto& groups = parent.channels.groups;
  for (std::size_t g = 0; g < groups.size(); ++g) {
    if (context.stop.stop_requested()) {
      return fail(ErrorCode::Cancelled, "stopped");
    }
    if (context.progress) {
      context.progress({"weigh channels", static_cast<std::int64_t>(g),
                        static_cast<std::int64_t>(groups.size())});
    }
    const auto readers = readersOf(parent, *index, groups[g]);
    const auto most =
        static_cast<std::size_t>(kMostOfGroup * static_cast<double>(groups[g].size()));
    parent.orders.push_back(readers.empty() ? ChannelOrder{}
                                            : orderChannels(readers, groups[g].size(), most));
    const ChannelOrder& order = parent.orders.back();
    parent.sensitivity.push_back(0);
    if (order.order.empty()) {
      continue;
    }
    const std::size_t probed = std::max<std::size_t>(
        1, static_cast<std::size_t>(kProbedShare * static_cast<double>(groups[g].size())));
    std::vector<bool> removed(parent.channels.count, false);
    for (std::size_t i = 0; i < std::min(probed, order.order.size()); ++i) {
      removed[groups[g][order.order[i]]] = true;
    }
    const auto probe = without(parent, removed);
    if (!probe) {
      return fail(probe.error());
    }
    const auto network = access.load(probe->manifest, probe->binary, probe->text);
    if (!network) {
      return fail(network.error());
    }
    const auto answers = answersOf(parent, **network, context.stop);
    if (!answers) {
      return fail(answers.error());
    }
    const double error = errorAt(order, std::min(probed, order.order.size()));
    parent.sensitivity.back() = difference(parent, *answers) / std::max(error, 1e-9);
  }
  return {};
}

/// Times faster, by interleaved runs of both; the medians of each.
Result<double> speedupOf(const Parent& parent, NetworkRunner& before, NetworkRunner& after) {
  constexpr std::size_t kRuns = 15;
  const ModelManifest& manifest = parent.model.manifest;
  const std::vector<std::string> names = {manifest.boxEncodings, manifest.classScores};
  std::vector<std::span<const float>> outputs;
  std::vector<double> times[2];  // NOLINT(*-avoid-c-arrays): two lists
  for (std::size_t i = 0; i < kRuns; ++i) {
    for (std::size_t which = 0; which < 2; ++which) {
      const auto begin = std::chrono::steady_clock::now();
      auto ran = (which == 0 ? before : after).run(parent.pictures.front(), names, outputs);
      if (!ran) {
        return fail(ran.error());
      }
      const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
      times[which].push_back(took.count());
    }
  }
  for (auto& each : times) {
    std::ranges::nth_element(each, each.begin() + kRuns / 2);
  }
  return times[0][kRuns / 2] / times[1][kRuns / 2];
}

Result<std::vector<bool>> chooseBySpeed(const Parent& parent, double speedup, NetworkAccess& access,
                                        StepReport& report) {
  const PreparedModel& model = parent.model;
  const auto before = access.load(model.manifest, model.binary, model.text);
  if (!before) {
    return fail(before.error());
  }
  constexpr double kLeastShare = 0.1;
  constexpr int kTries = 6;
  double share = 1 / speedup;
  for (int i = 0; i < kTries; ++i) {
    const auto removed = choose(parent, std::max(share, kLeastShare));
    if (!removed) {
      break;
    }
    const auto pruned = without(parent, *removed);
    if (!pruned) {
      return fail(pruned.error());
    }
    const auto after = access.load(pruned->manifest, pruned->binary, pruned->text);
    if (!after) {
      return fail(after.error());
    }
    const auto reached = speedupOf(parent, **before, **after);
    if (!reached) {
      return fail(reached.error());
    }
    if (*reached >= speedup || share <= kLeastShare) {
      if (*reached < speedup) {
        break;
      }
      report.notes.push_back("measured " + std::to_string(*reached).substr(0, 4) +
                             " times faster here");
      return *removed;
    }
    share *= std::min(*reached / speedup, 0.97);  // NOLINT(*-magic-numbers): some step at least
  }
  return fail(ErrorCode::InvalidArgument,
              "a speed of " + std::to_string(speedup).substr(0, 4) +
                  " times the model's is out of reach by pruning. Ask for less.");
}

std::string percent(double share) { return std::to_string(std::lround(share * 100)) + " %"; }

}  // namespace

Result<PreparedModel> prune(PreparedModel model, const PruneOptions& options, NetworkAccess& access,
                            const RecipeContext& context, StepReport& report) {
  constexpr double kMostFraction = 0.9;
  constexpr double kMostSpeedup = 10;
  const bool bySpeed = options.fraction == 0;
  if (bySpeed ? !(options.speedup > 1 && options.speedup <= kMostSpeedup)
              : !(options.fraction > 0 && options.fraction <= kMostFraction)) {
    return fail(ErrorCode::InvalidArgument,
                "the share to prune must be above 0 and at most 0.9, a speed above 1 and at most "
                "10.");
  }
  if (model.manifest.boxEncodings.empty() || model.manifest.classScores.empty()) {
    return fail(ErrorCode::Unsupported,
                "the model does not name its raw outputs. Make a package of it with: "
                "followspot-cli model prepare");
  }
  Parent parent;
  auto pictures =
      access.readPictures(options.calibration, model.manifest, kMostPictures, context.stop);
  if (!pictures) {
    return fail(pictures.error());
  }
  if (pictures->size() < kFewestPictures) {
    return fail(ErrorCode::InvalidArgument,
                options.calibration + ": has " + std::to_string(pictures->size()) +
                    " pictures; at least " + std::to_string(kFewestPictures) +
                    " are needed. Give a longer video.");
  }
  parent.pictures = std::move(*pictures);
  parent.model = std::move(model);
  StepReport ignored;
  const bool pair = !parent.model.text.nodes.empty();
  auto wide = storeWeights(std::move(parent.model.binary), pair ? &parent.model.text : nullptr,
                           WeightType::Float32, ignored);
  if (!wide) {
    return fail(wide.error());
  }
  parent.model.binary = std::move(*wide);
  const Graph whole = mergeGraphs(parent.model.binary, parent.model.text);
  auto channels = findChannels(whole);
  auto layers = convolutionsOf(whole);
  if (!channels || !layers) {
    return fail(channels ? layers.error() : channels.error());
  }
  parent.channels = std::move(*channels);
  parent.layers = std::move(*layers);
  if (parent.channels.groups.empty()) {
    return fail(ErrorCode::Unsupported, "the network has no channels that may go.");
  }

  const auto network = access.load(parent.model.manifest, parent.model.binary, parent.model.text);
  if (!network) {
    return fail(network.error());
  }
  if (context.progress) {
    context.progress({"measure activations", 0, 0});
  }
  auto answers = answersOf(parent, **network, context.stop);
  if (!answers) {
    return fail(answers.error());
  }
  parent.answers = std::move(*answers);
  const auto load = [&] {
    return access.load(parent.model.manifest, parent.model.binary, parent.model.text);
  };
  // A runner keeps to one list of layers.
  const auto forMoments = load();
  if (!forMoments) {
    return fail(forMoments.error());
  }
  auto moments = measureMoments(**forMoments, parent.layers, parent.pictures, context.stop);
  if (!moments) {
    return fail(moments.error());
  }
  parent.moments = std::move(*moments);
  if (auto measured = measureGroups(parent, access, context); !measured) {
    return fail(measured.error());
  }

  const auto bySize = [&]() -> Result<std::vector<bool>> {
    auto chosen = choose(parent, 1 - options.fraction);
    if (!chosen) {
      return fail(ErrorCode::InvalidArgument,
                  "a share of " + percent(options.fraction) +
                      " is out of reach: no group may lose more than three quarters of its "
                      "channels. Ask for less.");
    }
    return std::move(*chosen);
  };
  const auto removed = bySpeed ? chooseBySpeed(parent, options.speedup, access, report) : bySize();
  if (!removed) {
    return fail(removed.error());
  }
  const auto forTargets = load();
  if (!forTargets) {
    return fail(forTargets.error());
  }
  const auto targets =
      measureTargets(**forTargets, whole, parent.layers, parent.pictures, context.stop);
  if (!targets) {
    return fail(targets.error());
  }
  auto pruned = without(parent, *removed);
  if (!pruned) {
    return fail(pruned.error());
  }
  const auto probed = [&]() -> Result<double> {
    const auto runner = access.load(pruned->manifest, pruned->binary, pruned->text);
    if (!runner) {
      return fail(runner.error());
    }
    const auto given = answersOf(parent, **runner, context.stop);
    if (!given) {
      return fail(given.error());
    }
    return difference(parent, *given);
  };
  const auto uncorrected = probed();
  if (!uncorrected) {
    return fail(uncorrected.error());
  }
  auto corrected =
      correct(*pruned, *targets, parent.layers, parent.channels, *removed, access, parent.pictures,
              context.stop, [&](std::size_t done, std::size_t total) {
                if (context.progress) {
                  context.progress({"correct what is left", static_cast<std::int64_t>(done),
                                    static_cast<std::int64_t>(total)});
                }
              });
  if (!corrected) {
    return fail(corrected.error());
  }
  const auto left = probed();
  if (!left) {
    return fail(left.error());
  }
  report.touched = static_cast<std::size_t>(std::ranges::count(*removed, true));
  report.notes.push_back(
      std::to_string(report.touched) + " channels taken out, chosen and corrected on " +
      std::to_string(parent.pictures.size()) + " pictures of " + options.calibration);
  report.notes.push_back("answers there changed by " + percent(std::sqrt(*left)) + " (" +
                         percent(std::sqrt(*uncorrected)) + " before the layers were corrected)");
  return pruned;
}

}  // namespace followspot::model
