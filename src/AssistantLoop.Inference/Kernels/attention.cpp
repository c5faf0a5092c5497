// The operator assistantloop.CachedAttention: appends the keys and values of new tokens to the cache, in place, and lets
// each new token attend to all before it and itself, with grouped heads and rotated halves (RoFormer, Su et al. 2021).
// Inputs: qkv f32 [rows, length, (heads + 2 groups) * size]; keys and values [rows, groups, context, width], which are
// written to; last i32 [rows], each row's last position; cosines and sines f32 [positions, size / 2]; and, where heads
// are normed before they are rotated (Qwen3), the weights of the query's and key's RMS norm, f32 [size].
// Attributes: heads, groups; scale, of the scores; epsilon, of the norms.
// size and context are multiples of 16. A row's result does not depend on which tokens are computed with it.
// How a position is kept is told in cache.h.
#include <algorithm>
#include <atomic>
#include <cmath>
#include <thread>
#include <vector>
#include "cache.h"
#include "ort.h"
#include "vectors.h"

namespace {

constexpr int kFloat = 1, kInt = 6;  // ONNX's element types
constexpr int kRows = 6;       // query rows computed together
constexpr int kMaxSize = 512;  // the largest head

struct Kernel {
  const OrtApi* api;
  int heads, groups;
  float scale, epsilon;
};

template <typename Cache>
struct Call {
  using Element = typename Cache::Element;

  const Kernel& kernel;
  const float *qkv, *cosines, *sines, *query_norm, *key_norm;
  Element *keys, *values;
  float* y;
  const int32_t* last;
  int rows, length, context, size, repeat, tiles;
  std::atomic<int> next{0}, appended{0};

  const float* token(int row, int at) const {
    return qkv + (size_t(row) * length + at) * (kernel.heads + 2 * kernel.groups) * size;
  }
  int position(int row, int at) const { return last[row] - (length - 1) + at; }
  size_t head_of_cache(int row, int group) const { return (size_t(row) * kernel.groups + group) * context * Cache::width(size); }

  void norm_and_rotate(const float* x, const float* norm, int position, float scale, float* to) const {
    const int half = size / 2;
    float root = scale;
    if (norm != nullptr) {
      float sum = 0;
      for (int i = 0; i < size; i++) sum += x[i] * x[i];
      root *= 1 / std::sqrt(sum / size + kernel.epsilon);
    }
    const float *c = cosines + size_t(position) * half, *s = sines + size_t(position) * half;
    for (int i = 0; i < half; i++) {
      const float a = norm != nullptr ? x[i] * norm[i] : x[i], b = norm != nullptr ? x[i + half] * norm[i + half] : x[i + half];
      to[i] = (a * c[i] - b * s[i]) * root;
      to[i + half] = (b * c[i] + a * s[i]) * root;
    }
  }

  void append(int piece) {
    const int row = piece / kernel.groups, group = piece % kernel.groups;
    Element *k = keys + head_of_cache(row, group), *v = values + head_of_cache(row, group);
    float rotated[kMaxSize];
    for (int at = 0; at < length; at++) {
      const float* from = token(row, at) + (kernel.heads + group) * size;
      const int to = position(row, at);
      norm_and_rotate(from, key_norm, to, 1, rotated);
      Cache::put_key(k + size_t(to / kLanes) * kLanes * Cache::width(size), to % kLanes, rotated, size);
      Cache::put_value(v + size_t(to) * Cache::width(size), from + kernel.groups * size, size);
    }
    appended.fetch_add(1, std::memory_order_release);
  }

  // scores[row][key] for two tiles of keys.
  template <int Rows>
  void score(const float* queries, const Element* tile, const Element* second, float* scores, int stride) const {
    __m512 sums[Rows][2];
    for (auto& sum : sums) sum[0] = sum[1] = _mm512_setzero_ps();
    for (int i = 0; i < size; i++) {
      __m512 k0 = Cache::vector(tile + i * kLanes), k1 = Cache::vector(second + i * kLanes);
      for (int m = 0; m < Rows; m++) {
        __m512 q = _mm512_set1_ps(queries[m * size + i]);
        sums[m][0] = _mm512_fmadd_ps(q, k0, sums[m][0]);
        sums[m][1] = _mm512_fmadd_ps(q, k1, sums[m][1]);
      }
    }
    for (int m = 0; m < Rows; m++) {
      _mm512_storeu_ps(scores + size_t(m) * stride, Cache::scaled(sums[m][0], tile, size));
      _mm512_storeu_ps(scores + size_t(m) * stride + kLanes, Cache::scaled(sums[m][1], second, size));
    }
  }

