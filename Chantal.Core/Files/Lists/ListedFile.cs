using Chantal.Plans;

namespace Chantal.Files.Lists;

/// <summary>A file that a list names.</summary>
/// <param name="Name">Its path below the list's directory.</param>
/// <param name="Checksum">The checksum: SHA-256 where the list has it, or else the strongest.</param>
/// <param name="Size">Bytes, where the list says so.</param>
internal sealed record ListedFile(string Name, Checksum Checksum, long? Size);
