using OpsBridge.Identity;
using OpsBridge.Shifts.Watch;

namespace OpsBridge.Shifts.Handover;

/// <summary>
/// One desk, six people, and everything that a handover touches, in memory: the model that random steps are tried on. It keeps
/// its own books of what must be true, and says what is not.
/// </summary>
internal sealed class HandoverWorld
{
    private static readonly HandoverSection[] s_told = [HandoverSection.State, HandoverSection.Alerts, HandoverSection.Figures];
    private readonly Guid _desk = Guid.CreateVersion7();
    private readonly List<WatchSpell> _spells = [];
    private readonly Dictionary<BelongingKey, Guid?> _things = [];
    private readonly HashSet<Guid> _elsewhere = []; // on watch at another desk
    private readonly HashSet<HandoverText> _saved = [];
    private readonly HashSet<HandoverText> _stored = [];
    private readonly Random _dice;
    private DateTimeOffset _now = new(2026, 11, 22, 6, 0, 0, TimeSpan.Zero);
    private WatchHandover _head;
    private HandoverPapers _papers = new();
    private FactBook _facts = FactBook.Empty;
    private int _serial;

    public HandoverWorld(int seed)
    {
        _dice = new Random(seed);
        People = [.. Enumerable.Range(1, 6).Select(i => Actor.InRole(Guid.CreateVersion7(), i > 4 ? $"supervisor{i - 4}" : $"operator{i}", i > 4 ? Role.Supervisor : Role.Operator))];
        _spells.Add(WatchSpell.Begin(_desk, null, People[0], holds: true, _now));
        _head = Next(_now);
        Happen();
    }

    public IReadOnlyList<Actor> People { get; }

    public List<SealedCase> Sealed { get; } = [];

    public int Accepted => Sealed.Count;

    /// <summary>One random step by a random person; returns what is no longer true, or null.</summary>
    public string? Step()
    {
        _now += TimeSpan.FromSeconds(_dice.Next(1, 600));
        if (_dice.Next(12) == 0)
        {
            Happen();
        }

        var handover = Case();
        var step = _dice.Next(3) == 0 ? Any(handover) : Helpful(handover);
        var who = _dice.Next(4) == 0 ? Pick(People) : Suited(handover, step);
        var before = _head.State;
        var outcome = handover.Take(step, who, _now);
        foreach (var text in handover.Added.OfType<HandoverText>())
        {
            _saved.Add(text);
            _stored.Add(text);
        }

        if (outcome is HandoverOutcome.Done && step is HandoverStep.Accept)
        {
            Pass(handover, who);
        }
        else if (outcome is not HandoverOutcome.Done && (handover.Added.Count > 0 || _head.State != before))
        {
            return $"{step} by {who.Name} was refused and still changed something";
        }

        if (_head.State is HandoverState.Lapsed)
        {
            (_head, _papers) = (Next(_head.PlannedAt), new HandoverPapers());
        }

        return Broken();
    }

    private string? Broken()
    {
        if (_spells.Count(s => s.Holds) != 1)
        {
            return $"{_spells.Count(s => s.Holds)} people hold the desk";
        }

        var onWatch = _spells.Where(s => s.LeftAt is null).Select(s => s.AccountId).Concat(_elsewhere).ToHashSet();
        if (_things.FirstOrDefault(t => t.Value is { } owner && !onWatch.Contains(owner)) is { Value: not null } orphan)
        {
            return $"{orphan.Key} is owned by somebody off watch";
        }

        return _saved.IsSubsetOf(_stored) && Lost() is null ? null : $"lost text {Lost()}";
    }

    /// <summary>Every text of the open handover must be at its newest version.</summary>
    private HandoverText? Lost() => _saved.Where(t => t.HandoverId == _head.Id).GroupBy(t => t.Place).Select(g => g.MaxBy(t => t.Version)!)
        .FirstOrDefault(newest => _papers.Texts.GetValueOrDefault(newest.Place) != newest);

