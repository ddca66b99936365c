namespace OpsBridge.Jobs.Pings;

/// <summary>What people do with reported jobs; every answer is in words, also when the database is away.</summary>
public interface IPingActions
{
    /// <summary>Makes one, or changes the one that was seen.</summary>
    Task<PingAnswer> SaveAsync(Guid? id, int seen, ReportedJobDetails details);

    /// <summary>Pauses it until a moment (UTC), or without end.</summary>
    Task<PingAnswer> PauseAsync(Guid id, DateTimeOffset? until, string? why);

    /// <summary>Has it watched again.</summary>
    Task<PingAnswer> ResumeAsync(Guid id);

    /// <summary>Plans a downtime (UTC); nulls take it back.</summary>
    Task<PingAnswer> PlanAsync(Guid id, DateTimeOffset? from, DateTimeOffset? until, string? why);

    /// <summary>Removes it.</summary>
    Task<PingAnswer> RemoveAsync(Guid id);

    /// <summary>Gives it another address.</summary>
    Task<PingAnswer> RenewAsync(Guid id);

    /// <summary>Makes a ping key.</summary>
    Task<PingAnswer> CreateKeyAsync(string name);

    /// <summary>Ends a ping key.</summary>
    Task<PingAnswer> RevokeKeyAsync(Guid id);
}
