// Unix sockets with permissions, and signals: what these tests are about does not exist on Windows.
[assembly: System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
