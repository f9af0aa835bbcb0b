using Chantal.Cli.Commands;

return await ChantalCommand.RunAsync(args, Console.Out, Console.Error);
