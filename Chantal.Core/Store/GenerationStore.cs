using Chantal.Diagnostics;
using Chantal.Plans;
using ZstdSharp;

namespace Chantal.Store;

/// <summary>The generations: manifests of states that were stored completely and verified.</summary>
internal sealed class GenerationStore(StoreLayout layout)
{
    /// <summary>Begins a generation; it exists when the writer is completed.</summary>
    public GenerationWriter Create(PlanHeader header) => new(layout, header);

    /// <summary>Whether a generation's manifest is there.</summary>
    public bool Exists(GenerationId generation) => File.Exists(layout.Manifest(generation));

    /// <summary>Opens a generation's manifest, or throws <see cref="DiagnosticCodes.GenerationDamaged"/>.</summary>
    public PlanReader Open(GenerationId generation)
    {
        var path = layout.Manifest(generation);
        if (!File.Exists(path))
        {
            throw StoreDiagnostics.GenerationMissing(layout.StoreRoot, generation);
        }

        return OpenFile(path);
    }

    /// <summary>Opens a manifest wherever it lies.</summary>
    internal static PlanReader OpenFile(string path) =>
        new(new DecompressionStream(File.OpenRead(path), leaveOpen: false), PlanReader.ManifestFormat, path);

    /// <summary>Whether the store has all content of a generation. Nothing but the manifest is read.</summary>
    public bool IsStored(GenerationId generation)
    {
        using var manifest = Open(generation);
        return manifest.ReadAll().All(e => File.Exists(layout.Blob(e.Sha256!.Value)));
    }

    /// <summary>Whether a manifest's text still has the digest that names it.</summary>
    public bool IsIntact(GenerationId generation) => IsIntact(layout.Manifest(generation), generation);

    /// <summary>Whether a file is a generation's manifest, wherever it lies.</summary>
    internal static bool IsIntact(string path, GenerationId generation)
    {
        try
        {
            using var stream = new DecompressionStream(File.OpenRead(path), leaveOpen: false);
            return new Sha256Digest(System.Security.Cryptography.SHA256.HashData(stream)) == generation.Digest;
        }
        catch (Exception exception) when (exception is IOException or ZstdException)
        {
            return false;
        }
    }
}
