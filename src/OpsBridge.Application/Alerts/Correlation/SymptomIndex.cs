namespace OpsBridge.Alerts.Correlation;

/// <summary>Which open alerts are symptoms of which, for one snapshot of the board at a time; shared by every screen.</summary>
public sealed class SymptomIndex
{
    private volatile Found? _last;

    /// <summary>The open symptoms of an alert, in the order of the board.</summary>
    public IReadOnlyList<AlertRow> Of(AlertBoardView view, long causeId) => In(view).GetValueOrDefault(causeId) ?? [];

    /// <summary>How many they are.</summary>
    public int CountOf(AlertBoardView view, long causeId) => Of(view, causeId).Count;

    private Dictionary<long, List<AlertRow>> In(AlertBoardView view)
    {
        if (_last is not { } last || !ReferenceEquals(last.Rows, view.Rows))
        {
            var byCause = new Dictionary<long, List<AlertRow>>();
            foreach (var row in view.Rows)
            {
                if (row.CauseId is not { } cause)
                {
                    continue;
                }

                if (!byCause.TryGetValue(cause, out var symptoms))
                {
                    byCause.Add(cause, symptoms = []);
                }

                symptoms.Add(row);
            }

            _last = last = new Found(view.Rows, byCause);
        }

        return last.ByCause;
    }

    private sealed record Found(IReadOnlyList<AlertRow> Rows, Dictionary<long, List<AlertRow>> ByCause);
}
