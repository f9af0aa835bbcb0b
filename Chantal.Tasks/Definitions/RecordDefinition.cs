using Chantal.Definitions;
using Chantal.Mirroring;
using Chantal.OpenPgp;
using Microsoft.Build.Framework;
using Task = System.Threading.Tasks.Task;

namespace Chantal.Tasks;

/// <summary>
/// Writes down what a definition means for the plan, and only when that changed: the time stamp of the record is what the
/// targets behind it compare with. Files of the definition count by their content, never by their time stamps.
/// </summary>
[MSBuildMultiThreadableTask]
public sealed class RecordDefinition : MirrorTask
{
    /// <summary>What counts besides the vocabulary, as a plug-in has it: names, each with its <c>Value</c>.</summary>
    public ITaskItem[] OwnValues { get; set; } = [];

    /// <summary>Files that belong to the definition, besides those that the vocabulary knows.</summary>
    public ITaskItem[] Files { get; set; } = [];

    /// <summary>The record.</summary>
    [Required]
    public string Record { get; set; } = "";

    /// <summary>Files that rest on the record; they are removed before a change of it is written.</summary>
    public string[] Outdates { get; set; } = [];

    /// <summary>
    /// The definition's items. MSBuild takes <c>nginx*</c> for a search of files and, finding none, drops it; here it stands
    /// as it was written.
    /// </summary>
    [Output]
    public ITaskItem[] AllItems { get; private set; } = [];

    private protected override string? Step => null;

    private protected override async Task ExecuteAsync(CancellationToken cancellation)
    {
        WarnOfTypedPackage();
        LockMirror();
        var items = ItemPatterns.Restore(Mirror!.GetMetadata("Project"), [.. Items.Select(DefinitionItems.Read)], ((IBuildEngine6)BuildEngine).GetGlobalProperties());
        AllItems = [.. items.Select(DefinitionItems.Write)];
        var definition = Values.With(items);
        definition.RequirePlainPaths();
        definition.RequireNoCredentials();
        MirrorPolicy.Check(definition);
        var record = await DefinitionRecord.DescribeAsync(
            definition, TermEffect.Plan, OwnValues.Select(v => KeyValuePair.Create(v.ItemSpec, v.GetMetadata("Value"))), FilesOf(definition), cancellation);
        record.WriteIfChanged(Record, Outdates);
        if (LeftOutFiles.Read(Layout, MirrorName).Bad.Count > 0 || RepositoryFormats.Find(MirrorType)?.Shortfall(Layout.State(MirrorName), MirrorName) is not null)
        {
            // The mirror is without packages that it should have: this run tries them again.
            Array.ForEach(Outdates, File.Delete);
        }
    }

    private IEnumerable<string> FilesOf(DefinitionValues definition) =>
    [
        .. Vocabulary.Terms.Where(t => t.Kind == TermKind.Path && t.Effect == TermEffect.Plan).Select(t => definition.PathOrNull(t.Name)).OfType<string>(),
        .. KeyringFile.ParseList($"{definition.Text("SignedBy")};{definition.Text("SigningKey")}", DefinitionPath(".")).Select(k => k.Path),
        .. Files.Select(f => DefinitionPath(f.ItemSpec)),
    ];
}
