using Chantal.Apt;
using Chantal.Apt.Release;
using Chantal.Core.Tests.Support;
using Chantal.Diagnostics;
using Chantal.Plans;
using Chantal.Transfer.Origins;

namespace Chantal.Core.Tests.Apt;

[TestClass]
public sealed class IndexSelectionTests
{
    private static readonly AptDefinition Definition = new()
    {
        VerifySignatures = true,
        Upstreams = new Upstreams("http://upstream.test/"),
        Suites = ["bookworm"],
        Components = ["main"],
        Architectures = ["amd64"],
    };

    [TestMethod]
    [DataRow("main/binary-amd64/Packages.gz", true)]
    [DataRow("main/binary-arm64/Packages.gz", false)]
    [DataRow("main/binary-all/Packages.gz", true)]
    [DataRow("main/debian-installer/binary-amd64/Packages.gz", true)]
    [DataRow("main/debian-installer/binary-i386/Packages.gz", false)]
    [DataRow("main/source/Sources.xz", false)]
    [DataRow("main/source/Release", false)]
    [DataRow("main/Contents-amd64.gz", true)]
    [DataRow("main/Contents-all.gz", true)]
    [DataRow("main/Contents-source.gz", false)]
    [DataRow("main/Contents-udeb-arm64.gz", false)]
    [DataRow("main/Contents-amd64.diff/Index", true)]
    [DataRow("main/Contents-arm64.diff/Index", false)]
    [DataRow("main/i18n/Translation-en.bz2", true)]
    [DataRow("main/i18n/Translation-arc.bz2", true)]
    [DataRow("main/dep11/Components-amd64.yml.gz", true)]
    [DataRow("main/dep11/Components-armhf.yml.gz", false)]
    [DataRow("main/dep11/icons-64x64.tar.gz", true)]
    [DataRow("main/cnf/Commands-amd64.xz", true)]
    [DataRow("main/cnf/Commands-s390x.xz", false)]
    [DataRow("main/installer-amd64/current/images/SHA256SUMS", true)]
    [DataRow("main/installer-armel/current/images/SHA256SUMS", false)]
    [DataRow("main/signed/linux-amd64/5.15.0-1.1/SHA256SUMS", true)]
    [DataRow("main/signed/linux-ppc64el/5.15.0-1.1/SHA256SUMS", false)]
    [DataRow("main/uefi/grub2-amd64/current/grub2-signed.tar.gz", true)]
    [DataRow("main/dist-upgrader-all/current/jammy.tar.gz", true)]
    [DataRow("main/binary-hurd-i386/Packages.gz", false)]
    [DataRow("main/binary-amd64v9/Packages.gz", true, DisplayName = "what no table knows is taken")]
    [DataRow("Contents-amd64.gz", true)]
    [DataRow("Contents-kfreebsd-amd64.gz", false)]
    [DataRow("something/new-kind.json", true)]
    [DataRow("contrib/binary-amd64/Packages.gz", false)]
    [DataRow("main-extra/binary-amd64/Packages.gz", false)]
    public void Files_are_selected_by_component_and_architecture(string path, bool expected) =>
        Assert.AreEqual(expected, Select(Definition, path).Count == 1);

    [TestMethod]
    public void Sources_are_selected_on_request()
    {
        var definition = Definition with { IncludeSources = true };
        Assert.HasCount(3, Select(definition, "main/source/Sources.gz", "main/Contents-source.gz", "main/source/Release", "main/binary-arm64/Packages"));
    }

    [TestMethod]
    public void Without_names_every_component_and_architecture_is_taken() =>
        Assert.HasCount(4, Select(Definition with { Components = [], Architectures = [] }, "main/binary-amd64/Packages", "contrib/binary-arm64/Packages", "main-extra/binary-i386/Packages", "main/source/Sources", "x"));

    [TestMethod]
    public void Excluded_indices_are_left_out()
    {
        var definition = Definition with { ExcludeIndices = ["*/installer-*", "*Contents-*", "*/Packages"] };
        var selected = Select(definition, "main/installer-amd64/current/images/SHA256SUMS", "main/Contents-amd64.gz", "main/binary-amd64/Packages", "main/binary-amd64/Packages.gz");
        Assert.AreSequenceEqual(["dists/bookworm/main/binary-amd64/Packages.gz"], selected.Select(s => s.Path));
        Assert.IsNull(selected[0].Group);
    }

