namespace Chantal.Sdk.Tests.Support;

/// <summary>The signals that end a build; the values are Linux's.</summary>
public enum Signal
{
    /// <summary>Ctrl-C.</summary>
    Interrupt = 2,

    /// <summary>Nothing can be done about it.</summary>
    Kill = 9,

    /// <summary>What <c>timeout</c>, systemd and containers send.</summary>
    Terminate = 15,
}
