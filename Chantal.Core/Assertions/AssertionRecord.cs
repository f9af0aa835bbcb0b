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
    public static AssertionRecord Read(StoreLayout layout, string mirror) =>
        File.Exists(PathOf(layout, mirror)) ? JsonSerializer.Deserialize<AssertionRecord>(File.ReadAllBytes(PathOf(layout, mirror))) ?? Nothing : Nothing;

    /// <summary>Writes it down, if it is not what was written before.</summary>
    /// <param name="layout">The store.</param>
    /// <param name="mirror">The mirror.</param>
    public void Write(StoreLayout layout, string mirror)
    {
        var path = PathOf(layout, mirror);
        var text = JsonSerializer.Serialize(this);
        if (IsEmpty)
        {
            File.Delete(path);
        }
        else if (!File.Exists(path) || File.ReadAllText(path) != text)
        {
            WholeFile.Write(path, text);
        }
    }

    private static string PathOf(StoreLayout layout, string mirror) => Path.Combine(layout.State(mirror), FileName);
}
