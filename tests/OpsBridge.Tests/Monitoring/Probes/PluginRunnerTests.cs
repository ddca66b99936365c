using System.Globalization;
using System.Runtime.Versioning;
using System.Security.Cryptography;
using Xunit;

namespace OpsBridge.Monitoring.Probes;

[SupportedOSPlatform("linux")]
public sealed class PluginRunnerTests : IDisposable
{
    private static readonly TimeSpan s_long = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan s_short = TimeSpan.FromMilliseconds(300);

    private readonly string _folder = Directory.CreateTempSubdirectory("opsbridge-plugins-").FullName;
    private readonly PluginRegistry _registry = new();
    private readonly PluginRunner _runner;

    public PluginRunnerTests() => _runner = new PluginRunner(_registry, TimeProvider.System);

    [Theory]
    [InlineData("echo 'OK - fine | time=5ms;;10;0'; exit 0", CheckStatus.Ok, 0)]
    [InlineData("echo hm; exit 1", CheckStatus.Warning, 1)]
    [InlineData("echo OK; exit 2", CheckStatus.Critical, 2)]
    [InlineData("exit 3", CheckStatus.Unknown, 3)]
    [InlineData("exit 77", CheckStatus.Unknown, 77)]
    [InlineData("no-such-command-here", CheckStatus.Unknown, 127)]
    [InlineData("kill -SEGV $$", CheckStatus.Unknown, 139)]
    public async Task Status_and_raw_code_come_from_the_end(string script, CheckStatus status, int code)
    {
        var result = await Run(script);
        Assert.Equal((status, code), (result.Status, result.RawCode));
    }

    [Fact]
    public async Task Arguments_arrive_as_they_are_and_no_shell_reads_them()
    {
        var result = await Run("printf '%s,' \"$@\"", arguments: ["$(id)", "; rm -rf /", "a b", "-H", "*", "é'\""]);
        Assert.Equal("$(id),; rm -rf /,a b,-H,*,é'\",", result.Summary);
    }

    [Fact]
    public async Task The_environment_holds_nothing_of_ours()
    {
        Environment.SetEnvironmentVariable("OPSBRIDGE_TEST_SECRET", "hunter2");
        var result = await Run("/usr/bin/env | /usr/bin/cut -d= -f1 | /usr/bin/sort | /usr/bin/tr '\\n' ' '; pwd");
        Assert.Equal("LANG LC_ALL OPSBRIDGE_RUN PATH PWD /", result.Summary);
    }

    [Fact]
    public async Task Standard_error_is_not_part_of_the_result()
    {
        var result = await Run("echo out; echo err >&2");
        Assert.Equal(("out", null), (result.Summary, result.Detail));
    }

    [Fact]
    public async Task A_plugin_that_prints_a_hundred_megabytes_ends_and_is_cut()
    {
        var result = await Run("echo 'OK - loud'; head -c 100000000 /dev/zero | tr '\\0' x; exit 1");
        Assert.Equal((CheckStatus.Warning, "OK - loud"), (result.Status, result.Summary));
        Assert.Contains("output cut at 64 KiB", result.Detail, StringComparison.Ordinal);
        Assert.True(result.Detail!.Length < 70_000);
    }

    [Fact]
    public async Task A_plugin_that_ignores_SIGTERM_and_forks_is_killed_with_its_children()
    {
        var file = Path.Combine(_folder, "pids");
        var result = await Run($"trap '' TERM HUP INT\necho begun\necho $$ >> {file}\nfor i in 1 2 3; do (trap '' TERM; echo $BASHPID >> {file}; sleep 60) & done\nwhile :; do sleep 60; done", TimeSpan.FromSeconds(2), interpreter: "/bin/bash");
        Assert.Equal((CheckStatus.Unknown, "killed after 2 s"), (result.Status, result.Summary["plugin 'p' ".Length..]));
        Assert.Equal(("begun", 137), (result.Detail, result.RawCode));
        await AllGoneAsync(file, atLeast: 4);
    }

    [Fact]
    public async Task A_child_that_hides_in_its_own_session_is_found_at_the_timeout()
    {
        var file = Path.Combine(_folder, "pids");
        await Run($"setsid /bin/sh -c 'echo $$ >> {file}; exec sleep 60' & sleep 60", s_short);
        await AllGoneAsync(file, atLeast: 1);
    }

    [Fact]
    public async Task A_child_that_holds_the_output_after_the_end_holds_up_nothing()
    {
        var file = Path.Combine(_folder, "pids");
        var result = await Run($"setsid /bin/sh -c 'echo $$ > {file}; exec sleep 60' & while [ ! -s {file} ]; do :; done; echo OK; exit 0");
        Assert.Equal((CheckStatus.Ok, "OK"), (result.Status, result.Summary));
        await AllGoneAsync(file, atLeast: 1);
    }

    [Fact]
    public async Task Children_left_in_the_group_end_with_the_plugin()
    {
        var file = Path.Combine(_folder, "pids");
        var result = await Run($"/bin/sh -c 'exec > /dev/null; echo $$ > {file}; exec sleep 60' & while [ ! -s {file} ]; do :; done; echo OK");
        Assert.Equal("OK", result.Summary);
        await AllGoneAsync(file, atLeast: 1);
    }

