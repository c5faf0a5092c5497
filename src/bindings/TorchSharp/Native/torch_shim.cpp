// libtorch over a C ABI: every ATen operator through the dispatcher's boxed calling convention, plus what is no
// operator: memory in and out, autograd, modes of the calling thread, random generators, threads and devices.
// A tensor handle is a TensorImpl* that owns one reference; an undefined tensor is a null handle.
// No exception leaves this file: a function that can fail returns a negative status (or null), and the reason is read
// with al_last_error on the same thread.
#include <ATen/ATen.h>
#include <ATen/CPUGeneratorImpl.h>
#include <ATen/Parallel.h>
#include <ATen/autocast_mode.h>
#include <ATen/core/dispatch/Dispatcher.h>
#include <torch/csrc/api/include/torch/version.h>
#include <torch/csrc/autograd/autograd.h>
#include <atomic>

#define EXPORT extern "C" __attribute__((visibility("default")))

namespace {

// libtorch's own optional became the standard one in 2.x; autocast took the device as an argument in 2.4.
#define TORCH_AT_LEAST(major, minor) \
  (TORCH_VERSION_MAJOR > (major) || (TORCH_VERSION_MAJOR == (major) && TORCH_VERSION_MINOR >= (minor)))
#if TORCH_AT_LEAST(2, 4)
using OptionalTensor = std::optional<at::Tensor>;
bool autocast_on() { return at::autocast::is_autocast_enabled(at::kCPU); }
void autocast(bool on) { at::autocast::set_autocast_enabled(at::kCPU, on); }
void autocast_type(at::ScalarType type) { at::autocast::set_autocast_dtype(at::kCPU, type); }
#else
using OptionalTensor = c10::optional<at::Tensor>;
bool autocast_on() { return at::autocast::is_cpu_enabled(); }
void autocast(bool on) { at::autocast::set_cpu_enabled(on); }
void autocast_type(at::ScalarType type) { at::autocast::set_autocast_cpu_dtype(type); }
#endif

using at::Generator;
using Handle = c10::TensorImpl*;
using Owner = c10::intrusive_ptr<c10::TensorImpl, c10::UndefinedTensorImpl>;

enum Tag : int64_t { None, TensorTag, Int, Double, Bool, IntList, TensorList, OptionalTensorList, DoubleList, String,
                     DeviceTag, GeneratorTag };

// One argument or result. Lists and strings: pointer and length; a device: its type in i, its index in length.
struct Value {
  int64_t tag;
  union { int64_t i; double d; void* p; };
  int64_t length;
};

thread_local std::string last_error;
thread_local std::vector<void*> result_handles;   // holds the lists among the latest results of this thread
std::atomic<int64_t> live_handles{0};

template <class F> int64_t guarded(F&& body) noexcept {
  try { return body(); }
  catch (const c10::Error& e) { last_error = e.what_without_backtrace(); }
  catch (const std::exception& e) { last_error = e.what(); }
  catch (...) { last_error = "libtorch threw something that is no std::exception."; }
  return -1;
}

template <class F> int64_t run(F&& body) noexcept { return guarded([&] { body(); return 0; }); }

template <class F> void* make(F&& body) noexcept {
  void* handle = nullptr;
  run([&] { handle = body(); });
  return handle;
}

at::Tensor borrow(void* handle) { return handle ? at::Tensor(Owner::reclaim_copy((Handle)handle)) : at::Tensor(); }

Handle give(at::Tensor tensor) {
  if (!tensor.defined()) return nullptr;
  live_handles.fetch_add(1, std::memory_order_relaxed);
  return tensor.unsafeReleaseTensorImpl();
}

std::vector<at::Tensor> borrow_all(void** handles, int64_t count) {
  std::vector<at::Tensor> tensors;
  tensors.reserve(count);
  for (int64_t i = 0; i < count; i++) tensors.push_back(borrow(handles[i]));
  return tensors;
}

c10::IValue to_ivalue(const Value& v, const c10::Argument& argument) {
  switch (v.tag) {
    case None: return c10::IValue();
    case TensorTag: return borrow(v.p);
    // A whole number where the schema wants a float, as Python allows.
    case Int: return argument.type()->kind() == c10::TypeKind::FloatType ? c10::IValue((double)v.i) : c10::IValue(v.i);
    case Double: return v.d;
    case Bool: return v.i != 0;
    case IntList: return at::IntArrayRef((const int64_t*)v.p, v.length);
    case DoubleList: return at::ArrayRef<double>((const double*)v.p, v.length);
    case String: return std::string((const char*)v.p, v.length);
    case DeviceTag: return c10::Device((c10::DeviceType)v.i, (c10::DeviceIndex)v.length);
    case GeneratorTag: return *(Generator*)v.p;
    case TensorList: {
      c10::List<at::Tensor> list;
      list.reserve(v.length);
      for (int64_t i = 0; i < v.length; i++) list.push_back(borrow(((void**)v.p)[i]));
      return list;
    }
    case OptionalTensorList: {
      c10::List<OptionalTensor> list;
      list.reserve(v.length);
      for (int64_t i = 0; i < v.length; i++) {
        void* handle = ((void**)v.p)[i];
        list.push_back(handle ? OptionalTensor(borrow(handle)) : OptionalTensor());
      }
      return list;
    }
    default: TORCH_CHECK(false, "Unknown argument tag ", v.tag);
  }
}

// Lists come back as an offset into result_handles, made a pointer once all results are in.
Value to_value(const c10::IValue& v) {
  Value out{None, {0}, 0};
  if (v.isTensor()) { out.tag = TensorTag; out.p = give(v.toTensor()); }
  else if (v.isInt()) { out.tag = Int; out.i = v.toInt(); }
  else if (v.isDouble()) { out.tag = Double; out.d = v.toDouble(); }
  else if (v.isBool()) { out.tag = Bool; out.i = v.toBool(); }
  else if (v.isTensorList()) {
    out.tag = TensorList;
    out.i = (int64_t)result_handles.size();
    for (const at::Tensor& tensor : v.toTensorVector()) { result_handles.push_back(give(tensor)); out.length++; }
  }
  else TORCH_CHECK(v.isNone(), "A result of type ", v.tagKind(), " is not supported.");
  return out;
}

}  // namespace

