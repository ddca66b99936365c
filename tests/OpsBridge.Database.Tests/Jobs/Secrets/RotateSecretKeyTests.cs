using Microsoft.EntityFrameworkCore;
using OpsBridge.Identity;
using OpsBridge.Jobs.Kinds;
using OpsBridge.Support;
using OpsBridge.Timeline;
using Xunit;

namespace OpsBridge.Jobs.Secrets;

public sealed class RotateSecretKeyTests(PostgresServer server) : IAsyncLifetime
{
    private TestDatabase _database = null!;
    private KindBench _bench = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string KeyFile => Path.Combine(_bench.Folder, "secrets.key");

    private RotateSecretKey Rotate => _bench.Get<RotateSecretKey>();

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync(server);
        _bench = KindBench.Start(_database);
        foreach (var name in (string[])["a", "b", "c", "d"])
        {
            await SaveAsync(name);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _bench.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task The_old_key_still_reads_the_new_one_writes_and_people_see_how_far_it_is()
    {
        var before = await RowsAsync();
        var old = await File.ReadAllTextAsync(KeyFile, Ct);
        var steps = new List<(int, int)>();

        var answer = await Rotate.HandleAsync((done, all) => steps.Add((done, all)), KindBench.Admin, Ct);

        Assert.Equal(4, Assert.IsType<RotateSecretKeyResult.Done>(answer).Resealed);
        Assert.Equal([(0, 4), (1, 4), (2, 4), (3, 4), (4, 4)], steps);
        var after = await RowsAsync();
        Assert.Single(after.Select(s => s.KeyName).Distinct());
        Assert.NotEqual(before[0].KeyName, after[0].KeyName);
        Assert.Equal(before.Select(s => (s.Name, s.SetBy, s.SetAt)), after.Select(s => (s.Name, s.SetBy, s.SetAt)));
        await AssertOpenAsync(_bench);
        var lines = await File.ReadAllLinesAsync(KeyFile, Ct);
        Assert.Equal((2, old.Trim()), (lines.Length, lines[1]));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, KindBench.ModeOf(KeyFile));
        await SaveAsync("e");
        Assert.Equal(after[0].KeyName, (await RowsAsync()).Single(s => s.Name == "e").KeyName);
        await using var db = await _database.Contexts.CreateDbContextAsync(Ct);
        var entry = Assert.Single(await db.Set<TimelineEntry>().AsNoTracking().Where(t => t.Kind == "job_secret.rotated").ToListAsync(Ct));
        Assert.Equal(("admin1", $"sealed 4 of 4 job secrets with the key {after[0].KeyName}"), (entry.ActorName, entry.Text));
    }

    [Fact]
    public async Task Without_the_old_key_everything_opens_afterwards_and_a_third_key_lets_the_first_one_go()
    {
        await Rotate.HandleAsync(null, KindBench.Admin, Ct);
        var second = (await File.ReadAllLinesAsync(KeyFile, Ct))[0];
        await Rotate.HandleAsync(null, KindBench.Admin, Ct);
        var lines = await File.ReadAllLinesAsync(KeyFile, Ct);
        Assert.Equal((2, second), (lines.Length, lines[1]));

        await File.WriteAllLinesAsync(KeyFile, lines[..1], Ct);

        await AssertOpenAsync(_bench);
        Assert.All((await _bench.Get<ISecretList>().ReadAsync(KindBench.Admin, Ct)).Secrets, s => Assert.True(s.Readable));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(4)]
    public async Task Broken_off_at_any_secret_all_of_them_open_and_the_next_call_carries_on_with_the_same_key(int at)
    {
        await Assert.ThrowsAsync<TimeoutException>(() => Rotate.HandleAsync((done, _) => { if (done == at) { throw new TimeoutException("killed"); } }, KindBench.Admin, Ct));
        var begun = await File.ReadAllLinesAsync(KeyFile, Ct);
        Assert.Equal(2, begun.Length);

        await using var next = KindBench.On(_database.ConnectionString, _bench.Folder); // a process that starts after the crash
        await AssertOpenAsync(next);
        var view = await next.Get<ISecretList>().ReadAsync(KindBench.Admin, Ct);
        Assert.Equal(4 - at, view.Older);
        Assert.All(view.Secrets, s => Assert.True(s.Readable));

        if (at < 4)
        {
            Assert.Equal(view.Older, Assert.IsType<RotateSecretKeyResult.Done>(await next.Get<RotateSecretKey>().HandleAsync(null, KindBench.Admin, Ct)).Resealed);
            Assert.Equal(begun, await File.ReadAllLinesAsync(KeyFile, Ct));
        }

        Assert.Equal(0, (await next.Get<ISecretList>().ReadAsync(KindBench.Admin, Ct)).Older);
        await AssertOpenAsync(next);
    }

