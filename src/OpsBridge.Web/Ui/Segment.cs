namespace OpsBridge.Ui;

/// <summary>One choice of <see cref="Segments"/> or <see cref="OpsSelect"/>.</summary>
/// <param name="Value">Value that is reported and stands in the address.</param>
/// <param name="Text">Words.</param>
/// <param name="Count">Number of rows behind it, if known.</param>
public sealed record Segment(string Value, string Text, int? Count = null);
