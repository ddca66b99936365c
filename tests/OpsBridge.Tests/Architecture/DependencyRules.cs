using OpsBridge.Architecture.Reading;

namespace OpsBridge.Architecture;

/// <summary>Who may know whom.</summary>
internal static class DependencyRules
{
    private const string DbContext = "OpsBridge.Data.OpsDbContext";
    private static readonly string[] s_notForEntities =
        ["Microsoft.EntityFrameworkCore.", "Npgsql.", "Microsoft.Extensions.Logging.", "System.TimeProvider"];

    private static readonly string[] s_notForPages =
    [
        DbContext, "Microsoft.EntityFrameworkCore.IDbContextFactory`1", "Microsoft.EntityFrameworkCore.DbContext",
        "Npgsql.NpgsqlDataSource", "Npgsql.NpgsqlConnection", "Npgsql.NpgsqlCommand",
    ];

    /// <summary>Application stays free of the web; Identity's own tables and hashing are the one exception.</summary>
    public static IEnumerable<Violation> NoWeb(IEnumerable<TypeModel> application) => Mentions(
        application,
        (type, mention) => mention.StartsWith("Radzen.", StringComparison.Ordinal)
            || (mention.StartsWith("Microsoft.AspNetCore.", StringComparison.Ordinal)
                && !(mention.StartsWith("Microsoft.AspNetCore.Identity.", StringComparison.Ordinal) && SliceOf(type.Namespace) is "Identity" or "Data")),
        "Application does not know the web; move this to OpsBridge.Web");

    /// <summary>Entities hold rules only; time comes in as a value.</summary>
    public static IEnumerable<Violation> PureEntities(IReadOnlyCollection<TypeModel> types)
    {
        var entities = types.SelectMany(t => t.Interfaces)
            .Where(i => i.Name == "Microsoft.EntityFrameworkCore.IEntityTypeConfiguration`1")
            .Select(i => i.Arguments[0].Name)
            .ToHashSet(StringComparer.Ordinal);
        return Mentions(
            types.Where(t => entities.Contains(t.Outermost)),
            (_, mention) => s_notForEntities.Any(n => mention.StartsWith(n, StringComparison.Ordinal)),
            "an entity knows no EF Core, no logger and no clock");
    }

    /// <summary>Pages and endpoints reach the database through use cases and queries alone.</summary>
    public static IEnumerable<Violation> NoDatabaseInPages(IEnumerable<TypeModel> web) => Mentions(
        web.Where(t => SliceOf(t.Namespace) != "Hosting"),
        (_, mention) => s_notForPages.Contains(mention),
        "pages and endpoints call a use case or a query of Application");

    /// <summary>A context lives for one operation, so nobody is handed one for life.</summary>
    public static IEnumerable<Violation> NoInjectedContext(IEnumerable<TypeModel> types) =>
        from type in types
        from constructor in type.Methods
        where type.IsWritten && constructor.Name == ".ctor" && constructor.Parameters.Any(p => p.Name == DbContext)
        select new Violation(type.Name, "takes OpsDbContext; take IDbContextFactory<OpsDbContext> and make one context per operation");

    /// <summary>Kernel is what every slice may know, so it knows none of them.</summary>
    public static IEnumerable<Violation> KernelKnowsNoSlice(IEnumerable<TypeModel> types) => Mentions(
        types.Where(t => SliceOf(t.Namespace) == "Kernel"),
        (_, mention) => SliceOf(mention) is { } slice && slice != "Kernel",
        "Kernel knows no slice");

    /// <summary>Second word of a name below the root: <c>Alerts</c> of <c>OpsBridge.Alerts.Alert</c>; null outside.</summary>
    public static string? SliceOf(string name)
    {
        var words = name.Split('.');
        return words.Length > 1 && words[0] is "OpsBridge" or Codebase.PlantedRoot ? words[1] : null;
    }

    private static IEnumerable<Violation> Mentions(IEnumerable<TypeModel> types, Func<TypeModel, string, bool> forbidden, string problem) =>
        from type in types
        from mention in type.Mentions
        where forbidden(type, mention)
        select new Violation(type.Outermost, $"mentions {mention}; {problem}");
}
