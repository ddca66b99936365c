using OpsBridge.Data;

namespace OpsBridge.Identity;

/// <summary>What other slices may know of an account.</summary>
public sealed class Person
{
    /// <summary>Key of the account.</summary>
    public Guid Id { get; init; }

    /// <summary>Its name.</summary>
    public string Name { get; init; } = "";

    /// <summary>Its name as it is sorted, letter case aside.</summary>
    public string SortName { get; init; } = "";

    /// <summary>Its role.</summary>
    public Role Role { get; init; }

    /// <summary>When it was taken out of use (UTC); null while in use.</summary>
    public DateTimeOffset? DisabledAt { get; init; }
}

/// <summary>Accounts as people, to be joined in queries of other slices.</summary>
public static class People
{
    /// <summary>Everybody, those out of use too.</summary>
    public static IQueryable<Person> Of(OpsDbContext db) => db.Set<Account>().Select(a => new Person
    {
        Id = a.Id,
        Name = a.UserName!,
        SortName = a.NormalizedUserName!,
        Role = a.Role,
        DisabledAt = a.DisabledAt,
    });
}
