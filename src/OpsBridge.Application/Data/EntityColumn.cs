using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Npgsql;

namespace OpsBridge.Data;

/// <summary>One column of an entity's table: reads it from entities without boxing, as an array that PostgreSQL unnests.</summary>
internal abstract class EntityColumn<T>(string name, string storeType)
    where T : class
{
    /// <summary>The column.</summary>
    public string Name { get; } = name;

    /// <summary>The column's type, without length: PostgreSQL checks the length when it assigns. Never an array: it would be unnested.</summary>
    public string StoreType { get; } = storeType;

    /// <summary>Whether no row has a value.</summary>
    public abstract bool IsEmpty(IReadOnlyList<T> rows);

    /// <summary>Whether the entity's value differs from another's.</summary>
    public abstract bool Differs(T one, T other);

    /// <summary>The values of all rows.</summary>
    public abstract NpgsqlParameter Values(IReadOnlyList<T> rows);

    /// <summary>The column of a property.</summary>
    /// <param name="path">The complex properties that lead to it, and the property itself.</param>
    public static EntityColumn<T> Of(IReadOnlyList<IPropertyBase> path)
    {
        var property = (IProperty)path[^1];
        var entity = Expression.Parameter(typeof(T), "entity");
        var model = Access(entity, path);
        var stored = Converted(model, property);
        var type = property.GetColumnType();
        var plain = type.IndexOf('(', StringComparison.Ordinal) is var open and >= 0 ? type[..open] : type;
        return (EntityColumn<T>)Activator.CreateInstance(
            typeof(Column<,,>).MakeGenericType(typeof(T), model.Type, stored.Type),
            property.GetColumnName(),
            plain is "character varying" or "character" ? "text" : plain,
            Expression.Lambda(model, entity).Compile(),
            Expression.Lambda(stored, entity).Compile())!;
    }

    /// <summary>The property's value; null where a complex property before it is null.</summary>
    private static Expression Access(Expression from, IReadOnlyList<IPropertyBase> path)
    {
        var member = Expression.Property(from, path[0].PropertyInfo!);
        if (path.Count == 1)
        {
            return member;
        }

        var rest = Access(member, [.. path.Skip(1)]);
        var nullable = Nullable(rest);
        return Expression.Condition(Expression.Equal(member, Expression.Constant(null, member.Type)), Expression.Default(nullable.Type), nullable);
    }

    /// <summary>What the database holds for the value; always of a type that can be null.</summary>
    private static Expression Converted(Expression model, IProperty property)
    {
        if (property.GetTypeMapping().Converter is not { } converter)
        {
            return Nullable(model);
        }

        var canBeNull = !model.Type.IsValueType || System.Nullable.GetUnderlyingType(model.Type) is not null;
        var value = model.Type == converter.ModelClrType ? model : Expression.Convert(model, converter.ModelClrType);
        var converted = Nullable(Expression.Invoke(converter.ConvertToProviderExpression, value));
        return canBeNull
            ? Expression.Condition(Expression.Equal(model, Expression.Constant(null, model.Type)), Expression.Default(converted.Type), converted)
            : converted;
    }

    private static Expression Nullable(Expression value) => value.Type.IsValueType && System.Nullable.GetUnderlyingType(value.Type) is null
        ? Expression.Convert(value, typeof(Nullable<>).MakeGenericType(value.Type))
        : value;
}

/// <inheritdoc />
/// <typeparam name="T">The entity.</typeparam>
/// <typeparam name="TModel">Type of the value in the entity.</typeparam>
/// <typeparam name="TStored">Type of the value in the database.</typeparam>
internal sealed class Column<T, TModel, TStored>(string name, string storeType, Func<T, TModel> model, Func<T, TStored> stored) : EntityColumn<T>(name, storeType)
    where T : class
{
    private static readonly EqualityComparer<TModel> s_equal = EqualityComparer<TModel>.Default;

    /// <inheritdoc />
    public override bool IsEmpty(IReadOnlyList<T> rows)
    {
        for (var i = 0; i < rows.Count; i++)
        {
            if (model(rows[i]) is not null)
            {
                return false;
            }
        }

        return true;
    }

    /// <inheritdoc />
    public override bool Differs(T one, T other) => !s_equal.Equals(model(one), model(other));

    /// <inheritdoc />
    public override NpgsqlParameter Values(IReadOnlyList<T> rows)
    {
        var values = new TStored[rows.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = stored(rows[i]);
        }

        return new NpgsqlParameter<TStored[]> { TypedValue = values, DataTypeName = StoreType + "[]" };
    }
}
