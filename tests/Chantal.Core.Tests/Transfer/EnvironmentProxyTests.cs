using Chantal.Transfer;

namespace Chantal.Core.Tests.Transfer;

/// <summary>The proxy of the environment is the one that curl would take.</summary>
[TestClass]
public sealed class EnvironmentProxyTests
{
    [TestMethod]
    [DataRow("http://host/", "http_proxy=http://one:1", "http://one:1/")]
    [DataRow("http://host/", "HTTP_PROXY=http://one:1", null)]
    [DataRow("https://host/", "http_proxy=http://one:1", null)]
    [DataRow("https://host/", "HTTPS_PROXY=one:1", "http://one:1/")]
    [DataRow("https://host/", "all_proxy=socks5://one:1", "socks5://one:1/")]
    [DataRow("http://host/", "ALL_PROXY=socks5h://one:1", "socks5://one:1/")]
    [DataRow("http://host/", "", null)]
    public void Which_proxy_is_asked(string url, string variable, string? proxy) => Assert.AreEqual(proxy, Proxy(variable).GetProxy(new Uri(url))?.AbsoluteUri);

    [TestMethod]
    [DataRow("http_proxy=one:1", "http://host/", "http_proxy")]
    [DataRow("HTTPS_PROXY=one:1", "https://host/", "HTTPS_PROXY")]
    [DataRow("all_proxy=one:1", "https://host/", "all_proxy")]
    [DataRow("all_proxy=one:1 no_proxy=host", "https://host/", null)]
    public void The_variable_that_names_it_is_known(string variables, string url, string? name)
    {
        Assert.AreEqual(name, Proxy(variables.Split(' ')).VariableFor(new Uri(url)));
    }

    [TestMethod]
    [DataRow("*", "http://host/")]
    [DataRow("host", "http://host/")]
    [DataRow("example.org", "http://a.example.org/")]
    [DataRow(".example.org", "http://example.org/")]
    [DataRow("*.example.org", "http://a.b.example.org/")]
    [DataRow("other,  EXAMPLE.org", "http://example.org/")]
    [DataRow("host:8080", "http://host:8080/")]
    [DataRow("10.0.0.0/8", "http://10.200.3.4/")]
    [DataRow("192.168.1.128/25", "http://192.168.1.200/")]
    [DataRow("fd00::/8", "http://[fd12::1]/")]
    [DataRow("::1", "http://[::1]/")]
    public void What_no_proxy_names_is_asked_directly(string exceptions, string url) =>
        Assert.IsTrue(Proxy("http_proxy=http://one:1", $"no_proxy={exceptions}").IsBypassed(new Uri(url)));

    [TestMethod]
    [DataRow("example.org", "http://badexample.org/")]
    [DataRow("host:8080", "http://host/")]
    [DataRow("10.0.0.0/8", "http://11.0.0.1/")]
    [DataRow("10.0.0.0/8", "http://host/")]
    [DataRow("10.0.0.0/99", "http://10.0.0.1/")]
    [DataRow("192.168.1.128/25", "http://192.168.1.100/")]
    [DataRow("", "http://host/")]
    public void What_it_does_not_name_goes_through_the_proxy(string exceptions, string url) =>
        Assert.IsFalse(Proxy("http_proxy=http://one:1", $"no_proxy={exceptions}").IsBypassed(new Uri(url)));

    [TestMethod]
    public void A_login_in_its_address_is_for_the_proxy_alone()
    {
        var proxy = Proxy("http_proxy=http://me:s3cret@one:1");

        Assert.AreEqual("http://one:1/", proxy.GetProxy(new Uri("http://host/"))?.AbsoluteUri);
        Assert.AreEqual("s3cret", proxy.GetCredential(new Uri("http://one:1/"), "Basic")?.Password);
        Assert.IsNull(proxy.GetCredential(new Uri("http://host/"), "Basic"));
    }

    private static EnvironmentProxy Proxy(params string[] variables)
    {
        var environment = variables.Where(v => v.Length > 0).Select(v => v.Split('=', 2)).ToDictionary(v => v[0], v => v[1]);
        return new EnvironmentProxy(environment.GetValueOrDefault);
    }
}
