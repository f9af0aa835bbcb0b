using System.IO.Compression;
using System.Text;
using Chantal.Apk.Archives;

namespace Chantal.Apk.Signing;

/// <summary>The signatures at the beginning of an index or a package: gzip members of their own, in front of what they sign.</summary>
/// <param name="Signatures">The signatures of a kind that is known.</param>
/// <param name="End">Where what is signed begins.</param>
internal sealed record SignatureSegment(IReadOnlyList<ApkSignature> Signatures, long End)
{
    private const int MaxSize = 1 << 20;
    private const int MaxMembers = 4;

    /// <summary>Reads the signatures; a file without any has an empty segment.</summary>
    /// <param name="file">The file, which can seek.</param>
    /// <exception cref="InvalidDataException">The file does not begin with a gzip member, or has more signatures than any real one.</exception>
    public static SignatureSegment Read(Stream file)
    {
        var signatures = new List<ApkSignature>();
        var end = 0L;
        for (var members = 0; BeginsWithSignature(file, end); members++)
        {
            var member = members < MaxMembers ? GzipMember.Read(file, end, MaxSize) : throw new InvalidDataException($"it has more than {MaxMembers} segments of signatures");
            foreach (var found in TarMember.ReadAll(member.Content))
            {
                if (!found.Name.StartsWith(ApkSignature.Prefix, StringComparison.Ordinal))
                {
                    throw new InvalidDataException("its segment of signatures has another file in it");
                }

                signatures.AddRange(ApkSignature.Read(found) is { } signature ? [signature] : []);
            }

            end = member.End;
        }

        return new SignatureSegment(signatures, end);
    }

    // An index that is not signed is not unpacked to find that out.
    private static bool BeginsWithSignature(Stream file, long start)
    {
        file.Position = start;
        var name = new byte[ApkSignature.Prefix.Length];
        using var content = new GZipStream(file, CompressionMode.Decompress, leaveOpen: true);
        return content.ReadAtLeast(name, name.Length, throwOnEndOfStream: false) == name.Length && Encoding.ASCII.GetString(name) == ApkSignature.Prefix;
    }
}
