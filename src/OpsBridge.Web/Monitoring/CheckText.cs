using OpsBridge.Ui;

namespace OpsBridge.Monitoring;

/// <summary>Words of checks on screens.</summary>
internal static class CheckText
{
    /// <summary>State as for a status mark; a check that flaps shows that, because its state of the moment says little.</summary>
    public static string State(CheckRow row) => row.Enabled && row.Reading.Flapping ? "flapping" : row.Word.ToString();

    /// <summary>The state's own word where it is not settled yet: "Critical 1/3".</summary>
    public static string? Word(CheckRow row) =>
        row.Enabled && !row.Reading.Flapping && row.Reading is { Class: CheckStateClass.Measured, IsHard: false }
            ? $"{row.Word} {row.Reading.Attempt}/{row.MaxAttempts}"
            : null;

    /// <summary>One line: the last result, or why there is none.</summary>
    public static string Says(CheckRow row) => row switch
    {
        { Enabled: false } => "switched off",
        { Reading.Class: CheckStateClass.Pending } => "waits for its first result",
        { Reading: { Class: CheckStateClass.Unreachable, Because: { } parent } } => $"unreachable because {parent} is down",
        { Reading: { Class: CheckStateClass.NoData, Because: { } reason } } => reason,
        _ => row.Reading.Summary,
    };

    /// <summary>How long the last run took; empty for what does not run.</summary>
    public static string Took(CheckRow row) => row.Reading.DurationMs > 0 ? DurationText.Milliseconds(row.Reading.DurationMs) : "";

    /// <summary>Words for the state of an asset: "Down", "No check".</summary>
    public static string? AssetWord(CheckWord state) => state == CheckWord.Off ? "Not watched" : null;

    /// <summary>A value with its unit, as a chart names a limit.</summary>
    public static string Value(double value, string unit) => unit switch
    {
        "ms" => DurationText.Milliseconds(value),
        "s" => DurationText.Milliseconds(value * 1000),
        "" => FormattableString.Invariant($"{value:0.##}"),
        _ => FormattableString.Invariant($"{value:0.##} {unit}"),
    };
}
