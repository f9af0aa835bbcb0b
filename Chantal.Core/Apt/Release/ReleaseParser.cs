using System.Text;
using Chantal.Apt.Control;
using Chantal.Plans;

namespace Chantal.Apt.Release;

/// <summary>Reads a Release file, or the text that an InRelease's signature covers.</summary>
internal sealed class ReleaseParser
{
    private static readonly string[] Fields =
    [
        "Origin", "Label", "Suite", "Codename", "Version", "Description", "Date", "Valid-Until", "Architectures", "Components",
        "Acquire-By-Hash", "No-Support-for-Architecture-all", "NotAutomatic", "ButAutomaticUpgrades", "Changelogs", "MD5Sum", "SHA1", "SHA256", "SHA512",
    ];

    private static readonly (string Field, HashKind Kind)[] Sections =
        [("MD5Sum", HashKind.Md5), ("SHA1", HashKind.Sha1), ("SHA256", HashKind.Sha256), ("SHA512", HashKind.Sha512)];

    private readonly Dictionary<string, Listed> _files = new(StringComparer.Ordinal);
    private readonly Deb822Reader _reader;
    private readonly string _file;

    private ReleaseParser(Deb822Reader reader, string file)
    {
        _reader = reader;
        _file = file;
    }

    private sealed record Listed(long Size, List<Checksum> Checksums);

    /// <summary>Reads a Release, or throws with the code of what is wrong with it.</summary>
    /// <param name="content">The file's bytes.</param>
    /// <param name="file">What errors call it, such as <c>dists/bookworm/InRelease</c>.</param>
    /// <param name="allowWeakChecksums">Whether it may list all files under MD5 and SHA-1 only.</param>
    public static ReleaseFile Parse(ReadOnlyMemory<byte> content, string file, bool allowWeakChecksums)
    {
        using var reader = new Deb822Reader(new MemoryStream(content.ToArray(), writable: false), file, Fields, ReleaseDiagnostics.ReleaseMalformed);
        return new ReleaseParser(reader, file).Parse(allowWeakChecksums);
    }

    private ReleaseFile Parse(bool allowWeakChecksums)
    {
        if (!_reader.Read())
        {
            throw _reader.Malformed("the file is empty");
        }

        foreach (var (field, kind) in Sections)
        {
            if (_reader.Has(Index(field)))
            {
                ReadSection(field, kind);
            }
        }

        var release = new ReleaseFile
        {
            Origin = Text("Origin"),
            Label = Text("Label"),
            Suite = Text("Suite"),
            Codename = Text("Codename"),
            Version = Text("Version"),
            Description = Text("Description"),
            Date = Date("Date"),
            ValidUntil = Date("Valid-Until"),
            Architectures = Words("Architectures"),
            Components = Words("Components"),
            AcquireByHash = string.Equals(Text("Acquire-By-Hash"), "yes", StringComparison.OrdinalIgnoreCase),
            NoSupportForAll = Text("No-Support-for-Architecture-all"),
            NotAutomatic = Text("NotAutomatic"),
            ButAutomaticUpgrades = Text("ButAutomaticUpgrades"),
            Changelogs = Text("Changelogs"),
            Entries = [.. _files.OrderBy(f => f.Key, StringComparer.Ordinal)
                .Select(f => new ReleaseEntry(f.Key, f.Value.Size, f.Value.Checksums))],
            Algorithms = [.. Sections.Where(s => _reader.Has(Index(s.Field))).Select(s => s.Kind)],
        };
        if (_reader.Read())
        {
            throw _reader.Malformed("a second stanza follows the first");
        }

        return release.Algorithms.Any(a => allowWeakChecksums || a is HashKind.Sha256 or HashKind.Sha512)
            ? release
            : throw ReleaseDiagnostics.ChecksumsWeak(_file, release.Algorithms.Count > 0);
    }

    // One line a file: digest, size, path.
    private void ReadSection(string field, HashKind kind)
    {
        var section = _reader[Index(field)];
        foreach (var range in section.Split((byte)'\n'))
        {
            var line = section[range];
            if (line.IsEmpty)
            {
                continue;
            }

            if (!FileLine.TryParse(line, out var file)
                || !Checksum.TryParse($"{kind}:{Encoding.ASCII.GetString(file.Digest)}", out var checksum)
                || !FileLine.TryParseSize(file.Size, out var size))
            {
                throw _reader.Malformed($"an entry of {field} is not a digest, a size and a path");
            }

            var path = ArtifactPath.Check(RelativePath.Normalize(Encoding.UTF8.GetString(file.Name)), $"'{_file}'");

            // apt-ftparchive lists the very Release that it is just writing, as far as it has got.
            if (path is not ("Release" or "InRelease" or "Release.gpg"))
            {
                Add(path, size, checksum);
            }
        }
    }

    private void Add(string path, long size, Checksum checksum)
    {
        if (!_files.TryGetValue(path, out var listed))
        {
            _files.Add(path, listed = new Listed(size, []));
        }

        var same = listed.Checksums.FirstOrDefault(c => c.Kind == checksum.Kind && c.Hex is not null);
        if (listed.Size != size || (same.Hex is not null && same != checksum))
        {
            throw ReleaseDiagnostics.Contradictory(_file, path);
        }

        if (same.Hex is null)
        {
            listed.Checksums.Add(checksum);
        }
    }

    private string? Text(string field) => _reader.Text(Index(field)) is { Length: > 0 } text ? text : null;

    private string[] Words(string field) =>
        Text(field)?.Split([' ', '\t', '\n'], StringSplitOptions.RemoveEmptyEntries) ?? [];

    private DateTimeOffset? Date(string field) =>
        Text(field) is not { } text ? null
        : ReleaseDate.TryParse(text, out var date) ? date
        : throw _reader.Malformed($"its {field} '{text}' is not a date in UTC");

    private static int Index(string field) => Array.IndexOf(Fields, field);
}
