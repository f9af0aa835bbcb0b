using Chantal.Diagnostics;
using Chantal.Plans;
using Chantal.PyPI.Index;
using Chantal.PyPI.Metadata;
using Chantal.Transfer;
using Chantal.Transfer.Origins;

namespace Chantal.PyPI;

/// <summary>
/// Finds out what a file says about itself, in the cheapest way: the metadata beside it (PEP 658), the wheel's own in the part
/// of the archive that has it, the whole archive.
/// </summary>
/// <param name="source">Fetches what is kept for the sync.</param>
/// <param name="transfer">Fetches parts of files; null: they are read whole.</param>
/// <param name="upstreams">The index; its credentials are for what lies at its origin.</param>
/// <param name="entries">Names the files for the store.</param>
/// <param name="absent">The metadata that the index promises and does not have.</param>
/// <param name="isDynamic">Hears of archives of sources that do not say what they depend on before they are built.</param>
/// <param name="log">Hears what cannot be read.</param>
internal sealed class MetadataSource(IArtifactSource source, HttpTransfer? transfer, Upstreams upstreams, ProjectEntries entries, AbsentMetadata absent, Action<string> isDynamic, ILog log)
{
    // Central directory and METADATA of most wheels lie in here.
    private const int TailLength = 32 * 1024;

    /// <summary>The metadata that the index promises and does not have.</summary>
    public AbsentMetadata Absent => absent;

    /// <summary>Whether the index promises metadata beside a file, and is known not to have it.</summary>
    public bool IsAbsent(ReleaseFile file) => file.File.CoreMetadata is not null && absent.Contains(FilePlace.OfMetadata(file.File));

    /// <summary>The metadata beside a file, which the mirror holds too; null if the index has none.</summary>
    public async Task<CoreMetadata?> ReadBesideAsync(ReleaseFile file, CancellationToken cancellation)
    {
        if (file.File.CoreMetadata is null)
        {
            return null;
        }

        if (IsAbsent(file))
        {
            return file.Name?.Wheel is not null && await ReadFromFileAsync(file, cancellation) is { } made ? CoreMetadata.Parse(made, file.File.FileName) : null;
        }

        try
        {
            return await source.FetchAsync(entries.OfMetadata(file), cancellation) is { } found
                ? CoreMetadata.Parse(await File.ReadAllBytesAsync(found.File, cancellation), file.File.FileName)
                : null;
        }
        catch (ArtifactMismatchException exception)
        {
            // The sync finds that too, and plans again without.
            log.Detail(exception.Message);
            return null;
        }
    }

    /// <summary>The metadata in a file that is verified as a whole, and kept for the sync; null if it cannot be had.</summary>
    public async Task<byte[]?> ReadFromFileAsync(ReleaseFile file, CancellationToken cancellation)
    {
        try
        {
            return await ReadWholeAsync(file, cancellation);
        }
        catch (MirrorException exception) when (exception is ArtifactMismatchException or ArtifactDeniedException || exception.Code == DiagnosticCodes.DistributionUnreadable)
        {
            log.Detail(exception.Message);
            return null;
        }
    }

    /// <summary>The metadata of a file, wherever it is; null, and a warning, if it cannot be had.</summary>
    public async Task<CoreMetadata?> ReadAsync(ReleaseFile file, CancellationToken cancellation)
    {
        try
        {
            if (await ReadBesideAsync(file, cancellation) is { } beside)
            {
                return beside;
            }

            var content = file.Name?.Wheel is not null && !IsAbsent(file)
                ? await ReadPartAsync(file, cancellation) ?? await ReadWholeAsync(file, cancellation)
                : await ReadWholeAsync(file, cancellation);
            if (content is not null)
            {
                return Check(CoreMetadata.Parse(content, file.File.FileName), file);
            }

            Warn(file, "it does not have any.");
        }
        catch (MirrorException exception) when (exception is ArtifactMismatchException or ArtifactDeniedException
            || exception.Code is DiagnosticCodes.CoreMetadataMalformed or DiagnosticCodes.DistributionUnreadable)
        {
            // Whether the mirror can do without the file itself is for the sync to say.
            Warn(file, exception.Message);
        }

        return null;
    }

    private async Task<byte[]?> ReadPartAsync(ReleaseFile file, CancellationToken cancellation)
    {
        if (transfer is null || await transfer.GetPartAsync(upstreams, file.File.Url, new ByteRange(null, TailLength), cancellation) is not { } tail)
        {
            return null;
        }

        return await ZipDirectory.ReadWheelMetadataAsync(ReadAsync, tail.Total, file.File.FileName, cancellation);

        async ValueTask<ReadOnlyMemory<byte>> ReadAsync(long offset, int length, CancellationToken token)
        {
            if (offset >= tail.Offset && offset + length <= tail.Total)
            {
                return tail.Bytes.Slice((int)(offset - tail.Offset), length);
            }

            var part = await transfer.GetPartAsync(upstreams, file.File.Url, new ByteRange(offset, length), token);
            return part is { } read && read.Total == tail.Total
                ? read.Bytes
                : throw PyPIDiagnostics.ChangedWhileRead(file.File.FileName);
        }
    }

    private async Task<byte[]?> ReadWholeAsync(ReleaseFile file, CancellationToken cancellation)
    {
        if (await source.FetchAsync(entries.Of(file, null), cancellation) is not { } found)
        {
            return null;
        }

        if (file.Name?.Wheel is null)
        {
            return await SdistMetadata.ReadAsync(found.File, file.File.FileName, cancellation);
        }

        using var handle = File.OpenHandle(found.File);
        return await ZipDirectory.ReadWheelMetadataAsync(ZipDirectory.Local(handle), found.Size, file.File.FileName, cancellation);
    }

    private CoreMetadata Check(CoreMetadata metadata, ReleaseFile file)
    {
        if (file.Name?.Wheel is null && metadata.HasUnknownDependencies)
        {
            isDynamic(file.File.FileName);
        }

        return metadata;
    }

    private void Warn(ReleaseFile file, string why) => log.Warning(PyPIDiagnostics.DependenciesUnknown(file.File.FileName, why));
}
