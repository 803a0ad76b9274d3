package coupon.local;

import coupon.local.server.JvmServer;
import coupon.local.server.Launcher;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs {@code up} in a JVM that goes on without this one, and follows it until it is ready or has failed. */
final class Detached {
    private static final int LOOK_AGAIN_MILLIS = 100;

    private Detached() {}

    /** Returns the exit code: 0 when the stack is ready. If this JVM is ended before, so is the stack. */
    static int up(StackPaths paths, List<String> arguments) throws IOException, InterruptedException {
        Preflight.checkNoneRuns(paths.data()); // else its log would be set aside
        Path log = Files.createDirectories(paths.logs()).resolve("stack.log");
        Stack.setAside(log);
        Process stack = start(paths.home(), log, arguments);
        Runnable stopIt = () -> {
            stack.destroy();
            stack.onExit().join();
        };
        Launcher.beforeTheKill(stopIt);
        try (InputStream output = Files.newInputStream(log)) {
            boolean ended = false;
            while (!ended && !isReady(stack, paths.data())) {
                ended = stack.waitFor(LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS);
                output.transferTo(System.out);
            }
            output.transferTo(System.out); // what came in between
        }
        Launcher.forget(stopIt);
        return stack.isAlive() ? 0 : Math.max(1, stack.exitValue());
    }

    private static Process start(Path home, Path log, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(Launcher.ownSession());
        command.addAll(List.of("nohup", JvmServer.launcher()));
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.add(Main.class.getName());
        command.addAll(arguments);
        command.removeIf(UpCommand.DETACH::equals);
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        return builder.start();
    }

    private static boolean isReady(Process stack, Path data) {
        return StackState.read(data)
                .filter(state -> state.ready() && state.ownerId() == stack.pid())
                .isPresent();
    }
}
