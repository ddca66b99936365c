using OpsBridge.Identity;
using OpsBridge.Shell;
using OpsBridge.SignIn;
using OpsBridge.Ui;

namespace OpsBridge.Shifts.LogBook;

/// <summary>What people wrote into the log book in the search box of the top bar, newest first. Automatic entries have no index of words and are searched on the page of the log book.</summary>
public sealed class LogSearch(ILogBook book, CurrentActor current, ViewerTime time) : ISearchSource
{
    private const int Excerpt = 90;

    /// <inheritdoc />
    public async Task<IReadOnlyList<SearchHit>> SearchAsync(string text, int take, CancellationToken cancellationToken)
    {
        var actor = await current.GetAsync();
        if (!actor.May(Permissions.ViewShifts) || take < 1 || !text.Any(char.IsLetterOrDigit))
        {
            return []; // a text without a word would find every entry
        }

        var page = await book.PageAsync(new LogFilter { Origin = LogOrigin.Manual, Text = text }, null, take, actor, cancellationToken);
        return [.. page.Items.Select(r => new SearchHit("log", Line(r.Text), $"/log?id={r.Key}", $"{r.Who}, {time.Show(r.At)}"))];
    }

    private static string Line(string text)
    {
        var line = LogWording.Line(text);
        return line.Length <= Excerpt ? line : $"{line[..(char.IsHighSurrogate(line[Excerpt - 1]) ? Excerpt - 1 : Excerpt)]}…";
    }
}
