// The part of ONNX Runtime's C interface (onnxruntime_c_api.h) that a custom operator needs, since its header is not
// where its library is. A number is the function's place in the table, which only ever grows at its end.
#pragma once
#include <cstddef>
#include <cstdint>

struct OrtStatus;
struct OrtValue;
struct OrtKernelInfo;
struct OrtKernelContext;
struct OrtSessionOptions;
struct OrtCustomOpDomain;
struct OrtTensorTypeAndShapeInfo;

struct OrtApi {
  void* table[1];

  template <typename Function>
  Function at(int place) const { return reinterpret_cast<Function>(table[place]); }

  OrtStatus* fail(const char* message) const { return at<OrtStatus* (*)(int, const char*)>(0)(1, message); }

  OrtStatus* create_domain(const char* name, OrtCustomOpDomain** domain) const {
    return at<OrtStatus* (*)(const char*, OrtCustomOpDomain**)>(26)(name, domain);
  }
  OrtStatus* add_to_domain(OrtCustomOpDomain* domain, const struct OrtCustomOp* op) const {
    return at<OrtStatus* (*)(OrtCustomOpDomain*, const OrtCustomOp*)>(27)(domain, op);
  }
  OrtStatus* add_domain(OrtSessionOptions* options, OrtCustomOpDomain* domain) const {
    return at<OrtStatus* (*)(OrtSessionOptions*, OrtCustomOpDomain*)>(28)(options, domain);
  }
  int64_t attribute(const OrtKernelInfo* info, const char* name) const {
    int64_t value = 0;
    return at<OrtStatus* (*)(const OrtKernelInfo*, const char*, int64_t*)>(86)(info, name, &value) ? -1 : value;
  }
  float real_attribute(const OrtKernelInfo* info, const char* name) const {
    float value = 0;
    return at<OrtStatus* (*)(const OrtKernelInfo*, const char*, float*)>(85)(info, name, &value) ? 0 : value;
  }
  size_t input_count(const OrtKernelContext* context) const {
    size_t count = 0;
    return at<OrtStatus* (*)(const OrtKernelContext*, size_t*)>(88)(context, &count) ? 0 : count;
  }
  const OrtValue* input(const OrtKernelContext* context, size_t index) const {
    const OrtValue* value = nullptr;
    return at<OrtStatus* (*)(const OrtKernelContext*, size_t, const OrtValue**)>(90)(context, index, &value) ? nullptr : value;
  }
  OrtValue* output(OrtKernelContext* context, const int64_t* shape, size_t rank) const {
    OrtValue* value = nullptr;
    auto get = at<OrtStatus* (*)(OrtKernelContext*, size_t, const int64_t*, size_t, OrtValue**)>(91);
    return get(context, 0, shape, rank, &value) ? nullptr : value;
  }
  template <typename Element>
  Element* data(const OrtValue* value) const {
    void* memory = nullptr;
    at<OrtStatus* (*)(const OrtValue*, void**)>(51)(value, &memory);
    return static_cast<Element*>(memory);
  }
  // Returns the rank; 0 for one above 4.
  size_t shape(const OrtValue* value, int64_t (&lengths)[4]) const {
    OrtTensorTypeAndShapeInfo* info = nullptr;
    size_t rank = 0;
    if (at<OrtStatus* (*)(const OrtValue*, OrtTensorTypeAndShapeInfo**)>(65)(value, &info)) return 0;
    at<OrtStatus* (*)(const OrtTensorTypeAndShapeInfo*, size_t*)>(61)(info, &rank);
    if (rank > 4) rank = 0;
    at<OrtStatus* (*)(const OrtTensorTypeAndShapeInfo*, int64_t*, size_t)>(62)(info, lengths, rank);
    at<void (*)(OrtTensorTypeAndShapeInfo*)>(99)(info);
    return rank;
  }
  // Runs work(data, 0 .. count - 1) on the session's threads and waits for all.
  void parallel(const OrtKernelContext* context, void (*work)(void*, size_t), size_t count, void* data) const {
    auto run = at<OrtStatus* (*)(const OrtKernelContext*, void (*)(void*, size_t), size_t, size_t, void*)>(274);
    if (OrtStatus* failed = run(context, work, count, 0, data)) {
      at<void (*)(OrtStatus*)>(93)(failed);
      for (size_t i = 0; i < count; i++) work(data, i);
    }
  }
};

struct OrtApiBase {
  const OrtApi* (*GetApi)(uint32_t version);
  const char* (*GetVersionString)();
};

// As of version 13 of the interface: the library reads no further than the version says.
struct OrtCustomOp {
  uint32_t version;
  void* (*CreateKernel)(const OrtCustomOp*, const OrtApi*, const OrtKernelInfo*);
  const char* (*GetName)(const OrtCustomOp*);
  const char* (*GetExecutionProviderType)(const OrtCustomOp*);
  int (*GetInputType)(const OrtCustomOp*, size_t);
  size_t (*GetInputTypeCount)(const OrtCustomOp*);
  int (*GetOutputType)(const OrtCustomOp*, size_t);
  size_t (*GetOutputTypeCount)(const OrtCustomOp*);
  void (*KernelCompute)(void*, OrtKernelContext*);
  void (*KernelDestroy)(void*);
  int (*GetInputCharacteristic)(const OrtCustomOp*, size_t);
  int (*GetOutputCharacteristic)(const OrtCustomOp*, size_t);
  int (*GetInputMemoryType)(const OrtCustomOp*, size_t);
  int (*GetVariadicInputMinArity)(const OrtCustomOp*);
  int (*GetVariadicInputHomogeneity)(const OrtCustomOp*);
  int (*GetVariadicOutputMinArity)(const OrtCustomOp*);
  int (*GetVariadicOutputHomogeneity)(const OrtCustomOp*);
};
