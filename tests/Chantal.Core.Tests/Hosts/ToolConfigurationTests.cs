using Chantal.Definitions;
using Chantal.Definitions.Yaml;
using Chantal.Diagnostics;
using Chantal.Hosts;
using Chantal.Hosts.Tools;

namespace Chantal.Core.Tests.Hosts;

/// <summary>The configuration of another mirror tool becomes definitions; what has no counterpart is said.</summary>
[TestClass]
public sealed class ToolConfigurationTests
{
    private readonly string _root = Directory.CreateTempSubdirectory("chantal-tools-").FullName;

    [TestCleanup]
    public void CleanUp() => Directory.Delete(_root, recursive: true);

    [TestMethod]
    public void A_mirror_list_of_apt_mirror_is_a_mirror_an_archive_under_the_path_that_clients_know()
    {
        AssertRead(
            Write("mirror.list", """
                ############# config ##################
                set base_path    /var/spool/apt-mirror
                set defaultarch  amd64
                set nthreads     20
                set limit_rate   10m
                set _tilde 0
                set run_postmirror 1
                set use_proxy on
                set http_proxy proxy.example:3128
                set wget_extra --quiet
                ############# end config ##############
                deb http://ftp.debian.org/debian bookworm main contrib
                deb http://ftp.debian.org/debian bookworm-updates main contrib # the updates
                deb-src http://ftp.debian.org/debian bookworm main contrib
                deb-arm64 http://packages.example.org/tools stable main
                deb [arch=amd64,i386 signed-by=/etc/apt/keyrings/flat.asc] https://flat.example.org/repo ./
                clean http://ftp.debian.org/debian
                """),
            """
            debian: MirrorType=apt Upstream=http://ftp.debian.org/debian/ PublishPath=ftp.debian.org/debian IncludeSources=true MaxParallelDownloads=20 Proxy=http://proxy.example:3128 MaxBandwidth=10M Suite:bookworm Suite:bookworm-updates Component:main Component:contrib Architecture:amd64 ExcludeIndex:*/installer-* ExcludeIndex:*/debian-installer/*
            tools: MirrorType=apt Upstream=http://packages.example.org/tools/ PublishPath=packages.example.org/tools MaxParallelDownloads=20 Proxy=http://proxy.example:3128 MaxBandwidth=10M Suite:stable Component:main Architecture:arm64 ExcludeIndex:*/installer-* ExcludeIndex:*/debian-installer/*
            repo: MirrorType=apt Upstream=https://flat.example.org/repo/ PublishPath=flat.example.org/repo SignedBy=/etc/apt/keyrings/flat.asc MaxParallelDownloads=20 Proxy=http://proxy.example:3128 MaxBandwidth=10M Suite:./ Architecture:amd64 Architecture:i386 ExcludeIndex:*/installer-* ExcludeIndex:*/debian-installer/*
            """,
            "the old tree is in /var/spool/apt-mirror", "run_postmirror", "wget_extra --quiet' has no counterpart", "limit_rate 10m' is for each thread");
    }

    [TestMethod]
    public void Suites_with_other_components_are_mirrors_of_their_own_and_more_architectures_are_said()
    {
        AssertRead(
            Write("mirror.list", """
                deb-amd64 http://ftp.debian.org/debian bookworm main
                deb-arm64 http://ftp.debian.org/debian bookworm-updates main
                deb-amd64 http://ftp.debian.org/debian sid main contrib
                deb-src http://ftp.debian.org/debian trixie main
                """),
            """
            debian: MirrorType=apt Upstream=http://ftp.debian.org/debian/ Suite:bookworm Suite:bookworm-updates Component:main Architecture:amd64 Architecture:arm64 ExcludeIndex:*/installer-* ExcludeIndex:*/debian-installer/*
            ftp.debian.org-debian: MirrorType=apt Upstream=http://ftp.debian.org/debian/ Suite:sid Component:main Component:contrib Architecture:amd64 ExcludeIndex:*/installer-* ExcludeIndex:*/debian-installer/*
            """,
            "the suites from http://ftp.debian.org/debian have different components", "more of bookworm, bookworm-updates than apt-mirror does", "source packages of trixie");
    }

    [TestMethod]
    public void A_command_line_of_debmirror_is_a_mirror()
    {
        AssertRead(
            "debmirror --method=https --host=mirror.example --root=/debian -d bookworm,bookworm-updates --section=main,contrib,main/debian-installer -a amd64,arm64 --nosource --keyring '/usr/share/keyrings/debian-archive-keyring.gpg' --i18n --getcontents --diff=none --include='/pool/main/n/nginx' --exclude-deb-section=games --timeout=300 --progress --postcleanup /srv/mirror/debian",
            """
            debian: MirrorType=apt Upstream=https://mirror.example/debian/ SignedBy=/usr/share/keyrings/debian-archive-keyring.gpg TransferTimeout=300s Suite:bookworm Suite:bookworm-updates Component:main Component:contrib Architecture:amd64 Architecture:arm64 ExcludeIndex:*.diff/* ExcludeIndex:*/dep11/*
            """,
            "--include=/pool/main/n/nginx is an expression over paths", "--exclude-deb-section=games has no counterpart", "the old tree is in /srv/mirror/debian");
    }

