using Xunit;

namespace OpsBridge.Alerts;

public sealed class SafeLinkTests
{
    [Theory]
    [InlineData("https://wiki.example/runbook?a=b", "https://wiki.example/runbook?a=b")]
    [InlineData("http://wiki.example", "http://wiki.example/")]
    [InlineData("javascript:alert(1)", null)]
    [InlineData("JaVaScRiPt:alert(1)", null)]
    [InlineData("data:text/html,<script>", null)]
    [InlineData("//evil.example", null)]
    [InlineData("/relative", null)]
    [InlineData("file:///etc/passwd", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void Only_absolute_web_addresses_become_links(string? text, string? expected) => Assert.Equal(expected, SafeLink.Of(text));
}
