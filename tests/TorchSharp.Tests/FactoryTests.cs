using static TorchSharp.Tests.Numbers;
using static TorchSharp.torch;

namespace TorchSharp.Tests;

public sealed class FactoryTests
{
    [Fact]
    public void Tensors_are_copies_of_the_data_they_are_made_of()
    {
        float[] data = [1, 2, 3, 4];
        Tensor copy = tensor(data, [2, 2]);
        data[0] = 9;
        Equal([1, 2, 3, 4], copy);
        Assert.Equal([2L, 2], copy.shape);
        Assert.Equal(ScalarType.Float32, copy.dtype);
        Assert.Equal(ScalarType.Int64, tensor(new long[] { 1 }).dtype);
        Assert.Equal(ScalarType.Int32, tensor(3).dtype);
        Assert.Equal(ScalarType.Bool, tensor(true).dtype);
        Assert.Equal(ScalarType.BFloat16, tensor(data, dtype: ScalarType.BFloat16).dtype);
        Assert.Equal(2, tensor(new double[,] { { 1, 2 } }).ndim);
        Assert.Equal(0, tensor(1.5f).ndim);
        Assert.Throws<ArgumentException>(() => tensor(data, [5]));
    }

    [Fact]
    public void Filled_tensors_have_the_given_shape_and_type()
    {
        Equal([0, 0, 0, 0], zeros(2, 2));
        Equal([1, 1], ones([2]));
        Equal([7L, 7], full([2], 7));
        Assert.Equal(ScalarType.Float32, full([2], 7.0).dtype);
        Assert.Equal(ScalarType.Float64, empty(2, 3, ScalarType.Float64).dtype);
        Assert.Equal([2L, 3], zeros_like(empty(2, 3)).shape);
        Assert.True(zeros(1, requires_grad: true).requires_grad);
        Assert.Equal(ScalarType.Int64, ones(2).ones_like(ScalarType.Int64).dtype);
    }

    [Fact]
    public void Ranges_take_their_type_from_their_bounds()
    {
        Equal([0L, 1, 2], arange(3));
        Assert.Equal(ScalarType.Int64, arange(3).dtype);
        Assert.Equal(ScalarType.Float32, arange(0.0, 1.0, 0.5).dtype);
        Equal([2, 4], arange(2, 6, 2, ScalarType.Float32));
        Equal([0, 0.5, 1], linspace(0, 1, 3));
    }

    [Fact]
    public void Types_convert_there_and_back()
    {
        Tensor numbers = Vector(1.5f, -2);
        Equal([1L, -2], numbers.to(ScalarType.Int64));
        Equal([1.5, -2], numbers.bfloat16().@float());
        Assert.Equal(numbers.Handle, numbers.to(ScalarType.Float32).Handle);
        Assert.NotEqual(numbers.Handle, numbers.to(ScalarType.Float32, copy: true).Handle);
        Assert.Equal([new BFloat16(1.5f), new BFloat16(-2)], numbers.bfloat16().data<BFloat16>().ToArray());
        Assert.Equal(4, numbers.element_size());
    }

    [Fact]
    public void Elements_are_read_only_in_the_type_of_the_tensor()
    {
        Assert.Equal(1.5, Vector(1.5f).to(ScalarType.Float64).item<double>());
        Assert.Throws<ArgumentException>(() => Vector(1.5f).item<double>());
        Assert.Throws<ArgumentException>(() => Vector(1, 2).item<float>());
    }

    [Fact]
    public void Bytes_and_accessors_write_through()
    {
        Tensor numbers = zeros(2);
        numbers.data<float>()[1] = 3;
        Equal([0, 3], numbers);
        Vector(5, 6).bytes.CopyTo(numbers.bytes);
        Equal([5, 6], numbers);
        numbers.data<float>().CopyFrom([7, 8]);
        Equal([7, 8], numbers);
        Assert.Throws<InvalidOperationException>(() => zeros(2, 3).t().bytes.Length);
    }

    [Fact]
    public void The_same_seed_draws_the_same_numbers()
    {
        float[] first = Draw(7), second = Draw(7), other = Draw(8);
        Assert.Equal(first, second);
        Assert.NotEqual(first, other);

        static float[] Draw(long seed)
        {
            random.manual_seed(seed);
            Tensor all = torch.cat([
                rand(3), randn(3), empty(3).uniform_(-1, 1), empty(3).normal_(),
                randint(0, 10, [3]).@float(), randperm(4).@float(),
                ones(4).multinomial(2).@float(), nn.functional.dropout(ones(8), 0.5)]);
            return all.data<float>().ToArray();
        }
    }

    [Fact]
    public void A_generator_of_its_own_leaves_the_default_one_alone()
    {
        manual_seed(1);
        Tensor expected = rand(3);
        manual_seed(1);
        using var generator = new Generator(5);
        Tensor own = rand(3, generator: generator);
        Equal(expected.@double().data<double>().ToArray(), rand(3));
        Equal(own.@double().data<double>().ToArray(), rand(3, generator: generator.manual_seed(5)));
        Assert.Equal(5, generator.initial_seed());
        generator.Dispose();
        Assert.Throws<ObjectDisposedException>(() => rand(3, generator: generator));
    }

    [Fact]
    public void The_state_of_the_generator_can_be_kept()
    {
        Tensor state = get_rng_state();
        Tensor expected = rand(3);
        set_rng_state(state);
        Assert.True(expected.Equals(rand(3)));
    }

    [Fact]
    public void Draws_stay_in_their_range()
    {
        manual_seed(2);
        Tensor uniform = empty(1000).uniform_(-2, 3), whole = randint(3, 6, [1000]);
        Assert.InRange(uniform.min().item<float>(), -2, -1.9f);
        Assert.InRange(uniform.max().item<float>(), 2.9f, 3);
        Assert.Equal(3, whole.min().item<long>());
        Assert.Equal(5, whole.max().item<long>());
        Equal([1L, 1, 1], tensor([0f, 1]).multinomial(3, replacement: true));
    }

    [Fact]
    public void Devices_are_named_as_in_python()
    {
        Assert.Equal("cpu", device("cpu").ToString());
        Assert.Equal("cuda:1", device("cuda:1").ToString());
        Assert.Equal(DeviceType.CPU, ones(1).device.type);
        Assert.Equal(cuda.device_count() > 0, cuda.is_available());
        Assert.True(ones(1).to(CPU).is_cpu());
        Assert.Equal("[2x3], type = Float32, device = cpu", zeros(2, 3).ToString());
    }

    [Fact]
    public void The_number_of_threads_can_be_set()
    {
        int before = get_num_threads();
        set_num_threads(2);
        Assert.Equal(2, get_num_threads());
        set_num_threads(before);
    }
}
