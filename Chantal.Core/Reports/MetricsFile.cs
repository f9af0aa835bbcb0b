using Chantal.Diagnostics;
using Chantal.OpenPgp;
using Chantal.Runs;
using Chantal.Store;
using Chantal.Text;

namespace Chantal.Reports;

/// <summary>Makes a mirror's metrics right between its syncs: what channels show changes by promotions. Whatever goes wrong is a warning, because the promotion is done.</summary>
internal sealed class MetricsFile(StoreLayout layout, RefStore refs, GenerationStore generations, TimeProvider clock, ILog log)
{
    /// <summary>Writes a mirror's metrics.</summary>
    /// <param name="directory">Where metrics go.</param>
    /// <param name="mirror">The mirror.</param>
    /// <param name="keyrings">The keyring files of its definition.</param>
    public void Write(string directory, string mirror, IReadOnlyList<KeyringFile> keyrings) => Try(mirror, () =>
    {
        var run = new RunStore(layout, mirror).Runs() is [var last, ..] ? last : null;
        var facts = new MirrorFactsReader(layout, refs, generations).Read(mirror, keyrings, clock.GetUtcNow());
        WholeFile.Write(Path.Combine(directory, Metrics.FileName(mirror)), Metrics.Write(mirror, run, facts));
    });

    /// <summary>Takes the metrics of a mirror away: who watches them would see one that is never synced.</summary>
    public void Remove(string directory, string mirror) => Try(mirror, () =>
    {
        if (Directory.Exists(directory))
        {
            File.Delete(Path.Combine(directory, Metrics.FileName(mirror)));
        }
    });

    private void Try(string mirror, Action write)
    {
        try
        {
            write();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or MirrorException)
        {
            log.Warning(RunDiagnostics.MetricsUnwritten(mirror, exception));
        }
    }
}
