using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using Chantal.Diagnostics;

namespace Chantal.OpenPgp;

/// <summary>
/// Signs with a program of the site's own, such as one that asks gpg's agent, a token or a signing service. The program is called with one argument,
/// <c>detached</c> or <c>clear</c>, has the data on its standard input, and writes the armored signature, or the whole clear-signed text, to its standard output. What
/// it writes counts only if one of the named keys signed exactly this data.
/// </summary>
/// <param name="program">The program.</param>
/// <param name="keys">The public keys that it signs with.</param>
/// <param name="clock">What time it is.</param>
internal sealed class CommandSigner(string program, IReadOnlyList<KeyringFile> keys, TimeProvider clock) : IMetadataSigner
{
    private const string Detached = "detached";
    private const string Clear = "clear";

    // Of an answer, beside the text itself; real signatures take a few hundred bytes.
    private const int MaxSignature = 1 << 20;
    private const int MaxComplaint = 300;

    // Longer than anybody takes to enter a PIN.
    private static readonly TimeSpan MaxTime = TimeSpan.FromMinutes(5);

    /// <inheritdoc/>
    public string Identity => $"{program} {KeyringDigest.Of(keys)}";

    /// <inheritdoc/>
    public async Task<byte[]> SignDetachedAsync(ReadOnlyMemory<byte> data, DateTimeOffset? date, CancellationToken cancellation)
    {
        var signature = await RunAsync(Detached, data, cancellation);
        Check(Detached, verifier => _ = verifier.VerifyDetached(data, signature, "what it wrote"));
        return signature;
    }

    /// <inheritdoc/>
    public async Task<byte[]> ClearSignAsync(ReadOnlyMemory<byte> text, DateTimeOffset? date, CancellationToken cancellation)
    {
        var message = await RunAsync(Clear, text, cancellation);
        Check(Clear, verifier =>
        {
            var signed = verifier.VerifyClearSigned(message, "what it wrote").Payload;
            if (!ClearSignedText.Canonical(signed).Span.SequenceEqual(ClearSignedText.Canonical(text).Span))
            {
                throw OpenPgpDiagnostics.SigningCommandFailed(program, Clear, "it signed another text than it was given");
            }
        });
        return message;
    }

    /// <inheritdoc/>
    public byte[] ExportPublic() => SignatureMaker.Armored(keys.Select(k => Keyring.ReadPackets(k.Path).ToArray()));

    private void Check(string form, Action<SignatureVerifier> verify)
    {
        try
        {
            verify(new SignatureVerifier(Keyring.Load(keys), clock));
        }
        catch (MirrorException exception) when (exception.Code is not (DiagnosticCodes.KeyringMissing or DiagnosticCodes.KeyringUnusable or DiagnosticCodes.SigningCommandFailed))
        {
            throw OpenPgpDiagnostics.SigningCommandFailed(program, form, exception.Message, exception);
        }
    }

    private async Task<byte[]> RunAsync(string form, ReadOnlyMemory<byte> data, CancellationToken cancellation)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        timeout.CancelAfter(MaxTime);
        using var process = new Process
        {
            StartInfo = new ProcessStartInfo(program, [form]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Path.GetDirectoryName(program) },
        };
        try
        {
            process.Start();
        }
        catch (Win32Exception exception)
        {
            throw OpenPgpDiagnostics.SigningCommandFailed(program, form, exception.Message, exception);
        }

        try
        {
            var input = WriteAsync(process.StandardInput.BaseStream, data, timeout.Token);
            var output = ReadAsync(process.StandardOutput.BaseStream, data.Length + MaxSignature, timeout.Token);
            var complaint = ReadAsync(process.StandardError.BaseStream, MaxSignature, timeout.Token);

            // First the answer: a program that writes without end does not get to anything else.
            var signed = await output;
            await Task.WhenAll(input, complaint);
            await process.WaitForExitAsync(timeout.Token);
            return process.ExitCode == 0 ? signed : throw OpenPgpDiagnostics.SigningCommandFailed(program, form, $"it ended with exit code {process.ExitCode}{LastLine(await complaint)}");
        }
        catch (OperationCanceledException exception) when (!cancellation.IsCancellationRequested)
        {
            throw OpenPgpDiagnostics.SigningCommandFailed(program, form, $"it did not end within {MaxTime.TotalMinutes} minutes", exception);
        }
        catch (InvalidDataException exception)
        {
            throw OpenPgpDiagnostics.SigningCommandFailed(program, form, exception.Message, exception);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    private static async Task WriteAsync(Stream input, ReadOnlyMemory<byte> data, CancellationToken cancellation)
    {
        try
        {
            await using (input)
            {
                await input.WriteAsync(data, cancellation);
            }
        }
        catch (IOException)
        {
            // A program that does not read its input to the end says why itself, or what it wrote does not verify.
        }
    }

    private static async Task<byte[]> ReadAsync(Stream output, long most, CancellationToken cancellation)
    {
        using var result = new MemoryStream();
        var buffer = new byte[16 * 1024];
        for (int read; (read = await output.ReadAsync(buffer, cancellation)) > 0;)
        {
            result.Write(buffer, 0, read);
            if (result.Length > most)
            {
                throw new InvalidDataException("it wrote more than a signature");
            }
        }

        return result.ToArray();
    }

    private static string LastLine(byte[] complaint) =>
        Encoding.UTF8.GetString(complaint).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) is [.., var last]
            ? $": {Printable.Escape(last.Length > MaxComplaint ? last[..MaxComplaint] : last)}"
            : "";
}
