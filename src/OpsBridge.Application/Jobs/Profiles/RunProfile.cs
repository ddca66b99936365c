namespace OpsBridge.Jobs.Profiles;

/// <summary>How a number of a run compares with the earlier runs of its job.</summary>
public enum ProfileVerdict
{
    /// <summary>Too few earlier runs have samples to say.</summary>
    Unknown,

    /// <summary>As in earlier runs.</summary>
    Usual,

    /// <summary>Higher than in any of them.</summary>
    Higher,

    /// <summary>Lower than in any of them.</summary>
    Lower,
}

/// <summary>One number of a check during a run, beside the earlier runs of the same job.</summary>
/// <param name="Metric">Name.</param>
/// <param name="Unit">Unit as measured; empty when it has none.</param>
/// <param name="Low">Least value during this run so far.</param>
/// <param name="High">Greatest value during this run so far.</param>
/// <param name="Earlier">Least and greatest value of each earlier good run that has samples.</param>
public sealed record RunProfile(string Metric, string Unit, double Low, double High, IReadOnlyList<(double Low, double High)> Earlier)
{
    /// <summary>From so many earlier runs on there is a usual profile.</summary>
    public const int Enough = 3;

    /// <summary>A tenth of what earlier runs span may be added at both ends: no two nights are the same.</summary>
    private const double Grace = 0.1;

    /// <summary>Least value of all earlier runs; 0 without any.</summary>
    public double Least => Earlier.Count == 0 ? 0 : Earlier.Min(e => e.Low);

    /// <summary>Greatest value of all earlier runs; 0 without any.</summary>
    public double Most => Earlier.Count == 0 ? 0 : Earlier.Max(e => e.High);

    /// <summary>What the comparison says. A number that was both higher and lower is called higher.</summary>
    public ProfileVerdict Verdict
    {
        get
        {
            var grace = Grace * (Most - Least);
            return Earlier.Count < Enough ? ProfileVerdict.Unknown
                : High > Most + grace ? ProfileVerdict.Higher
                : Low < Least - grace ? ProfileVerdict.Lower
                : ProfileVerdict.Usual;
        }
    }
}

/// <summary>A run that was at work on the asset of an alert when its condition began, or is now while it holds.</summary>
/// <param name="RunId">The run.</param>
/// <param name="JobId">Its job.</param>
/// <param name="JobName">Name of the job.</param>
/// <param name="NominalAt">When it should have started (UTC).</param>
/// <param name="StartedAt">When it started (UTC).</param>
/// <param name="EndedAt">When it ended (UTC); null while it works.</param>
/// <param name="Profiles">The numbers of the alert's check; those with limits first. Empty where the check has none.</param>
public sealed record RunBeside(Guid RunId, Guid JobId, string JobName, DateTimeOffset NominalAt, DateTimeOffset StartedAt, DateTimeOffset? EndedAt, IReadOnlyList<RunProfile> Profiles)
{
    /// <summary>Every number that can be compared is as in earlier runs, and at least one can.</summary>
    public bool IsUsual => Profiles.Any(p => p.Verdict == ProfileVerdict.Usual) && Profiles.All(p => p.Verdict is ProfileVerdict.Usual or ProfileVerdict.Unknown);
}
