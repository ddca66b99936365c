using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using OpsBridge.Identity;
using OpsBridge.Kernel;

namespace OpsBridge.Data;

/// <summary>
/// The one context over the one database. It names no table: each slice describes its own in an
/// <see cref="IEntityTypeConfiguration{TEntity}"/> and asks for <c>Set&lt;T&gt;()</c>.
/// </summary>
public sealed class OpsDbContext(DbContextOptions<OpsDbContext> options) : IdentityUserContext<Account, Guid>(options)
{
    /// <inheritdoc />
    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.ApplyConfigurationsFromAssembly(typeof(OpsDbContext).Assembly);
        builder.UseSnakeCase();
    }

    /// <inheritdoc />
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);
        configurationBuilder.Properties<Labels>().HaveConversion<LabelsConverter, LabelsComparer>().HaveColumnType("jsonb");
        configurationBuilder.Properties<DateTimeOffset>().HaveColumnType("timestamptz");
    }
}
