using OpsBridge.Csv;

namespace OpsBridge.Assets;

/// <summary>An asset as the estate knows it.</summary>
internal sealed record KnownAsset(Guid Id, AssetDetails Details, DateTimeOffset? RetiredAt);

/// <summary>The estate at one moment: sites and assets by name.</summary>
internal sealed record EstateSnapshot(IReadOnlyDictionary<string, Guid> Sites, IReadOnlyDictionary<string, KnownAsset> Assets);

/// <summary>A row with its verdict and, unless refused, the asset it leads to.</summary>
internal sealed record PlannedRow(int Line, string Name, ImportVerdict Verdict, Guid Id, AssetDetails? Details);

/// <summary>
/// Judges each row of a file against the estate. Knows no database and no clock; gives the same verdicts for the same input.
/// A missing column leaves known assets alone; an empty cell takes the value away (criticality: leaves it).
/// </summary>
internal sealed class ImportPlan
{
    private readonly EstateSnapshot _estate;
    private readonly Dictionary<Guid, string> _names;
    private readonly Dictionary<Guid, string> _sites;
    private readonly Dictionary<string, (int Line, Guid Id)> _inFile = new(StringComparer.Ordinal);

    private ImportPlan(EstateSnapshot estate)
    {
        _estate = estate;
        _names = estate.Assets.ToDictionary(a => a.Value.Id, a => a.Key);
        _sites = estate.Sites.ToDictionary(s => s.Value, s => s.Key);
    }

    /// <summary>One planned row per row of the sheet, in order.</summary>
    public static IReadOnlyList<PlannedRow> Of(CsvSheet sheet, EstateSnapshot estate)
    {
        var plan = new ImportPlan(estate);
        plan.Register(sheet);
        return plan.RefuseCircles([.. sheet.Rows.Select(plan.Judge)]);
    }

    private void Register(CsvSheet sheet)
    {
        foreach (var row in sheet.Rows.Where(r => r.Problem is null))
        {
            var name = row[AssetColumns.Name]!.Trim();
            var id = _estate.Assets.TryGetValue(name, out var known) ? known.Id : Guid.CreateVersion7();
            if (_inFile.TryAdd(name, (row.Line, id)))
            {
                _names[id] = name;
            }
        }
    }

    private PlannedRow Judge(CsvSheetRow row)
    {
        var name = row[AssetColumns.Name]?.Trim() ?? "";
        if (row.Problem is not null)
        {
            return Refuse(row, name, row.Problem);
        }

        var (firstLine, id) = _inFile[name];
        var known = _estate.Assets.GetValueOrDefault(name);
        if (firstLine != row.Line)
        {
            return Refuse(row, name, $"Line {firstLine} already describes this asset.");
        }

        if (known?.RetiredAt is not null)
        {
            return Refuse(row, name, "This asset is retired. Take it back into the watch first.");
        }

        var details = Read(row, name, known?.Details, out var problem).Normalized();
        if ((problem ?? details.Validate().Values.FirstOrDefault()) is { } reason)
        {
            return Refuse(row, name, reason);
        }

        var fields = known is null ? [] : FieldChanges.Between(known.Details, details, SiteName, Name);
        ImportVerdict verdict = known is null ? new ImportVerdict.Create() : fields.Count == 0 ? new ImportVerdict.Unchanged() : new ImportVerdict.Change(fields);
        return new PlannedRow(row.Line, name, verdict, id, details);
    }

    private AssetDetails Read(CsvSheetRow row, string name, AssetDetails? known, out string? problem)
    {
        var details = known ?? new AssetDetails(name, "", Guid.Empty, Criticality.Medium);
        problem = null;
        if (row[AssetColumns.Site] is { } site)
        {
            details = details with { SiteId = _estate.Sites.GetValueOrDefault(site.Trim()) };
            problem = details.SiteId == Guid.Empty && site.Trim().Length > 0 ? $"There is no site “{CsvCells.Excerpt(site.Trim())}”." : null;
        }

        if (row[AssetColumns.Criticality]?.Trim() is { Length: > 0 } word)
        {
            problem ??= Enum.GetNames<Criticality>().Contains(word, StringComparer.OrdinalIgnoreCase)
                ? null : $"The criticality “{CsvCells.Excerpt(word)}” is none of low, medium, high, critical.";
            details = details with { Criticality = problem is null ? Enum.Parse<Criticality>(word, ignoreCase: true) : details.Criticality };
        }

        if (row[AssetColumns.Tags] is { } cell)
        {
            var readable = AssetCells.TryReadTags(cell, out var tags, out var reason);
            problem ??= readable ? null : reason;
            details = details with { Tags = tags };
        }

        if (row[AssetColumns.Parents] is { } parents)
        {
            details = details with { ParentIds = Parents(AssetCells.ToNames(parents), known, ref problem) };
        }

        return details with
        {
            Kind = row[AssetColumns.Kind] ?? details.Kind,
            OwnerTeam = row[AssetColumns.OwnerTeam] ?? details.OwnerTeam,
            Notes = row[AssetColumns.Notes] ?? details.Notes,
            RunbookUrl = row[AssetColumns.Runbook] ?? details.RunbookUrl,
        };
    }

    private List<Guid> Parents(IReadOnlyList<string> names, AssetDetails? known, ref string? problem)
    {
        var ids = new List<Guid>();
        foreach (var name in names)
        {
            var isKnown = _estate.Assets.TryGetValue(name, out var parent);
            if (!isKnown && !_inFile.ContainsKey(name))
            {
                problem ??= $"There is no asset “{CsvCells.Excerpt(name)}” to be its parent, neither known nor in this file.";
                continue;
            }

            var id = isKnown ? parent!.Id : _inFile[name].Id;
            if (parent?.RetiredAt is not null && known?.ParentIds.Contains(id) != true)
            {
                problem ??= $"{CsvCells.Excerpt(name)} is retired and cannot be a parent.";
            }

            ids.Add(id);
        }

        return ids;
    }

    private List<PlannedRow> RefuseCircles(List<PlannedRow> rows)
    {
        var edges = _estate.Assets.Values.ToDictionary(a => a.Id, a => a.Details.ParentIds);
        foreach (var row in rows.Where(r => r.Details is not null))
        {
            edges[row.Id] = row.Details!.ParentIds;
        }

        var circles = Circles.Find(edges);
        return rows.ConvertAll(row => row.Details is not null && row.Verdict is not ImportVerdict.Unchanged && circles.TryGetValue(row.Id, out var via)
            ? row with { Details = null, Verdict = new ImportVerdict.Refused(via == row.Id
                ? "An asset cannot be its own parent."
                : $"Its parents lead back to it, by way of {CsvCells.Excerpt(Name(via))}: that would be a circle.") }
            : row);
    }

    private static PlannedRow Refuse(CsvSheetRow row, string name, string reason) =>
        new(row.Line, name, new ImportVerdict.Refused(reason), Guid.Empty, null);

    private string SiteName(Guid id) => _sites.GetValueOrDefault(id) ?? "";

    private string Name(Guid id) => _names.GetValueOrDefault(id) ?? "";
}