    [TestMethod]
    public void A_script_that_calls_debmirror_is_read_as_the_shell_reads_it()
    {
        AssertRead(
            Write("mirror.sh", """
                #!/bin/sh
                # debmirror --host=commented.example /srv/x
                /usr/bin/debmirror -h ftp.debian.org -r debian -e ftp \
                    --dist "bookworm" --section main --arch amd64 --no-check-gpg \
                    /srv/debian >> /var/log/debmirror.log 2>&1
                """),
            """
            debian: MirrorType=apt Upstream=http://ftp.debian.org/debian/ VerifySignatures=false IncludeSources=true Suite:bookworm Component:main Architecture:amd64 Language:en ExcludeIndex:*Contents-* ExcludeIndex:*/installer-* ExcludeIndex:*/debian-installer/* ExcludeIndex:*/dep11/*
            """,
            "--method=ftp has no counterpart", "--no-check-gpg turns the check of signatures off", "the old tree is in /srv/debian");
    }

    [TestMethod]
    public void A_file_of_repositories_is_read_with_what_it_says_of_packages_and_of_the_transfer()
    {
        AssertRead(
            Write("rocky.repo", """
                [baseos]
                name=Rocky Linux 9 - BaseOS
                baseurl=https://dl.rockylinux.org/pub/rocky/9/BaseOS/$basearch/os/
                gpgcheck=1
                repo_gpgcheck=1
                gpgkey=file:///etc/pki/rpm-gpg/RPM-GPG-KEY-Rocky-9
                includepkgs=nginx* less
                excludepkgs=*-debuginfo
                proxy=http://proxy.example:3128
                throttle=10M
                sslverify=0
                password=secret

                [old]
                enabled=0
                baseurl=https://old.example/

                [broken
                baseurl=https://broken.example/
                """),
            """
            baseos: MirrorType=rpm Upstream=https://dl.rockylinux.org/pub/rocky/9/BaseOS/x86_64/os/ SignedBy=/etc/pki/rpm-gpg/RPM-GPG-KEY-Rocky-9 Proxy=http://proxy.example:3128 MaxBandwidth=10M Package:nginx* Package:less ExcludePackage:*-debuginfo
            """,
            "'sslverify=0' has no counterpart", "the password stays there", "[old] is left out: it is not enabled", "'[broken' has no ], so the section is left out");
    }

    [TestMethod]
    [DataRow("ID=debian\nVERSION_ID=12\n", "$releasever")]
    [DataRow("ID=linuxmint\nID_LIKE=\"ubuntu debian\"\nVERSION_ID=22\n", "$releasever")]
    [DataRow("ID=rocky\nID_LIKE=\"rhel fedora\"\nVERSION_ID=9.4\n", "9")]
    public void The_release_of_a_file_of_repositories_is_not_that_of_a_machine_of_another_kind(string release, string value)
    {
        _ = Directory.CreateDirectory(Path.Combine(_root, "etc"));
        _ = Write("etc/os-release", release);
        string[] notes = value == "9" ? [] : ["<Variable Include=\"releasever\" Value=\"9\" />"];

        AssertRead(
            Write("rocky.repo", "[baseos]\nbaseurl=https://dl.rockylinux.org/pub/rocky/$releasever/BaseOS/$basearch/os/\nrepo_gpgcheck=1\ngpgkey=file:///etc/pki/key\n"),
            $"baseos: MirrorType=rpm Upstream=https://dl.rockylinux.org/pub/rocky/{value}/BaseOS/x86_64/os/ SignedBy=/etc/pki/key",
            notes);
    }

    [TestMethod]
    public void A_bandersnatch_configuration_is_a_slice_where_it_has_an_allowlist()
    {
        AssertRead(
            Write("bandersnatch.conf", """
                [mirror]
                directory = /srv/pypi
                master = https://pypi.example
                json = true
                workers = 5
                timeout = 10
                hash-index = true

                [plugins]
                enabled =
                    allowlist_project
                    blocklist_project
                    latest_release
                    exclude_platform

                [allowlist]
                packages =
                    numpy >= 2, < 3
                    requests
                requirements_path = /etc/pypi
                requirements =
                    base.txt

                [blocklist]
                packages =
                    evil
                    old < 2

                [latest_release]
                keep = 3

                [size_project_metadata]
                max_package_size = 1G
                """),
            """
            pypi: MirrorType=pypi Upstream=https://pypi.example/simple/ IncludePreReleases=true KeepVersions=3 JsonApi=true MaxParallelDownloads=5 TransferTimeout=10s Package:numpy(>=2,<3) Package:requests Requirements:/etc/pypi/base.txt ExcludePackage:evil
            """,
            "exclude_platform has no counterpart", "'hash-index = true' has no counterpart", "'old < 2' is left out", "[size_project_metadata] has no counterpart", "the old tree is in /srv/pypi");
    }

