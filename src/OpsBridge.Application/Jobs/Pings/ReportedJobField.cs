namespace OpsBridge.Jobs.Pings;

/// <summary>By which values a program finds the job that it wants to make; it is changed instead when it exists.</summary>
public enum ReportedJobField
{
    /// <summary>The name.</summary>
    Name,

    /// <summary>The slug.</summary>
    Slug,

    /// <summary>The tags, as one text.</summary>
    Tags,

    /// <summary>The period.</summary>
    Timeout,

    /// <summary>The grace.</summary>
    Grace,
}
