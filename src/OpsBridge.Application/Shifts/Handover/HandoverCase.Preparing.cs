using OpsBridge.Identity;

namespace OpsBridge.Shifts.Handover;

/// <content>What those going off do.</content>
public sealed partial class HandoverCase
{
    /// <summary>The one line on the state of the bridge.</summary>
    public static TextPlace StateLine { get; } = new(HandoverSection.State, "", TextField.Note);

    /// <summary>What is missing before those going off can sign, in plain words.</summary>
    public IReadOnlyList<string> Blockers()
    {
        var missing = new List<string>();
        if (Blank(Papers.TextOf(StateLine)))
        {
            missing.Add("Say in one line how the bridge stands.");
        }

        foreach (var (section, fact) in Around.Facts.ToJudge)
        {
            var noWhat = Blank(Papers.TextOf(new(section, fact.Key, TextField.Assessment)));
            var noNext = Blank(Papers.TextOf(new(section, fact.Key, TextField.Recommendation)));
            if (noWhat || noNext)
            {
                missing.Add($"“{fact.Title}” has no {(noWhat && noNext ? "assessment and no recommendation" : noWhat ? "assessment" : "recommendation")}.");
            }
        }

        var open = Around.Belongings.Where(b => !Papers.Decisions.ContainsKey(new(b.Kind, b.Key))).ToList();
        if (open.Count > 0)
        {
            missing.Add(open.Count == 1
                ? $"Nobody has decided where the {open[0].Kind} “{open[0].Title}” goes."
                : $"Nobody has decided where {open.Count} things go, the first of them the {open[0].Kind} “{open[0].Title}”.");
        }

        return missing;
    }

    private HandoverOutcome Write(HandoverStep.Write write, Actor who, DateTimeOffset now)
    {
        var text = write.Text.Replace('\0', ' ').TrimEnd();
        if (text.Length > HandoverText.MaxLength || write.Place.Key.Length > 200)
        {
            return new HandoverOutcome.Refused($"At most {HandoverText.MaxLength} characters.");
        }

        var stands = Papers.Texts.GetValueOrDefault(write.Place);
        if ((stands?.Text ?? "") == text)
        {
            return new HandoverOutcome.Done(stands?.Version ?? 0);
        }

        if (stands is not null && stands.Version != write.Version)
        {
            return new HandoverOutcome.Overtaken(stands);
        }

        var version = (stands?.Version ?? 0) + 1;
        Keep(new HandoverText(Head.Id, write.Place.Section, write.Place.Key, write.Place.Field, version)
        {
            Text = text,
            WriterId = who.Id!.Value,
            Writer = who.Name,
            At = now,
        });
        return new HandoverOutcome.Done(version);
    }

    private HandoverOutcome Decide(HandoverStep.Decide decide, Actor who, DateTimeOffset now)
    {
        string? name = null;
        if (decide.To == TransferTo.Person && (decide.PersonId is not { } person || !Around.People.TryGetValue(person, out name)))
        {
            return new HandoverOutcome.Refused("Choose somebody who may stand watch.");
        }

        if (decide.To == TransferTo.Person && GoingOff.Any(s => s.AccountId == decide.PersonId))
        {
            return new HandoverOutcome.Refused($"{name} goes off this watch as well.");
        }

        foreach (var thing in decide.Things.Distinct())
        {
            Keep(new HandoverDecision(Head.Id, thing.Kind, thing.Key, (Papers.Decisions.GetValueOrDefault(thing)?.Revision ?? 0) + 1)
            {
                To = decide.To,
                PersonId = decide.To == TransferTo.Person ? decide.PersonId : null,
                PersonName = name,
                By = who.Name,
                At = now,
            });
        }

        return new HandoverOutcome.Done();
    }

    private HandoverOutcome Sign(Actor who, DateTimeOffset now)
    {
        if (Blockers() is { Count: > 0 } missing)
        {
            return new HandoverOutcome.Refused(missing);
        }

        Head.Sign(now);
        Keep(Signature(SignatureRole.GoingOff, who, now));
        return new HandoverOutcome.Done();
    }

    private HandoverSignature Signature(SignatureRole role, Actor who, DateTimeOffset now) =>
        new(Guid.CreateVersion7(now), Head.Id, Head.Round, role, who.Id!.Value, who.Name, now) { Hash = HandoverSeal.Of("", HandoverSeal.Draft(Head, Papers)) };
}
