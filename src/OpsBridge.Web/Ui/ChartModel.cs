using System.Runtime.InteropServices;

namespace OpsBridge.Ui;

/// <summary>One line of a <see cref="LineChart"/>.</summary>
/// <param name="Name">Name in the legend.</param>
/// <param name="Points">Oldest first; a null value is a gap.</param>
/// <param name="Tone">State that colours it; null takes the next colour of the palette.</param>
public sealed record ChartSeries(string Name, IReadOnlyList<ChartPoint> Points, string? Tone = null);

/// <summary>One value at one instant.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct ChartPoint(DateTimeOffset At, double? Value);

/// <summary>A dashed horizontal line, such as a threshold.</summary>
/// <param name="Value">In the chart's unit.</param>
/// <param name="Text">Words at the line: "critical 2 s".</param>
/// <param name="Tone">warning, critical, …</param>
public sealed record ChartLimit(double Value, string Text, string Tone);

/// <summary>A vertical line: something happened then.</summary>
public sealed record ChartMark(DateTimeOffset At, string Text);
