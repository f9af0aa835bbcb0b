using System.Text;
using Chantal.Diagnostics;
using Chantal.Hosts.Lists;

namespace Chantal.Core.Tests.Hosts;

/// <summary>Host lists are read as their format says, and what is not of it does no harm.</summary>
[TestClass]
public sealed class HostListReaderTests
{
    [TestMethod]
    public void Every_section_is_read()
    {
        var list = Read("""
            chantal-host 1
            name: web01.example
            machine: x86_64
            [os-release]
            ID=debian
            VERSION_ID="12"
            VERSION_CODENAME=bookworm
            [dpkg]
            acl	2.3.1-3	amd64	acl	ii 
            gone	1	amd64	gone	rc 
            kept	1	all	kept	hi 
            [rpm]
            bash	0:5.1.8-9.el9	x86_64	bash-5.1.8-9.el9.src.rpm
            dbus	1:1.12.20-8.el9	x86_64	(none)
            gpg-pubkey	0:fd431d51-4ae0493b	(none)	(none)
            [apk]
            musl	1.2.5-r9	x86_64
            [pip]
            Requests==2.32.3
            -e git+https://example.org/x#egg=x
            local @ file:///tmp/local
            [file /etc/apt/sources.list]
             deb http://example.org/debian bookworm main
             [not a heading]
            [a section of later]
            whatever
            """);

        Assert.AreEqual("web01.example", list.Name);
        Assert.AreEqual("x86_64", list.Machine);
        Assert.AreEqual("debian 12", list.System.Name);
        Assert.AreEqual("bookworm", list.System.Codename);
        Assert.AreSequenceEqual(
            [
                new HostPackage("apt", "acl", "2.3.1-3", "amd64", "acl", false), new("apt", "kept", "1", "all", "kept", true),
                new("rpm", "bash", "5.1.8-9.el9", "x86_64", "bash-5.1.8-9.el9.src.rpm", false), new("rpm", "dbus", "1:1.12.20-8.el9", "x86_64", "(none)", false),
                new("apk", "musl", "1.2.5-r9", "x86_64", null, false), new("pypi", "requests", "2.32.3", null, null, false),
            ],
            list.Packages);
        Assert.AreEqual("deb http://example.org/debian bookworm main\n[not a heading]\n", list.Files["etc/apt/sources.list"]);
        Assert.AreEqual(0, list.UnknownLines);
    }

    [TestMethod]
    public void Hostile_lines_are_counted_and_not_taken()
    {
        var list = Read($"""
            chantal-host 1
            name: {'\u001b'}[2Jroot
            [dpkg]
            a	1	amd64	a	ii 
            evil{'\u0007'}	1	amd64	a	ii 
            ##vso[task.setvariable]x y	1	amd64
            two	fields
            ##vso[x]	1	amd64
            {new string('n', 300)}	1	amd64
            bidi{'\u202e'}	1	amd64
            	1	amd64
            [pip]
            no-version
            ../../etc==1
            [file /etc/../../x{'\u0001'}]
             text
            [unclosed
            """);

        Assert.AreEqual("host", list.Name);
        Assert.AreSequenceEqual(["a"], list.Packages.Select(p => p.Name));
        Assert.AreEqual(12, list.UnknownLines);
        Assert.AreEqual(2, list.FirstUnknownLine);
        Assert.IsEmpty(list.Files);
    }

    [TestMethod]
    public void What_is_not_a_host_list_is_refused()
    {
        foreach (var text in (string[])["", "Package: x\n", "chantal-host 2\n", "chantal-host 1\n[dpkg]\n" + new string('x', HostListFormat.MaxLine + 1)])
        {
            Assert.AreEqual(DiagnosticCodes.HostListUnreadable, Assert.ThrowsExactly<MirrorException>(() => Read(text)).Code);
        }
    }

    [TestMethod]
    public void There_is_a_limit_to_packages()
    {
        var list = Read("chantal-host 1\n[apk]\n" + string.Concat(Enumerable.Range(0, HostListFormat.MaxPackages + 5).Select(i => $"p{i}\t1\tx\n")));

        Assert.HasCount(HostListFormat.MaxPackages, list.Packages);
        Assert.AreEqual(5, list.UnknownLines);
    }

    [TestMethod]
    [DataRow("ID=rocky\nVERSION_ID=\"9.4\"\nPLATFORM_ID=\"platform:el9\"", "el9")]
    [DataRow("ID=fedora\nVERSION_ID=41\nPLATFORM_ID=\"platform:f41\"", "fc41")]
    [DataRow("ID=\"centos\"\nID_LIKE=\"rhel fedora\"\nVERSION_ID=\"7\"", "el7")]
    [DataRow("ID=amzn\nVERSION_ID=2023", "amzn2023")]
    [DataRow("ID=opensuse-leap\nVERSION_ID=15.6", null)]
    public void The_mark_of_packages_follows_from_the_system(string release, string? tag) => Assert.AreEqual(tag, HostSystem.Read(release.Split('\n')).DistributionTag);

    private static HostList Read(string text) => HostListReader.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), "/lists/host.txt");
}
