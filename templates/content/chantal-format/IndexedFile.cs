namespace FORMAT_NAMESPACE;

/// <summary>A file that an index lists.</summary>
/// <param name="Path">Where it is, below the index's folder.</param>
/// <param name="Name">What it is a version of.</param>
/// <param name="Version">The version.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Sha256">Its SHA-256, 64 hexadecimal digits.</param>
public sealed record IndexedFile(string Path, string Name, string Version, long Size, string Sha256);
