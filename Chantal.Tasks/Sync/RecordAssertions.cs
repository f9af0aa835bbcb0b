using Chantal.Assertions;
using Microsoft.Build.Framework;

namespace Chantal.Tasks;

/// <summary>Writes down what has to hold of the mirror's states before they are published. The file changes only if the definition says something else.</summary>
[MSBuildMultiThreadableTask]
public sealed class RecordAssertions : MirrorTask
{
    private protected override string? Step => null;

    private protected override System.Threading.Tasks.Task ExecuteAsync(CancellationToken cancellation)
    {
        AssertionRecord.Of(Values).Write(Layout, MirrorName);
        return System.Threading.Tasks.Task.CompletedTask;
    }
}
