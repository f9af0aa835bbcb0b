namespace Chantal.Content;

/// <summary>How a file is compressed, as its name's end says.</summary>
internal enum Compression
{
    /// <summary>Not compressed.</summary>
    None,

    /// <summary><c>.gz</c>.</summary>
    Gzip,

    /// <summary><c>.zst</c>.</summary>
    Zstandard,

    /// <summary><c>.xz</c>.</summary>
    Xz,

    /// <summary><c>.bz2</c>.</summary>
    Bzip2,

    /// <summary><c>.lzma</c>.</summary>
    Lzma,

    /// <summary><c>.zck</c>: zchunk.</summary>
    Zchunk,

    /// <summary>A compression that clients may know but that is never read here: <c>.lz4</c>, <c>.lz</c>, <c>.br</c>.</summary>
    Unread,
}

/// <summary>The endings of compressed files.</summary>
internal static class CompressionNames
{
    private static readonly (string Ending, Compression Compression)[] Endings =
    [
        (".gz", Compression.Gzip), (".zst", Compression.Zstandard), (".xz", Compression.Xz), (".bz2", Compression.Bzip2),
        (".lzma", Compression.Lzma), (".zck", Compression.Zchunk), (".lz4", Compression.Unread), (".lz", Compression.Unread), (".br", Compression.Unread),
    ];

    /// <summary>The path without the compression's ending, and the compression.</summary>
    public static (string Base, Compression Compression) Split(string path)
    {
        foreach (var (ending, compression) in Endings)
        {
            if (path.EndsWith(ending, StringComparison.Ordinal) && path.Length > ending.Length && path[^(ending.Length + 1)] != '/')
            {
                return (path[..^ending.Length], compression);
            }
        }

        return (path, Compression.None);
    }

    /// <summary>The ending of a compression; empty: not compressed.</summary>
    public static string EndingOf(Compression compression) => Array.Find(Endings, e => e.Compression == compression).Ending ?? "";

    /// <summary>
    /// Which encoding of an index to read, least first: gzip and Zstandard decode ten times as fast as xz, and all that
    /// upstream has are mirrored anyway.
    /// </summary>
    public static int ReadingCost(Compression compression) => compression switch
    {
        Compression.Gzip => 0,
        Compression.Zstandard => 1,
        Compression.None => 2,
        Compression.Xz => 3,
        Compression.Bzip2 => 4,
        Compression.Lzma => 5,
        Compression.Zchunk => 6,
        _ => int.MaxValue,
    };
}
