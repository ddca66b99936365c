namespace OpsBridge.Jobs.Running;

/// <summary>A run that this process has claimed for one attempt.</summary>
/// <param name="RunId">The run.</param>
/// <param name="JobId">Its job.</param>
/// <param name="NominalAt">Its nominal time (UTC).</param>
/// <param name="Origin">Why it exists.</param>
/// <param name="Attempt">1 for the first attempt.</param>
/// <param name="Token">The fencing token of this attempt.</param>
/// <param name="Details">What is said about the job in the version that the run has.</param>
/// <param name="Lines">Number of the last line of output so far.</param>
internal sealed record ClaimedRun(Guid RunId, Guid JobId, DateTimeOffset NominalAt, RunOrigin Origin, int Attempt, long Token, JobDetails Details, int Lines);
