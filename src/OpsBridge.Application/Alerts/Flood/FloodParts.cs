using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;

namespace OpsBridge.Alerts.Flood;

/// <summary>What <see cref="FloodWatch"/> writes with.</summary>
public sealed class FloodParts(IDbContextFactory<OpsDbContext> contexts)
{
    internal FloodLog Log { get; } = new(contexts);
}
