using Radzen.Blazor;

namespace OpsBridge.Ui;

/// <summary>A column of <see cref="OpsGrid{TItem}"/>: Property (for sorting), Title, Width ("120px"), Sortable, and a Template with the row as context.</summary>
public sealed class OpsColumn<TItem> : RadzenDataGridColumn<TItem>
    where TItem : notnull;