    [TestMethod]
    public void Encodings_of_one_index_are_a_group_and_a_single_file_is_none()
    {
        var selected = Select(Definition, "main/binary-amd64/Packages", "main/binary-amd64/Packages.gz", "main/binary-amd64/Packages.xz", "main/binary-amd64/Release");
        Assert.AreSequenceEqual(
            ["dists/bookworm/main/binary-amd64/Packages", "dists/bookworm/main/binary-amd64/Packages", "dists/bookworm/main/binary-amd64/Packages", null],
            selected.Select(s => s.Group));
        Assert.AreEqual("bookworm/main/amd64", selected[0].Scope);
    }

    [TestMethod]
    [DataRow("updates/main", "main", "main/binary-amd64/Packages")]
    [DataRow("updates/main", "updates/main", "main/binary-amd64/Packages")]
    [DataRow("updates/main", "main", "updates/main/binary-amd64/Packages")]
    [DataRow("main", "updates/main", "main/binary-amd64/Packages")]
    public void Debian_security_components_go_by_either_name(string component, string requested, string path)
    {
        var release = Release([component, component.Replace("main", "contrib", StringComparison.Ordinal)], path, path.Replace("main", "contrib", StringComparison.Ordinal));
        var selected = IndexSelection.Select(Suite("bookworm"), release, Definition with { Components = [requested] });
        Assert.AreSequenceEqual(["dists/bookworm/" + path], selected.Select(s => s.Path));
    }

    [TestMethod]
    public void Components_that_a_Release_does_not_name_are_seen_in_its_paths()
    {
        var release = Release([], "main/binary-amd64/Packages", "non-free/binary-amd64/Packages", "main/source/Sources");
        Assert.HasCount(1, IndexSelection.Select(Suite("bookworm"), release, Definition));
        Assert.AreEqual(DiagnosticCodes.AptComponentUnknown, Code(() => SuiteFit.Check([(Suite("bookworm"), release)], Definition with { Components = ["contrib"] }, new ListLog())));
    }

    [TestMethod]
    public void An_unknown_component_is_an_error_that_names_those_there_are()
    {
        var error = Assert.ThrowsExactly<MirrorException>(() => Fit(Definition with { Components = ["mian"] }));
        Assert.AreEqual(DiagnosticCodes.AptComponentUnknown, error.Code);
        Assert.Contains("main, contrib, main-extra", error.Message);
    }

    [TestMethod]
    public void An_unknown_architecture_is_an_error_that_names_those_there_are()
    {
        var error = Assert.ThrowsExactly<MirrorException>(() => Fit(Definition with { Architectures = ["x86_64"] }));
        Assert.AreEqual(DiagnosticCodes.AptArchitectureUnknown, error.Code);
        Assert.Contains("amd64, arm64, i386", error.Message);
    }

    [TestMethod]
    [TestProperty("Advice", "CHANTAL2107")]
    public void What_one_of_several_suites_does_not_have_is_said_and_left_out_there()
    {
        var log = new ListLog();
        var definition = Definition with { Components = ["main", "non-free"], Architectures = ["amd64", "riscv64"] };
        var old = Release(["main"], "main/binary-amd64/Packages");
        var young = Release(["main", "non-free"], "main/binary-amd64/Packages", "main/binary-riscv64/Packages") with { Architectures = ["amd64", "riscv64"] };

        SuiteFit.Check([(Suite("old"), old), (Suite("young"), young)], definition, log);
        Assert.AreSequenceEqual([DiagnosticCodes.AptSuiteWithout, DiagnosticCodes.AptSuiteWithout], log.Warnings.Select(w => w.Code));

        log.Warnings.Clear();
        SuiteFit.Check([(Suite("old"), old), (Suite("young"), young)], definition with { Components = ["main"], Architectures = ["amd64"] }, log);
        Assert.IsEmpty(log.Warnings);
    }

