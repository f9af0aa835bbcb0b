namespace Chantal.Tasks.Tests;

/// <summary>Whether a definition has to be evaluated once more, for the patterns of its items.</summary>
[TestClass]
public sealed class WrittenPatternsTests
{
    private static readonly Dictionary<string, string> None = [];

    [TestMethod]
    [DataRow("<Package Include=\"nginx;curl\" />", false)]
    [DataRow("<Package Include='nginx' Condition=\"'$(Small)' == ''\" />", false)]
    [DataRow("<Package Include=\"nginx*\" />", true)]
    [DataRow("<Package\n  Include = 'ng?nx' />", true)]
    [DataRow("<Package Include=\"$(Names)\" />", true)]
    [DataRow("<Package Include=\"@(Others)\" />", true)]
    [DataRow("<Package Include=\"nginx%2a\" />", true)]
    [DataRow("<Import Project=\"packages.props\" />", true)]
    [DataRow("<PackageReference Include=\"Acme.Mirrors\" />", true)]
    public void A_pattern_may_be_where_an_item_can_bring_one(string item, bool may)
    {
        using var folder = new Folder();
        Assert.AreEqual(may, WrittenPatterns.MayBeIn(folder.Write("mirror.proj", Project(item)), None));
    }

    [TestMethod]
    public void Files_that_projects_share_are_asked_too()
    {
        using var folder = new Folder();
        var project = folder.Write("mirrors/mirror.proj", Project("<Package Include=\"nginx\" />"));
        folder.Write("Directory.Build.targets", "<Project><ItemGroup><Package Include=\"curl\" /></ItemGroup></Project>");
        Assert.IsFalse(WrittenPatterns.MayBeIn(project, None));

        folder.Write("Directory.Build.props", "<Project><ItemGroup><ExcludePackage Include=\"*-dbg\" /></ItemGroup></Project>");
        Assert.IsTrue(WrittenPatterns.MayBeIn(project, None));
    }

    [TestMethod]
    public void Another_SDK_and_a_file_that_the_command_line_names_can_have_any()
    {
        using var folder = new Folder();
        var project = folder.Write("mirror.proj", Project("").Replace("Chantal.Sdk", "Chantal.Sdk;Acme", StringComparison.Ordinal));
        Assert.IsTrue(WrittenPatterns.MayBeIn(project, None));

        project = folder.Write("mirror.proj", Project(""));
        Assert.IsFalse(WrittenPatterns.MayBeIn(project, None));
        Assert.IsTrue(WrittenPatterns.MayBeIn(project, new Dictionary<string, string> { ["CustomBeforeChantalTargets"] = "x.targets" }));
        Assert.IsTrue(WrittenPatterns.MayBeIn(project, new Dictionary<string, string> { ["DirectoryBuildPropsPath"] = "x.props" }));
    }

    private static string Project(string item) => $"<Project Sdk=\"Chantal.Sdk\"><ItemGroup>{item}</ItemGroup></Project>";

    private sealed class Folder : IDisposable
    {
        private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory();

        public string Write(string name, string text)
        {
            var file = Path.Combine(_root.FullName, name);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, text);
            return file;
        }

        public void Dispose() => _root.Delete(recursive: true);
    }
}
