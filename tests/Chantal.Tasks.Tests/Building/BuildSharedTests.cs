using Chantal.Tasks.Tests.Support;

namespace Chantal.Tasks.Tests.Building;

[TestClass]
public sealed class BuildSharedTests
{
    [TestMethod]
    public void Tasks_of_a_build_share_what_one_of_them_made_until_the_build_ends()
    {
        var engine = new FakeBuildEngine();

        var made = BuildShared.GetOrAdd(engine, "store", () => new Connection());

        Assert.AreSame(made, BuildShared.GetOrAdd<Connection>(engine, "store", () => throw new InvalidOperationException()));
        Assert.AreSame(made, BuildShared.Find<Connection>(engine, "store"));
        Assert.IsNull(BuildShared.Find<Connection>(engine, "another"));
        Assert.IsFalse(made.IsClosed);
        engine.Dispose();
        Assert.IsTrue(made.IsClosed);
    }

    [TestMethod]
    public void What_is_let_go_of_is_closed_and_made_anew()
    {
        using var engine = new FakeBuildEngine();
        var first = BuildShared.GetOrAdd(engine, "store", () => new Connection());

        BuildShared.Release<Connection>(engine, "store");
        BuildShared.Release<Connection>(engine, "store");

        Assert.IsTrue(first.IsClosed);
        Assert.AreNotSame(first, BuildShared.GetOrAdd(engine, "store", () => new Connection()));
    }

    private sealed class Connection : IDisposable
    {
        public bool IsClosed { get; private set; }

        public void Dispose() => IsClosed = true;
    }
}
