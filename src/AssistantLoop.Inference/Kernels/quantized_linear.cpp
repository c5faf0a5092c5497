// The operator assistantloop.QuantizedLinear: y = x W' + ((x A') * mask) B, in one pass over the memory of W, where A and
// B are the stacked adapters of all requests in work and the mask holds each row's scale in its own adapter's columns.
// Inputs: x f32 [.., k]; W u8 [tiles, blocks, bytes]; and, with adapters, mask f32 [x's first dimension, 1, 16 * units],
// A u8 [layers, capacity, blocks, bytes], B u8 [layers, capacity, 2 * tiles, bytes], of whose units the first ones of one
// layer count, and live u8 [capacity, 2 * tiles], 0 where such a tile of B is zero in every layer (tiles.h tells the
// layout).
// Attributes: columns, the width of y; bits of W, 4 or 8; gated, 1 where a tile is 16 columns of a gate and the 16 of
// what it gates, so that y = silu(gate) * up has 16 columns a tile; layer, of the adapters.
#include <algorithm>
#include <atomic>
#include <thread>
#include <vector>
#include "ort.h"
#include "tiles.h"
#include "vectors.h"

namespace {

constexpr int kFloat = 1, kByte = 2;  // ONNX's element types
constexpr size_t kPiece = 48 * 1024;  // bytes of a matrix, times rows, that are worth another thread
constexpr int kLowRows = 4;           // rows that are multiplied by A together
constexpr int kAhead = 8;             // blocks that are asked of memory before they are needed

// Asks memory for what will be read soon.
inline __attribute__((always_inline)) void ask(const uint8_t* from, int bytes) {
  for (int line = 0; line < bytes; line += 64) _mm_prefetch(reinterpret_cast<const char*>(from + line), _MM_HINT_T0);
}

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
  const uint8_t *a = nullptr, *b = nullptr, *live_tiles = nullptr;
  float* y;
  int rows, row_length, tiles, units = 0, low_pieces = 0, low_group = kLowRows, pieces, tiles_per_piece;
  int columns, bits;
  bool gated;
  Rounded<kBlock> input;
  Rounded<kUnit> low;
  std::vector<int> live;  // [units, rows + 1]: how many of the rows before have a mask that lets any of the unit through
  std::atomic<int> next{0}, lows_done{0}, next_row{0};

  int mask_row(int row) const { return row / row_length; }

  // Rows of one unit, wherever they are, so that A is read once for all rows of an adapter.
  template <int Rows>
  void low_rows(int unit, const int* which) {
    __m512 sums[Rows];
    for (auto& sum : sums) sum = _mm512_setzero_ps();
    const uint8_t* tile = a + size_t(unit) * input.blocks * unit_block_bytes(kBlock);
    for (int k = 0; k < input.blocks; k++) {
      const uint8_t* block = tile + k * unit_block_bytes(kBlock);
      ask(block + kAhead * unit_block_bytes(kBlock), unit_block_bytes(kBlock));
      add_unit_block<Rows, 1, kBlock>(block, [&](int m) { return input.at(which[m]); }, k, sums);
    }
    for (int m = 0; m < Rows; m++) {
      __m512 masked = _mm512_mul_ps(sums[m], _mm512_loadu_ps(mask + (size_t(mask_row(which[m])) * units + unit) * kUnit));
      Rounded to = low.at(which[m]);
      round_block(masked, _mm512_setzero_ps(), to.values + unit * kUnit, to.scales + unit, to.sums + unit);
    }
  }

  const uint8_t* unit_of_tile(int unit, int tile) const {
    return b + (size_t(unit) * tiles + tile) * 2 * unit_block_bytes(kUnit);
  }

  bool is_live(int unit, int tile, int half) const { return live_tiles[(size_t(unit) * tiles + tile) * 2 + half] != 0; }

  int live_rows(int unit, int row, int count) const {
    const int* before = live.data() + size_t(unit) * (rows + 1) + row;
    return before[count] - before[0];
  }

  void find_live() {
    live.assign(size_t(units) * (rows + 1), 0);
    for (int unit = 0; unit < units; unit++) {
      int* before = live.data() + size_t(unit) * (rows + 1);
      for (int row = 0; row < rows; row++) {
        __m512 scales = _mm512_loadu_ps(mask + (size_t(mask_row(row)) * units + unit) * kUnit);
        before[row + 1] = before[row] + (_mm512_cmp_ps_mask(scales, _mm512_setzero_ps(), _CMP_NEQ_UQ) != 0);
      }
    }
  }

  void low_piece(int piece) {
    const int unit = piece % units, first = piece / units * low_group, end = std::min(rows, first + low_group);
    int which[2 * kLowRows], count = 0;
    for (int row = first; row < end; row++) {
      if (live_rows(unit, row, 1) == 1) which[count++] = row;
    }
    int at = 0;
    for (; at + kLowRows <= count; at += kLowRows) low_rows<kLowRows>(unit, which + at);
    for (; at + 2 <= count; at += 2) low_rows<2>(unit, which + at);
    if (at < count) low_rows<1>(unit, which + at);
    lows_done.fetch_add(1, std::memory_order_release);
  }

