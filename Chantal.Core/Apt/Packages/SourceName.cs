namespace Chantal.Apt.Packages;

/// <summary>The source package that a binary one was built from: <c>Source: name (version)</c>, as far as these differ from its own (Debian Policy §5.6.1).</summary>
internal static class SourceName
{
    /// <summary>Its name.</summary>
    /// <param name="source">The field, which may be empty.</param>
    /// <param name="package">The binary package's name.</param>
    public static ReadOnlySpan<byte> Of(ReadOnlySpan<byte> source, ReadOnlySpan<byte> package) => source.IsEmpty ? package : RelationParser.NameOf(source);

    /// <summary>Its version.</summary>
    /// <param name="source">The field, which may be empty.</param>
    /// <param name="version">The binary package's version.</param>
    public static ReadOnlySpan<byte> VersionOf(ReadOnlySpan<byte> source, ReadOnlySpan<byte> version)
    {
        var start = source.IndexOf((byte)'(');
        var end = source.LastIndexOf((byte)')');
        return start >= 0 && end > start ? source[(start + 1)..end].Trim((byte)' ') : version;
    }
}
