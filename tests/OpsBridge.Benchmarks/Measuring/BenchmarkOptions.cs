using System.Globalization;

namespace OpsBridge.Measuring;

/// <summary><c>--name value</c> pairs of the command line; every option has a default.</summary>
internal sealed class BenchmarkOptions
{
    private readonly Dictionary<string, string> _given = new(StringComparer.Ordinal);

    public BenchmarkOptions(IEnumerable<string> args)
    {
        foreach (var pair in args.Chunk(2))
        {
            if (pair is not [var name, var value] || !name.StartsWith("--", StringComparison.Ordinal))
            {
                throw new UsageException($"'{string.Join(' ', pair)}' is no option with a value.");
            }

            _given[name[2..]] = value;
        }
    }

    /// <summary>The text of an option.</summary>
    public string Text(string name, string otherwise) => _given.Remove(name, out var value) ? value : otherwise;

    /// <summary>The number of an option, more than 0.</summary>
    /// <exception cref="UsageException">It is no such number.</exception>
    public double Number(string name, double otherwise) => !_given.Remove(name, out var text)
        ? otherwise
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value > 0 && double.IsFinite(value)
            ? value
            : throw new UsageException($"--{name} needs a number greater than 0, not '{text}'.");

    /// <summary>The whole number of an option, more than 0.</summary>
    /// <exception cref="UsageException">It is no such number.</exception>
    public int Count(string name, int otherwise) => Number(name, otherwise) is var value && value <= int.MaxValue && value == Math.Floor(value)
        ? (int)value
        : throw new UsageException($"--{name} needs a whole number.");

    /// <summary>Called when all known options have been taken.</summary>
    /// <exception cref="UsageException">An option is not known.</exception>
    public void RefuseOthers()
    {
        if (_given.Keys.FirstOrDefault() is { } unknown)
        {
            throw new UsageException($"--{unknown} is not an option of this benchmark.");
        }
    }
}

/// <summary>The command line is not understood; the message says why.</summary>
internal sealed class UsageException(string message) : Exception(message);