  template <int Rows>
  inline __attribute__((always_inline)) void add_adapters(int tile, int row, __m512 (*sums)[2]) {
    while (lows_done.load(std::memory_order_acquire) < low_pieces) _mm_pause();
    for (int unit = 0; unit < units; unit++) {
      const int live = live_rows(unit, row, Rows);
      if (live == 0) continue;
      uint32_t which = 0;
#pragma GCC unroll 8
      for (int m = 0; m < Rows; m++) which |= uint32_t(live_rows(unit, row + m, 1)) << m;
      const uint8_t* block = unit_of_tile(unit, tile);
#pragma GCC unroll 2
      for (int half = 0; half < 2; half++, block += unit_block_bytes(kUnit)) {
        if (!is_live(unit, tile, half)) continue;
        if (live == Rows) {
          add_unit_block<Rows, 2, kUnit>(block, [&](int m) { return low.at(row + m); }, unit, &sums[0][half]);
          continue;
        }
#pragma GCC unroll 8
        for (int m = 0; m < Rows; m++) {
          if (which >> m & 1) add_unit_block<1, 2, kUnit>(block, [&](int) { return low.at(row + m); }, unit, &sums[m][half]);
        }
      }
    }
  }

  template <int Rows, int Bits>
  void rows_of_tile(int tile, int row) {
    __m512 sums[Rows][2];
    for (auto& sum : sums) sum[0] = sum[1] = _mm512_setzero_ps();
    for (int unit = 0; row == 0 && unit < units; unit++) {
      for (int half = 0; half < 2; half++) {
        if (is_live(unit, tile, half)) ask(unit_of_tile(unit, tile) + half * unit_block_bytes(kUnit), unit_block_bytes(kUnit));
      }
    }
    const uint8_t* from = w + size_t(tile) * input.blocks * block_bytes(Bits);
    const Rounded at = input.at(row);
    for (int k = 0; k < at.blocks; k++) {
      const uint8_t* block = from + k * block_bytes(Bits);
      // The first rows find the tile in memory, the others in a cache.
      if (row == 0) ask(block + kAhead * block_bytes(Bits), block_bytes(Bits));
      add_block<Rows, Bits>(block, at, k, sums);
    }
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
    for (; row + 8 <= rows; row += 8) rows_of_tile<8, Bits>(tile, row);
    for (; row + 4 <= rows; row += 4) rows_of_tile<4, Bits>(tile, row);
    for (; row + 2 <= rows; row += 2) rows_of_tile<2, Bits>(tile, row);
    for (; row < rows; row++) rows_of_tile<1, Bits>(tile, row);
  }

  void work() {
    for (int piece; (piece = next.fetch_add(1)) < low_pieces + pieces;) {
      if (piece < low_pieces) {
        low_piece(piece);
        continue;
      }
      const int first = (piece - low_pieces) * tiles_per_piece;
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
  if (api.input_count(context) == 6) {
    int64_t masks[4], stack[4];
    const OrtValue *mask = api.input(context, 2), *a = api.input(context, 3);
    api.shape(mask, masks);
    api.shape(a, stack);
    call.units = int(masks[2]) / kUnit;
    call.mask = api.data<float>(mask);
    const size_t first = size_t(kernel.layer) * stack[1];
    call.a = api.data<uint8_t>(a) + first * matrix[1] * unit_block_bytes(kBlock);
    call.b = api.data<uint8_t>(api.input(context, 4)) + first * matrix[0] * 2 * unit_block_bytes(kUnit);
    call.live_tiles = api.data<uint8_t>(api.input(context, 5));
    for (int unit = 0; unit < call.units; unit++) {
      ask(call.a + size_t(unit) * matrix[1] * unit_block_bytes(kBlock), kAhead * unit_block_bytes(kBlock));
    }
    call.low = lows.take(call.rows, call.units);
    // Threads share even the one unit that most calls have; of many, each takes whole ones.
    call.low_group = call.units < 4 ? kLowRows : 2 * kLowRows;
    call.low_pieces = call.units * ((call.rows + call.low_group - 1) / call.low_group);
    call.find_live();
  }

  static const int threads = std::max(1u, std::thread::hardware_concurrency());
  const size_t bytes = size_t(call.tiles) * matrix[1] * block_bytes(call.bits);
  const bool alone = threads == 1 || bytes * call.rows < kPiece;
  const int enough = int(kPiece / (bytes / call.tiles * call.rows));
  call.tiles_per_piece = alone ? call.tiles : std::max(1, std::min(enough, call.tiles / (4 * threads)));
  call.pieces = (call.tiles + call.tiles_per_piece - 1) / call.tiles_per_piece;
  auto round = [](void* data, size_t) { static_cast<Call*>(data)->round_rows(); };
  auto work = [](void* data, size_t) { static_cast<Call*>(data)->work(); };
  call.rows > 8 && !alone ? api.parallel(context, round, threads, &call) : round(&call, 0);
  alone ? work(&call, 0) : api.parallel(context, work, std::min(threads, call.low_pieces + call.pieces), &call);
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
    [](const OrtCustomOp*) -> size_t { return 6; },
    [](const OrtCustomOp*, size_t) { return kFloat; },
    [](const OrtCustomOp*) -> size_t { return 1; },
    compute,
    [](void* state) { delete static_cast<Kernel*>(state); },
    [](const OrtCustomOp*, size_t index) { return index < 2 ? 0 : 1; },  // required, then optional
    [](const OrtCustomOp*, size_t) { return 0; },
    [](const OrtCustomOp*, size_t) { return 0; },
    nullptr, nullptr, nullptr, nullptr,
};
