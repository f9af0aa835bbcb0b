using Chantal.Plans;

namespace Chantal.Content;

/// <summary>What metadata states of a file as it is when it is unpacked.</summary>
/// <param name="Size">Bytes, or null where that is not stated.</param>
/// <param name="Checksum">The checksum, or null.</param>
internal sealed record UnpackedContent(long? Size, Checksum? Checksum)
{
    /// <summary>Nothing is stated.</summary>
    public static UnpackedContent Unknown { get; } = new(null, null);
}