    [TestMethod]
    public void What_lies_in_a_suite_counts_though_its_Release_does_not_name_it()
    {
        var release = Release(["contrib"], "main/binary-riscv64/Packages");
        var definition = Definition with { Components = ["main"], Architectures = ["riscv64"] };

        SuiteFit.Check([(Suite("bookworm"), release)], definition, new ListLog());

        Assert.HasCount(1, IndexSelection.Select(Suite("bookworm"), release, definition));
        SuiteFit.Check([(Suite("./"), Release([], "Packages") with { Architectures = ["x86_64"] })], definition, new ListLog());
    }

    [TestMethod]
    [TestProperty("Advice", "CHANTAL2104")]
    public void Sources_are_no_architecture_but_a_property()
    {
        var error = Assert.ThrowsExactly<MirrorException>(() => Fit(Definition with { Architectures = ["source"] }));
        Assert.Contains("IncludeSources", error.Message);
        Assert.HasCount(1, Select(Definition with { Architectures = [], IncludeSources = true }, "main/source/Sources"));
    }

    [TestMethod]
    [TestProperty("Advice", "CHANTAL3305")]
    public void A_selected_file_with_a_weak_checksum_only_is_refused()
    {
        var release = Release(["main"], "main/binary-amd64/Packages") with { Entries = [new ReleaseEntry("main/binary-amd64/Packages", 1, [new Checksum(HashKind.Md5, new string('a', 32))])] };
        Assert.AreEqual(DiagnosticCodes.WeakChecksumsOnly, Code(() => IndexSelection.Select(Suite("bookworm"), release, Definition)));
        Assert.HasCount(0, IndexSelection.Select(Suite("bookworm"), release, Definition with { ExcludeIndices = ["*"] }));
        Assert.HasCount(1, IndexSelection.Select(Suite("bookworm"), release, Definition with { AllowWeakChecksums = true }));
    }

    [TestMethod]
    [DataRow("./", "Packages.gz", "Packages.gz", ".")]
    [DataRow("/", "Packages.gz", "Packages.gz", ".")]
    [DataRow("deb/", "Packages.gz", "deb/Packages.gz", "deb")]
    [DataRow("./a/b/", "Packages.gz", "a/b/Packages.gz", "a/b")]
    public void A_flat_repository_lies_where_its_suite_says(string suite, string entry, string expected, string scope)
    {
        var selected = IndexSelection.Select(Suite(suite), Release([], entry, "Sources.gz"), Definition with { Suites = [suite] });
        Assert.AreEqual($"{expected} {scope}", string.Join(", ", selected.Select(s => $"{s.Path} {s.Scope}")));
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("../etc")]
    [DataRow("/etc/")]
    [DataRow("a//b")]
    [DataRow("a\\b")]
    public void A_suite_that_is_no_directory_is_refused(string suite) =>
        Assert.AreEqual(DiagnosticCodes.AptSuiteInvalid, Code(() => AptSuite.ParseAll([suite])));

    [TestMethod]
    public void A_definition_without_suites_is_refused() =>
        Assert.AreEqual(DiagnosticCodes.AptSuiteInvalid, Code(() => AptSuite.ParseAll([])));

    private static AptSuite Suite(string name) => AptSuite.ParseAll([name])[0];

    private static string Code(Action action) => Assert.ThrowsExactly<MirrorException>(action).Code;

    private static void Fit(AptDefinition definition) =>
        SuiteFit.Check([(Suite("bookworm"), Release(["main", "contrib", "main-extra"], "main/binary-amd64/Packages"))], definition, new ListLog());

    private static IReadOnlyList<SelectedIndex> Select(AptDefinition definition, params string[] paths) =>
        IndexSelection.Select(Suite("bookworm"), Release(["main", "contrib", "main-extra"], paths), definition);

    private static ReleaseFile Release(string[] components, params string[] paths) => new()
    {
        Components = components,
        Architectures = components.Length == 0 ? [] : ["amd64", "arm64", "i386"],
        Entries = [.. paths.Select(p => new ReleaseEntry(p, 1, [new Checksum(HashKind.Sha256, new string('a', 64))]))],
    };
}
