using OpsBridge.Assets;
using OpsBridge.Identity;

namespace OpsBridge.Shifts.Orders;

/// <summary>What somebody says in a standing order.</summary>
/// <param name="Title">One line of 1 to <see cref="MaxTitle"/> characters.</param>
/// <param name="Text">1 to <see cref="MaxText"/> characters, lines allowed.</param>
/// <param name="Required">Must be confirmed before taking the watch.</param>
/// <param name="From">From when it holds (UTC).</param>
/// <param name="Until">Until when (UTC); null: until withdrawn.</param>
public sealed record OrderDetails(string Title, string Text, bool Required, DateTimeOffset From, DateTimeOffset? Until)
{
    /// <summary>The longest title, in characters.</summary>
    public const int MaxTitle = 120;

    /// <summary>The longest text, in characters.</summary>
    public const int MaxText = 20_000;

    /// <summary>The roles that it is for; none: everybody who stands watch.</summary>
    public IReadOnlyList<Role> Roles { get; init; } = [];

    /// <summary>The desks that it is for; none: all of them.</summary>
    public IReadOnlyList<Guid> DeskIds { get; init; } = [];

    /// <summary>Trimmed, each role and desk once, times in UTC.</summary>
    public OrderDetails Normalized() => this with
    {
        Title = Title.Trim(),
        Text = Text.Trim(),
        From = From.ToUniversalTime(),
        Until = Until?.ToUniversalTime(),
        Roles = [.. Roles.Distinct().Order()],
        DeskIds = [.. DeskIds.Distinct()],
    };

    /// <summary>Plain-word errors by field; empty when it may be issued.</summary>
    public IReadOnlyDictionary<string, string> Validate(DateTimeOffset now)
    {
        var errors = new Dictionary<string, string>(StringComparer.Ordinal);
        if (!PlainText.IsLine(Title, 1, MaxTitle))
        {
            errors[nameof(Title)] = $"One line of 1 to {MaxTitle} characters.";
        }

        if (!PlainText.IsText(Text, MaxText) || string.IsNullOrWhiteSpace(Text))
        {
            errors[nameof(Text)] = $"Write 1 to {MaxText} characters without control characters.";
        }

        if (Until <= From || Until <= now)
        {
            errors[nameof(Until)] = "It must end after it begins, and not in the past.";
        }

        if (Roles.Any(r => r == Role.Viewer || !Enum.IsDefined(r)))
        {
            errors[nameof(Roles)] = "Choose among operators, supervisors and admins: viewers stand no watch.";
        }

        return errors;
    }
}
