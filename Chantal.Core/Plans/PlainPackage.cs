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

    /// <summary>The part of the repository that lists it.</summary>
    public required ReadOnlySpan<byte> Scope { get; init; }
}
