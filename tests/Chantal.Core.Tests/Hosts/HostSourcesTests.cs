using Chantal.Definitions;
using Chantal.Definitions.Yaml;
using Chantal.Hosts;

namespace Chantal.Core.Tests.Hosts;

/// <summary>What a host uses becomes definitions; what cannot be mirrored becomes a note.</summary>
[TestClass]
public sealed class HostSourcesTests
{
    private readonly string _root = Directory.CreateTempSubdirectory("chantal-host-").FullName;

    [TestCleanup]
    public void CleanUp() => Directory.Delete(_root, recursive: true);

    [TestMethod]
    public void Debians_stanzas_are_a_mirror_an_archive_with_several_suites()
    {
        Write("var/lib/dpkg/arch", "arm64\namd64\n");
        Write("etc/apt/sources.list.d/debian.sources", """
            # Debian 12 as its installer leaves it
            Types: deb deb-src
            URIs: http://ftp.debian.org/debian
            Suites: bookworm bookworm-updates
            Components: main non-free-firmware
            Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg

            Types: deb
            URIs: http://security.debian.org/debian-security/
            Suites: bookworm-security
            Components: main
            Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg

            Enabled: no
            Types: deb
            URIs: http://ftp.debian.org/debian
            Suites: sid
            Components: main
            """);

        AssertMirrors("""
            debian: MirrorType=apt Upstream=http://ftp.debian.org/debian/ SignedBy=/usr/share/keyrings/debian-archive-keyring.gpg IncludeSources=true Suite:bookworm Suite:bookworm-updates Component:main Component:non-free-firmware Architecture:arm64
            debian-security: MirrorType=apt Upstream=http://security.debian.org/debian-security/ SignedBy=/usr/share/keyrings/debian-archive-keyring.gpg Suite:bookworm-security Component:main Architecture:arm64
            """);
    }

    [TestMethod]
    public void Lines_with_options_are_read_as_apt_reads_them()
    {
        Write("var/lib/dpkg/status", "Package: bash\nArchitecture: all\n\nPackage: dpkg\nStatus: install ok installed\nArchitecture: amd64\n");
        Write("etc/apt/sources.list", """
            deb cdrom:[Debian GNU/Linux 12.5.0 _Bookworm_ - Official]/ bookworm main
            deb http://archive.ubuntu.com/ubuntu/ noble main restricted   # the archive
            deb http://archive.ubuntu.com/ubuntu noble-updates restricted main
            # deb http://archive.ubuntu.com/ubuntu noble universe
            deb-src http://archive.ubuntu.com/ubuntu noble-proposed main
            nonsense
            """);
        Write("etc/apt/sources.list.d/docker.list", "deb [arch=amd64,arm64 signed-by=/etc/apt/keyrings/docker.asc] https://download.example.org/linux/ubuntu noble stable\n");
        Write("etc/apt/sources.list.d/flat.list", "deb [ trusted=yes ] http://flat.example.org ./\n");
        Write("etc/apt/trusted.gpg.d/ubuntu.gpg", "");

        AssertMirrors("""
            ubuntu: MirrorType=apt Upstream=http://archive.ubuntu.com/ubuntu/ SignedBy=/etc/apt/trusted.gpg.d/ubuntu.gpg Suite:noble Suite:noble-updates Component:main Component:restricted Architecture:amd64
            download.example.org-ubuntu: MirrorType=apt Upstream=https://download.example.org/linux/ubuntu/ SignedBy=/etc/apt/keyrings/docker.asc Suite:noble Component:stable Architecture:amd64 Architecture:arm64
            flat.example.org: MirrorType=apt Upstream=http://flat.example.org/ SignedBy=/etc/apt/trusted.gpg.d/ubuntu.gpg Suite:./ Architecture:amd64
            """);
        AssertNotes("sources.list line 1: 'cdrom:", "sources.list line 6 is left out", "takes http://flat.example.org/ unsigned", "source packages of noble-proposed", "ubuntu trusts all that apt does");
    }

    [TestMethod]
    public void A_key_in_a_stanza_becomes_a_file_and_credentials_stay_where_they_are()
    {
        Write("etc/apt/sources.list.d/own.sources", """
            Types: deb
            URIs: https://me:s3cret@apt.example.org/own
            Suites: stable
            Components: main
            Signed-By:
             -----BEGIN PGP PUBLIC KEY BLOCK-----
             .
             mDMEY
             -----END PGP PUBLIC KEY BLOCK-----
            """);

        var sources = Read();

        Assert.AreEqual("https://apt.example.org/own/", sources.Mirrors.Single().Properties.Single(p => p.Key == "Upstream").Value);
        Assert.AreEqual(KeyValuePair.Create("keys/own.asc", "-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nmDMEY\n-----END PGP PUBLIC KEY BLOCK-----\n"), sources.Keys.Single());
        Assert.AreEqual("keys/own.asc", sources.Mirrors.Single().Properties.Single(p => p.Key == "SignedBy").Value);
        AssertNotes("netrc");
        Assert.DoesNotContain("s3cret", string.Concat(sources.Notes) + ProjectText.Write(sources.Mirrors.Single()));
    }

