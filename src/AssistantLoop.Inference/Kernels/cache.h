// How the key-value cache keeps the positions of one head. Keys lie in tiles of 16 positions, [size, 16], so that a vector
// holds one number of each; values lie one position after the other. In bytes, a position of a head has one scale: a
// tile's 16 stand behind its keys, a value's behind it. Both take width elements a position.
#pragma once
#include <immintrin.h>
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>

constexpr int kLanes = 16;

struct FloatCache {
  using Element = float;
  static constexpr const char* kOperator = "CachedAttention";
  static constexpr int kType = 1;  // ONNX's float

  static int width(int size) { return size; }
  static int size(int width) { return width; }
  static void put_key(float* tile, int lane, const float* key, int size) {
    for (int i = 0; i < size; i++) tile[i * kLanes + lane] = key[i];
  }
  static void put_value(float* to, const float* value, int size) { std::copy_n(value, size, to); }
  static __m512 vector(const float* from) { return _mm512_loadu_ps(from); }
  static __m512 scaled(__m512 scores, const float*, int) { return scores; }
  static __m512 value(const float* from, int at, int) { return _mm512_loadu_ps(from + at); }
};

struct ByteCache {
  using Element = int8_t;
  static constexpr const char* kOperator = "CachedAttentionInt8";
  static constexpr int kType = 3;  // ONNX's int8

  static int width(int size) { return size + int(sizeof(float)); }
  static int size(int width) { return width - int(sizeof(float)); }
  static void put_key(int8_t* tile, int lane, const float* key, int size) {
    const float scale = scale_of(key, size), inverse = scale == 0 ? 0 : 1 / scale;
    for (int i = 0; i < size; i++) tile[i * kLanes + lane] = int8_t(std::lrintf(key[i] * inverse));
    std::memcpy(tile + size * kLanes + lane * sizeof(float), &scale, sizeof(float));
  }
  static void put_value(int8_t* to, const float* value, int size) {
    const float scale = scale_of(value, size), inverse = scale == 0 ? 0 : 1 / scale;
    for (int i = 0; i < size; i++) to[i] = int8_t(std::lrintf(value[i] * inverse));
    std::memcpy(to + size, &scale, sizeof(float));
  }
  static __m512 vector(const int8_t* from) {
    return _mm512_cvtepi32_ps(_mm512_cvtepi8_epi32(_mm_loadu_si128(reinterpret_cast<const __m128i*>(from))));
  }
  static __m512 scaled(__m512 scores, const int8_t* tile, int size) {
    return _mm512_mul_ps(scores, _mm512_loadu_ps(reinterpret_cast<const float*>(tile + size * kLanes)));
  }
  static __m512 value(const int8_t* from, int at, int size) {
    float scale;
    std::memcpy(&scale, from + size, sizeof(float));
    return _mm512_mul_ps(vector(from + at), _mm512_set1_ps(scale));
  }

 private:
  // What is not finite makes the scale, and so what comes of it, not a number.
  static float scale_of(const float* x, int size) {
    float most = 0, total = 0;
    for (int i = 0; i < size; i++) most = std::max(most, std::fabs(x[i])), total += x[i];
    return std::isfinite(total) ? most / 127 : NAN;
  }
};