    [TestMethod]
    public void A_bandersnatch_configuration_without_filters_is_the_whole_index() =>
        AssertRead(Write("bandersnatch.conf", "[mirror]\nmaster = https://pypi.org\n"), "pypi: MirrorType=pypi Upstream=https://pypi.org/simple/ IncludeAll=true");

    [TestMethod]
    [DataRow("hello\n")]
    [DataRow("[mirror]\nname = x\n")]
    [DataRow("set base_path /x\nrm -rf /\n")]
    public void Anything_else_is_refused(string text) =>
        Assert.AreEqual(DiagnosticCodes.ConfigurationUnknown, Assert.ThrowsExactly<MirrorException>(() => Read(Write("what.conf", text))).Code);

    [TestMethod]
    public void A_line_that_is_not_understood_is_named_and_the_others_are_taken()
    {
        AssertRead(
            Write("mirror.list", "set base_path /x\nset defaultarch amd64\nfoo bar\ndeb http://deb.example.org/debian stable main\n"),
            "debian: MirrorType=apt Upstream=http://deb.example.org/debian/ PublishPath=deb.example.org/debian Suite:stable Component:main Architecture:amd64 ExcludeIndex:*/installer-* ExcludeIndex:*/debian-installer/*",
            "line 3 is left out, because it is not understood: foo bar", "the old tree is in /x");
    }

    [TestMethod]
    public void An_option_of_debmirror_without_its_value_is_refused() =>
        Assert.AreEqual(DiagnosticCodes.ConfigurationUnknown, Assert.ThrowsExactly<MirrorException>(() => Read("debmirror --host --dist=sid /srv")).Code);

    [TestMethod]
    [DataRow("# mine\n\n[base\nbaseurl=http://rpm.example/\n", "line 3, '[base',")]
    [DataRow("[base\rbaseurl=x\n", "line 1, '[base…")]
    public void A_broken_head_is_named_with_its_line(string text, string said)
    {
        var refusal = Assert.ThrowsExactly<MirrorException>(() => Read(Write("x.repo", text)));

        Assert.AreEqual(DiagnosticCodes.ConfigurationUnknown, refusal.Code);
        Assert.Contains(said.TrimEnd('…'), refusal.Message);
    }

    [TestMethod]
    public void What_is_not_a_file_is_said_in_words()
    {
        Assert.Contains($"'{_root}' is a folder and not a file", Assert.ThrowsExactly<MirrorException>(() => Read(_root)).Message);
        Assert.Contains("none' does not exist", Assert.ThrowsExactly<MirrorException>(() => Read(Path.Combine(_root, "none"))).Message);
    }

    [TestMethod]
    public void A_file_that_is_not_there_is_refused() =>
        Assert.AreEqual(DiagnosticCodes.ConfigurationUnknown, Assert.ThrowsExactly<MirrorException>(() => Read(Path.Combine(_root, "none"))).Code);

    private void AssertRead(string from, string mirrors, params string[] notes)
    {
        var read = Read(from);

        Assert.AreEqual(mirrors.Trim(), string.Join('\n', read.Mirrors.Select(Text)));
        foreach (var note in notes)
        {
            Assert.Contains(note, string.Join('\n', read.Notes));
        }

        Assert.HasCount(notes.Length, read.Notes, string.Join('\n', read.Notes));

        // What is written is a definition.
        foreach (var mirror in read.Mirrors)
        {
            Assert.HasCount(1, YamlReader.Read(YamlWriter.Write(new EstateDefinition([], [mirror]))).Mirrors);
        }
    }

    private HostSources Read(string from) => ToolConfiguration.Read(from, new Host(_root, "/root", "x86_64", "keys"));

    private static string Text(MirrorDefinition mirror) => $"{mirror.Name}: {string.Join(' ', mirror.Properties.Select(p => $"{p.Key}={p.Value}").Concat(mirror.Items.Select(i => $"{i.Name}:{i.Value}{string.Concat(i.Metadata.Select(m => $"({m.Value})"))}")))}";

    private string Write(string name, string text)
    {
        var path = Path.Combine(_root, name);
        File.WriteAllText(path, text);
        return path;
    }
}