    [TestMethod]
    public void Yum_repositories_have_their_variables_filled_in()
    {
        Write("etc/os-release", "NAME=\"Rocky Linux\"\nVERSION_ID=\"9.4\"\nID=\"rocky\"\nID_LIKE=\"rhel centos fedora\"\n");
        Write("etc/dnf/vars/contentdir", "pub/rocky\n");
        Write("etc/yum.repos.d/rocky.repo", """
            [baseos]
            name=Rocky Linux $releasever - BaseOS
            mirrorlist=https://mirrors.rockylinux.org/mirrorlist?arch=$basearch&repo=BaseOS-$releasever
            #baseurl=http://dl.rockylinux.org/$contentdir/$releasever/BaseOS/$basearch/os/
            gpgcheck=1
            enabled=1
            gpgkey=file:///etc/pki/rpm-gpg/RPM-GPG-KEY-Rocky-9

            [appstream]
            baseurl=http://dl.rockylinux.org/$contentdir/$releasever/AppStream/$basearch/os/
            repo_gpgcheck=1
            gpgkey=file:///etc/pki/rpm-gpg/RPM-GPG-KEY-Rocky-9 https://example.org/key

            [extras]
            enabled=0
            baseurl=http://dl.rockylinux.org/extras/

            [odd]
            baseurl=http://example.org/$nowhere/
            """);
        Write("etc/yum.repos.d/epel.repo", "[epel]\nmetalink=https://mirrors.fedoraproject.org/metalink?repo=epel-$releasever&arch=$basearch\ngpgkey=https://example.org/EPEL\n");
        Write("etc/zypp/repos.d/oss.repo", "[repo oss]\nenabled=1\nbaseurl=dir:///media\n");

        AssertMirrors("""
            epel: MirrorType=rpm MetaLink=https://mirrors.fedoraproject.org/metalink?repo=epel-9&arch=x86_64
            baseos: MirrorType=rpm MirrorList=https://mirrors.rockylinux.org/mirrorlist?arch=x86_64&repo=BaseOS-9 SignedBy=/etc/pki/rpm-gpg/RPM-GPG-KEY-Rocky-9
            appstream: MirrorType=rpm Upstream=http://dl.rockylinux.org/pub/rocky/9/AppStream/x86_64/os/ SignedBy=/etc/pki/rpm-gpg/RPM-GPG-KEY-Rocky-9
            """);
        AssertNotes("fetch the key https://example.org/EPEL", "packages of baseos and not its metadata", "[odd] is left out", "[repo oss] is left out");
    }

    [TestMethod]
    public void Fedora_and_openSUSE_keep_their_whole_version()
    {
        Write("etc/os-release", "ID=\"opensuse-leap\"\nID_LIKE=\"suse opensuse\"\nVERSION_ID=\"15.6\"\n");
        Write("etc/zypp/repos.d/oss.repo", "[repo-oss]\nenabled=1\nbaseurl=https://download.opensuse.org/distribution/leap/${releasever}/repo/oss/\n");

        AssertMirrors("repo-oss: MirrorType=rpm Upstream=https://download.opensuse.org/distribution/leap/15.6/repo/oss/");
    }

    [TestMethod]
    public void Zyppers_services_are_mirrors_and_tokens_stay_behind()
    {
        Write("etc/os-release", "ID=\"sles\"\nID_LIKE=\"suse\"\nVERSION_ID=\"15.6\"\n");
        Write("etc/zypp/vars.d/DIST_ARCH", "# ours\nx86_64\n");
        Write("etc/zypp/services.d/leap.service", "[leap]\nname=leap\nenabled=1\nurl=https://me:s3cret@repo.example/leap?credentials=s3cret\ntype=ris\n");
        Write("etc/zypp/services.d/cloud.service", "[cloud]\nenabled=1\nurl=plugin:/susecloud?s3cret\n[off]\nenabled=0\nurl=https://off.example/\n");
        Write("etc/zypp/repos.d/oss.repo", "[leap:oss]\nenabled=1\nservice=leap\nbaseurl=https://repo.example/leap/oss\n");
        Write("etc/zypp/repos.d/update.repo", "[update]\nenabled=1\nservice=cloud\nbaseurl=https://updates.suse.com/SUSE/$DIST_ARCH?s3cret\npath=/update/\n");

        AssertMirrors("""
            leap: MirrorType=rpm Upstream=https://repo.example/leap/ Service:. Variable:releasever Variable:basearch Variable:arch
            update: MirrorType=rpm Upstream=https://updates.suse.com/SUSE/x86_64/update/
            """);
        AssertNotes("[leap]: the credentials of the service stay there", "the credentials for repo.example stay there", "[leap] names no key", "[cloud] is left out", "https://updates.suse.com/SUSE/$DIST_ARCH query ${TOKEN}", "[update] names no key");
        Assert.DoesNotContain("s3cret", string.Join('\n', Read().Notes));
    }

