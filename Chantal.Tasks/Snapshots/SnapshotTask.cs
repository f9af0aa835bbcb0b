using Chantal.Definitions;
using Chantal.Diagnostics;
using Chantal.OpenPgp;
using Chantal.Reports;
using Chantal.Snapshots;
using Chantal.Store;
using Chantal.Store.Publishing;
using Microsoft.Build.Framework;

namespace Chantal.Tasks;

/// <summary>A task on snapshots or channels, of one mirror or of all mirrors of an estate at once.</summary>
public abstract class SnapshotTask : MirrorTask
{
    private static readonly string[] ItemWords = ["PythonVersion", "Platform", "ExcludePackage"];

    /// <summary>The mirrors by name, each with its <c>StoreRoot</c>, <c>LinkMode</c>, <c>GracePeriod</c>, <c>MirrorType</c>, <c>Definition</c> and <c>Project</c>.</summary>
    [Required]
    public ITaskItem[] Mirrors { get; set; } = [];

    private protected SnapshotStore Snapshots => field ??= new SnapshotStore(Layout, Refs, Generations, TimeProvider.System, Reporter) { Estate = SpeaksForAll ? MirrorName : null, By = Actor };

    private protected LeftMirrors Left => new(Layout, Refs, Generations, TimeProvider.System, Reporter) { Estate = MirrorName };

    /// <summary>The mirrors, or <see cref="DiagnosticCodes.StoresDiffer"/> if one of them has another store.</summary>
    private protected IReadOnlyList<SnapshotMirror> ReadMirrors()
    {
        foreach (var other in Mirrors.Where(m => Path.TrimEndingDirectorySeparator(Path.GetFullPath(m.GetMetadata("StoreRoot"))) != Layout.StoreRoot))
        {
            throw SnapshotDiagnostics.StoresDiffer(other.ItemSpec, other.GetMetadata("StoreRoot"), Layout.StoreRoot);
        }

        return [.. Mirrors.Select(m => new SnapshotMirror(m.ItemSpec, PropertyValue.Choice<LinkMode>("LinkMode", m.GetMetadata("LinkMode"))) { GracePeriod = PropertyValue.Duration("GracePeriod", m.GetMetadata("GracePeriod")) }).OrderBy(m => m.Name, StringComparer.Ordinal)];
    }

    /// <summary>What the definition of one of the mirrors says, as far as the verbs need it.</summary>
    private protected DefinitionValues DefinitionOf(string mirror)
    {
        var item = Mirrors.Single(m => m.ItemSpec == mirror);
        var items = ItemWords.SelectMany(w => DefinitionValues.Split(item.GetMetadata(w)).Select(v => new DefinitionItem(w, v)));
        return new DefinitionValues(item.GetMetadata, items, Path.GetDirectoryName(Path.GetFullPath(item.GetMetadata("Definition")))!);
    }

    /// <summary>Writes the metrics of mirrors of which channels show something else now.</summary>
    private protected void WriteMetrics(IEnumerable<string> mirrors)
    {
        foreach (var (mirror, definition) in mirrors.Select(m => (m, DefinitionOf(m))))
        {
            if (definition.PathOrNull("MetricsDirectory") is { } directory)
            {
                MetricsFile.Write(directory, mirror, KeyringFile.ParseList(definition.Text("SignedBy"), definition.PathOf(".")));
            }
        }
    }

    /// <summary>Takes the metrics of a mirror away that is not defined any more, wherever those of others are.</summary>
    private protected void RemoveMetrics(string mirror)
    {
        foreach (var directory in Mirrors.Select(m => DefinitionOf(m.ItemSpec).PathOrNull("MetricsDirectory")).Append(Values.PathOrNull("MetricsDirectory")).OfType<string>().Distinct())
        {
            MetricsFile.Remove(directory, mirror);
        }
    }

    /// <summary>What is said of snapshots and channels, for auditors.</summary>
    private protected StatementFiles Statements => new(Layout, Refs, Reporter);

    /// <summary>Who signs what is said of a mirror, or null.</summary>
    private protected IMetadataSigner? SignerOf(string mirror) => SignerOf(DefinitionOf(mirror), Mirrors.Single(m => m.ItemSpec == mirror).GetMetadata("MirrorType"));

    /// <summary>Verifies by the keys that sign what is made of a mirror; null: nobody signs, or they cannot be read here.</summary>
    private protected SignatureVerifier? VerifierOf(string mirror)
    {
        try
        {
            return Mirrors.Any(m => m.ItemSpec == mirror) && SignerOf(mirror) is { } signer ? SignatureVerifier.Of(signer, TimeProvider.System) : null;
        }
        catch (MirrorException exception)
        {
            Reporter.Info($"{mirror}: signatures of statements are not checked, because the key that signs them cannot be read: {exception.Message}");
            return null;
        }
    }

    private MetricsFile MetricsFile => new(Layout, Refs, Generations, TimeProvider.System, Reporter);

    /// <summary>Whether the run is about all mirrors of an estate, so that others of the store are not defined any more.</summary>
    private protected bool SpeaksForAll => MirrorType == "estate" && Values.List("Mirror").Count == 0;

    /// <summary>The places of a mirror's own store.</summary>
    private protected StoreLayout LayoutOf(ITaskItem mirror) => new(mirror.GetMetadata("StoreRoot"), Layout.PublishRoot, Layout.IndexPath);

    /// <summary>The snapshot's name, which has to be given.</summary>
    private protected string RequireName() =>
        Values.Require("SnapshotName", "-p:SnapshotName=2025-01");
}
