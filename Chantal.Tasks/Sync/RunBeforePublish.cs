using Chantal.Mirroring;
using Microsoft.Build.Framework;

namespace Chantal.Tasks;

/// <summary>Runs the command that <c>BeforePublishCommand</c> gives, which looks at a candidate. A failure keeps the candidate from being published.</summary>
[MSBuildMultiThreadableTask]
public sealed class RunBeforePublish : MirrorTask
{
    /// <summary>The tree that it looks at.</summary>
    [Required]
    public string Tree { get; set; } = "";

    /// <summary>The list of what is new in it.</summary>
    [Required]
    public string Changes { get; set; } = "";

    private protected override async System.Threading.Tasks.Task ExecuteAsync(CancellationToken cancellation) =>
        await new PublishCheck(Values.Text("BeforePublishCommand"), DefinitionPath("."), MirrorName, Reporter).RunAsync(Tree, Changes, cancellation);
}
