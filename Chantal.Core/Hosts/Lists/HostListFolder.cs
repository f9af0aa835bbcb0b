using Chantal.Diagnostics;

namespace Chantal.Hosts.Lists;

/// <summary>A folder with a list for each host.</summary>
/// <param name="folder">The folder.</param>
/// <param name="log">Hears of lists that cannot be read: they are errors, and the others are read all the same.</param>
internal sealed class HostListFolder(string folder, ILog log)
{
    /// <summary>Reads the lists, one at a time, in the order of their names. Files that begin with a dot, and folders, are not lists.</summary>
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

        List<string> files = [.. Directory.EnumerateFiles(folder).Where(f => !Path.GetFileName(f).StartsWith('.')).Order(StringComparer.Ordinal)];
        return files.Count > 0 ? files : throw HostListDiagnostics.FolderEmpty(folder);
    }

    private HostList? Read(string file)
    {
        try
        {
            var list = HostListReader.Read(file);
            if (list.UnknownLines > 0)
            {
                log.Warning(HostListDiagnostics.LinesUnknown(file, list));
            }

            return list;
        }
        catch (MirrorException exception)
        {
            log.Error(exception.Code, exception.Message);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            log.Error(DiagnosticCodes.HostListUnreadable, HostListDiagnostics.Unreadable(file, exception.Message).Message);
        }

        return null;
    }
}
