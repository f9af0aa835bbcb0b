using System.Text;
using Chantal.Apt.Control;
using Chantal.Apt.Release;
using Chantal.Apt.Rewriting;
using Chantal.Content;

namespace Chantal.Apt;

/// <summary>Thins the indices of a suite: those of packages to what the mirror holds, and the others to what is left of these.</summary>
/// <param name="suite">The suite.</param>
/// <param name="held">What the mirror holds.</param>
/// <param name="rewritten">Makes the files.</param>
internal sealed class SuiteRewriter(SuiteIndices suite, HeldFiles held, RewrittenIndices rewritten)
{
    private static readonly string[] PackageFields = ["Package", "Filename", "Description-md5"];
    private static readonly string[] SourceFields = ["Package", "Directory", "Files", "Checksums-Sha256", "Checksums-Sha512", "Checksums-Sha1"];
    private static readonly string[] DescriptionFields = ["Package", "Description-md5"];
    private static readonly string[] CommandFields = ["name"];

    private readonly AptArchitecture _architectures = new(suite.Release.Architectures);
    private readonly KeptPackages _kept = new();
    private readonly List<(ReadableIndex Index, RewrittenIndex Made)> _made = [];
    private string _packages = "";

    /// <summary>What stays in indices though upstream does not list it any more; null: nothing does.</summary>
    public PoolEntry? Entry { get; init; }

    /// <summary>The indices that were made, in the order in which they were.</summary>
    public IReadOnlyList<(ReadableIndex Index, RewrittenIndex Made)> Made => _made;

    /// <summary>Makes an index of packages or sources.</summary>
    public async Task AddPackagesAsync(ReadableIndex index, SelectedIndex encoding, IReadOnlyList<Compression> encodings, Stream content, CancellationToken cancellation)
    {
        var made = await rewritten.MakeAsync(null, encodings, output => CopyPackages(index, encoding, content, output, cancellation), cancellation);
        _packages += $"{encoding.BasePath} {made.Content}\n";
        _made.Add((index, made));
    }

    /// <summary>Takes a list that was made before of the same list and packages; false: it has to be made.</summary>
    public bool FindList(ReadableIndex index, IReadOnlyList<Compression> encodings, CancellationToken cancellation)
    {
        if (rewritten.Find(OriginOf(index), encodings, cancellation) is not { } made)
        {
            return false;
        }

        _made.Add((index, made));
        return true;
    }

    /// <summary>Makes a list of another kind, when those of packages are made.</summary>
    public async Task AddListAsync(ReadableIndex index, SelectedIndex encoding, IReadOnlyList<Compression> encodings, Stream content, CancellationToken cancellation) =>
        _made.Add((index, await rewritten.MakeAsync(OriginOf(index), encodings, output => CopyList(encoding, content, output, cancellation), cancellation)));

    private void CopyPackages(ReadableIndex index, SelectedIndex encoding, Stream content, Stream output, CancellationToken cancellation)
    {
        var isOfSources = index.Kind == IndexKind.Sources;
        var names = _kept.Of(IndexRules.DirectoryOf(encoding.BasePath), isOfSources ? AptArchitecture.Source : ArchitectureOf(encoding.BasePath));
        StanzaRewriter.Copy(
            content,
            encoding.Path,
            isOfSources ? SourceFields : PackageFields,
            stanza =>
            {
                var isKept = isOfSources ? AreSourcesHeld(stanza) : held.Has(stanza[1]);
                if (isKept)
                {
                    names.Add(stanza[0], isOfSources ? [] : stanza[2]);
                }

                return isKept;
            },
            output,
            cancellation);
        if (!isOfSources && Entry?.StayingIn(encoding.BasePath) is { Count: > 0 } staying)
        {
            using var published = Entry.OpenPublished(encoding.BasePath, cancellation) ?? throw new FileNotFoundException(encoding.BasePath);
            StanzaRewriter.Copy(published, encoding.Path, PackageFields, stanza => Stays(stanza, staying, names), output, cancellation);
        }
    }

    private bool Stays(Deb822Reader stanza, IReadOnlySet<string> staying, PackageNames names)
    {
        var stays = staying.Contains(Encoding.UTF8.GetString(stanza[1])) && held.Has(stanza[1]);
        if (stays)
        {
            names.Add(stanza[0], stanza[2]);
        }

        return stays;
    }

    private void CopyList(SelectedIndex encoding, Stream content, Stream output, CancellationToken cancellation)
    {
        var names = _kept.About(IndexRules.DirectoryOf(encoding.BasePath), ArchitectureOf(encoding.BasePath));
        switch (IndexRules.For(encoding.BasePath))
        {
            case IndexRule.Descriptions:
                StanzaRewriter.Copy(content, encoding.Path, DescriptionFields, s => HasDescription(names, s), output, cancellation);
                break;
            case IndexRule.Commands:
                // What the list is of stands first, and names no package.
                StanzaRewriter.Copy(content, encoding.Path, CommandFields, s => s[0].IsEmpty || Has(s[0]), output, cancellation);
                break;
            case IndexRule.Components:
                ComponentsRewriter.Copy(content, encoding.Path, Has, output, cancellation);
                break;
            default:
                ContentsRewriter.Copy(content, encoding.Path, Has, output, cancellation);
                break;
        }

        bool Has(ReadOnlySpan<byte> name)
        {
            foreach (var next in names)
            {
                if (next.Has(name))
                {
                    return true;
                }
            }

            return false;
        }
    }

    private static bool HasDescription(IReadOnlyList<PackageNames> names, Deb822Reader stanza)
    {
        foreach (var next in names)
        {
            if (next.Has(stanza[0], stanza[1]))
            {
                return true;
            }
        }

        return false;
    }

    // A source package of which a file is left out cannot be unpacked.
    private bool AreSourcesHeld(Deb822Reader stanza)
    {
        var any = false;
        for (var field = 2; field < SourceFields.Length; field++)
        {
            var lines = stanza[field];
            foreach (var range in lines.Split((byte)'\n'))
            {
                if (lines[range] is not { IsEmpty: false } line)
                {
                    continue;
                }

                if (!FileLine.TryParse(line, out var file) || !held.Has(SourceCollector.PathOf(stanza[1], file.Name)))
                {
                    return false;
                }

                any = true;
            }
        }

        return any;
    }

    private string? ArchitectureOf(string basePath) => basePath.Split('/').Select(_architectures.Find).LastOrDefault(a => a is not null);

    // Of what a list is made: itself, and what of the packages is left.
    private string OriginOf(ReadableIndex index) => string.Join('\n', index.Encodings.Select(e => $"{e.Path} {string.Join(' ', e.Entry.Checksums)}").Append(_packages));
}