    private void Pass(HandoverCase handover, Actor acceptor)
    {
        var transfer = WatchTransfer.Plan(handover, acceptor);
        foreach (var (kind, moves) in transfer.ByKind)
        {
            foreach (var move in moves)
            {
                _things[new(kind, move.Key)] = move.PersonId;
            }
        }

        handover.EndSpells();
        var spell = handover.BeginHold(acceptor);
        if (!_spells.Contains(spell))
        {
            _spells.Add(spell);
        }

        handover.Seal(Sealed.Count > 0 ? Sealed[^1].Papers.Record : null, transfer);
        Sealed.Add(new SealedCase(_head, _papers));
        (_head, _papers) = (Next(_head.CutAt!.Value), new HandoverPapers());
    }

    /// <summary>Something comes up, or somebody on watch takes something, or somebody takes the watch beside the holder.</summary>
    private void Happen()
    {
        _serial++;
        var judged = _dice.Next(3) == 0;
        _facts = new FactBook(s_told.Select(s => new SectionFacts(s, [new HandoverFact($"fact/{_serial % 4}", $"Thing {_serial}") { NeedsJudgement = judged, Risk = judged ? "critical open" : null }], 1, true)));
        _things[new("alert", $"{_serial % 8}")] = Pick(_spells.Where(s => s.LeftAt is null)).AccountId;
        if (_dice.Next(6) == 0 && Pick(People).Id is { } other && !_elsewhere.Add(other))
        {
            GoOffElsewhere(other);
        }

        if (_dice.Next(6) == 0 && Pick(People) is var more && _spells.All(s => s.AccountId != more.Id || s.LeftAt is not null))
        {
            _spells.Add(WatchSpell.Begin(_desk, _dice.Next(2) == 0 ? _head.OutgoingShiftId : _head.IncomingShiftId, more, holds: false, _now));
        }
    }

    /// <summary>Goes off the other desk; who stands at none then leaves everything in the pool there.</summary>
    private void GoOffElsewhere(Guid who)
    {
        _elsewhere.Remove(who);
        foreach (var thing in _things.Where(t => t.Value == who && _spells.All(s => s.AccountId != who || s.LeftAt is not null)).Select(t => t.Key).ToList())
        {
            _things[thing] = null;
        }
    }

    private WatchHandover Next(DateTimeOffset from) =>
        WatchHandover.Schedule(new HandoverPlan(_desk, from, (from > _now ? from : _now) + TimeSpan.FromHours(8), _now + TimeSpan.FromHours(16))
        {
            OutgoingShiftId = Guid.CreateVersion7(),
            IncomingShiftId = Guid.CreateVersion7(),
        }, _now);

    private HandoverCase Case()
    {
        var onWatch = _spells.Where(s => s.LeftAt is null).ToList();
        var bare = new HandoverCase(_head, _papers, new HandoverSurroundings { OnWatch = onWatch });
        var off = bare.GoingOff.Where(s => !_elsewhere.Contains(s.AccountId)).ToDictionary(s => s.AccountId, s => s.AccountName);
        return new HandoverCase(_head, _papers, new HandoverSurroundings
        {
            OnWatch = onWatch,
            Elsewhere = _elsewhere,
            Facts = _facts,
            People = People.ToDictionary(p => p.Id!.Value, p => p.Name),
            Belongings = [.. _things.Where(t => t.Value is { } owner && off.ContainsKey(owner))
                .Select(t => new Belonging(t.Key.Kind, t.Key.Key, "thing", t.Value!.Value, off[t.Value.Value], "/"))],
        });
    }

    private Actor Suited(HandoverCase handover, HandoverStep step)
    {
        var by = HandoverLife.Of(step.GetType()).By;
        var reader = People.FirstOrDefault(p => p.Id == _head.ReviewerId);
        return reader is not null && handover.Is(reader, by[0]) ? reader : People.FirstOrDefault(p => handover.Is(p, by[0]) && p.Id != _head.ReviewerId) ?? Pick(People);
    }

