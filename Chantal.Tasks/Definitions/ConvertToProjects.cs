using Chantal.Definitions;
using Chantal.Definitions.Yaml;
using Chantal.Diagnostics;
using Microsoft.Build.Framework;

namespace Chantal.Tasks;

/// <summary>Writes the repositories of a YAML file as projects; those that are there already stay as they are.</summary>
[MSBuildMultiThreadableTask]
public sealed class ConvertToProjects : MirrorTask
{
    private protected override async System.Threading.Tasks.Task ExecuteAsync(CancellationToken cancellation)
    {
        var yaml = DefinitionPath(Values.Require("YamlFile", "-p:YamlFile=chantal.yaml"));
        var to = Directory.CreateDirectory(DefinitionPath(Values.Require("OutputDirectory", "-p:OutputDirectory=mirrors"))).FullName;
        try
        {
            var estate = await YamlReader.ReadFileAsync(yaml, cancellation);
            foreach (var mirror in estate.Mirrors)
            {
                var file = Path.Combine(to, mirror.Name + ".proj");
                if (File.Exists(file))
                {
                    Reporter.Warning(DefinitionDiagnostics.AlreadyThere(file, mirror.Name));
                    continue;
                }

                var whole = mirror with { Properties = [.. mirror.Properties, .. estate.Properties] };
                await File.WriteAllTextAsync(file, ProjectText.Write(whole.Move(Path.GetDirectoryName(yaml)!, to)), cancellation);
                Reporter.Info($"Wrote '{file}'.");
            }
        }
        catch (YamlDefinitionException exception)
        {
            Log.LogError(null, exception.Code, null, yaml, exception.Place.Line, exception.Place.Column, 0, 0, Printable.Escape(exception.Message));
        }
    }
}
