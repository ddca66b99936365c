using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using OpsBridge.Identity;
using OpsBridge.Jobs.Kinds;
using OpsBridge.Jobs.Schedules;
using OpsBridge.Shifts.LogBook;
using OpsBridge.Support;
using Xunit;

namespace OpsBridge.Jobs;

/// <summary>Jobs over HTTP on the whole console, with a real program that a real worker runs.</summary>
public sealed class JobsHttpTests(ConsoleOverHttp console) : IClassFixture<ConsoleOverHttp>, IAsyncLifetime
{
    private const string Key = "key-of-the-jobs-tests-0123456789abcdef";
    private const string ReadKey = "key-that-only-reads-jobs-0123456789abcdef";
    private const string NoKey = "key-that-sees-no-jobs-0123456789abcdefgh";
    private static readonly Actor s_admin = Actor.InRole(null, "admin", Role.Admin);
    private static readonly Actor s_keys = Actor.Internal("test", Permissions.ManageKeys);
    private readonly HttpClient _http = new();
    private string _program = "";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await console.AddAsync("admin-of-jobs", Role.Admin);
        var keys = console.Get<ProvisionAccess>();
        await keys.EnsureKeyAsync(Key, new ApiKeyDetails("jobs", [Permissions.ViewJobs, Permissions.RunJobs], null), s_keys, Ct);
        await keys.EnsureKeyAsync(ReadKey, new ApiKeyDetails("reads jobs", [Permissions.ViewJobs], null), s_keys, Ct);
        await keys.EnsureKeyAsync(NoKey, new ApiKeyDetails("no jobs", [Permissions.ViewAlerts], null), s_keys, Ct);
        _program = await RegisterAsync();
        _http.BaseAddress = console.Host.Address;
        Use(Key);
    }

    public ValueTask DisposeAsync()
    {
        _http.Dispose();
        File.Delete(_program);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_job_is_run_now_its_run_is_read_and_its_output_is_text_that_no_browser_trusts()
    {
        var job = await JobAsync("Says hello", "30");

        var asked = await _http.PostAsync($"/api/v1/jobs/{job}/run", null, Ct);
        var run = asked.Headers.Location!;
        Assert.Equal((HttpStatusCode.Accepted, $"/api/v1/jobs/runs/{(await Body(asked)).GetProperty("runId").GetString()}"), (asked.StatusCode, run.ToString()));
        await Eventually.TrueAsync("it succeeds", async () => (await _http.GetFromJsonAsync<JsonElement>(run, Ct)).GetProperty("state").GetString() == "succeeded", Ct);

        var read = await _http.GetFromJsonAsync<JsonElement>(run, Ct);
        Assert.Equal(("person", 1, 0), (read.GetProperty("origin").GetString(), read.GetProperty("attempt").GetInt32(), read.GetProperty("exitCode").GetInt32()));
        var output = await _http.GetAsync($"{run}/output", Ct);
        Assert.Equal(("text/plain", true, "nosniff"), (output.Content.Headers.ContentType!.MediaType, output.Headers.GetValues("Content-Security-Policy").Single().Contains("sandbox", StringComparison.Ordinal), output.Headers.GetValues("X-Content-Type-Options").Single()));
        var lines = (await output.Content.ReadAsStringAsync(Ct)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["<b>line 1</b>", "<b>line 30</b>"], new[] { lines.First(l => l.Contains("line 1<", StringComparison.Ordinal)), lines.Last(l => l.Contains("line", StringComparison.Ordinal)) }.Select(l => l[19..]));
        Assert.Equal("good", (await FindAsync(job)).GetProperty("state").GetString());
    }

    [Fact]
    public async Task A_run_that_works_is_named_instead_of_a_second_one()
    {
        var job = await JobAsync("Waits", "wait");
        var first = await Body(await _http.PostAsync($"/api/v1/jobs/{job}/run", null, Ct));

        var second = await _http.PostAsync($"/api/v1/jobs/{job}/run", null, Ct);

        Assert.Equal(HttpStatusCode.Conflict, second.StatusCode);
        Assert.Equal(first.GetProperty("runId").GetString(), (await Body(second)).GetProperty("runId").GetString());
        var run = first.GetProperty("runId").GetGuid();
        await console.Get<CancelRun>().HandleAsync(run, s_admin, Ct);
        await Eventually.TrueAsync("it obeys", async () => (await _http.GetFromJsonAsync<JsonElement>($"/api/v1/jobs/runs/{run}", Ct)).GetProperty("state").GetString() == "cancelled", Ct);
    }

    [Fact]
    public async Task Runs_are_paged_by_their_nominal_times_and_the_list_is_narrowed()
    {
        var job = await JobAsync("Paged", "1");
        for (var i = 0; i < 3; i++)
        {
            var run = (await _http.PostAsync($"/api/v1/jobs/{job}/run", null, Ct)).Headers.Location;
            await Eventually.TrueAsync("it succeeds", async () => (await _http.GetFromJsonAsync<JsonElement>(run, Ct)).GetProperty("state").GetString() == "succeeded", Ct);
        }

        var first = await _http.GetFromJsonAsync<JsonElement>($"/api/v1/jobs/{job}/runs?limit=2", Ct);
        var second = await _http.GetFromJsonAsync<JsonElement>($"/api/v1/jobs/{job}/runs?limit=2&after={Uri.EscapeDataString(first.GetProperty("next").GetString()!)}", Ct);

        Assert.Equal((2, 1), (first.GetProperty("items").GetArrayLength(), second.GetProperty("items").GetArrayLength()));
        Assert.Equal(JsonValueKind.Null, second.GetProperty("next").ValueKind);
        var times = first.GetProperty("items").EnumerateArray().Concat(second.GetProperty("items").EnumerateArray()).Select(r => r.GetProperty("nominalAt").GetDateTimeOffset()).ToList();
        Assert.Equal(times.OrderDescending().Distinct(), times);
        Assert.Equal(["Paged"], (await _http.GetFromJsonAsync<JsonElement>("/api/v1/jobs?q=PAGED", Ct)).EnumerateArray().Select(j => j.GetProperty("name").GetString()));
        Assert.Equal(0, (await _http.GetFromJsonAsync<JsonElement>($"/api/v1/jobs?asset={Guid.CreateVersion7()}", Ct)).GetArrayLength());
    }

    [Fact]
    public async Task Each_door_asks_for_its_permission()
    {
        var job = await JobAsync("Guarded", "1");
        var statuses = new List<HttpStatusCode>();
        foreach (var key in (string?[])[null, NoKey, ReadKey])
        {
            Use(key);
            statuses.Add((await _http.GetAsync("/api/v1/jobs", Ct)).StatusCode);
            statuses.Add((await _http.GetAsync($"/api/v1/jobs/{job}/runs", Ct)).StatusCode);
            statuses.Add((await _http.PostAsync($"/api/v1/jobs/{job}/run", null, Ct)).StatusCode);
        }

        Assert.Equal(
            [
                HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden, HttpStatusCode.Forbidden, HttpStatusCode.Forbidden,
                HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.Forbidden,
            ],
            statuses);
        Assert.Equal(0, (await _http.GetFromJsonAsync<JsonElement>($"/api/v1/jobs/{job}/runs", Ct)).GetProperty("items").GetArrayLength());
    }

    [Theory]
    [InlineData("GET", "/api/v1/jobs/{none}/runs", HttpStatusCode.NotFound)]
    [InlineData("POST", "/api/v1/jobs/{none}/run", HttpStatusCode.NotFound)]
    [InlineData("GET", "/api/v1/jobs/runs/{none}", HttpStatusCode.NotFound)]
    [InlineData("GET", "/api/v1/jobs/runs/{none}/output", HttpStatusCode.NotFound)]
    [InlineData("GET", "/api/v1/jobs/{none}/runs?after=yesterday", HttpStatusCode.BadRequest)]
    [InlineData("GET", "/api/v1/jobs/{none}/runs?limit=many", HttpStatusCode.BadRequest)]
    [InlineData("GET", "/api/v1/jobs?show=everything", HttpStatusCode.BadRequest)]
    [InlineData("GET", "/api/v1/jobs?site=here", HttpStatusCode.BadRequest)]
    public async Task What_does_not_exist_or_cannot_be_read_is_a_problem_document(string method, string path, HttpStatusCode status)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path.Replace("{none}", $"{Guid.CreateVersion7()}", StringComparison.Ordinal));

        var answer = await _http.SendAsync(request, Ct);

        Assert.Equal(status, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task The_end_of_the_output_is_pinned_to_the_log_book_as_it_stood()
    {
        var job = await JobAsync("Pinned", "30");
        var run = (await Body(await _http.PostAsync($"/api/v1/jobs/{job}/run", null, Ct))).GetProperty("runId").GetGuid();
        await Eventually.TrueAsync("it succeeds", async () => (await _http.GetFromJsonAsync<JsonElement>($"/api/v1/jobs/runs/{run}", Ct)).GetProperty("state").GetString() == "succeeded", Ct);
        var wish = new LogEntryDetails("look at this") { Pin = new PinWish("job-output", $"{run}") };

        var entry = Assert.IsType<WriteLogEntryResult.Done>(await console.Get<WriteLogEntry>().HandleAsync(wish, s_admin, Ct)).Id;
        await console.Get<RetireJob>().HandleAsync(job, s_admin, Ct);

        var pin = (await console.Get<ILogBook>().FindAsync(entry, s_admin, Ct))!.Pin!;
        Assert.Equal(("Pinned: succeeded", $"/jobs/runs/{run}"), (pin.Title, pin.Href));
        var facts = pin.Facts.ToDictionary(f => f.Name, f => f.Value);
        var lines = facts["Output"].Split('\n');
        Assert.Equal((20, "<b>line 30</b>"), (lines.Length, lines[^1]));
        Assert.Equal(("succeeded", "0"), (facts["State"], facts["Exit code"]));
        await Assert.ThrowsAsync<PermissionDeniedException>(() => console.Get<WriteLogEntry>().HandleAsync(wish, Actor.Internal("k", Permissions.StandWatch), Ct));
        foreach (var nothing in (string[])["4711", $"{Guid.CreateVersion7()}"])
        {
            Assert.IsType<WriteLogEntryResult.Invalid>(await console.Get<WriteLogEntry>().HandleAsync(wish with { Pin = new PinWish("job-output", nothing) }, s_admin, Ct));
        }
    }

    private static async Task<JsonElement> Body(HttpResponseMessage answer) => await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);

    private void Use(string? key) => _http.DefaultRequestHeaders.Authorization = key is null ? null : new AuthenticationHeaderValue("Bearer", key);

    private async Task<JsonElement> FindAsync(Guid job) =>
        (await _http.GetFromJsonAsync<JsonElement>("/api/v1/jobs", Ct)).EnumerateArray().Single(j => j.GetProperty("id").GetGuid() == job);

    private async Task<Guid> JobAsync(string name, string argument) => Assert.IsType<SaveJobResult.Done>(
        await console.Get<SaveJob>().HandleAsync(null, 0, new JobDetails(name, new CommandSettings("lines", [argument]), new NoSchedule()), s_admin, Ct)).Id;

    /// <summary>A program that prints so many lines, or waits to be stopped.</summary>
    private async Task<string> RegisterAsync()
    {
        var path = Path.Combine(Path.GetTempPath(), string.Create(CultureInfo.InvariantCulture, $"opsbridge-lines-{Guid.CreateVersion7():N}"));
        await File.WriteAllTextAsync(path, "#!/bin/sh\n[ \"$1\" = wait ] && exec sleep 600\ni=1\nwhile [ $i -le $1 ]; do echo \"<b>line $i</b>\"; i=$((i+1)); done\n", Ct);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        Assert.IsType<RegisterCommandResult.Done>(await console.Get<RegisterCommand>().HandleAsync("lines", path, "a number of lines, or wait", s_admin, Ct));
        return path;
    }
}
