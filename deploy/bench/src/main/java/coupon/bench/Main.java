package coupon.bench;

import coupon.local.StackException;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The commands {@code compare} and {@code speed} of {@code deploy/bench}. */
@Command(
        name = "deploy/bench",
        subcommands = {CompareCommand.class, SpeedCommand.class})
final class Main {
    /** The root of the project. */
    static final Path HOME = Path.of(System.getProperty("coupon.home", "")).toAbsolutePath();

    static final Path REPORTS = HOME.resolve("deploy/bench/report");

    private static volatile boolean ending;

    private Main() {}

    public static void main(String[] args) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> ending = true, "ending"));
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((failure, command, arguments) -> {
                    if (ending) {
                        return 1; // everything is being stopped, so everything fails
                    }
                    if (!(failure instanceof StackException)) {
                        failure.printStackTrace(command.getErr());
                    }
                    command.getErr().println("error: " + failure.getMessage());
                    return 1;
                });
    }
}
