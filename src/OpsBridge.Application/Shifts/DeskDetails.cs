namespace OpsBridge.Shifts;

/// <summary>What a supervisor says about a desk.</summary>
/// <param name="Name">1 to 60 characters.</param>
/// <param name="Zone">IANA zone, for example <c>Europe/Zurich</c>.</param>
/// <param name="MinimumPeople">1 to 20.</param>
/// <param name="MinimumSupervisors">0 to 5, not more than the people.</param>
/// <param name="OverlapMinutes">0 to 120.</param>
public sealed record DeskDetails(string Name, string Zone, int MinimumPeople = 1, int MinimumSupervisors = 0, int OverlapMinutes = 15)
{
    /// <summary>Longest name, in characters.</summary>
    public const int MaxName = 60;

    /// <summary>Plain words by field; empty when everything is right.</summary>
    public IReadOnlyDictionary<string, string> Validate()
    {
        var errors = new Dictionary<string, string>(StringComparer.Ordinal);
        var name = Name.Trim();
        if (name.Length is 0 or > MaxName || name.Any(char.IsControl))
        {
            errors[nameof(Name)] = $"A name of 1 to {MaxName} characters on one line.";
        }

        if (Zone.Trim() is { Length: 0 or > 64 } || !TimeZoneInfo.TryFindSystemTimeZoneById(Zone.Trim(), out _))
        {
            errors[nameof(Zone)] = "An IANA zone such as Europe/Zurich.";
        }

        if (MinimumPeople is < 1 or > 20)
        {
            errors[nameof(MinimumPeople)] = "1 to 20 people.";
        }

        if (MinimumSupervisors is < 0 or > 5 || MinimumSupervisors > MinimumPeople)
        {
            errors[nameof(MinimumSupervisors)] = "0 to 5 supervisors, and not more than the people.";
        }

        if (OverlapMinutes is < 0 or > 120)
        {
            errors[nameof(OverlapMinutes)] = "0 to 120 minutes.";
        }

        return errors;
    }

    /// <summary>Without white space around the texts.</summary>
    public DeskDetails Normalized() => this with { Name = Name.Trim(), Zone = Zone.Trim() };
}
