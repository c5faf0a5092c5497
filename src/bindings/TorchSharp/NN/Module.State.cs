using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public partial class Module
        {
            /// <summary>
            /// Every parameter once, under the first of its names; those of submodules as "sub.name".
            /// </summary>
            public virtual IEnumerable<(string name, Parameter parameter)> named_parameters(bool recurse = true)
            {
                var seen = new HashSet<nint>();
                foreach ((string key, Parameter parameter) in parameterList)
                    if (seen.Add(parameter.Handle)) yield return (key, parameter);

                if (!recurse) yield break;
                foreach ((string prefix, Module module) in moduleList)
                    foreach ((string key, Parameter parameter) in module.named_parameters())
                        if (seen.Add(parameter.Handle)) yield return ($"{prefix}.{key}", parameter);
            }

            public virtual IEnumerable<Parameter> parameters(bool recurse = true) =>
                named_parameters(recurse).Select(pair => pair.parameter);

            public virtual IEnumerable<(string name, Tensor buffer)> named_buffers(
                bool recurse = true, bool include_nonpersistent = true)
            {
                var seen = new HashSet<nint>();
                foreach ((string key, (Tensor tensor, bool persistent)) in bufferList)
                    if ((persistent || include_nonpersistent) && seen.Add(tensor.Handle)) yield return (key, tensor);

                if (!recurse) yield break;
                foreach ((string prefix, Module module) in moduleList)
                    foreach ((string key, Tensor tensor) in module.named_buffers(true, include_nonpersistent))
                        if (seen.Add(tensor.Handle)) yield return ($"{prefix}.{key}", tensor);
            }

            public virtual IEnumerable<Tensor> buffers(bool recurse = true, bool include_nonpersistent = true) =>
                named_buffers(recurse, include_nonpersistent).Select(pair => pair.buffer);

            public virtual IEnumerable<(string name, Module module)> named_children() =>
                moduleList.Select(pair => (pair.Key, pair.Value));

            public virtual IEnumerable<(string name, Module module)> named_modules() =>
                named_children().Concat(moduleList.SelectMany(pair =>
                    pair.Value.named_modules().Select(inner => ($"{pair.Key}.{inner.name}", inner.module))));

            public virtual IEnumerable<Module> modules() => named_modules().Select(pair => pair.module);

            public virtual IEnumerable<Module> children() => moduleList.Values;

            /// <summary>The parameters and persistent buffers by name: the module's own tensors, no copies.</summary>
            public virtual Dictionary<string, Tensor> state_dict(
                Dictionary<string, Tensor>? destination = null, string? prefix = null)
            {
                destination ??= [];
                string before = string.IsNullOrEmpty(prefix) ? "" : prefix + ".";
                foreach ((string key, Parameter parameter) in named_parameters())
                    destination.TryAdd(before + key, parameter);
                foreach ((string key, Tensor tensor) in named_buffers(include_nonpersistent: false))
                    destination.TryAdd(before + key, tensor);
                foreach ((string key, Module module) in moduleList) module.state_dict(destination, before + key);
                return destination;
            }

            /// <summary>Copies values by name into the module's own tensors.</summary>
            /// <exception cref="InvalidOperationException">The names differ and <paramref name="strict"/> is
            /// set.</exception>
            public virtual (IList<string> missing_keys, IList<string> unexpected_keyes) load_state_dict(
                Dictionary<string, Tensor> source, bool strict = true, IList<string>? skip = null)
            {
                Dictionary<string, Tensor> destination = state_dict();
                List<string> unexpected = [.. source.Keys.Except(destination.Keys).Except(skip ?? [])];
                List<string> missing = [.. destination.Keys.Except(source.Keys).Except(skip ?? [])];
                if (strict && (missing.Count > 0 || unexpected.Count > 0))
                    throw new InvalidOperationException(
                        "The loaded state_dict is not identical to the target dictionary.");

                using IDisposable frozen = no_grad();
                foreach ((string key, Tensor tensor) in source)
                    if (destination.TryGetValue(key, out Tensor? target) && skip?.Contains(key) != true)
                        target.copy_(tensor);
                return (missing, unexpected);
            }

            public virtual Parameter? get_parameter(string target)
            {
                if (parameterList.TryGetValue(target, out Parameter? found)) return found;
                int dot = target.IndexOf('.', StringComparison.Ordinal);
                return dot > 0 && moduleList.TryGetValue(target[..dot], out Module? module)
                    ? module.get_parameter(target[(dot + 1)..])
                    : null;
            }

            public virtual Tensor? get_buffer(string target)
            {
                if (bufferList.TryGetValue(target, out (Tensor Tensor, bool Persistent) found)) return found.Tensor;
                int dot = target.IndexOf('.', StringComparison.Ordinal);
                return dot > 0 && moduleList.TryGetValue(target[..dot], out Module? module)
                    ? module.get_buffer(target[(dot + 1)..])
                    : null;
            }

            // Parameters and buffers keep their objects, so an optimizer made before goes on with them.
            internal void Convert(ScalarType? dtype, Device? device)
            {
                if (dtype is { } wanted && !is_floating_point(wanted))
                {
                    throw new ArgumentException(
                        $"nn.Module.to only accepts floating point or complex types, but got desired dtype={wanted}");
                }

                using IDisposable frozen = no_grad();
                List<Tensor> all = [.. state_dict().Values.Concat(buffers()).DistinctBy(tensor => tensor.Handle)];
                foreach (Tensor tensor in all)
                {
                    ScalarType type = dtype is { } to && tensor.is_floating_point() ? to : tensor.dtype;
                    bool learns = tensor.requires_grad;
                    using Tensor? gradient = tensor.grad;
                    Tensor converted = tensor.to(type, device ?? tensor.device);
                    if (converted.Handle == tensor.Handle)
                    {
                        converted.Dispose();
                        continue;
                    }

                    tensor.TakeHandle(converted);
                    tensor.requires_grad = learns;
                    if (gradient is null) continue;
                    using Tensor moved = gradient.to(type, device ?? gradient.device);
                    tensor.grad = moved;
                }
            }
        }
    }
}

public static class ModuleExtensionMethods
{
    public static T to<T>(this T module, torch.ScalarType type, bool non_blocking = false)
        where T : torch.nn.Module => Converted(module, type, null);

    public static T to<T>(this T module, torch.Device device, torch.ScalarType type, bool non_blocking = false)
        where T : torch.nn.Module => Converted(module, type, device);

    public static T to<T>(this T module, torch.Device device, bool non_blocking = false)
        where T : torch.nn.Module => Converted(module, null, device);

    public static T to<T>(this T module, DeviceType deviceType, int deviceIndex = -1, bool non_blocking = false)
        where T : torch.nn.Module => Converted(module, null, new torch.Device(deviceType, deviceIndex));

    public static T cpu<T>(this T module, bool non_blocking = false)
        where T : torch.nn.Module => Converted(module, null, torch.CPU);

    public static T bfloat16<T>(this T module, bool non_blocking = false)
        where T : torch.nn.Module => Converted(module, torch.ScalarType.BFloat16, null);

    public static T @float<T>(this T module, bool non_blocking = false)
        where T : torch.nn.Module => Converted(module, torch.ScalarType.Float32, null);

    public static T @double<T>(this T module, bool non_blocking = false)
        where T : torch.nn.Module => Converted(module, torch.ScalarType.Float64, null);

    private static T Converted<T>(T module, torch.ScalarType? dtype, torch.Device? device)
        where T : torch.nn.Module
    {
        module.Convert(dtype, device);
        return module;
    }
}
