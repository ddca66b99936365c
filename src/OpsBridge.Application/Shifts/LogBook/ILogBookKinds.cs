using OpsBridge.Identity;

namespace OpsBridge.Shifts.LogBook;

/// <summary>
/// Which of a slice's timeline entries the log book shows by itself. They are read where they stand, never copied, so each is there
/// just once. The slice registers its list; Shifts knows none of them by name.
/// </summary>
public interface ILogBookKinds
{
    /// <summary>The permission without which nobody sees these.</summary>
    string Permission { get; }

    /// <summary>Kinds as the timeline writes them (<c>alert.acknowledged</c>), or a subject alone (<c>watch</c>) for all of its kinds.</summary>
    IReadOnlyList<string> Kinds { get; }

    /// <summary>Kinds that count only when a person or key did them, not OpsBridge itself.</summary>
    IReadOnlyList<string> KindsOfPeople { get; }

    /// <summary>Subjects that "since you last stood watch" tells of, each thing once, with the heading they stand under.</summary>
    IReadOnlyList<(string Subject, string Title)> Digested { get; }

    /// <summary>Address of the page about a subject ("/alerts/42"); null when it has none.</summary>
    string? PageOf(string subject, string subjectId);
}

/// <summary>The watch itself, handovers, standing orders and the desks.</summary>
internal sealed class ShiftLogKinds : ILogBookKinds
{
    /// <inheritdoc />
    public string Permission => Permissions.ViewShifts;

    /// <inheritdoc />
    public IReadOnlyList<string> Kinds => ["watch", "handover", "order.issued", "order.changed", "order.withdrawn"];

    /// <inheritdoc />
    public IReadOnlyList<string> KindsOfPeople => [];

    /// <inheritdoc />
    public IReadOnlyList<(string Subject, string Title)> Digested => [("handover", "Handovers")];

    /// <inheritdoc />
    public string? PageOf(string subject, string subjectId) => subject switch
    {
        "handover" => $"/handover/{subjectId}",
        "order" => $"/orders?id={subjectId}",
        _ => null,
    };
}
