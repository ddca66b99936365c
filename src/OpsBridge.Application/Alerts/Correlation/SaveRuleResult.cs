namespace OpsBridge.Alerts.Correlation;

/// <summary>Answer of <see cref="ISaveRule{TDetails}"/>.</summary>
public abstract record SaveRuleResult
{
    private SaveRuleResult()
    {
    }

    /// <summary>It is as wanted, and works from now on.</summary>
    /// <param name="Id">Its key.</param>
    /// <param name="Version">Its row version now.</param>
    public sealed record Done(Guid Id, uint Version) : SaveRuleResult;

    /// <summary>Somebody changed it since it was looked at; nothing was stored.</summary>
    /// <param name="By">Who.</param>
    /// <param name="Version">Its row version now.</param>
    public sealed record Stale(string By, uint Version) : SaveRuleResult;

    /// <summary>No such rule.</summary>
    public sealed record NotFound : SaveRuleResult;

    /// <summary>Nothing was stored.</summary>
    /// <param name="Errors">Plain words by field.</param>
    public sealed record Invalid(IReadOnlyDictionary<string, string> Errors) : SaveRuleResult;
}

/// <summary>Answer of <see cref="IRemoveRule{TDetails}"/>.</summary>
public abstract record RemoveRuleResult
{
    private RemoveRuleResult()
    {
    }

    /// <summary>It is gone.</summary>
    /// <param name="Name">What it was called.</param>
    public sealed record Done(string Name) : RemoveRuleResult;

    /// <summary>No such rule.</summary>
    public sealed record NotFound : RemoveRuleResult;
}
