package coupon.bench;

import coupon.local.StackException;
import picocli.CommandLine;

/** The command {@code deploy/bench/compare}. */
final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new CompareCommand())
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
