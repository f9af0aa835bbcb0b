using Chantal.Definitions;
using Chantal.Definitions.Yaml;
using Chantal.Diagnostics;
using Microsoft.Build.Framework;

namespace Chantal.Tasks;

/// <summary>Writes the repositories of a YAML file as projects; those that are there already stay as they are.</summary>
[MSBuildMultiThreadableTask]
public sealed class ConvertToProjects : MirrorTask
{
    /// <summary>The YAML file.</summary>
    [Required]
    public string YamlFile { get; set; } = "";

    private protected override async System.Threading.Tasks.Task ExecuteAsync(CancellationToken cancellation)
    {
        var to = Directory.CreateDirectory(DefinitionPath(Values.Require("OutputDirectory", "-p:OutputDirectory=mirrors"))).FullName;
        try
        {
            var estate = await YamlReader.ReadFileAsync(YamlFile, cancellation);
            foreach (var mirror in estate.Mirrors)
            {
                var file = Path.Combine(to, mirror.Name + ".proj");
                if (File.Exists(file))
                {
                    Reporter.Warning(DefinitionDiagnostics.AlreadyThere(file, mirror.Name));
                    continue;
                }

                var whole = mirror with { Properties = [.. mirror.Properties, .. estate.Properties] };
                await File.WriteAllTextAsync(file, ProjectText.Write(whole.Move(Path.GetDirectoryName(YamlFile)!, to)), cancellation);
                Reporter.Info($"Wrote '{file}'.");
            }
        }
        catch (YamlDefinitionException exception)
        {
            Log.LogError(null, exception.Code, null, YamlFile, exception.Place.Line, exception.Place.Column, 0, 0, Printable.Escape(exception.Message));
        }
    }
}
