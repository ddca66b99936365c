using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace OpsBridge.Data;

/// <summary>Registrations of the database plumbing.</summary>
public static class DataFeature
{
    /// <summary>Adds the data source, the context factory, the migrator and the keeper of day partitions.</summary>
    /// <param name="services">Where to add.</param>
    /// <param name="connectionString">An Npgsql connection string that names host, database and user.</param>
    public static IServiceCollection AddData(this IServiceCollection services, string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { ApplicationName = "OpsBridge" };
        settings.KeepAlive = settings.KeepAlive == 0 ? 10 : settings.KeepAlive;
        services.AddSingleton(new OwnConnection(settings.ConnectionString));
        services.AddSingleton(_ => new NpgsqlDataSourceBuilder(settings.ConnectionString).Build());
        services.AddDbContextFactory<OpsDbContext>((provider, options) =>
            options.UseNpgsql(provider.GetRequiredService<NpgsqlDataSource>()));
        services.AddSingleton<DatabaseMigrator>();
        services.AddHostedService<DayPartitionKeeper>();
        return services;
    }
}
