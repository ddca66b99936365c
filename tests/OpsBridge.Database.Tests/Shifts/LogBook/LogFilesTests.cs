using System.Text;
using Npgsql;
using OpsBridge.Support;
using Xunit;
using static OpsBridge.Shifts.LogBook.WatchedDesk;

namespace OpsBridge.Shifts.LogBook;

public sealed class LogFilesTests(PostgresServer server) : IAsyncLifetime
{
    private static readonly byte[] s_png = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 1, 2, 3];
    private WatchedDesk _desk = default!;

    public async ValueTask InitializeAsync() => _desk = await WatchedDesk.CreateAsync(server);

    public ValueTask DisposeAsync() => _desk.DisposeAsync();

    [Fact]
    public async Task A_file_is_kept_byte_by_byte_under_its_bare_name()
    {
        var entry = await _desk.WriteAsync("see the picture");
        var done = Assert.IsType<AttachFileResult.Done>(await _desk.AttachAsync(entry, "..\\..\\etc/../passwd/rack 7.PNG", s_png, "image/png"));
        var file = Assert.Single((await _desk.FindAsync(entry)).Files);
        using var copy = new MemoryStream();
        await _desk.Get<ILogFiles>().CopyAsync(done.Id, copy, _desk.Bob, Ct);

        Assert.Equal(("rack 7.PNG", "image/png", s_png.Length, true), (file.Name, file.MediaType, (int)file.Length, file.IsPicture));
        Assert.Equal(s_png, copy.ToArray());
        Assert.Equal(["log.written by ann", "log.attached by ann"], await _desk.TimelineAsync("log"));
        await Assert.ThrowsAsync<PostgresException>(() => _desk.SqlAsync("delete from log_attachments"));
    }

    [Theory]
    [InlineData("page.html", "<script>alert(1)</script>")]
    [InlineData("drawing.svg", "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>")]
    [InlineData("picture.png", "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>")]
    [InlineData("picture.jpg", "GIF89a")]
    [InlineData("report.pdf", "MZ program")]
    [InlineData("notes.txt", "MZ\0\u0001\u0002 program")]
    [InlineData("tool.exe", "MZ program")]
    [InlineData("run.sh", "rm -rf /")]
    [InlineData("noending", "text")]
    [InlineData(".png", "text")]
    [InlineData("", "text")]
    [InlineData("empty.txt", "")]
    public async Task What_is_of_no_kind_that_is_taken_or_not_what_it_says_is_refused(string name, string content)
    {
        var entry = await _desk.WriteAsync("see the file");

        Assert.IsType<AttachFileResult.Refused>(await _desk.AttachAsync(entry, name, Encoding.UTF8.GetBytes(content)));
        Assert.Empty((await _desk.FindAsync(entry)).Files);
    }

    [Theory]
    [InlineData("text/html")]
    [InlineData("image/svg+xml")]
    [InlineData("image/jpeg; charset=utf-8")]
    public async Task A_sender_that_says_something_else_than_the_name_is_refused(string mediaType) =>
        Assert.IsType<AttachFileResult.Refused>(await _desk.AttachAsync(await _desk.WriteAsync("x"), "a.png", s_png, mediaType));

    [Fact]
    public async Task Too_large_is_refused_before_a_byte_is_read_when_it_says_so_and_at_the_limit_when_it_does_not()
    {
        var entry = await _desk.WriteAsync("huge");
        var attach = _desk.Get<AttachFile>();
        await using var endless = new EndlessStream();

        Assert.IsType<AttachFileResult.TooLarge>(await attach.HandleAsync(entry, new FileOnItsWay("a.txt", null, 1L << 30, endless), _desk.Ann, Ct));
        Assert.Equal(0, endless.Given);
        Assert.IsType<AttachFileResult.TooLarge>(await attach.HandleAsync(entry, new FileOnItsWay("a.txt", null, null, endless), _desk.Ann, Ct));
        Assert.InRange(endless.Given, 10 * 1_048_576L, 11 * 1_048_576L);
    }

    [Fact]
    public async Task Only_an_open_entry_of_ones_own_takes_files()
    {
        var entry = await _desk.WriteAsync("mine");
        await using var endless = new EndlessStream();

        Assert.Contains("ann wrote", Assert.IsType<AttachFileResult.Locked>(await _desk.Get<AttachFile>().HandleAsync(entry, new FileOnItsWay("a.txt", null, null, endless), _desk.Bob, Ct)).Reason, StringComparison.Ordinal);
        Assert.Equal(0, endless.Given);
        _desk.At(14, 0);
        Assert.IsType<AttachFileResult.Locked>(await _desk.AttachAsync(entry, "a.png", s_png));
        Assert.IsType<AttachFileResult.NotFound>(await _desk.AttachAsync(Guid.CreateVersion7(), "a.png", s_png));
    }

    /// <summary>Gives letters for as long as somebody reads.</summary>
    private sealed class EndlessStream : Stream
    {
        public long Given { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            buffer.AsSpan(offset, count).Fill((byte)'x');
            Given += count;
            return count;
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            buffer.Span.Fill((byte)'x');
            Given += buffer.Length;
            return ValueTask.FromResult(buffer.Length);
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
