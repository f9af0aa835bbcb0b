using System.Text.Json;
using Chantal.Plans;
using Chantal.Store;
using Chantal.Text;
using Chantal.Transfer;

namespace Chantal.Advisories;

/// <summary>How a source looked when its content was taken: while it looks so, it is not read again.</summary>
/// <param name="Sha256">The content.</param>
internal sealed record SeenSource(Sha256Digest Sha256)
{
    /// <summary>Of files: sizes, times and places.</summary>
    public string? Look { get; init; }

    /// <summary>Of a URL: what the server said.</summary>
    public Validators? Validators { get; init; }
}

/// <summary>
/// The sources of advisories that a mirror has, in two files of its state: those that its next generation goes with, which the steps behind rest on, and how they looked.
/// </summary>
/// <param name="layout">The store.</param>
/// <param name="mirror">The mirror.</param>
internal sealed class AdvisoryRecord(StoreLayout layout, string mirror)
{
    /// <summary>The file that the next steps rest on.</summary>
    public string File { get; } = Path.Combine(layout.State(mirror), "advisories.json");

    private string SeenFile => Path.Combine(layout.State(mirror), "advisories-seen.json");

    /// <summary>The sources; none if the file is not there or not whole.</summary>
    public IReadOnlyList<PlanAdvisories> Read() => Read(File, root => AdvisoriesFormat.Read(root)) ?? [];

    /// <summary>How sources looked, by their names.</summary>
    public Dictionary<string, SeenSource> ReadSeen() => Read(SeenFile, root => root.Table(ReadOne)) ?? [];

    /// <summary>Writes what changed, after what rests on it was removed.</summary>
    /// <returns>Whether the sources are others than before.</returns>
    public bool Write(IReadOnlyList<PlanAdvisories> sources, IReadOnlyDictionary<string, SeenSource> seen, IEnumerable<string> outdated)
    {
        var text = JsonOutput.ToText(json =>
        {
            json.WriteStartObject();
            AdvisoriesFormat.Write(json, new PlanHeader { Type = "", NamesSources = true, Advisories = sources });
            json.WriteEndObject();
        });
        var isNews = sources.Count == 0 ? System.IO.File.Exists(File) : !System.IO.File.Exists(File) || System.IO.File.ReadAllText(File) != text;
        if (isNews)
        {
            outdated.ToList().ForEach(System.IO.File.Delete);
        }

        if (sources.Count == 0)
        {
            System.IO.File.Delete(File);
            System.IO.File.Delete(SeenFile);
            return isNews;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(File)!);
        WholeFile.Write(SeenFile, JsonOutput.ToText(json => json.WriteTable(seen, WriteOne)));
        if (isNews)
        {
            WholeFile.Write(File, text);
        }

        return isNews;
    }

    private static T? Read<T>(string file, Func<JsonElement, T> read)
        where T : class
    {
        try
        {
            return System.IO.File.Exists(file) ? StrictJson.Read(System.IO.File.ReadAllBytes(file), read) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static void WriteOne(Utf8JsonWriter json, SeenSource seen)
    {
        json.WriteStartObject();
        json.WriteString("sha256", seen.Sha256.ToString());
        json.WriteOptional("look", seen.Look);
        json.WriteOptional("eTag", seen.Validators?.ETag);
        json.WriteOptional("lastModified", seen.Validators?.LastModified);
        json.WriteEndObject();
    }

    private static SeenSource ReadOne(JsonElement seen) => new(Sha256Digest.Parse(seen.Text("sha256")))
    {
        Look = seen.OptionalText("look"),
        Validators = seen.OptionalText("eTag") is var tag && seen.OptionalTime("lastModified") is var modified && (tag is not null || modified is not null) ? new Validators(tag, modified) : null,
    };
}
