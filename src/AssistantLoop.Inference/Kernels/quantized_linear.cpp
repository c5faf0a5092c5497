// The operator assistantloop.QuantizedLinear: y = x W' + ((x A') * mask) B, in one pass over the memory of W, where A and
// B are the stacked adapters of all requests in work and the mask holds each row's scale in its own adapter's columns.
// Inputs: x f32 [.., k]; W u8 [tiles, blocks, bytes]; and, with adapters, mask f32 [x's first dimension, 1, 16 * units],
// A u8 [layers, capacity, blocks, bytes], B u8 [layers, capacity, 2 * tiles, bytes], of whose units the first ones of one
// layer count (tiles.h tells the layout).
// Attributes: columns, the width of y; bits of W, 4 or 8; gated, 1 where a tile is 16 columns of a gate and the 16 of
// what it gates, so that y = silu(gate) * up has 16 columns a tile; layer, of the adapters.
#include <algorithm>
#include <atomic>
#include <memory>
#include <thread>
#include <vector>
#include "ort.h"
#include "tiles.h"
#include "vectors.h"

namespace {

constexpr int kFloat = 1, kByte = 2;  // ONNX's element types

struct Kernel {
  const OrtApi* api;
  int columns, bits, layer;
  bool gated;
};

// Memory that one thread's calls share; it grows to the largest call's need.
template <int Length>
struct Scratch {
  std::vector<int8_t> values;
  std::vector<float> scales;
  std::vector<int32_t> sums;

  Rounded<Length> take(int rows, int blocks) {
    if (values.size() < size_t(rows) * blocks * Length) values.resize(size_t(rows) * blocks * Length);
    if (scales.size() < size_t(rows) * blocks) scales.resize(size_t(rows) * blocks), sums.resize(size_t(rows) * blocks);
    return {values.data(), scales.data(), sums.data(), blocks};
  }
};

// One call, shared among threads: each takes the next piece until none is left. The pieces that multiply by A come
// first; a piece of W waits for them only after its own product, and only for pieces that some thread is at.
struct Call {
  const float* x;
  const uint8_t* w;
  const float* mask = nullptr;
  const uint8_t *a = nullptr, *b = nullptr;
  float* y;
  int rows, row_length, tiles, units = 0, pieces, tiles_per_piece;
  int columns, bits;
  bool gated;
  Rounded<kBlock> input;
  Rounded<kUnit> low;
  std::vector<uint8_t> live;  // [rows, units]: whether the row's mask lets any of the unit's ranks through
  std::atomic<int> next{0}, lows_done{0}, next_row{0};

  int mask_row(int row) const { return row / row_length; }

  template <int Rows>
  void low_rows(int unit, int row) {
    __m512 sums[Rows];
    for (auto& sum : sums) sum = _mm512_setzero_ps();
    const uint8_t* tile = a + size_t(unit) * input.blocks * unit_block_bytes(kBlock);
    for (int k = 0; k < input.blocks; k++) {
      add_unit_block<Rows, 1>(tile + k * unit_block_bytes(kBlock), input.at(row), k, sums);
    }
    for (int m = 0; m < Rows; m++) {
      __m512 masked = _mm512_mul_ps(sums[m], _mm512_loadu_ps(mask + (size_t(mask_row(row + m)) * units + unit) * kUnit));
      Rounded to = low.at(row + m);
      round_block(masked, _mm512_setzero_ps(), to.values + unit * kUnit, to.scales + unit, to.sums + unit);
    }
  }

  bool is_live(int unit, int row) const { return live[size_t(row) * units + unit] != 0; }

  bool all_live(int unit, int row, int count) const {
    for (int m = 0; m < count; m++) {
      if (!is_live(unit, row + m)) return false;
    }
    return true;
  }