    [Fact]
    public async Task Output_that_is_not_UTF8_is_tolerated() => Assert.Equal("caf\uFFFD", (await Run("printf 'caf\\351'")).Summary);

    [Fact]
    public async Task A_missing_file_and_an_unregistered_name_are_unknown()
    {
        _registry.Replace([new RegisteredPlugin("gone", "/nonexistent/check")]);
        Assert.Contains("could not start: No such file", (await _runner.RunAsync(new PluginSettings("gone", []), s_long, TestContext.Current.CancellationToken)).Summary, StringComparison.Ordinal);
        Assert.Contains("no plugin is registered", (await _runner.RunAsync(new PluginSettings("other", []), s_long, TestContext.Current.CancellationToken)).Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_was_changed_after_registration_does_not_run()
    {
        var path = Write("echo good", "/bin/sh");
        var hash = Convert.ToHexString(SHA256.HashData(await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken)));
        _registry.Replace([new RegisteredPlugin("p", path, hash)]);
        Assert.Equal("good", (await _runner.RunAsync(new PluginSettings("p", []), s_long, TestContext.Current.CancellationToken)).Summary);
        Write("echo evil!", "/bin/sh");
        Assert.Contains("SHA-256 differs", (await _runner.RunAsync(new PluginSettings("p", []), s_long, TestContext.Current.CancellationToken)).Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancellation_kills_the_plugin()
    {
        var file = Path.Combine(_folder, "pids");
        _registry.Replace([new RegisteredPlugin("p", Write($"echo $$ > {file}; exec sleep 60", "/bin/sh"))]);
        using var stop = new CancellationTokenSource(s_short);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _runner.RunAsync(new PluginSettings("p", []), s_long, stop.Token));
        await AllGoneAsync(file, atLeast: 1);
    }

    [Fact]
    public async Task Two_hundred_runs_leave_no_zombie_and_no_descriptor()
    {
        _registry.Replace([new RegisteredPlugin("p", Write("echo OK", "/bin/sh"))]);
        await _runner.RunAsync(new PluginSettings("p", []), s_long, TestContext.Current.CancellationToken);
        var before = Pipes();
        for (var i = 0; i < 10; i++)
        {
            var results = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => _runner.RunAsync(new PluginSettings("p", []), s_long, TestContext.Current.CancellationToken)));
            Assert.All(results, r => Assert.Equal(CheckStatus.Ok, r.Status));
        }

        await WaitForAsync(() => Pipes() <= before);
        Assert.DoesNotContain(Children(), c => c.State == 'Z');
    }

    public void Dispose()
    {
        _runner.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private Task<ProbeResult> Run(string script, TimeSpan? timeout = null, IReadOnlyList<string>? arguments = null, string interpreter = "/bin/sh")
    {
        _registry.Replace([new RegisteredPlugin("p", Write(script, interpreter))]);
        return _runner.RunAsync(new PluginSettings("p", arguments ?? []), timeout ?? s_long, TestContext.Current.CancellationToken);
    }

    private string Write(string script, string interpreter)
    {
        var path = Path.Combine(_folder, "plugin");
        File.WriteAllText(path, $"#!{interpreter}\n{script}\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.UserWrite);
        return path;
    }

    private static async Task AllGoneAsync(string file, int atLeast)
    {
        var pids = (await File.ReadAllLinesAsync(file, TestContext.Current.CancellationToken)).Select(l => int.Parse(l, CultureInfo.InvariantCulture)).ToList();
        Assert.True(pids.Count >= atLeast);
        await WaitForAsync(() => pids.TrueForAll(p => StateOf(p) is null or 'Z'));
    }

    /// <summary>The kernel ends killed processes a moment after the signal.</summary>
    private static async Task WaitForAsync(Func<bool> condition)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < TimeSpan.FromSeconds(30), "the condition did not come true");
            await Task.Yield();
        }
    }

    private static int Pipes() => Directory.EnumerateFiles("/proc/self/fd").Count(IsPipe);

    private static bool IsPipe(string descriptor)
    {
        try
        {
            return File.ResolveLinkTarget(descriptor, returnFinalTarget: false)?.Name.StartsWith("pipe:", StringComparison.Ordinal) == true;
        }
        catch (IOException)
        {
            return false; // closed by another test while we looked
        }
    }

    private static IEnumerable<(int Pid, char State)> Children() =>
        Directory.EnumerateDirectories("/proc").Select(d => int.TryParse(Path.GetFileName(d.AsSpan()), out var pid) ? pid : 0).Where(p => p > 0 && Fields(p) is { } f && f[1] == Environment.ProcessId.ToString(CultureInfo.InvariantCulture)).Select(p => (p, StateOf(p) ?? ' '));

    private static char? StateOf(int pid) => Fields(pid)?[0][0];

    private static string[]? Fields(int pid)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{pid}/stat");
            return stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return null;
        }
    }
}