EXPORT const char* al_last_error() { return last_error.c_str(); }
EXPORT int64_t al_live_handles() { return live_handles.load(); }

// The operator `name` ("aten::add") with `overload` ("Tensor" or ""), or null where this libtorch has none.
EXPORT void* al_find(const char* name, const char* overload) {
  return make([&]() -> void* {
    auto found = c10::Dispatcher::singleton().findSchema({name, overload});
    TORCH_CHECK(found, "This libtorch has no operator ", name, *overload ? "." : "", overload, ".");
    return new c10::OperatorHandle(*found);
  });
}

// Calls an operator; missing trailing arguments take the schema's defaults. Writes at most `capacity` results and
// returns how many; results beyond that are dropped (an in-place call asks for none).
EXPORT int64_t al_call(void* op, const Value* args, int64_t count, Value* results, int64_t capacity) {
  return guarded([&]() -> int64_t {
    const auto& handle = *(const c10::OperatorHandle*)op;
    const auto& schema = handle.schema();
    const auto& parameters = schema.arguments();
    TORCH_CHECK((size_t)count <= parameters.size(), schema, " takes ", parameters.size(), " arguments, given ", count);
    torch::jit::Stack stack;
    stack.reserve(parameters.size());
    for (int64_t i = 0; i < count; i++) stack.push_back(to_ivalue(args[i], parameters[i]));
    for (size_t i = count; i < parameters.size(); i++) {
      TORCH_CHECK(parameters[i].default_value(), schema, " needs argument ", parameters[i].name());
      stack.push_back(*parameters[i].default_value());
    }
    handle.callBoxed(stack);
    result_handles.clear();
    int64_t written = std::min<int64_t>(capacity, stack.size());
    for (int64_t i = 0; i < written; i++) results[i] = to_value(stack[i]);
    for (int64_t i = 0; i < written; i++)
      if (results[i].tag == TensorList) results[i].p = result_handles.data() + results[i].i;
    return written;
  });
}

EXPORT void al_release(void* tensor) {
  if (!tensor) return;
  live_handles.fetch_sub(1, std::memory_order_relaxed);
  run([&] { Owner::reclaim((Handle)tensor); });
}

// A new tensor on the CPU with a copy of `data`.
EXPORT void* al_from_blob(const void* data, const int64_t* sizes, int64_t dims, int64_t dtype) {
  return make([&]() -> void* {
    auto options = at::TensorOptions().dtype((c10::ScalarType)dtype);
    return give(at::from_blob(const_cast<void*>(data), at::IntArrayRef(sizes, dims), options).clone());
  });
}
EXPORT void* al_data(void* tensor) { return make([&] { return borrow(tensor).data_ptr(); }); }

