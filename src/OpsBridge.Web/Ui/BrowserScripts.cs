using Microsoft.JSInterop;

namespace OpsBridge.Ui;

/// <summary>The console's own script modules (wwwroot/js), imported once per circuit. A browser that has gone is not an error: the call then answers the default value.</summary>
public sealed class BrowserScripts(IJSRuntime runtime) : IAsyncDisposable
{
    private readonly Dictionary<string, Task<IJSObjectReference>> _modules = new(StringComparer.Ordinal);

    /// <summary>Calls an exported function and returns its answer.</summary>
    /// <param name="module">File name below wwwroot/js without extension, for example "keys".</param>
    public async ValueTask<T?> AskAsync<T>(string module, string function, params object?[] arguments)
    {
        try
        {
            var script = await ImportAsync(module);
            return await script.InvokeAsync<T>(function, arguments);
        }
        catch (Exception gone) when (gone is JSDisconnectedException or OperationCanceledException or ObjectDisposedException)
        {
            return default;
        }
    }

    /// <summary>Calls an exported function that answers nothing.</summary>
    public async ValueTask TellAsync(string module, string function, params object?[] arguments) =>
        await AskAsync<object?>(module, function, arguments);

    /// <summary>Releases the imported modules.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var module in _modules.Values.Where(m => m.IsCompletedSuccessfully))
        {
            try
            {
                await (await module).DisposeAsync();
            }
            catch (Exception gone) when (gone is JSDisconnectedException or OperationCanceledException)
            {
                // The browser released them with its page.
            }
        }
        _modules.Clear();
    }

    private Task<IJSObjectReference> ImportAsync(string module)
    {
        if (!_modules.TryGetValue(module, out var import) || import.IsFaulted || import.IsCanceled)
        {
            _modules[module] = import = runtime.InvokeAsync<IJSObjectReference>("import", $"./js/{module}.js").AsTask();
        }
        return import;
    }
}
