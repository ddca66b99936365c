using System.Text;

namespace OpsBridge.Support;

/// <summary>What this process prints to its terminal while it is watched; it is still printed.</summary>
internal sealed class PrintedLines : IDisposable
{
    private readonly TextWriter _before = Console.Out;
    private readonly Both _both;

    public PrintedLines()
    {
        _both = new Both(_before);
        Console.SetOut(_both);
    }

    public string Text => _both.Seen();

    public void Dispose()
    {
        Console.SetOut(_before);
        _both.Dispose();
    }

    private sealed class Both(TextWriter terminal) : TextWriter
    {
        private readonly StringBuilder _seen = new();
        private readonly Lock _lock = new();

        public override Encoding Encoding => terminal.Encoding;

        public string Seen()
        {
            lock (_lock)
            {
                return _seen.ToString();
            }
        }

        public override void Write(char value)
        {
            lock (_lock)
            {
                _seen.Append(value);
            }

            terminal.Write(value);
        }
    }
}