EXPORT int64_t al_dtype(void* t) {
  return guarded([&] { return (int64_t)c10::typeMetaToScalarType(((Handle)t)->dtype()); });
}
EXPORT int64_t al_dim(void* t) { return guarded([&] { return ((Handle)t)->dim(); }); }
EXPORT int64_t al_numel(void* t) { return guarded([&] { return ((Handle)t)->numel(); }); }
EXPORT int64_t al_shape(void* t, int64_t* sizes, int64_t* strides) {
  return run([&] {
    auto write = [](at::IntArrayRef from, int64_t* to) { std::copy(from.begin(), from.end(), to); };
    if (sizes) write(((Handle)t)->sizes(), sizes);
    if (strides) write(((Handle)t)->strides(), strides);
  });
}
EXPORT int64_t al_is_contiguous(void* t) { return guarded([&] { return (int64_t)((Handle)t)->is_contiguous(); }); }
EXPORT int64_t al_device(void* t, int64_t* index) {
  return guarded([&] { auto d = ((Handle)t)->device(); *index = d.index(); return (int64_t)d.type(); });
}

EXPORT int64_t al_requires_grad(void* t) { return guarded([&] { return (int64_t)borrow(t).requires_grad(); }); }
EXPORT int64_t al_set_requires_grad(void* t, int64_t on) { return run([&] { borrow(t).set_requires_grad(on != 0); }); }
EXPORT int64_t al_is_leaf(void* t) { return guarded([&] { return (int64_t)borrow(t).is_leaf(); }); }
EXPORT int64_t al_grad(void* t, void** grad) { return run([&] { *grad = give(borrow(t).grad()); }); }
EXPORT int64_t al_set_grad(void* t, void* grad) { return run([&] { borrow(t).mutable_grad() = borrow(grad); }); }

// Sum of gradients of `roots` into the leaves (or into `inputs` alone). `seeds` may be null or hold null handles.
EXPORT int64_t al_backward(void** roots, int64_t count, void** seeds, int64_t retain, int64_t create,
                           void** inputs, int64_t input_count) {
  return run([&] {
    torch::autograd::backward(borrow_all(roots, count), seeds ? borrow_all(seeds, count) : std::vector<at::Tensor>(),
                              retain != 0, create != 0, borrow_all(inputs, input_count));
  });
}

EXPORT int64_t al_grad_mode() { return c10::GradMode::is_enabled(); }
EXPORT void al_set_grad_mode(int64_t on) { run([&] { c10::GradMode::set_enabled(on != 0); }); }

// Autocast of this thread's CPU operators. Leaving the outermost scope drops the cast copies of the weights.
EXPORT int64_t al_autocast_enabled() { return autocast_on(); }
EXPORT int64_t al_autocast_enter(int64_t on, int64_t dtype) {
  return run([&] {
    at::autocast::increment_nesting();
    autocast(on != 0);
    autocast_type((c10::ScalarType)dtype);
  });
}
EXPORT int64_t al_autocast_leave(int64_t was_on) {
  return run([&] {
    autocast(was_on != 0);
    if (at::autocast::decrement_nesting() == 0) at::autocast::clear_cache();
  });
}

// A generator handle is a heap at::Generator; al_generator_default names the CPU's own.
EXPORT void* al_generator_default() {
  return make([&] { return new Generator(at::detail::getDefaultCPUGenerator()); });
}
EXPORT void* al_generator_new(uint64_t seed) {
  return make([&] { return new Generator(at::detail::createCPUGenerator(seed)); });
}
EXPORT void al_generator_release(void* g) { run([&] { delete (Generator*)g; }); }
EXPORT int64_t al_generator_seed(void* g, uint64_t seed) {
  return run([&] {
    std::lock_guard<std::mutex> lock(((Generator*)g)->mutex());
    ((Generator*)g)->set_current_seed(seed);
  });
}
EXPORT int64_t al_generator_initial_seed(void* g, uint64_t* seed) {
  return run([&] { *seed = ((Generator*)g)->current_seed(); });
}
EXPORT void* al_generator_state(void* g) { return make([&] { return give(((Generator*)g)->get_state()); }); }
EXPORT int64_t al_generator_set_state(void* g, void* state) {
  return run([&] { ((Generator*)g)->set_state(borrow(state)); });
}
EXPORT int64_t al_manual_seed(uint64_t seed) { return run([&] { at::manual_seed(seed); }); }

EXPORT int64_t al_threads() { return guarded([&] { return (int64_t)at::get_num_threads(); }); }
EXPORT int64_t al_set_threads(int64_t count) { return run([&] { at::set_num_threads((int)count); }); }
EXPORT int64_t al_cuda_devices() { return guarded([&] { return at::hasCUDA() ? (int64_t)at::getNumGPUs() : 0; }); }
EXPORT const char* al_version() { return TORCH_VERSION; }
