using Chantal.Definitions;
using Microsoft.Build.Evaluation;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace Chantal.Tasks;

/// <summary>The items of a definition as MSBuild carries them: all in one list, each with its <c>Word</c>.</summary>
internal static class DefinitionItems
{
    private const string Word = "Word";

    /// <summary>An item without MSBuild.</summary>
    public static DefinitionItem Read(ITaskItem item)
    {
        var term = Vocabulary.Get(item.GetMetadata(Word));
        var metadata = term.Metadata.Select(name => KeyValuePair.Create(name, item.GetMetadata(name).Trim())).Where(m => m.Value.Length > 0);
        return new DefinitionItem(term.Name, item.ItemSpec, [.. metadata]);
    }

    /// <summary>An item with MSBuild, which takes nothing in it for anything but text.</summary>
    public static ITaskItem Write(DefinitionItem item)
    {
        var written = new TaskItem(ProjectCollection.Escape(item.Value), new Dictionary<string, string> { [Word] = item.Name });
        foreach (var (name, value) in item.Metadata)
        {
            written.SetMetadata(name, ProjectCollection.Escape(value));
        }

        return written;
    }
}
