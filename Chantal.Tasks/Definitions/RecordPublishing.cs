using Chantal.Definitions;
using Microsoft.Build.Framework;
using Task = System.Threading.Tasks.Task;

namespace Chantal.Tasks;

/// <summary>Writes down what a definition says of the published tree, and only when that changed.</summary>
[MSBuildMultiThreadableTask]
public sealed class RecordPublishing : MirrorTask
{
    /// <summary>The record.</summary>
    [Required]
    public string Record { get; set; } = "";

    /// <summary>Files that rest on the record; they are removed before a change of it is written.</summary>
    public string[] Outdates { get; set; } = [];

    private protected override string? Step => null;

    private protected override async Task ExecuteAsync(CancellationToken cancellation)
    {
        // The directory follows from the store too.
        var record = await DefinitionRecord.DescribeAsync(Values, TermEffect.Publishing, [new("directory", Mirror!.GetMetadata("PublishDirectory"))], [], cancellation);
        record.WriteIfChanged(Record, Outdates);
    }
}
