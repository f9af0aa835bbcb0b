using Chantal.Transfer.Origins;

namespace Chantal.Transfer;

/// <summary>Carries a <see cref="Failure"/> out of the depth of an attempt to where it is judged; never leaves this folder.</summary>
internal sealed class FailureException(Failure failure) : Exception(failure.Cause, failure.Exception)
{
    public Failure Failure { get; } = failure;
}
