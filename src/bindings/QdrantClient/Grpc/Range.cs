namespace Qdrant.Client.Grpc;

/// <summary>The numbers that a field may have; a bound that is not set does not hold.</summary>
public sealed class Range
{
    private double? _gt;
    private double? _lte;

    public double Gt
    {
        get => _gt ?? 0;
        set => _gt = value;
    }

    public bool HasGt => _gt is not null;

    public double Lte
    {
        get => _lte ?? 0;
        set => _lte = value;
    }

    public bool HasLte => _lte is not null;
}
