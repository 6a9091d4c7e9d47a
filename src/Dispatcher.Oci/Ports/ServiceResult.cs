namespace Dispatcher.Oci.Ports;

/// <summary>What a service answered: a value or a failure, never both.</summary>
/// <typeparam name="T">The value's type.</typeparam>
/// <remarks>A class: the native function has one piece of code for the tasks of all of them.</remarks>
public sealed class ServiceResult<T>
{
    private ServiceResult(T? value, ServiceFailure? failure) => (Value, Failure) = (value, failure);

    /// <summary>The value; meaningful only when <see cref="Failure"/> is null.</summary>
    public T? Value { get; }

    /// <summary>The failure, or null.</summary>
    public ServiceFailure? Failure { get; }

    /// <summary>Whether there is a value; <paramref name="value"/> is it.</summary>
    public bool TryGet([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out T? value)
    {
        value = Value;
        return Failure is null;
    }

    /// <summary>Whether there is a value; else <paramref name="failure"/> says why not.</summary>
    public bool TryGet(
        [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out T? value,
        [System.Diagnostics.CodeAnalysis.NotNullWhen(false)] out ServiceFailure? failure
    )
    {
        (value, failure) = (Value, Failure);
        return failure is null;
    }

    /// <summary>A success.</summary>
    public static implicit operator ServiceResult<T>(T value) => new(value, null);

    /// <summary>A failure.</summary>
    public static implicit operator ServiceResult<T>(ServiceFailure failure) => new(default, failure);
}