  // Turns the scores of keys 0 .. count - 1 into e^(score - max), the rest up to the end into 0; returns 1 / their sum.
  static float exponents(float* scores, int count, int end) {
    __m512 most = _mm512_set1_ps(-INFINITY), sum = _mm512_setzero_ps();
    for (int k = 0; k < count; k += kLanes) {
      const __mmask16 some = k + kLanes <= count ? 0xffff : (1 << (count - k)) - 1;
      most = _mm512_mask_max_ps(most, some, most, _mm512_loadu_ps(scores + k));
    }
    const __m512 max = _mm512_set1_ps(_mm512_reduce_max_ps(most));
    for (int k = 0; k < end; k += kLanes) {
      const __mmask16 some = k + kLanes <= count ? 0xffff : k >= count ? 0 : (1 << (count - k)) - 1;
      __m512 e = _mm512_maskz_mov_ps(some, exp_ps(_mm512_sub_ps(_mm512_loadu_ps(scores + k), max)));
      _mm512_storeu_ps(scores + k, e);
      sum = _mm512_add_ps(sum, e);
    }
    return 1 / _mm512_reduce_add_ps(sum);
  }

  template <int Rows, int Vectors>
  void mix(const float* scores, int stride, const Element* v, int first, int count, const float* factors, float* const* to) const {
    __m512 sums[Rows][Vectors];
    for (auto& row : sums) for (auto& sum : row) sum = _mm512_setzero_ps();
    for (int k = 0; k < count; k++, v += Cache::width(size)) {
      for (int n = 0; n < Vectors; n++) {
        __m512 value = Cache::value(v, first + n * kLanes, size);
        for (int m = 0; m < Rows; m++) {
          sums[m][n] = _mm512_fmadd_ps(_mm512_set1_ps(scores[size_t(m) * stride + k]), value, sums[m][n]);
        }
      }
    }
    for (int m = 0; m < Rows; m++) {
      for (int n = 0; n < Vectors; n++) {
        _mm512_storeu_ps(to[m] + n * kLanes, _mm512_mul_ps(sums[m][n], _mm512_set1_ps(factors[m])));
      }
    }
  }

  template <int Rows>
  void attend(int row, int group, int first) const {
    float queries[Rows * kMaxSize], factors[Rows];
    float* to[Rows];
    int counts[Rows], most = 0;
    for (int m = 0; m < Rows; m++) {
      const int at = (first + m) / repeat, head = group * repeat + (first + m) % repeat;
      counts[m] = position(row, at) + 1;
      most = std::max(most, counts[m]);
      norm_and_rotate(token(row, at) + head * size, query_norm, counts[m] - 1, kernel.scale, queries + m * size);
      to[m] = y + ((size_t(row) * length + at) * kernel.heads + head) * size;
    }
    static thread_local std::vector<float> memory;
    const int stride = (most + 2 * kLanes - 1) / (2 * kLanes) * (2 * kLanes);
    if (memory.size() < size_t(Rows) * stride) memory.resize(size_t(Rows) * stride);
    float* scores = memory.data();
    const Element *k = keys + head_of_cache(row, group), *v = values + head_of_cache(row, group);
    for (int key = 0; key < most; key += 2 * kLanes) {
      // Past the last tile there is nothing to read; what the first one gives there counts for no row.
      const Element *tile = k + size_t(key) * Cache::width(size), *second = tile + kLanes * Cache::width(size);
      score<Rows>(queries, tile, key + kLanes < context ? second : tile, scores + key, stride);
    }
    for (int m = 0; m < Rows; m++) factors[m] = exponents(scores + size_t(m) * stride, counts[m], stride);
    for (int i = 0; i < size; i += 4 * kLanes) {
      switch (std::min(4, (size - i) / kLanes)) {
        case 1: mix<Rows, 1>(scores, stride, v, i, most, factors, to); break;
        case 2: mix<Rows, 2>(scores, stride, v, i, most, factors, to); break;
        case 3: mix<Rows, 3>(scores, stride, v, i, most, factors, to); break;
        default: mix<Rows, 4>(scores, stride, v, i, most, factors, to); break;
      }
      for (float*& at : to) at += 4 * kLanes;
    }
  }

