using Xunit;

namespace OpsBridge.Ingest;

public sealed class GoldenFileTests
{
    public static TheoryData<string> Files => [.. GoldenFile.Names];

    /// <summary>With <c>OPSBRIDGE_APPROVE=1</c> in the environment the expected texts are written anew.</summary>
    [Theory]
    [MemberData(nameof(Files))]
    public void A_message_becomes_what_is_written_beside_it(string name)
    {
        var golden = GoldenFile.Read(name);
        var actual = golden.Parse(golden.Body);
        if (Environment.GetEnvironmentVariable("OPSBRIDGE_APPROVE") == "1")
        {
            File.WriteAllText(golden.ExpectedPath, actual);
        }

        Assert.Equal(File.ReadAllText(golden.ExpectedPath), actual);
    }

    [Fact]
    public void Every_format_has_files() =>
        Assert.Equal(
            ["alertmanager", "cloudevents", "grafana", "icinga2", "opsbridge", "pagerduty", "prometheus"],
            GoldenFile.Names.Select(n => n.Split('/', '\\')[0]).Distinct().Order(StringComparer.Ordinal));
}
