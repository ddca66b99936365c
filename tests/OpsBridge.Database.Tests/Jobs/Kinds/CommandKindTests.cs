using OpsBridge.Jobs.Secrets;
using OpsBridge.Support;
using Xunit;

namespace OpsBridge.Jobs.Kinds;

public sealed class CommandKindTests(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private const string Value = "Gr0ße Geheimnisse/+%";

    private KindBench _bench = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync()
    {
        _bench = KindBench.Start(database);
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task A_registered_command_gets_its_arguments_as_they_are_and_says_how_it_ended()
    {
        var command = await _bench.RegisterScriptAsync("say", """printf '%s\n' "$@"; echo "to errors" >&2; exit 3""");
        var attempt = await _bench.ClaimAsync(new CommandSettings(command, ["a b", "$(id)", "; rm -rf /"]), ct: Ct);

        var result = await _bench.RunAsync(attempt);

        Assert.Equal((false, 3), (result.Good, result.ExitCode));
        Assert.Equal(["a b", "$(id)", "; rm -rf /", "to errors"], attempt.Lines.OrderBy(l => l == "to errors"));
    }

    [Fact]
    public async Task The_environment_holds_the_fixed_variables_and_the_secrets_that_were_asked_for()
    {
        Environment.SetEnvironmentVariable("OPSBRIDGE_HOST_SECRET", "must not leak");
        await _bench.Get<SaveSecret>().HandleAsync("token", Value, KindBench.Admin, Ct);
        var command = await _bench.RegisterScriptAsync("env", "env | cut -d= -f1 | sort; test \"$TOKEN\" = 'Gr0ße Geheimnisse/+%' && echo same; stat -c %a \"$FILE\"; test \"$(cat \"$FILE\")\" = \"$TOKEN\" && echo same file");
        var attempt = await _bench.ClaimAsync(new CommandSettings(command, []) { Secrets = [new SecretUse("token", "TOKEN", false), new SecretUse("token", "FILE", true)] }, ct: Ct);

        var result = await _bench.RunAsync(attempt);

        Assert.True(result.Good, result.Summary);
        Assert.Equal(["FILE", "LANG", "LC_ALL", "OPSBRIDGE_JOB", "OPSBRIDGE_NOMINAL_AT", "OPSBRIDGE_RUN", "PATH", "PWD", "TOKEN", "same", "600", "same file"], attempt.Lines.Where(l => l is not ("_" or "SHLVL" or "OLDPWD")));
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(_bench.Folder, "run")));
    }

    [Fact]
    public async Task A_secret_never_shows_in_the_output_in_whatever_form_it_is_printed()
    {
        await _bench.Get<SaveSecret>().HandleAsync("token", Value, KindBench.Admin, Ct);
        var command = await _bench.RegisterScriptAsync("leak", """
            echo "plain $TOKEN"
            printf %s "$TOKEN" | base64 -w0; echo
            printf 'user:%s' "$TOKEN" | base64 -w0; echo
            printf 'us:%s!' "$TOKEN" | base64 -w0; echo
            printf %s "$TOKEN" | od -An -tx1 | tr -d ' \n'; echo
            echo 'Gr0%C3%9Fe%20Geheimnisse%2F%2B%25 Gr0%c3%9fe+Geheimnisse%2f%2b%25'
            echo "errors $TOKEN" >&2
            """);
        var attempt = await _bench.ClaimAsync(new CommandSettings(command, []) { Secrets = [new SecretUse("token", "TOKEN", false)] }, ct: Ct);

        var result = await _bench.RunAsync(attempt);

        var all = attempt.Text + result.Summary;
        Assert.DoesNotContain("Geheimnisse", all, StringComparison.Ordinal);
        Assert.DoesNotContain("R2VoZWltbmlzc2", all, StringComparison.Ordinal); // "Geheimniss" at each of its three places in Base64
        Assert.DoesNotContain("dlaGVpbW5pc3Nl", all, StringComparison.Ordinal);
        Assert.DoesNotContain("HZWhlaW1uaXNzZ", all, StringComparison.Ordinal);
        Assert.DoesNotContain("47656865696d", all, StringComparison.Ordinal);
        Assert.Contains("plain [secret]", attempt.Lines);
    }

    [Fact]
    public async Task A_file_that_was_changed_after_it_was_signed_off_does_not_run()
    {
        var command = await _bench.RegisterScriptAsync("changed", "echo one");
        await File.AppendAllTextAsync(Path.Combine(_bench.Folder, command), "echo two\n", Ct);
        var attempt = await _bench.ClaimAsync(new CommandSettings(command, []), ct: Ct);

        var result = await _bench.RunAsync(attempt);

        Assert.Equal((false, false), (result.Good, result.MayRetry));
        Assert.Contains("SHA-256 differs", result.Summary, StringComparison.Ordinal);
        Assert.Empty(attempt.Lines);
    }

    [Fact]
    public async Task Cancelling_ends_the_command_its_children_and_those_who_hide()
    {
        var mark = $"{Guid.CreateVersion7():N}";
        var command = await _bench.RegisterScriptAsync("forks", $"""
            trap '' TERM
            setsid sh -c 'sleep 997; echo {mark}' &
            (setsid sh -c '(setsid sleep 998 &)' &)
            sleep 999 &
            echo ready
            while :; do sleep 1; done
            """);
        var attempt = await _bench.ClaimAsync(new CommandSettings(command, []), ct: Ct);
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        attempt.Hearing = (_, line) => cancel.CancelAfter(line == "ready" ? TimeSpan.Zero : Timeout.InfiniteTimeSpan);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _bench.RunAsync(attempt, cancel.Token));

        Assert.Empty(LinuxProcesses.WithEnvironment($"OPSBRIDGE_RUN={attempt.RunId:N}"));
    }

    [Fact]
    public async Task A_hundred_megabytes_of_output_come_through_with_bounded_memory()
    {
        var command = await _bench.RegisterScriptAsync("chatty", "yes 0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456 | head -c 100000000; head -c 300000 /dev/zero | tr '\\0' x; echo; head -c 1000 /dev/urandom; echo; echo end");
        var attempt = new CountingAttempt(await _bench.ClaimAsync(new CommandSettings(command, []), ct: Ct));
        var before = GC.GetTotalMemory(forceFullCollection: true);

        var result = await new CommandKind(_bench.Get<KindRun>(), _bench.Get<OpsBridge.Processes.ProgramRunner>(), _bench.Contexts).RunAsync(attempt, Ct);

        Assert.True(result.Good, result.Summary);
        Assert.Equal("end", result.Summary);
        Assert.InRange(attempt.Count, 1_020_409, 1_020_440);
        Assert.InRange(attempt.Longest, 65_000, 70_000); // a line of 300,000 characters is cut and says so
        Assert.False(attempt.Control);
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 50_000_000);
    }

    private sealed record CountingAttempt(FakeAttempt Inner) : JobAttempt(Inner)
    {
        public int Count { get; private set; }

        public int Longest { get; private set; }

        public bool Control { get; private set; }

        public override void Write(LineSource source, string line)
        {
            Count++;
            Longest = Math.Max(Longest, line.Length);
            Control |= line.Any(c => char.IsControl(c) && c != '\t');
        }

        public override void Report(RunProgress progress)
        {
        }

        public override Task CommitAsync(Func<OpsBridge.Data.OpsDbContext, CancellationToken, Task> write, CancellationToken ct) => Inner.CommitAsync(write, ct);
    }
}
