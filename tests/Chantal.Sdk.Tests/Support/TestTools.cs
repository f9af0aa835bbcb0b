namespace Chantal.Sdk.Tests.Support;

/// <summary>The programs that tests run.</summary>
public static class TestTools
{
    /// <summary>Installs those that are missing.</summary>
    public static void Install() => Command.Run("bash", Path.Combine(Checkout.Root, "tests/install-tools")).Succeeded();
}
