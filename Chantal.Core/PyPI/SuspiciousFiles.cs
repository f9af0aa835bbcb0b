using Chantal.Repositories;
using Chantal.Text;

namespace Chantal.PyPI;

/// <summary>
/// Files that have other content than the published ones of the same names: an index that is honest never does that. They are one state, which a person can accept.
/// </summary>
/// <param name="published">The published state.</param>
internal sealed class SuspiciousFiles(PublishedFiles published)
{
    private const int MostNamed = 10;

    private readonly SortedDictionary<string, string> _found = new(StringComparer.Ordinal);

    /// <summary>Looks at what is selected of a project.</summary>
    /// <returns>Whether any file of it is suspicious.</returns>
    public bool Add(string project, IEnumerable<ReleaseFile> files)
    {
        var any = false;
        foreach (var file in files.Select(f => f.File))
        {
            if (file.Sha256 is { } content && published.Contradicts(project, file.FileName, content))
            {
                lock (_found)
                {
                    _found[$"{project}/{file.FileName}"] = content.ToString();
                }

                any = true;
            }
        }

        return any;
    }

    /// <summary>The acceptance of all of them, or null if no file is suspicious.</summary>
    /// <param name="accept">The state that is accepted.</param>
    /// <exception cref="Diagnostics.MirrorException">They are not accepted.</exception>
    public Acceptance? Judge(AcceptedState accept)
    {
        if (_found.Count == 0)
        {
            return null;
        }

        var (state, reason) = (UpstreamState.NameOf(_found.Select(f => (f.Key, f.Value))), Reason());
        return accept.Of(state, reason) ?? throw PyPIDiagnostics.FilesReplaced(reason, state);
    }

    private string Reason() =>
        $"{Quantity.Count(_found.Count, "file has", "files have")} other content than the published one of the same name: {string.Join(", ", _found.Keys.Take(MostNamed).Select(n => $"'{n}'"))}{(_found.Count > MostNamed ? $", and {_found.Count - MostNamed} more" : "")}";
}
