package coupon.local;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The commands {@code up}, {@code down}, {@code smoke} and {@code lag} of {@code deploy/local}. */
@Command(
        name = "deploy/local",
        subcommands = {UpCommand.class, DownCommand.class, SmokeCommand.class, LagCommand.class, TrainCommand.class})
final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((failure, command, arguments) -> {
                    if (!(failure instanceof StackException)) {
                        failure.printStackTrace(command.getErr());
                    }
                    command.getErr().println("error: " + failure.getMessage());
                    return 1;
                });
    }
}
