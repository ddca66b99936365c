namespace OpsBridge.Jobs.Kinds;

/// <summary>Something wrong with what a job does.</summary>
/// <param name="Field">Name of the property it is about; empty when it is about the whole.</param>
/// <param name="Words">Plain words, beginning in lower case and without a full stop.</param>
public sealed record SettingError(string Field, string Words)
{
    /// <summary>About the whole; null where the rule holds.</summary>
    public static implicit operator SettingError?(string? words) => words is null ? null : new SettingError("", words);

    /// <summary>Said of one field; null where the rule holds.</summary>
    public static SettingError? At(string field, string? words) => words is null ? null : new SettingError(field, words);

    /// <summary>As a sentence: "The port is 1 to 65535."</summary>
    public override string ToString() => Words.Length == 0 ? "" : $"{char.ToUpperInvariant(Words[0])}{Words[1..]}.";
}
