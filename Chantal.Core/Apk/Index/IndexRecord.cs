using System.Globalization;
using System.Text;
using Chantal.Apk.Packages;
using Chantal.Plans;

namespace Chantal.Apk.Index;

/// <summary>A package as an index describes it: lines of one letter, a colon and a value.</summary>
/// <param name="Text">The lines as they stand in the index.</param>
/// <param name="Name"><c>P:</c>, the name.</param>
/// <param name="Version"><c>V:</c>, the version.</param>
/// <param name="Architecture"><c>A:</c>, the architecture, or null.</param>
/// <param name="Size"><c>S:</c>, the size of the file.</param>
/// <param name="Checksum"><c>C:</c>, the checksum of the control segment.</param>
internal sealed record IndexRecord(ReadOnlyMemory<byte> Text, string Name, string Version, string? Architecture, long Size, Checksum Checksum)
{
    /// <summary>The name of the package's file, which lies beside the index.</summary>
    public string FileName => $"{Name}-{Version}.apk";

    /// <summary>The value of a field; empty if the record does not have it.</summary>
    public string Field(char letter)
    {
        foreach (var range in Text.Span.Split((byte)'\n'))
        {
            if (Text.Span[range] is [var first, (byte)':', .. var value] && first == letter)
            {
                return Encoding.UTF8.GetString(value);
            }
        }

        return "";
    }

    /// <summary>The recipe that the package was built from, <c>o:</c>, which has the same version; null if it is not stated.</summary>
    public string? Origin => Field('o') is { Length: > 0 } origin ? origin : null;

    /// <summary>When the package was built, <c>t:</c>; null if it is not stated.</summary>
    public DateTimeOffset? Built => ParseTime(Field('t'));

    /// <summary>Reads a record.</summary>
    /// <exception cref="InvalidDataException">It does not say what it has to.</exception>
    public static IndexRecord Parse(ReadOnlyMemory<byte> text)
    {
        var record = new IndexRecord(text, "", "", null, 0, default);
        var (name, version) = (record.Field('P'), record.Field('V'));
        if (name.Length == 0 || version.Length == 0 || name.Contains('/', StringComparison.Ordinal) || version.Contains('/', StringComparison.Ordinal))
        {
            throw new InvalidDataException($"it lists a package of the name '{name}' and the version '{version}'");
        }

        var checksum = ControlChecksum.Read(record.Field('C')) ?? throw new InvalidDataException($"it lists '{name}' with the checksum '{record.Field('C')}', which is not of the form Q1…");
        return long.TryParse(record.Field('S'), NumberStyles.None, CultureInfo.InvariantCulture, out var size)
            ? record with { Name = name, Version = version, Architecture = record.Field('A') is { Length: > 0 } architecture ? architecture : null, Size = size, Checksum = checksum }
            : throw new InvalidDataException($"it lists '{name}' without its size");
    }

    // A time that no calendar has would be an attempt to keep every later index out.
    private static DateTimeOffset? ParseTime(string seconds) =>
        long.TryParse(seconds, NumberStyles.None, CultureInfo.InvariantCulture, out var time) && time <= DateTimeOffset.MaxValue.ToUnixTimeSeconds() ? DateTimeOffset.FromUnixTimeSeconds(time) : null;
}
