using AssistantLoop.Bindings.LibTorch;

namespace TorchSharp;

public static partial class torch
{
    public enum RoundingMode
    {
        None,
        trunc,
        floor,
    }

    public partial class Tensor
    {
        private static readonly Operator
            s_add = new("add", "Tensor"), s_addScalar = new("add", "Scalar"),
            s_add_ = new("add_", "Tensor"), s_addScalar_ = new("add_", "Scalar"),
            s_sub = new("sub", "Tensor"), s_subScalar = new("sub", "Scalar"),
            s_sub_ = new("sub_", "Tensor"), s_subScalar_ = new("sub_", "Scalar"),
            s_mul = new("mul", "Tensor"), s_mulScalar = new("mul", "Scalar"),
            s_mul_ = new("mul_", "Tensor"), s_mulScalar_ = new("mul_", "Scalar"),
            s_div = new("div", "Tensor"), s_divScalar = new("div", "Scalar"),
            s_div_ = new("div_", "Tensor"), s_divScalar_ = new("div_", "Scalar"),
            s_divMode = new("div", "Tensor_mode"), s_divScalarMode = new("div", "Scalar_mode"),
            s_remainder = new("remainder", "Tensor"), s_remainderScalar = new("remainder", "Scalar"),
            s_pow = new("pow", "Tensor_Tensor"), s_powScalar = new("pow", "Tensor_Scalar"),
            s_powScalar_ = new("pow_", "Scalar"), s_addcmul_ = new("addcmul_"), s_addcdiv_ = new("addcdiv_"),
            s_lerp = new("lerp", "Tensor"), s_lerp_ = new("lerp_", "Tensor"), s_addmm = new("addmm"),
            s_matmul = new("matmul"), s_mm = new("mm"), s_bmm = new("bmm"), s_outer = new("outer"),
            s_inner = new("inner"), s_maximum = new("maximum"), s_minimum = new("minimum"), s_clamp = new("clamp"),
            s_clampTensor = new("clamp", "Tensor"), s_clamp_ = new("clamp_"), s_bitAnd = new("bitwise_and", "Tensor"),
            s_bitOr = new("bitwise_or", "Tensor"), s_bitXor = new("bitwise_xor", "Tensor"),
            s_bitNot = new("bitwise_not");

        public static Tensor operator +(Tensor left, Tensor right) => left.add(right);
        public static Tensor operator +(Tensor left, Scalar right) => left.add(right);
        public static Tensor operator +(Scalar left, Tensor right) => right.add(left);
        public static Tensor operator -(Tensor left, Tensor right) => left.sub(right);
        public static Tensor operator -(Tensor left, Scalar right) => left.sub(right);
        public static Tensor operator -(Scalar left, Tensor right) => right.negative().add(left);
        public static Tensor operator *(Tensor left, Tensor right) => left.mul(right);
        public static Tensor operator *(Tensor left, Scalar right) => left.mul(right);
        public static Tensor operator *(Scalar left, Tensor right) => right.mul(left);
        public static Tensor operator /(Tensor left, Tensor right) => left.div(right);
        public static Tensor operator /(Tensor left, Scalar right) => left.div(right);
        public static Tensor operator /(Scalar left, Tensor right) => right.reciprocal().mul(left);
        public static Tensor operator %(Tensor left, Tensor right) => left.remainder(right);
        public static Tensor operator %(Tensor left, Scalar right) => left.remainder(right);
        public static Tensor operator &(Tensor left, Tensor right) => left.bitwise_and(right);
        public static Tensor operator |(Tensor left, Tensor right) => left.bitwise_or(right);
        public static Tensor operator ^(Tensor left, Tensor right) => left.bitwise_xor(right);
        public static Tensor operator ~(Tensor left) => left.bitwise_not();
        public static Tensor operator -(Tensor tensor) => tensor.neg();

