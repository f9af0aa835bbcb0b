using System.Text;
using Chantal.Apt.Release;
using Chantal.Core.Tests.Support;
using Chantal.Diagnostics;
using Chantal.Plans;
using Chantal.Repositories;
using Chantal.Transfer;
using Chantal.Transfer.Origins;

namespace Chantal.Core.Tests.Apt;

/// <summary>A test of the fetcher of Release files, with an upstream, signatures and a clock of its own.</summary>
public abstract class ReleaseFetcherTest : IDisposable
{
    private protected const string InRelease = "dists/x/InRelease";
    private protected const string Release = "dists/x/Release";
    private protected const string Signature = "dists/x/Release.gpg";

    private protected static readonly DateTimeOffset Now = new(2026, 7, 12, 0, 0, 0, TimeSpan.Zero);

    private protected readonly TemporaryDirectory _directory = new();
    private protected readonly FakeUpstream _upstream = new();
    private protected readonly FakeSignatures _signatures = new();
    private protected readonly ListLog _log = new();
    private protected readonly Dictionary<string, DateTimeOffset> _previous = [];
    private protected AptDefinition _definition = new() { VerifySignatures = true, Upstreams = new Upstreams("http://upstream.test/"), Suites = ["x"] };

    private protected string _accept = "";

    private protected string Roots => _directory.PathOf("roots");

    public void Dispose()
    {
        _directory.Dispose();
        _upstream.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected static string Text(string date = "Sat, 11 Jul 2026 10:16:37 UTC") =>
        $"Suite: x\nDate: {date}\nSHA256:\n {new string('a', 64)} 1 main/binary-amd64/Packages\n";

    private protected void Publish(string text)
    {
        _upstream.Files[InRelease] = FakeSignatures.ClearSign(text);
        _upstream.Files[Release] = Encoding.UTF8.GetBytes(text);
        _upstream.Files[Signature] = FakeSignatures.Detach(text);
    }

    private protected bool Replace(string path, byte[] content)
    {
        _upstream.Files[path] = content;
        return true;
    }

    private protected async Task<RootsResult> FetchAsync(DateTimeOffset? now = null)
    {
        using var transfer = new HttpTransfer(Defaults.Transfer with { MaxRetries = 0 }, _log, null, _upstream);
        return await new ReleaseFetcher(transfer, _signatures, _log, new FixedTime(now ?? Now)) { Patience = TimeSpan.Zero, Accept = _accept }
            .FetchAsync(_definition, Roots, [.. _previous.Select(p => new PlanRoot(p.Key, p.Value, null, []))], bypassCaches: false, CancellationToken.None);
    }

    private protected void PublishOther(string date) =>
        _upstream.Files["dists/y/InRelease"] = FakeSignatures.ClearSign(Text(date).Replace("Suite: x", "Suite: y", StringComparison.Ordinal));

    private protected async Task<string> RefuseAsync() => (await Assert.ThrowsAsync<MirrorException>(() => FetchAsync())).Message;

    private protected async Task<string> FailAsync(DateTimeOffset? now = null) =>
        (await Assert.ThrowsAsync<MirrorException>(() => FetchAsync(now))).Code;

    private protected string[] Stamps() =>
        [.. Directory.GetFiles(Roots, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(f => $"{f} {File.GetLastWriteTimeUtc(f).Ticks}")];

    private sealed class FixedTime(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
