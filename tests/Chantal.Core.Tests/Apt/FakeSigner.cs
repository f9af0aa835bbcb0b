using System.Text;
using Chantal.OpenPgp;

namespace Chantal.Core.Tests.Apt;

/// <summary>Signs with its name, and counts how often it was asked.</summary>
internal sealed class FakeSigner : IMetadataSigner
{
    public string Identity { get; init; } = "fake";

    public int Signed { get; private set; }

    public Task<byte[]> SignDetachedAsync(ReadOnlyMemory<byte> data, DateTimeOffset? date, CancellationToken cancellation) => Sign("detached", data);

    public Task<byte[]> ClearSignAsync(ReadOnlyMemory<byte> text, DateTimeOffset? date, CancellationToken cancellation) => Sign("clear", text);

    public byte[] ExportPublic() => [];

    // As ECDSA does, another one each time.
    private Task<byte[]> Sign(string form, ReadOnlyMemory<byte> data) => Task.FromResult(Encoding.UTF8.GetBytes($"{form} {Identity} {++Signed} {data.Length}"));
}
