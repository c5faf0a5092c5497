using System.Runtime.CompilerServices;

namespace AssistantLoop.Training.Objectives;

/// <summary>Refuses an objective's settings that are out of their range, naming both.</summary>
internal static class SettingRange
{
    public static double OverZero(double value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        value > 0 && double.IsFinite(value) ? value : throw Refused(name, value, "a finite number over 0");

    public static double NotNegative(double value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        value >= 0 && double.IsFinite(value) ? value : throw Refused(name, value, "a finite number of 0 or more");

    public static double UnderAHalf(double value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        value is >= 0 and < 0.5 ? value : throw Refused(name, value, "a number from 0 up to but not 0.5");

    private static ArgumentOutOfRangeException Refused(string name, double value, string range) =>
        new(name, value, $"{name} must be {range}.");
}
