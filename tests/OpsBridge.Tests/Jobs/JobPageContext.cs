using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using OpsBridge.Alerts;
using OpsBridge.Assets;
using OpsBridge.Bridge;
using OpsBridge.Jobs.Backups;
using OpsBridge.Jobs.Kinds;
using OpsBridge.Jobs.Pings;
using OpsBridge.Jobs.Secrets;
using OpsBridge.Maintenance;
using OpsBridge.Rounds;
using OpsBridge.Ui;

namespace OpsBridge.Jobs;

/// <summary>Pages over jobs in memory, looked at by operator1 in Zurich at 12:00.</summary>
public abstract class JobPageContext : AlertPageContext
{
    protected JobPageContext() => Services.AddSingleton<IJobList>(House).AddSingleton<IJobSheet>(House).AddSingleton<IRunReader>(House).AddSingleton<IRunDay>(House).AddSingleton<IReportedDay>(Routine).AddSingleton<IRoundDay>(Routine).AddSingleton<INextFires>(House).AddSingleton<IRunCopies>(House)
        .AddSingleton<ICalendarList>(House).AddSingleton<IJobActions>(House).AddSingleton<ICalendarActions>(House).AddSingleton<ISiteList>(new FakeMaintenance()).AddSingleton<JobFormSources>()
        .AddSingleton<ICommandList>(Choices).AddSingleton<ISecretList>(Choices).AddSingleton<ICommandActions>(Choices).AddSingleton<ISecretActions>(Choices);

    internal FakeJobs House { get; } = new();

    internal FakeRoutine Routine { get; } = new();

    internal FakeChoices Choices { get; } = new();

    protected NavigationManager Navigation => Services.GetRequiredService<NavigationManager>();

    protected Toasts Toasts => Services.GetRequiredService<Toasts>();

    protected Confirmation Confirm => Services.GetRequiredService<Confirmation>();
}
