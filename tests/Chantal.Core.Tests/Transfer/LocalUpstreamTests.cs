using System.Diagnostics;
using Chantal.Diagnostics;
using Chantal.Transfer;

namespace Chantal.Core.Tests.Transfer;

/// <summary>An upstream that is a directory of this machine has files; whatever else stands there is not read.</summary>
[TestClass]
public sealed class LocalUpstreamTests : TransferFixture
{
    private string Upstream => $"file://{InDirectory("upstream")}/";

    private string File => InDirectory("upstream/pool/x.deb");

    [TestInitialize]
    public void Begin() => Directory.CreateDirectory(Path.GetDirectoryName(File)!);

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public async Task A_file_is_read_and_a_link_to_one_is_followed(bool isLink)
    {
        var content = Content(1000);
        await System.IO.File.WriteAllBytesAsync(isLink ? InDirectory("elsewhere") : File, content, Cancellation);
        if (isLink)
        {
            System.IO.File.CreateSymbolicLink(File, InDirectory("elsewhere"));
        }

        await DownloadAsync(Request(content, Upstream));
        AssertFile(content);
    }

    [TestMethod]
    public async Task A_link_that_leads_nowhere_is_absent_as_a_file_that_is_not_there()
    {
        System.IO.File.CreateSymbolicLink(File, InDirectory("nowhere"));
        _ = await Assert.ThrowsAsync<ArtifactNotFoundException>(() => DownloadAsync(Request(null, Upstream)));
    }

    [TestMethod]
    [DataRow("a directory")]
    [DataRow("a named pipe")]
    [DataRow("a device")]
    [DataRow("a link to a named pipe")]
    public async Task What_is_not_a_file_is_refused_at_once_and_named(string what)
    {
        switch (what)
        {
            case "a directory":
                Directory.CreateDirectory(File);
                break;
            case "a device":
                System.IO.File.CreateSymbolicLink(File, "/dev/zero");
                break;
            case "a named pipe":
                MakePipe(File);
                break;
            default:
                MakePipe(InDirectory("pipe"));
                System.IO.File.CreateSymbolicLink(File, InDirectory("pipe"));
                break;
        }

        var error = await Assert.ThrowsAsync<MirrorException>(() => DownloadAsync(Request(null, Upstream)));
        Assert.AreEqual(DiagnosticCodes.RequestRefused, error.Code);
        Assert.Contains("pool/x.deb", error.Message);
        Assert.Contains($"it is {what.Replace("a link to ", "", StringComparison.Ordinal)}", error.Message);
        Assert.IsEmpty(Clock.Delays);
        AssertNothingLeft();
    }

    [TestMethod]
    public async Task A_root_that_is_a_pipe_is_refused_too()
    {
        MakePipe(InDirectory("upstream/InRelease"));
        Assert.AreEqual(DiagnosticCodes.RequestRefused, (await Assert.ThrowsAsync<MirrorException>(() => GetAsync(null, Upstream))).Code);
    }

    [TestMethod]
    public async Task What_is_not_there_does_not_exist()
    {
        Assert.IsInstanceOfType<RootResponse.NotFound>(await GetAsync(null, Upstream));
        Assert.AreEqual(DiagnosticCodes.ArtifactNotFound, (await Assert.ThrowsAsync<MirrorException>(() => DownloadAsync(Request(null, Upstream)))).Code);
    }

    private static void MakePipe(string path)
    {
        using var process = Process.Start("mkfifo", [path]);
        process.WaitForExit();
    }
}
