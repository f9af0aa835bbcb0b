using System.Collections.Immutable;

namespace Chantal.Sdk.Tests.Support;

/// <summary>
/// An index in the manner of PyPI: pages in JSON and HTML on one host and port, files on another. Every change counts its
/// serial number up and is seen at once. It behaves worse by its properties, and by faults of its two servers.
/// </summary>
public sealed class PyPIUpstream : IDisposable
{
    private readonly Lock _changing = new();
    private readonly Dictionary<string, Stale> _stale = [];
    private readonly string _root;
    private ImmutableSortedDictionary<string, PyPIUpstreamProject> _projects = ImmutableSortedDictionary.Create<string, PyPIUpstreamProject>(StringComparer.Ordinal);

    /// <summary>Starts an empty index.</summary>
    /// <param name="root">A directory for what it serves.</param>
    public PyPIUpstream(string root)
    {
        _root = root;
        Index = new UpstreamServer(root, new PyPIIndex(this).Place);
        FileHost = new UpstreamServer(root);
    }

    /// <summary>The server of the pages; paths are such as <c>simple/</c> and <c>simple/app/</c>.</summary>
    public UpstreamServer Index { get; }

    /// <summary>The server of the files; see <see cref="PyPIUpstreamFile.Path"/>.</summary>
    public UpstreamServer FileHost { get; }

    /// <summary>The root page's address, with a slash at its end.</summary>
    public string Uri => $"{Index.Uri}/simple/";

    /// <summary>The serial number of the last change; PyPI's have eight digits.</summary>
    public long Serial { get; private set; } = 20_000_000;

    /// <summary>Whether the index is an old one, which has pages in HTML only.</summary>
    public bool HtmlOnly { get; set; }

    /// <summary>Whether pages say their serial numbers; only PyPI and its mirrors do.</summary>
    public bool StatesSerials { get; set; } = true;

    /// <summary>Whether pages have entity tags, and are not sent to who has them already.</summary>
    public bool HasETags { get; set; } = true;

    /// <summary>The interface's version: what came with a later one is not on the pages.</summary>
    public string ApiVersion { get; set; } = "1.4";

    /// <summary>Where pages say that files are.</summary>
    public PyPIUpstreamLinks Links { get; set; }

    /// <summary>Who may read the index; null: everybody. The host of the files asks nobody.</summary>
    public (string User, string Password)? Login { get; set; }

    /// <summary>The projects, by their normal names.</summary>
    public IReadOnlyDictionary<string, PyPIUpstreamProject> Projects => _projects;

    /// <summary>The pages asked for so far, sorted, each as often as it was asked for.</summary>
    public IReadOnlyList<string> RequestedPages => [.. Index.RequestedPaths.Where(path => !IsFile(path))];

