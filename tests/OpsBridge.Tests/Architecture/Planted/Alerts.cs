using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OpsBridge.Data;
using OpsBridge.Identity;

namespace Planted.Alerts;

/// <summary>An entity that knows the database and the clock.</summary>
[Index(nameof(Id))]
public sealed class RestlessAlert
{
    [Key] public long Id { get; set; }

    public DateTimeOffset Now() => TimeProvider.System.GetUtcNow();
}

internal sealed class RestlessAlertConfiguration : IEntityTypeConfiguration<RestlessAlert>
{
    public void Configure(EntityTypeBuilder<RestlessAlert> builder) => builder.HasKey(a => a.Id);
}

/// <summary>A rule that knows the web, and only inside a lambda.</summary>
public sealed class WebbyRule
{
    public Func<object> Later() => () => new DefaultHttpContext();
}

public sealed class HoldsContext(OpsDbContext db)
{
    public int Known() => db.ChangeTracker.Entries().Count();
}

/// <summary>A use case that nobody answers for.</summary>
public sealed class NamelessDeed
{
    public async Task HandleAsync(long id) => await Task.FromResult(id);
}

/// <summary>A use case that takes an actor and asks it nothing.</summary>
public sealed class TrustingDeed
{
    public Task HandleAsync(Actor actor, CancellationToken ct) => Task.FromResult((actor.Name, ct));
}

/// <summary>Its second door stands open.</summary>
public sealed class TwoDoors
{
    public Task HandleAsync(Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ViewAlerts);
        return OpenAsync(actor, ct);
    }

    public Task OpenAsync(Actor actor, CancellationToken ct) => Task.FromResult((actor.Name, ct));
}

/// <summary>Keeps the rule: the demand lies in an async method that a lambda calls.</summary>
public sealed class CarefulDeed
{
    public async Task HandleAsync(Actor actor, CancellationToken ct)
    {
        Func<Task> inner = async () => await DemandAsync(actor);
        await inner().WaitAsync(ct);
    }

    private static async Task DemandAsync(Actor actor)
    {
        await Task.Yield();
        actor.Demand(Permissions.ViewAlerts);
    }
}
