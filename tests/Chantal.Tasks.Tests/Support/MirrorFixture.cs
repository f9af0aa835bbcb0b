using Chantal.Plans;
using Chantal.Store;
using Microsoft.Build.Utilities;

namespace Chantal.Tasks.Tests.Support;

/// <summary>A mirror with its definition and its store, in a directory of its own.</summary>
internal sealed class MirrorFixture : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("chantal-task-").FullName;

    public MirrorFixture()
    {
        Layout = new StoreLayout(PathOf("store"));
        PublishDirectory = Path.Combine(Layout.PublishRoot, Name);
        Write("debian.proj", "<Project />");
    }

    /// <summary>The mirror's name.</summary>
    public string Name { get; set; } = "debian";

    /// <summary>Its type.</summary>
    public string Type { get; set; } = "apt";

    /// <summary>Where it is published.</summary>
    public string PublishDirectory { get; set; }

    /// <summary>The <c>Directory.Build.props</c> above the definition, or empty if the file does not exist.</summary>
    public string Defaults { get; set; } = "";

    /// <summary>What the definition says, by words.</summary>
    public Dictionary<string, string> Words { get; } = new() { ["Upstream"] = "http://archive.invalid/", ["MaxRetries"] = "0" };

    /// <summary>The definition's items: words and values.</summary>
    public List<(string Word, string Value)> Items { get; } = [("Suite", "stable")];

    public StoreLayout Layout { get; }

    public RefStore Refs => new(Layout);

    /// <summary>A file beside the definition.</summary>
    public string PathOf(string name) => Path.Combine(_root, name);

    /// <summary>Writes a file beside the definition.</summary>
    public string Write(string name, string text = "")
    {
        File.WriteAllText(PathOf(name), text);
        return PathOf(name);
    }

    /// <summary>Stores a state of the mirror.</summary>
    public GenerationId State(string type)
    {
        using var writer = new GenerationStore(Layout).Create(new PlanHeader { Type = type });
        return writer.Complete();
    }

    /// <summary>Runs a task in a build of its own, which is over when it returns.</summary>
    public FakeBuildEngine Run(MirrorTask task)
    {
        using var engine = new FakeBuildEngine();
        using (task)
        {
            task.BuildEngine = engine;
            task.Mirror = new TaskItem("mirror", new Dictionary<string, string>
            {
                ["Name"] = Name,
                ["MirrorType"] = Type,
                ["Definition"] = PathOf("debian.proj"),
                ["Project"] = PathOf("debian.proj"),
                ["StoreRoot"] = Layout.StoreRoot,
                ["PublishRoot"] = Layout.PublishRoot,
                ["IndexPath"] = Layout.IndexPath,
                ["PublishDirectory"] = PublishDirectory,
                ["Defaults"] = Defaults,
            });
            task.Definition = new TaskItem("definition", Words);
            task.Items = [.. Items.Select(i => new TaskItem(i.Value, new Dictionary<string, string> { ["Word"] = i.Word }))];
            Assert.AreEqual(task.Execute(), engine.Errors.Count == 0);
        }

        return engine;
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);
}
