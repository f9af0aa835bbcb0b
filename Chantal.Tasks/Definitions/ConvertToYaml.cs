using Chantal.Definitions;
using Chantal.Definitions.Yaml;
using Microsoft.Build.Framework;

namespace Chantal.Tasks;

/// <summary>Writes definitions of projects as one YAML file.</summary>
[MSBuildMultiThreadableTask]
public sealed class ConvertToYaml : MirrorTask
{
    /// <summary>The projects.</summary>
    [Required]
    public ITaskItem[] Projects { get; set; } = [];

    private protected override System.Threading.Tasks.Task ExecuteAsync(CancellationToken cancellation)
    {
        var to = Values.PathOrNull("OutputFile") is { } file ? Path.GetDirectoryName(file)! : DefinitionPath(".");
        var store = Vocabulary.Terms.Where(t => t.Scope == TermScope.Store).Select(t => t.Name).ToHashSet(StringComparer.Ordinal);
        List<MirrorDefinition> mirrors = [.. Projects.Select(p => p.GetMetadata("FullPath")).Select(p => DefinitionReader.Read(p).Move(Path.GetDirectoryName(p)!, to))];
        var shared = mirrors.SelectMany(m => m.Properties.Where(p => store.Contains(p.Key))).DistinctBy(p => p.Key);
        var estate = new EstateDefinition([.. shared], [.. mirrors.Select(m => m with { Properties = [.. m.Properties.Where(p => !store.Contains(p.Key))] })]);
        return ShowAsync(YamlWriter.Write(estate), cancellation);
    }
}
