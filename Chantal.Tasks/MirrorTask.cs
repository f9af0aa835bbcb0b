using Chantal.Diagnostics;
using Microsoft.Build.Framework;
using Task = System.Threading.Tasks.Task;

namespace Chantal.Tasks;

/// <summary>
/// What every task has in common: it names the definition in its diagnostics, can be cancelled, and turns expected
/// failures into errors with their code. A task adds parameters and one call.
/// </summary>
public abstract class MirrorTask : Microsoft.Build.Utilities.Task, ICancelableTask, IDisposable
{
    private readonly CancellationTokenSource _cancellation = new();

    /// <summary>The definition's project file; diagnostics give it as their place.</summary>
    [Required]
    public string Definition { get; set; } = "";

    /// <summary>The mirror's name, which is also a folder's.</summary>
    [Required]
    public string MirrorName { get; set; } = "";

    /// <summary>The store's root directory.</summary>
    [Required]
    public string StoreRoot { get; set; } = "";

    /// <summary>Where messages go, escaped and with the definition as their place.</summary>
    private protected ILog Reporter => field ??= new BuildLog(Log, Definition, MirrorName);

    /// <inheritdoc/>
    public sealed override bool Execute()
    {
        using var guarded = TerminationGuard.For(BuildEngine).Guard(_cancellation);
        try
        {
            ExecuteAsync(_cancellation.Token).GetAwaiter().GetResult();
        }
        catch (OperationCanceledException) when (_cancellation.IsCancellationRequested)
        {
            Reporter.Error(DiagnosticCodes.Interrupted, "The run was interrupted; what was fetched is kept, what was published is still served, and the next run continues.");
        }
        catch (MirrorException exception)
        {
            Reporter.Error(exception.Code, exception.Message);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Reporter.Error(DiagnosticCodes.FileSystem, $"{exception.Message} What was published before is still served; mend the cause and run again.");
        }

        return !Log.HasLoggedErrors;
    }

    /// <inheritdoc/>
    public void Cancel() => _cancellation.Cancel();

    /// <inheritdoc/>
    public void Dispose()
    {
        _cancellation.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>A path of the definition: relative ones start at its folder, wherever the build was started.</summary>
    private protected string DefinitionPath(string path) => Path.GetFullPath(path, Path.GetDirectoryName(Path.GetFullPath(Definition))!);

    /// <summary>The task's one call.</summary>
    private protected abstract Task ExecuteAsync(CancellationToken cancellation);
}
