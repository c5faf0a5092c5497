using AssistantLoop.Training.Embeddings;
using TorchSharp;
using static TorchSharp.torch;

namespace AssistantLoop.Training.Tests.Embeddings;

public sealed class ContrastiveLossTests
{
    private static readonly float[] s_queries = [1, 0, 0.6f, 0.8f];
    private static readonly float[] s_documents = [0.8f, 0.6f, 0, 1];

    [Fact]
    public void The_loss_and_its_gradient_are_those_worked_by_hand()
    {
        // Scores q·d / 0.5: [[1.6, 0], [1.92, 1.6]].
        // Rows: -ln(e^1.6 / (e^1.6 + e^0)) = 0.183883; -ln(e^1.6 / (e^1.92 + e^1.6)) = 0.865925.
        // Columns: -ln(e^1.6 / (e^1.6 + e^1.92)) = 0.865925; -ln(e^1.6 / (e^0 + e^1.6)) = 0.183883.
        // Mean of both directions: 0.524904.
        using DisposeScope scope = NewDisposeScope();
        Tensor queries = tensor(s_queries).view(2, 2).with_requires_grad(), documents = tensor(s_documents).view(2, 2);
        Tensor loss = ContrastiveLoss.Of(queries, documents, [1, 2], 0.5);
        Assert.Equal(0.524904, loss.item<float>(), 1e-5);

        // dL/ds = ((row share - own) / 2 + (column share - own) / 2) / 2 and dL/dq_0 = (dL/ds_00 d_0 + dL/ds_01 d_1) / 0.5.
        // Row shares of query 0: 0.832018, 0.167982; column shares: s_00 0.420676, s_01 0.167982.
        // dL/ds_00 = (-0.167982 - 0.579324) / 4 = -0.186826; dL/ds_01 = (0.167982 + 0.167982) / 4 = 0.083991.
        // dL/dq_0 = (-0.186826 · 0.8, -0.186826 · 0.6 + 0.083991) / 0.5 = (-0.298922, -0.056210).
        loss.backward();
        float[] gradient = queries.grad!.data<float>().ToArray();
        Assert.Equal(-0.298922, gradient[0], 1e-5);
        Assert.Equal(-0.056210, gradient[1], 1e-5);
    }

    [Fact]
    public void Pairs_of_one_group_are_no_negatives_of_each_other()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor loss = ContrastiveLoss.Of(tensor(s_queries).view(2, 2), tensor(s_documents).view(2, 2), [7, 7], 0.5);
        Assert.Equal(0, loss.item<float>(), 1e-6);
    }

    [Fact]
    public void A_hard_negative_counts_for_queries_alone()
    {
        // A third document (1, 0) gives query 0 the score 2 and query 1 1.2: rows
        // ln(e^1.6 + 1 + e^2) - 1.6 = 0.981768 and ln(e^1.92 + e^1.6 + e^1.2) - 1.6 = 1.115632; columns as before.
        using DisposeScope scope = NewDisposeScope();
        Tensor documents = tensor((float[])[.. s_documents, 1, 0]).view(3, 2);
        Tensor loss = ContrastiveLoss.Of(tensor(s_queries).view(2, 2), documents, [1, 2], 0.5);
        double rows = (Math.Log(Math.Exp(1.6) + 1 + Math.Exp(2)) - 1.6 + Math.Log(Math.Exp(1.92) + Math.Exp(1.6) + Math.Exp(1.2)) - 1.6) / 2;
        Assert.Equal((rows + 0.524904) / 2, loss.item<float>(), 1e-5);
    }
}