  void low_piece(int unit) {
    for (int row = 0; row < rows;) {
      if (row + 4 <= rows && all_live(unit, row, 4)) {
        low_rows<4>(unit, row);
        row += 4;
      } else {
        if (is_live(unit, row)) low_rows<1>(unit, row);
        row++;
      }
    }
    lows_done.fetch_add(1, std::memory_order_release);
  }

  template <int Rows>
  inline __attribute__((always_inline)) void add_adapters(int tile, int row, __m512 (*sums)[2]) {
    while (lows_done.load(std::memory_order_acquire) < units) _mm_pause();
    for (int unit = 0; unit < units; unit++) {
      const uint8_t* block = b + (size_t(unit) * tiles + tile) * 2 * unit_block_bytes(kUnit);
      const bool all = all_live(unit, row, Rows);
#pragma GCC unroll 2
      for (int half = 0; half < 2; half++, block += unit_block_bytes(kUnit)) {
        if (is_zero(block)) continue;
        if (all) {
          add_unit_block<Rows, 2>(block, low.at(row), unit, &sums[0][half]);
          continue;
        }
#pragma GCC unroll 8
        for (int m = 0; m < Rows; m++) {
          if (is_live(unit, row + m)) add_unit_block<1, 2>(block, low.at(row + m), unit, &sums[m][half]);
        }
      }
    }
  }

  template <int Rows, int Bits>
  void rows_of_tile(int tile, int row) {
    __m512 sums[Rows][2];
    for (auto& sum : sums) sum[0] = sum[1] = _mm512_setzero_ps();
    const uint8_t* from = w + size_t(tile) * input.blocks * block_bytes(Bits);
    const Rounded at = input.at(row);
    for (int k = 0; k < at.blocks; k++) add_block<Rows, Bits>(from + k * block_bytes(Bits), at, k, sums);
    if (units > 0) add_adapters<Rows>(tile, row, sums);
    const int width = gated ? kTile / 2 : kTile, first = tile * width, left = std::min(width, columns - first);
    for (int m = 0; m < Rows; m++) {
      float* to = y + size_t(row + m) * columns + first;
      __m512 y0 = gated ? ::gated(sums[m][0], sums[m][1]) : sums[m][0];
      _mm512_mask_storeu_ps(to, left >= 16 ? 0xffff : (1 << left) - 1, y0);
      if (left > 16) _mm512_mask_storeu_ps(to + 16, left >= 32 ? 0xffff : (1 << (left - 16)) - 1, sums[m][1]);
    }
  }

  template <int Bits>
  void tile_of(int tile) {
    int row = 0;
    for (; row + 6 <= rows; row += 6) rows_of_tile<6, Bits>(tile, row);
    for (; row + 4 <= rows; row += 4) rows_of_tile<4, Bits>(tile, row);
    for (; row + 2 <= rows; row += 2) rows_of_tile<2, Bits>(tile, row);
    for (; row < rows; row++) rows_of_tile<1, Bits>(tile, row);
  }

  void work() {
    for (int piece; (piece = next.fetch_add(1)) < units + pieces;) {
      if (piece < units) {
        low_piece(piece);
        continue;
      }
      const int first = (piece - units) * tiles_per_piece;
      for (int tile = first; tile < std::min(tiles, first + tiles_per_piece); tile++) {
        bits == 4 ? tile_of<4>(tile) : tile_of<8>(tile);
      }
    }
  }

