using System.Globalization;
using System.Runtime.CompilerServices;
using Chantal.Content;
using Chantal.Plans;

namespace Chantal.Rpm.Packages;

/// <summary>A package's <c>pkgid</c>, by which a repository's lists name it: the beginning of its checksum, as much as tells packages apart.</summary>
/// <param name="Value">The first 16 bytes.</param>
internal readonly record struct PackageId(UInt128 Value)
{
    private const int Digits = 32;

    /// <summary>The id of a package with that checksum.</summary>
    public static PackageId Of(Checksum checksum) => new(UInt128.Parse(checksum.Hex[..Digits], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));

    /// <summary>The id in an element's <c>pkgid</c>, or in <c>primary</c> its <c>checksum</c>.</summary>
    /// <param name="element">The element.</param>
    /// <param name="name">What errors call the list.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static PackageId Of(ReadOnlySpan<byte> element, string name)
    {
        try
        {
            var xml = new XmlSlice(element);
            _ = xml.Read();
            var digits = xml.Attribute("pkgid"u8);
            while (digits.IsEmpty && xml.Read() is not XmlToken.None and var token)
            {
                if (token == XmlToken.Start && xml.Depth == 2 && xml.Name.SequenceEqual("checksum"u8))
                {
                    digits = xml.Read() == XmlToken.Text ? XmlSpace.Trim(xml.Text) : [];
                }
            }

            if (digits.Length >= Digits && UInt128.TryParse(digits[..Digits], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
            {
                return new PackageId(value);
            }
        }
        catch (FormatException exception)
        {
            throw RpmPackageDiagnostics.ListMalformed(name, exception.Message, exception);
        }

        throw RpmPackageDiagnostics.ListMalformed(name, "an entry does not have a pkgid");
    }
}
