using Chantal.Plans;

namespace Chantal.PyPI.Index;

/// <summary>The files of a page while it is read.</summary>
internal sealed class SimplePageFiles(SimplePageSource source)
{
    private static readonly (string Name, HashKind Kind)[] Kinds =
    [
        ("md5", HashKind.Md5), ("sha1", HashKind.Sha1), ("sha224", HashKind.Sha224),
        ("sha256", HashKind.Sha256), ("sha384", HashKind.Sha384), ("sha512", HashKind.Sha512),
    ];

    private const int MostSkipped = 100;

    private readonly List<ProjectFile> _files = [];
    private readonly Dictionary<string, int> _byName = new(StringComparer.Ordinal);

    private readonly List<string> _skipped = [];

    /// <summary>What was passed over, as the ends of sentences.</summary>
    public IReadOnlyList<string> Skipped => _skipped;

    /// <summary>Passes over a detail that installers pass over too: it is not a fault of the page.</summary>
    public void Skip(string what)
    {
        if (_skipped.Count < MostSkipped)
        {
            _skipped.Add(what);
        }
    }

    /// <summary>The files so far.</summary>
    public IReadOnlyList<ProjectFile> Files => _files;

    /// <summary>Takes a file. One that is listed again has to be the same; what was said first holds.</summary>
    public void Add(ProjectFile file)
    {
        if (_byName.TryAdd(file.FileName, _files.Count))
        {
            _files.Add(file);
            source.CheckCount(_files.Count, "files");
        }
        else if (Contradicts(_files[_byName[file.FileName]], file))
        {
            throw IndexDiagnostics.Contradictory(source.Name, file.FileName);
        }
    }

    /// <summary>Adds a checksum in the order of kinds; one of a kind that is unknown here, or that is not valid, is left out.</summary>
    public void AddChecksum(List<Checksum> checksums, string name, string digits)
    {
        foreach (var (known, kind) in Kinds)
        {
            if (name.Equals(known, StringComparison.OrdinalIgnoreCase))
            {
                if (!Checksum.TryParse($"{known}:{digits}", out var checksum))
                {
                    Skip($"a {known} that is not valid");
                    return;
                }

                var at = checksums.FindIndex(c => c.Kind >= kind);
                if (at < 0 || checksums[at].Kind != kind)
                {
                    checksums.Insert(at < 0 ? checksums.Count : at, checksum);
                }

                return;
            }
        }
    }

    /// <summary>The upload time if it is a date: clients give up on a page with one that is not.</summary>
    public static string? UploadTime(string? text) =>
        text is { Length: <= 64 } && text.Contains('T', StringComparison.Ordinal) && DateTimeOffset.TryParse(text, null, System.Globalization.DateTimeStyles.AssumeUniversal, out _) ? text : null;

    private static bool Contradicts(ProjectFile first, ProjectFile second) =>
        (first.Size is { } size && second.Size is { } other && size != other)
        || first.Checksums.Any(a => second.Checksums.Any(b => a.Kind == b.Kind && a != b));
}
