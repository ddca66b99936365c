using System.Text.Json;

namespace OpsBridge.Shifts.Handover;

/// <summary>One handover that is not as it was sealed.</summary>
/// <param name="HandoverId">Which.</param>
/// <param name="What">What is wrong, in plain words.</param>
public sealed record BrokenHandover(Guid HandoverId, string What);

/// <summary>A sealed handover as its rows tell it now.</summary>
/// <param name="Head">Its head; null when the row is gone.</param>
/// <param name="Papers">Its papers.</param>
public sealed record SealedCase(WatchHandover? Head, HandoverPapers Papers);

/// <summary>
/// Proves records: makes each canonical form again from its rows, compares it with what was sealed, and follows the chains of
/// hashes. Pure, so that ten thousand forgeries can be tried on it.
/// </summary>
public static class HandoverProof
{
    /// <summary>What is wrong with the records of one desk, in their order; empty when nothing is.</summary>
    public static IEnumerable<BrokenHandover> Check(IReadOnlyList<SealedCase> desk)
    {
        var (previous, number) = ("", 0);
        foreach (var one in desk.OrderBy(c => c.Papers.Record!.Number))
        {
            var record = one.Papers.Record!;
            foreach (var what in Faults(one, previous, ++number))
            {
                yield return new BrokenHandover(record.HandoverId, what);
            }

            (previous, number) = (record.Hash, record.Number);
        }
    }

    private static IEnumerable<string> Faults(SealedCase one, string previous, int number)
    {
        var record = one.Papers.Record!;
        if (record.Number != number)
        {
            yield return $"record {number} of this desk is missing";
        }

        if (record.PreviousHash != previous)
        {
            yield return "does not follow the record before it";
        }

        if (record.Hash != HandoverSeal.Of(record.PreviousHash, record.Content))
        {
            yield return "its hash does not fit its content";
        }

        if (one.Head is null)
        {
            yield return "its head is gone";
        }
        else
        {
            if (Rebuilt(one) is { } different)
            {
                yield return different;
            }

            if (record.HandoverId != one.Head.Id || record.DeskId != one.Head.DeskId || record.SealedAt != one.Head.AcceptedAt || StateOf(one.Papers) != one.Head.State)
            {
                yield return "its head says something else than its record";
            }
        }

        if (BrokenAddition(one.Papers) is { } addition)
        {
            yield return addition;
        }
    }

    private static string? Rebuilt(SealedCase one)
    {
        var record = one.Papers.Record!;
        try
        {
            return HandoverSeal.Canonical(one.Head!, one.Papers, HandoverSeal.FactsElement(record.Content)) == record.Content
                ? null
                : "what was written, read, asked, decided or signed is not what was sealed";
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return "its content cannot be read";
        }
    }

    private static string? BrokenAddition(HandoverPapers papers)
    {
        var (previous, number) = (papers.Record!.Hash, 0);
        foreach (var addition in papers.Additions.OrderBy(a => a.Number))
        {
            if (addition.Number != ++number || addition.Hash != HandoverSeal.Of(previous, HandoverSeal.Canonical(addition)))
            {
                return $"addition {number} is not what was written";
            }

            previous = addition.Hash;
        }

        return null;
    }

    /// <summary>The state that the additions lead to.</summary>
    private static HandoverState StateOf(HandoverPapers papers) => papers.Additions.OrderBy(a => a.Number).Aggregate(HandoverState.Accepted, (state, a) => a.Kind switch
    {
        AdditionKind.Verified or AdditionKind.Discrepancy => HandoverState.Verified,
        AdditionKind.Reopened => HandoverState.Reopened,
        AdditionKind.Closed => HandoverState.Closed,
        _ => state,
    });
}
