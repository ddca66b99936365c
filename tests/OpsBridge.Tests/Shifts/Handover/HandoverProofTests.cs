using System.Globalization;
using System.Reflection;
using Xunit;

namespace OpsBridge.Shifts.Handover;

public sealed class HandoverProofTests
{
    private const int Forgeries = 10_000;
    private const int MostRecords = 4;
    private static readonly string[] s_notStored = [nameof(WatchHandover.Version), nameof(WatchHandover.At), nameof(WatchHandover.Span), "Place", "Thing", "EqualityContract"];

    [Fact]
    public void Ten_thousand_forgeries_of_any_value_anywhere_are_all_found()
    {
        var world = new HandoverWorld(7);
        while (world.Accepted < MostRecords)
        {
            Assert.Null(world.Step());
        }

        Assert.Empty(HandoverProof.Check(world.Sealed));
        var dice = new Random(20261122);
        for (var i = 0; i < Forgeries; i++)
        {
            var (forged, what) = Forge([.. world.Sealed.Take(MostRecords)], dice);
            Assert.True(HandoverProof.Check(forged).Any(), what);
        }
    }

    [Fact]
    public void A_record_taken_out_of_the_chain_is_missed()
    {
        var world = new HandoverWorld(11);
        while (world.Accepted < 3)
        {
            Assert.Null(world.Step());
        }

        Assert.Contains(HandoverProof.Check([world.Sealed[0], world.Sealed[2]]), b => b.What == "record 2 of this desk is missing");
        Assert.Contains(HandoverProof.Check([world.Sealed[0], world.Sealed[2]]), b => b.What == "does not follow the record before it");
    }

    private static (List<SealedCase> Forged, string What) Forge(List<SealedCase> desk, Random dice)
    {
        var at = dice.Next(desk.Count);
        var (head, papers) = (desk[at].Head!, desk[at].Papers);
        object[] all = [head, .. Rows(papers)];
        var victim = all[dice.Next(all.Length)];
        var values = victim.GetType().GetProperties().Where(p => !s_notStored.Contains(p.Name, StringComparer.Ordinal) && p.CanRead).ToList();
        var value = values[dice.Next(values.Count)];
        var forged = typeof(object).GetMethod("MemberwiseClone", BindingFlags.Instance | BindingFlags.NonPublic)!.Invoke(victim, null)!;
        var (before, after) = (value.GetValue(victim), Other(value.GetValue(victim), value.PropertyType, dice));
        value.SetValue(forged, after);
        desk[at] = new SealedCase(victim == head ? (WatchHandover)forged : head, Copy(papers, victim, forged));
        return (desk, $"{victim.GetType().Name}.{value.Name}: {before} → {after}");
    }

    private static IEnumerable<object> Rows(HandoverPapers papers) =>
        [.. papers.Overtaken, .. papers.Texts.Values, .. papers.Ticks, .. papers.Messages, .. papers.Decisions.Values, .. papers.Signatures, .. papers.Additions, papers.Record!];

    private static HandoverPapers Copy(HandoverPapers papers, object victim, object forged)
    {
        var copy = new HandoverPapers();
        foreach (var row in Rows(papers))
        {
            copy.Take(ReferenceEquals(row, victim) ? forged : row);
        }

        return copy;
    }

    private static object? Other(object? value, Type type, Random dice) => (Nullable.GetUnderlyingType(type) ?? type) switch
    {
        var t when t == typeof(string) => value is string { Length: > 0 } text ? Flip(text, dice) : "x",
        var t when t == typeof(DateTimeOffset) => value is DateTimeOffset at ? at.AddMicroseconds(1) : DateTimeOffset.UnixEpoch,
        var t when t == typeof(Guid) => Guid.CreateVersion7(),
        var t when t == typeof(int) => Convert.ToInt32(value, CultureInfo.InvariantCulture) + 1,
        var t when t.IsEnum => Enum.GetValues(t).Cast<object>().First(v => !v.Equals(value)),
        var t => throw new InvalidOperationException($"A forger does not know {t}."),
    };

    private static string Flip(string text, Random dice)
    {
        var at = dice.Next(text.Length);
        return text[..at] + (text[at] == '~' ? '-' : '~') + text[(at + 1)..];
    }
}
