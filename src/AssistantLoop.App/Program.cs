using AssistantLoop.App.Cli;

return await CommandLine.RunAsync(args);
