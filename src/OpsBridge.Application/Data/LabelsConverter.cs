using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using OpsBridge.Kernel;

namespace OpsBridge.Data;

internal sealed class LabelsConverter() : ValueConverter<Labels, string>(labels => labels.ToJson(), json => Labels.FromJson(json));