    /// <summary>The names of files and metadata asked for so far, sorted, each as often as it was asked for.</summary>
    public IReadOnlyList<string> RequestedFiles =>
        [.. Index.RequestedPaths.Where(IsFile).Concat(FileHost.RequestedPaths).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    /// <summary>A project, by its name in any spelling.</summary>
    public PyPIUpstreamProject this[string project] => _projects[PyPIUpstreamDistribution.Normalized(project)];

    /// <summary>A file, by its name.</summary>
    public PyPIUpstreamFile File(string fileName) => _projects.Values.SelectMany(project => project.Files).Single(file => file.FileName == fileName);

    /// <summary>Uploads files; projects come with their first one. One with the name of another takes its place.</summary>
    public PyPIUpstream Add(params IEnumerable<PyPIUpstreamFile> files)
    {
        foreach (var file in files)
        {
            lock (_changing)
            {
                var project = _projects.GetValueOrDefault(PyPIUpstreamDistribution.Normalized(file.Project)) ?? new PyPIUpstreamProject(file.Project);
                var old = project.Files.FindIndex(other => other.FileName == file.FileName);
                Put(project with { Files = old < 0 ? project.Files.Add(file) : project.Files.SetItem(old, file) });
            }
        }

        return this;
    }

    /// <summary>Changes a project.</summary>
    public PyPIUpstream Change(string project, Func<PyPIUpstreamProject, PyPIUpstreamProject> change)
    {
        lock (_changing)
        {
            return Put(change(this[project]));
        }
    }

    /// <summary>Changes a file.</summary>
    public PyPIUpstream ChangeFile(string fileName, Func<PyPIUpstreamFile, PyPIUpstreamFile> change)
    {
        lock (_changing)
        {
            var file = File(fileName);
            return Change(file.Project, project => project with { Files = project.Files.Replace(file, change(file)) });
        }
    }

    /// <summary>Counts a project's serial number up without a change that its page shows, as a change of its owners does.</summary>
    public PyPIUpstream Touch(string project) => Change(project, same => same);

    /// <summary>Removes a file; its project stays.</summary>
    public PyPIUpstream RemoveFile(string fileName)
    {
        lock (_changing)
        {
            var file = File(fileName);
            return Change(file.Project, project => project with { Files = project.Files.Remove(file) });
        }
    }

    /// <summary>Removes a project and returns it as it was; <see cref="Put"/> brings it back.</summary>
    public PyPIUpstreamProject Remove(string project)
    {
        lock (_changing)
        {
            var old = this[project];
            Serial++;
            _projects = _projects.Remove(old.NormalName);
            DeleteFiles(old.Files);
            return old;
        }
    }

    /// <summary>Sets a project, which may be new.</summary>
    public PyPIUpstream Put(PyPIUpstreamProject project)
    {
        lock (_changing)
        {
            Serial++;
            if (_projects.TryGetValue(project.NormalName, out var old))
            {
                DeleteFiles(old.Files.Except(project.Files));
            }

            foreach (var file in project.Files)
            {
                Files.Write(Path.Combine(_root, file.Path), file.Content);
                if (file.Metadata is not null)
                {
                    Files.Write(Path.Combine(_root, file.Path + ".metadata"), file.Metadata);
                }

                if (file.HasSignature is true)
                {
                    Files.Write(Path.Combine(_root, file.Path + ".asc"), "-----BEGIN PGP SIGNATURE-----\n"u8.ToArray());
                }
            }

            _projects = _projects.SetItem(project.NormalName, project with { Serial = Serial });
            return this;
        }
    }

    /// <summary>Remembers the index as it is now; what is returned sets it back, serial numbers and all, as a backup does.</summary>
    public Action BackUp()
    {
        var (projects, serial) = (_projects, Serial);
        return () =>
        {
            lock (_changing)
            {
                foreach (var project in projects.Values)
                {
                    Put(project);
                }

                (_projects, Serial) = (projects, serial);
            }
        };
    }

    /// <summary>
    /// Goes on serving a project's pages as they are now, or that there are none, for so many requests: so does a cache between
    /// PyPI and its clients that has not heard of a change yet.
    /// </summary>
    public PyPIUpstream HoldBack(string project, int times = int.MaxValue)
    {
        lock (_changing)
        {
            var name = PyPIUpstreamDistribution.Normalized(project);
            _stale[name] = new Stale(_projects.GetValueOrDefault(name), times);
            return this;
        }
    }

    /// <summary>Forgets the requests to both servers.</summary>
    public void Forget()
    {
        Index.Forget();
        FileHost.Forget();
    }

    /// <summary>Stops both servers.</summary>
    public void Dispose()
    {
        Index.Dispose();
        FileHost.Dispose();
    }

    /// <summary>The project whose page answers the next request for it, or null.</summary>
    internal PyPIUpstreamProject? TakePage(string normalName)
    {
        lock (_changing)
        {
            return _stale.TryGetValue(normalName, out var stale) && stale.Times-- > 0 ? stale.Project : _projects.GetValueOrDefault(normalName);
        }
    }

    /// <summary>Writes a page to where it can be served from, and returns its path below the root. A page never changes there: requests may be under way.</summary>
    internal string Write(byte[] page)
    {
        lock (_changing)
        {
            var path = $"pages/{Files.Hash(page, "SHA256")}";
            Files.Write(Path.Combine(_root, path), page);
            return path;
        }
    }

    /// <summary>Whether pages have what came with a version of the interface, 1.4 for 4.</summary>
    internal bool Has(int minor) => int.Parse(ApiVersion.Split('.')[1]) >= minor;

    /// <summary>A file's address as the page of its project gives it.</summary>
    internal string Link(PyPIUpstreamFile file) => file.Url is null && Links == PyPIUpstreamLinks.Relative ? $"../../{Escaped(file.Path)}" : AbsoluteLink(file);

    /// <summary>A file's address.</summary>
    internal string AbsoluteLink(PyPIUpstreamFile file) => file.Url ?? $"{(Links == PyPIUpstreamLinks.FileHost ? FileHost : Index).Uri}/{Escaped(file.Path)}";

    /// <summary>The address of a file's provenance, or null.</summary>
    internal string? ProvenanceLink(PyPIUpstreamFile file) => file.Provenance is null ? null : $"{Index.Uri}/{Escaped(file.ProvenancePath)}";

    private static string Escaped(string path) => string.Join('/', path.Split('/').Select(System.Uri.EscapeDataString));

    private static bool IsFile(string path) => path.StartsWith("packages/", StringComparison.Ordinal);

    private void DeleteFiles(IEnumerable<PyPIUpstreamFile> files)
    {
        foreach (var path in files.SelectMany(file => (string[])[file.Path, file.Path + ".metadata", file.Path + ".asc"]))
        {
            // What it never had has no directory either.
            if (System.IO.File.Exists(Path.Combine(_root, path)))
            {
                System.IO.File.Delete(Path.Combine(_root, path));
            }
        }
    }

    private sealed class Stale(PyPIUpstreamProject? project, int times)
    {
        public PyPIUpstreamProject? Project => project;

        public int Times { get; set; } = times;
    }
}