    [TestMethod]
    public void Pips_indices_are_mirrors_of_what_requirements_list()
    {
        Write("etc/pip.conf", "[global]\nindex-url = https://pypi.org/simple\nextra-index-url =\n    https://one.example.org/simple/\n    https://two.example.org/simple/\ntimeout = 60\n");
        Write("home/me/.config/pip/pip.conf", "[global]\nindex-url: x\nindex-url=https://pypi.org/simple/\n");

        AssertMirrors("""
            pypi: MirrorType=pypi Upstream=https://pypi.org/simple/ Requirements:requirements.txt
            one.example.org: MirrorType=pypi Upstream=https://one.example.org/simple/ Requirements:requirements.txt
            two.example.org: MirrorType=pypi Upstream=https://two.example.org/simple/ Requirements:requirements.txt
            """);
        AssertNotes("list them in requirements.txt", "No Python was found, so pypi leaves out dependencies", "No Python was found, so one.example.org", "No Python was found, so two.example.org");
    }

    [TestMethod]
    public void Dependencies_are_those_for_the_hosts_own_versions_of_Python()
    {
        Write("etc/pip.conf", "[global]\nindex-url = https://pypi.org/simple\n");
        foreach (var directory in (string[])["usr/lib/python3", "usr/lib/python3.9", "usr/lib/python3.13", "usr/local/lib/python3.13", "usr/lib/python3.x"])
        {
            Write($"{directory}/abc.py", "");
        }

        AssertMirrors("pypi: MirrorType=pypi Upstream=https://pypi.org/simple/ IncludeDependencies=true Requirements:requirements.txt PythonVersion:3.9 PythonVersion:3.13");
    }

    [TestMethod]
    public void A_host_without_sources_and_files_of_nonsense_give_nothing()
    {
        Assert.IsEmpty(Read().Mirrors);
        foreach (var file in (string[])["etc/apt/sources.list", "etc/apt/sources.list.d/a.list", "etc/apt/sources.list.d/a.sources", "etc/yum.repos.d/a.repo", "etc/apk/repositories", "etc/pip.conf", "etc/os-release"])
        {
            Write(file, "\u0000\u001b[31m\nA: b\n continues\n[x\n=\ndeb\n");
        }

        Assert.IsEmpty(Read().Mirrors);
        Assert.DoesNotContain("\u001b", string.Concat(Read().Notes));
    }

    [TestMethod]
    public void Alpines_repositories_are_a_mirror_a_server()
    {
        Write("etc/apk/arch", "aarch64\n");
        Write("etc/apk/keys/builder@example.org-1.rsa.pub", "");
        Write("etc/apk/keys/other@example.org-2.rsa.pub", "");
        Write("etc/apk/repositories", """
            # the branch
            https://mirrors.edge.kernel.org/alpine/v3.22/main
            https://mirrors.edge.kernel.org/alpine/v3.22/community/
            #https://mirrors.edge.kernel.org/alpine/v3.22/testing
            @edge https://mirrors.edge.kernel.org/alpine/edge/testing
            /media/cdrom/apks
            https://example.org/${VERSION_ID}/main
            """);
        Write("etc/apk/repositories.d/own.list", "https://me:s3cret@apk.example.org/own\n");

        AssertMirrors("""
            alpine: MirrorType=apk Upstream=https://mirrors.edge.kernel.org/alpine/ SignedBy=/etc/apk/keys/builder@example.org-1.rsa.pub;/etc/apk/keys/other@example.org-2.rsa.pub Repository:v3.22/main Repository:v3.22/community Repository:edge/testing Architecture:aarch64
            own: MirrorType=apk Upstream=https://apk.example.org/own/ SignedBy=/etc/apk/keys/builder@example.org-1.rsa.pub;/etc/apk/keys/other@example.org-2.rsa.pub Architecture:aarch64
            """);
        AssertNotes("/etc/apk/repositories line 6: '/media/cdrom/apks'", "line 7 is left out", "netrc");
    }

    private HostSources Read() => HostSources.Read(new Host(_root, "home/me", "x86_64", "keys"));

    private void Write(string file, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(_root, file))!);
        File.WriteAllText(Path.Combine(_root, file), text);
    }

    private void AssertNotes(params string[] parts)
    {
        foreach (var part in parts)
        {
            Assert.Contains(note => note.Contains(part, StringComparison.Ordinal), Read().Notes, $"{part}\n{string.Join('\n', Read().Notes)}");
        }
    }

    private void AssertMirrors(string expected)
    {
        var mirrors = Read().Mirrors;

        Assert.AreEqual(expected.Trim(), string.Join('\n', mirrors.Select(Show)));

        // A definition that a reader refuses would be none.
        var again = YamlReader.Read(YamlWriter.Write(new EstateDefinition([], mirrors))).Mirrors;
        Assert.AreEqual(expected.Trim(), string.Join('\n', again.Select(Show)));
    }

    private static string Show(MirrorDefinition mirror) => string.Join(
        ' ', [mirror.Name + ":", .. mirror.Properties.Where(p => p.Key != "MirrorName").Select(p => $"{p.Key}={p.Value}"), .. mirror.Items.Where(i => i.Name != "ExcludeIndex").Select(i => $"{i.Name}:{i.Value}")]);
}
