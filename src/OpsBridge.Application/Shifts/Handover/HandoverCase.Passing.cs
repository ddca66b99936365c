using OpsBridge.Identity;
using OpsBridge.Shifts.Watch;

namespace OpsBridge.Shifts.Handover;

/// <content>What happens to watch and record once a handover is accepted.</content>
public sealed partial class HandoverCase
{
    /// <summary>Takes those going off from the watch; the database wants this stored before somebody else holds the desk.</summary>
    public IReadOnlyList<WatchSpell> EndSpells()
    {
        var off = GoingOff.ToList();
        foreach (var spell in off)
        {
            spell.End(WatchEnding.HandedOver, Head.AcceptedAt!.Value);
        }

        return off;
    }

    /// <summary>The acceptor answers for the desk; returns the spell, which is new when they were not on watch yet.</summary>
    public WatchSpell BeginHold(Actor acceptor)
    {
        if (Around.OnWatch.FirstOrDefault(s => s.AccountId == acceptor.Id && s.LeftAt is null) is { } spell)
        {
            spell.TakeHold(Head.AcceptedAt!.Value);
            return spell;
        }

        return WatchSpell.Begin(Head.DeskId, Head.IncomingShiftId, acceptor, holds: true, Head.AcceptedAt!.Value);
    }

    /// <summary>Seals the record, chained to the one before it.</summary>
    /// <param name="previous">The desk's record before; null for the first.</param>
    /// <param name="transfer">What changed hands.</param>
    public HandoverRecord Seal(HandoverRecord? previous, WatchTransfer transfer)
    {
        var content = HandoverSeal.Canonical(Head, Papers, HandoverSeal.Freeze(Around.Facts, Risks(), transfer.Sealed));
        var before = previous?.Hash ?? "";
        var record = new HandoverRecord(Head.Id, Head.DeskId, (previous?.Number ?? 0) + 1)
        {
            SealedAt = Head.AcceptedAt!.Value,
            Content = content,
            PreviousHash = before,
            Hash = HandoverSeal.Of(before, content),
        };
        Keep(record);
        return record;
    }
}
