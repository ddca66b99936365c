using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OpsBridge.Identity;
using Xunit;

namespace OpsBridge.Shifts.LogBook;

/// <summary>The log book as programs and browsers meet it: the whole console, real keys, real cookies.</summary>
public sealed class LogHttpTests(ConsoleOverHttp console) : IClassFixture<ConsoleOverHttp>
{
    private static readonly byte[] s_png = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 1, 2, 3];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_key_writes_reads_corrects_and_closes_within_its_scope()
    {
        using var writer = await KeyAsync(Permissions.ViewShifts, Permissions.StandWatch);
        using var reader = await KeyAsync(Permissions.ViewShifts);
        using var nobody = new HttpClient { BaseAddress = console.Host.Address };
        var written = await writer.PostAsJsonAsync("/api/v1/log", new { text = "Deployed 4.2 of the shop", kind = "ongoing", tags = new[] { "deploy" } }, Ct);
        var address = written.Headers.Location!;

        Assert.Equal(HttpStatusCode.Created, written.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await reader.PostAsJsonAsync("/api/v1/log", new { text = "x" }, Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await nobody.GetAsync("/api/v1/log", Ct)).StatusCode);
        Assert.Equal("Deployed 4.2 of the shop", (await reader.GetFromJsonAsync<JsonElement>("/api/v1/log?tag=deploy", Ct)).GetProperty("items")[0].GetProperty("text").GetString());
        Assert.Equal(HttpStatusCode.NoContent, (await writer.PostAsJsonAsync($"{address}/versions", new { version = 1, text = "Deployed 4.3 of the shop" }, Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await writer.PostAsJsonAsync($"{address}/versions", new { version = 1, text = "Deployed 4.4 of the shop" }, Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await writer.PostAsJsonAsync($"{address}/closure", new { word = "live" }, Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await writer.PostAsJsonAsync($"{address}/closure", new { word = "live" }, Ct)).StatusCode);
        Assert.Equal(2, (await reader.GetFromJsonAsync<JsonElement>(address, Ct)).GetProperty("versions").GetArrayLength());
    }

    [Fact]
    public async Task Wrong_values_are_named_by_field()
    {
        using var writer = await KeyAsync(Permissions.ViewShifts, Permissions.StandWatch);
        var refused = await writer.PostAsJsonAsync("/api/v1/log", new { text = "", kind = "gossip", eventAt = TimeProvider.System.GetUtcNow().AddDays(2) }, Ct);
        var query = await writer.GetAsync("/api/v1/log?asset=x&from=yesterday&kind=9", Ct);

        Assert.Equal(["eventAt", "kind", "text"], await FieldsAsync(refused));
        Assert.Equal(["asset", "from", "kind"], await FieldsAsync(query));
        Assert.Equal(HttpStatusCode.OK, (await writer.GetAsync("/api/v1/log?after=nonsense&q=%00%27%20or%201%3D1", Ct)).StatusCode);
    }

    [Fact]
    public async Task A_file_comes_back_to_be_saved_and_no_browser_runs_it()
    {
        using var writer = await KeyAsync(Permissions.ViewShifts, Permissions.StandWatch);
        var entry = await EntryAsync(writer);
        var attached = await PostAsync(writer, $"{entry}/files?name={Uri.EscapeDataString("../../\"rack\" 7.png")}", s_png, "image/png");
        var note = await PostAsync(writer, $"{entry}/files?name=note.txt", Encoding.UTF8.GetBytes("<script>alert(1)</script>"), null);
        var picture = await writer.GetAsync(attached.Headers.Location, Ct);
        var shown = await writer.GetAsync($"{attached.Headers.Location}?shown=true", Ct);
        var text = await writer.GetAsync($"{note.Headers.Location}?shown=true", Ct);

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Created), (attached.StatusCode, note.StatusCode));
        Assert.Equal(s_png, await picture.Content.ReadAsByteArrayAsync(Ct));
        Assert.Equal(("attachment", "inline", "attachment"), (Disposition(picture), Disposition(shown), Disposition(text)));
        Assert.Equal("rack 7.png", picture.Content.Headers.ContentDisposition!.FileNameStar);
        Assert.Equal("text/plain", text.Content.Headers.ContentType!.MediaType);
        Assert.All(new[] { picture, shown, text }, a => Assert.Equal(("nosniff", "default-src 'none'; sandbox"), (a.Headers.GetValues("X-Content-Type-Options").Single(), a.Headers.GetValues("Content-Security-Policy").Single())));
    }

    [Theory]
    [InlineData("a.svg", "image/svg+xml", "<svg onload='alert(1)'/>", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("a.png", "image/png", "<svg onload='alert(1)'/>", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("a.html", null, "<script>alert(1)</script>", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("..", null, "x", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("a.txt", "text/html", "x", HttpStatusCode.UnsupportedMediaType)]
    public async Task Hostile_files_are_refused(string name, string? type, string content, HttpStatusCode expected)
    {
        using var writer = await KeyAsync(Permissions.ViewShifts, Permissions.StandWatch);

        Assert.Equal(expected, (await PostAsync(writer, $"{await EntryAsync(writer)}/files?name={Uri.EscapeDataString(name)}", Encoding.UTF8.GetBytes(content), type)).StatusCode);
    }

    [Fact]
    public async Task A_gigabyte_is_refused_at_once_without_being_read()
    {
        using var key = await KeyAsync(Permissions.ViewShifts, Permissions.StandWatch);
        using var patient = new SocketsHttpHandler { Expect100ContinueTimeout = TimeSpan.FromMinutes(1) };
        using var writer = new HttpClient(patient) { BaseAddress = key.BaseAddress };
        writer.DefaultRequestHeaders.Authorization = key.DefaultRequestHeaders.Authorization;
        using var content = new Announced(1L << 30);
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{await EntryAsync(writer)}/files?name=a.txt") { Content = content };
        request.Headers.ExpectContinue = true; // the server answers before a byte of the body is sent

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await writer.SendAsync(request, Ct)).StatusCode);
        Assert.False(content.Sent);
    }

    [Fact]
    public async Task A_signed_in_browser_gets_the_book_as_a_file_and_the_api_takes_no_cookie()
    {
        await console.AddAsync("olga", Role.Operator);
        using var browser = console.Open();
        await browser.SignInAsync("olga");

        var file = await browser.GetAsync("/log/export?show=written");
        Assert.Equal((HttpStatusCode.OK, "text/csv"), (file.StatusCode, file.Content.Headers.ContentType!.MediaType));
        Assert.Equal(HttpStatusCode.Unauthorized, await browser.StatusAsync("/api/v1/log"));
    }

    private static string Disposition(HttpResponseMessage answer) => answer.Content.Headers.ContentDisposition!.DispositionType;

    private static async Task<IEnumerable<string>> FieldsAsync(HttpResponseMessage answer)
    {
        Assert.Equal((HttpStatusCode.BadRequest, "application/problem+json"), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
        return (await answer.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("errors").EnumerateObject().Select(e => e.Name).Order(StringComparer.Ordinal);
    }

    private static async Task<Uri> EntryAsync(HttpClient writer) => (await writer.PostAsJsonAsync("/api/v1/log", new { text = "see the file" }, Ct)).Headers.Location!;

    private static async Task<HttpResponseMessage> PostAsync(HttpClient client, string address, byte[] content, string? type)
    {
        using var body = new ByteArrayContent(content);
        body.Headers.ContentType = type is null ? null : MediaTypeHeaderValue.Parse(type);
        return await client.PostAsync(address, body, Ct);
    }

    private async Task<HttpClient> KeyAsync(params string[] permissions)
    {
        var admin = Actor.InRole(Guid.CreateVersion7(), "admin1", Role.Admin);
        var made = await console.Host.Services.GetRequiredService<CreateApiKey>().HandleAsync(new ApiKeyDetails($"k{Guid.CreateVersion7():N}"[..30], permissions, null), admin, Ct);
        var client = new HttpClient { BaseAddress = console.Host.Address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Assert.IsType<CreateApiKeyResult.Done>(made).Token);
        return client;
    }

    /// <summary>Says how long it is, and notes whether anybody asked for it.</summary>
    private sealed class Announced(long length) : HttpContent
    {
        public bool Sent { get; private set; }

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            Sent = true;
            return Task.CompletedTask;
        }

        protected override bool TryComputeLength(out long computed)
        {
            computed = length;
            return true;
        }
    }
}
