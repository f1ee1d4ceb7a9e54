#include "core/model/graph_builder.h"

#include <span>

namespace followspot::model {

std::string GraphBuilder::add(std::string_view name, std::string_view op,
                              std::vector<std::string> inputs, Attrs attrs) {
  std::string unique(name);
  for (int number = 1; !taken_.insert(unique).second; ++number) {
    unique = name;
    unique += '_';
    unique += std::to_string(number);
  }
  Node node;
  node.name = unique;
  node.op = op;
  node.inputs = std::move(inputs);
  node.attrs = std::move(attrs);
  graph_.nodes.push_back(std::move(node));
  return unique;
}

std::string GraphBuilder::addConst(std::string_view name, Tensor value) {
  const DataType type = value.type();
  return add(name, "Const", {}, {{"dtype", type}, {"value", std::move(value)}});
}

std::string GraphBuilder::addInts(std::string_view name, Shape shape,
                                  const std::vector<std::int32_t>& values) {
  return addConst(name, Tensor::ofInts(std::move(shape), values));
}

std::string GraphBuilder::addScalar(std::string_view name, float value) {
  return addConst(name, Tensor::ofFloats({}, std::span(&value, 1)));
}

}  // namespace followspot::model
