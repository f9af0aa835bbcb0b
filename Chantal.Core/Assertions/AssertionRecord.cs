using System.Text;
using System.Text.Json;
using Chantal.Definitions;
using Chantal.Store;
using Chantal.Text;

namespace Chantal.Assertions;

/// <summary>What has to hold of a mirror's states, as its definition said it last. A promotion, which knows no definition's items, reads it here.</summary>
/// <param name="Asserts">Packages that have to be installable.</param>
/// <param name="Closure">What happens where packages cannot be installed any more.</param>
internal sealed record AssertionRecord(IReadOnlyList<AssertItem> Asserts, ClosureMode Closure)
{
    /// <summary>Nothing has to hold.</summary>
    public static readonly AssertionRecord Nothing = new([], ClosureMode.Off);

    private const string FileName = "assertions.json";

    /// <summary>Whether anything has to hold.</summary>
    public bool IsEmpty => Asserts.Count == 0 && Closure == ClosureMode.Off;

    /// <summary>What a definition says.</summary>
    public static AssertionRecord Of(DefinitionValues definition) => new([.. definition.ItemsOf(AssertItem.Word).Select(AssertItem.Read)], definition.Choice<ClosureMode>("CheckClosure"));

    /// <summary>What was written down of a mirror.</summary>
    public static AssertionRecord Read(StoreLayout layout, string mirror)
    {
        if (!File.Exists(PathOf(layout, mirror)))
        {
            return Nothing;
        }

        using var json = JsonDocument.Parse(File.ReadAllBytes(PathOf(layout, mirror)));
        return new AssertionRecord([.. json.RootElement.GetProperty("asserts").EnumerateArray().Select(ReadItem)], Enum.Parse<ClosureMode>(json.RootElement.GetProperty("closure").GetString()!));
    }

    /// <summary>Writes it down, if it is not what was written before.</summary>
    /// <param name="layout">The store.</param>
    /// <param name="mirror">The mirror.</param>
    public void Write(StoreLayout layout, string mirror)
    {
        var path = PathOf(layout, mirror);
        if (IsEmpty)
        {
            File.Delete(path);
        }
        else if (ToJson() is var text && (!File.Exists(path) || File.ReadAllText(path) != text))
        {
            WholeFile.Write(path, text);
        }
    }

    private static AssertItem ReadItem(JsonElement item)
    {
        return new AssertItem(item.GetProperty("package").GetString()!, List("suites"), List("repositories"), List("architectures"), List("with"));

        IReadOnlyList<string> List(string name) => [.. item.GetProperty(name).EnumerateArray().Select(v => v.GetString()!)];
    }

    private string ToJson()
    {
        using var content = new MemoryStream();
        using (var json = new Utf8JsonWriter(content))
        {
            json.WriteStartObject();
            json.WriteString("closure", Closure.ToString());
            json.WriteStartArray("asserts");
            foreach (var item in Asserts)
            {
                json.WriteStartObject();
                json.WriteString("package", item.Package);
                WriteList(json, "suites", item.Suites);
                WriteList(json, "repositories", item.Repositories);
                WriteList(json, "architectures", item.Architectures);
                WriteList(json, "with", item.With);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(content.ToArray());
    }

    private static void WriteList(Utf8JsonWriter json, string name, IReadOnlyList<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }

    private static string PathOf(StoreLayout layout, string mirror) => Path.Combine(layout.State(mirror), FileName);
}
