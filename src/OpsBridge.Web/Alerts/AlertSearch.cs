using System.Globalization;
using OpsBridge.Identity;
using OpsBridge.Shell;
using OpsBridge.SignIn;

namespace OpsBridge.Alerts;

/// <summary>Finds open alerts for the search box: by words, or any alert by its number ("#42" or "42").</summary>
public sealed class AlertSearch(IAlertBoard board, IBoardSnapshot snapshot, CurrentActor current) : ISearchSource
{
    /// <inheritdoc />
    public async Task<IReadOnlyList<SearchHit>> SearchAsync(string text, int take, CancellationToken cancellationToken)
    {
        var actor = await current.GetAsync();
        if (!actor.May(Permissions.ViewAlerts))
        {
            return [];
        }

        var hits = new List<SearchHit>();
        if (long.TryParse(text.TrimStart('#'), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            && await board.FindAsync(id, actor, cancellationToken) is { } row)
        {
            hits.Add(Hit(row));
        }

        var words = TriageText.Read(text);
        if (words.Error is null)
        {
            var open = snapshot.Current(actor) ?? await board.OpenAsync(actor, cancellationToken);
            hits.AddRange(open.Rows.Where(r => r.Id != id && words.IsMatch(r)).Take(take - hits.Count).Select(Hit));
        }

        return hits;
    }

    private static SearchHit Hit(AlertRow row) => new(
        "alert",
        row.Summary,
        string.Create(CultureInfo.InvariantCulture, $"/alerts/{row.Id}"),
        row.AssetName,
        row.Unhandled ? row.Severity.ToString() : "off");
}
