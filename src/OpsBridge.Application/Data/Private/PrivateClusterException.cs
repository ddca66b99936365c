namespace OpsBridge.Data.Private;

/// <summary>
/// The private PostgreSQL cannot run. The message is one line meant for the operator: what is wrong, where, and what to do.
/// It never holds the password.
/// </summary>
public sealed class PrivateClusterException(string message, Exception? innerException = null)
    : Exception(message, innerException);
