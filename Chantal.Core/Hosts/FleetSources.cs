using Chantal.Definitions;
using Chantal.Hosts.Lists;

namespace Chantal.Hosts;

/// <summary>Makes definitions that cover what many hosts use, from their lists: what several of them use is one mirror.</summary>
/// <param name="keyDirectory">Where keys go that stand in the hosts' files.</param>
/// <param name="onlyInstalled">Whether mirrors hold only what hosts have installed, and what that needs.</param>
internal sealed class FleetSources(string keyDirectory, bool onlyInstalled)
{
    // Words of which each place has its own set, and a mirror the union.
    private static readonly string[] Unions = ["Suite", "Architecture", "Repository", "PythonVersion"];

    private readonly Dictionary<string, FleetMirror> _mirrors = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, string> _keys = new(StringComparer.Ordinal);
    private readonly List<string> _notes = [];

    /// <summary>Adds what a host uses.</summary>
    public void Add(HostList list)
    {
        var (mirrors, keys, notes) = HostSources.Read(new ReportedHost(list, keyDirectory));
        // Which Python packages there are stands in the list.
        var told = notes.Where(n => !list.Packages.Any(p => p.Type == "pypi") || !n.Contains("requirements.txt", StringComparison.Ordinal)).ToList();
        var suffix = $"{list.System.Id}-{list.System.Version}".Trim('-');
        foreach (var mirror in mirrors)
        {
            var identity = IdentityOf(mirror);
            if (!_mirrors.TryGetValue(identity, out var known))
            {
                known = new FleetMirror(NameFor(mirror.Name, suffix), mirror);
                _mirrors.Add(identity, known);
                Keep(keys, mirror, known.Name);
                _notes.AddRange(told.Where(n => n.Contains(mirror.Name, StringComparison.Ordinal)).Select(n => $"{list.Name}: {n}"));
            }

            known.Add(mirror, list);
        }

        _notes.AddRange(notes.Where(n => n.Contains(" is left out", StringComparison.Ordinal)));
    }

    /// <summary>What all hosts use.</summary>
    public HostSources ToSources() => new([.. _mirrors.Values.Select(m => m.ToDefinition(onlyInstalled))], [.. _keys], [.. _notes.Distinct()]);

    // The same place with other components, keys or filters is another mirror, as it is on one host.
    private static string IdentityOf(MirrorDefinition mirror) => string.Join('\n', [
        mirror["MirrorType"], mirror["Upstream"], mirror["MetaLink"], mirror["MirrorList"],
        .. mirror.Items.Where(i => !Unions.Contains(i.Name)).Select(i => $"{i.Name}={i.Value}={string.Join(',', i.Metadata)}").Order(StringComparer.Ordinal),
    ]);

    private string NameFor(string wish, string suffix)
    {
        var taken = _mirrors.Values.Select(m => m.Name).ToHashSet(StringComparer.Ordinal);
        var names = new[] { wish, $"{wish}-{suffix}" }.Concat(Enumerable.Range(2, taken.Count + 1).Select(i => $"{wish}-{suffix}-{i}"));
        return names.First(n => !taken.Contains(n));
    }

    private void Keep(IEnumerable<KeyValuePair<string, string>> keys, MirrorDefinition mirror, string name)
    {
        foreach (var (path, key) in keys.Where(k => mirror["SignedBy"].Split(';').Contains(k.Key)))
        {
            _keys[Path.Combine(Path.GetDirectoryName(path)!, name + Path.GetExtension(path))] = key;
        }
    }

    private sealed class FleetMirror(string name, MirrorDefinition first)
    {
        private readonly List<DefinitionItem> _items = [.. first.Items.Where(i => !Unions.Contains(i.Name))];
        private readonly List<DefinitionItem> _unions = [];
        private readonly HashSet<string> _whole = new(StringComparer.Ordinal);
        private readonly SortedSet<string> _packages = new(StringComparer.Ordinal);
        private readonly SortedSet<string> _signers = new(StringComparer.Ordinal);
        private readonly string _type = first["MirrorType"];

        public string Name => name;

        public void Add(MirrorDefinition mirror, HostList list)
        {
            foreach (var word in Unions)
            {
                var items = mirror.Items.Where(i => i.Name == word).ToList();
                _unions.AddRange(items.Where(i => !_unions.Any(u => u.Name == word && u.Value == i.Value)));

                // Where a host takes all that there is, so does the mirror.
                _ = items.Count > 0 || _whole.Add(word);
            }

            // A key that stood in a host's file is called as the mirror is here.
            _signers.UnionWith(mirror["SignedBy"].Split(';', StringSplitOptions.RemoveEmptyEntries)
                .Select(k => Path.GetFileNameWithoutExtension(k) == mirror.Name && !Path.IsPathRooted(k) ? Path.Combine(Path.GetDirectoryName(k)!, name + Path.GetExtension(k)) : k));
            _packages.UnionWith(list.Packages.Where(p => p.Type == _type).Select(p => p.Name));
        }

        public MirrorDefinition ToDefinition(bool onlyInstalled)
        {
            var definition = (first with { Name = name, Items = [.. _unions.Where(u => !_whole.Contains(u.Name)).OrderBy(u => Array.IndexOf(Unions, u.Name)).Concat(_items)] })
                .With("SignedBy", string.Join(';', _signers));

            // Of a Python index a mirror has to say what to take; the hosts say it.
            if (_packages.Count == 0 || !(onlyInstalled || _type == "pypi"))
            {
                return definition;
            }

            definition = definition with { Items = [.. definition.Items.Where(i => i.Name != "Requirements")] };
            return definition.With("Package", _packages).With("IncludeDependencies", _type == "pypi" && !definition.Items.Any(i => i.Name == "PythonVersion") ? "" : "true");
        }
    }
}
