using System.Text;
using System.Text.RegularExpressions;
using Chantal.Core.Tests.Diagnostics;
using Chantal.Core.Tests.Support;
using Chantal.Definitions;

namespace Chantal.Core.Tests.Definitions;

/// <summary>Messages in the words of whoever reads them, and words that are nearly right.</summary>
[TestClass]
public sealed class DefinitionWordsTests
{
    // Also names of files, and English.
    private static readonly string[] Plain = ["With", "Release", "File", "Mirror", "Metadata", "Package", "Version", "Packages", "Files", "Size", "Path", "Value", "Tag", "Api", "Asset"];

    [TestMethod]
    [DataRow("The definition has no SignedBy. Add one, for example <SignedBy>keys/debian.asc</SignedBy>.", "The definition has no signed_by. Add one, for example signed_by: keys/debian.asc.")]
    [DataRow("Name the architectures, such as <Architecture Include=\"x86_64\" />.", "Name the architectures, such as architectures: [x86_64].")]
    [DataRow("Define it, such as <Variable Include=\"releasever\" Value=\"9\" />.", "Define it, such as variables: { releasever: 9 }.")]
    [DataRow("Set AllowWeakChecksums=true and accept the risk.", "Set allow_weak_checksums: true and accept the risk.")]
    [DataRow("Write <PackageIndex Include=\"http://a/\" Projects=\"b\" />.", "Write package_indices: [{ name: \"http://a/\", projects: \"b\" }].")]
    [DataRow("VerifySignatures is false. Remove VerifySignatures=false.", "verify_signatures is false. Remove verify_signatures: false.")]
    [DataRow("Correct the definition's Component items.", "Correct the definition's components.")]
    [DataRow("Correct the Tag of the Release item.", "Correct the tag of the entry in releases.")]
    [DataRow("Correct the Repository's path.", "Correct the repositories' path.")]
    [DataRow("Release or Release.gpg does not match InRelease.", "Release or Release.gpg does not match InRelease.")]
    [DataRow("'Upstream/SignedBy' is a file's name.", "'Upstream/SignedBy' is a file's name.")]
    [DataRow("Run Sync once with -p:TakeOver=true.", "Run Sync once with -p:TakeOver=true.")]
    [DataRow("Set Metadata=Regenerate.", "Set metadata: Regenerate.")]
    [DataRow("Give the item a Sha256 or a Signature.", "Give the entry a sha256 or a signature.")]
    [DataRow("Correct the Signature of the item.", "Correct the signature of the entry.")]
    [DataRow("Regenerated metadata needs the Sha256.", "Regenerated metadata needs the sha256.")]
    public void Whoever_writes_yaml_reads_its_keys(string message, string said) => Assert.AreEqual(said, DefinitionWords.InYaml(message));

    [TestMethod]
    public void Messages_of_every_kind_say_the_words_of_a_definition_as_yaml_has_them()
    {
        var words = Vocabulary.Terms.Where(t => t.Scope != TermScope.Run).SelectMany(t => t.Metadata.Prepend(t.Name)).Where(name => !Plain.Contains(name)).ToHashSet();
        var left = Sentence.All.Where(s => s.Class is not ("CommandDiagnostics" or "BuildingDiagnostics")).SelectMany(s => s.Texts.Select(t => (s.Place, Said: DefinitionWords.InYaml(t))))
            .Where(t => Regex.Matches(Regex.Replace(t.Said, @"(?<!\w)'[^']*'|-p:\S+|… items?\b", ""), @"(?<![\w.-])[A-Z]\w+\b|\bitems?\b").Any(m => words.Contains(m.Value) || m.Value is "item" or "items"));

        Assert.AreEqual("", string.Join('\n', left.Select(t => $"{t.Place}: {t.Said}")));
    }

    [TestMethod]
    [TestProperty("Advice", "CHANTAL2007")]
    [DataRow("<PropertyGroup><IncludeDependancies>true</IncludeDependancies></PropertyGroup>", "IncludeDependencies")]
    [DataRow("<PropertyGroup><MaxBandwith>1M</MaxBandwith></PropertyGroup>", "MaxBandwidth")]
    [DataRow("<ItemGroup><Packages Include=\"nginx\" /></ItemGroup>", "Package")]
    [DataRow("<PropertyGroup><Suite>bookworm</Suite></PropertyGroup>", "<Suite Include")]
    [DataRow("<PropertyGroup><Packages>nginx</Packages></PropertyGroup>", "<Package Include")]
    [DataRow("<ItemGroup><SignedBy Include=\"k.asc\" /></ItemGroup>", "<SignedBy>")]
    public void Names_that_are_nearly_right_are_found(string group, string meant)
    {
        using var folder = new TemporaryDirectory();
        var found = DoubtfulWord.In(Write(folder, "a.proj", $"<Project Sdk=\"Chantal.Sdk\">{group}</Project>"));
        Assert.Contains(meant, found.Single().Advice);
    }

    [TestMethod]
    [DataRow("<PropertyGroup><_MaxBandwith>1M</_MaxBandwith></PropertyGroup>", DisplayName = "a name of one's own")]
    [DataRow("<PropertyGroup><Suites>a</Suites></PropertyGroup><ItemGroup><Suite Include=\"$(Suites)\" /></ItemGroup>", DisplayName = "a name that the file uses")]
    [DataRow("<PropertyGroup><TargetFramework>net10.0</TargetFramework><Product>x</Product><signedby>k</signedby></PropertyGroup>", DisplayName = "names that are right or not near")]
    [DataRow("<Target Name=\"Mine\"><PropertyGroup><MaxBandwith>1</MaxBandwith></PropertyGroup></Target>", DisplayName = "what a target sets")]
    public void Names_that_are_not_in_doubt_are_left_alone(string body)
    {
        using var folder = new TemporaryDirectory();
        Assert.IsEmpty(DoubtfulWord.In(Write(folder, "a.proj", $"<Project Sdk=\"Chantal.Sdk\">{body}</Project>")));
    }

    [TestMethod]
    public void Properties_of_the_command_line_are_held_against_the_same_words() =>
        Assert.AreSequenceEqual(["MaxBandwith", "max_bandwidth", "Suite", "Packages", "Achitecture"], DoubtfulWord.Among(["MaxBandwith", "max_bandwidth", "Suite", "Packages", "Achitecture", "Platform", "Configuration", "StoreRoot", "_Mine", "SnapshotName"]).Select(w => w.Name));

    [TestMethod]
    public void Variables_of_the_environment_are_held_against_the_same_words()
    {
        var found = DoubtfulWord.AmongVariables(["CHANTAL_STORE_ROOT", "CHANTAL_MAXBANDWITH", "CHANTAL_SIGNING_PASPHRASE", "CHANTAL_STOER", "CHANTAL_STORE", "CHANTAL_STOREROOT", "CHANTAL_OPTIONS", "CHANTAL_DOTNET", "CHANTAL_RUN", "CHANTAL_INDEX", "STORE_ROOT", "MAXBANDWITH"]);

        Assert.AreSequenceEqual(["CHANTAL_STORE_ROOT", "CHANTAL_MAXBANDWITH", "CHANTAL_SIGNING_PASPHRASE", "CHANTAL_STOER"], found.Select(w => w.Name));
        Assert.Contains("CHANTAL_STOREROOT is meant", found[0].Advice);
    }

    private static string Write(TemporaryDirectory folder, string name, string text) => folder.Write(name, Encoding.UTF8.GetBytes(text));
}
