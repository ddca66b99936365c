using System.Text;
using OpsBridge.Jobs.Secrets;
using Xunit;

namespace OpsBridge.Jobs.Kinds;

/// <summary>What a call must not show.</summary>
public sealed partial class HttpCallKindTests
{
    [Theory]
    [InlineData("Bearer", Token)]
    [InlineData("Basic", "watch:" + Token)]
    public async Task The_secret_is_sent_and_never_shown_though_the_server_says_it_back(string scheme, string value)
    {
        await using var server = WireServer.Start(async (request, stream, ct) =>
        {
            var said = request[request.IndexOf("Authorization: ", StringComparison.Ordinal)..].Split('\r')[0];
            var body = $"{said}\n{value}\n{Token}\n{Convert.ToBase64String(Encoding.UTF8.GetBytes(Token))}\n{Uri.EscapeDataString(Token)}\n{new string('.', 1990)}{Token}{new string('.', 1990)}";
            await WireServer.SayAsync(stream, $"HTTP/1.1 401 {Token}\r\nX-Said: {Token}\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n{body}", ct);
        });
        await _bench.Get<SaveSecret>().HandleAsync("said", value, KindBench.Admin, Ct);
        var (result, attempt) = await RunAsync(new HttpCallSettings("GET", server.Url) { Secret = "said", Scheme = scheme, ExpectedText = "welcome" });

        Assert.Contains(scheme == "Bearer" ? $"Authorization: Bearer {Token}" : $"Authorization: Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes(value))}", Assert.Single(server.Asked), StringComparison.Ordinal);
        AssertHidden(attempt.Text + "\n" + result.Summary);
    }

    [Theory]
    [InlineData("line-one-hush\nline-two-hush")]
    [InlineData("hush-ünïcode-☃")]
    public async Task A_secret_that_no_header_can_hold_is_refused_without_being_shown(string value)
    {
        await using var server = WireServer.Start("200 OK");
        await _bench.Get<SaveSecret>().HandleAsync("odd", value, KindBench.Admin, Ct);
        var (result, attempt) = await RunAsync(new HttpCallSettings("GET", server.Url) { Secret = "odd" });

        Assert.Equal((false, false), (result.Good, result.MayRetry));
        Assert.Contains("cannot be sent", result.Summary, StringComparison.Ordinal);
        AssertHidden(attempt.Text + result.Summary);
        Assert.Empty(server.Asked);
    }

    private static void AssertHidden(string text)
    {
        Assert.DoesNotContain("hush", text, StringComparison.Ordinal);
        Assert.DoesNotContain("7f31c9", text, StringComparison.Ordinal);
        Assert.DoesNotContain("ünïcode", text, StringComparison.Ordinal);
        Assert.DoesNotContain(Convert.ToBase64String(Encoding.UTF8.GetBytes(Token))[..16], text, StringComparison.Ordinal);
    }
}
