using System.Text;
using Chantal.Apk.Archives;
using Chantal.Apk.Signing;

namespace Chantal.Apk.Packages;

/// <summary>
/// A package file of version 2: signatures, the control segment with <c>.PKGINFO</c> and scripts, and the data, each a gzip member of its own. The control
/// segment states the digest of the data, and is itself what signatures and the index's checksum are about.
/// </summary>
/// <param name="Signatures">The signatures.</param>
/// <param name="DataStart">Where the control segment ends and the data begins.</param>
/// <param name="Info">What <c>.PKGINFO</c> says; of a key that stands there several times, the first value.</param>
internal sealed record PackageFile(SignatureSegment Signatures, long DataStart, IReadOnlyDictionary<string, string> Info)
{
    private const int MaxControlSize = 64 << 20;
    private const string InfoFile = ".PKGINFO";

    /// <summary>Where the control segment begins.</summary>
    public long ControlStart => Signatures.End;

    /// <summary>Reads a package up to its data.</summary>
    /// <param name="file">The file, which can seek.</param>
    /// <exception cref="InvalidDataException">It is not a package of version 2.</exception>
    public static PackageFile Read(Stream file)
    {
        var signatures = SignatureSegment.Read(file);
        var control = GzipMember.Read(file, signatures.End, MaxControlSize);
        var info = TarMember.ReadAll(control.Content).FirstOrDefault(f => f.Name == InfoFile) ?? throw new InvalidDataException($"its control segment does not have a {InfoFile}");
        return new PackageFile(signatures, control.End, Parse(Encoding.UTF8.GetString(info.Content)));
    }

    private static Dictionary<string, string> Parse(string text)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in text.Split('\n').Where(l => !l.StartsWith('#')))
        {
            if (line.IndexOf(" = ", StringComparison.Ordinal) is > 0 and var sign)
            {
                _ = values.TryAdd(line[..sign], line[(sign + 3)..]);
            }
        }

        return values;
    }
}