        public Tensor add(Tensor target) => s_add.One(this, target);
        public Tensor add(Tensor target, Scalar alpha) => s_add.One(this, target, alpha);
        public Tensor add(Scalar scalar) => s_addScalar.One(this, scalar);
        public Tensor add(Scalar scalar, Scalar alpha) => s_addScalar.One(this, scalar, alpha);
        public Tensor add_(Tensor target) => s_add_.Into(this, target);
        public Tensor add_(Tensor target, Scalar alpha) => s_add_.Into(this, target, alpha);
        public Tensor add_(Scalar scalar) => s_addScalar_.Into(this, scalar);
        public Tensor add_(Scalar scalar, Scalar alpha) => s_addScalar_.Into(this, scalar, alpha);
        public Tensor sub(Tensor target) => s_sub.One(this, target);
        public Tensor sub(Scalar target) => s_subScalar.One(this, target);
        public Tensor sub_(Tensor target) => s_sub_.Into(this, target);
        public Tensor sub_(Scalar target) => s_subScalar_.Into(this, target);
        public Tensor mul(Tensor target) => s_mul.One(this, target);
        public Tensor mul(Scalar target) => s_mulScalar.One(this, target);
        public Tensor mul_(Tensor target) => s_mul_.Into(this, target);
        public Tensor mul_(Scalar target) => s_mulScalar_.Into(this, target);

        public Tensor div(Tensor target, RoundingMode rounding_mode = RoundingMode.None) =>
            rounding_mode == RoundingMode.None
                ? s_div.One(this, target)
                : s_divMode.One(this, target, rounding_mode.ToString());

        public Tensor div(Scalar target, RoundingMode rounding_mode = RoundingMode.None) =>
            rounding_mode == RoundingMode.None
                ? s_divScalar.One(this, target)
                : s_divScalarMode.One(this, target, rounding_mode.ToString());

        public Tensor div_(Tensor target, RoundingMode rounding_mode = RoundingMode.None) =>
            rounding_mode == RoundingMode.None ? s_div_.Into(this, target) : copy_(div(target, rounding_mode));

        public Tensor div_(Scalar target, RoundingMode rounding_mode = RoundingMode.None) =>
            rounding_mode == RoundingMode.None ? s_divScalar_.Into(this, target) : copy_(div(target, rounding_mode));

        public Tensor remainder(Tensor target) => s_remainder.One(this, target);
        public Tensor remainder(Scalar scalar) => s_remainderScalar.One(this, scalar);
        public Tensor pow(Tensor exponent) => s_pow.One(this, exponent);
        public Tensor pow(Scalar exponent) => s_powScalar.One(this, exponent);
        public Tensor pow_(Scalar exponent) => s_powScalar_.Into(this, exponent);
        public Tensor square() => pow(2);
        public Tensor addcmul_(Tensor tensor1, Tensor tensor2, Scalar value) =>
            s_addcmul_.Into(this, tensor1, tensor2, value);
        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2, Scalar value) =>
            s_addcdiv_.Into(this, tensor1, tensor2, value);
        public Tensor lerp(Tensor end, Tensor weight) => s_lerp.One(this, end, weight);
        public Tensor lerp_(Tensor end, Tensor weight) => s_lerp_.Into(this, end, weight);

        public Tensor matmul(Tensor target) => s_matmul.One(this, target);
        public Tensor mm(Tensor target) => s_mm.One(this, target);
        public Tensor bmm(Tensor batch2) => s_bmm.One(this, batch2);
        public Tensor outer(Tensor vec2) => s_outer.One(this, vec2);
        public Tensor inner(Tensor vec2) => s_inner.One(this, vec2);

        public Tensor addmm(Tensor mat1, Tensor mat2, float beta = 1, float alpha = 1) =>
            s_addmm.One(this, mat1, mat2, (Scalar)beta, (Scalar)alpha);

        public Tensor maximum(Tensor other) => s_maximum.One(this, other);
        public Tensor minimum(Tensor other) => s_minimum.One(this, other);
        public Tensor clamp(Scalar? min = null, Scalar? max = null) => s_clamp.One(this, min, max);
        public Tensor clamp(Tensor? min = null, Tensor? max = null) => s_clampTensor.One(this, min, max);
        public Tensor clamp_(Scalar? min = null, Scalar? max = null) => s_clamp_.Into(this, min, max);
        public Tensor clamp_min(Scalar min) => s_clamp.One(this, min);
        public Tensor clamp_max(Scalar max) => s_clamp.One(this, Argument.None, max);
        public Tensor bitwise_and(Tensor other) => s_bitAnd.One(this, other);
        public Tensor bitwise_or(Tensor other) => s_bitOr.One(this, other);
        public Tensor bitwise_xor(Tensor other) => s_bitXor.One(this, other);
        public Tensor bitwise_not() => s_bitNot.One(this);
    }
}
