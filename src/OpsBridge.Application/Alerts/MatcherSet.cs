using System.Text;
using OpsBridge.Kernel;

namespace OpsBridge.Alerts;

/// <summary>
/// Matchers joined by "and", written <c>site="Zurich DC", severity=~"major|critical"</c> with optional braces. Values may
/// stand without quotes when they hold no comma, quote, brace or white space (Alertmanager, classic matcher syntax). A name that is
/// no plain one stands in quotes, <c>"service.name"="web"</c> (Alertmanager, UTF-8 matcher syntax).
/// </summary>
public sealed class MatcherSet
{
    private MatcherSet(IReadOnlyList<Matcher> matchers) => Matchers = matchers;

    /// <summary>The conditions; all must hold.</summary>
    public IReadOnlyList<Matcher> Matchers { get; }

    /// <summary>Reads the text, or says in plain words what is wrong with it.</summary>
    public static (MatcherSet? Set, string? Error) Parse(string text)
    {
        var reader = new Reader(text.Trim());
        var matchers = new List<Matcher>();
        var braced = reader.Skip('{');
        while (!reader.AtEnd && !(braced && reader.Peek == '}'))
        {
            var (matcher, error) = reader.ReadMatcher();
            if (matcher is null)
            {
                return (null, error);
            }

            matchers.Add(matcher);
            if (!reader.Skip(','))
            {
                break;
            }
        }

        if (braced && !reader.Skip('}'))
        {
            return (null, "The closing brace is missing.");
        }

        if (!reader.AtEnd)
        {
            return (null, "Put a comma between two conditions.");
        }

        return matchers.Count == 0 ? (null, "Give at least one condition, for example site=\"Zurich DC\".") : (new MatcherSet(matchers), null);
    }

    /// <summary>Whether a label set satisfies every condition.</summary>
    public bool IsMatch(Labels labels) => Matchers.All(m => m.IsMatch(labels));

    /// <inheritdoc />
    public override string ToString() => $"{{{string.Join(", ", Matchers)}}}";

    private sealed class Reader(string text)
    {
        private int _at;

        public bool AtEnd
        {
            get
            {
                SkipSpace();
                return _at >= text.Length;
            }
        }

        public char Peek => text[_at];

        public bool Skip(char wanted)
        {
            if (AtEnd || text[_at] != wanted)
            {
                return false;
            }

            _at++;
            SkipSpace();
            return true;
        }

        public (Matcher? Matcher, string? Error) ReadMatcher()
        {
            var quoted = _at < text.Length && text[_at] == '"';
            if ((quoted ? ReadQuoted() : ReadPlainName()) is not { } name)
            {
                return (null, "The closing quote of a name is missing.");
            }

            if (!quoted && !Matcher.IsPlain(name))
            {
                return (null, $"\"{name}\" cannot name a label without quotes.");
            }

            SkipSpace();
            if (ReadKind() is not { } kind)
            {
                return (null, $"After \"{name}\" one of = != =~ !~ must follow.");
            }

            SkipSpace();
            return ReadValue() is { } value ? Matcher.Create(name, kind, value) : (null, "The closing quote is missing.");
        }

        private string ReadPlainName()
        {
            var start = _at;
            while (_at < text.Length && (char.IsAsciiLetterOrDigit(text[_at]) || text[_at] is '_' or ':'))
            {
                _at++;
            }

            return text[start.._at];
        }

        private MatchKind? ReadKind()
        {
            var rest = text.AsSpan(_at);
            var (kind, length) = rest switch
            {
                ['=', '~', ..] => (MatchKind.Matches, 2),
                ['!', '~', ..] => (MatchKind.NotMatches, 2),
                ['!', '=', ..] => (MatchKind.NotEqual, 2),
                ['=', ..] => (MatchKind.Equal, 1),
                _ => ((MatchKind?)null, 0),
            };
            _at += length;
            return kind;
        }

        private string? ReadValue()
        {
            if (_at >= text.Length || text[_at] != '"')
            {
                var start = _at;
                while (_at < text.Length && !char.IsWhiteSpace(text[_at]) && text[_at] is not (',' or '"' or '{' or '}'))
                {
                    _at++;
                }

                return text[start.._at];
            }

            return ReadQuoted();
        }

        /// <summary>
        /// What stands between two quotes; null when the second is missing. A backslash before anything but a quote, a backslash or
        /// the letter n is itself, so that patterns need not be escaped twice (Alertmanager, pkg/labels/parse.go).
        /// </summary>
        private string? ReadQuoted()
        {
            var value = new StringBuilder();
            for (_at++; _at < text.Length; _at++)
            {
                switch (text[_at])
                {
                    case '"':
                        _at++;
                        return value.ToString();
                    case '\\' when _at + 1 < text.Length:
                        _at++;
                        value.Append(text[_at] switch { 'n' => "\n", '"' => "\"", '\\' => "\\", var other => $"\\{other}" });
                        break;
                    default:
                        value.Append(text[_at]);
                        break;
                }
            }

            return null;
        }

        private void SkipSpace()
        {
            while (_at < text.Length && char.IsWhiteSpace(text[_at]))
            {
                _at++;
            }
        }
    }
}
