namespace OpsBridge.Ui;

/// <summary>Which groups of a list are folded: all or none, and exceptions. Equal when they say the same, so it goes well into the address.</summary>
/// <param name="All">Whether groups are folded unless they are an exception.</param>
/// <param name="Except">Keys of the exceptions, sorted, each followed by a line feed.</param>
public sealed record HotFolds(bool All, string Except)
{
    private const int Most = 40;

    /// <summary>Every group as it is at first.</summary>
    public static HotFolds None { get; } = new(false, "");

    /// <summary>Keys of the exceptions.</summary>
    public IEnumerable<string> Keys => Except.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>With these exceptions; at most 40 are kept.</summary>
    public static HotFolds Of(bool all, IEnumerable<string> except) =>
        new(all, string.Concat(except.Select(k => k.Replace('\n', ' ')).Distinct(StringComparer.Ordinal).Take(Most).Order(StringComparer.Ordinal).Select(k => $"{k}\n")));

    /// <summary>Whether a group is folded.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="atFirst">Whether it is folded at first.</param>
    public bool IsFolded(string key, bool atFirst) => (All || atFirst) != Has(key);

    /// <summary>With one group folded or unfolded.</summary>
    public HotFolds Toggle(string key)
    {
        var clean = key.Replace('\n', ' ');
        return Of(All, Has(clean) ? Keys.Where(k => k != clean) : Keys.Append(clean));
    }

    private bool Has(string key) => Except.Length > 0 && $"\n{Except}".Contains($"\n{key.Replace('\n', ' ')}\n", StringComparison.Ordinal);
}
