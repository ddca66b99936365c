namespace OpsBridge.Shifts.Roster;

/// <summary>A public holiday: shown in the roster, changes nothing.</summary>
public sealed class Holiday
{
    /// <summary>Longest name, in characters.</summary>
    public const int MaxName = 60;

    private Holiday()
    {
    }

    /// <summary>The day.</summary>
    public DateOnly Day { get; private init; }

    /// <summary>What it is called.</summary>
    public string Name { get; private set; } = "";

    /// <summary>A holiday; the name is valid.</summary>
    public static Holiday Of(DateOnly day, string name) => new() { Day = day, Name = name };

    /// <summary>Gives it another name.</summary>
    public void Rename(string name) => Name = name;
}
