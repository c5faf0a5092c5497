// What ONNX Runtime calls when it loads this library: adds the operators of the domain "assistantloop".
#include <initializer_list>
#include "ort.h"

extern const OrtCustomOp kQuantizedLinear, kCachedAttention, kCachedAttentionInt8;

extern "C" __attribute__((visibility("default"))) OrtStatus* RegisterCustomOps(OrtSessionOptions* options, const OrtApiBase* base) {
  const OrtApi* api = base->GetApi(18);
  if (api == nullptr) return nullptr;
  // Lives as long as the library, which ONNX Runtime keeps loaded while a session uses it.
  static OrtCustomOpDomain* domain = nullptr;
  if (domain == nullptr) {
    if (OrtStatus* failed = api->create_domain("assistantloop", &domain)) return failed;
    for (const OrtCustomOp* op : {&kQuantizedLinear, &kCachedAttention, &kCachedAttentionInt8}) {
      if (OrtStatus* failed = api->add_to_domain(domain, op)) return failed;
    }
  }
  return api->add_domain(options, domain);
}
