namespace OpsBridge.Alerts.Views;

/// <summary>Whom a saved view is for.</summary>
public enum SavedViewScope
{
    /// <summary>Its maker alone.</summary>
    Personal,

    /// <summary>Everybody.</summary>
    Team,

    /// <summary>Everybody, and what the alerts page shows when nobody asked for anything; at most one.</summary>
    ShiftDefault,
}

/// <summary>A way to look at the alerts, kept under a name: the address of the triage page without its path.</summary>
public sealed class SavedView
{
    /// <summary>Longest name.</summary>
    public const int LongestName = 60;

    /// <summary>Longest address.</summary>
    public const int LongestQuery = 2000;

    private SavedView()
    {
    }

    /// <summary>Time-ordered key.</summary>
    public Guid Id { get; private init; }

    /// <summary>1 to 60 characters; unique among its maker's own, and among those of everybody, letter case ignored.</summary>
    public string Name { get; private set; } = "";

    /// <summary>Whom it is for.</summary>
    public SavedViewScope Scope { get; private set; }

    /// <summary>Whose it is; of views for everybody, who saved it last.</summary>
    public Guid OwnerId { get; private set; }

    /// <summary>Their name at that time.</summary>
    public string OwnerName { get; private set; } = "";

    /// <summary>"" or the part of the address from the question mark on.</summary>
    public string Query { get; private set; } = "";

    /// <summary>When it was saved last (UTC).</summary>
    public DateTimeOffset SavedAt { get; private set; }

    /// <summary>Row version (PostgreSQL xmin).</summary>
    public uint Version { get; private set; }

    /// <summary>A new view from valid values.</summary>
    public static SavedView Create(SavedViewDetails details, Guid ownerId, string ownerName, DateTimeOffset at)
    {
        var view = new SavedView { Id = Guid.CreateVersion7(at) };
        view.Change(details, ownerId, ownerName, at);
        return view;
    }

    /// <summary>Takes over valid values.</summary>
    public void Change(SavedViewDetails details, Guid ownerId, string ownerName, DateTimeOffset at) =>
        (Name, Scope, Query, OwnerId, OwnerName, SavedAt) = (details.Name.Trim(), details.Scope, details.Query, ownerId, ownerName, at);

    /// <summary>Another view has become what the page shows at first.</summary>
    public void StepBack() => Scope = SavedViewScope.Team;
}

/// <summary>What somebody wants to save.</summary>
/// <param name="Name">1 to 60 printable characters.</param>
/// <param name="Scope">Whom it is for.</param>
/// <param name="Query">"" or the part of the address from the question mark on, at most 2000 characters.</param>
public sealed record SavedViewDetails(string Name, SavedViewScope Scope, string Query)
{
    /// <summary>What is wrong with it, in words; null when nothing is.</summary>
    public string? Validate()
    {
        if (Name.Trim().Length is 0 or > SavedView.LongestName || Name.Any(char.IsControl))
        {
            return "Give the view a name of 1 to 60 characters.";
        }

        return Query.Length <= SavedView.LongestQuery && (Query.Length == 0 || Query[0] == '?') && !Query.Any(char.IsControl) && Enum.IsDefined(Scope)
            ? null
            : "This is not a view of the alerts page.";
    }
}
