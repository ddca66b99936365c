using OpsBridge.Identity;

namespace OpsBridge.Shifts.Watch;

/// <summary>What is said when a desk is left without anybody on purpose.</summary>
/// <param name="Until">When somebody is there again (UTC); at most 7 days away.</param>
/// <param name="SafeState">In what state everything is left; 10 to 2000 characters.</param>
/// <param name="OnCall">Who is called meanwhile, and how; 3 to 500 characters.</param>
public sealed record UnstaffedForm(DateTimeOffset Until, string SafeState, string OnCall)
{
    /// <summary>The longest time without anybody.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(7);

    /// <summary>Plain words by field; empty when everything is right.</summary>
    public IReadOnlyDictionary<string, string> Validate(DateTimeOffset now)
    {
        var errors = new Dictionary<string, string>(StringComparer.Ordinal);
        if (Until <= now || Until > now + Longest)
        {
            errors[nameof(Until)] = $"A time within the next {Longest.Days} days.";
        }

        if (SafeState.Trim().Length is < 10 or > 2000 || SafeState.Contains('\0', StringComparison.Ordinal))
        {
            errors[nameof(SafeState)] = "Say in 10 to 2000 characters in what state everything is left.";
        }

        if (OnCall.Trim().Length is < 3 or > 500 || OnCall.Contains('\0', StringComparison.Ordinal))
        {
            errors[nameof(OnCall)] = "Say in 3 to 500 characters who is called meanwhile, and how.";
        }

        return errors;
    }
}

/// <summary>A time in which nobody holds a desk, and that is on purpose and in writing: it raises no alarm.</summary>
public sealed class UnstaffedSpell
{
    private UnstaffedSpell()
    {
    }

    /// <summary>Time-ordered key.</summary>
    public Guid Id { get; private init; }

    /// <summary>The desk.</summary>
    public Guid DeskId { get; private init; }

    /// <summary>Since when (UTC).</summary>
    public DateTimeOffset StartsAt { get; private init; }

    /// <summary>Until when somebody is to be there again (UTC).</summary>
    public DateTimeOffset Until { get; private init; }

    /// <summary>When somebody took the watch again (UTC); null before that.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>In what state everything was left.</summary>
    public string SafeState { get; private init; } = "";

    /// <summary>Who is called meanwhile.</summary>
    public string OnCall { get; private init; } = "";

    /// <summary>Who left the desk.</summary>
    public Guid AccountId { get; private init; }

    /// <summary>That person's name at that time.</summary>
    public string AccountName { get; private init; } = "";

    /// <summary>Leaves the desk in writing; the form is valid.</summary>
    /// <exception cref="ArgumentException">The actor is no person.</exception>
    public static UnstaffedSpell Begin(Guid desk, UnstaffedForm form, Actor who, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        DeskId = desk,
        StartsAt = now,
        Until = form.Until.ToUniversalTime(),
        SafeState = form.SafeState.Trim(),
        OnCall = form.OnCall.Trim(),
        AccountId = who.Id ?? throw new ArgumentException("Only a person leaves a desk.", nameof(who)),
        AccountName = who.Name,
    };

    /// <summary>Somebody is there again.</summary>
    public void End(DateTimeOffset now) => EndedAt ??= now;
}
