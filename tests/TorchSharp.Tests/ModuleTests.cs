using TorchSharp.Modules;
using static TorchSharp.Tests.Numbers;
using static TorchSharp.torch;

namespace TorchSharp.Tests;

public sealed class ModuleTests
{
    [Fact]
    public void Fields_are_registered_under_their_names()
    {
        using var model = new Model();
        Assert.Equal(
            ["scale", "embed.weight", "layers.0.weight", "layers.0.bias", "layers.1.weight", "head.weight"],
            model.named_parameters().Select(pair => pair.name));
        Assert.Equal(["positions"], model.named_buffers().Select(pair => pair.name));
        Assert.Equal(["embed", "layers", "head"], model.named_children().Select(pair => pair.name));
        Assert.Contains(model.named_modules(), pair => pair.name == "layers.1");
        Assert.NotNull(model.get_parameter("layers.0.bias"));
        Assert.Null(model.get_parameter("layers.0.nothing"));
        Assert.Equal(7, model.state_dict().Count);
    }

    [Fact]
    public void A_shared_parameter_is_listed_once_but_kept_under_both_names()
    {
        using var model = new Model();
        model.head.weight = model.embed.weight!;
        Assert.DoesNotContain(model.named_parameters(), pair => pair.name == "head.weight");
        Assert.Equal(7, model.state_dict().Count);
    }

    [Fact]
    public void Values_are_loaded_by_name()
    {
        using var source = new Model();
        using var target = new Model();
        target.load_state_dict(source.state_dict());
        Assert.True(source.head.weight.Equals(target.head.weight));
        Assert.NotEqual(source.head.weight.Handle, target.head.weight.Handle);
        Assert.Throws<InvalidOperationException>(() => target.load_state_dict([]));
        (IList<string> missing, IList<string> unexpected) =
            target.load_state_dict(new() { ["scale"] = Vector(2), ["odd"] = Vector(1) }, strict: false);
        Assert.Equal(6, missing.Count);
        Assert.Equal(["odd"], unexpected);
        Equal([2], target.scale);
    }

    [Fact]
    public void Training_mode_reaches_all_modules()
    {
        using var dropout = nn.Dropout(0.5);
        using var list = nn.ModuleList<Dropout>(dropout);
        using var model = new Holder(list);
        Assert.True(dropout.training);
        model.eval();
        Assert.False(dropout.training);
        Equal([1, 1, 1, 1], dropout.call(ones(4)));
        model.train();
        manual_seed(1);
        Assert.All(dropout.call(ones(64)).data<float>().ToArray(), x => Assert.True(x is 0 or 2));
    }

    [Fact]
    public void Converting_a_module_keeps_its_parameter_objects()
    {
        using var model = new Model();
        Parameter weight = model.head.weight;
        using AdamW optimizer = optim.AdamW(model.parameters());
        model.to(ScalarType.Float64);
        Assert.Same(weight, model.head.weight);
        Assert.Equal(ScalarType.Float64, weight.dtype);
        Assert.True(weight.requires_grad);
        Assert.True(weight.is_leaf);
        Assert.Equal(ScalarType.Int64, model.positions.dtype);
        Assert.Equal(ScalarType.Float64, model.call(tensor(new long[] { 1 })).dtype);
        Assert.Throws<ArgumentException>(() => model.to(ScalarType.Int64));
    }

    [Fact]
    public void Linear_is_an_affine_map()
    {
        using var linear =
            nn.Linear(new Parameter(Matrix(new float[,] { { 1, 2 }, { 3, 4 } })), new Parameter(Vector(10, 20)));
        Equal([13, 27], linear.call(Vector(1, 1)));
        Assert.Equal((2, 2), (linear.in_features, linear.out_features));
        using var bare = nn.Linear(3, 5, hasBias: false);
        Assert.Null(bare.bias);
        Assert.Equal([5L, 3], bare.weight.shape);
    }

    [Fact]
    public void New_layers_start_within_the_bounds_of_their_initialization()
    {
        manual_seed(4);
        using var linear = nn.Linear(400, 100);
        Assert.InRange(linear.weight.abs().max().item<float>(), 0.049f, 0.05f);
        Assert.InRange(linear.bias!.abs().max().item<float>(), 0.04f, 0.05f);
        using var embedding = nn.Embedding(100, 100);
        Assert.InRange(embedding.weight!.std().item<float>(), 0.98f, 1.02f);
        Assert.Equal(0.1f, nn.init.constant_(empty(2), 0.1)[0].item<float>());
        Equal([0, 0], nn.init.zeros_(ones(2)));
        Assert.InRange(nn.init.kaiming_uniform_(empty(50, 600), a: 0).abs().max().item<float>(), 0.099f, 0.1f);
        Assert.InRange(nn.init.normal_(empty(10000), 1, 0.02).std().item<float>(), 0.019f, 0.021f);
    }

    [Fact]
    public void An_embedding_gives_rows_and_takes_gradients_by_row()
    {
        using var embedding = nn.Embedding_from_pretrained(Matrix(new float[,] { { 1, 2 }, { 3, 4 } }), freeze: false);
        Tensor rows = embedding.call(tensor(new long[,] { { 1, 1 }, { 0, 1 } }));
        Assert.Equal([2L, 2, 2], rows.shape);
        Equal([3, 4, 3, 4, 1, 2, 3, 4], rows);
        rows.sum().backward();
        Equal([1, 1, 3, 3], embedding.weight!.grad!);
    }

    [Fact]
    public void Disposing_a_module_disposes_of_its_parameters()
    {
        long before = LiveTensors();
        var model = new Model();
        Assert.True(Tensor.TotalCount > before);
        model.Dispose();
        Assert.InRange(Tensor.TotalCount, 0, before);
    }

    [Fact]
    public void A_parameter_takes_over_the_tensor_it_is_made_of()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor data = Vector(1, 2);
        var parameter = new Parameter(data);
        Assert.True(data.IsInvalid);
        Assert.True(parameter.requires_grad);
        Assert.True(scope.Contains(parameter));
        Assert.Equal(1, scope.DisposablesCount);
        Assert.False(new Parameter(Vector(1), requires_grad: false).requires_grad);
    }

    [Fact]
    public void Gradients_are_cleared_or_zeroed()
    {
        using var linear = nn.Linear(2, 1, hasBias: false);
        linear.call(ones(2)).sum().backward();
        linear.zero_grad(set_to_none: false);
        Equal([0, 0], linear.weight.grad!);
        linear.zero_grad();
        Assert.Null(linear.weight.grad);
    }

    private sealed class Model : nn.Module<Tensor, Tensor>
    {
        public readonly Parameter scale = new(ones(1));
        public readonly Tensor positions = arange(4);
        public readonly Embedding embed = nn.Embedding(4, 3);
        public readonly ModuleList<Linear> layers =
            nn.ModuleList<Linear>(nn.Linear(3, 3), nn.Linear(3, 3, hasBias: false));

        public readonly Linear head = nn.Linear(3, 4, hasBias: false);

        public Model()
            : base(nameof(Model)) => RegisterComponents();

        public override Tensor forward(Tensor input)
        {
            Tensor x = embed.call(input) * scale;
            foreach (Linear layer in layers) x = layer.call(x);
            return head.call(x);
        }
    }

    private sealed class Holder : nn.Module<Tensor, Tensor>
    {
        private readonly nn.Module list;

        public Holder(nn.Module list)
            : base(nameof(Holder))
        {
            this.list = list;
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => input + list.GetName().Length;
    }
}
