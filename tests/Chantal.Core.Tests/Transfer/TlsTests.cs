using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Chantal.Diagnostics;
using Chantal.Transfer;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Chantal.Core.Tests.Transfer;

[TestClass]
public sealed class TlsTests : TransferFixture
{
    private static readonly byte[] Bytes = Content(5000);

    [TestMethod]
    public async Task A_bundle_makes_its_authorities_trusted()
    {
        var authority = Keep(new Authority("ours"));
        var server = Serve(authority, clientCertificate: false);
        Options = Options with { CaBundle = WriteSecret("ca.pem", authority.Pem) };
        await DownloadAsync(Request(Bytes, server.Url));
        AssertFile(Bytes);
    }

    [TestMethod]
    public async Task Unknown_authorities_are_refused_without_a_retry()
    {
        var (authority, other) = (Keep(new Authority("ours")), Keep(new Authority("theirs")));
        var server = Serve(authority, clientCertificate: false);
        Options = Options with { CaBundle = WriteSecret("ca.pem", other.Pem) };
        var failure = await Assert.ThrowsExactlyAsync<UpstreamUnreachableException>(() => DownloadAsync(Request(Bytes, server.Url)));
        Assert.AreEqual(DiagnosticCodes.TlsFailure, failure.Code);
        Assert.IsEmpty(Clock.Delays);
        Assert.IsEmpty(server.Requests);
    }

    [TestMethod]
    public async Task Plain_http_to_a_port_with_tls_is_recognised()
    {
        // Servers say so in words or with an alert of TLS; some just hang up.
        var server = Serve(_ => Reply.Status(400, "<html>The plain HTTP request was sent to HTTPS port</html>"u8.ToArray()));
        Assert.Contains("write https://", await RefusedAsync(server.Url));

        server = Serve(_ => Reply.Raw("\u0015\u0003\u0001\0\u0002\u0002\u0046\r\n", []));
        Assert.Contains("write https://", await RefusedAsync(server.Url));

        // Any other refusal is what it says.
        server = Serve(_ => Reply.Status(400));
        Assert.DoesNotContain("https://", await RefusedAsync(server.Url));
    }

    [TestMethod]
    public async Task A_port_that_hangs_up_on_plain_http_may_speak_tls()
    {
        var server = Serve(_ => Reply.HangUp());
        Options = Options with { MaxRetries = 0 };

        var failure = await Assert.ThrowsExactlyAsync<UpstreamUnreachableException>(() => DownloadAsync(Request(Bytes, server.Url)));

        Assert.Contains("if the port speaks TLS, write https://", failure.Message);
    }

    [TestMethod]
    public async Task Tls_to_a_port_with_plain_http_is_recognised()
    {
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        var answered = AnswerAsync();

        Assert.Contains("write http://", await RefusedAsync($"https://localhost:{((IPEndPoint)server.LocalEndpoint).Port}/"));
        await answered;

        async Task AnswerAsync()
        {
            using var client = await server.AcceptTcpClientAsync(Cancellation);
            var stream = client.GetStream();
            _ = await stream.ReadAsync(new byte[4096], Cancellation);
            await stream.WriteAsync("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n"u8.ToArray(), Cancellation);
        }
    }

    [TestMethod]
    public async Task The_systems_authorities_do_not_include_ours()
    {
        var server = Serve(Keep(new Authority("ours")), clientCertificate: false);
        var failure = await Assert.ThrowsExactlyAsync<UpstreamUnreachableException>(() => DownloadAsync(Request(Bytes, server.Url)));
        Assert.AreEqual(DiagnosticCodes.TlsFailure, failure.Code);
    }

