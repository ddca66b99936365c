using System.Text.Json;
using OpsBridge.Alerts;
using OpsBridge.Identity;
using OpsBridge.Support;
using Xunit;

namespace OpsBridge.Ingest;

/// <summary>amtool itself against the console.</summary>
public sealed class RealAmtoolTests(IngestConsole console) : IClassFixture<IngestConsole>
{
    [Fact]
    public async Task X()
    {
        using var amtool = Amtool.WithKeyInAddress(console.Address, await console.NewKeyAsync(Permissions.ReportAlerts, Permissions.ViewAlerts, Permissions.ManageSilences));
        async Task T(params string[] a)
        {
            var r = await amtool.TryAsync(a);
            TestContext.Current.TestOutputHelper!.WriteLine($"$ amtool {string.Join(' ', a)}\n[{r.ExitCode}] {r.Output}\nERR {r.Error}");
        }
        await T("alert", "add", "foo", "node=bar", "severity=major", "--annotation=summary=it's bad", "--annotation=runbook=http://x.example");
        await T("alert", "add", "foo", "node=baz", "--generator-url=http://gen.example/x", "--start=2026-11-22T10:00:00Z", "--end=2030-11-22T10:00:00Z");
        await T("alert");
        await T("alert", "query", "foo");
        await T("alert", "query", "foo", "-o", "json");
        await T("alert", "query", "foo", "-o", "extended");
        await T("alert", "query", "alertname=~f.*", "node!=bar", "-o", "json");
        await T("alert", "query", "--inhibited");
        await T("alert", "query", "--silenced");
        await T("alert", "query", "--active");
        await T("alert", "query", "--unprocessed");
        await T("alert", "query", "--receiver=bri.*");
        await T("alert", "query", "--receiver=team");
        await T("alert", "query", "alertname=~(");
        await T("silence", "add", "foo", "node=~ba.", "--duration=2h", "--comment=c", "--author=ann");
        await T("silence", "add", "foo", "node=~ba.", "--duration=2h", "--author=ann");
        await T("silence");
        await T("silence", "query", "-o", "json");
        await T("silence", "query", "-o", "extended");
        await T("silence", "query", "foo", "-q");
        await T("silence", "query", "node=~ba.", "-q");
        await T("silence", "query", "nothing");
        await T("silence", "query", "--created-by=ann", "-q");
        await T("silence", "query", "--created-by=bob", "-q");
        await T("silence", "query", "--within=8h", "-q");
        await T("silence", "query", "--within=1h", "-q");
        var q = (await amtool.RunAsync("silence", "query", "-q")).Trim();
        await T("alert", "query", "--silenced");
        await T("silence", "update", "--duration=4h", "--comment=longer", q);
        await T("silence", "query");
        await T("silence", "update", "--duration=4h", "--comment=longer", "1ce27d8b-0b61-4f3e-8d24-000000000000");
        q = (await amtool.RunAsync("silence", "query", "-q")).Trim();
        var json = await amtool.RunAsync("silence", "query", "-o", "json");
        await T("silence", "expire", q);
        await T("silence", "expire", "1ce27d8b-0b61-4f3e-8d24-000000000000");
        await T("silence", "query");
        await T("silence", "query", "--expired", "--within=1h");
        await T("silence", "import", amtool.Write("s.json", json));
        await T("silence", "import", "--force", amtool.Write("s.json", json));
        await T("silence", "query");
        await T("config", "show");
        await T("config", "show", "-o", "extended");
        await T("config", "show", "-o", "json");
        await T("config", "routes", "show");
        await T("config", "routes", "test", "--tree", "severity=major");
        await T("config", "routes", "test", "--verify.receivers=bridge", "severity=major");
        await T("check-config", amtool.Write("am.yml", await amtool.RunAsync("config", "show")));
        await T("cluster", "show");
        await T("cluster", "show", "-o", "extended");
        await T("cluster", "show", "-o", "json");
        Assert.Fail("look");
    }
}
