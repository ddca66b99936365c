namespace OpsBridge.Shifts.Roster;

/// <summary>Somebody of a crew: whoever is in it is put on the shifts that are the crew's turn.</summary>
public sealed class CrewMember
{
    /// <summary>Longest name of a crew, in characters.</summary>
    public const int MaxCrew = 20;

    private CrewMember()
    {
    }

    /// <summary>The desk.</summary>
    public Guid DeskId { get; private init; }

    /// <summary>Name of the crew, for example A.</summary>
    public string Crew { get; private init; } = "";

    /// <summary>Who.</summary>
    public Guid AccountId { get; private init; }

    /// <summary>Puts somebody into a crew.</summary>
    public static CrewMember Of(Guid desk, string crew, Guid account) => new() { DeskId = desk, Crew = crew, AccountId = account };
}
