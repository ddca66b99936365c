using System.Collections.Frozen;

namespace OpsBridge.Alerts.Handling;

/// <summary>What a move does to an alert in one state.</summary>
/// <param name="To">States that it may lead to; empty when it is never possible.</param>
/// <param name="Refused">Why it may be refused; the first one is the reason when <paramref name="To"/> is empty.</param>
public sealed record LifeCycleCell(IReadOnlyList<AlertState> To, IReadOnlyList<Refusal> Refused);

/// <summary>
/// The life of an alert as data: ANSI/ISA-18.2 states (its "normal" is a closed alert here), one row per move, one cell per
/// state. ADR 0019 shows it as a table with the reasons. What leads to more than one state depends on the alert: on how long
/// an acknowledgement or shelf holds, on whether it flaps.
/// </summary>
public static class LifeCycle
{
    private const AlertState U = AlertState.Unacknowledged;
    private const AlertState A = AlertState.Acknowledged;
    private const AlertState R = AlertState.ReturnedUnacknowledged;
    private const AlertState S = AlertState.Shelved;
    private const AlertState P = AlertState.Suppressed;
    private const AlertState C = AlertState.Closed;

    private static readonly LifeCycleCell s_over = Never(Refusal.Closed);
    private static readonly LifeCycleCell s_ends = To([C], Refusal.StillFiring);

    private static readonly FrozenDictionary<(AlertState, AlertMove), LifeCycleCell> s_cells = Table(
    [
        //                                  Unacknowledged                   Acknowledged                         Returned                         Shelved                         Suppressed              Closed
        (AlertMove.Acknowledge,         [To([A]),                        To([A], Refusal.AlreadyAcknowledged), To([C]),                         Never(Refusal.OnShelf),         Never(Refusal.Hidden),  s_over]),
        (AlertMove.Unacknowledge,       [Never(Refusal.NotAcknowledged), To([U]),                         Never(Refusal.NotAcknowledged),  Never(Refusal.OnShelf),         Never(Refusal.Hidden),  s_over]),
        (AlertMove.Take,                Same(Refusal.AlreadyOwned)),
        (AlertMove.Give,                Same(Refusal.AlreadyOwned)),
        (AlertMove.Pool,                Same(Refusal.Unowned)),
        (AlertMove.Rerank,              Same(Refusal.SameSeverity)),
        (AlertMove.Shelve,              [To([S]),                        To([S]),                         Never(Refusal.Gone),             To([S], Refusal.AlreadyShelved), Never(Refusal.Hidden), s_over]),
        (AlertMove.Unshelve,            [Never(Refusal.NotShelved),      Never(Refusal.NotShelved),       Never(Refusal.NotShelved),       To([U, A, C]),                  Never(Refusal.NotShelved), s_over]),
        (AlertMove.Note,                [To([U]),                        To([A]),                         To([R]),                         To([S]),                        To([P]),                To([C])]),
        (AlertMove.Link,                [Link(U),                        Link(A),                         Link(R),                         Link(S),                        Link(P),                Link(C)]),
        (AlertMove.Close,               [s_ends,                         s_ends,                          To([C]),                         s_ends,                         s_ends,                 s_over]),
        (AlertMove.AcknowledgementEnds, [To([U]),                        To([U, A]),                      To([R]),                         To([S]),                        To([P]),                To([C])]),
        (AlertMove.ShelfEnds,           [To([U]),                        To([A]),                         To([R]),                         To([U, A, C, S]),               To([P]),                To([C])]),
        (AlertMove.Settles,             [To([U, R]),                     To([A, C]),                      To([R]),                         To([S, C]),                     To([P, C]),             To([C])]),
        (AlertMove.Fires,               [To([U]),                        To([A]),                         To([U]),                         To([S]),                        To([U, A]),             To([C])]),
        (AlertMove.Worsens,             [To([U]),                        To([U, A]),                      To([U]),                         To([S, U]),                     To([U, A]),             To([C])]),
        (AlertMove.Eases,               [To([U]),                        To([U, A]),                      To([U]),                         To([S]),                        To([U, A]),             To([C])]),
        (AlertMove.Clears,              [To([R, U]),                     To([C, A]),                      To([R]),                         To([S, C]),                     To([C, P]),             To([C])]),
        (AlertMove.Hides,               [To([P]),                        To([P]),                         To([P]),                         To([S]),                        To([P]),                To([C])]),
    ]);

    /// <summary>What the move does in that state.</summary>
    public static LifeCycleCell Of(AlertState state, AlertMove move) => s_cells[(state, move)];

    private static LifeCycleCell To(AlertState[] states, params Refusal[] unless) => new(states, unless);

    private static LifeCycleCell Never(Refusal reason) => new([], [reason]);

    private static LifeCycleCell Link(AlertState state) => To([state], Refusal.SameLink, Refusal.TooManyLinks);

    private static LifeCycleCell[] Same(Refusal unless) =>
        [To([U], unless), To([A], unless), To([R], unless), To([S], unless), To([P], unless), s_over];

    private static FrozenDictionary<(AlertState State, AlertMove Move), LifeCycleCell> Table((AlertMove Move, LifeCycleCell[] Cells)[] rows) =>
        rows.SelectMany(row => row.Cells.Select((cell, i) => (Key: ((AlertState)i, row.Move), cell))).ToFrozenDictionary(c => c.Key, c => c.cell);
}
