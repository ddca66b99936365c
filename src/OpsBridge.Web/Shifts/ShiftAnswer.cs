namespace OpsBridge.Shifts;

/// <summary>What came of something that a person did to roster or watch, in words.</summary>
/// <param name="Text">One sentence.</param>
/// <param name="Tone">ok or warning.</param>
public sealed record ShiftAnswer(string Text, string Tone)
{
    /// <summary>Plain words by field; empty unless a form was wrong.</summary>
    public IReadOnlyDictionary<string, string> Errors { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Key of what was stored; null where there is none.</summary>
    public Guid? Id { get; init; }

    /// <summary>Whether it was done.</summary>
    public bool Done => Tone == "ok";

    /// <summary>It is done.</summary>
    public static ShiftAnswer Ok(string text, Guid? id = null) => new(text, "ok") { Id = id };

    /// <summary>It is not done.</summary>
    public static ShiftAnswer No(string text) => new(text, "warning");

    /// <summary>A field is wrong.</summary>
    public static ShiftAnswer Wrong(IReadOnlyDictionary<string, string> errors) => new("Something is missing.", "warning") { Errors = errors };
}
