using System.Collections.Concurrent;
using System.Text.Json;
using Chantal.Files.Names;
using Chantal.Plans;

namespace Chantal.Files;

/// <summary>The URLs with queries, which may be secrets: a plan has a <c>?</c> in place of each. Only their owner can read the file that they are in.</summary>
/// <param name="stateDirectory">The mirror's own files between syncs.</param>
internal sealed class AddressBook(string stateDirectory)
{
    private readonly string _path = Path.Combine(stateDirectory, "addresses.json");
    private readonly ConcurrentDictionary<string, string> _noted = new(StringComparer.Ordinal);
    private readonly Lazy<Dictionary<string, string>> _kept = new(() => Read(Path.Combine(stateDirectory, "addresses.json")));

    /// <summary>A URL or path as a plan has it.</summary>
    public string ForPlan(FileAddress address)
    {
        var whole = address.Request;
        if (!address.IsAbsolute || whole.IndexOf('?', StringComparison.Ordinal) is not (>= 0 and var query))
        {
            return whole;
        }

        var bare = whole[..(query + 1)];
        _noted[bare] = whole;
        return bare;
    }

    /// <summary>Keeps what plans were told to leave out.</summary>
    public void Save()
    {
        File.Delete(_path);
        if (!_noted.IsEmpty)
        {
            using var file = new FileStream(_path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite });
            file.Write(JsonOutput.Write(new SortedDictionary<string, string>(_noted, StringComparer.Ordinal), static (writer, addresses) => writer.WriteTable(addresses, (to, address) => to.WriteStringValue(address))));
        }
    }

    /// <summary>The whole URL of an entry; null if it is not kept.</summary>
    public string? Find(PlanEntry entry, string url) => _kept.Value.GetValueOrDefault(url);

    private static Dictionary<string, string> Read(string path)
    {
        try
        {
            return File.Exists(path) ? StrictJson.Read(File.ReadAllBytes(path), root => root.Table(StrictJson.Text)) : [];
        }
        catch (JsonException)
        {
            return [];
        }
    }
}
