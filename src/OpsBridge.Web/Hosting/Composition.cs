using Microsoft.AspNetCore.Http.Json;
using OpsBridge.Alerts;
using OpsBridge.Alerts.Correlation;
using OpsBridge.Alerts.Intake;
using OpsBridge.Assets;
using OpsBridge.Data;
using OpsBridge.Data.Private;
using OpsBridge.Demo;
using OpsBridge.Identity;
using OpsBridge.Ingest;
using OpsBridge.Jobs;
using OpsBridge.Jobs.Backups;
using OpsBridge.Jobs.Kinds;
using OpsBridge.Jobs.Pings;
using OpsBridge.Jobs.Secrets;
using OpsBridge.Live;
using OpsBridge.Maintenance;
using OpsBridge.Monitoring;
using OpsBridge.Monitoring.Probes;
using OpsBridge.Network;
using OpsBridge.Operations;
using OpsBridge.Rounds;
using OpsBridge.Shell;
using OpsBridge.Shifts;
using OpsBridge.Shifts.Handover;
using OpsBridge.Shifts.LogBook;
using OpsBridge.Shifts.Orders;
using OpsBridge.Shifts.Roster;
using OpsBridge.Shifts.Staffing;
using OpsBridge.SignIn;
using OpsBridge.Timeline;

namespace OpsBridge.Hosting;

/// <summary>Which capabilities this host has, and in which order a request passes them.</summary>
internal static class Composition
{
    /// <summary>One <c>AddX</c> per capability.</summary>
    /// <param name="builder">The host being built.</param>
    /// <param name="settings">What the command line says.</param>
    /// <param name="database">The database of this process.</param>
    /// <param name="forbidden">Endpoints that no check may reach.</param>
    /// <exception cref="StartupException">A setting makes no sense; the message says which.</exception>
    public static void AddOpsBridge(
        this WebApplicationBuilder builder, HostSettings settings, DatabaseConnection database, IReadOnlyList<ProtectedEndpoint> forbidden)
    {
        var services = builder.Services;
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(settings);
        AddSettings(builder, settings);
        services.Configure<JsonOptions>(json => MonitoringJson.Configure(json.SerializerOptions));
        if (database.Cluster is { } cluster)
        {
            services.AddSingleton(cluster).AddHostedService<KeepPrivateClusterRunning>();
        }

        services.AddData(database.ConnectionString).AddLive().AddTimeline().AddIdentity().AddAssets().AddAlerts().AddCorrelation().AddMaintenance();
        services.AddShifts().AddLogBook().AddStandingOrders().AddHandover();
        services.AddJobs().AddPings().AddJobKinds().AddBackupWatch();
        services.AddMonitoring(forbidden);
        services.AddRounds();
        services.AddOperations().AddSignIn().AddShell(shell => shell.Demo = settings.Demo);
        services.AddAssetPages().AddMonitoringPages().AddAlertPages().AddMaintenancePages().AddShiftPages().AddLogBookPages().AddOrdersPages().AddHandoverPages().AddIngest();
        services.AddJobPages().AddPingPages();
        services.AddRoundsPages();
    }

    /// <summary>What the settings files and the environment say to each capability.</summary>
    private static void AddSettings(WebApplicationBuilder builder, HostSettings settings)
    {
        var services = builder.Services;
        services.Configure<MonitoringOptions>(builder.Configuration.GetSection("Monitoring"));
        services.Configure<IntakeOptions>(builder.Configuration.GetSection("Intake"));
        services.Configure<AlertsOptions>(builder.Configuration.GetSection("Alerts"));
        services.Configure<CorrelationOptions>(builder.Configuration.GetSection("Correlation"));
        services.Configure<MaintenanceOptions>(builder.Configuration.GetSection("Maintenance"));
        services.Configure<LogBookOptions>(builder.Configuration.GetSection("LogBook"));
        services.Configure<HandoverOptions>(builder.Configuration.GetSection("Handover"));
        services.Configure<PingsOptions>(builder.Configuration.GetSection("Pings"));
        services.Configure<ShiftsOptions>(builder.Configuration.GetSection("Shifts"));
        services.Configure<JobsOptions>(builder.Configuration.GetSection("Jobs"));
        var wrong = builder.Configuration.GetSection("Alerts").Get<AlertsOptions>()?.Fault() ?? builder.Configuration.GetSection("Shifts").Get<ShiftsOptions>()?.Fault()
            ?? builder.Configuration.GetSection("Jobs").Get<JobsOptions>()?.Fault();
        if (wrong is { } fault)
        {
            throw new StartupException(fault);
        }

        if (settings.Demo)
        {
            services.PostConfigure<MonitoringOptions>(monitoring => monitoring.AllowLoopback = true);
            services.AddDemo(settings.DataFolder);
        }

        services.AddSingleton(new JobsFolder(Path.GetFullPath(settings.DataFolder)));
        services.Configure<BackupsOptions>(builder.Configuration.GetSection("Backups"));
        services.Configure<SecretsOptions>(builder.Configuration.GetSection("Secrets"));
        services.PostConfigure<SecretsOptions>(secrets => secrets.KeyFile ??= Path.Combine(settings.DataFolder, "secrets.key"));
    }

    /// <summary>Middleware in order, then one <c>MapX</c> per capability.</summary>
    public static void UseOpsBridge(this WebApplication app)
    {
        app.UseMiddleware<RequestLog>();
        app.UseExceptionHandler("/error", createScopeForErrors: true);
        app.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true);
        app.UseSignIn();
        app.MapShell();
        app.MapBlazorScript();
        app.MapSignIn().MapOperations().MapAssets().MapAlerts().MapMonitoring().MapCalendars().MapStaffing().MapLogBook().MapHandovers();
        app.MapJobs().MapPings().MapPingApi();
        app.MapRounds();
        app.MapAlertmanager().MapSilences().MapWebhooks().MapEvents().MapPagerDuty().MapCloudEvents().MapIcinga();
        app.MapOpenApi().AllowAnonymous();
    }
}
