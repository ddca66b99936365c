using Microsoft.AspNetCore.Components.Forms;
using OpsBridge.Identity;
using OpsBridge.Kernel;

namespace OpsBridge.Rounds;

/// <summary>Rounds in memory.</summary>
internal sealed class FakeRounds : IRoundBook, IRoundActions
{
    public List<RoundRow> Rows { get; } = [];

    public RoundView? View { get; set; }

    /// <summary>What was asked for, in order.</summary>
    public List<string> Done { get; } = [];

    /// <summary>What storing answers.</summary>
    public Func<StepAnswer, RoundAnswer> Answer { get; set; } = _ => RoundAnswer.Good("Saved.");

    public Task<RoundsNow> NowAsync(Actor actor, CancellationToken ct) => Task.FromResult(new RoundsNow(Rows, []));

    public Task<Page<RoundRow>> HistoryAsync(RoundFilter filter, string? after, int take, Actor actor, CancellationToken ct) => Task.FromResult(new Page<RoundRow>([.. Rows.Where(r => !r.IsOpen)], null));

    public Task<RoundView?> FindAsync(Guid id, Actor actor, CancellationToken ct) => Task.FromResult(View);

    public Task<RoundAnswer> TakeAsync(Guid id) => Say("take");

    public Task<RoundAnswer> RecordAsync(Guid id, Guid step, int seen, StepAnswer answer)
    {
        Done.Add($"{seen}: {answer.Value}{(answer.NotApplicable ? "not possible" : "")}{(answer.Why is null ? "" : $" because {answer.Why}")}");
        return Task.FromResult(Answer(answer));
    }

    public Task<RoundAnswer> RecordAsync(Guid id, Guid step, int seen, IBrowserFile photo, string? why) => Say($"photo {photo.Name}");

    public Task<RoundAnswer> FinishAsync(Guid id) => Say("finish");

    public Task<RoundAnswer> SkipAsync(Guid id, string why) => Say($"skip {why}");

    private Task<RoundAnswer> Say(string what)
    {
        Done.Add(what);
        return Task.FromResult(RoundAnswer.Good(what));
    }
}
