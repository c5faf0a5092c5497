using System.Diagnostics;

namespace AssistantLoop.App.Tests;

/// <summary>The entry script where it may not or cannot set up; dpkg-query, id and apt-get are stand-ins on the PATH.</summary>
public sealed class EntryScriptTests : IDisposable
{
    private readonly string _stubs = Directory.CreateTempSubdirectory("assistantloop-entry").FullName;

    public void Dispose() => Directory.Delete(_stubs, recursive: true);

    [Fact]
    public void Where_it_may_not_install_it_names_the_missing_packages()
    {
        Stub("dpkg-query", "exit 1");
        Stub("apt-get", "echo installed >> \"$0.calls\"");
        Stub("id", "echo 1000");
        (int code, string error) = Run();
        Assert.Equal(2, code);
        Assert.Equal(
            "assistantloop: missing packages: libtorch-dev libopenblas0-openmp; "
            + "run as root: apt-get install libtorch-dev libopenblas0-openmp",
            error.Trim());
        Assert.False(File.Exists(Path.Combine(_stubs, "apt-get.calls")), "apt-get was called");
    }

    [Fact]
    public void What_is_installed_already_is_not_named()
    {
        Stub("dpkg-query", "case \"$*\" in *libtorch-dev*) echo 'install ok installed';; *) exit 1;; esac");
        Stub("id", "echo 1000");
        (int code, string error) = Run();
        Assert.Equal(2, code);
        Assert.Contains("missing packages: libopenblas0-openmp;", error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_failed_installation_shows_the_end_of_its_log()
    {
        Stub("dpkg-query", "exit 1");
        Stub("apt-get", "echo 'E: no such mirror'; exit 100");
        Stub("id", "echo 0");
        (int code, string error) = Run();
        Assert.Equal(1, code);
        Assert.Contains("Install libtorch-dev libopenblas0-openmp: failed", error, StringComparison.Ordinal);
        Assert.Contains("E: no such mirror", error, StringComparison.Ordinal);
    }

    private void Stub(string name, string body)
    {
        string path = Path.Combine(_stubs, name);
        File.WriteAllText(path, $"#!/bin/sh\n{body}\n");
        Process.Start("chmod", ["+x", path]).WaitForExit();
    }

    private (int Code, string Error) Run()
    {
        ProcessStartInfo start = new("bash", [Path.Combine(Repository.Root, "assistantloop"), "versions"])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        start.Environment["PATH"] = $"{_stubs}:{Environment.GetEnvironmentVariable("PATH")}";
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        string error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, error);
    }
}
