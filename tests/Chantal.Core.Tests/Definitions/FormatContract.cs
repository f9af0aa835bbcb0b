using System.Globalization;
using System.Xml.Linq;
using Chantal.Core.Tests.Support;

namespace Chantal.Core.Tests.Definitions;

/// <summary>A name that formats and hooks of other people may use.</summary>
/// <param name="Contract">The contract that it came with.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Name">The name.</param>
internal sealed record ContractName(int Contract, string Kind, string Name);

/// <summary>The contract with formats of other people, as <c>FormatContract.txt</c> lists it: a review sees when a name comes or goes.</summary>
internal static class FormatContract
{
    /// <summary>The list.</summary>
    public static IReadOnlyList<ContractName> Names { get; } =
        [.. File.ReadAllLines(Path.Combine(Repository.Root, "tests/Chantal.Core.Tests/Definitions/FormatContract.txt")).Select(Read)];

    /// <summary>The number of the contract that this SDK has.</summary>
    public static int Number { get; } = int.Parse(
        XDocument.Load(Path.Combine(Repository.Root, "Chantal.Sdk/PlugIn.targets")).Descendants("ChantalFormatContract").Single().Value, CultureInfo.InvariantCulture);

    /// <summary>The names of some kinds.</summary>
    public static IReadOnlyList<string> Of(params string[] kinds) => [.. Names.Where(n => kinds.Contains(n.Kind)).Select(n => n.Name)];

    private static ContractName Read(string line)
    {
        var words = line.Split(' ');
        return new ContractName(int.Parse(words[0], CultureInfo.InvariantCulture), words[1], words[2]);
    }
}
