using AssistantLoop.Bindings.LibTorch;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        private static readonly Operator
            s_eq = new("eq", "Tensor"), s_eqScalar = new("eq", "Scalar"), s_ne = new("ne", "Tensor"),
            s_neScalar = new("ne", "Scalar"), s_lt = new("lt", "Tensor"), s_ltScalar = new("lt", "Scalar"),
            s_le = new("le", "Tensor"), s_leScalar = new("le", "Scalar"), s_gt = new("gt", "Tensor"),
            s_gtScalar = new("gt", "Scalar"), s_ge = new("ge", "Tensor"), s_geScalar = new("ge", "Scalar"),
            s_equal = new("equal"), s_allclose = new("allclose"), s_isclose = new("isclose"), s_isnan = new("isnan"),
            s_isfinite = new("isfinite"), s_isinf = new("isinf"), s_logicalAnd = new("logical_and"),
            s_logicalOr = new("logical_or"), s_logicalNot = new("logical_not"), s_logicalXor = new("logical_xor");

        // Element-wise, as in the public package: `tensor == null` is therefore never what is meant; write `is null`.
        public static Tensor operator ==(Tensor left, Tensor right) => left.eq(right);
        public static Tensor operator ==(Tensor left, Scalar right) => left.eq(right);
        public static Tensor operator !=(Tensor left, Tensor right) => left.ne(right);
        public static Tensor operator !=(Tensor left, Scalar right) => left.ne(right);
        public static Tensor operator <(Tensor left, Tensor right) => left.lt(right);
        public static Tensor operator <(Tensor left, Scalar right) => left.lt(right);
        public static Tensor operator <=(Tensor left, Tensor right) => left.le(right);
        public static Tensor operator <=(Tensor left, Scalar right) => left.le(right);
        public static Tensor operator >(Tensor left, Tensor right) => left.gt(right);
        public static Tensor operator >(Tensor left, Scalar right) => left.gt(right);
        public static Tensor operator >=(Tensor left, Tensor right) => left.ge(right);
        public static Tensor operator >=(Tensor left, Scalar right) => left.ge(right);

        public Tensor eq(Tensor target) => s_eq.One(this, target);
        public Tensor eq(Scalar target) => s_eqScalar.One(this, target);
        public Tensor equal(Tensor target) => eq(target);
        public Tensor ne(Tensor target) => s_ne.One(this, target);
        public Tensor ne(Scalar target) => s_neScalar.One(this, target);
        public Tensor lt(Tensor target) => s_lt.One(this, target);
        public Tensor lt(Scalar target) => s_ltScalar.One(this, target);
        public Tensor le(Tensor target) => s_le.One(this, target);
        public Tensor le(Scalar target) => s_leScalar.One(this, target);
        public Tensor gt(Tensor target) => s_gt.One(this, target);
        public Tensor gt(Scalar target) => s_gtScalar.One(this, target);
        public Tensor ge(Tensor target) => s_ge.One(this, target);
        public Tensor ge(Scalar target) => s_geScalar.One(this, target);

        public bool allclose(Tensor target, double rtol = 1e-05, double atol = 1e-08, bool equal_nan = false) =>
            s_allclose.Truth(this, target, rtol, atol, equal_nan);

        public Tensor isclose(Tensor other, double rtol = 1e-05, double atol = 1e-08, bool nanEqual = false) =>
            s_isclose.One(this, other, rtol, atol, nanEqual);

        public Tensor isnan() => s_isnan.One(this);
        public Tensor isfinite() => s_isfinite.One(this);
        public Tensor isinf() => s_isinf.One(this);
        public Tensor logical_and(Tensor other) => s_logicalAnd.One(this, other);
        public Tensor logical_or(Tensor other) => s_logicalOr.One(this, other);
        public Tensor logical_xor(Tensor other) => s_logicalXor.One(this, other);
        public Tensor logical_not() => s_logicalNot.One(this);
    }
}
