// Products of int8 activations with quantised matrices, on AVX-512 VNNI.
//
// A matrix [columns of the result, k] is cut into tiles of 32 columns, and each tile into blocks of 32 along k. A block
// is 32 half-precision scales, then its integers: for each 4 neighbours along k one vector of 16 columns x 4 bytes for
// the first 16 columns and one for the other 16. With 4 bits a vector holds 8 neighbours, the first 4 in the low halves
// of its bytes. Integers are kept unsigned, so value = (q - 2^(bits-1)) * scale. A tile is one stream of memory.
//
// Activations are rounded by blocks of 32 to int8 with one scale each. A block's product is exact in int32; what the
// unsigned integers add to it is 2^(bits-1) times the sum of the activations, which starts the sum off, negated.
//
// Adapters come in units of 16 ranks and have 8 bits: A in tiles of 16 rows and blocks of 32, B in tiles of 16 columns
// and blocks of the unit's 16 ranks. Such a block is 16 scales and then one vector for each 4 neighbours.
#pragma once
#include <immintrin.h>
#include <cstddef>
#include <cstdint>

constexpr int kBlock = 32;       // numbers along k that share a scale
constexpr int kTile = 32;        // columns of a tile
constexpr int kScaleBytes = 64;  // a block's scales
constexpr int kUnit = 16;        // ranks of a unit of adapters
constexpr int unit_block_bytes(int length) { return kUnit * (2 + length); }
constexpr int block_bytes(int bits) { return kScaleBytes + kTile * kBlock * bits / 8; }

// Rows of activations, rounded: values [rows, length * blocks], scales and negated sums [rows, blocks].
template <int Length>
struct Rounded {
  int8_t* values;
  float* scales;
  int32_t* sums;
  int blocks;

  Rounded at(int row) const {
    return {values + size_t(row) * blocks * Length, scales + size_t(row) * blocks, sums + size_t(row) * blocks, blocks};
  }
};

// Rounds a block of 32 numbers, or of 16 and 16 zeros; whatever is not finite makes the scale, and so the product, not
// finite either.
// Returns the other 16.
inline __m128i round_block(__m512 a, __m512 b, int8_t* values, float* scale, int32_t* sum) {
  float most = _mm512_reduce_max_ps(_mm512_max_ps(_mm512_abs_ps(a), _mm512_abs_ps(b)));
  __m512 total = _mm512_add_ps(a, b);
  if (_mm512_cmp_ps_mask(total, total, _CMP_UNORD_Q)) most = __builtin_nanf("");
  __m512 inverse = _mm512_set1_ps(most == 0 ? 0 : 127 / most);
  __m512i qa = _mm512_cvtps_epi32(_mm512_mul_ps(a, inverse)), qb = _mm512_cvtps_epi32(_mm512_mul_ps(b, inverse));
  _mm_storeu_si128(reinterpret_cast<__m128i*>(values), _mm512_cvtsepi32_epi8(qa));
  *scale = most / 127;
  *sum = -_mm512_reduce_add_epi32(_mm512_add_epi32(qa, qb));
  return _mm512_cvtsepi32_epi8(qb);
}

inline void round_row(const float* x, Rounded<kBlock> row) {
  for (int k = 0; k < row.blocks; k++, x += kBlock) {
    __m128i rest = round_block(_mm512_loadu_ps(x), _mm512_loadu_ps(x + 16), row.values + k * kBlock, row.scales + k, row.sums + k);
    _mm_storeu_si128(reinterpret_cast<__m128i*>(row.values + k * kBlock + 16), rest);
  }
}

