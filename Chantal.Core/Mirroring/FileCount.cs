using Chantal.Text;

namespace Chantal.Mirroring;

/// <summary>Files and their bytes.</summary>
/// <param name="Files">How many.</param>
/// <param name="Bytes">Together, of those whose size is known.</param>
/// <param name="Unsized">How many have a size that nobody knows before they are fetched.</param>
internal readonly record struct FileCount(long Files, long Bytes, long Unsized)
{
    /// <summary>The bytes as people read them: <c>1.2 MiB</c>, <c>unknown</c>, or <c>1.2 MiB + unknown</c>.</summary>
    public string Size => (Unsized, Bytes) switch
    {
        (0, _) => Quantity.Bytes(Bytes),
        (_, 0) => "unknown",
        _ => $"{Quantity.Bytes(Bytes)} + unknown",
    };

    /// <summary>One more file.</summary>
    public FileCount Plus(long? bytes) => new(Files + 1, Bytes + (bytes ?? 0), Unsized + (bytes is null ? 1 : 0));

    /// <summary>Both together.</summary>
    public FileCount Plus(FileCount other) => new(Files + other.Files, Bytes + other.Bytes, Unsized + other.Unsized);

    /// <summary>What is left without some of them.</summary>
    public FileCount Minus(FileCount some) => new(Files - some.Files, Bytes - some.Bytes, Unsized - some.Unsized);
}
