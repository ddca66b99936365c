using OpsBridge.Assets;
using OpsBridge.Kernel;

namespace OpsBridge.Maintenance;

/// <summary>What somebody says about a maintenance window.</summary>
/// <param name="Name">What is done, 1 to 100 characters on one line.</param>
/// <param name="Reason">Why, 1 to 1000 characters.</param>
/// <param name="Kind">When it is in force; says which of the other values count.</param>
/// <param name="Scope">What it hides.</param>
public sealed record WindowDetails(string Name, string Reason, WindowKind Kind, MaintenanceScope Scope)
{
    /// <summary>Fixed: its start. Flexible: the earliest failure that starts it. Recurring: from when on it recurs. (UTC)</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Fixed: its end. Flexible: the end of the time for a first failure. Recurring: when it recurs no more, within a year. (UTC)</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>How long it lasts each time; not for fixed windows.</summary>
    public TimeSpan? Lasts { get; init; }

    /// <summary>The window that starts it; for triggered windows.</summary>
    public Guid? TriggerId { get; init; }

    /// <summary>Quartz cron expression; for recurring windows.</summary>
    public string? Cron { get; init; }

    /// <summary>IANA zone of the expression; for recurring windows.</summary>
    public string? Zone { get; init; }

    /// <summary>These values as they are stored: trimmed, without what its kind does not use.</summary>
    public WindowDetails Normalized() => this with
    {
        Name = Name.Trim(),
        Reason = Reason.Trim(),
        Scope = Scope with { Matchers = [.. Scope.Matchers.DistinctBy(m => m.ToString(), StringComparer.Ordinal)] },
        From = Kind == WindowKind.Triggered ? null : From?.Stored(),
        To = Kind == WindowKind.Triggered ? null : To?.Stored(),
        Lasts = Kind == WindowKind.Fixed ? null : Lasts,
        TriggerId = Kind == WindowKind.Triggered ? TriggerId : null,
        Cron = Kind == WindowKind.Recurring ? Cron?.Trim() : null,
        Zone = Kind == WindowKind.Recurring ? Zone?.Trim() : null,
    };

    /// <summary>Plain-word errors by field; empty when the values are good by themselves at this moment.</summary>
    /// <param name="now">The moment.</param>
    /// <param name="longest">The longest stretch that a window may last.</param>
    public IReadOnlyDictionary<string, string> Validate(DateTimeOffset now, TimeSpan longest)
    {
        var errors = new Dictionary<string, string>(StringComparer.Ordinal);
        Put(errors, nameof(Name), PlainText.IsLine(Name, 1, 100) ? null : "Give a name of 1 to 100 characters on one line.");
        Put(
            errors,
            nameof(Reason),
            PlainText.IsText(Reason, SilenceDetails.MaxComment) && !string.IsNullOrWhiteSpace(Reason)
                ? null
                : "Say why, in 1 to 1000 characters without control characters.");
        Put(errors, nameof(Kind), Enum.IsDefined(Kind) ? null : "Choose fixed, flexible, triggered or recurring.");
        Put(errors, nameof(Scope), Scope.Refuse());
        if (Kind != WindowKind.Fixed)
        {
            Put(errors, nameof(Lasts), RefuseLasts(longest));
        }

        Put(errors, nameof(To), RefuseTimes(now, longest));
        if (Kind == WindowKind.Recurring && !errors.ContainsKey(nameof(Lasts)))
        {
            ValidateRecurrence(errors, now);
        }

        Put(errors, nameof(TriggerId), Kind == WindowKind.Triggered && TriggerId is null ? "Choose the window that starts it." : null);
        return errors;
    }

    private string? RefuseLasts(TimeSpan longest) => Lasts switch
    {
        null => "Say how long it lasts.",
        { } lasts when lasts < TimeSpan.FromMinutes(1) => "It must last a minute at least.",
        { } lasts when lasts > longest => $"It may last at most {EndRules.Words(longest)}.",
        _ => null,
    };

    private string? RefuseTimes(DateTimeOffset now, TimeSpan longest) => Kind switch
    {
        WindowKind.Triggered => null,
        _ when From is null || To is null => "Give both times.",
        WindowKind.Recurring => EndRules.Refuse(From.Value, To.Value, now, MaintenanceOptions.Horizon),
        _ => EndRules.Refuse(From.Value, To.Value, now, longest),
    };

    private void ValidateRecurrence(Dictionary<string, string> errors, DateTimeOffset now)
    {
        var (recurrence, error) = Recurrence.Create(Cron ?? "", Zone ?? "");
        var from = From > now ? From.Value : now;
        Put(errors, nameof(Cron), error ?? recurrence!.RefuseLength(Lasts ?? TimeSpan.Zero, from));
        if (recurrence is not null && To is { } end && !errors.ContainsKey(nameof(To)) && !recurrence.StartsFrom(from).Take(1).Any(s => s.At < end))
        {
            errors[nameof(To)] = "It would end before it begins for the first time.";
        }
    }

    private static void Put(Dictionary<string, string> errors, string field, string? error)
    {
        if (error is not null)
        {
            errors.TryAdd(field, error);
        }
    }
}