  void attend_piece(int piece) {
    while (appended.load(std::memory_order_acquire) < rows * kernel.groups) _mm_pause();
    const int first = piece % tiles * kRows, row = piece / tiles / kernel.groups, group = piece / tiles % kernel.groups;
    switch (std::min(kRows, length * repeat - first)) {
      case 1: attend<1>(row, group, first); break;
      case 2: attend<2>(row, group, first); break;
      case 3: attend<3>(row, group, first); break;
      case 4: attend<4>(row, group, first); break;
      case 5: attend<5>(row, group, first); break;
      default: attend<6>(row, group, first); break;
    }
  }

  // Appending comes first; who attends waits only for pieces that some thread is at.
  void work() {
    const int appends = rows * kernel.groups, all = appends * (1 + tiles);
    for (int piece; (piece = next.fetch_add(1)) < all;) piece < appends ? append(piece) : attend_piece(piece - appends);
  }
};

template <typename Cache>
void compute(void* state, OrtKernelContext* context) {
  const Kernel& kernel = *static_cast<const Kernel*>(state);
  const OrtApi& api = *kernel.api;
  int64_t shape[4], cache[4];
  const OrtValue *qkv = api.input(context, 0), *keys = api.input(context, 1);
  api.shape(qkv, shape);
  api.shape(keys, cache);
  const int rows = int(shape[0]), length = int(shape[1]), size = Cache::size(int(cache[3]));
  shape[2] = int64_t(kernel.heads) * size;
  float* y = api.data<float>(api.output(context, shape, 3));
  const bool normed = api.input_count(context) == 8;
  const int repeat = kernel.heads / kernel.groups;
  using Element = typename Cache::Element;
  Call<Cache> call{
      kernel, api.data<float>(qkv), api.data<float>(api.input(context, 4)), api.data<float>(api.input(context, 5)),
      normed ? api.data<float>(api.input(context, 6)) : nullptr, normed ? api.data<float>(api.input(context, 7)) : nullptr,
      api.data<Element>(keys), api.data<Element>(api.input(context, 2)), y, api.data<int32_t>(api.input(context, 3)),
      rows, length, int(cache[2]), size, repeat, (length * repeat + kRows - 1) / kRows};
  // Waking another thread costs as much as some hundred thousand multiplications.
  double products = 0;
  for (int row = 0; row < rows; row++) products += 2.0 * (call.last[row] + 1) * length * kernel.heads * size;
  static const int threads = std::max(1u, std::thread::hardware_concurrency());
  auto work = [](void* data, size_t) { static_cast<Call<Cache>*>(data)->work(); };
  threads == 1 || products < 2e5 ? work(&call, 0) : api.parallel(context, work, threads, &call);
}

template <typename Cache>
constexpr OrtCustomOp operator_of() {
  return {
      13,
      [](const OrtCustomOp*, const OrtApi* api, const OrtKernelInfo* info) -> void* {
        return new Kernel{api, int(api->attribute(info, "heads")), int(api->attribute(info, "groups")),
                          api->real_attribute(info, "scale"), api->real_attribute(info, "epsilon")};
      },
      [](const OrtCustomOp*) { return Cache::kOperator; },
      [](const OrtCustomOp*) -> const char* { return nullptr; },
      [](const OrtCustomOp*, size_t index) { return index == 1 || index == 2 ? Cache::kType : index == 3 ? kInt : kFloat; },
      [](const OrtCustomOp*) -> size_t { return 8; },
      [](const OrtCustomOp*, size_t) { return kFloat; },
      [](const OrtCustomOp*) -> size_t { return 1; },
      compute<Cache>,
      [](void* state) { delete static_cast<Kernel*>(state); },
      [](const OrtCustomOp*, size_t index) { return index < 6 ? 0 : 1; },  // required, then optional
      [](const OrtCustomOp*, size_t) { return 0; },
      [](const OrtCustomOp*, size_t) { return 0; },
      nullptr, nullptr, nullptr, nullptr,
  };
}

}  // namespace

extern const OrtCustomOp kCachedAttention = operator_of<FloatCache>();
extern const OrtCustomOp kCachedAttentionInt8 = operator_of<ByteCache>();
