using OpsBridge.Alerts;
using OpsBridge.Assets;
using OpsBridge.Kernel;

namespace OpsBridge.Maintenance;

/// <summary>What somebody says about a silence.</summary>
/// <param name="Matchers">1 to <see cref="MaxMatchers"/> conditions, all of which must hold; at least one must refuse the empty text.</param>
/// <param name="StartsAt">When it begins (UTC); a time that has passed means now.</param>
/// <param name="EndsAt">When it ends (UTC).</param>
/// <param name="Comment">Why, 1 to 1000 characters.</param>
public sealed record SilenceDetails(IReadOnlyList<Matcher> Matchers, DateTimeOffset StartsAt, DateTimeOffset EndsAt, string Comment)
{
    /// <summary>The most conditions of one silence.</summary>
    public const int MaxMatchers = 30;

    /// <summary>The longest comment, in characters.</summary>
    public const int MaxComment = 1000;

    private const int MaxAnnotations = 40;

    /// <summary>Who made it as the client says, at most 200 characters; null or blank: the actor's name.</summary>
    public string? CreatedBy { get; init; }

    /// <summary>More text by name; kept and given back as it came.</summary>
    public Labels Annotations { get; init; } = Labels.Empty;

    /// <summary>These values as they are stored: trimmed, each condition once, times to the microsecond that PostgreSQL keeps.</summary>
    public SilenceDetails Normalized() => this with
    {
        Matchers = [.. Matchers.DistinctBy(m => m.ToString(), StringComparer.Ordinal)],
        StartsAt = StartsAt.Stored(),
        EndsAt = EndsAt.Stored(),
        Comment = Comment.Trim(),
        CreatedBy = PlainText.TrimToNull(CreatedBy),
    };

    /// <summary>Plain-word errors by field; empty when the values may be stored at this moment.</summary>
    /// <param name="now">The moment.</param>
    /// <param name="longest">The longest time that a silence may still last, counted from its start or from now.</param>
    public IReadOnlyDictionary<string, string> Validate(DateTimeOffset now, TimeSpan longest)
    {
        var errors = new Dictionary<string, string>(StringComparer.Ordinal);
        if (ScopeRules.Refuse(Matchers) is { } bad)
        {
            errors[nameof(Matchers)] = bad;
        }

        if (EndRules.Refuse(StartsAt, EndsAt, now, longest) is { } wrong)
        {
            errors[nameof(EndsAt)] = wrong;
        }

        if (!PlainText.IsText(Comment, MaxComment) || string.IsNullOrWhiteSpace(Comment))
        {
            errors[nameof(Comment)] = "Say why, in 1 to 1000 characters without control characters.";
        }

        if (!PlainText.IsLine(CreatedBy, 0, 200))
        {
            errors[nameof(CreatedBy)] = "Keep the creator's name to 200 characters on one line.";
        }

        if (Annotations.Count > MaxAnnotations || Annotations.Any(a => !PlainText.IsLine(a.Key, 1, 100) || !PlainText.IsText(a.Value, 4000)))
        {
            errors[nameof(Annotations)] = "At most 40 annotations; names up to 100 characters, values up to 4000.";
        }

        return errors;
    }
}
