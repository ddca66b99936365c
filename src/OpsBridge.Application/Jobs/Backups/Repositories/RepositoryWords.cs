using OpsBridge.Jobs.Kinds;

namespace OpsBridge.Jobs.Backups.Repositories;

/// <summary>The last words of a program, and what they mean. Bounded: the first lines tell the cause, the last ones the end.</summary>
internal sealed class RepositoryWords
{
    private const int Most = 40;
    private const string Closed = "the other side closed the connection";
    private const string NoRepository = "there is no repository at this place";

    private static readonly string[] s_forGood = ["wrong repository password", "wrong repository passphrase", NoRepository, "there is a repository already", "permission denied"];

    private readonly Lock _lock = new();
    private readonly List<string> _lines = [];
    private string? _meaning;

    /// <summary>Whether another attempt cannot help.</summary>
    public bool IsForGood => _meaning is { } meaning && s_forGood.Contains(meaning, StringComparer.Ordinal);

    /// <summary>Whether there is no repository.</summary>
    public bool IsMissing => _meaning == NoRepository;

    /// <summary>Whether it failed because of what it read: no cause beside it is known, or all of it is gone.</summary>
    public bool IsOfTheData => _meaning is null or NoRepository;

    /// <summary>Takes a line.</summary>
    /// <param name="isError">Whether it says what is wrong.</param>
    /// <param name="line">The line.</param>
    /// <param name="isMissing">Whether the program itself says that there is no repository.</param>
    public void Add(bool isError, string line, bool isMissing = false)
    {
        lock (_lock)
        {
            if (!isError || line.StartsWith("Traceback", StringComparison.Ordinal))
            {
                return;
            }

            var meaning = isMissing ? NoRepository : FileFaults.Explain(line);
            if (_meaning is null or NoRepository or Closed)
            {
                _meaning = meaning ?? _meaning; // restic asks whether there is a repository, whatever kept it away; borg hears ssh's reason late
            }

            if (_lines.Count == Most)
            {
                _lines.RemoveAt(Most - 1);
            }

            _lines.Add(line);
        }
    }

    /// <summary>Takes the lines of another.</summary>
    public void Take(RepositoryWords other) => other._lines.ForEach(l => Add(isError: true, l));

    /// <summary>Meaning and words, on one line.</summary>
    public string Words(int? code)
    {
        lock (_lock)
        {
            var said = _lines.Find(l => _meaning is not null && FileFaults.Explain(l) == _meaning) ?? (_lines.Count > 0 ? _lines[0] : null);
            var end = code is { } number ? $"ended with {number}" : "did not run";
            return (_meaning, said) switch
            {
                ({ } meaning, { } line) => $"{meaning} ({line})",
                (null, { } line) => line,
                _ => end,
            };
        }
    }
}
