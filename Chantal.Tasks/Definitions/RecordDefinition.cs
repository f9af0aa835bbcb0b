using Chantal.Definitions;
using Chantal.OpenPgp;
using Microsoft.Build.Evaluation;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;
using Task = System.Threading.Tasks.Task;

namespace Chantal.Tasks;

/// <summary>
/// Writes down what a definition means, and only when that changed: the time stamp of the record is what the targets
/// behind it compare with. Files of the definition count by their content, never by their time stamps.
/// </summary>
public sealed class RecordDefinition : MirrorTask
{
    /// <summary>The project that is evaluated: the definition, or what stands in for it.</summary>
    [Required]
    public string Project { get; set; } = "";

    /// <summary>Lines of <c>name=value</c>.</summary>
    [Required]
    public string Values { get; set; } = "";

    /// <summary>Files that belong to the definition, such as keyrings.</summary>
    public ITaskItem[] Files { get; set; } = [];

    /// <summary>Keyrings as <c>SignedBy</c> lists them; they belong to the definition too.</summary>
    public string SignedBy { get; set; } = "";

    /// <summary>
    /// Names of items that hold patterns. MSBuild takes <c>nginx*</c> for a search of files and, finding none, drops it;
    /// these are read again as they were written.
    /// </summary>
    public string[] PatternItems { get; set; } = [];

    /// <summary>The record.</summary>
    [Required]
    public string Record { get; set; } = "";

    /// <summary>Files that rest on the record; they are removed before a change of it is written.</summary>
    public string[] Outdates { get; set; } = [];

    /// <summary>The patterns, each with the metadata <c>ItemName</c>.</summary>
    [Output]
    public ITaskItem[] Patterns { get; private set; } = [];

    private protected override string? Step => null;

    private protected override async Task ExecuteAsync(CancellationToken cancellation)
    {
        var patterns = ItemPatterns.Read(Project, PatternItems, ((IBuildEngine6)BuildEngine).GetGlobalProperties());
        Patterns = [.. patterns.Select(p => new TaskItem(ProjectCollection.Escape(p.Pattern), new Dictionary<string, string> { ["ItemName"] = p.ItemName }))];
        var keyrings = KeyringFile.ParseList(SignedBy, DefinitionPath(".")).Select(k => k.Path);
        var record = await DefinitionRecord.DescribeAsync(Values, patterns, [.. Files.Select(f => f.ItemSpec).Concat(keyrings)], cancellation);
        record.WriteIfChanged(Record, Outdates);
    }
}
