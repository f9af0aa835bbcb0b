using Chantal.Plans;

namespace Chantal.Transfer;

/// <summary>A small file that was downloaded and verified in memory.</summary>
/// <param name="Bytes">The content, in a buffer that is used again.</param>
/// <param name="Sha256">Its digest.</param>
/// <param name="LastModified">When the server says the file was last modified.</param>
internal readonly record struct WholeContent(ArraySegment<byte> Bytes, Sha256Digest Sha256, DateTimeOffset? LastModified);
