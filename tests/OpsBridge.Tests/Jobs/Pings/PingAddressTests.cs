using Xunit;

namespace OpsBridge.Jobs.Pings;

public sealed class PingAddressTests
{
    private const string Code = "0f4a2f6e-6f0e-4a63-8a35-9f1a0c3e1b77";

    [Theory]
    [InlineData(null, PingKind.Success, null)]
    [InlineData("start", PingKind.Start, null)]
    [InlineData("fail", PingKind.Fail, null)]
    [InlineData("log", PingKind.Log, null)]
    [InlineData("0", PingKind.Success, 0)]
    [InlineData("007", PingKind.Fail, 7)]
    [InlineData("255", PingKind.Fail, 255)]
    public void An_id_says_for_whom_and_the_word_after_it_what(string? word, PingKind kind, int? code)
    {
        var read = PingAddress.Read(Code.ToUpperInvariant(), word, null, Code, create: false);

        Assert.Equal((new PingTarget.ByCode(Guid.Parse(Code)), kind, code, Guid.Parse(Code), null), (read.Target, read.Ping.Kind, read.Ping.ExitCode, read.Ping.RunId, read.Error));
    }

    [Fact]
    public void A_key_and_a_slug_say_it_as_well()
    {
        var read = PingAddress.Read("pk_abc", "nightly-backup", "3", null, create: true);

        Assert.Equal((new PingTarget.BySlug("pk_abc", "nightly-backup", true), 3), (read.Target, read.Ping.ExitCode));
        Assert.DoesNotContain("pk_abc", read.Target!.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Code, "256", null, null, "invalid url format")]
    [InlineData(Code, "99999999999", null, null, "invalid url format")]
    [InlineData(Code, null, null, "0f4a2f6e6f0e4a638a359f1a0c3e1b77", "invalid uuid format")] // not in the form with hyphens
    [InlineData("key", "Slug", null, null, "invalid url format")]
    [InlineData("key", "slug", "256", null, "invalid url format")]
    public void What_is_wrong_is_told_in_the_words_that_senders_know(string first, string? second, string? third, string? rid, string error) =>
        Assert.Equal(error, PingAddress.Read(first, second, third, rid, create: false).Error);

    [Theory]
    [InlineData("nothing", null, null)]
    [InlineData(Code, "start", "more")]
    [InlineData("key", "slug", "unknown")]
    [InlineData("key", "sl/ug", null)]
    [InlineData("key", "-1", "-1")]
    public void What_no_job_can_have_leads_nowhere(string first, string? second, string? third)
    {
        var read = PingAddress.Read(first, second, third, null, create: false);

        Assert.Equal((null, null), (read.Target, read.Error));
    }
}
