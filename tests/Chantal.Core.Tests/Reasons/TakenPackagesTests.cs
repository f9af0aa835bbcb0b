using Chantal.Core.Tests.Support;
using Chantal.Plans;
using Chantal.Reasons;
using Chantal.Repositories;

namespace Chantal.Core.Tests.Reasons;

[TestClass]
public sealed class TakenPackagesTests
{
    // 0 web (named) -> 1 lib -> 2 libc; 3 tool (named) -> 2 libc; 1 lib <-> 4 plugin; 5 left out, would need libc.
    private static readonly SelectedVersion[] Versions =
    [
        Of("web", SelectionCause.Named),
        Of("lib", SelectionCause.Needed, 0, 4),
        Of("libc", SelectionCause.Needed, 1, 3, 5),
        Of("tool", SelectionCause.Named),
        Of("plugin", SelectionCause.Needed, 1),
        Of("stranger", SelectionCause.Unnamed),
    ];

    [TestMethod]
    public void The_chain_is_the_shortest_from_a_wish()
    {
        var taken = new TakenPackages(Versions);

        Assert.AreEqual("web", Chain(0));
        Assert.AreEqual("web lib", Chain(1));
        Assert.AreEqual("tool libc", Chain(2));
        Assert.AreEqual("web lib plugin", Chain(4));

        string Chain(int version) => string.Join(' ', taken.ChainTo(version).Select(v => v.Package.Name));
    }

    [TestMethod]
    public void Only_for_a_package_is_what_no_other_way_leads_to()
    {
        var taken = new TakenPackages(Versions);

        Assert.AreEqual("lib plugin", OnlyFor(0));
        Assert.AreEqual("plugin", OnlyFor(1));
        Assert.AreEqual("", OnlyFor(2));
        Assert.AreEqual("", OnlyFor(3));
        Assert.AreEqual("lib libc plugin", OnlyFor(0, 3));

        string OnlyFor(params int[] versions) => string.Join(' ', taken.OnlyFor(versions.ToHashSet()).Select(v => v.Package.Name));
    }

    [TestMethod]
    public void A_record_comes_back_as_it_was_and_a_damaged_one_is_none()
    {
        using var directory = new TemporaryDirectory();
        SelectedVersion[] hostile = [.. Versions, new SelectedVersion(new PackageIdentity("a\tb\nNamed", "1", null), 7, SelectionCause.Excluded)];
        SelectionRecord.Write(directory.Root, hostile);
        var file = Path.Combine(directory.Root, "selection.tsv");

        var read = SelectionRecord.Read(directory.Root)!;

        Assert.HasCount(Versions.Length + 1, read);
        Assert.AreSequenceEqual([1, 3, 5], read[2].NeededBy);
        Assert.AreEqual("*.deb", read[0].Detail);
        Assert.AreEqual(("a b Named", 7L), (read[^1].Package.Name, read[^1].Size));
        foreach (var damage in (string[])["Named\ta\t1\t\tx\t\t\n", "Named\ta\t1\t\t1\t\t99\n", "Named\ta\n", "Unheard\ta\t1\t\t1\t\t\n", "Named\ta\t1\t\t1\t\t-1\n"])
        {
            File.WriteAllText(file, "chantal-selection 1\n" + damage);
            Assert.IsNull(SelectionRecord.Read(directory.Root), damage);
        }

        SelectionRecord.Write(directory.Root, null);
        Assert.IsNull(SelectionRecord.Read(directory.Root));
        Assert.IsFalse(File.Exists(file));
    }

    private static SelectedVersion Of(string name, SelectionCause cause, params int[] neededBy) =>
        new(new PackageIdentity(name, "1", "amd64"), 1, cause) { NeededBy = neededBy, Detail = cause == SelectionCause.Named ? "*.deb" : null };
}
