using Chantal.Core.Tests.Support;
using Chantal.Diagnostics;
using Chantal.Plans;
using Chantal.Rpm.Packages;

namespace Chantal.Core.Tests.Rpm;

[TestClass]
public sealed class RpmDependencyClosureTests
{
    private readonly List<(CandidatePackage Candidate, PrimaryPackage Package)> _packages = [];
    private readonly Dictionary<string, CandidatePackage> _files = [];
    private readonly ListLog _log = new();

    [TestMethod]
    public async Task What_is_required_comes_along_cycles_and_all()
    {
        Add("a", requires: ["b"]);
        Add("b", requires: ["c"]);
        Add("c", requires: ["a"]);
        Add("d");

        Assert.AreSequenceEqual(["a", "b", "c"], await SelectAsync("a"));
    }

    [TestMethod]
    [DataRow("lib >= 2", "lib-2.0")]
    [DataRow("lib < 2", "lib-1.0")]
    [DataRow("lib = 1.0", "lib-1.0")]
    [DataRow("lib = 1.0-1", "lib-1.0")]
    [DataRow("lib", "lib-2.0")]
    public async Task Versions_are_compared_and_the_newest_that_fits_is_taken(string requirement, string expected)
    {
        Add("a", requires: [requirement]);
        Add("lib", "1.0-1");
        Add("lib", "2.0-1");

        await SelectAsync("a");

        Assert.AreEqual(expected, _packages.Where(p => p.Candidate.IsSelected && p.Package.Name == "lib").Select(p => $"lib-{p.Package.Evr.Version}").Single());
    }

    [TestMethod]
    [DataRow("(b or c)", "a,b")]
    [DataRow("(nowhere or c)", "a,c")]
    [DataRow("(b and c)", "a,b,c")]
    [DataRow("(b if c)", "a")]
    [DataRow("(b if d)", "a,b,d")]
    [DataRow("(b if c else e)", "a,e")]
    [DataRow("(b unless d)", "a,d")]
    [DataRow("(b unless c)", "a,b")]
    [DataRow("(both with left)", "a,x")]
    [DataRow("(both without left)", "a,y")]
    [DataRow("((b or c) and (d or e))", "a,b,d")]
    [DataRow("(lib(x86) >= 1 or c)", "a,c")]
    public async Task Rich_dependencies_mean_what_rpm_says(string requirement, string expected)
    {
        Add("a", requires: expected.Contains('d') && !requirement.StartsWith("((", StringComparison.Ordinal) ? ["d", requirement] : [requirement]);
        foreach (var name in (string[])["b", "c", "d", "e"])
        {
            Add(name);
        }

        Add("x", provides: ["both", "left"]);
        Add("y", provides: ["both"]);

        Assert.AreEqual(expected, string.Join(',', await SelectAsync("a")));
    }

    [TestMethod]
    [DataRow("(a")]
    [DataRow("a)")]
    [DataRow("(a or)")]
    [DataRow("(or a)")]
    [DataRow("()")]
    [DataRow("(a >= )")]
    public void What_is_no_rich_dependency_is_none(string text) => Assert.IsNull(RichDependency.TryParse(text));

    [TestMethod]
    public void A_rich_dependency_that_goes_on_without_end_is_none()
    {
        Assert.IsNotNull(RichDependency.TryParse(Chain(500)));
        Assert.IsNull(RichDependency.TryParse(Chain(100_000)));

        static string Chain(int length) => $"(a {string.Concat(Enumerable.Repeat("or b ", length))})";
    }

    [TestMethod]
    public void A_rich_dependency_that_is_nested_without_end_is_none() => Assert.IsNull(RichDependency.TryParse(new string('(', 100_000)));

    [TestMethod]
    public async Task A_file_that_primary_does_not_list_is_looked_for_in_the_lists_of_files()
    {
        Add("a", requires: ["/opt/b/run"]);
        Add("b", requires: ["c"]);
        Add("c");
        _files["/opt/b/run"] = _packages[1].Candidate;

        Assert.AreSequenceEqual(["a", "b", "c"], await SelectAsync("a"));
        Assert.IsEmpty(_log.Warnings);
    }

    [TestMethod]
    public async Task What_cannot_be_had_is_told_with_the_path_and_what_rpm_provides_is_not_missed()
    {
        Add("a", requires: ["b", "rpmlib(PayloadIsZstd)"]);
        Add("b", requires: ["nowhere >= 2", "left"]);
        Add("left", isExcluded: true);

        Assert.AreSequenceEqual(["a", "b"], await SelectAsync("a"));

        Assert.HasCount(2, _log.Warnings);
        Assert.Contains("a -> b -> left", _log.Warnings.Single(w => w.Code == DiagnosticCodes.DependencyExcluded).Message);
        Assert.Contains("'nowhere >= 2': a -> b -> nowhere", _log.Warnings.Single(w => w.Code == DiagnosticCodes.DependencyUnsatisfiable).Message);
    }

    [TestMethod]
    public async Task Of_several_that_provide_it_the_one_that_is_called_so_of_the_right_architecture_is_taken()
    {
        Add("a", architecture: "x86_64", requires: ["lib"]);
        Add("compat-lib", architecture: "x86_64", provides: ["lib"]);
        Add("lib", architecture: "i686");
        Add("lib", architecture: "x86_64");

        await SelectAsync("a");

        Assert.AreSequenceEqual(["x86_64", "x86_64"], _packages.Where(p => p.Candidate.IsSelected).Select(p => p.Package.Architecture).ToList());
        Assert.IsFalse(_packages[1].Candidate.IsSelected);
    }

    private void Add(string name, string evr = "1-1", string architecture = "noarch", string[]? requires = null, string[]? provides = null, bool isExcluded = false)
    {
        var package = new PrimaryPackage
        {
            Name = name,
            Architecture = architecture,
            Evr = Evr.Parse(evr),
            Checksum = new Checksum(HashKind.Sha256, new string('a', 64)),
            Location = name,
            Requires = [.. (requires ?? []).Select(Relation)],
            Provides = [.. (provides ?? []).Select(Relation)],
        };
        _packages.Add((new CandidatePackage { Package = package, Id = default, IsModular = false, IsExcluded = isExcluded, IsEligible = true }, package));
    }

    private async Task<IReadOnlyList<string>> SelectAsync(string name)
    {
        var closure = new RpmDependencyClosure(includeRecommends: false);
        _packages.ForEach(p => closure.Add(p.Candidate, p.Package));
        foreach (var (candidate, _) in _packages.Where(p => p.Package.Name == name))
        {
            candidate.IsSelected = true;
        }

        await closure.CompleteAsync([.. _packages.Select(p => p.Candidate)], Find, _log);
        return [.. _packages.Where(p => p.Candidate.IsSelected).Select(p => p.Package.Name).Order(StringComparer.Ordinal)];
    }

    private Task Find(IReadOnlySet<string> paths, Action<string, CandidatePackage> found)
    {
        foreach (var path in paths.Where(_files.ContainsKey))
        {
            found(path, _files[path]);
        }

        return Task.CompletedTask;
    }

    private static RpmRelation Relation(string text)
    {
        var words = text.StartsWith('(') ? [text] : text.Split(' ');
        return words.Length == 1
            ? new RpmRelation(text)
            : new RpmRelation(words[0], words[1] switch { "=" => RpmComparison.Equal, "<" => RpmComparison.Below, "<=" => RpmComparison.AtMost, ">" => RpmComparison.Above, _ => RpmComparison.AtLeast }, Evr.Parse(words[2]));
    }
}
