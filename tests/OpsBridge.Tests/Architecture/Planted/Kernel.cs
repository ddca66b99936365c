using Planted.Alerts;

namespace Planted.Kernel;

/// <summary>Knows a slice, in one body of one method.</summary>
public sealed class NosyKernel
{
    public object Make() => new List<WebbyRule>();
}
