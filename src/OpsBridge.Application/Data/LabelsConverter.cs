using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using OpsBridge.Kernel;

namespace OpsBridge.Data;

internal sealed class LabelsConverter() : ValueConverter<Labels, string>(labels => labels.ToJson(), json => Labels.FromJson(json));

/// <summary>Label sets are immutable: equal by value, their own snapshot.</summary>
internal sealed class LabelsComparer() : ValueComparer<Labels>((a, b) => object.Equals(a, b), labels => labels.GetHashCode(), labels => labels);
