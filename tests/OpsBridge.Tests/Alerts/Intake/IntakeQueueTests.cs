using Xunit;
using static OpsBridge.Alerts.Intake.IntakeEvents;

namespace OpsBridge.Alerts.Intake;

public sealed class IntakeQueueTests
{
    private readonly IntakeQueue _queue = new(1_000);

    [Fact]
    public void One_source_alone_holds_half_and_is_told_that_it_is_its_own_fault()
    {
        for (var i = 0; i < 5; i++)
        {
            Assert.True(_queue.TryAdd(Batch("storm", 100), out _));
        }

        Assert.False(_queue.TryAdd(Batch("storm", 100), out var ownFault));
        Assert.True(ownFault);
        Assert.Equal(500, _queue.Held);
    }

    [Fact]
    public void There_is_room_for_a_newcomer_beside_a_storm()
    {
        Fill("storm");

        Assert.True(_queue.TryAdd(Batch("quiet", 200), out _));
        Assert.False(_queue.TryAdd(Batch("storm", 1), out _));
    }

    [Fact]
    public void A_full_queue_is_not_the_fault_of_who_holds_nothing()
    {
        Fill("one");
        Fill("two");
        Fill("three");

        Assert.False(_queue.TryAdd(Batch("late", 500), out var ownFault));
        Assert.False(ownFault);
    }

    [Fact]
    public void A_batch_larger_than_the_queue_is_taken_when_nothing_waits()
    {
        Assert.True(_queue.TryAdd(Batch("big", 5_000), out _));
        Assert.False(_queue.TryAdd(Batch("big", 1), out _));
    }

    [Fact]
    public void Sources_take_turns_and_each_batch_keeps_its_order()
    {
        var queue = new IntakeQueue(10_000);
        queue.TryAdd(Batch("storm", 3_000), out _);
        queue.TryAdd(Batch("quiet", 10), out _);
        var group = new List<PreparedEvent>();

        queue.Take(group, 400);

        Assert.Equal(10, group.Count(e => e.Request.Source.Name == "quiet"));
        var storm = group.Where(e => e.Request.Source.Name == "storm").Select(e => int.Parse(e.Event.Labels["alertname"]!)).ToList();
        Assert.Equal(Enumerable.Range(0, 390), storm);
        Assert.Equal(3_010 - 400, queue.Held);
    }

    [Fact]
    public void What_is_taken_makes_room()
    {
        Fill("storm");
        var group = new List<PreparedEvent>();
        while (_queue.Held > 0)
        {
            _queue.Take(group, group.Count + 100);
        }

        Assert.Equal(500, group.Count);
        Assert.True(_queue.TryAdd(Batch("storm", 500), out _));
    }

    [Fact]
    public async Task Refusing_all_answers_everybody_who_waits()
    {
        var (one, two) = (Batch("one", 10), Batch("two", 10));
        _queue.TryAdd(one, out _);
        _queue.TryAdd(two, out _);

        _queue.RefuseAll(new IntakeResult.Unavailable(TimeSpan.FromSeconds(5)));

        Assert.IsType<IntakeResult.Unavailable>(await one.Done);
        Assert.IsType<IntakeResult.Unavailable>(await two.Done);
        Assert.Equal(0, _queue.Held);
    }

    private void Fill(string source)
    {
        while (_queue.TryAdd(Batch(source, 50), out _))
        {
        }
    }

    private static IntakeRequest Batch(string source, int count) =>
        new(Source(source), Sender, [.. Enumerable.Range(0, count).Select(i => EventPreparation.Prepare(Source(source), Fire($"{i}")).Event!)]);
}
