using System.Text.RegularExpressions;
using Chantal.Core.Tests.Support;

namespace Chantal.Core.Tests.Papers;

/// <summary>What CONTRIBUTING.md shows of the code is in the code.</summary>
[TestClass]
public sealed partial class ContributingTests
{
    [TestMethod]
    public void The_lines_that_add_a_property_are_those_of_the_sources()
    {
        var section = File.ReadAllText(Path.Combine(Repository.Root, "CONTRIBUTING.md")).Split("\n## Add a property\n")[1].Split("\n## ")[0];
        var places = Place().Matches(section);

        Assert.HasCount(2, places);
        foreach (Match place in places)
        {
            Assert.Contains(place.Groups["line"].Value.Trim(), File.ReadAllText(Path.Combine(Repository.Root, place.Groups["file"].Value)));
        }
    }

    // A step names a file, and the line in it stands indented behind a blank one.
    [GeneratedRegex(@"\(`(?<file>[\w./]+\.cs)`\)(?:(?!`[\w./]+\.cs`).)*?\n\n {7}(?<line>[^\n]+)\n", RegexOptions.Singleline)]
    private static partial Regex Place();
}
