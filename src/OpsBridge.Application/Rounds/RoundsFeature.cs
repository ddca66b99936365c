using Microsoft.Extensions.DependencyInjection;
using OpsBridge.Rounds.Checklists;
using OpsBridge.Rounds.Handover;
using OpsBridge.Rounds.Runbooks;
using OpsBridge.Shifts.Handover;
using OpsBridge.Shifts.LogBook;

namespace OpsBridge.Rounds;

/// <summary>Registrations of the slice.</summary>
public static class RoundsFeature
{
    /// <summary>Adds checklists, rounds and runbooks, and the worker that makes rounds.</summary>
    public static IServiceCollection AddRounds(this IServiceCollection services) => services
        .AddSingleton<SaveChecklist>()
        .AddSingleton<ApproveChecklist>()
        .AddSingleton<RetireChecklist>()
        .AddSingleton<IChecklistBook, ChecklistBook>()
        .AddSingleton<RoundChange>()
        .AddSingleton<TakeRound>()
        .AddSingleton<RecordReading>()
        .AddSingleton<FinishRound>()
        .AddSingleton<SkipRound>()
        .AddSingleton<IRoundBoard, RoundBoard>()
        .AddSingleton<IRoundBook, RoundBook>()
        .AddSingleton<IRoundDay, RoundDay>()
        .AddSingleton<IRoundFiles, RoundFiles>()
        .AddSingleton<RoundMaker>()
        .AddSingleton<SaveRunbook>()
        .AddSingleton<ApproveRunbook>()
        .AddSingleton<RetireRunbook>()
        .AddSingleton<StartRunbook>()
        .AddSingleton<DoRunbookStep>()
        .AddSingleton<IRunbookBook, RunbookBook>()
        .AddSingleton<IHandoverFacts, RoundFacts>()
        .AddSingleton<IHandoverBelongings, RoundBelongings>()
        .AddSingleton<ILogBookKinds, RoundLogKinds>()
        .AddHostedService<RoundsKeeper>();
}