    [Fact]
    public async Task With_the_wrong_key_file_nothing_is_changed_and_the_names_are_told()
    {
        var before = await RowsAsync();
        var right = await File.ReadAllTextAsync(KeyFile, Ct);
        await File.WriteAllTextAsync(KeyFile, Convert.ToBase64String(new byte[32]) + "\n", Ct);

        var answer = await Rotate.HandleAsync(null, KindBench.Admin, Ct);

        Assert.Equal(["a", "b", "c", "d"], Assert.IsType<RotateSecretKeyResult.Unreadable>(answer).Names);
        Assert.Equal(before.Select(s => s.Sealed), (await RowsAsync()).Select(s => s.Sealed));
        Assert.Single(await File.ReadAllLinesAsync(KeyFile, Ct));
        Assert.All((await _bench.Get<ISecretList>().ReadAsync(KindBench.Admin, Ct)).Secrets, s => Assert.False(s.Readable));
        Assert.Contains("sealed with another key", (await Assert.ThrowsAsync<SecretKeyException>(() => AssertOpenAsync(_bench))).Message, StringComparison.Ordinal);

        await File.WriteAllTextAsync(KeyFile, right, Ct); // put back, without a restart
        await AssertOpenAsync(_bench);
    }

    [Theory]
    [InlineData("no base64!", "does not hold 32 bytes")]
    [InlineData("c2hvcnQ=", "does not hold 32 bytes")]
    [InlineData("", "does not hold 32 bytes")]
    [InlineData(null, "is missing")]
    public async Task A_key_file_that_is_none_is_told_in_words(string? content, string words)
    {
        if (content is null)
        {
            File.Delete(KeyFile);
        }
        else
        {
            await File.WriteAllTextAsync(KeyFile, content, Ct);
        }

        Assert.Contains(words, Assert.IsType<RotateSecretKeyResult.NoKey>(await Rotate.HandleAsync(null, KindBench.Admin, Ct)).Why, StringComparison.Ordinal);
        Assert.Contains(words, (await _bench.Get<ISecretList>().ReadAsync(KindBench.Admin, Ct)).KeyFault!, StringComparison.Ordinal);
        Assert.Contains(words, Assert.IsType<SaveSecretResult.Invalid>(await _bench.Get<SaveSecret>().HandleAsync("f", "value-of-f", KindBench.Admin, Ct)).Errors["Value"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_was_written_aside_by_one_that_was_killed_is_removed()
    {
        await File.WriteAllTextAsync($"{KeyFile}.{Guid.CreateVersion7():N}", "half", Ct);

        await Rotate.HandleAsync(null, KindBench.Admin, Ct);

        Assert.Equal([KeyFile], Directory.EnumerateFiles(_bench.Folder, "secrets.key*"));
    }

    [Fact]
    public async Task Only_one_rotates_at_a_time_and_only_an_admin()
    {
        await using var other = KindBench.On(_database.ConnectionString, _bench.Folder);
        RotateSecretKeyResult? second = null;

        await Rotate.HandleAsync((_, _) => second ??= other.Get<RotateSecretKey>().HandleAsync(null, KindBench.Admin, Ct).GetAwaiter().GetResult(), KindBench.Admin, Ct);

        Assert.IsType<RotateSecretKeyResult.Busy>(second);
        await AssertOpenAsync(other);
        await Assert.ThrowsAsync<PermissionDeniedException>(() => Rotate.HandleAsync(null, Actor.InRole(Guid.CreateVersion7(), "sue", Role.Supervisor), Ct));
    }

    private async Task SaveAsync(string name) => Assert.IsType<SaveSecretResult.Done>(await _bench.Get<SaveSecret>().HandleAsync(name, $"value-of-{name}", KindBench.Admin, Ct));

    private static async Task AssertOpenAsync(KindBench bench)
    {
        var opened = await bench.Get<SecretVault>().OpenAsync(["a", "b", "c", "d"], Ct);
        Assert.Equal(["value-of-a", "value-of-b", "value-of-c", "value-of-d"], new[] { opened["a"], opened["b"], opened["c"], opened["d"] });
    }

    private async Task<IReadOnlyList<JobSecret>> RowsAsync()
    {
        await using var db = await _database.Contexts.CreateDbContextAsync(Ct);
        return await db.Set<JobSecret>().AsNoTracking().OrderBy(s => s.Name).ToListAsync(Ct);
    }
}
