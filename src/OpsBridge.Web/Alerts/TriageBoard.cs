using OpsBridge.Alerts.Correlation;
using OpsBridge.Alerts.Views;
using OpsBridge.Identity;

namespace OpsBridge.Alerts;

/// <summary>
/// What triage screens find on the board. Screens that ask the same share one answer, and an answer follows the board step
/// by step, so fifty consoles in a flood cost little more than one.
/// </summary>
public sealed class TriageBoard(PresenceBoard presence, TimeProvider clock)
{
    private const int MostAnswers = 64;
    private static readonly TimeSpan s_forgetAfter = TimeSpan.FromMinutes(1);
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Query, Guid? Viewer), Answer> _answers = [];

    /// <summary>What a query finds in a snapshot.</summary>
    /// <param name="query">What is looked for.</param>
    /// <param name="view">The snapshot.</param>
    /// <param name="viewer">Who looks.</param>
    /// <param name="groups">What the grouping rules show as one in this snapshot, for <see cref="TriageQuery.ByRules"/>.</param>
    public TriageRows Read(TriageQuery query, AlertBoardView view, Actor viewer, GroupedAlerts? groups = null)
    {
        var now = clock.GetUtcNow();
        var answer = AnswerTo((query.Key, viewer.Id), query, now);
        lock (answer)
        {
            return answer.Rows.Read(view, presence.Accounts, now, groups);
        }
    }

    private Answer AnswerTo((string Query, Guid? Viewer) key, TriageQuery query, DateTimeOffset now)
    {
        lock (_gate)
        {
            if (!_answers.TryGetValue(key, out var answer))
            {
                foreach (var (old, _) in _answers.Where(a => now - a.Value.AskedAt > s_forgetAfter).ToList())
                {
                    _answers.Remove(old);
                }

                if (_answers.Count >= MostAnswers)
                {
                    _answers.Remove(_answers.MinBy(a => a.Value.AskedAt).Key);
                }

                _answers.Add(key, answer = new Answer(new LiveTriage(query, key.Viewer)));
            }

            answer.AskedAt = now;
            return answer;
        }
    }

    private sealed class Answer(LiveTriage rows)
    {
        public LiveTriage Rows { get; } = rows;

        public DateTimeOffset AskedAt { get; set; }
    }
}
