namespace OpsBridge.Shifts.Roster;

/// <summary>What an import would do, or did, with one line of a roster.</summary>
/// <param name="Line">Number of the line it begins on, from 1.</param>
/// <param name="Person">Who, as the account is called; as the file says where there is none.</param>
/// <param name="Desk">The desk; empty where the line could not be read that far.</param>
/// <param name="Shift">Name, day and times on the desk's clocks; empty where the line could not be read that far.</param>
/// <param name="Verdict">What happens to it.</param>
public sealed record RosterImportRow(int Line, string Person, string Desk, string Shift, RosterVerdict Verdict);

/// <summary>What happens to a line of a roster.</summary>
public abstract record RosterVerdict
{
    /// <summary>Somebody comes onto a shift.</summary>
    /// <param name="NewShift">Whether the shift itself is new.</param>
    public sealed record Assign(bool NewShift) : RosterVerdict;

    /// <summary>They are on it already.</summary>
    public sealed record Unchanged : RosterVerdict;

    /// <summary>The line cannot be taken; while one such line remains, nothing is.</summary>
    /// <param name="Reason">Why, in plain words.</param>
    public sealed record Refused(string Reason) : RosterVerdict;
}

/// <summary>The verdict on every line of a roster.</summary>
/// <param name="Rows">In the order of the file.</param>
/// <param name="Delimiter">What stands between its cells: comma, semicolon or tab.</param>
/// <param name="IgnoredColumns">Columns that mean nothing here.</param>
public sealed record RosterImportReport(IReadOnlyList<RosterImportRow> Rows, char Delimiter, IReadOnlyList<string> IgnoredColumns)
{
    /// <summary>Lines that put somebody on a shift.</summary>
    public int Assigned { get; } = Rows.Count(r => r.Verdict is RosterVerdict.Assign);

    /// <summary>Lines that say what is planned already.</summary>
    public int Unchanged { get; } = Rows.Count(r => r.Verdict is RosterVerdict.Unchanged);

    /// <summary>Lines that cannot be taken.</summary>
    public int Refused { get; } = Rows.Count(r => r.Verdict is RosterVerdict.Refused);
}

/// <summary>Answer of <see cref="ImportRoster"/>.</summary>
public abstract record RosterImportResult
{
    /// <summary>The file as a whole cannot be read; nothing was stored.</summary>
    /// <param name="Reason">Why, in plain words.</param>
    public sealed record Unreadable(string Reason) : RosterImportResult;

    /// <summary>A dry run: this would happen.</summary>
    /// <param name="Report">The verdicts.</param>
    public sealed record Checked(RosterImportReport Report) : RosterImportResult;

    /// <summary>Lines are refused, so nothing was stored.</summary>
    /// <param name="Report">The verdicts.</param>
    public sealed record NotApplied(RosterImportReport Report) : RosterImportResult;

    /// <summary>All of it is stored.</summary>
    /// <param name="Report">What happened.</param>
    public sealed record Applied(RosterImportReport Report) : RosterImportResult;
}
