using System.Net;
using OpsBridge.Identity;
using Xunit;

namespace OpsBridge.Jobs.Pings;

/// <summary>Who sends too much is told to wait; who does not is not hindered, from the same address neither.</summary>
public sealed class PingLimitsTests(ConsoleOverHttp console) : IClassFixture<ConsoleOverHttp>
{
    private const string Loud = "ob_hcloudxx_0123456789012345678901234567890123456789012";
    private const string Calm = "ob_hccalmxx_0123456789012345678901234567890123456789012";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_job_that_is_hammered_does_not_starve_its_neighbour()
    {
        var supervisor = Actor.InRole(Guid.CreateVersion7(), "Sue", Role.Supervisor);
        var made = Assert.IsType<SaveReportedJobResult.Done>(await console.Get<SaveReportedJob>().HandleAsync(null, 0, new ReportedJobDetails("calm"), supervisor, Ct));
        var job = (await console.Get<IReportedJobs>().FindAsync(made.Id, supervisor, Ct))!;
        using var sender = new HttpClient { BaseAddress = console.Host.Address };

        var answers = await HammerAsync(sender, $"/ping/{Guid.CreateVersion7()}", 1_600); // nobody's address: nothing is stored

        AssertLimited(answers, HttpStatusCode.NotFound, 1_500);
        var calm = await sender.GetAsync($"/ping/{job.Code}", Ct);
        Assert.Equal((HttpStatusCode.OK, "OK"), (calm.StatusCode, await calm.Content.ReadAsStringAsync(Ct)));
        Assert.Single(await console.Get<IReportedJobs>().PingsAsync(job.Id, null, 10, supervisor, Ct));
    }

    [Fact]
    public async Task One_key_that_asks_too_often_does_not_starve_the_key_beside_it()
    {
        foreach (var key in (string[])[Loud, Calm])
        {
            await console.Get<ProvisionAccess>().EnsureKeyAsync(key, new ApiKeyDetails($"limits {key[3..10]}", [Permissions.ViewJobs], null), Actor.Internal("test", Permissions.ManageKeys), Ct);
        }

        using var loud = With(Loud);
        using var calm = With(Calm);

        var answers = await HammerAsync(loud, "/api/v3/checks/", 650);

        AssertLimited(answers, HttpStatusCode.OK, 600);
        Assert.Equal(HttpStatusCode.OK, (await calm.GetAsync("/api/v3/checks/", Ct)).StatusCode);
    }

    private static void AssertLimited(IReadOnlyList<(HttpStatusCode Status, TimeSpan? RetryAfter)> answers, HttpStatusCode taken, int most)
    {
        Assert.All(answers, a => Assert.True(a.Status == taken || a.Status == HttpStatusCode.TooManyRequests, $"{a.Status}"));
        var refused = answers.Where(a => a.Status == HttpStatusCode.TooManyRequests).ToList();
        Assert.InRange(refused.Count, 1, answers.Count - most); // a minute may end meanwhile
        Assert.All(refused, a => Assert.Equal(TimeSpan.FromMinutes(1), a.RetryAfter));
    }

    private static async Task<IReadOnlyList<(HttpStatusCode, TimeSpan?)>> HammerAsync(HttpClient sender, string path, int times)
    {
        var answers = new List<(HttpStatusCode, TimeSpan?)>(times);
        for (var i = 0; i < times; i += 50)
        {
            foreach (var answer in await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => sender.GetAsync(path, Ct))))
            {
                answers.Add((answer.StatusCode, answer.Headers.RetryAfter?.Delta));
                answer.Dispose();
            }
        }

        return answers;
    }

    private HttpClient With(string key)
    {
        var client = new HttpClient { BaseAddress = console.Host.Address };
        client.DefaultRequestHeaders.Add("X-Api-Key", key);
        return client;
    }
}