    [TestMethod]
    public async Task A_certificate_for_another_name_is_refused()
    {
        var authority = Keep(new Authority("ours"));
        var server = Serve(authority, clientCertificate: false);
        Options = Options with { CaBundle = WriteSecret("ca.pem", authority.Pem) };
        var failure = await Assert.ThrowsExactlyAsync<UpstreamUnreachableException>(() => DownloadAsync(Request(Bytes, server.Url.Replace("localhost", "127.0.0.1", StringComparison.Ordinal))));
        Assert.AreEqual(DiagnosticCodes.TlsFailure, failure.Code);
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public async Task A_client_certificate_is_shown(bool oneFile)
    {
        var authority = Keep(new Authority("ours"));
        var server = Serve(authority, clientCertificate: true);
        using var client = authority.Issue("client");
        var (certificate, key) = (client.ExportCertificatePem(), client.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        Options = Options with
        {
            CaBundle = WriteSecret("ca.pem", authority.Pem),
            ClientCertificate = WriteSecret("client.pem", oneFile ? key + "\n" + certificate : certificate),
            ClientKey = oneFile ? null : WriteSecret("client.key", key),
        };
        await DownloadAsync(Request(Bytes, server.Url));
        AssertFile(Bytes);
    }

    [TestMethod]
    [TestProperty("Advice", "CHANTAL1009")]
    public async Task Of_a_directory_of_pairs_the_one_that_is_valid_longest_is_shown_and_named()
    {
        var authority = Keep(new Authority("ours"));
        var server = Serve(authority, clientCertificate: true);
        var directory = Directory.CreateDirectory(InDirectory("entitlement")).FullName;
        Options = Options with { CaBundle = WriteSecret("ca.pem", authority.Pem), ClientCertificate = directory };
        WritePair("1", -10, -1);
        WritePair("4", 1, 9);
        File.WriteAllText(Path.Combine(directory, "9.pem"), "a certificate without a key is not looked at");
        Assert.AreEqual(DiagnosticCodes.CertificateUnreadable, Assert.ThrowsExactly<MirrorException>(() => new HttpTransfer(Options, Log)).Code);

        WritePair("2", -2, 5);
        WritePair("3", -1, 3);
        await Keep(new HttpTransfer(Options, Log)).DownloadAsync(Request(Bytes, server.Url), Cancellation);

        AssertFile(Bytes);
        Assert.Contains(line => line.Contains("2.pem", StringComparison.Ordinal) && line.Contains("valid until", StringComparison.Ordinal), Log.Infos);

        void WritePair(string name, int from, int until)
        {
            using var client = authority.Issue("client", from, until);
            File.WriteAllText(Path.Combine(directory, name + ".pem"), client.ExportCertificatePem());
            File.WriteAllText(Path.Combine(directory, name + "-key.pem"), client.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        }
    }

    [TestMethod]
    public async Task Without_the_client_certificate_a_server_that_wants_one_does_not_answer()
    {
        var authority = Keep(new Authority("ours"));
        var server = Serve(authority, clientCertificate: true);
        Options = Options with { CaBundle = WriteSecret("ca.pem", authority.Pem), MaxRetries = 0 };
        await Assert.ThrowsExactlyAsync<UpstreamUnreachableException>(() => DownloadAsync(Request(Bytes, server.Url)));
        Assert.IsEmpty(server.Requests);
    }

    [TestMethod]
    public void Files_that_hold_no_certificate_are_a_diagnostic()
    {
        var nonsense = WriteSecret("nonsense.pem", "nothing");
        foreach (var options in new[]
        {
            Options with { CaBundle = InDirectory("missing") },
            Options with { CaBundle = nonsense },
            Options with { ClientCertificate = nonsense },
            Options with { ClientCertificate = InDirectory("missing") },
        })
        {
            Options = options;
            Assert.AreEqual(DiagnosticCodes.CertificateUnreadable, Assert.ThrowsExactly<MirrorException>(() => NewTransfer()).Code);
        }
    }

    [TestMethod]
    public async Task Http_2_is_spoken_where_the_server_does()
    {
        using var authority = new Authority("ours");
        using var certificate = authority.Issue("localhost");
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(certificate)));
        await using var server = builder.Build();
        var protocol = "";
        server.Run(context =>
        {
            protocol = context.Request.Protocol;
            return context.Response.Body.WriteAsync(Bytes).AsTask();
        });
        await server.StartAsync(Cancellation);
        var address = server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        Options = Options with { CaBundle = WriteSecret("ca.pem", authority.Pem) };
        await DownloadAsync(Request(Bytes, address.Replace("127.0.0.1", "localhost", StringComparison.Ordinal)));
        AssertFile(Bytes);
        Assert.AreEqual("HTTP/2", protocol);
    }

    private async Task<string> RefusedAsync(string url)
    {
        var failure = await Assert.ThrowsExactlyAsync<UpstreamUnreachableException>(() => DownloadAsync(Request(Bytes, url)));
        Assert.AreEqual(DiagnosticCodes.RequestRefused, failure.Code);
        Assert.IsEmpty(Clock.Delays);
        return failure.Message;
    }

    private LoopbackServer Serve(Authority authority, bool clientCertificate) =>
        Keep(new LoopbackServer(static _ => Reply.Ok(Bytes), new SslServerAuthenticationOptions
        {
            ServerCertificate = Keep(authority.Issue("localhost")),
            ClientCertificateRequired = clientCertificate,
            RemoteCertificateValidationCallback = (_, certificate, _, _) => !clientCertificate || certificate?.Issuer == authority.Name,
        }));

    /// <summary>A certificate authority for one test.</summary>
    private sealed class Authority : IDisposable
    {
        private readonly X509Certificate2 _certificate;

        public Authority(string name)
        {
            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
            request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
            _certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-11), DateTimeOffset.UtcNow.AddDays(10));
        }

        public string Name => _certificate.Subject;

        public string Pem => _certificate.ExportCertificatePem();

        public X509Certificate2 Issue(string name, double from = -0.04, double until = 5)
        {
            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
            var names = new SubjectAlternativeNameBuilder();
            names.AddDnsName(name);
            request.CertificateExtensions.Add(names.Build());
            using var issued = request.Create(_certificate, DateTimeOffset.UtcNow.AddDays(from), DateTimeOffset.UtcNow.AddDays(until), RandomNumberGenerator.GetBytes(8));
            return issued.CopyWithPrivateKey(key);
        }

        public void Dispose() => _certificate.Dispose();
    }
}
