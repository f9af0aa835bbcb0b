namespace Chantal.Transfer;

/// <summary>What a server says to recognise a file's state by (RFC 9110 §8.8), for the next conditional request.</summary>
/// <param name="ETag">The entity tag as it came, quotes and <c>W/</c> included, or null.</param>
/// <param name="LastModified">When the file was last modified by the server's word, or null.</param>
internal sealed record Validators(string? ETag, DateTimeOffset? LastModified);
