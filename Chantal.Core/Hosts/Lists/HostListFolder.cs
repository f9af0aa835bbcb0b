using Chantal.Diagnostics;
using Chantal.Text;
using Chantal.Transfer;

namespace Chantal.Hosts.Lists;

/// <summary>A folder with a list for each host. A list that cannot be read does not keep the others from being read.</summary>
/// <param name="folder">The folder.</param>
internal sealed class HostListFolder(string folder)
{
    private readonly List<MirrorException> _failures = [];
    private readonly List<Diagnostic> _warnings = [];

    /// <summary>The lists that could not be read, as far as was read.</summary>
    public IReadOnlyList<MirrorException> Failures => _failures;

    /// <summary>The lists of which not all was understood, as far as was read.</summary>
    public IReadOnlyList<Diagnostic> Warnings => _warnings;

    /// <summary>Reads the lists, one at a time, in the order of their names. Files that begin with a dot, folders, and what is not a regular file (a pipe would be waited for) are not lists.</summary>
    /// <exception cref="MirrorException">The folder is missing or empty.</exception>
    public IEnumerable<HostList> Read(CancellationToken cancellation)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in Files())
        {
            cancellation.ThrowIfCancellationRequested();
            if (Read(file) is { } list)
            {
                // Two hosts that say the same name are told by their files.
                yield return names.Add(list.Name) ? list : list with { Name = $"{list.Name} ({Printable.Escape(Path.GetFileName(file))})" };
            }
        }
    }

    private List<string> Files()
    {
        if (!Directory.Exists(folder))
        {
            throw HostListDiagnostics.FolderMissing(folder);
        }

        List<string> files = [.. Directory.EnumerateFiles(folder).Where(f => !Path.GetFileName(f).StartsWith('.') && FileType.FaultOf(f) is null).Order(StringComparer.Ordinal)];
        return files.Count > 0 ? files : throw HostListDiagnostics.FolderEmpty(folder);
    }

    private HostList? Read(string file)
    {
        try
        {
            var list = HostListReader.Read(file);
            if (list.UnknownLines > 0)
            {
                _warnings.Add(HostListDiagnostics.LinesUnknown(file, list));
            }

            return list;
        }
        catch (MirrorException exception)
        {
            _failures.Add(exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _failures.Add(HostListDiagnostics.Unreadable(file, $"it {FileFault.Of(file, exception)}"));
        }

        return null;
    }
}