// sums[row][half] += the product of Rows rows with one block of a tile.
template <int Rows, int Bits>
inline __attribute__((always_inline)) void add_block(const uint8_t* block, Rounded<kBlock> x, int k, __m512 (*sums)[2]) {
  const uint8_t* w = block + kScaleBytes;
  __m512i c[Rows][2];
#pragma GCC unroll 8
  for (int m = 0; m < Rows; m++) {
    c[m][0] = c[m][1] = _mm512_slli_epi32(_mm512_set1_epi32(x.sums[m * x.blocks + k]), Bits - 1);
  }
  const int8_t* a = x.values + k * kBlock;
  const int stride = x.blocks * kBlock;
#pragma GCC unroll 8
  for (int j = 0; j < kBlock / 4; j++) {
    __m512i w0, w1;
    if (Bits == 8) {
      w0 = _mm512_loadu_si512(w + j * 128);
      w1 = _mm512_loadu_si512(w + j * 128 + 64);
    } else {
      __m512i p0 = _mm512_loadu_si512(w + j / 2 * 128), p1 = _mm512_loadu_si512(w + j / 2 * 128 + 64);
      const __m512i low = _mm512_set1_epi8(15);
      w0 = _mm512_and_si512(j % 2 ? _mm512_srli_epi16(p0, 4) : p0, low);
      w1 = _mm512_and_si512(j % 2 ? _mm512_srli_epi16(p1, 4) : p1, low);
    }
#pragma GCC unroll 8
    for (int m = 0; m < Rows; m++) {
      __m512i four = _mm512_set1_epi32(*reinterpret_cast<const int32_t*>(a + m * stride + j * 4));
      c[m][0] = _mm512_dpbusd_epi32(c[m][0], w0, four);
      c[m][1] = _mm512_dpbusd_epi32(c[m][1], w1, four);
    }
  }
  __m512i halves = _mm512_loadu_si512(block);
  __m512 s0 = _mm512_cvtph_ps(_mm512_castsi512_si256(halves)), s1 = _mm512_cvtph_ps(_mm512_extracti64x4_epi64(halves, 1));
#pragma GCC unroll 8
  for (int m = 0; m < Rows; m++) {
    __m512 scale = _mm512_set1_ps(x.scales[m * x.blocks + k]);
    sums[m][0] = _mm512_fmadd_ps(_mm512_cvtepi32_ps(c[m][0]), _mm512_mul_ps(s0, scale), sums[m][0]);
    sums[m][1] = _mm512_fmadd_ps(_mm512_cvtepi32_ps(c[m][1]), _mm512_mul_ps(s1, scale), sums[m][1]);
  }
}

// sums[row] += the product of Rows rows with one block of an adapter's tile; row_of(m) gives the rows, and their sums are
// Step vectors apart.
template <int Rows, int Step, int Length, typename RowOf>
inline __attribute__((always_inline)) void add_unit_block(const uint8_t* block, RowOf row_of, int k, __m512* sums) {
  // Of few rows two sums each, so that one product need not wait for the other.
  constexpr int kSums = Rows < 8 ? 2 : 1;
  __m512i c[Rows][2];
#pragma GCC unroll 8
  for (int m = 0; m < Rows; m++) {
    c[m][0] = _mm512_slli_epi32(_mm512_set1_epi32(row_of(m).sums[k]), 7);
    c[m][1] = _mm512_setzero_si512();
  }
#pragma GCC unroll 8
  for (int j = 0; j < Length / 4; j++) {
    __m512i w = _mm512_loadu_si512(block + 2 * kUnit + j * 64);
#pragma GCC unroll 8
    for (int m = 0; m < Rows; m++) {
      const int32_t four = *reinterpret_cast<const int32_t*>(row_of(m).values + k * Length + j * 4);
      c[m][j % kSums] = _mm512_dpbusd_epi32(c[m][j % kSums], w, _mm512_set1_epi32(four));
    }
  }
  __m512 scales = _mm512_cvtph_ps(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(block)));
#pragma GCC unroll 8
  for (int m = 0; m < Rows; m++) {
    __m512 scale = _mm512_mul_ps(scales, _mm512_set1_ps(row_of(m).scales[k]));
    sums[m * Step] = _mm512_fmadd_ps(_mm512_cvtepi32_ps(kSums == 1 ? c[m][0] : _mm512_add_epi32(c[m][0], c[m][1])), scale, sums[m * Step]);
  }
}
