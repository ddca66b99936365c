using OpsBridge.Identity;

namespace OpsBridge.Shifts.Handover;

/// <summary>What changes hands when a handover is accepted: pure; the store writes it.</summary>
/// <param name="ByKind">Transfers by kind of thing.</param>
/// <param name="Sealed">The same, for the record.</param>
public sealed record WatchTransfer(IReadOnlyDictionary<string, IReadOnlyList<Transfer>> ByKind, IReadOnlyList<SealedTransfer> Sealed)
{
    /// <summary>
    /// Everything that those going off own, by decision. What nobody decided on came after the signature and goes where its
    /// kind says (<see cref="Belonging.Undecided"/>); what was meant for a person who is not on watch after T goes to the watch.
    /// </summary>
    public static WatchTransfer Plan(HandoverCase handover, Actor acceptor)
    {
        var off = handover.GoingOff.Select(s => s.AccountId).ToHashSet();
        var staying = handover.Around.OnWatch.Select(s => s.AccountId).Where(id => !off.Contains(id)).Concat(handover.Around.Elsewhere).Append(acceptor.Id!.Value).ToHashSet();
        var sealedOnes = new List<SealedTransfer>();
        var byKind = new Dictionary<string, IReadOnlyList<Transfer>>(StringComparer.Ordinal);
        foreach (var kind in handover.Around.Belongings.GroupBy(b => b.Kind, StringComparer.Ordinal))
        {
            byKind[kind.Key] = [.. kind.Select(b =>
            {
                var decision = handover.Papers.Decisions.GetValueOrDefault(new(b.Kind, b.Key));
                var to = Of(decision, b, staying, acceptor);
                sealedOnes.Add(new SealedTransfer(b, to.To, to.PersonName, AfterSignature: decision is null));
                return to;
            })];
        }

        return new WatchTransfer(byKind, sealedOnes);
    }

    private static Transfer Of(HandoverDecision? decision, Belonging thing, HashSet<Guid> staying, Actor acceptor) => decision switch
    {
        { To: TransferTo.Pool } => new Transfer(thing.Key, TransferTo.Pool, null, null),
        null when thing.Undecided == TransferTo.Pool => new Transfer(thing.Key, TransferTo.Pool, null, null),
        { To: TransferTo.Person, PersonId: { } person } when staying.Contains(person) => new Transfer(thing.Key, TransferTo.Person, person, decision.PersonName),
        _ => new Transfer(thing.Key, TransferTo.Watch, acceptor.Id, acceptor.Name),
    };
}
