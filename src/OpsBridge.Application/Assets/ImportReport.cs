namespace OpsBridge.Assets;

/// <summary>What an import would do, or did, with one row of the file.</summary>
/// <param name="Line">Number of the line the row begins on, from 1.</param>
/// <param name="Name">The asset's name; empty when the row could not be read.</param>
/// <param name="Verdict">What happens to it.</param>
public sealed record ImportRow(int Line, string Name, ImportVerdict Verdict);

/// <summary>What happens to a row.</summary>
public abstract record ImportVerdict
{
    /// <summary>A new asset.</summary>
    public sealed record Create : ImportVerdict;

    /// <summary>A known asset gets other values.</summary>
    /// <param name="Fields">The fields that change.</param>
    public sealed record Change(IReadOnlyList<FieldChange> Fields) : ImportVerdict;

    /// <summary>A known asset that is so already.</summary>
    public sealed record Unchanged : ImportVerdict;

    /// <summary>The row cannot be taken; while one such row remains, nothing is.</summary>
    /// <param name="Reason">Why, in plain words.</param>
    public sealed record Refused(string Reason) : ImportVerdict;
}

/// <summary>The verdict on every row of a file.</summary>
/// <param name="Rows">In the order of the file.</param>
/// <param name="Delimiter">What stands between its cells: comma, semicolon or tab.</param>
/// <param name="IgnoredColumns">Columns that mean nothing here.</param>
public sealed record ImportReport(IReadOnlyList<ImportRow> Rows, char Delimiter, IReadOnlyList<string> IgnoredColumns)
{
    /// <summary>Rows that make new assets.</summary>
    public int Created { get; } = Rows.Count(r => r.Verdict is ImportVerdict.Create);

    /// <summary>Rows that change known assets.</summary>
    public int Changed { get; } = Rows.Count(r => r.Verdict is ImportVerdict.Change);

    /// <summary>Rows that say what is known.</summary>
    public int Unchanged { get; } = Rows.Count(r => r.Verdict is ImportVerdict.Unchanged);

    /// <summary>Rows that cannot be taken.</summary>
    public int Refused { get; } = Rows.Count(r => r.Verdict is ImportVerdict.Refused);
}

/// <summary>Whether an import stores anything.</summary>
public enum ImportMode
{
    /// <summary>Only says what it would do.</summary>
    DryRun,

    /// <summary>Stores every row, or nothing when one is refused.</summary>
    Apply,
}

/// <summary>Answer of <see cref="ImportAssets"/>.</summary>
public abstract record ImportResult
{
    /// <summary>The file as a whole cannot be read; nothing was stored.</summary>
    /// <param name="Reason">Why, in plain words.</param>
    public sealed record Unreadable(string Reason) : ImportResult;

    /// <summary>A dry run: this would happen.</summary>
    /// <param name="Report">The verdicts.</param>
    public sealed record Checked(ImportReport Report) : ImportResult;

    /// <summary>Rows are refused, so nothing was stored.</summary>
    /// <param name="Report">The verdicts.</param>
    public sealed record NotApplied(ImportReport Report) : ImportResult;

    /// <summary>All of it is stored.</summary>
    /// <param name="Report">What happened.</param>
    public sealed record Applied(ImportReport Report) : ImportResult;
}
