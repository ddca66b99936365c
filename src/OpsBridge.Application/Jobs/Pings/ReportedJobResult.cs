namespace OpsBridge.Jobs.Pings;

/// <summary>Answer of the verbs of a reported job that need no more words.</summary>
public abstract record ReportedJobResult
{
    /// <summary>Done.</summary>
    public sealed record Done : ReportedJobResult;

    /// <summary>No such job.</summary>
    public sealed record NotFound : ReportedJobResult;

    /// <summary>Not done.</summary>
    /// <param name="Reason">Plain words.</param>
    public sealed record Refused(string Reason) : ReportedJobResult;
}
