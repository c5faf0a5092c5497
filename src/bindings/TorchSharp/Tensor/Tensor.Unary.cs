using AssistantLoop.Bindings.LibTorch;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        private static readonly Operator
            s_abs = new("abs"), s_abs_ = new("abs_"),
            s_neg = new("neg"), s_neg_ = new("neg_"),
            s_exp = new("exp"), s_exp_ = new("exp_"),
            s_log = new("log"), s_log_ = new("log_"),
            s_log1p = new("log1p"), s_log1p_ = new("log1p_"),
            s_expm1 = new("expm1"), s_expm1_ = new("expm1_"),
            s_log2 = new("log2"), s_log2_ = new("log2_"),
            s_sqrt = new("sqrt"), s_sqrt_ = new("sqrt_"),
            s_rsqrt = new("rsqrt"), s_rsqrt_ = new("rsqrt_"),
            s_reciprocal = new("reciprocal"), s_reciprocal_ = new("reciprocal_"),
            s_sin = new("sin"), s_sin_ = new("sin_"),
            s_cos = new("cos"), s_cos_ = new("cos_"),
            s_tanh = new("tanh"), s_tanh_ = new("tanh_"),
            s_sigmoid = new("sigmoid"), s_sigmoid_ = new("sigmoid_"),
            s_relu = new("relu"), s_relu_ = new("relu_"),
            s_silu = new("silu"), s_silu_ = new("silu_"),
            s_floor = new("floor"), s_floor_ = new("floor_"),
            s_ceil = new("ceil"), s_ceil_ = new("ceil_"),
            s_sign = new("sign"), s_sign_ = new("sign_"),
            s_trunc = new("trunc"), s_trunc_ = new("trunc_"),
            s_erf = new("erf"), s_erf_ = new("erf_"),
            s_gelu = new("gelu"), s_logSigmoid = new("log_sigmoid"), s_softplus = new("softplus");

        public Tensor abs() => s_abs.One(this);
        public Tensor abs_() => s_abs_.Into(this);
        public Tensor neg() => s_neg.One(this);
        public Tensor neg_() => s_neg_.Into(this);
        public Tensor exp() => s_exp.One(this);
        public Tensor exp_() => s_exp_.Into(this);
        public Tensor log() => s_log.One(this);
        public Tensor log_() => s_log_.Into(this);
        public Tensor log1p() => s_log1p.One(this);
        public Tensor log1p_() => s_log1p_.Into(this);
        public Tensor expm1() => s_expm1.One(this);
        public Tensor expm1_() => s_expm1_.Into(this);
        public Tensor log2() => s_log2.One(this);
        public Tensor log2_() => s_log2_.Into(this);
        public Tensor sqrt() => s_sqrt.One(this);
        public Tensor sqrt_() => s_sqrt_.Into(this);
        public Tensor rsqrt() => s_rsqrt.One(this);
        public Tensor rsqrt_() => s_rsqrt_.Into(this);
        public Tensor reciprocal() => s_reciprocal.One(this);
        public Tensor reciprocal_() => s_reciprocal_.Into(this);
        public Tensor sin() => s_sin.One(this);
        public Tensor sin_() => s_sin_.Into(this);
        public Tensor cos() => s_cos.One(this);
        public Tensor cos_() => s_cos_.Into(this);
        public Tensor tanh() => s_tanh.One(this);
        public Tensor tanh_() => s_tanh_.Into(this);
        public Tensor sigmoid() => s_sigmoid.One(this);
        public Tensor sigmoid_() => s_sigmoid_.Into(this);
        public Tensor relu() => s_relu.One(this);
        public Tensor relu_() => s_relu_.Into(this);
        public Tensor silu() => s_silu.One(this);
        public Tensor silu_() => s_silu_.Into(this);
        public Tensor floor() => s_floor.One(this);
        public Tensor floor_() => s_floor_.Into(this);
        public Tensor ceil() => s_ceil.One(this);
        public Tensor ceil_() => s_ceil_.Into(this);
        public Tensor sign() => s_sign.One(this);
        public Tensor sign_() => s_sign_.Into(this);
        public Tensor trunc() => s_trunc.One(this);
        public Tensor trunc_() => s_trunc_.Into(this);
        public Tensor erf() => s_erf.One(this);
        public Tensor erf_() => s_erf_.Into(this);
        public Tensor negative() => neg();
        public Tensor gelu() => s_gelu.One(this);
        public Tensor log_sigmoid() => s_logSigmoid.One(this);

        public Tensor softplus(double beta = 1, double threshold = 20) =>
            s_softplus.One(this, (Scalar)beta, (Scalar)threshold);
    }
}
