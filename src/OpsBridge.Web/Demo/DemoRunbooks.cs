using OpsBridge.Identity;
using OpsBridge.Rounds.Runbooks;

namespace OpsBridge.Demo;

/// <summary>Approved runbooks for the alerts of the load balancer: its pool, and its answer times. One of a title that exists already stays as it is.</summary>
public sealed class DemoRunbooks(IRunbookBook book, SaveRunbook save, ApproveRunbook approve, TimeProvider clock)
{
    private static readonly Actor s_writer = Actor.InRole(null, "Network team", Role.Supervisor);
    private static readonly Actor s_approver = Actor.InRole(null, "Duty manager", Role.Supervisor);

    /// <summary>Makes them.</summary>
    /// <exception cref="InvalidOperationException">A runbook itself is wrong; the message names it.</exception>
    public async Task LoadAsync(CancellationToken ct)
    {
        var known = (await book.ReadAsync(s_writer, ct)).Select(b => b.Newest.Details.Title).ToHashSet(StringComparer.Ordinal);
        foreach (var details in new[] { Pool(), Latency() }.Where(d => !known.Contains(d.Title)))
        {
            if (await save.HandleAsync(null, 0, details, s_writer, ct) is not SaveRunbookResult.Done done)
            {
                throw new InvalidOperationException($"The demo's runbook {details.Title} is wrong.");
            }

            await approve.HandleAsync(done.Id, done.Number, s_approver, ct);
        }
    }

    private RunbookDetails Latency() => new("Stock queries take too long", "alertname=\"HighLatencyP95\"")
    {
        Text = "A symptom as a rule: look for what came before it on the same service, most often a pool that is short of servers or a full log volume.",
        Steps =
        [
            Step("Is “PoolServersLow” open? Then work by that runbook; this alert follows it away."),
            Step("Compare the answer times of the six application servers: one slow server alone is taken out of the pool."),
            Step("All are slow: look at inv-db-01 and at the disks of the servers that wait."),
            Step("After the cause is gone: wait for two good minutes before you tell the stores' desk."),
        ],
    };

    private RunbookDetails Pool() => new("Pool of the load balancer is short of servers", "alertname=\"PoolServersLow\"")
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

    private RunbookStep Step(string text) => new(Guid.CreateVersion7(clock.GetUtcNow()), text);
}