    /// <summary>What brings the handover further.</summary>
    private HandoverStep Helpful(HandoverCase handover) => _head.State switch
    {
        HandoverState.Scheduled => new HandoverStep.Open(),
        HandoverState.Preparing or HandoverState.Rejected => Missing(handover) ?? new HandoverStep.Sign(),
        HandoverState.Prepared => handover.Countersigned is null ? new HandoverStep.Countersign() : new HandoverStep.Review("at the desk"),
        HandoverState.Reviewing => handover.ToRead().Except(handover.ReadBy(_head.ReviewerId)).Select(s => new HandoverStep.Read(s)).FirstOrDefault() ?? (HandoverStep)new HandoverStep.ReadBack("risks"),
        _ when handover.OpenQuestions.FirstOrDefault() is { } question => new HandoverStep.Answer(question.Id, "because"),
        _ when handover.ToRead().Except(handover.ReadBy(_head.ReviewerId)).Any() => new HandoverStep.Read(handover.ToRead().Except(handover.ReadBy(_head.ReviewerId)).First()),
        _ when handover.Countersigned is null => new HandoverStep.Countersign(),
        _ => handover.ReadBackAnswer is null ? new HandoverStep.Confirm() : new HandoverStep.Accept(),
    };

    private HandoverStep? Missing(HandoverCase handover)
    {
        var undecided = handover.Around.Belongings.Select(b => new BelongingKey(b.Kind, b.Key)).Where(k => !_papers.Decisions.ContainsKey(k)).ToList();
        if (undecided.Count > 0)
        {
            return new HandoverStep.Decide(undecided, (TransferTo)_dice.Next(3), Pick(People).Id);
        }

        return handover.Around.Facts.ToJudge.SelectMany(j => new[] { TextField.Assessment, TextField.Recommendation }.Select(f => new TextPlace(j.Section, j.Fact.Key, f)))
            .Prepend(HandoverCase.StateLine).Where(p => _papers.TextOf(p).Length == 0)
            .Select(p => new HandoverStep.Write(p, $"text {++_serial}", _papers.Texts.GetValueOrDefault(p)?.Version ?? 0)).FirstOrDefault();
    }

    private HandoverStep Any(HandoverCase handover)
    {
        var place = new TextPlace(Pick(s_told), $"fact/{_dice.Next(4)}", (TextField)_dice.Next(3));
        var question = handover.Papers.Messages.LastOrDefault(m => m.Kind == MessageKind.Question)?.Id ?? Guid.Empty;
        return _dice.Next(17) switch
        {
            0 or 1 or 2 => new HandoverStep.Write(place, _dice.Next(5) == 0 ? "" : $"text {++_serial}", _dice.Next(3)),
            3 => new HandoverStep.Decide([new("alert", $"{_dice.Next(8)}")], (TransferTo)_dice.Next(3), Pick(People).Id),
            4 => new HandoverStep.Sign(),
            5 => new HandoverStep.Withdraw(),
            6 => new HandoverStep.Review("by phone"),
            7 => new HandoverStep.Read(Pick(HandoverSections.All)),
            8 => new HandoverStep.Ask(null, "why?"),
            9 => new HandoverStep.Waive(question, "known"),
            10 => new HandoverStep.ReadBack("my words"),
            11 => new HandoverStep.Correct("not quite"),
            12 => new HandoverStep.Countersign(),
            13 => new HandoverStep.Reject("unclear"),
            14 => new HandoverStep.CrossCheck(null),
            15 => _dice.Next(8) == 0 ? new HandoverStep.Lapse("nobody came") : new HandoverStep.Close(),
            _ => new HandoverStep.Accept(),
        };
    }

    private T Pick<T>(IEnumerable<T> from) => from.ToList() is var list ? list[_dice.Next(list.Count)] : default!;
}
