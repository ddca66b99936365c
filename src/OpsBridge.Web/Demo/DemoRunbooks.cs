using OpsBridge.Identity;
using OpsBridge.Rounds.Runbooks;

namespace OpsBridge.Demo;

/// <summary>An approved runbook for the load balancer's alert. One of that title that exists already stays as it is.</summary>
public sealed class DemoRunbooks(IRunbookBook book, SaveRunbook save, ApproveRunbook approve, TimeProvider clock)
{
    private static readonly Actor s_writer = Actor.InRole(null, "Network team", Role.Supervisor);
    private static readonly Actor s_approver = Actor.InRole(null, "Duty manager", Role.Supervisor);

    /// <summary>Makes it.</summary>
    /// <exception cref="InvalidOperationException">The runbook itself is wrong.</exception>
    public async Task LoadAsync(CancellationToken ct)
    {
        var details = new RunbookDetails("Pool of the load balancer is short of servers", "alertname=\"PoolServersLow\"")
        {
            Text = "Fewer servers than the peak needs take stock queries. Shops notice within minutes: the tills wait. Work on this one first; latency and queues follow from it.",
            Steps =
            [
                Step("Compare pool “inv” in the balancer's configuration with the six application servers."),
                Step("Look into the log of inv-lb-01 for “config reload”: it names who changed the pool, and when. Ring that person."),
                Step("Servers are up but not in the pool: restore the pool. Servers are down: heal them first."),
                Step("Watch the answer times: they fall within a minute after the cause is gone."),
                Step("Tell the stores' desk that it is over."),
            ],
        };
        if ((await book.ReadAsync(s_writer, ct)).Any(b => b.Newest.Details.Title == details.Title))
        {
            return;
        }

        if (await save.HandleAsync(null, 0, details, s_writer, ct) is not SaveRunbookResult.Done done)
        {
            throw new InvalidOperationException($"The demo's runbook {details.Title} is wrong.");
        }

        await approve.HandleAsync(done.Id, done.Number, s_approver, ct);
    }

    private RunbookStep Step(string text) => new(Guid.CreateVersion7(clock.GetUtcNow()), text);
}
