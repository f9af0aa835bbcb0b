using Chantal.Definitions;
using Chantal.Diagnostics;

namespace Chantal.Hosts;

/// <summary>Gathers definitions under names that are each there once.</summary>
internal sealed class HostMirrors(Host host)
{
    private readonly List<MirrorDefinition> _mirrors = [];
    private readonly SortedDictionary<string, string> _keys = new(StringComparer.Ordinal);
    private readonly List<string> _notes = [];

    /// <summary>Something that the reader has to know.</summary>
    public void Note(string note) => _notes.Add(Printable.Escape(note));

    /// <summary>Where another tool has its tree, which is not one to publish into.</summary>
    public void NoteOldTree(string place, string directory) =>
        Note($"{place}: the old tree is in {directory}. Set StoreRoot and PublishRoot to places of their own; do not publish into the old tree.");

    /// <summary>Lines of a file that mean nothing.</summary>
    public void NotePassedOver(string file, IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            Note(line[0] == '['
                ? $"{file}: '{line}' has no ], so the section is left out with all that it says."
                : $"{file}: '{Credentials.Hide(line)}' is neither a section nor a key, and is left out.");
        }
    }

    /// <summary>A name that no mirror has yet: the first of these that is free, or the last with a number.</summary>
    public string NameFor(params IEnumerable<string> wishes)
    {
        var names = wishes.Select(AsName).Where(n => n.Length > 0).DefaultIfEmpty("mirror").ToList();
        return names.Concat(Enumerable.Range(2, _mirrors.Count + 1).Select(i => $"{names[^1]}-{i}")).First(n => _mirrors.All(m => m.Name != n));
    }

    /// <summary>Adds a mirror; properties and items without a value are left out.</summary>
    public void Add(string name, IEnumerable<(string Name, string Value)> properties, IEnumerable<DefinitionItem> items) =>
        _mirrors.Add(new MirrorDefinition(name, [.. properties.Where(p => p.Value.Length > 0).Select(p => KeyValuePair.Create(p.Name, p.Value))], [.. items]));

    /// <summary>Keeps a key and says where it will lie.</summary>
    public string AddKey(string mirror, string key)
    {
        var path = Path.Combine(host.KeyDirectory, mirror + ".asc");
        _keys[path] = key;
        return path;
    }

    /// <summary>A base URL: <see cref="Url"/> with a slash at its end.</summary>
    public string? Base(string url, string place) => Url(url, place) is { } known ? known.TrimEnd('/') + "/" : null;

    /// <summary>An http or https URL without credentials; null, and a note, for any other.</summary>
    public string? Url(string url, string place)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
        {
            Note($"{place}: '{Credentials.Hide(url)}' is left out: Chantal fetches from http and https URLs.");
            return null;
        }

        if (uri.UserInfo.Length > 0)
        {
            Note($"{place}: the credentials for {uri.Host} stay there; put them into a netrc file and name it with NetrcFile.");
        }

        return uri.UserInfo.Length > 0 ? $"{uri.Scheme}://{url[(url.IndexOf(uri.UserInfo + "@", StringComparison.Ordinal) + uri.UserInfo.Length + 1)..]}" : url;
    }

    /// <summary>What was gathered.</summary>
    public HostSources ToSources() => new(_mirrors, [.. _keys], _notes);

    private static string AsName(string wish)
    {
        var name = string.Concat(wish.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' ? c : '-')).Trim('-', '.');
        return name.Length > 60 ? name[..60] : name;
    }
}
