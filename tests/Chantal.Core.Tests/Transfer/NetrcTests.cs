using Chantal.Core.Tests.Support;
using Chantal.Diagnostics;
using Chantal.Transfer.Origins;

namespace Chantal.Core.Tests.Transfer;

[TestClass]
public sealed class NetrcTests : TransferFixture
{
    [TestMethod]
    [DataRow("machine h login me password pw", "http://h/x")]
    [DataRow("machine\th\nlogin me\r\npassword\n  pw\n", "https://h:8443/")]
    [DataRow("# comment login x\nmachine h # another one\nlogin me password pw account a", "http://h/")]
    [DataRow("machine other login a password b\nmachine h login me password pw\nmachine h login c password d", "http://H/")]
    [DataRow("machine other login a password b default login me password pw", "http://h/")]
    [DataRow("macdef init\nmachine h login wrong password wrong\nls\n\nmachine h login me password pw", "http://h/")]
    [DataRow("machine h:8080 login me password pw", "http://h:8080/")]
    [DataRow("machine https://h/deb login me password pw", "https://h/deb/x")]
    [DataRow("machine h/deb/ login me password pw", "http://h/deb/x")]
    [DataRow("machine h/deb login me password pw", "http://h/deb")]
    [DataRow("machine [::1]:80 login me password pw", "http://[::1]/")]
    [DataRow("machine ::1 login me password pw", "http://[::1]/")]
    [DataRow("machine h login \"me\" password \"pw\"", "http://h/")]
    public void An_entry_is_found(string netrc, string url) => Assert.AreEqual(Basic("me", "pw"), Find(netrc, url));

    [TestMethod]
    [DataRow("machine h login me password pw", "http://x.h/")]
    [DataRow("machine h login me password pw", "http://h.evil/")]
    [DataRow("machine h:8080 login me password pw", "http://h/")]
    [DataRow("machine https://h login me password pw", "http://h/")]
    [DataRow("machine h/deb login me password pw", "http://h/debug")]
    [DataRow("", "http://h/")]
    [DataRow("# machine h login me password pw", "http://h/")]
    public void An_entry_for_something_else_is_not_used(string netrc, string url) => Assert.IsNull(Find(netrc, url));

    [TestMethod]
    [DataRow("#pw", "#pw")]
    [DataRow("\"a b\\\"c\\\\\\n\"", "a b\"c\\\n")]
    [DataRow("pä§:w", "pä§:w")]
    public void Passwords_may_hold_anything(string written, string password) =>
        Assert.AreEqual(Basic("me", password), Find($"machine h login me password {written}", "http://h/"));

    [TestMethod]
    [DataRow("machine h login me password \"open")]
    [DataRow("machine h login me password")]
    [DataRow("machine h login me s3cret")]
    public void A_file_out_of_step_is_refused_without_showing_it(string netrc)
    {
        var failure = Assert.ThrowsExactly<FormatException>(() => Netrc.Parse(netrc));
        Assert.DoesNotContain("s3cret", failure.Message);
    }

    [TestMethod]
    [TestProperty("Advice", "CHANTAL1007")]
    public void A_file_that_is_named_has_to_be_there()
    {
        var failure = Assert.ThrowsExactly<MirrorException>(() => Netrc.Load(InDirectory("missing"), Log));
        Assert.AreEqual(DiagnosticCodes.NetrcUnreadable, failure.Code);
        Assert.IsNotNull(Netrc.Load(WriteSecret("another", "machine h login me password s3cret"), Log));
    }

    [TestMethod]
    [TestProperty("Advice", "CHANTAL1008")]
    public void A_file_that_others_can_read_is_a_warning()
    {
        var path = WriteSecret("open", "machine h login me password s3cret");
        Assert.IsNotNull(Netrc.Load(path, Log));
        Assert.IsEmpty(Log.Warnings);
        SetMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        Netrc.Load(path, Log);
        Assert.StartsWith(DiagnosticCodes.NetrcExposed, Log.Warnings.Single());
        Assert.DoesNotContain("s3cret", Log.Warnings.Single());
        Assert.EndsWith($"Run: chmod 600 {path}", Log.Warnings.Single());
        Shell.Require(Path.GetDirectoryName(path)!, "chmod", "600", path);
        Netrc.Load(path, Log);
        Assert.HasCount(1, Log.Warnings);
    }

    private static string Basic(string login, string password) => new Credential(login, password).Authorization;

    private static string? Find(string netrc, string url) => Netrc.Parse(netrc).Find(new Uri(url))?.Authorization;
}
