using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Dispatcher.Benchmarks;
using Dispatcher.Benchmarks.Matching;

// dotnet run -c Release --project bench/Dispatcher.Benchmarks -- [WHAT]
//   nothing                 every benchmark; Markdown below BenchmarkDotNet.Artifacts/results
//   --filter '*Decisions*'  some of them
//   tables                  the same by processor time, as Markdown, in a minute
//   differ [NAMES] [SEED]   the fast matcher against the plain one
if (args is ["tables"])
    return TablesCommand.Run();
if (args is ["differ", ..])
    return DifferCommand.Run(args[1..]);

IConfig config = ManualConfig
    .CreateEmpty()
    .AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance))
    .AddLogger(ConsoleLogger.Default)
    .AddColumnProvider(DefaultColumnProviders.Instance)
    .HideColumns(Column.Error, Column.StdDev, Column.Median, Column.RatioSD, Column.Gen0, Column.Gen1, Column.Gen2)
    .AddExporter(MarkdownExporter.GitHub);
BenchmarkSwitcher.FromAssembly(typeof(DifferCommand).Assembly).Run(args.Length == 0 ? ["--filter", "*"] : args, config);
return 0;