  void round_rows() {
    for (int row; (row = next_row.fetch_add(1)) < rows;) round_row(x + size_t(row) * input.blocks * kBlock, input.at(row));
  }
};

void compute(void* state, OrtKernelContext* context) {
  const Kernel& kernel = *static_cast<const Kernel*>(state);
  const OrtApi& api = *kernel.api;
  const OrtValue *x = api.input(context, 0), *w = api.input(context, 1);
  int64_t shape[4], matrix[4];
  const size_t rank = api.shape(x, shape);
  api.shape(w, matrix);
  static thread_local Scratch<kBlock> inputs;
  static thread_local Scratch<kUnit> lows;
  Call call;
  call.rows = 1;
  for (size_t i = 0; i + 1 < rank; i++) call.rows *= int(shape[i]);
  call.row_length = rank > 2 ? int(shape[1]) : 1;
  shape[rank - 1] = kernel.columns;
  OrtValue* y = api.output(context, shape, rank);
  if (call.rows == 0) return;
  call.x = api.data<float>(x);
  call.w = api.data<uint8_t>(w);
  call.y = api.data<float>(y);
  call.tiles = int(matrix[0]);
  call.columns = kernel.columns, call.bits = kernel.bits, call.gated = kernel.gated;
  call.input = inputs.take(call.rows, int(matrix[1]));
  if (api.input_count(context) == 5) {
    int64_t masks[4], stack[4];
    const OrtValue *mask = api.input(context, 2), *a = api.input(context, 3);
    api.shape(mask, masks);
    api.shape(a, stack);
    call.units = int(masks[2]) / kUnit;
    call.mask = api.data<float>(mask);
    const size_t first = size_t(kernel.layer) * stack[1];
    call.a = api.data<uint8_t>(a) + first * matrix[1] * unit_block_bytes(kBlock);
    call.b = api.data<uint8_t>(api.input(context, 4)) + first * matrix[0] * 2 * unit_block_bytes(kUnit);
    call.low = lows.take(call.rows, call.units);
    call.live.assign(size_t(call.rows) * call.units, 0);
    for (int row = 0; row < call.rows; row++) {
      const float* scales = call.mask + size_t(call.mask_row(row)) * call.units * kUnit;
      for (int r = 0; r < call.units * kUnit; r++) call.live[size_t(row) * call.units + r / kUnit] |= scales[r] != 0;
    }
  }

  // Waking another thread costs as much as some tens of kilobytes of a matrix.
  static const int threads = std::max(1u, std::thread::hardware_concurrency());
  const size_t bytes = size_t(call.tiles) * matrix[1] * block_bytes(call.bits);
  const bool alone = threads == 1 || bytes * call.rows < 48 * 1024;
  call.tiles_per_piece = alone ? call.tiles : std::max(1, call.tiles / (4 * threads));
  call.pieces = (call.tiles + call.tiles_per_piece - 1) / call.tiles_per_piece;
  auto round = [](void* data, size_t) { static_cast<Call*>(data)->round_rows(); };
  auto work = [](void* data, size_t) { static_cast<Call*>(data)->work(); };
  call.rows > 8 && !alone ? api.parallel(context, round, threads, &call) : round(&call, 0);
  alone ? work(&call, 0) : api.parallel(context, work, std::min(threads, call.units + call.pieces), &call);
}

}  // namespace

extern const OrtCustomOp kQuantizedLinear = {
    13,
    [](const OrtCustomOp*, const OrtApi* api, const OrtKernelInfo* info) -> void* {
      return new Kernel{api, int(api->attribute(info, "columns")), int(api->attribute(info, "bits")),
                        int(api->attribute(info, "layer")), api->attribute(info, "gated") == 1};
    },
    [](const OrtCustomOp*) { return "QuantizedLinear"; },
    [](const OrtCustomOp*) -> const char* { return nullptr; },
    [](const OrtCustomOp*, size_t index) { return index == 0 || index == 2 ? kFloat : kByte; },
    [](const OrtCustomOp*) -> size_t { return 5; },
    [](const OrtCustomOp*, size_t) { return kFloat; },
    [](const OrtCustomOp*) -> size_t { return 1; },
    compute,
    [](void* state) { delete static_cast<Kernel*>(state); },
    [](const OrtCustomOp*, size_t index) { return index < 2 ? 0 : 1; },  // required, then optional
    [](const OrtCustomOp*, size_t) { return 0; },
    [](const OrtCustomOp*, size_t) { return 0; },
    nullptr, nullptr, nullptr, nullptr,
};
