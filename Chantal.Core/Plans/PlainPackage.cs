using System.Buffers;
using System.Runtime.CompilerServices;

namespace Chantal.Plans;

/// <summary>A package as metadata writes it, in UTF-8: most of them stand in a plan as they are.</summary>
internal readonly ref struct PlainPackage
{
    /// <summary>The path below the mirror.</summary>
    public required ReadOnlySpan<byte> Path { get; init; }

    /// <summary>Bytes, in decimal digits.</summary>
    public required ReadOnlySpan<byte> Size { get; init; }

    /// <summary>The SHA-256, in hexadecimal digits.</summary>
    public required ReadOnlySpan<byte> Sha256 { get; init; }

    /// <summary>Package or source.</summary>
    public required FileRole Role { get; init; }

    /// <summary>The name.</summary>
    public required ReadOnlySpan<byte> Name { get; init; }

    /// <summary>The version.</summary>
    public required ReadOnlySpan<byte> Version { get; init; }

    /// <summary>The architecture.</summary>
    public required ReadOnlySpan<byte> Architecture { get; init; }

    /// <summary>The name of what it was built from; empty: its own.</summary>
    public ReadOnlySpan<byte> Source { get; init; }

    /// <summary>The version of that package, if it is named.</summary>
    public ReadOnlySpan<byte> SourceVersion { get; init; }

    /// <summary>The part of the repository that lists it.</summary>
    public required ReadOnlySpan<byte> Scope { get; init; }

    /// <summary>
    /// Writes its line, if each of its texts stands in JSON as it is; false if one does not. The bytes are those that
    /// <see cref="EntryFormat.WriteEntry"/> would write.
    /// </summary>
    /// <param name="line">Takes the line.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool TryWrite(ArrayBufferWriter<byte> line)
    {
        if (!ArtifactPath.IsPlain(Path) || !IsNumber(Size) || !IsDigest(Sha256)
            || !IsPlain(Name) || !IsPlain(Version) || !IsPlain(Architecture) || !IsPlain(Source) || !IsPlain(SourceVersion) || !IsPlain(Scope))
        {
            return false;
        }

        line.ResetWrittenCount();
        var text = line.GetSpan(Path.Length + Name.Length + Version.Length + Architecture.Length + Source.Length + SourceVersion.Length + Scope.Length + 256);
        var at = 0;
        Put(text, ref at, PlanLine.Begin);
        Put(text, ref at, Path);
        Put(text, ref at, "\",\"size\":"u8);
        Put(text, ref at, Size);
        Put(text, ref at, ",\"sha256\":\""u8);
        Put(text, ref at, Sha256);
        Put(text, ref at, "\",\"role\":\""u8);
        Put(text, ref at, EntryFormat.NameOf(Role));
        Put(text, ref at, "\",\"name\":\""u8);
        Put(text, ref at, Name);
        Put(text, ref at, "\",\"version\":\""u8);
        Put(text, ref at, Version);
        Put(text, ref at, "\",\"architecture\":\""u8);
        Put(text, ref at, Architecture);
        if (!Source.IsEmpty)
        {
            Put(text, ref at, "\",\"source\":\""u8);
            Put(text, ref at, Source);
            Put(text, ref at, "\",\"sourceVersion\":\""u8);
            Put(text, ref at, SourceVersion);
        }

        Put(text, ref at, "\",\"scope\":\""u8);
        Put(text, ref at, Scope);
        Put(text, ref at, "\"}"u8);
        line.Advance(at);
        return true;
    }

    private static void Put(Span<byte> text, ref int at, ReadOnlySpan<byte> part)
    {
        part.CopyTo(text[at..]);
        at += part.Length;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool IsPlain(ReadOnlySpan<byte> text)
    {
        foreach (var c in text)
        {
            if (c is < (byte)' ' or > (byte)'~' or (byte)'"' or (byte)'\\')
            {
                return false;
            }
        }

        return true;
    }

    // A number of bytes as it would be written: one that is longer than any file is left to who reads numbers.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool IsNumber(ReadOnlySpan<byte> text)
    {
        foreach (var c in text)
        {
            if (c is < (byte)'0' or > (byte)'9')
            {
                return false;
            }
        }

        return text.Length is > 0 and < 19 && (text[0] != '0' || text.Length == 1);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool IsDigest(ReadOnlySpan<byte> text)
    {
        foreach (var c in text)
        {
            if (!(c is >= (byte)'0' and <= (byte)'9' or >= (byte)'a' and <= (byte)'f'))
            {
                return false;
            }
        }

        return text.Length == 2 * Sha256Digest.Length;
    }
}
