namespace AssistantLoop.Retrieval.Search;

/// <summary>
/// Estimates how likely the best passage answers a question, by logistic regression over <see cref="SearchSignals"/>.
/// Cosines mean another thing with each embedder, so weights belong to one.
/// </summary>
/// <param name="Bias">The log odds where every signal is 0.</param>
/// <param name="Coverage">The weight of the words' coverage.</param>
/// <param name="WordScore">The weight of the BM25 score.</param>
/// <param name="Cosine">The weight of the cosine.</param>
public sealed record Answerability(double Bias, double Coverage, double WordScore, double Cosine)
{
    private const double Ridge = 1e-2;
    private const int Steps = 50;

    /// <summary>The weights for an index without vectors, or with those of an embedder that was not calibrated.</summary>
    public static Answerability ByWords { get; } = new(-1.5, 4, 0.2, 0);

    /// <summary>The estimate, 0 to 1.</summary>
    public double Of(SearchSignals signals) => 1 / (1 + Math.Exp(-LogOdds(signals)));

    /// <summary>
    /// Fits the weights to questions whose answer is or is not in the documents: maximum likelihood with a small ridge,
    /// by Newton's method (iteratively reweighted least squares).
    /// </summary>
    /// <exception cref="ArgumentException">All questions are of one kind.</exception>
    public static Answerability Fit(IReadOnlyList<(SearchSignals Signals, bool Answered)> questions)
    {
        if (questions.All(one => one.Answered) || !questions.Any(one => one.Answered))
        {
            throw new ArgumentException("Questions with and without an answer are needed.", nameof(questions));
        }

        double[] weights = new double[4];
        for (int step = 0; step < Steps; step++)
        {
            double[,] hessian = new double[4, 4];
            double[] gradient = new double[4];
            foreach ((SearchSignals signals, bool answered) in questions)
            {
                double[] row = Row(signals);
                double chance = 1 / (1 + Math.Exp(-row.Zip(weights, (x, w) => x * w).Sum()));
                for (int i = 0; i < 4; i++)
                {
                    gradient[i] += row[i] * ((answered ? 1 : 0) - chance);
                    for (int j = 0; j < 4; j++)
                    {
                        hessian[i, j] += row[i] * row[j] * chance * (1 - chance);
                    }
                }
            }

            for (int i = 0; i < 4; i++)
            {
                gradient[i] -= Ridge * weights[i];
                hessian[i, i] += Ridge;
            }

            double[] change = Solve(hessian, gradient);
            for (int i = 0; i < 4; i++)
            {
                weights[i] += change[i];
            }
        }

        return new(weights[0], weights[1], weights[2], weights[3]);
    }

    private double LogOdds(SearchSignals signals) =>
        Bias + (Coverage * signals.Coverage) + (WordScore * signals.WordScore) + (Cosine * signals.Cosine);

    private static double[] Row(SearchSignals signals) => [1, signals.Coverage, signals.WordScore, signals.Cosine];

    // Gaussian elimination; the ridge keeps the matrix positive definite, so no pivoting is needed.
    private static double[] Solve(double[,] matrix, double[] right)
    {
        int n = right.Length;
        double[] solution = [.. right];
        for (int at = 0; at < n; at++)
        {
            for (int row = at + 1; row < n; row++)
            {
                double factor = matrix[row, at] / matrix[at, at];
                for (int column = at; column < n; column++)
                {
                    matrix[row, column] -= factor * matrix[at, column];
                }

                solution[row] -= factor * solution[at];
            }
        }

        for (int at = n - 1; at >= 0; at--)
        {
            for (int column = at + 1; column < n; column++)
            {
                solution[at] -= matrix[at, column] * solution[column];
            }

            solution[at] /= matrix[at, at];
        }

        return solution;
    }
}
