namespace Chantal.Definitions;

/// <summary>What a mirror's metadata is: upstream's own, or made again to fit what the mirror holds.</summary>
internal enum MetadataMode
{
    /// <summary>Byte for byte as upstream signed it.</summary>
    Verbatim,

    /// <summary>Rewritten to list exactly what the mirror holds.</summary>
    Regenerate,
}
