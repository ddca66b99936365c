using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Npgsql;

namespace OpsBridge.Data;

/// <summary>
/// Writes many entities of one type by one statement. Which columns there are it reads from EF Core's model, so a property
/// that is added to the entity is written without a change here. It is for tables in which thousands of rows change at once;
/// elsewhere <c>SaveChangesAsync</c> does. It tracks nothing and checks no version: lock the rows first.
/// </summary>
internal sealed class SetWriter<T>
    where T : class
{
    private readonly string _table;
    private readonly EntityColumn<T> _key;
    private readonly EntityColumn<T>[] _columns;

    /// <summary>A writer for an entity with one key column that the database generates.</summary>
    public SetWriter(IModel model)
    {
        var entity = model.FindEntityType(typeof(T))!;
        _table = entity.GetTableName()!;
        var key = entity.FindPrimaryKey()!.Properties.Single();
        _key = EntityColumn<T>.Of([key]);
        _columns = [.. Paths(entity, []).Where(p => p[^1] != key && !IsRowVersion((IProperty)p[^1])).Select(EntityColumn<T>.Of)];
    }

    /// <summary>The command that inserts the rows in their order; columns that no row has a value for are left to their default.</summary>
    /// <param name="rows">At least one.</param>
    /// <param name="conflict">What follows the values: <c>on conflict ... returning ...</c>.</param>
    public NpgsqlCommand Insert(IReadOnlyList<T> rows, string conflict)
    {
        var command = new NpgsqlCommand();
        var (names, arrays) = (new StringBuilder(), new StringBuilder());
        foreach (var column in _columns)
        {
            if (!column.IsEmpty(rows))
            {
                Append(names, column.Name);
                Append(arrays, Array(command, column, rows));
            }
        }

        command.CommandText = $"insert into {_table} ({names}) select * from unnest({arrays}) {conflict}";
        return command;
    }

    /// <summary>The command that writes what has changed; null when nothing has. Rows that are gone are left out.</summary>
    /// <param name="rows">As they are now.</param>
    /// <param name="before">As they were, in the same order.</param>
    public NpgsqlCommand? Update(IReadOnlyList<T> rows, IReadOnlyList<T> before)
    {
        var command = new NpgsqlCommand();
        var (sets, names, arrays) = (new StringBuilder(), new StringBuilder(_key.Name), new StringBuilder(Array(command, _key, rows)));
        foreach (var column in _columns)
        {
            if (DiffersAnywhere(column, rows, before))
            {
                Append(sets, $"{column.Name} = fresh.{column.Name}");
                Append(names, column.Name);
                Append(arrays, Array(command, column, rows));
            }
        }

        if (sets.Length == 0)
        {
            command.Dispose();
            return null;
        }

        command.CommandText = $"update {_table} t set {sets} from unnest({arrays}) fresh({names}) where t.{_key.Name} = fresh.{_key.Name}";
        return command;
    }

    private static bool DiffersAnywhere(EntityColumn<T> column, IReadOnlyList<T> rows, IReadOnlyList<T> before)
    {
        for (var i = 0; i < rows.Count; i++)
        {
            if (column.Differs(rows[i], before[i]))
            {
                return true;
            }
        }

        return false;
    }

    private static string Array(NpgsqlCommand command, EntityColumn<T> column, IReadOnlyList<T> rows)
    {
        command.Parameters.Add(column.Values(rows));
        return $"${command.Parameters.Count}::{column.StoreType}[]";
    }

    private static void Append(StringBuilder list, string item) => list.Append(list.Length == 0 ? "" : ", ").Append(item);

    private static IEnumerable<IReadOnlyList<IPropertyBase>> Paths(ITypeBase type, IReadOnlyList<IPropertyBase> before) =>
        type.GetProperties().Select(p => (IReadOnlyList<IPropertyBase>)[.. before, p])
            .Concat(type.GetComplexProperties().SelectMany(c => Paths(c.ComplexType, [.. before, c])));

    private static bool IsRowVersion(IProperty property) => property is { IsConcurrencyToken: true, ValueGenerated: ValueGenerated.OnAddOrUpdate };
}
