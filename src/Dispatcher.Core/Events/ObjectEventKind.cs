namespace Dispatcher.Events;

/// <summary>What happened to the object. In route files: <c>create</c>, <c>update</c>, <c>delete</c>.</summary>
public enum ObjectEventKind
{
    /// <summary><c>com.oraclecloud.objectstorage.createobject</c>.</summary>
    Create,

    /// <summary><c>com.oraclecloud.objectstorage.updateobject</c>.</summary>
    Update,

    /// <summary><c>com.oraclecloud.objectstorage.deleteobject</c>.</summary>
    Delete,
}
