using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Chantal.Mirroring;
using Chantal.Store;
using Microsoft.Build.Framework;

namespace Chantal.Tasks.Tests.Architecture;

/// <summary>The assemblies are as docs/architecture.md has them.</summary>
[TestClass]
public sealed partial class ArchitectureTests : IDisposable
{
    private readonly AssemblyReader _core = new(typeof(StoreLayout));
    private readonly AssemblyReader _tasks = new(typeof(MirrorTask));

    // From the top to the bottom: a room uses only those behind it.
    private static readonly string[] Rooms =
        [.. Room().Matches(File.ReadAllText(InCheckout("docs/architecture.md")).Split("\n## The rooms\n")[1].Split("\n## ")[0]).Select(m => "Chantal." + m.Groups["room"].Value)];

    public void Dispose()
    {
        _core.Dispose();
        _tasks.Dispose();
    }

    [TestMethod]
    public void Every_room_has_its_line_and_every_line_its_room()
    {
        Assert.AreAllDistinct(Rooms);
        Assert.AreSequenceEqual(_core.Namespaces.ToArray(), Rooms, SequenceOrder.InAnyOrder);
    }

    [TestMethod]
    public void Arrows_run_downwards() => Holds(u => Array.IndexOf(Rooms, u.To) > Array.IndexOf(Rooms, u.From));

    [TestMethod]
    public void A_format_knows_neither_the_store_nor_another_format()
    {
        string[] formats = [.. RepositoryFormats.All.Select(f => House(f.GetType().Namespace!))];
        Holds(u => !formats.Contains(House(u.From)) || House(u.To) == House(u.From) || (!formats.Contains(House(u.To)) && House(u.To) != "Store"));
    }

    [TestMethod]
    public void The_core_knows_nothing_of_MSBuild_and_nothing_that_is_built_on_it() =>
        Assert.IsEmpty(_core.References.Where(r => r.StartsWith("Microsoft.Build", StringComparison.Ordinal) || r.StartsWith("Chantal", StringComparison.OrdinalIgnoreCase)));

    [TestMethod]
    public void The_core_has_no_serialiser_that_every_process_would_compile_again() =>
        Assert.IsEmpty(_core.ForeignTypes.Where(t => t == "System.Text.Json.JsonSerializer" || t.StartsWith("System.Text.Json.Serialization.", StringComparison.Ordinal)));

    [TestMethod]
    public void Tasks_lie_in_the_one_namespace_that_their_names_have() =>
        Assert.AreSequenceEqual(["Chantal.Tasks"], _tasks.Namespaces.Where(n => n != typeof(MSBuildMultiThreadableTaskAttribute).Namespace));

    [TestMethod]
    public void Every_task_may_run_beside_others_in_one_process() => Assert.IsEmpty(typeof(MirrorTask).Assembly.GetTypes()
        .Where(t => t is { IsAbstract: false } && typeof(ITask).IsAssignableFrom(t) && !t.IsDefined(typeof(MSBuildMultiThreadableTaskAttribute), inherit: false)));

    [TestMethod]
    public void The_public_types_are_those_of_the_list() =>
        Assert.AreEqual(File.ReadAllText(InCheckout("tests/Chantal.Tasks.Tests/Architecture/PublicTypes.txt")), string.Concat(_core.PublicTypes.Concat(_tasks.PublicTypes).Select(t => t + "\n")));

    [TestMethod]
    public void The_reader_sees_uses_in_signatures_and_in_bodies()
    {
        Assert.Contains(u => (u.User, u.Used) == ("BlobStore", "Sha256Digest"), _core.Uses);
        Assert.Contains(u => (u.User, u.Used) == ("BundleExport", "FreeSpace"), _core.Uses);
        Assert.Contains(r => r.StartsWith("Microsoft.Build", StringComparison.Ordinal), _tasks.References);
    }

    private void Holds(Func<Use, bool> rule) => Assert.AreEqual("", string.Join('\n', _core.Uses.Where(u => !rule(u)).Select(u => $"{u.From}.{u.User} uses {u.To}.{u.Used}").Distinct()));

    private static string House(string room) => room.Split('.')[1];

    private static string InCheckout(string path, [CallerFilePath] string file = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", "..", "..", path));

    [GeneratedRegex(@"^\d+\. `(?<room>[\w.]+)`: ", RegexOptions.Multiline)]
    private static partial Regex Room();
}
